import { existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "../../src/canonical.ts";
import { here } from "./here.ts";
import { temporaryFolder } from "./run.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);
const file = (name: string, value: unknown): string => {
  writeFileSync(path(name), typeof value === "string" ? value : JSON.stringify(value));
  return path(name);
};
const on = (...args: readonly string[]) => here([...args, "--mission", "m", "--data", path("data")]);
const BY = ["--as", "p-1", "--role", "commissioner", "--reason", "asked for"];
const a = "a".repeat(64);
const REPORT = "<!doctype html><p>41";
const NOTE = "a note from the gate";
const kept = (text: string): boolean => {
  const sha256 = sha256Hex(text);
  return existsSync(path(`data/evidence/m/${sha256.slice(0, 2)}/${sha256}`));
};

let observed = "";
beforeAll(async () => {
  const csv = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n";
  const row = "k,patrol-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n";
  const csvFile = file("a.csv", csv + row);
  expect((await on("import", csvFile)).code).toBe(0);
  observed = JSON.parse((await here(["read", csvFile])).out.split("\n")[0] as string).id;
});

const files = [{ name: "report.html", sha256: sha256Hex(REPORT), bytes: REPORT.length }];
const publication = {
  publication: "daily",
  title: "Day",
  period: null,
  files,
  figures: [],
  incidents: [],
  checkpoint: { origin: "o", size: 1, root: a },
  derivation: "1",
};
const notice = {
  agreement: "x",
  clause: "1",
  act: "mortar fire",
  incidents: [],
  to: ["a"],
  approvedBy: ["p-1", "p-2"],
  text: null,
};
const opens = { subject: "complaint", agreement: "x", clauses: [], incidents: [], from: null };
const complaint = { by: "a", words: "", dissent: [], evidence: [], opens, move: null };

/** Every command that writes, in an order in which each has something to write. */
const COMMANDS: readonly (readonly [name: string, args: () => readonly string[]])[] = [
  ["judge", () => ["judge", "--same", `${a},${"b".repeat(64)}`]],
  ["decide", () => ["decide", file("d.json", { decision: "dispute", entry: 1, by: "a", grounds: "no" })]],
  ["notice", () => ["notice", file("n.json", notice)]],
  ["publish", () => ["publish", file("p.json", publication), "--files", dirname(file("report.html", REPORT))]],
  ["enter case", () => ["enter", "case", file("c.json", complaint)]],
  ["custody", () => ["custody", file("note.txt", NOTE), "--from", "a passer-by"]],
  ["custody event", () => ["custody", "--evidence", sha256Hex(NOTE), "--event", "moved", "--to", "the safe"]],
  ["release rules", () => ["release", "rules", "--from", "2025-05-01T00:00:00Z", "--public", "96/10"]],
  ["release early", () => ["release", "early", "--incident", observed, "--to", "public", "--with", "p-2"]],
  ["seal", () => ["seal", file("s.txt", "a telephone number")]],
  ["names set", () => ["names", "set", "o-5", file("name.txt", "A. Person")]],
  ["names destroy", () => ["names", "destroy", "o-5", "--with", "p-2"]],
  ["withdraw", () => ["withdraw", "--entry", "1"]],
  [
    "erase",
    () => [
      "erase",
      "--entry",
      "0,1,2",
      "--evidence",
      `${sha256Hex(NOTE)},${sha256Hex(REPORT)}`,
      "--envelopes",
      "--with",
      "p-2",
    ],
  ],
];
const asked = (name: string, args: readonly string[]) => on(...args, ...BY, "--once", name.replace(" ", "-"));

test("every command that writes, given again under its key, answers the same entry, enters nothing, and exits 0", async () => {
  const first = new Map<string, { entries: { index: number }[]; size: number }>();
  for (const [name, args] of COMMANDS) {
    const ran = await asked(name, args());
    expect([name, ran.code, ran.err]).toEqual([name, 0, expect.not.stringContaining("there already")]);
    first.set(name, JSON.parse(ran.out));
    const again = await asked(name, args());
    expect([name, again.code, again.err]).toEqual([name, 0, expect.stringContaining("nothing entered anew")]);
    const { entries, size } = JSON.parse(again.out);
    // An erasure takes commitments with envelopes, its own never.
    expect([name, entries, size]).toEqual([name, first.get(name)?.entries, first.get(name)?.size]);
  }
  const size = first.get("erase")?.size;
  // What they referred to is destroyed, regrouped or withdrawn by now.
  const row = "k2,patrol-2,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n";
  expect(
    (await on("import", file("b.csv", `key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n${row}`)))
      .code,
  ).toBe(0);
  expect([kept(NOTE), kept(REPORT)]).toEqual([false, false]);
  for (const [name, args] of COMMANDS) {
    const again = await asked(name, args());
    expect([name, again.code, again.err]).toEqual([name, 0, expect.stringContaining("nothing entered anew")]);
    const { entries, size: now } = JSON.parse(again.out);
    const index = first.get(name)?.entries[0]?.index;
    expect([name, entries[0].index, now]).toEqual([name, index, (size ?? 0) + 1]);
    if (index === 1 || index === 2) expect(entries[0].commitment).toBeNull();
  }
  // Nor is anything kept again that was destroyed.
  expect([kept(NOTE), kept(REPORT)]).toEqual([false, false]);
});

test.each(
  COMMANDS.filter(([name]) => ["decide", "publish", "custody", "seal", "release early", "erase"].includes(name)),
)("another command under the key of one before is refused: %s", async (_, args) => {
  const ran = await on(...args(), ...BY, "--once", "judge");
  expect([ran.code, ran.err, ran.out]).toEqual([1, expect.stringContaining("was used for another"), ""]);
});
