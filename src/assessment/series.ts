import { and, type Truth } from "../certainty.ts";
import {
  COUNT_UNITS,
  type CountInterval,
  type CountTotal,
  type CountUnit,
  HEARD_UNITS,
  sumCounts,
} from "../observation/count.ts";
import { during, type Interval, type UncertainTime } from "../time/interval.ts";
import type { Assessment } from "./assessment.ts";
import type { FoundIncident } from "./columns.ts";

/** A finding that a body adopted, with the incidents that it is about and when it was adopted. */
export interface AdoptedFinding {
  readonly id: string;
  readonly clause: string;
  readonly incidents: readonly string[];
  readonly adopted: number;
  readonly withDissent: boolean;
}

/** Units apart; events of which the period is not certain are in `atMost` alone. */
export interface SeriesTotal {
  readonly unit: CountUnit;
  readonly certain: CountTotal;
  readonly possible: CountTotal;
}

/**
 * The five series of one period (domain.md, consequence 4). They answer different questions and are never added, divided
 * or put in one total: what was heard, what happened as fused, conduct contrary to a clause, breaches attributed by
 * decision, and findings that a body adopted.
 */
export interface Series {
  readonly period: Interval;
  readonly heard: readonly SeriesTotal[];
  readonly fused: readonly SeriesTotal[];
  /** Incidents contrary to at least one clause under a reading: certainly so and in the period, and perhaps. */
  readonly contrary: readonly { readonly reading: string; readonly atLeast: number; readonly atMost: number }[];
  /** Incidents with a breach: contrary conduct attributed by decision, certainly in the period. */
  readonly breaches: readonly { readonly reading: string; readonly atLeast: number; readonly atMost: number }[];
  /** By the day of adoption, which is not that of the incident. */
  readonly adopted: number;
}

/** A row of an assessment, as far as series ask for it. */
export type SeriesRow =
  | Pick<Assessment, "incident" | "reading" | "result" | "breach">
  | { readonly incident: string; readonly reading: string; readonly clauses: readonly string[] };

/** What an incident is under a reading, in one byte: the strongest conduct, and whether there is a breach. */
const [OPEN, CONTRARY, BREACH] = [1, 2, 4];

/** In the period; an episode that was seen over its beginning belongs to the period in which it began, and to no other. */
function inside(time: UncertainTime, period: Interval): Truth {
  const is = during(time, period);
  if (is === false || time.kind === "window") return is;
  const slack = 2 * time.sdMs;
  if (time.from + slack < period.from) return false;
  return time.from - slack < period.from || time.from + slack >= period.until ? "unknown" : true;
}

/** An incident that lies in a period, or may. */
interface Touching {
  readonly found: FoundIncident;
  readonly is: Truth;
  /** Its place among the recorded. */
  readonly at: number;
}

/** In order of COUNT_UNITS, of units that were heard; each count is looked at once. */
function totalsOf(touching: readonly Touching[], of: (f: FoundIncident) => readonly CountInterval[]): SeriesTotal[] {
  const byUnit = new Map<CountUnit, { readonly certain: CountInterval[]; readonly possible: CountInterval[] }>();
  for (const { found, is } of touching)
    for (const count of of(found)) {
      let known = byUnit.get(count.unit);
      if (!known) byUnit.set(count.unit, (known = { certain: [], possible: [] }));
      known.possible.push(count);
      if (is === true) known.certain.push(count);
    }
  return COUNT_UNITS.flatMap((unit): SeriesTotal[] => {
    const known = HEARD_UNITS.includes(unit) ? byUnit.get(unit) : undefined;
    return known ? [{ unit, certain: sumCounts(known.certain), possible: sumCounts(known.possible) }] : [];
  });
}

/** The first of periods in order that ends after a moment. */
function firstAfter(periods: readonly Interval[], at: number): number {
  let [a, b] = [0, periods.length];
  while (a < b) {
    const m = (a + b) >> 1;
    if ((periods[m] as Interval).until <= at) a = m + 1;
    else b = m;
  }
  return a;
}

/**
 * The series of each period; periods are in order and do not overlap. An incident of which only a stretch is known that reaches over the end of a period is
 * certain in none of them and possible in each that it touches.
 * @param rows of `assess`; read once
 */
export function seriesOf(
  incidents: readonly FoundIncident[],
  rows: Iterable<SeriesRow>,
  adopted: readonly AdoptedFinding[],
  periods: readonly Interval[],
): Series[] {
  const recorded = incidents.filter(({ incident }) => incident.status === "recorded");
  const place = new Map(recorded.map(({ incident }, k) => [incident.id, k]));
  const readings = new Map<string, Uint8Array>();
  for (const row of rows) {
    let known = readings.get(row.reading);
    if (!known) readings.set(row.reading, (known = new Uint8Array(recorded.length)));
    const k = place.get(row.incident);
    if (k === undefined || "clauses" in row) continue;
    const is = row.result === "contrary" ? CONTRARY : row.result === "indeterminate" ? OPEN : 0;
    known[k] = (known[k] as number) | is | (row.breach ? BREACH : 0);
  }
  const touching = periods.map((): Touching[] => []);
  for (const [at, found] of recorded.entries()) {
    const { time } = found.facts;
    const slack = 2 * time.sdMs;
    for (let k = firstAfter(periods, time.from - slack); k < periods.length; k++) {
      const period = periods[k] as Interval;
      if (period.from > time.until + slack) break;
      const is = inside(time, period);
      if (is !== false) touching[k]?.push({ found, is, at });
    }
  }
  return periods.map((period, k) => {
    const inPeriod = touching[k] ?? [];
    const totals = (of: (f: FoundIncident) => readonly CountInterval[]) => totalsOf(inPeriod, of);
    const count = (what: (standing: number) => Truth) =>
      [...readings].map(([reading, byIncident]) => {
        let [atLeast, atMost] = [0, 0];
        for (const { is, at } of inPeriod) {
          const both = and([is, what(byIncident[at] as number)]);
          if (both !== false) atMost++;
          if (both === true) atLeast++;
        }
        return { reading, atLeast, atMost };
      });
    return {
      period,
      heard: totals(({ facts }) => facts.heard),
      fused: totals(({ facts }) => facts.fused),
      contrary: count((s) => (s & CONTRARY ? true : s & OPEN ? "unknown" : false)),
      breaches: count((s) => (s & BREACH) !== 0),
      adopted: new Set(adopted.filter((a) => a.adopted >= period.from && a.adopted < period.until).map((a) => a.id))
        .size,
    };
  });
}
