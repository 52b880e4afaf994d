import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { here } from "./here.ts";
import { root, temporaryFolder } from "./run.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const data = ["--data", join(folder, "data")];
const BY = ["--mission", "m", "--as", "c-1", "--role", "commissioner", "--reason", "r", ...data];

/** Every command that `help` lists. */
const COMMANDS =
  "check read assess compare replay gap fuse label report workbook schema import export verify rebuild backup restore user serve decide judge notice withdraw erase custody publish release names seal open enter".split(
    " ",
  );

beforeAll(async () => {
  const csv = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n";
  const row = "k,patrol-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n";
  expect((await here(["import", "--mission", "m", file("a.csv", csv + row), ...data])).code).toBe(0);
});

test("help is told of every command, with exit code 0, whatever stands beside it; every command is listed", async () => {
  const all = (await here(["help"])).err;
  for (const name of COMMANDS) {
    for (const args of [
      [name, "--help"],
      ["help", name],
      [name, "--nonsense", "-h"],
    ]) {
      const ran = await here(args);
      expect([args, ran.code, ran.out, ran.err]).toEqual([
        args,
        0,
        "",
        expect.stringContaining("usage: npx trucekeeper"),
      ]);
    }
    expect(all).toMatch(new RegExp(`^ {2}.*\\b${name}\\b`, "m"));
  }
});

test.each([
  [["exprot"], 'did you mean "export"'],
  [["help", "chekc"], 'did you mean "check"'],
  [["somersault"], 'no command "somersault"'],
  [["enter", "casse", "--help"], 'no kind "casse"'],
])("%j is wrong usage, and says what was meant", async (args, why) => {
  const ran = await here(args);
  expect([ran.code, ran.out, ran.err]).toEqual([2, "", expect.stringContaining(why)]);
});

describe("files", () => {
  const latin = Buffer.from('{"decision":"dispute","entry":0,"by":"side-a",\n"grounds":"caf\xe9"}', "latin1");
  test.each<[name: string, args: () => readonly string[], code: number, why: string]>([
    ["a folder for a body", () => ["decide", folder, ...BY], 1, "is a folder; name a file"],
    ["a folder for personal data", () => ["seal", folder, "--mission", "m", ...data], 1, "is a folder; name a file"],
    ["a folder for evidence", () => ["custody", folder, ...BY], 1, "is a folder or another thing"],
    ["a path through a file", () => ["decide", join(folder, "a.csv/b.json"), ...BY], 1, "no such file"],
    ["no file", () => ["custody", join(folder, "nowhere"), ...BY], 1, "no such file"],
    ["an empty body", () => ["decide", file("empty.json", ""), ...BY], 1, "empty.json: holds no entry"],
    ["empty evidence", () => ["custody", file("empty.bin", ""), ...BY], 1, "empty.bin: is empty"],
    ["a body that is not UTF-8", () => ["decide", file("latin.json", latin), ...BY], 1, "latin.json:2: is not UTF-8"],
    [
      "a name that is not UTF-8",
      () => ["names", "set", "o-1", file("n.txt", latin), "--mission", "m", ...data],
      1,
      "is not UTF-8",
    ],
    ["a workbook nowhere", () => ["workbook", join(folder, "no/where.xlsx")], 1, "no such file"],
    [
      "an export through a file",
      () => ["export", "--mission", "m", "--out", join(folder, "a.csv/x"), ...data],
      2,
      "is a file, not a folder",
    ],
    [
      "a backup through a file",
      () => ["backup", "--out", join(folder, "a.csv/x.tar"), ...data],
      2,
      "is a file, not a folder",
    ],
    ["a file too many", () => ["withdraw", "--entry", "0", "extra", ...BY], 2, "extra: not expected"],
    ["a pseudonym too many", () => ["names", "list", "o-1", "--mission", "m", ...data], 2, "list takes no pseudonym"],
    ["a zone that is none", () => ["read", join(folder, "a.csv"), "--zone", "Nowhere/City"], 2, "is no zone"],
    [
      "a folder for an agreement",
      () => ["compare", folder, folder, join(folder, "a.csv")],
      1,
      "is a folder; name a file",
    ],
    ["an export for a backup", () => ["restore", folder, "--data", join(folder, "new")], 1, "this is no backup"],
    ["an empty login", () => ["user", "add", ""], 2, "a login of 1 to 254"],
    ["an argument too many", () => ["schema", "extra"], 2, "schema takes no files"],
    ["a report that is none", () => ["report", "--check", join(folder, "a.csv")], 1, "is no report.json"],
    ["a check with more beside it", () => ["report", "--check", "x", "--date", "2025-04-19"], 2, "goes by itself"],
    [
      "evidence that nobody knows",
      () => ["erase", "--evidence", "f".repeat(64), "--with", "p-2", ...BY],
      1,
      "no entry names it",
    ],
    ["no such entry", () => ["withdraw", "--entry", "7", ...BY], 1, "expected the index of an entry, 0 to"],
  ])("%s is said to be that", async (_, args, code, why) => {
    const ran = await here(args());
    expect([ran.code, ran.out, ran.err]).toEqual([code, "", expect.stringContaining(why)]);
  });

  test("nothing was entered by any of them", async () => {
    const { size } = JSON.parse((await here(["verify", "--mission", "m", ...data])).out);
    expect(size).toBe(1);
  });

  test("a byte-order mark before a body is no fault", async () => {
    const body = { decision: "dispute", entry: 0, by: "side-a", grounds: "no" };
    const ran = await here(["decide", file("bom.json", `\ufeff${JSON.stringify(body)}`), ...BY]);
    expect(ran.code, ran.err).toBe(0);
  });

  test("what was erased is not erased again; with something that is left, it is said", async () => {
    const erase = (entries: string) => here(["erase", "--entry", entries, "--with", "p-2", ...BY]);
    const judge = ["judge", "--same", `${"a".repeat(64)},${"b".repeat(64)}`, ...BY];
    const index = async () => JSON.parse((await here(judge)).out).entries[0].index as number;
    const [one, two] = [await index(), await index()];
    expect((await erase(`${one}`)).code).toBe(0);
    const again = await erase(`${one}`);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining(`entry ${one} was destroyed before`)]);
    const both = await erase(`${one},${two}`);
    expect([both.code, both.err]).toEqual([0, expect.stringContaining(`entry ${one} was destroyed before`)]);
  });
});

test("a reader that goes away early, of either stream, is no failure", () => {
  const program = join(root, "scripts/trucekeeper.mjs");
  const run = (command: string) =>
    spawnSync("sh", ["-c", command], { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  const many = join(folder, "many.csv");
  const csv = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n";
  const row = (n: number) =>
    `k${n},p,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n`;
  writeFileSync(many, csv + Array.from({ length: 2_000 }, (_, n) => row(n)).join(""));
  const quoted = `"${process.execPath}" "${program}"`;
  for (const command of [`${quoted} read "${many}" | head -n 1`, `${quoted} help 2>&1 >/dev/null | true`]) {
    const ran = run(command);
    expect([ran.status, ran.stderr.includes("    at ")]).toEqual([0, false]);
  }
});
