import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "../../src/canonical.ts";
import { sealer } from "../../src/store/made.fixture.ts";
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
  expect(JSON.parse(verified.out)).toMatchObject({ tombstones: [{ index: 4, by: 6 }], counts: { destroyed: 1 } });
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

test("an older backup is restored: what was destroyed since is destroyed again, and in no backup made after it", async () => {
  const NAME = "Zinaida-who-told";
  const OPENED = "her-telephone-number";
  await mkdir(path("kept"));
  const at = (name: string) => ["--data", path(name)];
  const store = await openEmbedded(path("older"));
  await store.createMission({ id: "m", name: "m", zone: "Europe/Kyiv", exercise: false });
  await imported(store, "post-1");
  const secret = await imported(store, SECRET);
  await store.setName("m", "o-17", NAME, sealer);
  await store.setName("m", "o-18", "who-stays", sealer);
  const { blob } = await store.seal("m", Buffer.from(OPENED), sealer);
  await store.close();
  expect(trucekeeper(["backup", "--out", path("kept/one"), ...at("older")]).code).toBe(0);
  expect(await readdir(path("kept"))).toEqual(["one"]);
  const again = await openEmbedded(path("older"));
  const people = ["p-1", "p-2"];
  const entries = [named(secret)];
  await again.append("m", [
    draft("erasure", { entries, evidence: [sha256Hex(file(SECRET))], envelopes: true, people }),
    draft("key-destruction", { blobs: [blob], names: ["o-17"], people }),
  ]);
  await again.close();
  expect((await readFile(path("older/erasures.ndjson"), "utf8")).split("\n").length).toBe(3);
  const key = ["--key-file", path("older/keys/trucekeeper.key")];

  // Nothing tells of what came after: it is said.
  const blind = trucekeeper(["restore", path("kept/one"), ...key, ...at("blind")]);
  expect(blind.code, blind.err).toBe(0);
  expect(blind.err).toContain("--erasures");
  expect((await holding(path("blind"), SECRET)).length).toBeGreaterThan(0);

  const told = ["--erasures", path("older/erasures.ndjson")];
  const restored = trucekeeper(["restore", path("kept/one"), ...told, ...key, ...at("forgot")]);
  expect(restored.code, restored.err).toBe(0);
  expect(JSON.parse(restored.out)).toMatchObject({ erasuresCarriedOut: 2 });
  expect(await holding(path("forgot"), SECRET)).toEqual([]);
  const forgot = await openEmbedded(path("forgot"));
  expect(await forgot.named("m")).toEqual(["o-18"]);
  const opened = await forgot.open("m", {
    ...draft("opening", { blobs: [blob], names: [], people }),
    role: "verifier",
  });
  expect(opened.sealed.get(blob)).toEqual({ destroyed: true });
  await forgot.verify("m");
  await forgot.close();

  // The next backup has none of it, and keeps the list beside the older one, which is found there by itself.
  expect(trucekeeper(["backup", "--out", path("kept/two.tar"), ...at("forgot")]).code).toBe(0);
  expect((await holding(path("kept"), SECRET)).sort()).toEqual([sha256Hex(file(SECRET)), "record.ndjson"].sort());
  const beside = trucekeeper(["restore", path("kept/one"), ...key, ...at("found")]);
  expect(JSON.parse(beside.out)).toMatchObject({ erasuresCarriedOut: 2 });
  expect(await holding(path("found"), SECRET)).toEqual([]);
  const twice = trucekeeper(["restore", path("kept/two.tar"), ...key, ...at("twice")]);
  expect(JSON.parse(twice.out)).toMatchObject({ erasuresCarriedOut: 0 });

  await writeFile(path("bad.ndjson"), '{"origin":"x"}\n');
  const bad = trucekeeper(["restore", path("kept/one"), "--erasures", path("bad.ndjson"), ...key, ...at("never")]);
  expect(bad.code).toBe(1);
  expect(bad.err).toContain("bad.ndjson:1");
  expect(existsSync(path("never/record.sqlite"))).toBe(false);
}, 60_000);

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
