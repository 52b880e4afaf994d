import fc from "fast-check";
import { expect, test } from "vitest";
import { anyCondition } from "../store/condition.fixture.ts";
import { holds, liesIn, type Shape } from "../store/condition.ts";
import { BY_GRAVITY } from "../store/facet.ts";
import type { Found } from "../store/found.ts";
import { millis } from "../units.ts";
import type { AssessmentFound } from "./assessment-pages.ts";
import { partedByResult } from "./ogc-assessments.ts";
import { polygonsMeet } from "./ogc-zones.ts";

const IDS = ["i1", "i2"];
const CLAUSES = ["1", "1.a"];
const conditions = anyCondition(
  { incident: IDS, act: ["clash", "strike"], clause: CLAUSES, reading: ["ours"], result: BY_GRAVITY },
  ["from", "until"],
  {},
);
const rows = fc.record({
  id: fc.constantFrom(...IDS),
  act: fc.constantFrom("clash", "strike"),
  from: fc.integer({ min: -4, max: 5 }).map((h) => h * 5 * 3_600_000),
  clause: fc.constantFrom(...CLAUSES),
  result: fc.constantFrom(...BY_GRAVITY),
  position: fc.constantFrom(null, [10, 20] as const),
});

test("what the store is asked and what is asked of each result leave together what the whole filter leaves", () => {
  fc.assert(
    fc.property(conditions, rows, (where, { id, act, from, clause, result, position }) => {
      const time = { from: millis(from), until: millis(from + 1) };
      const found = { id, act, time, position, marking: "TLP:GREEN", status: "recorded" } as unknown as Found;
      const row: AssessmentFound = { id: "", found, clause, reading: "ours", result };
      const fields = { id, incident: id, act, clause, reading: "ours", result, from, until: from + 1 };
      const asked = {
        value: (f: string) => (f === "geometry" ? position && position[0] : fields[f as "id"]),
        list: () => [],
        meets: (shape: Shape) => position && liesIn(position, shape),
      };
      // The store knows an incident's id by that name alone.
      const { incident: _, ...ofIncident } = fields;
      const store = { ...asked, value: (f: string) => (f === "geometry" ? asked.value(f) : ofIncident[f as "id"]) };
      const { incidents, results } = partedByResult(where);
      const left = (!incidents || holds(incidents, store) === true) && (!results || results(row));
      expect(left).toBe(holds(where, asked) === true);
    }),
    { numRuns: 500 },
  );
});

const square = (w: number, s: number, e: number, n: number): [number, number][] => [
  [w, s],
  [e, s],
  [e, n],
  [w, n],
  [w, s],
];
test.each([
  ["a box over its edge", [square(0, 0, 10, 10)], [9, 4, 12, 6], true],
  ["a box that crosses it with no corner inside", [square(0, 0, 10, 10)], [-5, 4, 15, 6], true],
  ["a box in it", [square(0, 0, 10, 10)], [4, 4, 5, 5], true],
  ["a box round it", [square(0, 0, 10, 10)], [-5, -5, 15, 15], true],
  ["a box in its hole", [square(0, 0, 10, 10), square(2, 2, 8, 8)], [4, 4, 5, 5], false],
  ["a box that touches a corner", [square(0, 0, 10, 10)], [10, 10, 12, 12], true],
  ["a box beside it", [square(0, 0, 10, 10)], [11, 0, 12, 10], false],
] as const)("a zone and %s", (_name, rings, box, meet) => {
  expect(polygonsMeet([rings], { points: [], boxes: [box], polygons: [] })).toBe(meet);
  const [w, s, e, n] = box;
  expect(polygonsMeet([[square(w, s, e, n)]], { points: [], boxes: [], polygons: [rings] })).toBe(meet);
});
