import type { CompiledAgreement } from "../agreement/compile.ts";
import { type ClauseSummary, CONDUCTS, type Conduct } from "../assessment/assessment.ts";
import { readingsOf } from "../assessment/evaluate.ts";
import type { FindingRow } from "../publication/findings.ts";
import { byCodePoint } from "../units.ts";

interface Tally {
  readonly results: Record<Conduct, number>;
  readonly by: Map<string, number>;
  breaches: number;
}

/** What `countRows` counts, over rows that come and go. */
export class RunningSummary {
  private readonly tallies = new Map<string, Map<string, Tally>>();

  /** @param readings as given to `assess`; left out: all */
  constructor(compiled: CompiledAgreement, readings?: readonly string[]) {
    for (const { reading } of readingsOf(compiled, readings))
      this.tallies.set(
        reading.id,
        new Map(
          compiled.clauses.map(({ clause }) => [
            clause.id,
            {
              results: Object.fromEntries(CONDUCTS.map((c) => [c, 0])) as Record<Conduct, number>,
              by: new Map(),
              breaches: 0,
            },
          ]),
        ),
      );
  }

  private tally(reading: string, clause: string): Tally {
    const found = this.tallies.get(reading)?.get(clause);
    if (!found) throw new RangeError(`a row of reading ${reading} and clause ${clause}, which are not counted`);
    return found;
  }

  /** @param sign 1 counts a row, −1 takes back one that was counted */
  change(row: FindingRow, sign: 1 | -1): void {
    if ("clauses" in row) {
      for (const clause of row.clauses) this.tally(row.reading, clause).results["not-applicable"] += sign;
      return;
    }
    const t = this.tally(row.reading, row.clause);
    t.results[row.result] += sign;
    if (row.breach) t.breaches += sign;
    if (!row.decides) return;
    const left = (t.by.get(row.decides.fact) ?? 0) + sign;
    if (left === 0) t.by.delete(row.decides.fact);
    else t.by.set(row.decides.fact, left);
  }

  /** One summary for each reading and clause, in the order of the agreement. */
  summaries(): ClauseSummary[] {
    return [...this.tallies].flatMap(([reading, clauses]) =>
      [...clauses].map(([clause, t]) => ({
        clause,
        reading,
        results: { ...t.results },
        atLeast: t.results.contrary,
        atMost: t.results.contrary + t.results.indeterminate,
        indeterminateBy: Object.fromEntries([...t.by].sort(([a], [b]) => byCodePoint(a, b))),
        breaches: t.breaches,
      })),
    );
  }
}
