import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACTS } from "../../src/observation/taxonomy.ts";
import type { Schema } from "../../web/agreement/schema-walk.ts";
import { suggest } from "../../web/agreement/suggest.ts";

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const SCHEMA = JSON.parse(read("schema/agreement.schema.json")) as Schema;
const SAMPLE = read("src/agreement/fixtures/sample.yaml");

const labels = (text: string): string[] => {
  const at = text.indexOf("|");
  return suggest(text.replace("|", ""), at, SCHEMA)?.list.map((s) => s.label) ?? [];
};

describe("what can stand where the cursor is", () => {
  test("at the top the sections, in a clause its keys, in a value its words", () => {
    expect(labels("|")).toEqual(expect.arrayContaining(["agreement", "in-force", "zones", "terms", "commitments"]));
    expect(labels("terms:\n  - id: a\n    |")).toEqual(
      expect.arrayContaining(["subject", "prohibits", "where", "except"]),
    );
    expect(labels("terms:\n  - id: a\n    standing: |")).toEqual(["agreed", "disputed", "side-letter", "unseen"]);
    expect(labels("agreement:\n  status: |")).toContain("in-force");
    expect(labels("terms:\n  - {id: a, prohibits: {acts: [fire, |").length).toBeGreaterThan(20);
    for (const act of labels("terms:\n  - {id: a, prohibits: {acts: [fire, |")) expect(ACTS).toContain(act);
  });

  test("names are those of the file's own parties, zones, lines and sources", () => {
    const more = (line: string) => `${SAMPLE}  - id: new\n    ${line}`;
    expect(labels(more("subject: [|"))).toEqual(["A", "B"]);
    expect(labels(more("where: {inside: |"))).toEqual(["theatre", "islands", "post", "box"]);
    expect(labels(more("source: |"))).toEqual(["accord", "letter"]);
  });

  test("a key that stands beside is not offered again", () => {
    expect(labels("zones:\n  - {id: a, |")).not.toContain("id");
    expect(labels("zones:\n  - {id: a, |")).toContain("name");
  });
});

test("every key of a whole file is offered where it stands, wherever the file is cut", () => {
  const keys = [...SAMPLE.matchAll(/(?<=^ *(?:- )?)([a-z][\w-]*):(?= |$)/gm)].filter((m) => !/^ *#/.test(m[0]));
  expect(keys.length).toBeGreaterThan(60);
  const missing = keys.flatMap((m) => {
    const list = suggest(SAMPLE.slice(0, m.index), m.index, SCHEMA)?.list.map((s) => s.label) ?? [];
    // Names that the writer gives, such as those of sources, are no keys of the language.
    return list.length === 0 || list.includes(m[1] as string) ? [] : [`${m[1]} at ${m.index}`];
  });
  expect(missing).toEqual([]);
});

test("no text and no place in it is too odd to be asked about", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab-: \n[]{},#'\"|é") }), fc.nat(), (text, n) => {
      const at = n % (text.length + 1);
      const found = suggest(text, at, SCHEMA);
      if (found) expect(found.from).toBeLessThanOrEqual(at);
    }),
  );
});
