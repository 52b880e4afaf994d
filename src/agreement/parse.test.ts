import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { sayFinding } from "./finding.ts";
import mistakes from "./fixtures/mistakes.json" with { type: "json" };
import { parseAgreement } from "./parse.ts";
import { jsonSchema } from "./schema.ts";
import { Clause } from "./schema-clause.ts";
import { Line, ObjectList, Zone } from "./schema-place.ts";
import { Definition, Event, Interpretation } from "./schema-reuse.ts";
import { readYaml } from "./yaml-text.ts";

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), "utf8");
const sample = fixture("sample.yaml");
const parts = (path: string) => (path === "parts/zones.geojson" ? fixture(path) : undefined);
const parse = (text: string) => parseAgreement(text, "sample.yaml", parts);
const errorsOf = (text: string) => {
  const result = parse(text);
  return "errors" in result ? result.errors.map(({ line, column, message }) => `${line}:${column}: ${message}`) : [];
};
const warningsOf = (text: string) => {
  const result = parse(text);
  return "errors" in result ? ["errors"] : result.warnings.map(({ rule }) => rule);
};
const changed = (written: string, instead: string) => {
  expect(sample.split(written)).toHaveLength(2);
  return sample.replace(written, () => instead);
};

describe("a file that uses every key of the language", () => {
  const whole = fixture("whole.yaml");
  test("is right, and a lawyer has nothing to ask", () => {
    const result = parse(whole);
    expect(("errors" in result ? result.errors : result.warnings).map(sayFinding)).toEqual([]);
  });

  test("names them all", () => {
    const yaml = readYaml(whole, "whole.yaml");
    if ("errors" in yaml) throw new Error("not YAML");
    const used = new Set<string>();
    const walk = (v: unknown) => {
      if (v === null || typeof v !== "object") return;
      if (!Array.isArray(v)) for (const key of Object.keys(v)) used.add(key);
      for (const sub of Object.values(v)) walk(sub);
    };
    walk(yaml.value);
    const known = new Set<string>();
    const keys = (node: unknown) => {
      if (node === null || typeof node !== "object") return;
      for (const key of Object.keys((node as { properties?: object }).properties ?? {})) known.add(key);
      for (const sub of Object.values(node)) keys(sub);
    };
    for (const part of [Clause, Zone, Line, ObjectList, Event, Definition, Interpretation]) keys(z.toJSONSchema(part));
    expect([...known].filter((k) => !used.has(k))).toEqual([]);
  });
});

describe("a file that is right", () => {
  test("gives the agreement, and a lawyer has nothing to ask", () => {
    const result = parse(sample);
    expect(("errors" in result ? result.errors : result.warnings).map(sayFinding)).toEqual([]);
  });

  test("means what it says", () => {
    const result = parse(sample);
    if ("errors" in result) throw new Error(result.errors.map(sayFinding).join("\n"));
    const { agreement } = result;
    expect(agreement.readings.map((r) => [r.id, new Date(r.from).toISOString()])).toEqual([
      ["A", "2024-04-30T21:00:00.000Z"],
      ["B", "2024-05-01T09:00:00.000Z"],
    ]);
    expect(agreement.zones.map((zone) => [zone.id, zone.polygons.length, zone.polygons[0]?.[0]?.length])).toEqual([
      ["theatre", 1, 5],
      ["islands", 2, 4],
      ["post", 1, 181],
      ["box", 1, 5],
    ]);
    expect(agreement.lines[1]?.positions).toEqual([
      [35.5, 48],
      [35.5, 50],
    ]);
    expect(agreement.clauses[1]?.prohibits?.within).toEqual({ lines: ["L-a"], perSide: 15_000, width: 30_000 });
    expect(agreement.clauses[3]?.when.hours).toMatchObject({ from: 1320, until: 360 });
    expect(agreement.notices[0]?.given).toBe(Date.parse("2024-04-29T07:00:00Z"));
    expect(agreement.sources.find((s) => s.id === "letter")).toMatchObject({ unseen: true, date: "2024" });
  });

  test("means the same with Windows line ends and a byte-order mark", () => {
    expect(parse(`\uFEFF${sample.replaceAll("\n", "\r\n")}`)).toEqual(parse(sample));
  });
});

describe("mistakes say file, line, column, what was seen and the nearest valid name", () => {
  for (const { name, written, instead, errors } of mistakes)
    test(name, () => expect(errorsOf(changed(written, instead))).toEqual(errors));

  test("all mistakes are listed at once, in the order of the file, also beyond one that fails the schema", () => {
    const text = changed("kind: settlement", "kind: setlement")
      .replace("inside: [theatre, islands]", "inside: [theatre, island]")
      .replace("min-count: 5", "min-count: five");
    expect(errorsOf(text)).toEqual([
      '29:34: zones[3].kind: unknown name "setlement"; did you mean "settlement"?',
      '56:31: unknown zone "island"; did you mean "islands"?',
      '96:28: terms[4].threshold.min-count: expected a number, saw the text "five"',
    ]);
  });
});

describe("warnings are what a lawyer would ask", () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      "a clause without a source",
      "    standing: side-letter\n    source: letter\n",
      "    standing: side-letter\n",
      "no-source",
    ],
    ["no authentic text", "    authentic: [en, uk]\n", "", "no-authentic-text"],
    ["a reading without a source", ", source: [accord, letter], words: from noon", "", "no-source"],
    ["readings of one party that overlap", "{reading: B, by: B,", "{reading: B, by: A,", "overlapping-windows"],
    ["a zone without a date", "radius-km: 5}, as-of: 2024-04-30}", "radius-km: 5}}", "no-date"],
    ["a line without a date", "applies-to: [B], as-of: 2024-04-30,", "applies-to: [B],", "no-date"],
    [
      "a localised ceasefire that nobody announced",
      "kind: localised-ceasefire, zone: post",
      "kind: localised-ceasefire, zone: box",
      "never-applies",
    ],
    ["an obligation without a deadline", ', deadline: "2024-05-03T00:00+03:00"', "", "no-deadline"],
    [
      "a clause that holds only before the truce",
      '{from: "2024-05-01T00:00+03:00", until: "2024-05-04T00:00+03:00", hours',
      '{from: "2023-05-01T00:00+03:00", until: "2023-05-04T00:00+03:00", hours',
      "never-in-force",
    ],
    [
      "a notice that came after the activity",
      'given: "2024-04-29T10:00+03:00"',
      'given: "2024-05-02T11:00+03:00"',
      "late-notice",
    ],
    ["a calibre that the class cannot have", "calibre-mm: {min: 100}", "calibre-mm: {max: 50}", "never-covered"],
    ["a facility of another kind", "kind: power-plant, position", "kind: hospital, position", "kind-not-listed"],
    ["a disputed clause without positions", "standing: side-letter", "standing: disputed", "no-positions"],
  ];
  for (const [name, written, instead, rule] of cases)
    test(name, () => expect(warningsOf(changed(written, instead))).toContain(rule));
});

describe("hostile files are refused within limits that are named", () => {
  const refused = (text: string, rule: string) => {
    const result = parse(text);
    expect("errors" in result && result.errors.map((e) => e.rule)).toContain(rule);
  };
  test("over 1 MB", () => refused(`note: "${"x".repeat(1_100_000)}"`, "too-large"));
  test("1 MB counts bytes and not characters", () => refused(`note: "${"ж".repeat(600_000)}"`, "too-large"));
  test("a thousand lists in lists", () => refused(`a: ${"[".repeat(1000)}${"]".repeat(1000)}`, "too-deep"));
  test("fifty thousand lists in lists", () => refused(`a: ${"[".repeat(50_000)}${"]".repeat(50_000)}`, "too-deep"));
  test("twenty thousand maps in maps", () => refused(`a: ${"{a: ".repeat(20_000)}1${"}".repeat(20_000)}`, "too-deep"));
  test("lists in lists by dashes", () => refused(`${"- ".repeat(100_000)}x`, "too-deep"));
  test("questions in questions", () => refused(`${"? ".repeat(100_000)}x`, "too-deep"));
  test("a staircase of keys", () =>
    refused(Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), "too-deep"));
  test("brackets that never close", () => {
    const result = parse("[".repeat(200_000));
    expect("errors" in result).toBe(true);
  });
  test("aliases that multiply", () => refused("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "alias"));
  test("a version directive", () => refused(`%YAML 1.1\n---\n${sample}`, "directive"));
  test("a second document", () => refused(`${sample}\n---\na: 1\n`, "several-documents"));
  test("a key that poisons", () => refused(`"__proto__": {x: 1}\n${sample}`, "bad-key"));
  test("a merge key", () => refused(`<<: {x: 1}\n${sample}`, "bad-key"));
  test("an empty file", () => expect(errorsOf("")).toEqual(["1:1: expected a group of keys, saw nothing"]));
  test("only a list", () => expect(errorsOf("- a\n- b\n")).toEqual(["1:1: expected a group of keys, saw a list"]));

  test("no file outside the folder is ever asked for", () => {
    const asked = vi.fn(() => undefined);
    for (const path of [
      "../x.geojson#a",
      "/etc/x.geojson#a",
      "parts/../../x.geojson#a",
      "C:\\x.geojson#a",
      "https://example.org/x.geojson#a",
      "file:x.geojson#a",
      "parts//x.geojson#a",
      "~/x.geojson#a",
    ])
      parseAgreement(changed("parts/zones.geojson#box", path.replaceAll("\\", "\\\\")), "sample.yaml", (p) => {
        if (p !== "parts/zones.geojson") asked();
        return parts(p);
      });
    expect(asked).not.toHaveBeenCalled();
  });
});

test("a mutated file never throws, and every finding stands inside the file", () => {
  const lines = sample.split("\n");
  const token = fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    ":",
    "- ",
    ", ",
    '"',
    "'",
    "\n",
    "\t",
    "&a ",
    "*a",
    "!!int ",
    "#",
    "|",
    ">",
    "%",
    "? ",
    "null",
    "-1e309",
    "2024-13-01",
    "theatre",
    "\u0000",
    "\ud800",
    "\u2028",
    "[30, 48]",
  );
  const edit = fc.record({
    at: fc.nat(sample.length),
    cut: fc.oneof({ weight: 4, arbitrary: fc.nat(8) }, fc.nat(400)),
    put: fc.oneof(
      token,
      fc.string({ maxLength: 6, unit: "binary" }),
      fc.nat(lines.length - 1).map((n) => `\n${lines[n]}\n`),
    ),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let text = sample;
      for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
      const result = parse(text);
      const rows = text.split("\n");
      const found = "errors" in result ? result.errors : result.warnings;
      if ("errors" in result) expect(found.length).toBeGreaterThan(0);
      for (const f of found) {
        expect(f.line >= 1 && f.line <= rows.length).toBe(true);
        expect(f.column >= 1 && f.column <= (rows[f.line - 1] ?? "").length + 2).toBe(true);
        expect(f.message).not.toBe("");
        expect(f.rule).toMatch(/^[a-z]+(-[a-z]+)*$/);
      }
    }),
    { numRuns: 400 },
  );
});

test("whatever a part holds, the file is read or refused at the key that names it", () => {
  const geojson = fixture("parts/zones.geojson");
  const broken = fc.oneof(
    fc.json(),
    fc
      .record({
        at: fc.nat(geojson.length),
        cut: fc.nat(30),
        put: fc.constantFrom("", "[", "]", "null", "1e999", '"', "{}", "-0"),
      })
      .map(({ at, cut, put }) => geojson.slice(0, at) + put + geojson.slice(at + cut)),
    fc
      .json()
      .map((coordinates) => `{"type":"Feature","id":"box","geometry":{"type":"Polygon","coordinates":${coordinates}}}`),
    fc.constant(
      `{"type":"Feature","id":"box","geometry":{"type":"Polygon","coordinates":${"[".repeat(5000)}${"]".repeat(5000)}}}`,
    ),
  );
  fc.assert(
    fc.property(broken, (part) => {
      const result = parseAgreement(sample, "sample.yaml", () => part);
      if ("errors" in result) for (const f of result.errors) expect([30, 34]).toContain(f.line);
    }),
    { numRuns: 200 },
  );
});

describe("the published JSON Schema", () => {
  const schema = jsonSchema() as Record<string, unknown>;
  const validator = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  const valueOf = (text: string) => {
    const yaml = readYaml(text, "sample.yaml");
    if ("errors" in yaml) throw new Error("not YAML");
    return yaml.value;
  };

  test("is draft 2020-12 and describes its keys", () => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    const bare: string[] = [];
    type Node = Record<string, unknown>;
    const described = (node: Node): boolean => {
      if (node.description !== undefined || node.const !== undefined) return true;
      const name = typeof node.$ref === "string" ? node.$ref.split("/").at(-1) : undefined;
      return name !== undefined && described((schema.$defs as Record<string, Node>)[name] ?? {});
    };
    const walk = (node: unknown, path: string) => {
      if (node === null || typeof node !== "object") return;
      const { properties } = node as { properties?: Record<string, Node> };
      for (const [key, sub] of Object.entries(properties ?? {})) if (!described(sub)) bare.push(`${path}.${key}`);
      for (const [key, sub] of Object.entries(node)) walk(sub, `${path}.${key}`);
    };
    walk(schema, "");
    expect(bare).toEqual([]);
  });

  test("accepts the sample", () => expect(validator.safeParse(valueOf(sample)).success).toBe(true));

  test("refuses what the parser refuses by its schema", () => {
    for (const name of [
      "a misspelt key",
      "an unknown act",
      "a missing key",
      "a number where text is expected",
      "an unknown exception",
      "a count below one",
      "an id with a blank",
    ]) {
      const m = mistakes.find((o) => o.name === name);
      if (!m) throw new Error(name);
      expect(validator.safeParse(valueOf(changed(m.written, m.instead))).success, name).toBe(false);
    }
  });
});
