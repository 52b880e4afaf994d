import type { CompiledAgreement } from "../agreement/compile.ts";
import { byCodePoint } from "../units.ts";
import { type ClauseSummary, CONDUCTS, type Conduct } from "./assessment.ts";
import { type AssessmentRow, readingsOf } from "./evaluate.ts";

interface Tally {
  readonly results: Record<Conduct, number>;
  readonly by: Map<string, number>;
  breaches: number;
}

/** Counts rows as they pass. */
export interface SummaryCounter {
  readonly add: (row: AssessmentRow) => void;
  /** One summary for each reading and clause, in the order of the agreement, also where nothing was counted. */
  readonly summaries: () => ClauseSummary[];
}

/** @param readings as given to `assess`; left out: all */
export function countRows(compiled: CompiledAgreement, readings?: readonly string[]): SummaryCounter {
  const tallies = new Map<string, Map<string, Tally>>();
  for (const { reading } of readingsOf(compiled, readings)) {
    const clauses = new Map<string, Tally>();
    for (const { clause } of compiled.clauses)
      clauses.set(clause.id, {
        results: Object.fromEntries(CONDUCTS.map((c) => [c, 0])) as Record<Conduct, number>,
        by: new Map(),
        breaches: 0,
      });
    tallies.set(reading.id, clauses);
  }
  const tally = (reading: string, clause: string): Tally => {
    const found = tallies.get(reading)?.get(clause);
    if (!found)
      throw new RangeError(`countRows: a row of reading ${reading} and clause ${clause}, which are not counted`);
    return found;
  };
  return {
    add: (row) => {
      if ("clauses" in row) {
        for (const clause of row.clauses) tally(row.reading, clause).results["not-applicable"]++;
        return;
      }
      const t = tally(row.reading, row.clause);
      t.results[row.result]++;
      if (row.breach) t.breaches++;
      if (row.decides) t.by.set(row.decides.fact, (t.by.get(row.decides.fact) ?? 0) + 1);
    },
    summaries: () =>
      [...tallies].flatMap(([reading, clauses]) =>
        [...clauses].map(([clause, t]) => ({
          clause,
          reading,
          results: { ...t.results },
          atLeast: t.results.contrary,
          atMost: t.results.contrary + t.results.indeterminate,
          indeterminateBy: Object.fromEntries([...t.by].sort(([a], [b]) => byCodePoint(a, b))),
          breaches: t.breaches,
        })),
      ),
  };
}

/** The summaries of rows that are at hand. */
export function summarise(
  rows: Iterable<AssessmentRow>,
  compiled: CompiledAgreement,
  readings?: readonly string[],
): ClauseSummary[] {
  const counter = countRows(compiled, readings);
  for (const row of rows) counter.add(row);
  return counter.summaries();
}
