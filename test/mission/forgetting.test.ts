import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "../../src/canonical.ts";
import { deriveMission } from "../../src/store/mission-state.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Appended, Store } from "../../src/store/store.ts";
import { trucekeeper } from "../cli/run.ts";
import { draft } from "./made.ts";

const SECRET = "Marichka-of-the-third-floor";
const file = (source: string): Buffer =>
  Buffer.from(
    `key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\nk,${source},patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n`,
  );

let folder: string;
const path = (name: string): string => join(folder, name);
const inStore = async <R>(work: (store: Store) => Promise<R>): Promise<R> => {
  const store = await openEmbedded(path("data"));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

/** Imports a file by the store's own interface. */
async function imported(store: Store, source: string): Promise<Appended> {
  const bytes = file(source);
  const { sha256 } = await store.evidence("m").put(bytes);
  const body = {
    file: { sha256, name: `${source}.csv`.slice(0, 100), bytes: bytes.length },
    format: "trucekeeper-csv",
    reader: { name: "trucekeeper-csv", version: "1" },
    mapping: null,
    assumptions: [],
    zone: null,
  };
  return (await store.append("m", [draft("import", body)]))[0] as Appended;
}

const named = ({ index, envelope }: Appended) => ({ index, commitment: envelope.commitment });

const observations = async (store: Store): Promise<number> => {
  const mission = await store.mission("m");
  if (!mission) throw new Error("no mission");
  const { derived } = await deriveMission(store, mission, { size: await store.size("m") });
  return derived.gathered.observations.length;
};

/** Files under a folder that hold the text, in whatever file. */
async function holding(where: string, text: string): Promise<string[]> {
  const files = (await readdir(where, { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
  const found: string[] = [];
  for (const f of files) if ((await readFile(join(f.parentPath, f.name))).includes(text)) found.push(f.name);
  return found;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-forgetting-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("an import is withdrawn and its effect goes; the withdrawal is withdrawn and it is back", () =>
  inStore(async (store) => {
    await store.createMission({ id: "m", name: "m", zone: "Europe/Kyiv", exercise: false });
    const one = await imported(store, "post-1");
    await imported(store, "post-2");
    expect(await observations(store)).toBe(2);
    const [back] = (await store.append("m", [draft("withdrawal", { entry: named(one) })])) as [Appended];
    expect(await observations(store)).toBe(1);
    await store.append("m", [draft("withdrawal", { entry: named(back) })]);
    expect(await observations(store)).toBe(2);
  }));

test("erased: out of the state, the store, the next export and the next backup; proofs hold, a tombstone stays", async () => {
  await inStore((store) => imported(store, SECRET));
  const run = (...args: string[]) => trucekeeper([...args, "--data", path("data")]);
  expect(run("export", "--mission", "m", "--out", path("before")).code).toBe(0);
  expect(run("backup", "--out", path("backup-before")).code).toBe(0);
  expect((await holding(path("backup-before"), SECRET)).length).toBe(2);
  await inStore(async (store) => {
    const entry = await store.entry("m", 4);
    expect(entry?.envelope?.kind).toBe("import");
    expect(await observations(store)).toBe(3);
    const body = {
      entries: [{ index: 4, commitment: entry?.envelope?.commitment ?? "" }],
      evidence: [sha256Hex(file(SECRET))],
      envelopes: false,
      people: ["p-1", "p-2"],
    };
    await store.append("m", [draft("erasure", body)]);
    expect(await observations(store)).toBe(2);
  });
  expect(await holding(path("data"), SECRET)).toEqual([]);
  const exported = run("export", "--mission", "m", "--out", path("after"));
  expect(exported.code, exported.err).toBe(0);
  expect(await holding(path("after"), SECRET)).toEqual([]);
  const { key } = JSON.parse(exported.out);
  const verified = trucekeeper([
    "verify",
    path("after"),
    "--key",
    key,
    "--earlier",
    join(path("before"), "log/checkpoint"),
  ]);
  expect(verified.code, verified.err).toBe(0);
  expect(JSON.parse(verified.out)).toMatchObject({ tombstones: [{ index: 4, by: 5 }], counts: { destroyed: 1 } });
  expect(run("verify", "--mission", "m").code).toBe(0);
  expect(run("backup", "--out", path("backup-after")).code).toBe(0);
  expect(await holding(path("backup-after"), SECRET)).toEqual([]);
  const restored = trucekeeper([
    "restore",
    path("backup-after"),
    "--key-file",
    path("data/keys/trucekeeper.key"),
    "--data",
    path("restored"),
  ]);
  expect(restored.code, restored.err).toBe(0);
});

test("evidence destroyed while its import stands: counted as nothing, and said", () =>
  inStore(async (store) => {
    const evidence = [sha256Hex(file("post-2"))];
    await store.append("m", [draft("erasure", { entries: [], evidence, envelopes: false, people: ["p-1", "p-2"] })]);
    const mission = await store.mission("m");
    if (!mission) throw new Error("no mission");
    const { derived, forgotten } = await deriveMission(store, mission, { size: await store.size("m") });
    expect(forgotten).toEqual(evidence);
    expect(derived.gathered.observations.length).toBe(1);
  }));

test("evidence that is gone without an erasure is a fault, by rebuild and by verify", async () => {
  const gone = sha256Hex(file("post-1"));
  await rm(path(`data/evidence/m/${gone.slice(0, 2)}/${gone}`));
  for (const command of ["rebuild", "verify"]) {
    const ran = trucekeeper([command, "--mission", "m", "--data", path("data")]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(gone);
  }
});
