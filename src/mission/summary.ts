import type { CountTotal } from "../observation/count.ts";
import type { UnitTotal } from "../publication/findings.ts";
import { glanceOf } from "../publication/glance.ts";
import { caseCounts } from "../verification/adopted.ts";
import { summariseDuties } from "../verification/incident-duty-summary.ts";
import type { Derived } from "./derive.ts";

const bounds = ({ unit, total }: UnitTotal) => ({ unit, ...limits(total) });

/** "At least" and "at most" of a total; null: open above. */
const limits = (total: CountTotal) => ({ atLeast: total.min, atMost: total.max, uncounted: total.uncounted });

/**
 * The summary that `assess` prints: every count is what a plain count over the written files gives. It names no party.
 */
export function summaryOf(derived: Derived): object {
  const { findings, gathered, outsidePeriod } = derived;
  const recorded = findings.incidents.filter(({ incident }) => incident.status === "recorded").length;
  const { agreement } = findings;
  return {
    agreement: {
      id: agreement.id,
      title: agreement.title,
      status: agreement.status,
      demonstration: agreement.demonstration,
      zone: agreement.zone,
    },
    readings: agreement.readings.map((r) => r.id),
    period: findings.period,
    containment: agreement.containment,
    vintage: findings.vintage,
    marking: findings.marking,
    coverage: { known: findings.coverage.known, statement: findings.coverage.statement },
    files: findings.files.map(({ refusals: _r, assumptions: _a, warnings: _w, ...account }) => account),
    observations: gathered.observations.length,
    claims: findings.totals.claims,
    aggregates: findings.totals.aggregates,
    repeatedAcrossFiles: gathered.repeatedAcrossFiles,
    rivalVersions: gathered.rivalVersions.length,
    basesChanged: findings.beside?.basesChanged ?? [],
    refusedFiles: findings.beside?.refusedFiles ?? [],
    forgottenFiles: findings.beside?.forgotten ?? [],
    incidents: recorded,
    claimedIncidents: findings.totals.claimedIncidents,
    outsidePeriod,
    heard: findings.totals.heard.map(bounds),
    fused: findings.totals.fused.map(bounds),
    clauses: findings.summary,
    // Whose duty it is, and no count of incidents by party: those stand with the rows and their traces.
    ...(derived.obligations.length > 0 && {
      obligations: derived.obligations.map(({ trace: _trace, against: _against, ...row }) => row),
    }),
    ...judgedSummary(derived),
    titles: Object.fromEntries(agreement.clauses.map((c) => [c.id, c.title])),
    glance: glanceOf(findings),
    breaches: findings.summary.reduce((sum, c) => sum + c.breaches, 0),
  };
}

/** The five series over the period or all, apart; weapon findings; duties that incidents give rise to; cases by state. */
function judgedSummary({ judged }: Derived): object {
  const withdrawals = judged.withdrawals();
  const duties = summariseDuties(judged.incidentDuties());
  const cases = judged.cases();
  return {
    series: judged.series(),
    ...(withdrawals.length > 0 && { withdrawals }),
    ...(duties.length > 0 && { incidentDuties: duties }),
    ...(cases.length > 0 && { cases: caseCounts(cases) }),
  };
}
