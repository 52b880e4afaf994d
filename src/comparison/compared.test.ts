import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONDUCTS } from "../assessment/assessment.ts";
import { columnsOf } from "../assessment/columns.ts";
import { assess } from "../assessment/evaluate.ts";
import { made } from "../assessment/fixtures/made.ts";
import { attributions, cells, compiled, incidents, invocations } from "../assessment/fixtures/made-many.ts";
import { canonical } from "../canonical.ts";
import { compareResults, NONE } from "./compared.ts";
import { type Comparison, comparisonOf } from "./comparison.ts";
import { draft, drafts, sides } from "./fixtures/drafts.ts";
import type { Both, Side } from "./side.ts";

const reading = fc.constantFrom("A", "B");
type Many = typeof incidents extends fc.Arbitrary<infer T> ? T : never;

const compared = (found: Many, both: Both<Side>, decided = {}, countEqual = true) =>
  compareResults({ columns: columnsOf(found), sides: both, options: { a: decided, b: decided }, countEqual });
const comparison = (found: Many, both: Both<Side>, decided = {}): Comparison =>
  comparisonOf(compared(found, both, decided), { clock: both.a.compiled.missionZone, period: null });

describe("two texts over one history", () => {
  test("a text compared with itself differs in nothing", () => {
    fc.assert(
      fc.property(incidents, reading, (found, r) => {
        const c = comparison(found, sides(compiled, compiled, { a: r, b: r }));
        expect(c).toMatchObject({ same: true, changes: [], moves: [], text: [], parties: [], zones: [], days: [] });
        expect(c.terms.every((t) => t.differences.length === 0 && t.reasons.length === 0)).toBe(true);
        expect(canonical(c.counts.a)).toBe(canonical(c.counts.b));
      }),
      { numRuns: 20 },
    );
  });

  test("results are those that each text gives alone, though what asks the same is run once", () => {
    fc.assert(
      fc.property(
        incidents,
        drafts,
        drafts,
        reading,
        reading,
        invocations,
        attributions,
        (found, x, y, p, q, inv, att) => {
          const both = sides(x, y, { a: p, b: q });
          const decided = { invocations: inv, attributions: att };
          const { clauses } = compared(found, both, decided);
          for (const side of ["a", "b"] as const) {
            const { compiled: text, reading: under } = both[side];
            const alone = cells(assess(found, text, { ...decided, readings: [under.reading.id] }));
            let checked = 0;
            for (const c of clauses) {
              const id = c[side]?.id;
              found.forEach(({ incident }, row) => {
                const result = c.results?.[side][row] ?? NONE;
                if (result === NONE) return;
                checked++;
                expect(CONDUCTS[result]).toBe(alone.get(`${incident.id} ${id} ${under.reading.id}`));
              });
            }
            expect(checked).toBe(alone.size);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("skipping what is equal changes neither which incidents change nor how they come out", () => {
    fc.assert(
      fc.property(incidents, drafts, drafts, reading, reading, (found, x, y, p, q) => {
        const both = sides(x, y, { a: p, b: q });
        const [whole, lean] = [compared(found, both), compared(found, both, {}, false)];
        expect([...lean.changed]).toEqual([...whole.changed]);
        expect(lean.strongest).toEqual(whole.strongest);
      }),
      { numRuns: 80 },
    );
  });

  test("B beside A mirrors A beside B", () => {
    fc.assert(
      fc.property(incidents, drafts, drafts, (found, x, y) => {
        const [there, back] = [comparison(found, sides(x, y)), comparison(found, sides(y, x))];
        const swap = <T extends { a: unknown; b: unknown }>(v: T) => ({ ...v, a: v.b, b: v.a });
        expect(back.same).toBe(there.same);
        expect(back.counts).toEqual(swap(there.counts));
        expect(back.onlyUnder).toEqual(swap(there.onlyUnder));
        expect(back.firmerUnder).toEqual(swap(there.firmerUnder));
        expect(back.text).toEqual(there.text.map(swap));
        expect(back.days).toEqual(
          there.days.map((d) => ({
            period: d.period,
            contrary: swap(d.contrary),
            exempt: swap(d.exempt),
            indeterminate: swap(d.indeterminate),
          })),
        );
        const key = (c: { a: unknown; b: unknown; incident: string; clause: { a: unknown; b: unknown } }) =>
          canonical([c.incident, c.clause, c.a, c.b]);
        expect(back.changes.map(key).sort()).toEqual(
          there.changes.map((c) => key({ ...swap(c), clause: swap(c.clause) })).sort(),
        );
      }),
      { numRuns: 40 },
    );
  });

  test("what counts more or less is what counts under one side alone", () => {
    fc.assert(
      fc.property(incidents, drafts, drafts, reading, reading, (found, x, y, p, q) => {
        const c = comparison(found, sides(x, y, { a: p, b: q }));
        const { a, b } = c.onlyUnder;
        expect(c.counts.b.atLeast - c.counts.a.atLeast).toBe(
          b.certain.length + c.firmerUnder.b.length - a.certain.length - c.firmerUnder.a.length,
        );
        expect(c.counts.b.atMost - c.counts.a.atMost).toBe(
          b.certain.length + b.possible.length - a.certain.length - a.possible.length,
        );
        for (const t of c.terms) {
          const moved = t.reasons.reduce((n, r) => n + r.incidents, 0);
          const own = c.changes.filter((x) => x.clause.a === t.clause.a && x.clause.b === t.clause.b);
          expect(moved).toBe(own.length);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("every change says which tests differ", () => {
    fc.assert(
      fc.property(incidents, drafts, drafts, (found, x, y) => {
        for (const c of comparison(found, sides(x, y)).changes)
          if (c.a !== null && c.b !== null) expect(c.because.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe("which clause stands for which", () => {
  test("by id, then by reference; alone where neither is found", () => {
    const { terms } = comparison([made()], sides(draft([]), draft([8], "no-exercises")));
    const of = (id: string) => terms.find((t) => t.clause.a === id);
    expect(of("stop-fire")).toMatchObject({ by: "id", sameTest: true, differences: [] });
    expect(of("quiet-nights")).toMatchObject({ by: "reference", sameTest: true, clause: { b: "still-nights" } });
    expect(of("no-exercises")).toMatchObject({ by: "only-a", clause: { b: null } });
  });

  test.each([
    [0, "quiet-nights", "threshold"],
    [1, "stop-fire", "acts"],
    [4, "stop-fire", "where"],
    [6, "heavy-weapons", "distance from lines"],
    [9, "energy", "text"],
  ])("edit %i is told of clause %s as %s", (edit, clause, field) => {
    const { terms } = comparison([made()], sides(draft([]), draft([edit])));
    const differing = terms.filter((t) => t.differences.length > 0);
    expect(differing.map((t) => t.clause.a)).toEqual([clause]);
    expect(differing[0]?.differences.map((d) => d.field)).toContain(field);
  });

  test("words that differ ask the same, and so nothing is run twice", () => {
    const { clauses } = compared([made()], sides(draft([]), draft([9])));
    expect(clauses.filter((c) => !c.same)).toEqual([]);
  });

  test("a zone drawn otherwise is told of every clause that speaks of it", () => {
    const { clauses } = compared([made()], sides(draft([]), draft([3])));
    expect(clauses.filter((c) => !c.same).map((c) => c.a?.id)).toEqual(["stop-fire"]);
  });
});
