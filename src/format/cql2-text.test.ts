import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Problem } from "../problems.ts";
import { CQL2_LIMIT, type Cql2Json, cql2FromText } from "./cql2-text.ts";

const p = (property: string): Cql2Json => ({ property });

describe("CQL2 text is read as CQL2 JSON", () => {
  test.each<[string, Cql2Json]>([
    ["status = 'recorded'", { op: "=", args: [p("status"), "recorded"] }],
    ["name = 'O''Neill'", { op: "=", args: [p("name"), "O'Neill"] }],
    ["name = 'O\\'Neill'", { op: "=", args: [p("name"), "O'Neill"] }],
    ["name like '50\\%'", { op: "like", args: [p("name"), "50\\%"] }],
    [`"from" <> 'x'`, { op: "<>", args: [p("from"), "x"] }],
    [
      "a=1 or b>=2 and not c<3",
      {
        op: "or",
        args: [
          { op: "=", args: [p("a"), 1] },
          {
            op: "and",
            args: [
              { op: ">=", args: [p("b"), 2] },
              { op: "not", args: [{ op: "<", args: [p("c"), 3] }] },
            ],
          },
        ],
      },
    ],
    ["act NOT LIKE 'explosion.%'", { op: "not", args: [{ op: "like", args: [p("act"), "explosion.%"] }] }],
    ["n between -1.5 and 2e3", { op: "between", args: [p("n"), -1.5, 2000] }],
    ["act in ('a','b')", { op: "in", args: [p("act"), ["a", "b"]] }],
    ["act is not null", { op: "not", args: [{ op: "isNull", args: [p("act")] }] }],
    ["((TRUE))", true],
    ["from > TIMESTAMP('2025-04-20T18:00:00Z')", { op: ">", args: [p("from"), { timestamp: "2025-04-20T18:00:00Z" }] }],
    ["from = DATE('2025-04-20')", { op: "=", args: [p("from"), { date: "2025-04-20" }] }],
    [
      "T_DURING(INTERVAL(from, until), INTERVAL('2025-04-19', '..'))",
      {
        op: "t_during",
        args: [{ interval: [p("from"), p("until")] }, { interval: ["2025-04-19", ".."] }],
      },
    ],
    [
      "S_INTERSECTS(geometry, POINT(30.5 48))",
      { op: "s_intersects", args: [p("geometry"), { type: "Point", coordinates: [30.5, 48] }] },
    ],
    [
      "s_intersects(geometry, BBOX(29,47,31,49)) and act='a'",
      {
        op: "and",
        args: [
          { op: "s_intersects", args: [p("geometry"), { bbox: [29, 47, 31, 49] }] },
          { op: "=", args: [p("act"), "a"] },
        ],
      },
    ],
    [
      "s_intersects(geometry,POLYGON((0 0, 1 0, 1 1, 0 0)))",
      {
        op: "s_intersects",
        args: [
          p("geometry"),
          {
            type: "Polygon",
            coordinates: [
              [
                [0, 0],
                [1, 0],
                [1, 1],
                [0, 0],
              ],
            ],
          },
        ],
      },
    ],
  ])("%s", (text, json) => expect(cql2FromText(text)).toEqual(json));

  test.each([
    ["", "character 1: expected a property, a number or 'text', saw the end"],
    ["a = ", "character 5: expected a property"],
    ["a = 'x", "character 5"],
    ["a == 1", "character 4: expected a property"],
    ["a = 1 b = 2", "character 7: expected and, or, or the end"],
    ["(a = 1", 'character 7: expected ")"'],
    ["a like", "character 7"],
    ["a not = 1", "expected like, between or in"],
    ["soundex(a) = 1", 'there is no function "soundex"'],
    ["s_intersects(g, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "crosses itself at [0.5, 0.5]"],
    ["s_intersects(g, POLYGON((0 0, 1 1", 'expected ")"'],
    ["s_intersects(g, LINESTRING(0 0, 1 1))", "LINESTRING is not taken"],
    ["date('2025-01-01') ; drop", "begins no name"],
    [`${"not ".repeat(CQL2_LIMIT.depth + 1)}a=1`, "inside each other"],
    [`${"(".repeat(3_000)}`, "too many parts"],
  ])("%s is refused where it goes wrong", (text, words) => {
    const found = (() => {
      try {
        return cql2FromText(text);
      } catch (error) {
        return error;
      }
    })();
    expect(found).toBeInstanceOf(Problem);
    expect((found as Problem).message).toContain(words);
  });
});

const name = fc.constantFrom("a", "act", "from", "o'x", 'say "x"', "été", "and", "x.y");
const value = fc.oneof(
  // A backslash before a quotation mark is that mark: a text that has both is written in JSON.
  fc.string({ maxLength: 8 }).map((t) => t.replaceAll("\\", "/")),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
);
const temporal = fc.constantFrom<Cql2Json>(
  { date: "2025-04-20" },
  { timestamp: "2025-04-20T18:00:00Z" },
  { interval: ["..", { property: "until" }] },
);
const { any } = fc.letrec<{ any: Cql2Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc
      .tuple(fc.constantFrom("=", "<>", "<", "<="), name, fc.oneof(value, temporal))
      .map(([op, n, v]) => ({ op, args: [{ property: n }, v] })),
    fc
      .tuple(name, fc.array(value, { minLength: 1, maxLength: 3 }))
      .map(([n, v]) => ({ op: "in", args: [{ property: n }, v] })),
    fc.tuple(name, value, value).map(([n, v, w]) => ({ op: "between", args: [{ property: n }, v, w] })),
    name.map((n) => ({ op: "isNull", args: [{ property: n }] })),
    fc.tuple(name, temporal).map(([n, t]) => ({ op: "t_after", args: [{ property: n }, t] })),
    fc
      .tuple(fc.constantFrom("and", "or"), fc.array(tie("any"), { minLength: 2, maxLength: 3 }))
      .map(([op, args]) => ({ op, args })),
    tie("any").map((e) => ({ op: "not", args: [e] })),
  ),
}));

/** The same as text, with all brackets. */
function written(e: Cql2Json): string {
  if (typeof e === "string") return `'${e.replaceAll("'", "''")}'`;
  if (typeof e === "number") return String(e);
  const m = e as { [member: string]: Cql2Json };
  if (typeof m["property"] === "string") return `"${m["property"].replaceAll('"', '""')}"`;
  for (const cast of ["date", "timestamp"])
    if (cast in m) return `${cast.toUpperCase()}(${written(m[cast] as Cql2Json)})`;
  if (Array.isArray(m["interval"])) return `INTERVAL(${m["interval"].map(written).join(", ")})`;
  const [op, args] = [m["op"] as string, m["args"] as Cql2Json[]];
  const [a, b, c] = args as [Cql2Json, Cql2Json, Cql2Json];
  if (op === "and" || op === "or") return args.map((x) => `(${written(x)})`).join(` ${op} `);
  if (op === "not") return `NOT (${written(a)})`;
  if (op === "isNull") return `${written(a)} IS NULL`;
  if (op === "between") return `${written(a)} BETWEEN ${written(b)} AND ${written(c)}`;
  if (op === "in") return `${written(a)} IN (${(b as Cql2Json[]).map(written).join(", ")})`;
  if (op === "t_after") return `T_AFTER(${written(a)},${written(b)})`;
  return `${written(a)} ${op} ${written(b)}`;
}

test("what is written is read back", () => {
  fc.assert(
    fc.property(any, (e) => {
      expect(cql2FromText(written(e))).toEqual(JSON.parse(JSON.stringify(e)));
    }),
  );
});

test("any text is an expression or a problem with its character, never a failure of ours", () => {
  const word = fc.constantFrom(
    "a",
    "and",
    "or",
    "not",
    "(",
    ")",
    "=",
    "'x'",
    "1",
    "in",
    "like",
    "between",
    "is",
    "null",
    "POINT",
    "POLYGON",
    "INTERVAL",
    ",",
    "BBOX",
    "DATE",
    "t_after",
    "s_intersects",
    "'",
    '"',
    "<>",
  );
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(word, { maxLength: 25 }).map((w) => w.join(" ")),
  );
  fc.assert(
    fc.property(text, (t) => {
      try {
        cql2FromText(t);
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
        expect((error as Problem).message).toMatch(/character \d+: /);
      }
    }),
    { numRuns: 1_000 },
  );
});
