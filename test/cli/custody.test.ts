import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { sha256Hex } from "../../src/canonical.ts";
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
const chain = async (sha256: string) =>
  (await on("custody", "--of", sha256)).out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const CSV = `key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act
k,patrol-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar
`;
const NOTE = "a note";

test("evidence: handed in, passed on, exported, destroyed: each is an entry, and its chain tells them in order", async () => {
  expect((await on("import", file("a.csv", CSV), "--as-author", "o-7")).code).toBe(0);
  const by = ["--as", "o-1", "--reason", "found at the gate"];
  const received = await on("custody", file("note.txt", NOTE), ...by, "--from", "a passer-by");
  expect(received.code, received.err).toBe(0);
  const [csv, note] = [sha256Hex(CSV), sha256Hex(NOTE)];
  const passed = await on(
    "custody",
    "--evidence",
    `${csv},${note}`,
    "--event",
    "handed-over",
    "--to",
    "the lab",
    ...by,
  );
  expect(JSON.parse(passed.out).entries).toHaveLength(1);

  const first = await on("export", "--out", path("one"), "--to", "the court", "--as", "p-3");
  expect(first.code, first.err).toBe(0);
  // The same record to the same hands is the same export, and the same event.
  const again = await on("export", "--out", path("two"), "--to", "the court", "--as", "p-3");
  expect(again.out).toBe(first.out);
  expect(readFileSync(path("two/manifest.json"))).toEqual(readFileSync(path("one/manifest.json")));
  expect((await here(["verify", path("two")])).code).toBe(0);
  await on("export", "--out", path("three"), "--as", "p-4");
  await on("export", "--out", path("public"), "--released", "--as", "p-5");

  expect(await chain(csv)).toMatchObject([
    { entry: 0, event: "received", kind: "import", by: "o-7" },
    { entry: 2, event: "handed-over", by: "o-1", to: "the lab", reason: "found at the gate" },
    { entry: 3, event: "exported", by: "p-3", to: "the court (an export of 3 entries)" },
    { entry: 4, event: "exported", by: "p-4", to: "an export of 3 entries" },
  ]);
  expect(await chain(note)).toMatchObject([
    { entry: 1, event: "received", from: "a passer-by" },
    { entry: 2, event: "handed-over" },
    { entry: 3 },
    { entry: 4 },
  ]);
  // A backup that stays with its keeper says nothing; one that goes to somebody does.
  for (const [name, ...more] of [["a"], ["b", "--to", "headquarters"], ["c", "--to", "headquarters"]])
    expect((await here(["backup", "--out", path(`${name}.tar`), ...more, "--data", path("data")])).code).toBe(0);
  expect((await chain(csv)).slice(4)).toMatchObject([{ event: "copied", by: "operator", to: "headquarters" }]);
  const erased = ["erase", "--as", "p-1", "--with", "p-2", "--evidence", note, "--reason", "asked for"];
  expect((await on(...erased)).code).toBe(0);
  expect((await chain(note)).at(-1)).toMatchObject({ event: "destroyed", by: "p-1", reason: "asked for" });
  // What is gone is in no later export: the event says so, up to which entry; the export itself holds what was left.
  const later = await on("export", "--out", path("four"), "--as", "p-3");
  expect(JSON.parse(later.out)).toMatchObject({ size: 7, evidence: 1 });
  const manifest = JSON.parse(readFileSync(path("four/manifest.json"), "utf8"));
  expect(JSON.stringify(manifest)).not.toContain(`evidence/${note}`);
});

test.each([
  [["--of", "12"], 2, "64 lower-case hex"],
  [["--of", "f".repeat(64)], 1, "no open entry tells of it"],
  [["--evidence", "f".repeat(64), "--as", "o-1", "--reason", "r"], 1, "no such file: evidence ffff"],
  [["--evidence", "x", "--event", "eaten", "--as", "o-1", "--reason", "r"], 2, "expected one of received"],
  [["--as", "o-1", "--reason", "r"], 2, "name a file"],
  [["--evidence", "x", "--as", "o-1"], 2, "--reason"],
])("custody %j is refused, and why", async (args, code, why) => {
  const ran = await on("custody", ...args);
  expect([ran.code, ran.out, ran.err]).toEqual([code, "", expect.stringContaining(why)]);
});
