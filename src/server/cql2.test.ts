import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cql2Json, cql2FromText } from "../format/cql2-text.ts";
import { Problem } from "../problems.ts";
import { type Condition, holds, liesIn } from "../store/condition.ts";
import { conditionOf, type Queryables } from "./cql2.ts";
import { RELATIONS } from "./cql2-time.ts";

const QUERYABLES: Queryables = {
  act: { kind: "text", title: "" },
  result: { kind: "text", title: "", values: ["contrary", "exempt"] },
  from: { kind: "time", title: "" },
  until: { kind: "time", title: "" },
  source: { kind: "list", title: "" },
  geometry: { kind: "geometry", title: "" },
};
const at = (text: string): number => Date.parse(text);
const ROW = {
  act: "explosion.mortar" as string | null,
  result: "contrary",
  from: at("2025-04-20T18:00:00Z"),
  until: at("2025-04-20T18:30:00Z"),
};
const asked = (row: typeof ROW = ROW, position: readonly [number, number] | null = [30, 48]) => ({
  value: (f: string) => (f === "geometry" ? position && position[0] : row[f as "act"]),
  list: () => ["Post A", "Post B"],
  meets: (shape: Parameters<typeof liesIn>[1]) => position && liesIn(position, shape),
});
const leaves = (text: string): boolean | null => holds(conditionOf(cql2FromText(text), QUERYABLES), asked());

describe("a filter", () => {
  test.each<[string, boolean | null]>([
    ["act = 'explosion.mortar'", true],
    ["'explosion.mortar' = act", true],
    ["act < 'explosion.n'", true],
    ["act like 'explosion.%'", true],
    ["act like 'explosion_mortar'", true],
    ["act like 'explosion\\_mortar'", false],
    ["act like 'EXPLOSION%'", false],
    ["act in ('a', 'explosion.mortar')", true],
    ["act is null", false],
    ["geometry is not null", true],
    ["source = 'Post B' and source <> 'Post C'", true],
    ["source in ('x')", false],
    ["from = DATE('2025-04-20') and from <= DATE('2025-04-20') and not from < DATE('2025-04-20')", true],
    ["from > DATE('2025-04-19') and from < DATE('2025-04-21')", true],
    ["from >= '2025-04-20T21:00:00+03:00'", true],
    ["from > '2025-04-20T21:00:00+03:00'", false],
    ["from between DATE('2025-04-20') and DATE('2025-04-20')", true],
    ["from < until", true],
    ["t_after(from, TIMESTAMP('2025-04-20T17:59:59.999Z'))", true],
    ["t_before(until, TIMESTAMP('2025-04-20T18:30:00Z'))", false],
    ["t_during(interval(from, until), interval('2025-04-20', '2025-04-20'))", true],
    ["t_intersects(interval(from, until), interval('..', '2025-04-20T18:00:00Z'))", true],
    ["t_equals(interval(from, until), interval('2025-04-20T18:00:00Z', '2025-04-20T18:30:00Z'))", true],
    ["s_intersects(geometry, point(30 48))", true],
    ["s_intersects(polygon((29 47, 31 47, 31 49, 29 49, 29 47)), geometry)", true],
    ["s_intersects(geometry, bbox(179, 40, -179, 50))", false],
    ["s_intersects(geometry, bbox(20, 40, 0, -179, 50, 9))", true],
  ])("%s", (text, expected) => expect(leaves(text)).toBe(expected));

  test.each([
    ["ac = 'x'", 'no property "ac" that can be asked for; did you mean act?'],
    ["observer_position = 'x'", "Expected one of act, result, from, until, source, geometry"],
    ["result = 'contrry'", "did you mean contrary?"],
    ["from = 'yesterday'", "expected a date 2025-04-20"],
    ["from = DATE('2025-02-30')", "expected a date 2025-04-20"],
    ["from = '2025-02-30T00:00:00Z'", "expected a date 2025-04-20"],
    ["act = 1", "act: expected a 'text', saw 1"],
    ["1 = 1", "one side has to be a property"],
    ["act = from", "these do not compare"],
    ["source like 'x'", "source is a list"],
    ["geometry = 'x'", "use s_intersects"],
    ["t_after(DATE('2025-01-01'), DATE('2025-01-02'))", "one side has to name a property"],
    ["t_after(act, DATE('2025-01-02'))", "act is a text"],
    ["t_during(from, interval('2025-02-01', '2025-01-01'))", "ends before it begins"],
    ["t_sometime(from, DATE('2025-01-02'))", 'there is no "t_sometime" here'],
    ["s_within(geometry, point(1 1))", 'there is no "s_within" here'],
    ["s_intersects(geometry, point(181 1))", "expected [longitude, latitude] in degrees"],
    ["s_intersects(act, point(1 1))", "act is a text"],
    ["act like '%a%a%a%a%a%a%a%a%a%a%a%a'", "more than 21 words and wildcards"],
  ])("%s is refused with words", (text, words) => {
    expect(() => leaves(text)).toThrow(words);
  });

  test("what is not known stays unknown, and a row stays only where the whole is true", () => {
    const of = (text: string) => holds(conditionOf(cql2FromText(text), QUERYABLES), asked({ ...ROW, act: null }, null));
    for (const test of [
      "act = 'x'",
      "not act = 'x'",
      "act like '%'",
      "s_intersects(geometry, point(1 1))",
      "not act in ('x')",
    ])
      expect([test, of(test)]).toEqual([test, null]);
    expect(of("act = 'x' or result = 'contrary'")).toBe(true);
    expect(of("act = 'x' and result = 'exempt'")).toBe(false);
    expect(of("act is null and geometry is null")).toBe(true);
  });
});

test("of Allen's relations exactly one holds of two intervals, and the three of OGC add up", () => {
  const basic = [
    "before",
    "meets",
    "overlaps",
    "starts",
    "during",
    "finishes",
    "equals",
    "finishedby",
    "contains",
    "startedby",
    "overlappedby",
    "metby",
    "after",
  ];
  const interval = fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 4 }))
    .map(([from, length]) => ({ is: "interval" as const, from, to: from + length }));
  fc.assert(
    fc.property(interval, interval, (a, b) => {
      const is = (name: string): boolean =>
        holds((RELATIONS[`t_${name}`] as (x: typeof a, y: typeof b) => Condition)(a, b), asked()) === true;
      expect(basic.filter(is)).toHaveLength(1);
      expect(is("disjoint")).toBe(is("before") || is("after"));
      expect(is("intersects")).toBe(!is("disjoint"));
    }),
  );
});

test("any JSON is a condition or a problem, never a failure of ours", () => {
  const word = fc.constantFrom(
    "op",
    "args",
    "property",
    "and",
    "=",
    "like",
    "between",
    "in",
    "s_intersects",
    "t_after",
    "act",
    "from",
    "geometry",
    "bbox",
    "type",
    "Polygon",
    "coordinates",
    "interval",
    "..",
    "__proto__",
    "constructor",
  );
  const json = fc.letrec<{ any: Cql2Json }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      word,
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(word, tie("any"), { maxKeys: 3 }),
      fc.record({ op: word, args: fc.array(tie("any"), { maxLength: 3 }) }),
      fc.record({ property: word }),
    ),
  })).any;
  fc.assert(
    fc.property(json, (e) => {
      try {
        holds(conditionOf(e, QUERYABLES), asked());
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
      }
    }),
    { numRuns: 1_000 },
  );
});
