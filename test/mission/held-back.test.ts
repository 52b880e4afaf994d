import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Marking, Observation } from "../../src/observation/observation.ts";
import { Derivation } from "../../src/store/derivation.ts";
import { type Audience, FULL, type Lease, type View } from "../../src/store/derivations.ts";
import { hashOf, observation } from "../../src/store/made.fixture.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Mission, Store } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";
import { draft } from "./made.ts";

let store: Store;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-held-back-"));
  store = await openEmbedded(folder);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** The same bang, as another post heard it. */
const heard = (n: number, marking: Marking): Observation => ({
  ...observation(1),
  id: hashOf(`heard ${n}`),
  source: `post ${n}`,
  report: `r-${n}`,
  marking,
});
const LATER = millis(observation(1).time.until + 8e8);
const PARTY: Audience = { profile: "party-a", upTo: "TLP:GREEN", at: LATER };
const PUBLIC: Audience = { profile: "public", upTo: "TLP:CLEAR", at: LATER };
const STAFF: Audience = { profile: FULL, upTo: "TLP:RED" };

async function missionOf(id: string, steps: readonly (readonly Observation[])[], see: (step: number) => Promise<void>) {
  const mission: Mission = await store.createMission({ id, name: id, zone: "UTC", exercise: false });
  const lease = (await store.derivations.acquire(id, "test")) as Lease;
  const derivation = new Derivation(store, mission, { thread: false });
  for (const [n, observations] of steps.entries()) {
    await store.append(id, [draft("submission", { via: "cli", observations: [...observations], evidence: [] })]);
    await derivation.run(lease);
    await see(n);
  }
  await derivation.close();
}

/** All that an audience sees, and what a filter and a count tell it. */
async function seenBy(mission: string, audience: Audience) {
  const view = (await store.derivations.visible(mission, audience)) as View;
  const { rows } = await view.incidents({}).page({ limit: 100, order: "oldest" });
  const states = [];
  for await (const one of view.incidents({}).states()) states.push(one);
  return {
    incidents: (await view.page("incident")).rows,
    reports: (await view.page("observation")).rows,
    assessments: (await view.page("assessment")).rows,
    total: (await view.incidents({}).totals()).total,
    rows,
    states,
  };
}

describe("a report that is held back joins an incident", () => {
  test("for those who may not read it nothing changes, by a single byte; the staff sees one incident of both", async () => {
    // Whichever of the two has the smaller id, and so gives the incident its name among the staff.
    for (const [i, [open, held]] of [
      [1, 2],
      [2, 1],
    ].entries()) {
      const before = new Map<string, unknown>();
      const mission = `one-${i}`;
      await missionOf(
        mission,
        [[heard(open as number, "TLP:GREEN")], [heard(held as number, "TLP:AMBER")]],
        async (step) => {
          const party = await seenBy(mission, PARTY);
          const staff = await seenBy(mission, STAFF);
          expect([party.total, party.reports.length, staff.total, staff.reports.length]).toEqual([1, 1, 1, step + 1]);
          if (step === 0) before.set("party", party);
          else expect(party).toEqual(before.get("party"));
          expect((await seenBy(mission, PUBLIC)).total).toBe(0);
        },
      );
    }
  });

  test("each group sees what its own reports make, and the incident's name is one of them", async () => {
    const all = [heard(3, "TLP:CLEAR"), heard(4, "TLP:GREEN"), heard(5, "TLP:AMBER"), heard(6, "TLP:RED")];
    await missionOf("three", [all], async () => {
      const ids = async (audience: Audience) => {
        const { incidents, reports } = await seenBy("three", audience);
        expect(incidents).toHaveLength(1);
        const { members, facts } = JSON.parse(incidents[0]?.content ?? "") as {
          members: { observation: string }[];
          facts: { heard: { min: number }[] };
        };
        const own = members.map((m) => m.observation);
        expect(own.toSorted()).toEqual(reports.map((r) => r.id).toSorted());
        expect(own).toContain(incidents[0]?.id);
        return [own.length, facts.heard[0]?.min];
      };
      // One bang from each post is one as heard by each: the count that is shown is of the reports that are shown.
      expect(await ids(PUBLIC)).toEqual([1, 1]);
      expect(await ids(PARTY)).toEqual([2, 2]);
      expect(await ids(STAFF)).toEqual([4, 4]);
    });
  });

  test("derived as reports arrive and derived whole it is the same", async () => {
    const steps = [[heard(7, "TLP:GREEN")], [heard(8, "TLP:AMBER")], [heard(9, "TLP:CLEAR")]];
    await missionOf("grown", steps, async () => undefined);
    await missionOf("whole", [steps.flat()], async () => undefined);
    for (const audience of [PARTY, PUBLIC, STAFF])
      expect(await seenBy("grown", audience)).toEqual(await seenBy("whole", audience));
  });
});
