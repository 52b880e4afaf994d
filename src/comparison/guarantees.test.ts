import { expect, test } from "vitest";
import { columnsOf } from "../assessment/columns.ts";
import { made } from "../assessment/fixtures/made.ts";
import { compareResults } from "./compared.ts";
import { comparisonOf } from "./comparison.ts";
import { draft, sides } from "./fixtures/drafts.ts";

const sections = (within: string, km: number, task: string, status: string) => `
texts:
  - {id: ladder-text, title: Note on responses, kind: other, status: ${status}, source: accord}
contingents:
  - id: force
    name: The force
    source: accord
    placements: [{id: p1, at: depth, says: A base in depth, position: [${35 + km / 73}, 48.9], source: accord}]
    constraints: [{id: k1, line: L-a, not-nearer-km: 100, says: Not nearer than 100 km, source: accord}]
    use-of-force: [{id: r1, rule: ${task === "open" ? "undecided" : "return-fire"}, says: As said, source: accord}]
    tasks: [{task: reassure, stance: ${task}, source: accord}]
response:
  determinations:
    - {id: broken, kind: breach, says: A breach is found, source: accord}
    - {id: attacked, kind: aggression, says: Aggression is found, source: accord}
  ladders:
    - id: L
      title: Ladder
      text: ladder-text
      started-by: broken
      source: accord
      steps:
        - {id: s1, title: Warn, who: [C], does: [warns], within: ${within}, source: accord}
        - {id: s2, title: Meet, who: [C], does: [meets], within: 72 h, counted-from: step s1, if: fire goes on, source: accord}
    - id: M
      title: Another
      text: ladder-text
      started-by: attacked
      source: accord
      steps: [{id: m1, title: Act, who: [C], does: [acts], source: accord}]
`;

const compared = (status = "draft") => {
  const both = sides(
    draft([], "", sections("24 h", 60, "included", status)),
    draft([1], "", sections("48 h", 120, "open", status)),
  );
  // An explosion first, which only the first text forbids; then fire, which both do.
  const found = [
    made({ time: { from: "2024-05-02T10:00:00", until: "2024-05-02T10:30:00" } }, "explosion"),
    made({ acts: ["fire"], time: { from: "2024-05-03T10:00:00", until: "2024-05-03T10:30:00" } }, "fire"),
  ];
  const result = compareResults({ columns: columnsOf(found), sides: both, countEqual: true });
  return comparisonOf(result, { clock: both.a.compiled.missionZone, period: null });
};

test("a step could have been armed from the first conduct that is contrary for certain, and not by a count", () => {
  const { ladder } = compared();
  const [a, b] = [ladder?.steps.a ?? [], ladder?.steps.b ?? []];
  const utc = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString());
  expect(a.map((s) => [s.step, utc(s.earliest), utc(s.due), s.incident])).toEqual([
    ["Warn", "2024-05-02T07:30:00.000Z", "2024-05-03T07:30:00.000Z", "explosion"],
    ["Meet", "2024-05-02T07:30:00.000Z", null, "explosion"],
    ["Act", null, null, null],
  ]);
  expect(utc(b[0]?.earliest)).toBe("2024-05-03T07:30:00.000Z");
  expect(utc(b[0]?.due)).toBe("2024-05-05T07:30:00.000Z");
  expect(a[0]?.words).toContain("a determination by a body that the text does not name starts the clock");
  expect(a[1]?.words).toContain("only where people find: fire goes on");
  expect(a[2]?.words).toContain("conduct under a clause does not lead to it");
  expect(ladder?.exerciseOnly).toEqual({ a: true, b: true });
  expect(compared("in-force").ladder?.exerciseOnly).toEqual({ a: false, b: false });
});

test("placements by plain distance, tasks as each text has them", () => {
  const [p] = compared().placements;
  expect(p?.contingent).toBe("The force");
  const km = (side: "a" | "b") => p?.fromLines[side].find((d) => d.line === "L-a")?.km ?? 0;
  expect(Math.abs(km("a") - 60)).toBeLessThan(3);
  expect(Math.abs(km("b") - 120)).toBeLessThan(5);
  expect(p?.tasks).toEqual([{ task: "reassure", says: { a: "included", b: "open" } }]);
});

test("constraints, and the rule on the use of force, side by side", () => {
  const [p] = compared().placements;
  expect(p?.constraints.a.map((k) => k.result)).toEqual(["not-kept"]);
  expect(p?.constraints.b.map((k) => k.result)).toEqual(["kept"]);
  expect(p?.useOfForce).toEqual({
    a: [{ rule: "return-fire", says: "As said" }],
    b: [{ rule: "undecided", says: "As said" }],
  });
  expect(p?.same).toBe(false);
});

test("a zone that stands for a placement is as far as its nearest edge, and 0 where the line enters it", () => {
  const zone = (km: number) => `
contingents:
  - id: force
    name: The force
    source: accord
    placements: [{id: p1, at: depth, says: In the area, zone: base-${km}, source: accord}]
`;
  const withZone = (km: number) =>
    draft(
      [],
      "",
      zone(km),
      `  - {id: base-${km}, name: Base, kind: area, as-of: 2024-05-01, source: accord, circle: {centre: [${35 + km / 73}, 48.9], radius-km: 20}}\n`,
    );
  const both = sides(withZone(60), withZone(10));
  const c = comparisonOf(compareResults({ columns: columnsOf([made()]), sides: both, countEqual: true }), {
    clock: both.a.compiled.missionZone,
    period: null,
  });
  const km = (side: "a" | "b") => c.placements[0]?.fromLines[side].find((d) => d.line === "L-a")?.km;
  expect(Math.abs((km("a") ?? 0) - 40)).toBeLessThan(3);
  expect(km("b")).toBe(0);
  expect([c.placements[0]?.same, c.same]).toEqual([false, false]);
});

test("texts without guarantees have neither", () => {
  const both = sides(draft([]), draft([1]));
  const c = comparisonOf(compareResults({ columns: columnsOf([made()]), sides: both, countEqual: true }), {
    clock: both.a.compiled.missionZone,
    period: null,
  });
  expect([c.ladder, c.placements]).toEqual([null, []]);
});
