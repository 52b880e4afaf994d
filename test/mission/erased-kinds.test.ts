import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FLOOR } from "../../src/access/release.ts";
import { ENTRIES } from "../../src/record/registry.ts";
import { keptBy } from "../../src/store/kept-by-erasure.ts";
import { carryOutLater, erasuresFrom } from "../../src/store/later-erasures.ts";
import { draft, erasure, submission, withdrawal } from "../../src/store/made.fixture.ts";
import { deriveMission } from "../../src/store/mission-state.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Appended, Draft, Mission, Store } from "../../src/store/store.ts";

let folder: string;
let store: Store;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-erased-kinds-"));
  store = await openEmbedded(folder);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const mission = (): Promise<Mission> =>
  store.createMission({
    id: `m-${++count}`,
    name: "m",
    zone: "UTC",
    exercise: false,
    origin: `truce.example/${count}`,
  });
const enter = async ({ id }: Mission, one: Draft): Promise<Appended> => (await store.append(id, [one]))[0] as Appended;
const reports = async (of: Mission): Promise<number> =>
  (await deriveMission(store, of, { size: await store.size(of.id) })).derived.gathered.observations.length;
const kept = (of: Mission, one: Appended) =>
  keptBy(store, of.id, [{ index: one.index, commitment: one.envelope.commitment }]);

test("the table of docs/erasure.md has a row for every kind of entry, and for no other", async () => {
  const text = await readFile(new URL("../../docs/erasure.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, kinds = ""]) =>
    kinds.replaceAll("`", "").split(", "),
  );
  expect(rows.toSorted()).toEqual(Object.keys(ENTRIES).toSorted());
});

test("a withdrawal's words go and its effect stays; an order that does not keep it is not taken in", async () => {
  const m = await mission();
  await enter(m, submission(1));
  const two = await enter(m, submission(2));
  const back = await enter(m, withdrawal(two));
  expect(await reports(m)).toBe(1);
  await expect(enter(m, erasure([back]))).rejects.toThrow(/is a withdrawal: what it took back stays taken back/);
  const wrong = { withdrawal: back.envelope.commitment, entry: "0".repeat(64) };
  await expect(enter(m, erasure([back], { keeps: [wrong] }))).rejects.toThrow(/keeps" has to say so/);
  await expect(
    enter(m, erasure([two], { keeps: [{ ...wrong, withdrawal: two.envelope.commitment }] })),
  ).rejects.toThrow(/is no withdrawal/);
  await enter(m, erasure([back], await kept(m, back)));
  expect((await store.entry(m.id, back.index))?.content).toBeNull();
  expect(await reports(m)).toBe(1);
  // What it took back can be given back, by taking back the withdrawal by its id.
  await enter(m, withdrawal(back));
  expect(await reports(m)).toBe(2);
});

test("a withdrawal of a withdrawal, erased: what was given back stays given back", async () => {
  const m = await mission();
  const one = await enter(m, submission(1));
  const back = await enter(m, withdrawal(one));
  const again = await enter(m, withdrawal(back));
  expect(await reports(m)).toBe(1);
  await enter(m, erasure([again], await kept(m, again)));
  expect(await reports(m)).toBe(1);
});

test("release rules are not erased: those before them may let out more", async () => {
  const m = await mission();
  const rules = { from: 0, rules: { public: { ...FLOOR, delayMs: FLOOR.delayMs * 2 } } };
  const strict = await enter(m, draft("release-rules", rules as never));
  await expect(enter(m, erasure([strict]))).rejects.toThrow(/Enter new rules; these stay/);
});

test("an order of an older program, carried out on a restored record, keeps the effect all the same", async () => {
  const m = await mission();
  const one = await enter(m, submission(1));
  const back = await enter(m, withdrawal(one));
  const old = erasure([back]);
  const line = {
    origin: m.origin,
    index: 2,
    commitment: "f".repeat(64),
    kind: "erasure",
    author: "p-1",
    role: "administrator",
    stated: 0,
    marking: "TLP:AMBER",
    joined: false,
    payload: old.payload,
  };
  expect(await carryOutLater(store, m, erasuresFrom(`${JSON.stringify(line)}\n`, "erasures.ndjson"))).toBe(1);
  expect((await store.entry(m.id, back.index))?.content).toBeNull();
  expect(await reports(m)).toBe(0);
});
