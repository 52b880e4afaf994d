import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readYaml } from "../agreement/yaml-text.ts";
import { made } from "../assessment/fixtures/made.ts";
import { attributions, compiled, incidents } from "../assessment/fixtures/made-many.ts";
import { observation } from "../incident/samples.fixture.ts";
import { type Millis, millis } from "../units.ts";
import { DeclaredFigure, FigureFile, figureDeclared } from "./declared-figure.ts";
import { CAUSES, type Figure, type FigureBounds, type FigureRow } from "./figure.ts";
import { figureOf, type Series } from "./figure-of.ts";
import { drafts, sides } from "./fixtures/drafts.ts";
import { type Gap, gapOf } from "./gap.ts";

const DAY = Date.UTC(2025, 3, 20);
const bounds = fc
  .record({ atLeast: fc.nat({ max: 9 }), more: fc.constantFrom(0, 0, 1, 5, null) })
  .map(({ atLeast, more }): FigureBounds => ({ atLeast, atMost: more === null ? null : atLeast + more }));
const closed = fc
  .tuple(fc.nat({ max: 9 }), fc.nat({ max: 5 }))
  .map(([n, more]): FigureBounds => ({ atLeast: n, atMost: n + more }));
const moment = fc.constantFrom(null, ...[0, 6, 12, 18, 24].map((h) => millis(DAY + h * 3_600_000)));
const row = (count: fc.Arbitrary<FigureBounds>) =>
  fc.record({
    id: fc.constantFrom("r1", "r2", "r3", "r4", "r5"),
    same: fc.uniqueArray(fc.constantFrom("o1", "o2", "o3", "o4"), { maxLength: 2 }),
    words: fc.constantFrom("", "fire"),
    count,
    unit: fc.constantFrom("shelling", "assault"),
    from: moment,
    until: moment,
    accuses: fc.constantFrom(null, "A", "B"),
    left: fc.constantFrom(null, ...CAUSES),
  });
const figure = (count: fc.Arbitrary<FigureBounds>): fc.Arbitrary<Figure> =>
  fc.record({
    what: fc.constantFrom("shells", "violations"),
    says: fc.constantFrom("A", "B", "mission"),
    basis: fc.constantFrom("record" as const, "declared" as const),
    value: count,
    units: fc.uniqueArray(fc.constantFrom("shelling", "assault"), { maxLength: 2 }),
    from: moment,
    until: moment,
    zone: fc.constant("Europe/Kyiv"),
    reading: fc.constantFrom(null, "A"),
    inForce: fc.option(fc.record({ from: moment, until: moment }), { nil: null }),
    accuses: fc.constantFrom(null, "A", "B"),
    area: fc.constantFrom(null, "north", "south"),
    watched: fc.constant(null),
    record: fc.option(fc.record({ id: fc.constant("m"), size: fc.nat({ max: 2 }) }), { nil: null }),
    source: fc.constant(null),
    rows: fc.uniqueArray(row(count), { maxLength: 5, selector: (r: FigureRow) => r.id }),
    uncounted: fc.constant(0),
  });

function exact(g: Gap): void {
  const sum = g.parts.reduce((n, p) => n + p.atLeast, 0);
  expect(sum).toBe(g.gap.atLeast);
  const { a, b } = g.figures;
  expect(g.gap.atLeast).toBe(b.value.atLeast - a.value.atLeast);
  if (g.gap.atMost !== null) {
    expect(g.parts.reduce((n, p) => n + (p.atMost ?? Number.NaN), 0)).toBe(g.gap.atMost);
    expect(g.gap.atMost).toBe((b.value.atMost ?? Number.NaN) - (a.value.atMost ?? Number.NaN));
  }
  for (const p of g.parts) {
    expect(p.rows.length).toBeGreaterThan(0);
    expect(p.rows.reduce((n, r) => n + r.atLeast, 0)).toBe(p.atLeast);
  }
}

const negative = (n: number | null) => (n === null ? null : n === 0 ? 0 : -n);
const turned = (g: Gap) =>
  g.parts
    .map((p) => ({
      cause: p.cause,
      of: p.of === "a" ? "b" : p.of === "b" ? "a" : null,
      also: p.also,
      atLeast: negative(p.atLeast),
      atMost: negative(p.atMost),
      rows: p.rows.map((r) => `${r.id} ${negative(r.atLeast)} ${negative(r.atMost)}`).sort(),
    }))
    .sort((x, y) => (`${x.cause} ${x.of}` < `${y.cause} ${y.of}` ? -1 : 1));
const plain = (g: Gap) =>
  g.parts
    .map(({ cause, of, also, atLeast, atMost, rows }) => ({
      cause,
      of,
      also,
      atLeast,
      atMost,
      rows: rows.map((r) => `${r.id} ${r.atLeast} ${r.atMost}`).sort(),
    }))
    .sort((x, y) => (`${x.cause} ${x.of}` < `${y.cause} ${y.of}` ? -1 : 1));

describe("any two figures", () => {
  test.each([
    ["closed", closed],
    ["some of them open above", bounds],
  ] as const)("%s: the parts add up from A to B, and swapped figures turn every sign", (_, count) => {
    fc.assert(
      fc.property(figure(count), figure(count), (a, b) => {
        const [there, back] = [gapOf({ a, b }), gapOf({ a: b, b: a })];
        exact(there);
        exact(back);
        expect(plain(back)).toEqual(turned(there));
      }),
      { numRuns: 500 },
    );
  });

  test("a figure beside itself has no gap", () => {
    fc.assert(
      fc.property(figure(closed), (a) => {
        const { gap, parts } = gapOf({ a, b: a });
        expect(gap).toEqual({ atLeast: 0, atMost: 0 });
        // What does not add up in both turns up with either sign.
        expect(parts.filter((p) => p.cause !== "own-arithmetic")).toEqual([]);
      }),
    );
  });

  test("figures of random worlds under two drafts add up, and every part but open counts names a cause", () => {
    fc.assert(
      fc.property(incidents, drafts, drafts, attributions, (found, x, y, att) => {
        const both = sides(x, y);
        const of = (side: "a" | "b", series: Series) =>
          figureOf({
            incidents: found,
            series,
            side: both[side],
            options: { attributions: att },
            says: side,
            period: null,
            watched: null,
            record: null,
          });
        for (const series of [
          { of: "contrary", clause: "stop-fire" },
          { of: "breaches", clause: "stop-fire" },
        ] as const) {
          const g = gapOf({ a: of("a", series), b: of("b", series) });
          exact(g);
          for (const p of g.parts) expect(["unexplained", "own-arithmetic"]).not.toContain(p.cause);
        }
        exact(gapOf({ a: of("a", { of: "incidents" }), b: of("a", { of: "contrary", clause: "stop-fire" }) }));
      }),
      { numRuns: 60 },
    );
  });

  test("a figure of a record survives its file", () => {
    const whole = figureOf({
      incidents: [made()],
      series: { of: "incidents" },
      side: sides(compiled, compiled).a,
      says: "mission",
      period: null,
      watched: null,
      record: null,
    });
    const parsed = FigureFile.parse(JSON.parse(JSON.stringify({ figure: whole })));
    expect(parsed.figure).toEqual(whole);
  });
});

const base: Figure = {
  what: "shellings",
  says: "mission",
  basis: "record",
  value: { atLeast: 0, atMost: 0 },
  units: ["incident"],
  from: null,
  until: null,
  zone: "UTC",
  reading: null,
  inForce: null,
  accuses: null,
  area: null,
  watched: null,
  record: null,
  source: null,
  rows: [],
  uncounted: 0,
};
const at = (hour: number): Millis => millis(DAY + hour * 3_600_000);
const one: FigureRow = {
  id: "i",
  same: [],
  words: "",
  count: { atLeast: 1, atMost: 1 },
  unit: "incident",
  from: at(6),
  until: at(7),
  accuses: null,
  left: null,
};
const none = { atLeast: 0, atMost: 0 };
const sum = (rows: readonly FigureRow[], more: Partial<Figure> = {}): Figure => ({
  ...base,
  ...more,
  value: {
    atLeast: rows.reduce((n, r) => n + r.count.atLeast, 0),
    atMost: rows.reduce((n, r) => n + (r.count.atMost ?? 0), 0),
  },
  rows,
});

describe("what a difference is put down to", () => {
  test.each<[string, Figure, Figure, string]>([
    [
      "the other figure's reading begins later",
      sum([one]),
      sum([], { inForce: { from: at(8), until: null } }),
      "start-reading",
    ],
    ["the other figure closes earlier", sum([one]), sum([], { until: at(6) }), "cut-off"],
    ["the other counts another unit", sum([one]), sum([], { units: ["shelling"] }), "unit"],
    ["the other speaks of the other side", sum([one], { accuses: "A" }), sum([], { accuses: "B" }), "other-side"],
    [
      "known to the later state of a record alone",
      sum([one], { record: { id: "m", size: 9 } }),
      sum([], { record: { id: "m", size: 5 } }),
      "late",
    ],
    [
      "no longer in the later state",
      sum([one], { record: { id: "m", size: 5 } }),
      sum([], { record: { id: "m", size: 9 } }),
      "withdrawn",
    ],
    ["claimed, and nobody observed it", sum([one], { basis: "declared" }), sum([]), "claim-without-observation"],
    [
      "claimed, and nobody was watching",
      sum([one], { basis: "declared" }),
      sum([], { watched: [{ from: at(10), until: at(12) }] }),
      "no-coverage",
    ],
    ["left out as exempt", sum([one]), sum([{ ...one, count: none, left: "exempt" }]), "exempt"],
    ["left out outside the area", sum([one]), sum([{ ...one, count: none, left: "zone" }]), "zone"],
    [
      "open on one side",
      sum([one]),
      sum([{ ...one, count: { atLeast: 0, atMost: 1 }, left: "not-determined" }]),
      "not-determined",
    ],
    [
      "two reports of one thing",
      sum([
        { ...one, same: ["o1"] },
        { ...one, id: "j", same: ["o1"] },
      ]),
      sum([{ ...one, same: ["o1"] }]),
      "duplicates",
    ],
    ["counted anew", sum([one]), sum([{ ...one, count: { atLeast: 2, atMost: 2 } }]), "revised"],
    ["nothing says why", sum([one]), sum([]), "unexplained"],
    [
      "the source's items do not add up",
      { ...sum([one]), value: { atLeast: 5, atMost: 5 } },
      sum([one]),
      "own-arithmetic",
    ],
  ])("%s", (_, a, b, cause) => {
    expect(gapOf({ a, b }).parts.map((p) => p.cause)).toEqual([cause]);
  });

  test("as heard and as fused: what happened once and was heard twice", () => {
    const said = (id: string) => ({ observation: observation(id, {}), role: "supports" as const });
    const count = (n: number) => ({ min: n, max: n, unit: "explosion" as const, form: "number" as const });
    const found = made({ heard: [count(3), count(3)], fused: [count(3)] });
    const twice = { ...found, incident: { ...found.incident, members: [said("o1"), said("o2")] } };
    const of = (series: Series) =>
      figureOf({
        incidents: [twice],
        series,
        side: sides(compiled, compiled).a,
        says: "mission",
        period: null,
        watched: null,
        record: null,
      });
    const g = gapOf({ a: of({ of: "heard", unit: "explosion" }), b: of({ of: "fused", unit: "explosion" }) });
    expect(g.parts).toMatchObject([
      { cause: "duplicates", atLeast: -3, atMost: -3, rows: [{ observations: ["o1", "o2"] }] },
    ]);
  });
});

/** A declared figure of the Easter example. */
function easter(name: string): Figure {
  const text = readFileSync(new URL(`../../examples/easter-truce-2025/figures/${name}.yaml`, import.meta.url), "utf8");
  const yaml = readYaml(text, name);
  if ("errors" in yaml) throw new Error(yaml.errors.map((e) => e.message).join("\n"));
  return figureDeclared(DeclaredFigure.parse(yaml.value));
}

describe("the rival totals of Easter 2025", () => {
  test("26 and over 1,000 count the conduct of opposite sides, in other units, to other hours", () => {
    const g = gapOf({ a: easter("ua-2025-04-20-noon"), b: easter("ru-2025-04-20") });
    exact(g);
    expect(g.gap).toEqual({ atLeast: 974, atMost: null });
    expect(g.parts.map((p) => [p.cause, p.of, p.atLeast, p.also])).toEqual([
      ["own-arithmetic", "b", -344, []],
      ["other-side", null, 1318, ["cut-off", "unit"]],
    ]);
    // What stays unexplained: which 26, which 1,344. Neither side published a single event.
    expect(g.notOpen).toEqual({ a: { atLeast: 26, atMost: 26 }, b: { atLeast: 1344, atMost: null } });
  });

  test("noon and midnight of one speaker: the day that went on, and units that came in", () => {
    const g = gapOf({ a: easter("ua-2025-04-20-noon"), b: easter("ua-2025-04-20") });
    exact(g);
    expect(g.parts.map((p) => [p.cause, p.atLeast])).toEqual([
      ["own-arithmetic", 7],
      ["cut-off", 70],
      ["unit", 2832],
    ]);
  });

  test("4,900 is the sum of its items; 2,935 is not certainly that of its own", () => {
    expect(easter("ru-2025-04-21").rows.reduce((n, r) => n + r.count.atLeast, 0)).toBe(4900);
    expect(easter("ua-2025-04-20").rows.reduce((n, r) => n + r.count.atLeast, 0)).toBe(2928);
  });
});

describe("reading a declared figure", () => {
  const good = {
    what: "w",
    says: "UA",
    value: 1,
    unit: "assault",
    from: null,
    until: null,
    zone: "Europe/Kyiv",
    voice: "quote",
    words: "w",
    source: { publisher: "p", title: "t", date: "2025" },
  };
  test.each([
    ["an hour without an offset", { from: "2025-04-20T12:00" }],
    ["at-most below at-least", { value: { "at-least": 3, "at-most": 2 } }],
    ["a zone that there is not", { zone: "Europe/Kiew" }],
    ["a key that there is not", { ratio: 2 }],
    ["half a violation", { value: 0.5 }],
    [
      "an address that runs a script",
      { source: { publisher: "p", title: "t", date: "2025", url: "javascript:alert(1)" } },
    ],
  ])("%s is refused", (_, change) => {
    expect(DeclaredFigure.safeParse({ "declared-figure": good }).success).toBe(true);
    expect(DeclaredFigure.safeParse({ "declared-figure": { ...good, ...change } }).success).toBe(false);
  });

  test("no text makes the reader throw", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        DeclaredFigure.safeParse(value);
        FigureFile.safeParse(value);
        DeclaredFigure.safeParse({ "declared-figure": value });
        FigureFile.safeParse({ figure: value });
      }),
    );
  });
});
