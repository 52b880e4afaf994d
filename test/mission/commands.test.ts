import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { here } from "../cli/here.ts";
import { example, hashes, root, temporaryFolder } from "../cli/run.ts";

const EXAMPLES = readdirSync(join(root, "examples")).filter((n) =>
  existsSync(join(root, "examples", n, "agreement.yaml")),
);

const HEAD = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act";
const rowAt = (key: string, minute: number, source = "post-1"): string =>
  `${key},${source},patrol,2025-04-19 10:${String(minute).padStart(2, "0")},2025-04-19 10:${String(minute + 1).padStart(2, "0")},Europe/Kyiv,37.8,48.0,300,explosion.mortar`;
const csv = (folder: string, name: string, rows: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${[HEAD, ...rows].join("\n")}\n`);
  return path;
};

/** Every file under a folder, relative, in order. */
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => relative(folder, join(f.parentPath, f.name)))
    .toSorted();

const json = (text: string) => JSON.parse(text);

describe.each(EXAMPLES)("%s", (name) => {
  test("import + export and assess give the same bytes", async () => {
    const { agreement, files } = example(name);
    const folder = temporaryFolder();
    const data = ["--data", join(folder, "data")];
    const plain = await here(["assess", agreement, ...files, "--out", join(folder, "plain")]);
    expect(plain.code, plain.err).toBe(0);
    // In another order, and in two goes.
    const imported = await here(["import", "--mission", "m", "--agreement", agreement, ...files.slice(1), ...data]);
    expect(imported.code, imported.err).toBe(0);
    if (files[0]) expect((await here(["import", "--mission", "m", files[0], ...data])).code).toBe(0);
    const out = join(folder, "bundle");
    const exported = await here([
      "export",
      "--mission",
      "m",
      "--out",
      out,
      "--findings",
      join(folder, "found"),
      ...data,
    ]);
    expect(exported.code, exported.err).toBe(0);
    expect(hashes(join(folder, "found"))).toEqual(hashes(join(folder, "plain")));
    expect((await here(["verify", out, "--key", json(exported.out).key])).code).toBe(0);
    rmSync(folder, { recursive: true });
  });
});

describe("a small mission", async () => {
  const folder = temporaryFolder();
  const data = ["--data", join(folder, "data")];
  const { agreement } = example("easter-truce-2025");
  const one = csv(folder, "one.csv", [rowAt("a", 0), rowAt("b", 0, "post-2"), rowAt("c", 40)]);
  const two = csv(folder, "two.csv", [rowAt("d", 20), rowAt("e", 50)]);
  const bundle = join(folder, "bundle");
  const first = await here(["import", "--mission", "m", "--agreement", agreement, one, ...data]);

  test("is made and says so; what is in the record already is not appended again", async () => {
    expect(first.code, first.err).toBe(0);
    expect(first.err).toMatch(/m: made as a mission, on the clock of Europe\/Kyiv/);
    expect(json(first.out)).toMatchObject({ mission: "m", appended: 2, present: 0, size: 2 });
    const again = await here(["import", "--mission", "m", "--agreement", agreement, one, ...data]);
    expect(json(again.out)).toMatchObject({ appended: 0, present: 2, size: 2, checkpoint: json(first.out).checkpoint });
    expect(again.err).toMatch(/in the record already/);
    const copy = join(folder, "copy-of-one.csv");
    copyFileSync(one, copy);
    expect(json((await here(["import", "--mission", "m", copy, ...data])).out)).toMatchObject({
      appended: 0,
      present: 1,
    });
  });

  test("a refused file appends nothing of any, and makes no folder", async () => {
    const bad = join(folder, "bad.csv");
    writeFileSync(bad, "who,where\na,b\n");
    for (const place of [join(folder, "data"), join(folder, "never")]) {
      const ran = await here(["import", "--mission", "m", two, bad, "--data", place]);
      expect(ran.code).toBe(1);
      expect(ran.err).toMatch(/bad.csv/);
    }
    expect(existsSync(join(folder, "never"))).toBe(false);
    expect(json((await here(["verify", "--mission", "m", ...data])).out)).toMatchObject({ ok: true, size: 2 });
  });

  test.each([["export", "--out", join(folder, "none")], ["verify"], ["rebuild"], ["assess"]])(
    "%s of a mission that is not there: exit 1, and no folder is made",
    async (command, ...flags) => {
      for (const place of [join(folder, "data"), join(folder, "never")]) {
        const ran = await here([command, "--mission", "unknown", ...flags, "--data", place]);
        expect(ran.code, ran.err).toBe(1);
        expect(ran.err).toMatch(/no mission "unknown"/);
      }
      expect(existsSync(join(folder, "never"))).toBe(false);
      expect(existsSync(join(folder, "none"))).toBe(false);
    },
  );

  test("later files add to it; --as-of reads it as it was, and says how it has moved since", async () => {
    expect((await here(["import", "--mission", "m", two, ...data])).code).toBe(0);
    const now = json((await here(["assess", "--mission", "m", ...data])).out);
    for (const asOf of ["2", json(first.out).checkpoint.slice(0, 12)]) {
      const then = await here(["assess", "--mission", "m", "--as-of", asOf, ...data]);
      expect(then.code, then.err).toBe(0);
      expect(json(then.out).observations).toBe(3);
      expect(then.err).toContain(
        `published ${json(then.out).incidents}, now ${now.incidents}: +${now.incidents - json(then.out).incidents} late`,
      );
    }
    expect(now.observations).toBe(5);
    expect((await here(["assess", "--mission", "m", "--as-of", "9", ...data])).code).toBe(2);
    const day = ["--date", "2025-04-19", "--out", join(folder, "daily")];
    const report = await here(["report", "daily", "--mission", "m", "--as-of", "2", ...day, ...data]);
    expect(report.code, report.err).toBe(0);
  });

  test("rebuild: nothing there, then the same bytes, then what somebody changed", async () => {
    const run = async () => await here(["rebuild", "--mission", "m", ...data]);
    expect(json((await run()).out)).toMatchObject({ equal: null, size: 3, rows: { observation: 5 } });
    expect(json((await run()).out)).toMatchObject({ equal: true });
    const { default: Database } = await import("better-sqlite3");
    const file = new Database(join(folder, "data/derived.sqlite"));
    file.exec("update incident set lon = lon + 1");
    file.close();
    const changed = await run();
    expect(changed.code).toBe(1);
    expect(json(changed.out)).toMatchObject({ equal: false });
    expect(json((await run()).out)).toMatchObject({ equal: true });
  });

  test("verify: with the log's key, with another's, offline without the program, and against an earlier checkpoint", async () => {
    const early = join(folder, "early");
    expect((await here(["export", "--mission", "m", "--out", early, "--as-of", "2", ...data])).code).toBe(0);
    const exported = await here(["export", "--mission", "m", "--out", bundle, ...data]);
    expect(exported.code, exported.err).toBe(0);
    const { key } = json(exported.out);
    const alone = await here(["verify", bundle]);
    expect(alone.code).toBe(0);
    expect(alone.err).toMatch(/proves only that the export agrees with itself/);
    const keyed = await here(["verify", bundle, "--key", key, "--earlier", join(early, "log/checkpoint")]);
    expect(keyed.code, keyed.err).toBe(0);
    expect(keyed.err).toMatch(/nothing in this export was changed, added or left out/);
    expect((await here(["verify", early, "--key", key, "--earlier", join(bundle, "log/checkpoint")])).code).toBe(1);
    const other = json((await here(["import", "--mission", "other", one, ...data])).out);
    expect(other.appended).toBe(1);
    const otherKey = json((await here(["export", "--mission", "other", "--out", join(folder, "o"), ...data])).out).key;
    expect((await here(["verify", bundle, "--key", otherKey])).code).toBe(1);
    expect((await here(["verify", bundle, "--key", "no key"])).code).toBe(2);
    // By itself, in a folder that holds nothing else.
    const bare = join(folder, "bare");
    mkdirSync(bare);
    copyFileSync(join(root, "dist/trucekeeper-verify.mjs"), join(bare, "verify.mjs"));
    const ran = spawnSync(process.execPath, ["verify.mjs", bundle, "--key", key], { cwd: bare, encoding: "utf8" });
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.stdout).toBe((await here(["verify", bundle, "--key", key])).out);
  });

  test("verify names the file: cut short, deleted, added, swapped, in any folder of the export", async () => {
    const tampered = join(folder, "tampered");
    const files = filesUnder(bundle);
    const check = async (file: string, change: (path: string) => void, named = file): Promise<void> => {
      rmSync(tampered, { recursive: true, force: true });
      cpSync(bundle, tampered, { recursive: true });
      change(join(tampered, file));
      const ran = await here(["verify", tampered]);
      expect(ran.code, file).toBe(1);
      expect(json(ran.out)).toMatchObject({ ok: false, file: named });
      expect(ran.err).toContain(named);
    };
    const ofEach = new Map(files.map((f) => [f.split("/")[0], f]));
    expect([...ofEach.keys()]).toEqual(["entries", "evidence", "log", "manifest.json"]);
    for (const file of ofEach.values()) {
      await check(file, (path) => writeFileSync(path, readFileSync(path).subarray(0, -1)));
      await check(file, (path) => rmSync(path));
    }
    for (const added of ["entries/009.json", "notes.txt", "evidence/x"])
      await check(added, (path) => writeFileSync(path, "{}\n"));
    await check("entries/001.json", (path) => copyFileSync(join(bundle, "entries/002.json"), path));
  });

  test("only what is marked for all is shown in a released export; of the rest its leaf", async () => {
    const open = join(folder, "open.csv");
    // What a newspaper told is out already; the mission's own rows would wait (ADR 29).
    writeFileSync(open, `${HEAD},marking\n${rowAt("f", 30).replace("patrol", "media")},TLP:CLEAR\n`);
    const out = join(folder, "released");
    expect((await here(["import", "--mission", "m", open, "--marking", "TLP:CLEAR", ...data])).code).toBe(0);
    const ran = await here(["export", "--mission", "m", "--out", out, "--released", ...data]);
    const { entries, closed, evidence, size } = json(ran.out);
    expect([entries, evidence, closed + entries]).toEqual([1, 1, size]);
    expect(filesUnder(join(out, "entries"))).toEqual([expect.stringMatching(/^\d{3}\.json$/)]);
    expect((await here(["verify", out, "--key", json(ran.out).key])).code).toBe(0);
    expect((await here(["import", "--mission", "m", open, "--marking", "TLP:BLUE", ...data])).code).toBe(2);
    const both = ["--out", join(folder, "no"), "--released", "--findings", join(folder, "no2")];
    expect((await here(["export", "--mission", "m", ...both, ...data])).code).toBe(2);
  });
});

describe("two laptops and headquarters", () => {
  const folder = temporaryFolder();
  const { agreement } = example("easter-truce-2025");
  const at = (name: string) => ["--data", join(folder, name)];
  const shared = csv(folder, "shared.csv", [rowAt("a", 0)]);
  const ours = csv(folder, "ours.csv", [rowAt("b", 10)]);
  const theirs = csv(folder, "theirs.csv", [rowAt("c", 20)]);
  const state = async (name: string, mission: string) =>
    (await here(["assess", "--mission", mission, ...at(name)])).out;

  test("either record is joined with its proofs, once, and the state is that of all files together", async () => {
    for (const [name, files] of [
      ["north", [shared, ours]],
      ["south", [shared, theirs]],
    ] as const) {
      const more = name === "north" ? ["--agreement", agreement] : ["--zone", "Europe/Kyiv"];
      const ran = await here(["import", "--mission", name, ...more, ...files, ...at(name)]);
      expect(ran.code, ran.err).toBe(0);
      expect((await here(["export", "--mission", name, "--out", join(folder, `${name}-out`), ...at(name)])).code).toBe(
        0,
      );
    }
    const join1 = async (bundle: string, mission: string) =>
      await here(["import", "--mission", mission, "--bundle", join(folder, bundle), ...at("hq")]);
    expect(json((await join1("north-out", "all")).out)).toMatchObject({ appended: 3, present: 0, left: 0 });
    expect(json((await join1("south-out", "all")).out)).toMatchObject({ appended: 2, present: 0 });
    expect(json((await join1("south-out", "all")).out)).toMatchObject({ appended: 0, present: 2, size: 5 });
    for (const bundle of ["south-out", "north-out"]) expect((await join1(bundle, "other-way")).code).toBe(0);
    const together = (await here(["assess", agreement, shared, ours, theirs])).out;
    expect(await state("hq", "all")).toBe(together);
    expect(await state("hq", "other-way")).toBe(together);

    // Both first logs can be checked from headquarters' export, and it can be joined on.
    const out = join(folder, "hq-out");
    expect((await here(["export", "--mission", "all", "--out", out, ...at("hq")])).code).toBe(0);
    const north = json(
      (await here(["export", "--mission", "north", "--out", join(folder, "n2"), ...at("north")])).out,
    ).key;
    const keys = join(folder, "keys.txt");
    const hq = json((await here(["export", "--mission", "all", "--out", out, ...at("hq")])).out).key;
    writeFileSync(keys, `# headquarters and north\n${hq}\n${north}\n`);
    const verified = await here(["verify", out, "--key", keys]);
    expect(verified.code, verified.err).toBe(0);
    expect(json(verified.out).joined.map((j: { entries: number; signed: number }) => [j.entries, j.signed])).toEqual([
      [3, 3],
      [2, 0],
    ]);
    expect((await here(["verify", "--mission", "all", ...at("hq")])).code).toBe(0);
    expect(json((await here(["import", "--mission", "on", "--bundle", out, ...at("third")])).out).appended).toBe(5);
    expect(await state("third", "on")).toBe(together);
  });

  test("a bundle that was changed is not joined", async () => {
    writeFileSync(join(folder, "south-out/entries/001.json"), "{}\n");
    const ran = await here(["import", "--mission", "changed", "--bundle", join(folder, "south-out"), ...at("hq")]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/entries\/001.json/);
    expect((await here(["verify", "--mission", "changed", ...at("hq")])).err).toMatch(/no mission/);
  });
});

describe("backup and restore", async () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder, name);
  const { agreement } = example("easter-truce-2025");
  const files = [csv(folder, "one.csv", [rowAt("a", 0), rowAt("b", 9)]), csv(folder, "two.csv", [rowAt("c", 20)])];
  for (const mission of ["m", "n"])
    await here(["import", "--mission", mission, "--agreement", agreement, ...files, "--data", place("data")]);
  const state = async (data: string) => (await here(["assess", "--mission", "m", "--data", place(data)])).out;
  const key = ["--key-file", place("data/keys/trucekeeper.key")];

  test.each(["as-folder", "as-file.tar"])("%s: restored, proved equal, and goes on", async (name) => {
    const saved = await here(["backup", "--out", place(name), "--data", place("data")]);
    expect(saved.code, saved.err).toBe(0);
    expect(json(saved.out).missions.length).toBe(2);
    const restored = await here(["restore", place(name), ...key, "--data", place(`from-${name}`)]);
    expect(restored.code, restored.err).toBe(0);
    expect(restored.err).toMatch(/proved equal: 2 missions, 6 entries, 6 files of evidence/);
    expect(await state(`from-${name}`)).toBe(await state("data"));
    const verified = async (data: string) => (await here(["verify", "--mission", "n", "--data", place(data)])).out;
    expect(await verified(`from-${name}`)).toBe(await verified("data"));
    const more = csv(folder, "more.csv", [rowAt("z", 30)]);
    const later = await here(["import", "--mission", "m", more, "--data", place(`from-${name}`)]);
    expect(json(later.out), later.err).toMatchObject({ appended: 1, size: 4 });
    // Over a folder that is not empty: refused, and nothing in it changes.
    const again = await here(["restore", place(name), ...key, "--data", place(`from-${name}`)]);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/not empty/);
    expect(json((await here(["verify", "--mission", "m", "--data", place(`from-${name}`)])).out).size).toBe(4);
  });

  test("a damaged backup restores nothing and is named", async () => {
    const evidence = filesUnder(place("as-folder")).find((f) => f.startsWith("evidence/")) as string;
    for (const file of ["backup.json", "record.ndjson", evidence]) {
      const copy = place("damaged");
      rmSync(copy, { recursive: true, force: true });
      cpSync(place("as-folder"), copy, { recursive: true });
      const bytes = readFileSync(join(copy, file));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
      writeFileSync(join(copy, file), bytes);
      const ran = await here(["restore", copy, ...key, "--data", place("never")]);
      expect(ran.code, file).toBe(1);
      expect(ran.err).toContain(file);
      expect(existsSync(place("never"))).toBe(false);
    }
    const whole = readFileSync(place("as-file.tar"));
    writeFileSync(place("cut.tar"), whole.subarray(0, whole.length - 3000));
    expect((await here(["restore", place("cut.tar"), ...key, "--data", place("never")])).code).toBe(1);
    expect(existsSync(place("never"))).toBe(false);
  });

  test("without the key file it is proved equal, reads, and signs nothing until the key is there", async () => {
    const ran = await here(["restore", place("as-folder"), "--data", place("keyless")]);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.err).toMatch(/no key file was given/);
    expect(await state("keyless")).toBe(await state("data"));
    const more = csv(folder, "later.csv", [rowAt("y", 31)]);
    const refused = await here(["import", "--mission", "m", more, "--data", place("keyless")]);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/key file is not the one/);
    copyFileSync(place("data/keys/trucekeeper.key"), place("keyless/keys/trucekeeper.key"));
    const added = await here(["import", "--mission", "m", more, "--data", place("keyless")]);
    expect(json(added.out), added.err).toMatchObject({ appended: 1, size: 4 });
  });

  test("another record's key file is refused, and the folder is left empty", async () => {
    const one = csv(folder, "alone.csv", [rowAt("a", 0)]);
    expect((await here(["import", "--mission", "alone", one, "--data", place("stranger")])).code).toBe(0);
    const wrong = ["--key-file", place("stranger/keys/trucekeeper.key"), "--data", place("wrongly")];
    const ran = await here(["restore", place("as-folder"), ...wrong]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/key file is not the one/);
    expect(readdirSync(place("wrongly"))).toEqual([]);
    expect((await here(["restore", place("as-folder"), ...key, "--data", place("wrongly")])).code).toBe(0);
  });

  test("the key is in no backup", async () => {
    const secret = readFileSync(place("data/keys/trucekeeper.key"), "utf8").slice(-65, -1);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    for (const file of [...filesUnder(place("as-folder")).map((f) => join("as-folder", f)), "as-file.tar"])
      expect(readFileSync(place(file)).includes(secret), file).toBe(false);
    for (const file of ["as-file.tar", "as-folder", "as-folder/record.ndjson"])
      expect(statSync(place(file)).mode & 0o077, file).toBe(0);
  });
});
