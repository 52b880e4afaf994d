import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodyFaults } from "./body-faults.ts";
import { EXAMPLES } from "./examples.ts";
import { formsOf, TYPE_WORDS } from "./fields.ts";
import { ENTRIES, type EntryKind, parsePayload, payloadOf } from "./registry.ts";

const KINDS = Object.keys(ENTRIES) as EntryKind[];

describe("forms", () => {
  test("every form of every kind has an example, and every field of an example is a field of its form", () => {
    for (const kind of KINDS) {
      const forms = formsOf(kind);
      const shown = new Set<string>();
      for (const body of EXAMPLES[kind] as readonly Record<string, unknown>[]) {
        const form = forms.find(({ by }) => by === null || body[by.field] === by.value);
        expect(form, kind).toBeDefined();
        if (form?.by) shown.add(form.by.value);
        const names = (form?.fields ?? []).map((f) => f.name);
        for (const name of Object.keys(body)) expect(names, kind).toContain(name);
        for (const field of form?.fields ?? []) if (!field.optional) expect(Object.keys(body)).toContain(field.name);
      }
      expect(
        [...shown].sort((a, b) => (a < b ? -1 : 1)),
        kind,
      ).toEqual(forms.flatMap((f) => f.by?.value ?? []).sort((a, b) => (a < b ? -1 : 1)));
    }
  });

  test("types are words that are explained, or can be read as they are", () => {
    const types = KINDS.flatMap((kind) => formsOf(kind).flatMap((f) => f.fields.map((x) => x.type)));
    for (const word of Object.keys(TYPE_WORDS))
      expect(
        types.some((t) => t.includes(word)),
        word,
      ).toBe(true);
    expect(types.filter((t) => t.includes("any JSON"))).toEqual([]);
    expect(formsOf("judgement")[0]?.fields).toEqual([
      { name: "judgement", type: '"same"', optional: false },
      { name: "a", type: "hash", optional: false },
      { name: "b", type: "hash", optional: false },
    ]);
    expect(formsOf("withdrawal")[0]?.fields).toEqual([{ name: "entry", type: "entry", optional: false }]);
  });
});

describe("what is wrong in a body", () => {
  const h = "a".repeat(64);
  test.each<[string, EntryKind, unknown, string, RegExp]>([
    [
      "a word that is near another",
      "judgement",
      { judgement: "sam", a: h, b: "b".repeat(64) },
      "judgement",
      /expected one of same, different, pin; saw "sam"; did you mean "same"\?/,
    ],
    ["a form that is not there", "decision", { decision: "atribute" }, "decision", /did you mean "attribute"/],
    [
      "a field too many",
      "decision",
      { decision: "adopt", entry: { index: 1, commitment: h }, body: "b", dissent: [], standrad: 1 },
      "standrad",
      /unknown field/,
    ],
    ["a field left out", "withdrawal", {}, "entry", /is missing: expected object/],
    ["a number for a text", "statement", { ...EXAMPLES.statement[0], place: 5 }, "place", /expected string; saw 5/],
    [
      "far inside",
      "notice",
      { ...EXAMPLES.notice[0], incidents: [h, "x"] },
      "incidents.1",
      /64 lower-case hex digits; saw "x"/,
    ],
    [
      "an observation that is pinned twice",
      "judgement",
      { judgement: "pin", observations: [h, h] },
      "observations",
      /named twice/,
    ],
    ["a pin of nothing", "judgement", { judgement: "pin", observations: [] }, "observations", /one at least/],
    ["a rule over several fields", "judgement", { judgement: "same", a: h, b: h }, "b", /a and b are one observation/],
    ["no body at all", "custody", 7, "", /expected object; saw 7/],
  ])("%s", (_, kind, body, path, why) => {
    const faults = bodyFaults(kind, body);
    const found = faults.find((f) => f.path.join(".") === path);
    expect(found?.why ?? JSON.stringify(faults)).toMatch(why);
  });

  test("nothing exactly where the record takes the body, whatever the JSON", () => {
    for (const kind of KINDS) for (const body of EXAMPLES[kind]) expect(bodyFaults(kind, body)).toEqual([]);
    const body = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(...KINDS.flatMap((kind) => EXAMPLES[kind] as readonly unknown[])),
    );
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), body, (kind, value) => {
        const taken = (() => {
          try {
            parsePayload(kind, payloadOf(kind, value as never, { exercise: false, reason: "r" }));
            return true;
          } catch {
            return false;
          }
        })();
        expect(bodyFaults(kind, value).length === 0).toBe(taken);
      }),
    );
  });
});
