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
import type { FoundIncident } from "./columns.ts";
import type { AssessmentRow } from "./evaluate.ts";

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

interface Standing {
  conduct: Truth;
  breach: boolean;
}

/** In the period; an episode that was seen over its beginning belongs to the period in which it began, and to no other. */
function inside(time: UncertainTime, period: Interval): Truth {
  const is = during(time, period);
  if (is === false || time.kind === "window") return is;
  const slack = 2 * time.sdMs;
  if (time.from + slack < period.from) return false;
  return time.from - slack < period.from || time.from + slack >= period.until ? "unknown" : true;
}

/**
 * The series of each period. An incident of which only a stretch is known that reaches over the end of a period is
 * certain in none of them and possible in each that it touches.
 * @param rows of `assess`; read once
 */
export function seriesOf(
  incidents: readonly FoundIncident[],
  rows: Iterable<AssessmentRow>,
  adopted: readonly AdoptedFinding[],
  periods: readonly Interval[],
): Series[] {
  const readings = new Map<string, Map<string, Standing>>();
  for (const row of rows) {
    let byIncident = readings.get(row.reading);
    if (!byIncident) readings.set(row.reading, (byIncident = new Map()));
    if ("clauses" in row) continue;
    const is: Truth = row.result === "contrary" ? true : row.result === "indeterminate" ? "unknown" : false;
    const known = byIncident.get(row.incident);
    if (!known) byIncident.set(row.incident, { conduct: is, breach: row.breach });
    else {
      known.breach ||= row.breach;
      if (known.conduct !== true && is !== false) known.conduct = is;
    }
  }
  const recorded = incidents.filter(({ incident }) => incident.status === "recorded");
  return periods.map((period) => {
    const inPeriod = recorded.flatMap((found) => {
      const is = inside(found.facts.time, period);
      return is === false ? [] : [{ found, is }];
    });
    const totals = (of: (f: FoundIncident) => readonly CountInterval[]) =>
      COUNT_UNITS.filter((unit) => HEARD_UNITS.includes(unit)).flatMap((unit): SeriesTotal[] => {
        const of_ = (all: boolean) =>
          inPeriod
            .filter(({ is }) => all || is === true)
            .flatMap(({ found }) => of(found).filter((n) => n.unit === unit));
        const possible = of_(true);
        return possible.length === 0 ? [] : [{ unit, certain: sumCounts(of_(false)), possible: sumCounts(possible) }];
      });
    const count = (what: (s: Standing) => Truth) =>
      [...readings].map(([reading, byIncident]) => {
        let [atLeast, atMost] = [0, 0];
        for (const { found, is } of inPeriod) {
          const standing = byIncident.get(found.incident.id);
          const both = and([is, standing ? what(standing) : false]);
          if (both !== false) atMost++;
          if (both === true) atLeast++;
        }
        return { reading, atLeast, atMost };
      });
    return {
      period,
      heard: totals(({ facts }) => facts.heard),
      fused: totals(({ facts }) => facts.fused),
      contrary: count((s) => s.conduct),
      breaches: count((s) => s.breach),
      adopted: new Set(adopted.filter((a) => a.adopted >= period.from && a.adopted < period.until).map((a) => a.id))
        .size,
    };
  });
}
