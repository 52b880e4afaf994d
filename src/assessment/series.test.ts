import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, millis } from "../units.ts";
import { assess } from "./evaluate.ts";
import { made } from "./fixtures/made.ts";
import { attributions, compiled, incidents } from "./fixtures/made-many.ts";
import { seriesOf } from "./series.ts";

const day = (n: number) => {
  const from = millis(Date.UTC(2024, 4, n) - 3 * 3_600_000);
  return { from, until: millis(from + DAY) };
};
const explosions = (min: number) => [{ min, max: min, unit: "explosion" as const, form: "number" as const }];

describe("the five series", () => {
  test("stand apart: seven rounds heard twice, one contrary, none attributed, none adopted", () => {
    const list = [made({ heard: explosions(14), fused: explosions(7), time: { from: "2024-05-02T14:00:00" } })];
    const [first, second] = seriesOf(list, assess(list, compiled, { readings: ["A"] }), [], [day(1), day(2)]);
    expect(first).toMatchObject({ heard: [], fused: [], contrary: [{ atLeast: 0, atMost: 0 }] });
    expect(second).toMatchObject({
      heard: [{ unit: "explosion", certain: { min: 14 } }],
      fused: [{ unit: "explosion", certain: { min: 7 } }],
      contrary: [{ reading: "A", atLeast: 1, atMost: 1 }],
      breaches: [{ atLeast: 0, atMost: 0 }],
      adopted: 0,
    });
  });

  test("a time that reaches over midnight is certain on no day and possible on both", () => {
    const list = [
      made({ fused: explosions(1), time: { from: "2024-05-01T20:00", until: "2024-05-02T04:00", kind: "window" } }),
    ];
    const series = seriesOf(list, assess(list, compiled, { readings: ["A"] }), [], [day(1), day(2)]);
    expect(series.map((s) => [s.fused[0]?.certain.min, s.fused[0]?.possible.min])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test("an episode seen over midnight belongs to the day on which it began", () => {
    const list = [made({ fused: explosions(3), time: { from: "2024-05-01T23:50:00", until: "2024-05-02T00:20:00" } })];
    const series = seriesOf(list, [], [], [day(1), day(2)]);
    expect(series.map((s) => s.fused[0]?.certain.min)).toEqual([3, undefined]);
  });

  test("an adopted finding counts on the day of its adoption, once, whatever it is about", () => {
    const adopted = {
      id: "f1",
      clause: "stop-fire",
      incidents: ["i1", "i2"],
      adopted: day(2).from + 1,
      withDissent: true,
    };
    expect(seriesOf([], [], [adopted, adopted], [day(1), day(2)]).map((s) => s.adopted)).toEqual([0, 1]);
  });

  test("at least is never above at most, breaches never above contrary, and days of windows add up to no more than all", () => {
    const days = [30, 31, 32, 33, 34, 35].map((n) => day(n - 30));
    fc.assert(
      fc.property(incidents, attributions, (list, attributed) => {
        const rows = [...assess(list, compiled, { attributions: attributed })];
        const series = seriesOf(list, rows, [], days);
        for (const s of series)
          for (const [k, c] of s.contrary.entries()) {
            const b = s.breaches[k];
            expect(c.atLeast <= c.atMost && (b?.atLeast ?? 0) <= c.atLeast && (b?.atMost ?? 0) <= c.atMost).toBe(true);
          }
        // Each total is that of its incidents one by one.
        for (const [k, period] of days.entries()) {
          const alone = list.flatMap((one) => seriesOf([one], [], [], [period]).flatMap((s) => s.fused));
          for (const { unit, certain, possible } of series[k]?.fused ?? []) {
            const own = alone.filter((t) => t.unit === unit);
            expect(certain.min).toBe(own.reduce((sum, t) => sum + t.certain.min, 0));
            expect(possible.min).toBe(own.reduce((sum, t) => sum + t.possible.min, 0));
          }
        }
        // Each period is what it is alone.
        expect(days.flatMap((d) => seriesOf(list, rows, [], [d]))).toEqual(series);
        const certain = series.reduce((sum, s) => sum + (s.contrary[0]?.atLeast ?? 0), 0);
        expect(certain).toBeLessThanOrEqual(list.length);
      }),
      { numRuns: 60 },
    );
  });
});
