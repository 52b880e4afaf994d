import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf } from "../assessment/columns.ts";
import { assess } from "../assessment/evaluate.ts";
import { made } from "../assessment/fixtures/made.ts";
import { compiled, incidents } from "../assessment/fixtures/made-many.ts";
import { summarise } from "../assessment/summary.ts";
import { sides } from "./fixtures/drafts.ts";
import { replay } from "./replay.ts";

type Many = typeof incidents extends fc.Arbitrary<infer T> ? T : never;
const side = sides(compiled, compiled).a;
const run = (found: Many, by: "day" | "week" = "day") =>
  replay({ columns: columnsOf(found), side, by, clock: compiled.missionZone, period: null });

describe("replay", () => {
  test.each(["day", "week"] as const)("the series by %s and what has no single period add up to the total", (by) => {
    fc.assert(
      fc.property(incidents, (found) => {
        const { series, undated, total } = run(found, by);
        for (const figure of ["incidents", "exempt", "indeterminate", "notContrary", "notApplicable"] as const)
          expect(series.reduce((n, e) => n + e[figure], undated[figure])).toBe(total[figure]);
        expect(series.reduce((n, e) => n + e.contrary.atLeast, undated.contrary.atLeast)).toBe(total.contrary.atLeast);
        expect(total.incidents).toBe(found.length);
        for (const e of series) expect(e.contrary.atMost).toBeLessThanOrEqual(total.contrary.atMost);
        for (const unit of total.fused)
          expect(
            [...series, undated].reduce((n, e) => n + (e.fused.find((f) => f.unit === unit.unit)?.atLeast ?? 0), 0),
          ).toBe(unit.atLeast);
      }),
      { numRuns: 40 },
    );
  });

  test("clauses are counted as `assess` counts them", () => {
    fc.assert(
      fc.property(incidents, (found) => {
        const { total } = run(found);
        const rows = assess(found, compiled, { readings: ["A"] });
        for (const { clause, atLeast, atMost } of summarise(rows, compiled, ["A"]))
          expect(total.clauses[clause] ?? { atLeast: 0, atMost: 0 }).toEqual({ atLeast, atMost });
      }),
      { numRuns: 40 },
    );
  });

  test("the order of the incidents changes nothing", () => {
    fc.assert(
      fc.property(incidents, (found) => {
        expect(run([...found].reverse())).toEqual(run(found));
      }),
      { numRuns: 20 },
    );
  });

  test("an incident over midnight belongs to no single day, and may be of either", () => {
    const { series, undated } = run([
      made({ time: { from: "2024-05-01T23:00:00", until: "2024-05-02T01:00:00" } }),
      made({ time: { from: "2024-05-02T12:00:00" } }, "i2"),
    ]);
    expect(series.map((e) => [e.period, e.incidents, e.contrary])).toEqual([
      ["2024-05-01", 0, { atLeast: 0, atMost: 1 }],
      ["2024-05-02", 1, { atLeast: 1, atMost: 2 }],
    ]);
    expect(undated).toMatchObject({ incidents: 1, contrary: { atLeast: 1, atMost: 1 } });
  });

  test("days are the mission's, weeks begin on Monday", () => {
    const late = made({ time: { from: "2024-05-05T23:30:00" } });
    expect(run([late]).series.map((e) => e.period)).toEqual(["2024-05-05"]);
    expect(run([late], "week").series.map((e) => e.period)).toEqual(["2024-04-29"]);
  });

  test("quiet days between others are listed with nothing on them", () => {
    const { series } = run([made(), made({ time: { from: "2024-05-05T12:00:00" } }, "i2")]);
    expect(series.map((e) => e.incidents)).toEqual([1, 0, 0, 1]);
  });
});
