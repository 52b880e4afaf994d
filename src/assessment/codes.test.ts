import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONDUCTS, type Conduct } from "./assessment.ts";
import { resultCodes, summariesOf } from "./codes.ts";
import { columnsOf } from "./columns.ts";
import { assess } from "./evaluate.ts";
import { explainer } from "./explain.ts";
import { attributions, compiled, incidents, invocations } from "./fixtures/made-many.ts";
import { summarise } from "./summary.ts";

describe("results as codes", () => {
  test("are those of the rows with traces: result, deciding fact, and the test by which a clause does not apply", () => {
    const seen = new Set<Conduct>();
    fc.assert(
      fc.property(incidents, invocations, attributions, (list, invoked, attributed) => {
        const options = { invocations: invoked, attributions: attributed };
        const found = resultCodes(columnsOf(list), compiled, options);
        const told = (row: number, clause: string, reading: string) => {
          const code = found.at(row, found.clauses.indexOf(clause), found.readings.indexOf(reading));
          const result = found.result(code);
          seen.add(result);
          return [result, found.fact(code), found.test(code)];
        };
        const rowOf = new Map(list.map((m, i) => [m.incident.id, i]));
        for (const row of assess(list, compiled, options)) {
          const at = rowOf.get(row.incident) as number;
          if ("clauses" in row)
            for (const clause of row.clauses)
              expect(told(at, clause, row.reading)).toEqual(["not-applicable", undefined, row.because[clause]]);
          else expect(told(at, row.clause, row.reading)).toEqual([row.result, row.decides?.fact, undefined]);
        }
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual([...CONDUCTS].sort());
  });

  test("explain gives the row of each, on demand", () => {
    fc.assert(
      fc.property(incidents, invocations, attributions, (list, invoked, attributed) => {
        const options = { invocations: invoked, attributions: attributed };
        const { explain } = explainer(compiled, options);
        const byId = new Map(list.map((m) => [m.incident.id, m]));
        for (const row of assess(list, compiled, options)) {
          const found = byId.get(row.incident) as (typeof list)[number];
          if (!("clauses" in row)) expect(explain(found, row.clause, row.reading)).toEqual(row);
          else
            for (const clause of row.clauses) {
              const told = explain(found, clause, row.reading);
              expect(told.result).toBe("not-applicable");
              expect(told.trace.find((t) => t.outcome === false)?.test).toBe(row.because[clause]);
            }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("sum up as the rows do", () => {
    fc.assert(
      fc.property(incidents, invocations, (list, invoked) => {
        const options = { invocations: invoked };
        expect(summariesOf(resultCodes(columnsOf(list), compiled, options))).toEqual(
          summarise([...assess(list, compiled, options)], compiled),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("a clause that is not there is refused by name", () => {
    const [one] = fc.sample(incidents, 1);
    const first = one?.[0];
    if (!first) throw new Error("no sample");
    expect(() => explainer(compiled).explain(first, "nothing", "A")).toThrow('no clause "nothing"');
    expect(() => explainer(compiled).explain(first, "stop-fire", "Z")).toThrow('no reading "Z"');
  });
});
