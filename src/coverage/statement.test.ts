import fc from "fast-check";
import { expect, test } from "vitest";
import { COVERAGE_STATES, type CoverageState, type CoverageWindow } from "../observation/coverage-window.ts";
import { millis } from "../units.ts";
import { coverageStatement, NO_COVERAGE } from "./statement.ts";

const window = (station: string, state: CoverageState, fromH: number, untilH: number): CoverageWindow => ({
  id: `${station}${fromH}`,
  station,
  kind: "camera",
  area: { kind: "unknown" },
  state,
  detects: [],
  blindTo: [],
  zone: "UTC",
  from: millis(fromH * 3_600_000),
  until: millis(untilH * 3_600_000),
  origin: { file: "f", line: 1 },
});
const day = { from: millis(0), until: millis(86_400_000) };

test("without coverage data the statement says that silence means nothing", () => {
  expect(coverageStatement([], day)).toMatchObject({ known: false, words: NO_COVERAGE });
});

test("windows wholly outside the period are no coverage of it", () => {
  expect(coverageStatement([window("CAM1", "watching", 30, 40)], day).known).toBe(false);
});

test("overlapping windows of one station count once, and are cut at the period", () => {
  const s = coverageStatement(
    [window("CAM1", "watching", -5, 10), window("CAM1", "watching", 8, 12), window("CAM2", "down", 20, 30)],
    day,
  );
  expect(s.hours.watching).toBe(12);
  expect(s.hours.down).toBe(4);
  expect(s.words).toBe(
    "Watched: 12 h by 2 stations and patrols; not or only partly watched: down 4 h. Outside these hours and areas silence means nothing.",
  );
});

test("the order of the windows changes nothing", () => {
  const arbitrary = fc.array(
    fc.record({
      station: fc.constantFrom("A", "B", "C"),
      state: fc.constantFrom(...COVERAGE_STATES),
      from: fc.integer({ min: -10, max: 30 }),
      length: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(arbitrary, (rows) => {
      const windows = rows.map((r) => window(r.station, r.state, r.from, r.from + r.length));
      expect(coverageStatement([...windows].reverse(), day)).toEqual(coverageStatement(windows, day));
    }),
  );
});

test("the period null means all windows", () => {
  expect(coverageStatement([window("A", "watching", 0, 3)], null).hours.watching).toBe(3);
});
