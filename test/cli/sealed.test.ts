import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { here } from "./here.ts";
import { temporaryFolder } from "./run.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);
const file = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};
const on = (...args: readonly string[]) => here([...args, "--mission", "m", "--data", path("data")]);
const SECRET = "Marichka-of-the-third-floor";
const NAME = "Olena-who-watches";
const BY = ["--as", "v-1", "--with", "c-1", "--role", "verifier", "--reason", "asked by the court"];

/** Files under a folder that hold the text. */
const holding = (where: string, text: string): string[] =>
  readdirSync(path(where), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && readFileSync(join(f.parentPath, f.name)).includes(text))
    .map((f) => f.name);

beforeAll(async () => {
  const row = "k,patrol-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar";
  const csv = file("a.csv", `key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n${row}\n`);
  expect((await on("import", csv)).code).toBe(0);
});

test("sealed data and names: shown by two people alone, each time by an entry, and in no file in clear", async () => {
  // Who sealed, and when, is an entry; given again by its key it is the same one, and the same blob.
  const seal = ["seal", file("secret.txt", SECRET), "--as", "o-3", "--once", "one"];
  const sealed = await on(...seal);
  expect(sealed.code, sealed.err).toBe(0);
  const { blob, entries } = JSON.parse(sealed.out);
  expect(entries).toMatchObject([{ index: 1 }]);
  expect(JSON.parse((await on(...seal)).out)).toMatchObject({ blob, entries, size: 2 });
  const other = await on("seal", file("other.txt", "another"), ...seal.slice(2));
  expect([other.code, other.err]).toEqual([1, expect.stringContaining("was used for another")]);
  const set = ["names", "set", "operator", file("name.txt", `${NAME}\n`), "--once", "two"];
  for (let twice = 0; twice < 2; twice++)
    expect(JSON.parse((await on(...set)).out)).toMatchObject({ entries: [{ index: 2 }], kind: "sealing" });
  const again = await on("names", "set", "operator", file("other.txt", "Somebody Else\n"));
  expect([again.code, again.err]).toEqual([1, expect.stringContaining("stands for somebody already")]);
  expect((await on("names", "list")).out).toBe(
    '{"entries":1,"named":false,"pseudonym":"o-3"}\n{"entries":2,"named":true,"pseudonym":"operator"}\n',
  );

  for (const [args, code, why] of [
    [["open", "--blob", blob, "--as", "v-1", "--role", "verifier", "--reason", "r"], 2, "takes two people"],
    [["open", "--blob", blob, ...BY.map((w) => (w === "c-1" ? "v-1" : w))], 1, "two different people"],
    [["open", "--blob", blob, ...BY.map((w) => (w === "verifier" ? "observer" : w))], 1, "role observer"],
    [["open", "--blob", blob, ...BY.slice(0, -2)], 1, "say why"],
    [["open", "--blob", "0".repeat(32), ...BY], 1, "no sealed blob"],
    [["names", "show", "o-99", ...BY], 1, "no name behind o-99"],
    [["names", "set", "Jo Smith"], 2, "pseudonymous"],
    [["names", "show", ...BY], 2, "name a pseudonym"],
  ] as const) {
    const ran = await on(...args);
    expect([ran.code, ran.err, ran.out]).toEqual([code, expect.stringContaining(why), ""]);
  }
  for (const index of [3, 4]) {
    const ran = await on("open", "--blob", blob, "--names", "operator", ...BY);
    expect(ran.code, ran.err).toBe(0);
    const shown = JSON.parse(ran.out);
    expect(shown).toMatchObject({ sealed: [{ blob, text: SECRET }], names: { operator: NAME }, size: index + 1 });
    expect(shown.entries[0].index).toBe(index);
  }

  expect((await on("export", "--out", path("export"))).code).toBe(0);
  expect((await here(["backup", "--out", path("backup"), "--data", path("data")])).code).toBe(0);
  for (const where of ["data", "export", "backup"])
    for (const text of [SECRET, NAME]) expect(holding(where, text), where).toEqual([]);
});

test("a name that two people destroyed is in no later backup, and its pseudonym never stands for anybody again", async () => {
  const gone = await on("names", "destroy", "operator", ...BY);
  expect(gone.code, gone.err).toBe(0);
  expect((await on("names", "show", "operator", ...BY)).err).toContain("no name behind");
  expect((await on("names", "set", "operator", path("name.txt"))).code).toBe(1);
  expect((await here(["backup", "--out", path("after"), "--data", path("data")])).code).toBe(0);
  const rows = readFileSync(path("after/record.ndjson"), "utf8").split("\n");
  expect(rows.filter((r) => r.includes('"table":"name"'))).toEqual([]);
  expect(rows.filter((r) => r.includes('"table":"sealed"'))).toHaveLength(1);
  const key = path("data/keys/trucekeeper.key");
  const restored = await here(["restore", path("after"), "--key-file", key, "--data", path("restored")]);
  expect(restored.code, restored.err).toBe(0);
  const shown = await here(["names", "show", "operator", ...BY, "--mission", "m", "--data", path("restored")]);
  expect(shown.err).toContain("no name behind");
});
