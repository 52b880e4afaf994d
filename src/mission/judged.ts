import type { CompiledAgreement } from "../agreement/compile.ts";
import { EARLIEST, LATEST } from "../agreement/compile.ts";
import type { Assessment } from "../assessment/assessment.ts";
import type { AssessOptions } from "../assessment/evaluate.ts";
import { Persistence } from "../assessment/persistence.ts";
import { type Series, seriesOf } from "../assessment/series.ts";
import { type Severity, severityOf } from "../assessment/severity.ts";
import { type ClauseFindings, withdrawalFindings } from "../assessment/weapon-finding.ts";
import { asOfRecord, type WholeRecord } from "../assessment/whole-record.ts";
import type { FindingRow, FoundIncident } from "../publication/findings.ts";
import { isShared } from "../publication/findings.ts";
import { dayInterval, dayOf } from "../time/day.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone } from "../time/zone.ts";
import { byCodePoint, DAY, type Millis, millis } from "../units.ts";
import { adoptedFindings } from "../verification/adopted.ts";
import { type Case, type CaseStep, casesOf } from "../verification/cases.ts";
import { caseStepOf } from "../verification/entries.ts";
import { type IncidentDuty, incidentDuties } from "../verification/incident-duty.ts";
import { procedureOf } from "../verification/procedure.ts";
import type { Recorded } from "./recorded.ts";

/** An incident with all its rows. */
export interface WithRows {
  readonly found: FoundIncident;
  readonly rows: readonly FindingRow[];
}

/** The five series of a day on the mission's clock. */
export interface DaySeries extends Series {
  readonly day: string;
}

/** How grave one incident is that is contrary under a reading. */
export interface IncidentSeverity {
  readonly incident: string;
  readonly reading: string;
  readonly severity: Severity;
}

/**
 * What is judged of a record beside its rows of incident × clause. Each is worked out when it is asked for, from the
 * same values whether the record was derived whole or grew.
 */
export interface Judged {
  /** How far the record reaches. */
  readonly asOf: Millis;
  /** Weapons under clauses that name storage sites, each of the three findings apart. */
  readonly withdrawals: () => readonly ClauseFindings[];
  /** Complaints, investigations, findings, remedies and disputes, where each stands. */
  readonly cases: () => readonly Case[];
  /** The five series over the period asked for; null: over all. */
  readonly series: () => Omit<Series, "period"> & { readonly period: Interval | null };
  /** The same day by day, days with nothing on them left out; null: too many days to list. */
  readonly days: () => readonly DaySeries[] | null;
  /** The five series of one period. */
  readonly seriesIn: (period: Interval) => Series;
  /** Duties that incidents give rise to, in order of incident. */
  readonly incidentDuties: () => Generator<IncidentDuty>;
  /** Severity of each incident that is contrary to a clause for certain, in order of incident. */
  readonly severities: () => Generator<IncidentSeverity>;
}

export interface JudgedFrom {
  readonly compiled: CompiledAgreement;
  /** What was assessed with: readings, decisions, what is known of the record. */
  readonly options: AssessOptions;
  readonly whole: WholeRecord;
  readonly steps: readonly CaseStep[];
  readonly period: Interval | null;
  /** Incidents in order of id, each with its rows; gone through anew each time. */
  readonly assessed: () => Iterable<WithRows>;
}

/** Days at most that are listed one by one: eleven years. */
const MOST_DAYS = 4_018;
/** An incident that is known to no better than this begins and ends no list of days. */
const WELL_KNOWN = 31 * DAY;

/** The steps that entries make on cases. */
export const stepsOf = (entries: Iterable<Recorded>): CaseStep[] =>
  [...entries].flatMap(({ commitment, stated, author, entry }) =>
    entry.kind === "case" ? [caseStepOf(entry.payload.body, commitment, author ?? commitment, stated)] : [],
  );

/** What is judged of a record, whole or as it grew. */
export function judgedOf({ compiled, options, whole, steps, period, assessed }: JudgedFrom): Judged {
  let newest = asOfRecord(whole);
  for (const s of steps) if (s.stated > newest) newest = s.stated;
  const asOf = newest;
  const procedure = procedureOf(compiled.agreement);
  let known: readonly Case[] | undefined;
  const cases = () => (known ??= casesOf(steps, procedure, asOf));
  const found = (): FoundIncident[] => Array.from(assessed(), (a) => a.found);
  const series = (periods: readonly Interval[]) =>
    seriesOf(found(), rowsOf(assessed()), adoptedFindings(cases()), periods);
  return {
    asOf,
    withdrawals: () => withdrawalFindings(found(), compiled, options),
    cases,
    series: () => ({ ...(series([period ?? { from: EARLIEST, until: LATEST }])[0] as Series), period }),
    seriesIn: (one) => series([one])[0] as Series,
    days: () => {
      const days = daysOf(found(), period, compiled.missionZone);
      if (days === null) return null;
      return series(days.map((d) => d.interval)).flatMap((s, k) =>
        isEmpty(s) ? [] : [{ day: days[k]?.day as string, ...s }],
      );
    },
    incidentDuties: () =>
      incidentDuties(
        { incidents: assessed(), statements: whole.statements, steps, procedure, asOf },
        compiled,
        options,
      ),
    severities: () => severitiesOf(assessed),
  };
}

function* rowsOf(assessed: Iterable<WithRows>): Generator<FindingRow> {
  for (const { rows } of assessed) yield* rows;
}

const isEmpty = (s: Series): boolean =>
  s.heard.length === 0 &&
  s.fused.length === 0 &&
  s.adopted === 0 &&
  [...s.contrary, ...s.breaches].every((c) => c.atMost === 0);

/** The days from the first to the last incident of which the time is well known, or those of the period. */
function daysOf(
  found: readonly FoundIncident[],
  period: Interval | null,
  zone: Zone,
): { readonly day: string; readonly interval: Interval }[] | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { incident, facts } of found) {
    if (incident.status !== "recorded" || facts.time.until - facts.time.from > WELL_KNOWN) continue;
    first = Math.min(first, facts.time.from);
    last = Math.max(last, facts.time.until - 1);
  }
  if (period) [first, last] = [Math.max(first, period.from), Math.min(last, period.until - 1)];
  if (!(first <= last)) return [];
  if (last - first > MOST_DAYS * DAY) return null;
  const days: { readonly day: string; readonly interval: Interval }[] = [];
  for (let at = millis(first); at <= last; ) {
    const day = dayOf(at, zone);
    const interval = dayInterval(day, zone);
    days.push({ day, interval });
    at = interval.until;
  }
  return days;
}

/** Only clauses that something is contrary to for certain are looked at; of these all that may be contrary count. */
function* severitiesOf(assessed: () => Iterable<WithRows>): Generator<IncidentSeverity> {
  const keyOf = (row: Assessment) => `${row.reading}\n${row.clause}`;
  const entries = new Map<string, ConstructorParameters<typeof Persistence>[0][number][]>();
  for (const { rows } of assessed())
    for (const row of rows) if (!isShared(row) && row.result === "contrary") entries.set(keyOf(row), []);
  if (entries.size === 0) return;
  for (const { found, rows } of assessed())
    for (const row of rows) {
      if (isShared(row) || (row.result !== "contrary" && row.result !== "indeterminate")) continue;
      const { id } = found.incident;
      entries.get(keyOf(row))?.push({ incident: id, time: found.facts.time, certain: row.result === "contrary" });
    }
  const byReading = new Map<string, Map<string, Persistence>>();
  for (const [key, list] of [...entries].sort(([a], [b]) => byCodePoint(a, b))) {
    const [reading = "", clause = ""] = key.split("\n");
    const own = byReading.get(reading) ?? new Map<string, Persistence>();
    byReading.set(reading, own.set(clause, new Persistence(list)));
  }
  for (const { found, rows } of assessed())
    for (const [reading, persistence] of byReading) {
      const own = rows.filter((r): r is Assessment => !isShared(r) && r.reading === reading);
      if (!own.some((r) => r.result === "contrary")) continue;
      const severity = severityOf({ found, assessments: own, persistence });
      yield { incident: found.incident.id, reading, severity };
    }
}
