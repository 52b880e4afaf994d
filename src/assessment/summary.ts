import type { CompiledAgreement } from "../agreement/compile.ts";
import { byCodePoint } from "../units.ts";
import { type Assessment, type ClauseSummary, CONDUCTS, type Conduct } from "./assessment.ts";
import { type NotApplicableRow, readingsOf } from "./evaluate.ts";

interface Tally {
  readonly results: Record<Conduct, number>;
  readonly by: Map<string, number>;
  breaches: number;
}

/** What a row must say to be counted, whether its words are written out or shared. */
export type CountedRow = Assessment | Pick<NotApplicableRow, "reading" | "clauses">;

/** Counts rows as they pass. */
export interface SummaryCounter {
  readonly add: (row: CountedRow) => void;
  /** Takes back a row that was counted. */
  readonly remove: (row: CountedRow) => void;
  /** One summary for each reading and clause, in the order of the agreement, also where nothing was counted. */
  readonly summaries: () => ClauseSummary[];
}

/**
 * @param readings as given to `assess`; left out: all
 * @param from     summaries to go on from, as a counter of the same terms and readings gave them
 */
export function countRows(
  compiled: CompiledAgreement,
  readings?: readonly string[],
  from: readonly ClauseSummary[] = [],
): SummaryCounter {
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
  for (const { reading, clause, results, indeterminateBy, breaches } of from) {
    const t = tally(reading, clause);
    Object.assign(t.results, results);
    for (const [fact, times] of Object.entries(indeterminateBy)) t.by.set(fact, times);
    t.breaches = breaches;
  }
  const count = (row: CountedRow, sign: 1 | -1): void => {
    if ("clauses" in row) {
      for (const clause of row.clauses) tally(row.reading, clause).results["not-applicable"] += sign;
      return;
    }
    const t = tally(row.reading, row.clause);
    t.results[row.result] += sign;
    if (row.breach) t.breaches += sign;
    if (!row.decides) return;
    const left = (t.by.get(row.decides.fact) ?? 0) + sign;
    if (left === 0) t.by.delete(row.decides.fact);
    else t.by.set(row.decides.fact, left);
  };
  return {
    add: (row) => count(row, 1),
    remove: (row) => count(row, -1),
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
  rows: Iterable<CountedRow>,
  compiled: CompiledAgreement,
  readings?: readonly string[],
): ClauseSummary[] {
  const counter = countRows(compiled, readings);
  for (const row of rows) counter.add(row);
  return counter.summaries();
}
