import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresBinaries, startPostgres, type TestServer } from "../../scripts/postgres-for-tests.mjs";
import { canonical, sha256Hex } from "../../src/canonical.ts";
import { deriveRecord } from "../../src/mission/record.ts";
import type { Recorded } from "../../src/mission/recorded.ts";
import { parsePayload } from "../../src/record/registry.ts";
import { Derivation } from "../../src/store/derivation.ts";
import type { Lease } from "../../src/store/derivations.ts";
import { derivedDigest } from "../../src/store/derived-digest.ts";
import { derivedRows } from "../../src/store/derived-rows.ts";
import { deriveMission } from "../../src/store/mission-state.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import { openPostgres } from "../../src/store/open-postgres.ts";
import type { Appended, Mission, Store } from "../../src/store/store.ts";
import { findZone, type Zone } from "../../src/time/zone.ts";
import { anyRecord, draft, type Wanted } from "./made.ts";

const UTC = findZone("UTC") as Zone;
const nothing = { contents: async () => undefined, text: async () => undefined };

/** The entries as a log would hold them, each with an id of its own. */
function recorded(wanted: readonly Wanted[]): Recorded[] {
  const made: Recorded[] = [];
  wanted.forEach((w, i) => {
    const commitment = sha256Hex(`entry ${i}`);
    const of = w.is === "withdrawal" ? made[w.of] : undefined;
    const { kind, payload, stated, marking } =
      w.is === "entry" ? w.draft : draft("withdrawal", { entry: { index: w.of, commitment: of?.commitment ?? "" } });
    made.push({ commitment, stated, marking, entry: parsePayload(kind, JSON.parse(canonical(payload))) });
  });
  return made;
}

async function bytes(entries: readonly Recorded[]): Promise<string> {
  const { derived } = await deriveRecord({ entries, sources: nothing, zone: UTC });
  return `${[...derivedRows(derived)].map((r) => canonical(r)).join("\n")}\n${canonical(derived.findings.totals)}`;
}

test("the state is a function of the set of entries: in any order, some of them twice, the same bytes", async () => {
  const orders = anyRecord(14).chain((wanted) =>
    fc.record({
      wanted: fc.constant(wanted),
      order: fc.shuffledSubarray([...wanted.keys()], { minLength: wanted.length }),
      twice: fc.subarray([...wanted.keys()]),
    }),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ({ wanted, order, twice }) => {
      const entries = recorded(wanted);
      const shuffled = [...order, ...twice].map((i) => entries[i] as Recorded);
      expect(await bytes(shuffled)).toBe(await bytes(entries));
    }),
    { numRuns: 30 },
  );
});

test("what is withdrawn has no effect, and nothing else changes; a withdrawal taken back has none either", async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord(10), fc.nat(), async (wanted, n) => {
      const plain = wanted.filter((w) => w.is === "entry");
      fc.pre(plain.length > 0);
      const of = n % plain.length;
      const all = recorded([...plain, { is: "withdrawal", of }]);
      const left = recorded(plain).filter((_, i) => i !== of);
      expect(await bytes(all)).toBe(await bytes(left));
      const back = recorded([...plain, { is: "withdrawal", of }, { is: "withdrawal", of: plain.length }]);
      expect(await bytes(back)).toBe(await bytes(recorded(plain)));
    }),
    { numRuns: 25 },
  );
});

/** Appends one entry; a withdrawal names the entry that stands at that place of the list. */
async function append(store: Store, mission: string, w: Wanted, made: readonly Appended[]): Promise<Appended> {
  const of = w.is === "withdrawal" ? (made[w.of] as Appended) : undefined;
  const next =
    w.is === "entry"
      ? w.draft
      : draft("withdrawal", { entry: { index: of?.index ?? 0, commitment: of?.envelope.commitment ?? "" } });
  return (await store.append(mission, [next]))[0] as Appended;
}

async function rowsAsOf(store: Store, mission: Mission, size: number): Promise<string> {
  const { derived } = await deriveMission(store, mission, { size });
  return [...derivedRows(derived)].map((r) => canonical(r)).join("\n");
}

/** The state after each entry, changed as entries arrive, is the one made whole from the same entries. */
async function incrementalIsBatch(store: Store, runs: number): Promise<void> {
  let count = 0;
  const property = fc.asyncProperty(anyRecord(8), async (wanted) => {
    const id = `m-${++count}`;
    const mission = await store.createMission({ id, name: id, zone: "UTC", exercise: false });
    const lease = (await store.derivations.acquire(id, "test")) as Lease;
    const growing = new Derivation(store, mission, { thread: false });
    const made: Appended[] = [];
    const then: string[] = [await rowsAsOf(store, mission, 0)];
    for (const w of wanted) {
      made.push(await append(store, id, w, made));
      await growing.run(lease);
      then.push(await rowsAsOf(store, mission, made.length));
    }
    // As known at an earlier size, the state is what it was then, whatever came later.
    const half = wanted.length >> 1;
    expect(await rowsAsOf(store, mission, half)).toBe(then[half]);
    const grown = await derivedDigest(store, id);
    await new Derivation(store, mission, { thread: false }).run(lease, { whole: true });
    const whole = await derivedDigest(store, id);
    expect(grown?.sha256).toBe(wanted.length === 0 ? undefined : whole?.sha256);
    expect(whole?.state.size).toBe(wanted.length);
    await store.derivations.release(lease);
  });
  await fc.assert(property, { numRuns: runs });
}

/** Two logs that got the same entries in other orders, one of them by way of a third log, hold the same state. */
async function sameFromAnyLog(store: Store): Promise<void> {
  const [wanted] = fc.sample(anyRecord(14), { numRuns: 1, seed: 7 }) as [Wanted[]];
  const plain = wanted.filter((w) => w.is === "entry");
  const digests: (string | undefined)[] = [];
  for (const [n, list] of [plain, [...plain].reverse()].entries()) {
    const id = `order-${n}`;
    const mission: Mission = await store.createMission({ id, name: id, zone: "UTC", exercise: false });
    for (const w of list) await append(store, id, w, []);
    const lease = (await store.derivations.acquire(id, "test")) as Lease;
    await new Derivation(store, mission, { thread: false }).run(lease);
    digests.push((await derivedDigest(store, id))?.sha256);
  }
  expect(plain.length).toBeGreaterThan(3);
  expect(digests[0]).toBe(digests[1]);
}

describe("embedded", () => {
  let folder: string;
  let store: Store;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "trucekeeper-mission-"));
    store = await openEmbedded(folder);
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  test("derived as entries arrive and derived whole: the same rows", () => incrementalIsBatch(store, 15));
  test("the same entries in another order: the same rows", () => sameFromAnyLog(store));
});

if (postgresBinaries() === undefined)
  describe.skip("PostgreSQL (left out: it is not installed; apt-get install postgresql-15)", () => {
    test("derivation", () => undefined);
  });
else
  describe("PostgreSQL", () => {
    let server: TestServer;
    let folder: string;
    let store: Store;
    beforeAll(async () => {
      server = await startPostgres();
      folder = await mkdtemp(join(tmpdir(), "trucekeeper-mission-"));
      store = await openPostgres(server.url, { folder });
    });
    afterAll(async () => {
      await store?.close();
      await server.stop();
      await rm(folder, { recursive: true });
    });
    test("derived as entries arrive and derived whole: the same rows", () => incrementalIsBatch(store, 6));
    test("the same entries in another order: the same rows", () => sameFromAnyLog(store));
  });
