import { canonical } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { type FindingRow, type Findings, isShared } from "./findings.ts";

/**
 * observations.ndjson: each observation, claim and aggregate once, by id, as canonical JSON.
 * @returns lines with their line break
 */
export function* observationLines(findings: Findings): Generator<string> {
  const all: Observation[] = [...findings.aggregates];
  for (const { incident } of findings.incidents) for (const m of incident.members) all.push(m.observation);
  all.sort((a, b) => byCodePoint(a.id, b.id));
  let before: string | undefined;
  for (const observation of all) {
    if (observation.id === before) continue;
    before = observation.id;
    yield `${canonical(observation)}\n`;
  }
}

/**
 * assessments.ndjson: one line for each incident × clause × reading, except that the clauses which do not apply to an
 * incident under a reading share one line. Ordered by incident, then as the agreement orders readings and clauses, the
 * shared line last; so the order in which rows arrive changes nothing.
 * @returns lines with their line break
 */
export function* assessmentLines(findings: Findings): Generator<string> {
  const { agreement } = findings;
  const readingAt = new Map(agreement.readings.map((r, n) => [r.id, n]));
  const clauseAt = new Map(agreement.clauses.map((c, n) => [c.id, n]));
  const place = (row: FindingRow): number =>
    (readingAt.get(row.reading) ?? 0) * (agreement.clauses.length + 1) +
    (isShared(row) ? agreement.clauses.length : (clauseAt.get(row.clause) ?? 0));
  const order = (a: FindingRow, b: FindingRow): number => byCodePoint(a.incident, b.incident) || place(a) - place(b);
  // Rows that come in order, as they do from an assessment, are passed on without being held.
  let before: FindingRow | undefined;
  let ordered = true;
  for (const row of findings.rows) {
    if (before && order(before, row) > 0) ordered = false;
    before = row;
  }
  for (const row of ordered ? findings.rows : [...findings.rows].sort(order)) yield `${canonical(row)}\n`;
}
