import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256Hex } from "../../src/canonical.ts";
import { Derivation } from "../../src/store/derivation.ts";
import { derivedDigest } from "../../src/store/derived-digest.ts";
import { erasureOrders } from "../../src/store/erasure-orders.ts";
import { observation } from "../../src/store/made.fixture.ts";
import { deriveMission, recordedEntries, refusedFilesOf } from "../../src/store/mission-state.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import { sqliteEngine } from "../../src/store/sqlite-engine.ts";
import type { Appended, Draft, Mission, Store } from "../../src/store/store.ts";
import type { RecordTables } from "../../src/store/tables.ts";
import { here } from "../cli/here.ts";
import { draft } from "./made.ts";

// Nobody can enter an exercise into a real mission. Somebody puts a whole record past the store all the same: by its
// mission's row an exercise becomes real, or the other way.
const AGREEMENT = `
agreement: {id: t, title: T, status: in-force, parties: [{id: A, name: A}, {id: B, name: B}], mission-zone: UTC}
sources: {s: {publisher: P, title: T, date: 2024-01-01}}
in-force: [{reading: text, by: A, from: "2025-01-01T00:00Z"}]
terms: [{id: c1, title: No fire, reference: "1", standing: agreed, subject: [A, B], prohibits: {acts: [explosion]}}]
questions: [{id: q, asks: How many?, values: [{id: few, says: Few, source: s}]}]
`;
const BROKEN = Buffer.from("key,wind_colour\nk,blue\n");

let folder: string;
const path = (name: string): string => join(folder, name);
const inStore = async <R>(work: (store: Store, mission: Mission) => Promise<R>): Promise<R> => {
  const store = await openEmbedded(path("data"));
  try {
    const mission = await store.mission("m");
    return await work(store, mission as Mission);
  } finally {
    await store.close();
  }
};
const as = (exercise: boolean, one: Draft): Draft => ({ ...one, payload: { ...one.payload, exercise } });

/** A record that holds something for every reader of entries. */
async function fill(exercise: boolean): Promise<void> {
  const store = await openEmbedded(path("data"));
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise });
  const evidence = store.evidence("m");
  const text = await evidence.put(Buffer.from(AGREEMENT));
  const broken = await evidence.put(BROKEN);
  const basis = { checkpoint: null, observations: [], evidence: [] };
  const [first, second] = [observation(1), observation(2)];
  const drafts: Draft[] = [
    draft("agreement-version", { id: "t", text: { sha256: text.sha256, name: "t.yaml" }, parts: [], reading: null }),
    draft("submission", { via: "cli", observations: [first, second], evidence: [] }),
    draft("judgement", { judgement: "different", a: first.id, b: second.id }),
    draft("import", {
      file: { sha256: broken.sha256, name: "broken.csv", bytes: BROKEN.length },
      format: "trucekeeper-csv",
      reader: { name: "trucekeeper-csv", version: "1" },
      mapping: null,
      assumptions: [],
      zone: null,
    }),
    draft("decision", {
      decision: "attribute",
      incident: first.id,
      members: [first.id],
      actor: "A",
      standard: "s",
      basis,
      dissent: [],
    }),
    draft("guarantee", { guarantee: "reopen", agreement: "t", at: 0, question: "q", by: "A" }),
    draft("release-rules", { from: 0, rules: { public: { delayMs: 345_600_000, cellM: 5_000 } } }),
    draft("custody", {
      event: "moved",
      evidence: [broken.sha256],
      upTo: null,
      derivedFrom: null,
      from: "",
      to: "the safe",
    }),
  ];
  const appended = await store.append(
    "m",
    drafts.map((one) => as(exercise, one)),
  );
  const { index, envelope } = appended[2] as Appended;
  const named = { index, commitment: envelope.commitment };
  const order = { entries: [named], evidence: [], envelopes: false, people: ["p-1", "p-2"] };
  await store.append("m", [as(exercise, draft("erasure", order))]);
  await store.close();
}

/** What every reader of entries makes of the record. */
const readings = () =>
  inStore(async (store, mission) => {
    const size = await store.size("m");
    const state = await deriveMission(store, mission, { size });
    const entries = await recordedEntries(store, "m", size);
    const lease = await store.derivations.acquire("m", "test");
    if (!lease) throw new Error("no lease");
    await new Derivation(store, mission, { thread: false }).run(lease, { whole: true });
    const account = JSON.parse((await store.derivations.state("m"))?.account ?? "");
    await store.derivations.release(lease);
    return {
      entries: entries.length,
      observations: state.derived.gathered.observations.length,
      incidents: state.derived.findings.incidents.length,
      agreement: state.agreement !== null,
      guarantees: state.derived.findings.guarantees !== undefined,
      released: state.release.history.length,
      refused: (await refusedFilesOf(store, mission, size)).length,
      rows: (await derivedDigest(store, "m"))?.rows,
      account: [account.observations, account.agreement !== null, account.release.history.length],
    };
  });

/** Orders to destroy that whatever is joined later would meet. */
async function orders(): Promise<number> {
  const engine = sqliteEngine<RecordTables>(path("data/record.sqlite"));
  try {
    return (await erasureOrders(engine.reads, "m")).size;
  } finally {
    await engine.close();
  }
}

describe.each([true, false])("a record of %s as an exercise", (exercise) => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "trucekeeper-crossed-"));
    await fill(exercise);
  });
  afterAll(() => rm(folder, { recursive: true }));
  const cli = (...args: string[]) => here([...args, "--mission", "m", "--data", path("data")]);

  test("counts with every reader in its own mission, and with none in one of the other kind", async () => {
    expect(await readings()).toMatchObject({ entries: 8, observations: 2, incidents: 1, agreement: true, refused: 1 });
    expect(await orders()).toBe(1);
    expect((await cli("verify")).code).toBe(0);
    expect((await cli("custody", "--of", sha256Hex(BROKEN.toString()))).code).toBe(0);

    const db = new Database(path("data/record.sqlite"));
    db.prepare("update mission set exercise = ?").run(exercise ? 0 : 1);
    db.close();
    expect(await readings()).toMatchObject({
      entries: 0,
      observations: 0,
      incidents: 0,
      agreement: false,
      guarantees: false,
      released: 0,
      refused: 0,
      account: [0, false, 0],
    });
    expect(await orders()).toBe(0);
    const verified = await cli("verify");
    expect([verified.code, verified.err]).toEqual([
      1,
      expect.stringMatching(exercise ? /entry 0: is of an exercise, in a real/ : /entry 0: is a real entry in an ex/),
    ]);
    expect((await cli("custody", "--of", sha256Hex(BROKEN.toString()))).err).toContain("no open entry tells of it");
    const out = path("assessed");
    const assessed = await cli("assess", "--out", out);
    expect(JSON.parse(assessed.out)).toMatchObject({ observations: 0 });
  });
});
