import { FULFILMENTS, type Fulfilment } from "../assessment/obligation.ts";
import { byCodePoint } from "../units.ts";
import type { IncidentDuty } from "./incident-duty.ts";

/** Totals of the duties that incidents give rise to, by what they come from and reading: plain counts of rows. */
export interface IncidentDutySummary {
  readonly from: IncidentDuty["from"];
  readonly reading: string;
  readonly rows: number;
  /** Rows of which it is known that the duty arises. */
  readonly arises: number;
  readonly results: Readonly<Record<Fulfilment, number>>;
  readonly due: Readonly<Record<IncidentDuty["due"], number>>;
}

/** Counts rows as they come; nothing of them is kept. */
export function summariseDuties(rows: Iterable<IncidentDuty>): IncidentDutySummary[] {
  const groups = new Map<
    string,
    {
      from: IncidentDuty["from"];
      reading: string;
      rows: number;
      arises: number;
      results: Record<Fulfilment, number>;
      due: Record<IncidentDuty["due"], number>;
    }
  >();
  for (const row of rows) {
    const key = `${"clause" in row.from ? `clause ${row.from.clause}` : `clock ${row.from.clock}`}\n${row.reading}`;
    let group = groups.get(key);
    if (!group) {
      const results = Object.fromEntries(FULFILMENTS.map((f) => [f, 0])) as Record<Fulfilment, number>;
      const due = { "not-yet": 0, passed: 0, unknown: 0 };
      groups.set(key, (group = { from: row.from, reading: row.reading, rows: 0, arises: 0, results, due }));
    }
    group.rows++;
    if (row.arises === true) group.arises++;
    group.results[row.result]++;
    group.due[row.due]++;
  }
  return [...groups].sort(([a], [b]) => byCodePoint(a, b)).map(([, group]) => group);
}
