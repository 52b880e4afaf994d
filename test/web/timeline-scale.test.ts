import fc from "fast-check";
import { expect, test } from "vitest";
import { binsOf, firstAxis } from "../../web/situation/timeline-scale.ts";

const DAY = 86_400_000;
type Bar = Parameters<typeof firstAxis>[0][number];

const bar = (day: number, contrary: number): Bar => ({
  from: day * DAY,
  until: (day + 1) * DAY,
  results: { contrary, indeterminate: 0, exempt: 0, "not-contrary": 0, "not-applicable": 0 },
});
const sum = (bars: readonly Bar[]): number => bars.reduce((all, b) => all + (b.results["contrary"] ?? 0), 0);
const truce = Array.from({ length: 30 }, (_, i) => bar(20_000 + i, 10));

test.each([
  ["one in a wrong year does not stretch the axis", [bar(0, 1), ...truce], 1, 0],
  ["nor one at each end, nor several far away", [bar(0, 1), bar(9_000, 1), ...truce, bar(40_000, 1)], 2, 1],
  ["a quiet day before the truce stays", [bar(19_995, 1), ...truce], 0, 0],
  ["a tenth of all is no outlier, however far away", [bar(0, 30), ...truce], 0, 0],
  ["two that lie far apart are both shown", [bar(0, 1), bar(20_000, 1)], 0, 0],
  ["of three, none gives way", [bar(0, 1), bar(20_000, 1), bar(20_010, 1)], 0, 0],
  ["a truce of days is shown from its first to its last incident", [bar(20_000, 1), ...truce.slice(10, 12)], 0, 0],
  ["nothing has no axis", [], 0, 0],
] as const)("%s", (_, bars, earlier, later) => {
  const axis = firstAxis(bars);
  expect([axis.earlier, axis.later]).toEqual([earlier, later]);
  expect(sum(axis.bars) + earlier + later).toBe(sum(bars));
});

test("what the axis shows and what it says lies beyond add up, the order stays, and most of them are in sight", () => {
  const days = fc.uniqueArray(
    fc.record({ day: fc.integer({ min: 0, max: 5_000 }), n: fc.integer({ min: 1, max: 400 }) }),
    {
      selector: (d) => d.day,
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(days, (made) => {
      const bars = made.sort((a, b) => a.day - b.day).map((d) => bar(d.day, d.n));
      const axis = firstAxis(bars);
      expect(sum(axis.bars) + axis.earlier + axis.later).toBe(sum(bars));
      expect(bars.slice(bars.indexOf(axis.bars[0] as Bar)).slice(0, axis.bars.length)).toEqual(
        bars.length === 0 ? [] : axis.bars,
      );
      expect(axis.earlier + axis.later).toBeLessThanOrEqual(Math.max(1, sum(bars) / 100));
    }),
  );
});

test("case 27: the chart begins with the first bar, ends with the last, and its bins add up to the table's rows", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 300 }),
      (days, most) => {
        const bars = days.sort((a, b) => a - b).map((d) => bar(d, d + 1));
        const bins = binsOf({ step: "day", bars }, [[0, 0]], most);
        expect(bins.length).toBeLessThanOrEqual(most);
        expect(bins.reduce((all, b) => all + b.total, 0)).toBe(sum(bars));
        expect(bins[0]?.from).toBe(bars[0]?.from);
        expect(bins.at(-1)?.until).toBeGreaterThanOrEqual(bars.at(-1)?.until as number);
        expect(bins.at(-1)?.total).toBeGreaterThan(0);
      },
    ),
  );
});

test("case 27: a bin of days begins at the mission's midnights, also over a change of its clocks", () => {
  // Europe/Kyiv went from two hours ahead to three on 30 March 2025, 03:00.
  const offsets = [
    [0, 120],
    [Date.UTC(2025, 2, 30, 1), 180],
  ] as const;
  const midnight = (day: number): number => Date.UTC(2025, 2, day, day > 30 ? -3 : -2);
  const bars = [27, 29, 30, 31, 34].map((day) => ({ ...bar(0, 1), from: midnight(day), until: midnight(day + 1) }));
  expect(binsOf({ step: "day", bars }, offsets, 4).map((b) => [b.from, b.until, b.total])).toEqual([
    [midnight(27), midnight(29), 1],
    [midnight(29), midnight(31), 2],
    [midnight(31), midnight(33), 1],
    [midnight(33), midnight(35), 1],
  ]);
});
