import type { ObligationResult } from "../assessment/obligation.ts";
import type { Series } from "../assessment/series.ts";
import type { Severity } from "../assessment/severity.ts";
import type { ClauseFindings } from "../assessment/weapon-finding.ts";
import { canonical } from "../canonical.ts";
import type { Interval } from "../time/interval.ts";
import type { Case } from "../verification/cases.ts";
import type { IncidentDuty } from "../verification/incident-duty.ts";

/**
 * obligations.ndjson: a line for each obligation × reading × party (`kind` "obligation"), in the order of the agreement;
 * then one for each duty that an incident gives rise to (`kind` "incident-duty"), by incident.
 * @returns lines with their line break
 */
export function* obligationLines(
  obligations: Iterable<ObligationResult>,
  duties: Iterable<IncidentDuty>,
): Generator<string> {
  for (const row of obligations) yield `${canonical({ kind: "obligation", ...row })}\n`;
  for (const row of duties) yield `${canonical({ kind: "incident-duty", ...row })}\n`;
}

/**
 * cases.ndjson: a line for each complaint, investigation, finding, remedy and dispute with where it stands, by id.
 * Who wrote an entry and its words stay in the record; whoever dissents is named with the words of the dissent. Whom an
 * investigation or a finding holds responsible stands here only once it is a decision, and then with the incident.
 * @returns lines with their line break
 */
export function* caseLines(cases: Iterable<Case>): Generator<string> {
  for (const { opening, history, next, ...row } of cases) {
    const { attribution: _, ...about } = opening;
    yield `${canonical({
      ...row,
      ...about,
      history: history.map(({ step, act, to }) => ({
        entry: step.id,
        act,
        to,
        by: step.by,
        stated: step.stated,
        dissent: step.dissent,
      })),
      next: next.map(({ act, to, by }) => ({ act, to, by })),
    })}\n`;
  }
}

/** severity.ndjson: a line for each incident that is contrary to a clause for certain, under each reading. */
export function* severityLines(
  severities: Iterable<{ readonly incident: string; readonly reading: string; readonly severity: Severity }>,
): Generator<string> {
  for (const row of severities) yield `${canonical(row)}\n`;
}

/** series.json: the five series over all, day by day, and weapon findings beside them. They are never added up. */
export const seriesJson = (series: {
  readonly whole: Omit<Series, "period"> & { readonly period: Interval | null };
  readonly days: readonly (Series & { readonly day: string })[] | null;
  readonly withdrawals: readonly ClauseFindings[];
}): string => `${canonical(series)}\n`;
