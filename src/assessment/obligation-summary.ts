import { FULFILMENTS, type Fulfilment, type ObligationResult } from "./obligation.ts";

/** Totals of one obligation over parties under one reading, for the summary: no ratio, no score. */
export interface ObligationSummary {
  readonly clause: string;
  readonly reading: string;
  readonly results: Readonly<Record<Fulfilment, number>>;
  readonly due: Readonly<Record<ObligationResult["due"], number>>;
}

export function summariseObligations(rows: readonly ObligationResult[]): ObligationSummary[] {
  const groups = new Map<string, ObligationResult[]>();
  for (const row of rows) {
    const key = `${row.reading}\n${row.clause}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const count = <K extends string>(keys: readonly K[], of: (k: K) => number) =>
    Object.fromEntries(keys.map((k) => [k, of(k)])) as Record<K, number>;
  return [...groups.values()].map((group) => {
    const [{ clause, reading }] = group as [ObligationResult, ...ObligationResult[]];
    return {
      clause,
      reading,
      results: count(FULFILMENTS, (f) => group.filter((r) => r.result === f).length),
      due: count(["not-yet", "passed", "none", "unknown"], (d) => group.filter((r) => r.due === d).length),
    };
  });
}
