import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { type Audience, audienceOf, heldBy, mayRead, type Part, type ReleaseGroup } from "../../src/access/audience.ts";
import { MARKINGS, type Marking, markingRank } from "../../src/access/marking.ts";
import { ROLES } from "../../src/access/roles.ts";
import type { Observation } from "../../src/observation/observation.ts";
import { Agreements } from "../../src/server/agreement-in-force.ts";
import { api } from "../../src/server/api.ts";
import { closePast, pastStatesOf } from "../../src/server/as-of.ts";
import { configOf } from "../../src/server/config.ts";
import { serverLog, serverMetrics } from "../../src/server/observability.ts";
import { Reads } from "../../src/server/reads.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../../src/server/routes/index.ts";
import { Derivation } from "../../src/store/derivation.ts";
import type { Lease } from "../../src/store/derivations.ts";
import type { Identity } from "../../src/store/identity.ts";
import { draft, hashOf, imported, observation } from "../../src/store/made.fixture.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Draft, Store } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";

export const HOST = "http://truce.example";
/** The moment of all reading. */
export const NOW = millis(1.76e12);
const DAY = 86_400_000;

/** Something that happened, of which one report tells; with a file, and perhaps released before its time. */
export interface Thing {
  readonly n: number;
  readonly id: string;
  readonly marking: Marking;
  /** Younger than any delay: whoever waits for it does not know of it. */
  readonly fresh: boolean;
  readonly early: ReleaseGroup | null;
  /** Who reported it, where that is not an observer; by pseudonymous id. */
  readonly author?: string;
  /** Of two reports of one event, the number that says where and when. */
  readonly where: number;
}

/** Each marking, old and fresh; and some of each released early to one group. */
export const THINGS: readonly Thing[] = [
  ...MARKINGS.flatMap((marking) => [false, true].map((fresh) => ({ marking, fresh, early: null }))),
  { marking: "TLP:GREEN", fresh: true, early: "public" },
  { marking: "TLP:AMBER", fresh: false, early: "party-a" },
  { marking: "TLP:AMBER", fresh: true, early: "party-b" },
  { marking: "TLP:AMBER+STRICT", fresh: false, early: "guarantors" },
  { marking: "TLP:RED", fresh: false, early: "public" },
].map((t, n) => ({
  ...(t as Pick<Thing, "marking" | "fresh" | "early">),
  n,
  id: hashOf(`observation ${n}`),
  where: n,
}));

/** A second report of what the first thing tells of, which groups may not read: they see what the first one makes. */
export const JOINING: Thing = {
  n: 50,
  id: hashOf("observation 50"),
  marking: "TLP:RED",
  fresh: false,
  early: null,
  where: THINGS.findIndex((t) => t.marking === "TLP:CLEAR" && !t.fresh),
};

/** Whoever calls. The one who reads less than their role may has a part of their own. */
export interface Caller {
  readonly name: string;
  readonly part: Part | null;
  readonly audience: Audience;
}
const callerOf = (name: string, part: Part | null): Caller => ({
  name,
  part,
  audience: audienceOf(part ?? { role: "public" }, NOW),
});
export const CALLERS: readonly Caller[] = [
  callerOf("nobody", null),
  ...ROLES.map((role) => callerOf(role, { role })),
  callerOf("party-a", { role: "party-liaison", party: "party-a" }),
  callerOf("party-b", { role: "party-liaison", party: "party-b" }),
  callerOf("verifier to green", { role: "verifier", upTo: "TLP:GREEN" }),
];
/** Besides: who writes and reads less than their role may, and a guarantor who is named. */
export const WRITERS: readonly Caller[] = [
  ...CALLERS,
  ...(["observer", "analyst", "commissioner", "publisher"] as const).map((role) =>
    callerOf(`${role} to green`, { role, upTo: "TLP:GREEN" }),
  ),
  callerOf("guarantor B", { role: "guarantor", guarantor: "B" }),
];

export const reads = (audience: Audience, { marking, fresh, early }: Thing): boolean => {
  const released = early === null ? [] : [early];
  if (audience.profile === "full") return markingRank(marking) <= markingRank(audience.upTo);
  if (!heldBy(audience.profile, { marking, releasedTo: released })) return false;
  return mayRead(audience, { marking, releasedTo: released }) && (!fresh || early === audience.profile);
};

export const AGREEMENT = `agreement:
  id: quiet
  title: Quiet
  status: in-force
  parties: [{id: A, name: Aland}, {id: B, name: Beland}]
  mission-zone: UTC
  containment: 0.9
  demonstration: true
zones:
  - {id: north, name: North, kind: disengagement, polygon: [[29, 47], [40, 47], [40, 48], [29, 48]], as-of: 2023-01-01}
in-force:
  - {reading: A, by: A, from: "2023-11-20T00:00+00:00"}
  - {reading: B, by: B, from: "2023-12-15T00:00+00:00"}
terms:
  - id: stop
    title: All fire stops
    reference: para. 1
    subject: [A, B]
    standing: agreed
    prohibits: {acts: [fire, explosion]}
  # Everything happens on its edge: whether inside is what nobody can tell.
  - id: north
    title: No fire in the north
    reference: para. 2
    subject: [A, B]
    standing: agreed
    prohibits: {acts: [fire, explosion]}
    where: {inside: [north]}
sources:
  s: {publisher: Secretariat, title: The text, date: 2023-01-01}
texts:
  - {id: pact, title: The pact, kind: agreement, status: in-force, source: s}
commitments:
  - {id: pledge, guarantor: B, kind: sanctions, as-worded: A pledge, text: pact, trigger: {on: aggression}, binding: legal, source: s, modality: in-force}
response:
  determinations:
    - {id: breach, kind: breach, says: A breach, text: pact, source: s}
  ladders:
    - {id: ladder, title: The ladder, text: pact, started-by: breach, source: s, steps: [{id: warn, title: Warn, who: [B], does: [warn], within: 24 h}]}
`;

const fileOf = (thing: Thing): Buffer => Buffer.from(`photograph of thing ${thing.n}, of no known kind`);
export const fileHash = (thing: Thing): string => hashOf(fileOf(thing).toString());

function reportOf({ n, marking, fresh, where }: Thing): Observation {
  const from = millis(fresh ? NOW - DAY + where * 3_600_000 : 1.7e12 + where * 1e9);
  const one = observation(n);
  return {
    ...one,
    source: `post-${n}`,
    marking,
    time: { ...one.time, from, until: millis(from + 60_000) },
    place: { kind: "point", lon: 30 + where / 3, lat: 48, radiusM: 200, name: `village-${n}` },
  };
}

const REFUSED = Buffer.from("neither, a heading\n1,2,3\n");
const REFUSED_FILE: Thing = { n: 60, id: "", marking: "TLP:AMBER+STRICT", fresh: false, early: null, where: 0 };

/** What stands in the log where something else would: an entry that nobody but those who read all can read. */
const FILLER: Draft = {
  ...draft("custody", { event: "moved", evidence: ["a".repeat(64)], upTo: null, derivedFrom: null, from: "", to: "" }),
  marking: "TLP:RED",
};

/** A server over a record that holds some of the things; in the place of each other one stands a filler. */
export interface World {
  readonly app: Hono;
  readonly store: Store;
  readonly close: () => Promise<void>;
}

export async function openWorld(
  identity: Identity,
  holds: (thing: Thing) => boolean,
  more = false,
  things: readonly Thing[] = THINGS,
  agreement: { readonly text: string; readonly marking: Marking } = { text: AGREEMENT, marking: "TLP:CLEAR" },
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-matrix-"));
  const store = await openEmbedded(folder, { clock: () => NOW });
  const wanted = { id: "m", name: "M", zone: "UTC", exercise: false, origin: "truce.example/m" };
  const mission = await store.createMission(wanted);
  pastStatesOf(store, { kept: 2, waiting: 9, patienceMs: 60_000, threads: false });
  await store.createMission({ ...wanted, id: "hidden", origin: "truce.example/hidden" });
  const evidence = store.evidence("m");
  const drafts: Draft[] = [];
  const { sha256 } = await evidence.put(new TextEncoder().encode(agreement.text));
  drafts.push({
    ...draft("agreement-version", { id: "quiet", text: { sha256, name: "a.yaml" }, parts: [], reading: null }),
    marking: agreement.marking,
  });
  for (const thing of more ? [...things, JOINING] : things) {
    const held = holds(thing);
    if (held) await evidence.put(fileOf(thing));
    const submitted = draft("submission", { via: "web", evidence: [fileHash(thing)], observations: [reportOf(thing)] });
    const { marking, author = submitted.author } = thing;
    drafts.push(held ? { ...submitted, author, marking } : FILLER);
    if (thing.early === null) continue;
    const early = { of: "incident" as const, id: thing.id, members: [thing.id], precise: true };
    const released = draft("release-early", { ...early, to: [thing.early], people: ["p-1", "p-2"] });
    drafts.push(held ? { ...released, marking: thing.marking } : FILLER);
  }
  // A file that is refused: that it is there is for whoever may read its entry.
  await evidence.put(REFUSED);
  const name = "refused.csv";
  const refused = imported(REFUSED.toString());
  const file = { sha256: hashOf(REFUSED.toString()), name, bytes: REFUSED.length };
  const { body } = refused.payload;
  drafts.push(
    holds(REFUSED_FILE)
      ? { ...draft("import", { ...body, file, zone: "UTC" }), marking: REFUSED_FILE.marking }
      : FILLER,
  );
  await store.append("m", drafts);
  const lease = (await store.derivations.acquire("m", "test")) as Lease;
  const derivation = new Derivation(store, mission, { thread: false });
  await derivation.run(lease, { whole: true });
  await derivation.close();
  await store.derivations.release(lease);
  const config = configOf({});
  const parts = {
    store,
    identity,
    config: { ...config, limits: { ...config.limits, perMinute: 1e9 } },
    reads: new Reads(store),
    agreements: new Agreements(store),
    clock: () => NOW,
    appended: () => undefined,
  };
  return {
    app: api(ROUTES, parts, { log: serverLog("silent"), metrics: serverMetrics() }, ENTRANCE_ROUTES),
    store,
    async close() {
      await closePast(store);
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
