import { CONDUCTS, type Conduct } from "../assessment/assessment.ts";
import { conductOfCode, resultCodes } from "../assessment/codes.ts";
import type { IncidentColumns } from "../assessment/columns.ts";
import {
  COUNT_UNITS,
  type CountInterval,
  type CountTotal,
  type CountUnit,
  HEARD_UNITS,
  sumCounts,
} from "../observation/count.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { millis } from "../units.ts";
import { STRONGEST } from "./compared.ts";
import { Calendar, type Period, type PeriodKind } from "./periods.ts";
import type { Side, SideOptions } from "./side.ts";

/** A total of one unit: at least, at most (null: open above), and how many rows could not be added. */
export interface SeriesTotal {
  readonly unit: CountUnit;
  readonly atLeast: number;
  readonly atMost: number | null;
  readonly uncounted: number;
}

export interface Bounds {
  readonly atLeast: number;
  readonly atMost: number;
}

/** What certainly happened within one period, and what else may have. Every figure counts incidents but heard and fused. */
export interface SeriesEntry {
  /** The day as YYYY-MM-DD, or the Monday of the week. */
  readonly period: string;
  readonly incidents: number;
  readonly heard: readonly SeriesTotal[];
  readonly fused: readonly SeriesTotal[];
  /** At most adds what cannot be told, and what reaches over an end of this period: it does not add up over periods. */
  readonly contrary: Bounds;
  readonly exempt: number;
  readonly indeterminate: number;
  readonly notContrary: number;
  readonly notApplicable: number;
  /** Clauses that have a certain or a possible case in this period. */
  readonly clauses: Readonly<Record<string, Bounds>>;
}

/** Incidents that no single period holds for certain: their day is not known, or they went on over midnight. */
export type Undated = Omit<SeriesEntry, "period">;

export interface Replayed {
  readonly reading: string;
  readonly by: PeriodKind;
  readonly zone: string;
  readonly series: readonly SeriesEntry[];
  readonly undated: Undated;
  /** Over all: what the series and `undated` add up to, but for `contrary.atMost`, which is contrary and indeterminate. */
  readonly total: Undated;
}

export interface ReplayInput {
  readonly columns: IncidentColumns;
  readonly side: Side;
  readonly options?: SideOptions;
  readonly by: PeriodKind;
  readonly clock: Clock;
  /** The stretch that is listed; null: from the first to the last incident, but for those known only to more than a month. */
  readonly period: Interval | null;
}

/** An incident that may lie anywhere in more than a month does not widen the stretch that is listed. */
const MOST_DAYS_OPEN = 31 * 86_400_000;
/** A hundred years of days. */
const MOST_PERIODS = 36_600;

class Tally {
  readonly counts = new Float64Array(STRONGEST.length);
  readonly heard: CountInterval[] = [];
  readonly fused: CountInterval[] = [];
  readonly contrary = new Map<string, number>();
  readonly may = new Map<string, number>();
}

const RANK = CONDUCTS.map((c) => STRONGEST.indexOf(c));

/**
 * An agreement run over a stretch of history, under one reading: period by period as heard, as fused, contrary at least
 * and at most, exempt and indeterminate. An incident belongs to a period where its whole time lies in it, clock error
 * included; all others stand apart under `undated`, so that the series adds up.
 * @throws RangeError where more than 36,600 periods would be listed
 */
export function replay({ columns, side, options, by, clock, period }: ReplayInput): Replayed {
  const { reading } = side.reading;
  const calendar = new Calendar(clock, by);
  const results = resultCodes(columns, side.compiled, { ...options, readings: [reading.id] });
  const own: (Period | null)[] = [];
  const reach = (row: number): [number, number] => {
    const slack = 2 * (columns.sdMs[row] as number);
    const from = columns.from[row] as number;
    return [clamped(from - slack), clamped(Math.max(columns.until[row] as number, from + 1) + slack)];
  };
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < columns.size; row++) {
    const [from, until] = reach(row);
    const p = calendar.periodOf(from);
    const dated = until <= p.until ? p : null;
    own.push(dated);
    if (!dated && until - from > MOST_DAYS_OPEN) continue;
    first = Math.min(first, from);
    last = Math.max(last, until);
  }
  // Open ends of the stretch asked for end where the dated incidents do.
  const from = period && period.from > -MAX ? period.from : first;
  const until = period && period.until < MAX ? period.until : last;
  const periods = from < until ? calendar.between(millis(from), millis(until), MOST_PERIODS) : [];
  const place = new Map(periods.map((p, n) => [p.from, n]));
  const tallies = periods.map(() => new Tally());
  const [undated, total] = [new Tally(), new Tally()];
  const overall = new Float64Array(periods.length + 1);
  const byClause = new Map<string, Float64Array>();

  for (let row = 0; row < columns.size; row++) {
    const dated = own[row] ?? null;
    const at = dated ? place.get(dated.from) : undefined;
    const tally = at === undefined ? undated : (tallies[at] as Tally);
    const [start, end] = reach(row);
    const span: readonly [number, number] | null = at !== undefined ? null : touched(periods, start, end);
    let strongest = STRONGEST.length - 1;
    results.clauses.forEach((clause, c) => {
      const conduct = conductOfCode(results.at(row, c, 0));
      strongest = Math.min(strongest, RANK[CONDUCTS.indexOf(conduct)] as number);
      if (conduct !== "contrary" && conduct !== "indeterminate") return;
      const into = conduct === "contrary" ? "contrary" : "may";
      for (const t of [tally, total]) t[into].set(clause, (t[into].get(clause) ?? 0) + 1);
      if (!span) return;
      let spread = byClause.get(clause);
      if (!spread) byClause.set(clause, (spread = new Float64Array(periods.length + 1)));
      add(spread, span);
    });
    const { facts } = columns.incident(row);
    for (const t of [tally, total]) {
      t.counts[strongest] = (t.counts[strongest] as number) + 1;
      t.heard.push(...facts.heard);
      t.fused.push(...facts.fused);
    }
    if (span && strongest <= 1) add(overall, span);
  }
  const running = prefixSums(overall);
  const runningByClause = new Map([...byClause].map(([clause, s]) => [clause, prefixSums(s)]));
  const spreadAt = (n: number) => (clause: string) => runningByClause.get(clause)?.[n] ?? 0;
  return {
    reading: reading.id,
    by,
    zone: clock.name,
    series: periods.map((p, n) => ({
      period: p.name,
      ...entry(tallies[n] as Tally, results.clauses, running[n] as number, spreadAt(n)),
    })),
    undated: entry(undated, results.clauses, 0, () => 0),
    total: entry(total, results.clauses, 0, () => 0),
  };
}

const MAX = 8.64e15;
/** A time at the ends of what a Date can hold stays one day within, so that its day can be asked. */
const clamped = (ms: number): number => Math.min(Math.max(ms, -MAX + 4 * 86_400_000), MAX - 4 * 86_400_000);

/** First and last of the periods that a stretch touches; null: none of them. */
function touched(periods: readonly Period[], from: number, until: number): readonly [number, number] | null {
  const [head, tail] = [periods[0], periods.at(-1)];
  if (!head || !tail || until <= head.from || from >= tail.until) return null;
  const search = (wanted: (p: Period) => boolean): number => {
    let [low, high] = [0, periods.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wanted(periods[middle] as Period)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return [search((p) => p.until > from), search((p) => p.from >= until) - 1];
}

function add(spread: Float64Array, [from, to]: readonly [number, number]): void {
  spread[from] = (spread[from] as number) + 1;
  spread[to + 1] = (spread[to + 1] as number) - 1;
}

function prefixSums(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((v) => (sum += v));
}

function entry(t: Tally, clauses: readonly string[], spread: number, spreadOf: (clause: string) => number): Undated {
  const n = (conduct: Conduct): number => t.counts[STRONGEST.indexOf(conduct)] as number;
  const [contrary, indeterminate] = [n("contrary"), n("indeterminate")];
  return {
    incidents: t.counts.reduce((sum, x) => sum + x, 0),
    heard: totals(t.heard),
    fused: totals(t.fused),
    contrary: { atLeast: contrary, atMost: contrary + indeterminate + spread },
    exempt: n("exempt"),
    indeterminate,
    notContrary: n("not-contrary"),
    notApplicable: n("not-applicable"),
    clauses: Object.fromEntries(
      clauses.flatMap((clause) => {
        const atLeast = t.contrary.get(clause) ?? 0;
        const atMost = atLeast + (t.may.get(clause) ?? 0) + spreadOf(clause);
        return atMost > 0 ? [[clause, { atLeast, atMost }]] : [];
      }),
    ),
  };
}

function totals(counts: readonly CountInterval[]): SeriesTotal[] {
  return COUNT_UNITS.filter((unit) => HEARD_UNITS.includes(unit)).flatMap((unit) => {
    const own = counts.filter((c) => c.unit === unit);
    if (own.length === 0) return [];
    const t: CountTotal = sumCounts(own);
    return [{ unit, atLeast: t.min, atMost: t.max, uncounted: t.uncounted }];
  });
}
