import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { everybody, PROFILES } from "../../src/access/audience.ts";
import { FLOOR } from "../../src/access/release.ts";
import type { Marking } from "../../src/observation/observation.ts";
import { Derivation } from "../../src/store/derivation.ts";
import { type Audience, FULL, type Lease, type View } from "../../src/store/derivations.ts";
import { observation } from "../../src/store/made.fixture.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Mission, Store } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";
import { draft } from "./made.ts";

/** One incident 100 km from the next, each of one report with this marking, at one time. */
async function missionOf(store: Store, id: string, markings: readonly Marking[]): Promise<Mission> {
  const mission = await store.createMission({ id, name: id, zone: "UTC", exercise: false });
  const observations = markings.map((marking, n) => ({
    ...observation(n),
    marking,
    place: { kind: "point", lon: 30.12345 + n, lat: 48.54321, radiusM: 200, name: "the third house" } as const,
  }));
  await store.append(id, [draft("submission", { via: "cli", observations, evidence: [] })]);
  const lease = (await store.derivations.acquire(id, "test")) as Lease;
  await new Derivation(store, mission, { thread: false }).run(lease);
  return mission;
}

const end = observation(0).time.until;

test("a group reads what its marking lets it, 72 hours after, snapped; counts, pages and single rows agree", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-released-"));
  const store = await openEmbedded(folder);
  await missionOf(store, "m", ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:RED"]);
  const seen = async (audience: Audience) => {
    const view = (await store.derivations.visible("m", audience)) as View;
    const { rows } = await view.page("incident");
    expect(await view.count("incident")).toBe(rows.length);
    return { view, rows };
  };
  const after = millis(end + FLOOR.delayMs);
  const staff = await seen({ profile: FULL, upTo: "TLP:RED" });
  expect(staff.rows).toHaveLength(4);

  expect((await seen(everybody(millis(after - 1)))).rows).toEqual([]);
  const released = await seen(everybody(after));
  expect(released.rows).toHaveLength(1);
  const parties = await seen({ profile: "party-a", upTo: "TLP:GREEN", at: after });
  expect(new Set(parties.rows.map((r) => r.marking))).toEqual(new Set(["TLP:CLEAR", "TLP:GREEN"]));
  expect(parties.rows).toHaveLength(2);
  // The account counts everything, so it is for the staff.
  expect([staff, parties].map(({ view }) => view.state.account !== undefined)).toEqual([true, false]);
  // Who does not say when, waits.
  expect((await seen({ profile: "party-a", upTo: "TLP:GREEN" })).rows).toEqual([]);

  for (const row of [...released.rows, ...parties.rows]) {
    expect(JSON.stringify(row)).not.toMatch(/30\.12|31\.12|48\.54|third house|"evidence"/);
    expect(row.position).not.toBeNull();
    expect(row.releasedFrom).toBe(after);
  }
  // The exact place finds nothing: boxes and single rows know the released form alone.
  const at = [30.12345, 48.54321] as const;
  const near = [at[0] - 1e-4, at[1] - 1e-4, at[0] + 1e-4, at[1] + 1e-4] as const;
  expect(await staff.view.count("incident", { bbox: near })).toBe(1);
  expect(await released.view.count("incident", { bbox: near })).toBe(0);
  const amber = staff.rows.find((r) => r.marking === "TLP:AMBER");
  expect(await parties.view.one("incident", amber?.id as string)).toBeUndefined();
  for (const profile of PROFILES.filter((p) => p !== FULL)) {
    const view = (await store.derivations.visible("m", { profile, upTo: "TLP:RED", at: after })) as View;
    expect(await view.count("coverage")).toBe(0);
    // Reports are there where their incident is, in its cell.
    const reports = (await view.page("observation")).rows;
    expect(reports).toHaveLength(await view.count("incident"));
    expect(JSON.stringify(reports)).not.toMatch(/30\.12|31\.12|48\.54|third house/);
  }
  await store.close();
  await rm(folder, { recursive: true });
});
