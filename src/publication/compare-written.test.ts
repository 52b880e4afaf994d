import fc from "fast-check";
import { expect, test } from "vitest";
import { gapOf } from "../comparison/gap.ts";
import { type AssessSummary, figureOfDaily, figureOfSummary, totalOfWords, type Written } from "./compare-written.ts";
import { totalWords } from "./wording.ts";

test("a total is read back as it was written", () => {
  const count = fc
    .record({ min: fc.nat(3_000_000), more: fc.nat(2_000), open: fc.boolean(), uncounted: fc.nat(3) })
    .map(({ min, more, open, uncounted }) => ({ min, max: open ? null : min + more, uncounted }));
  fc.assert(
    fc.property(count, (total) => {
      const words = totalWords(total);
      const back = totalOfWords(words);
      expect(back && totalWords(back)).toBe(words);
      if (total.uncounted === 0 || total.max !== 0) expect(back).toEqual(total);
    }),
  );
  for (const other of ["", "many", "-3", "3 to 4", "at least", "1 234", "12,5", "–", "3–"])
    expect(totalOfWords(other)).toBeNull();
});

const summary: AssessSummary = {
  agreement: { id: "truce", zone: "Europe/Kyiv" },
  period: { from: 0, until: 1_000 },
  vintage: "input set abc",
  incidents: 12,
  heard: [{ unit: "explosion", atLeast: 40, atMost: null, uncounted: 2 }],
  fused: [{ unit: "explosion", atLeast: 30, atMost: 31, uncounted: 2 }],
  clauses: [
    { clause: "stop", reading: "A", atLeast: 3, atMost: 7, breaches: 1 },
    { clause: "stop", reading: "B", atLeast: 2, atMost: 2, breaches: 2 },
    { clause: "other", reading: "A", atLeast: 0, atMost: 0, breaches: 0 },
  ],
};
const value = (w: Written) =>
  "figure" in w ? [w.figure.value.atLeast, w.figure.value.atMost, w.figure.reading] : w.why;

test.each([
  [{ of: "incidents" } as const, undefined, [12, 12, null]],
  [{ of: "heard", unit: "explosion" } as const, undefined, [40, null, null]],
  [{ of: "fused", unit: "explosion" } as const, undefined, [30, 31, null]],
  [{ of: "contrary", clause: "stop" } as const, "A", [3, 7, "A"]],
  [{ of: "breaches", clause: "stop" } as const, "A", [1, null, "A"]],
  [{ of: "breaches", clause: "stop" } as const, "B", [2, 2, "B"]],
  [{ of: "contrary", clause: "other" } as const, undefined, [0, 0, "A"]],
])("of a summary: %o under %s", (series, reading, expected) => {
  expect(value(figureOfSummary(summary, series, reading))).toEqual(expected);
});

test.each([
  [{ of: "heard", unit: "shot" } as const, undefined, /has no figure heard:shot; it has incidents, heard:explosion/],
  [{ of: "contrary", clause: "stop" } as const, undefined, /stands under A, B: add @READING \(contrary:stop@A\)/],
  [{ of: "contrary", clause: "stop" } as const, "C", /not assessed under reading "C"; there is A, B/],
  [{ of: "contrary", clause: "no" } as const, undefined, /has no figure contrary:no/],
])("what is not there is said with what is: %o", (series, reading, why) => {
  expect(String(value(figureOfSummary(summary, series, reading)))).toMatch(why);
});

test("of a daily report: as heard and as fused, unit by unit", () => {
  const daily = {
    kind: "daily" as const,
    title: "T",
    date: "2025-04-20",
    zone: "Europe/Kyiv",
    from: "2025-04-19T21:00:00.000Z",
    until: "2025-04-20T21:00:00.000Z",
    asKnownAt: "v",
    counts: [
      { unit: "explosions", heard: "159–164", fused: "at least 147, plus uncounted fire in 2 rows" },
      { unit: "impact", of: "explosions", heard: "8", fused: "–" },
    ],
  };
  expect(value(figureOfDaily(daily, { of: "heard", unit: "explosion" }))).toEqual([159, 164, null]);
  expect(value(figureOfDaily(daily, { of: "fused", unit: "explosion" }))).toEqual([147, null, null]);
  expect(String(value(figureOfDaily(daily, { of: "incidents" })))).toMatch(/it has heard:explosion, fused:explosion/);
});

test("two totals differ by parts that add up and cannot be opened; nothing is claimed of why", () => {
  const of = (w: Written) => {
    if (!("figure" in w)) throw new Error(w.why);
    return w.figure;
  };
  const a = of(figureOfSummary(summary, { of: "contrary", clause: "stop" }, "A"));
  const b = of(figureOfSummary({ ...summary, vintage: "input set def" }, { of: "contrary", clause: "stop" }, "B"));
  const gap = gapOf({ a, b });
  expect(gap.gap).toEqual({ atLeast: -1, atMost: -5 });
  expect(gap.parts.map((p) => [p.cause, p.atLeast, p.atMost])).toEqual([["unexplained", -1, -5]]);
  expect(gap.notOpen).toEqual({ a: { atLeast: 3, atMost: 7 }, b: { atLeast: 2, atMost: 2 } });
});
