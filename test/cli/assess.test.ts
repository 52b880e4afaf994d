import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { example, hashes, root, temporaryFolder, trucekeeper } from "./run.ts";

const EXAMPLES = readdirSync(join(root, "examples")).filter((n) =>
  existsSync(join(root, "examples", n, "agreement.yaml")),
);
const OUTPUTS = [
  "assessments.ndjson",
  "incidents.geojson",
  "observations.ndjson",
  "reconciliation.json",
  "report.html",
];

/** What is judged beside the rows; each stands only where there is something of its kind. */
const BESIDE = ["cases.ndjson", "obligations.ndjson", "series.json", "severity.ndjson"];

interface Row {
  readonly incident: string;
  readonly reading: string;
  readonly result: string;
  readonly clause?: string;
  readonly clauses?: readonly string[];
  readonly breach?: boolean;
}

const lines = <T>(path: string): T[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((l) => l !== "")
    .map((l) => JSON.parse(l) as T);

describe.each(EXAMPLES)("assess %s", (name) => {
  const { agreement, files } = example(name);
  const out = join(temporaryFolder(), "out");
  const ran = trucekeeper(["assess", agreement, ...files, "--out", out]);

  test("ends well and writes the five files, and beside them only what is judged", () => {
    expect(ran.code, ran.err).toBe(0);
    const written = readdirSync(out).toSorted();
    expect(written.filter((f) => !BESIDE.includes(f))).toEqual(OUTPUTS);
    for (const file of written.filter((f) => BESIDE.includes(f)))
      expect(readFileSync(join(out, file)).length, file).toBeGreaterThan(0);
  });

  test("obligations, severity and series are written as the summary counts them", () => {
    const summary = JSON.parse(ran.out);
    const of = (file: string) => (existsSync(join(out, file)) ? lines<Record<string, unknown>>(join(out, file)) : []);
    const duties = of("obligations.ndjson");
    expect(duties.filter((d) => d.kind === "obligation").length).toBe((summary.obligations ?? []).length);
    const arose = (summary.incidentDuties ?? []).reduce((n: number, d: { rows: number }) => n + d.rows, 0);
    expect(duties.filter((d) => d.kind === "incident-duty").length).toBe(arose);
    // No two of the five are added up: each stands as its own count.
    const [series] = of("series.json") as {
      whole: { contrary: { reading: string; atLeast: number; atMost: number }[] };
    }[];
    expect(series?.whole).toEqual(summary.incidents + summary.claimedIncidents > 0 ? summary.series : undefined);
    const rows = lines<Row>(join(out, "assessments.ndjson"));
    for (const { reading, atLeast, atMost } of series?.whole.contrary ?? []) {
      const are = (...results: string[]) =>
        new Set(rows.filter((r) => r.reading === reading && results.includes(r.result)).map((r) => r.incident)).size;
      expect([reading, are("contrary"), are("contrary", "indeterminate")]).toEqual([reading, atLeast, atMost]);
      expect(of("severity.ndjson").filter((s) => s.reading === reading).length).toBe(atLeast);
    }
    expect(existsSync(join(out, "cases.ndjson"))).toBe(false);
  });

  test("every count of the summary is what a plain count over assessments.ndjson gives", () => {
    const summary = JSON.parse(ran.out);
    const counts = new Map<string, Record<string, number>>();
    const incidents = new Set<string>();
    for (const row of lines<Row>(join(out, "assessments.ndjson"))) {
      incidents.add(row.incident);
      for (const clause of row.clauses ?? [row.clause]) {
        const key = `${clause} ${row.reading}`;
        const results = counts.get(key) ?? {};
        results[row.result] = (results[row.result] ?? 0) + 1;
        counts.set(key, results);
      }
    }
    for (const c of summary.clauses) {
      const plain = counts.get(`${c.clause} ${c.reading}`) ?? {};
      for (const [result, n] of Object.entries(c.results))
        expect([c.clause, result, plain[result] ?? 0]).toEqual([c.clause, result, n]);
      expect(Object.keys(c.results).length).toBe(5);
      expect(c.atLeast).toBe(c.results.contrary);
      expect(c.atMost).toBe(c.results.contrary + c.results.indeterminate);
      const by = Object.values(c.indeterminateBy as Record<string, number>).reduce((a, b) => a + b, 0);
      expect(by).toBe(c.results.indeterminate);
      const all = Object.values(c.results as Record<string, number>).reduce((a, b) => a + b, 0);
      expect(all).toBe(summary.incidents);
    }
    expect(incidents.size).toBe(summary.incidents);
  });

  test("every observation of the account is written, and every account adds up", () => {
    const { files: accounts } = JSON.parse(readFileSync(join(out, "reconciliation.json"), "utf8"));
    const written = lines<{ id: string }>(join(out, "observations.ndjson"));
    let observations = 0;
    for (const a of accounts) {
      const skipped = Object.values(a.skipped as Record<string, number>).reduce((x, y) => x + y, 0);
      expect(a.rowsIn).toBe(a.rowsUsed + a.refused + skipped);
      observations += a.observations;
    }
    expect(written.length).toBe(observations);
    expect(new Set(written.map((o) => o.id)).size).toBe(written.length);
  });

  test("nobody is found to have done anything: there is no decision", () => {
    expect(JSON.parse(ran.out).breaches).toBe(0);
    expect(lines<Row>(join(out, "assessments.ndjson")).some((r) => r.breach)).toBe(false);
    const text = readFileSync(join(out, "report.html"), "utf8");
    expect(text).not.toMatch(/file:\/\/|\/tmp\/|\/home\//);
    expect(text.includes("Demonstration from public reports; not a finding")).toBe(true);
    expect(text).not.toMatch(/src="http|<link|@import/);
  });
});

test("same bytes for any order of the files, a file named twice or copied, any zone and locale", () => {
  const { agreement, files } = example("easter-truce-2025");
  const folder = temporaryFolder();
  const first = join(folder, "first");
  const plain = trucekeeper(["assess", agreement, ...files, "--out", first]);
  expect(plain.code, plain.err).toBe(0);
  const copies = join(folder, "copies");
  mkdirSync(copies);
  const copied = files.map((f, i) => {
    const copy = join(copies, `zz-${i}.csv`);
    copyFileSync(f, copy);
    return copy;
  });
  const variants: [string, string[], Record<string, string>][] = [
    ["reversed", [...files].reverse(), { TZ: "America/St_Johns" }],
    ["twice", [...files, ...files], { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }],
    ["copied", [...copied, ...files], { TZ: "UTC", LANG: "C" }],
  ];
  for (const [name, list, env] of variants) {
    const out = join(folder, name);
    const ran = trucekeeper(["assess", agreement, ...list, "--out", out], env);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toBe(plain.out);
    expect(hashes(out)).toEqual(hashes(first));
    if (name !== "reversed") expect(ran.err).toMatch(/same bytes as/);
  }
});

describe("refusals", () => {
  const { agreement, files } = example("easter-truce-2025");
  const folder = temporaryFolder();
  const bad = join(folder, "bad.csv");
  writeFileSync(bad, "who,where\na,b\n");

  test.each([
    ["no command", [], 2],
    ["an unknown command", ["asess"], 2],
    ["drafts that are not there", ["compare", "a", "b", "c"], 1],
    ["no agreement", ["assess"], 2],
    ["no files", ["assess", agreement], 2],
    ["an unknown flag", ["assess", agreement, ...files, "--ouut", "x"], 2],
    ["a flag given twice", ["assess", agreement, ...files, "--out", "a", "--out", "b"], 2],
    ["an unknown reading", ["assess", `${agreement}#XX`, ...files], 2],
    ["a period without an offset", ["assess", agreement, ...files, "--from", "2025-04-19 18:00"], 2],
    ["an unknown format", ["read", files[0] as string, "--as", "nothing"], 2],
    ["a file that is not there", ["assess", agreement, join(folder, "none.csv")], 1],
    ["an agreement that is not there", ["check", join(folder, "none.yaml")], 1],
    ["a file of an unknown format", ["assess", agreement, bad], 1],
    ["a folder as agreement", ["check", folder], 1],
  ])("%s", (_, args, code) => {
    const ran = trucekeeper(args as string[]);
    expect(ran.code, ran.out + ran.err).toBe(code);
    expect(ran.out + ran.err).not.toMatch(/\n {4}at /);
    expect((ran.out + ran.err).trim()).not.toBe("");
  });

  test("a refused file leaves no output, and both refused files are named", () => {
    const out = join(folder, "never");
    const worse = join(folder, "worse.csv");
    writeFileSync(worse, Buffer.from([0xff, 0xfe, 0x00, 0x01]));
    const ran = trucekeeper(["assess", agreement, bad, worse, ...files, "--out", out]);
    expect(ran.code).toBe(1);
    expect(ran.out).toBe("");
    expect(ran.err).toMatch(/bad\.csv/);
    expect(ran.err).toMatch(/worse\.csv/);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((f) => f.startsWith("."))).toEqual([]);
  });

  test("an output folder that holds something else is left alone", () => {
    const out = join(folder, "mine");
    mkdirSync(out);
    writeFileSync(join(out, "thesis.txt"), "years of work");
    const ran = trucekeeper(["assess", agreement, ...files, "--out", out]);
    expect(ran.code).toBe(2);
    expect(readFileSync(join(out, "thesis.txt"), "utf8")).toBe("years of work");
  });

  test("--strict makes one refused row an error, and nothing is written", () => {
    const one = join(folder, "one.csv");
    writeFileSync(
      one,
      "source,source_kind,time_from,act,zone\nA,media,2025-04-20,explosion,UTC\nB,media,2025-04-31,explosion,UTC\n",
    );
    const out = join(folder, "strict");
    expect(trucekeeper(["assess", agreement, one, "--out", out]).code).toBe(0);
    const strict = trucekeeper(["assess", agreement, one, "--out", join(folder, "strict2"), "--strict"]);
    expect(strict.code).toBe(1);
    expect(strict.err).toMatch(/one\.csv:3: time_from: /);
    expect(existsSync(join(folder, "strict2"))).toBe(false);
    expect(trucekeeper(["read", one, "--strict"]).code).toBe(1);
  });
});

test("a period leaves out what is certainly outside it, and says how many", () => {
  const { agreement, files } = example("easter-truce-2025");
  const all = JSON.parse(trucekeeper(["assess", agreement, ...files]).out);
  const part = JSON.parse(
    trucekeeper(["assess", agreement, ...files, "--from", "2025-04-20", "--until", "2025-04-20T12:00+03:00"]).out,
  );
  expect(part.outsidePeriod).toBeGreaterThan(0);
  expect(part.incidents + part.claimedIncidents + part.outsidePeriod).toBe(all.incidents + all.claimedIncidents);
});

test("read: NDJSON on stdout, the account as the last line of stderr", () => {
  const { files } = example("easter-truce-2025");
  const file = files.find((f) => f.endsWith("reports.csv")) as string;
  const ran = trucekeeper(["read", file]);
  expect(ran.code, ran.err).toBe(0);
  const account = JSON.parse(ran.err.trimEnd().split("\n").at(-1) as string);
  expect(Object.keys(account)).toEqual([
    "file",
    "sha256",
    "format",
    "rowsIn",
    "rowsUsed",
    "refused",
    "skipped",
    "observations",
  ]);
  expect(ran.out.trimEnd().split("\n").length).toBe(account.observations);
});

test("read: paths that are no file are named, not thrown on", () => {
  const folder = trucekeeper(["read", "examples"]);
  expect([folder.code, folder.err]).toEqual([1, "examples: a folder or a pipe; name the files themselves\n"]);
  const missing = trucekeeper(["read", "package.json/x", "none.csv"]);
  expect([missing.code, missing.err]).toEqual([1, "no such file: package.json/x, none.csv\n"]);
});

test("case 17, case 43: header row and order of a pair are said by the caller, and other words are wrong usage", () => {
  const path = join(temporaryFolder(), "log.csv");
  const header = "source,source_kind,time_from,zone,act,position";
  writeFileSync(path, `Log of post 4\n${header}\na,patrol,2025-04-20,UTC,fire,"48.2, 37.1"\n`);
  const plain = trucekeeper(["read", path]);
  expect([plain.code, plain.err]).toEqual([1, expect.stringMatching(/--header-row 2/)]);
  const said = trucekeeper(["read", path, "--header-row", "2", "--order", "lat-lon"]);
  expect(JSON.parse(said.out)).toMatchObject({ place: { lat: 48.2, lon: 37.1 } });
  for (const flags of [
    ["--header-row", "0"],
    ["--first-row", "1"],
    ["--order", "x"],
  ])
    expect(trucekeeper(["read", path, ...flags]).code).toBe(2);
});

test("workbook: writes one that reads back as no observation, and never over a file", () => {
  const path = join(temporaryFolder(), "mission.xlsx");
  expect(trucekeeper(["workbook", path]).code).toBe(0);
  const read = trucekeeper(["read", path]);
  expect(read.code, read.err).toBe(0);
  expect(read.out).toBe("");
  expect(trucekeeper(["workbook", path]).code).toBe(2);
});
