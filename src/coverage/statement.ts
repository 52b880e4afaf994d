import { COVERAGE_STATES, type CoverageState, type CoverageWindow } from "../observation/coverage-window.ts";
import type { Interval } from "../time/interval.ts";
import { byCodePoint, HOUR } from "../units.ts";

/** What was watched and what was not, in station-hours (domain.md d4). */
export interface CoverageStatement {
  /** False where there is no coverage data at all for the period. */
  readonly known: boolean;
  /** One or two plain English sentences for the headline. */
  readonly words: string;
  /** Hours by state, overlapping windows of one station in one state counted once. */
  readonly hours: Readonly<Record<CoverageState, number>>;
  readonly stations: readonly { readonly station: string; readonly hours: Readonly<Record<CoverageState, number>> }[];
}

/** The sentence of design.md 1.8 for a record without coverage data. */
export const NO_COVERAGE = "No observation coverage is known: counts are of reports, and silence means nothing.";

const none = (): Record<CoverageState, number> =>
  Object.fromEntries(COVERAGE_STATES.map((s) => [s, 0])) as Record<CoverageState, number>;

/** Length in ms of the union of intervals. */
function unionLength(intervals: readonly Interval[]): number {
  const sorted = [...intervals].sort((a, b) => a.from - b.from || a.until - b.until);
  let total = 0;
  let reach = Number.NEGATIVE_INFINITY;
  for (const { from, until } of sorted) {
    if (until <= reach) continue;
    total += until - Math.max(from, reach);
    reach = until;
  }
  return total;
}

const hoursText = (hours: number): string => `${Math.round(hours * 10) / 10} h`;

/**
 * States what was watched in a period.
 * @param windows in any order; those outside the period add nothing
 * @param period  null: the windows' own extent
 */
export function coverageStatement(windows: readonly CoverageWindow[], period: Interval | null): CoverageStatement {
  const clipped = windows.flatMap((w) => {
    const from = period ? Math.max(w.from, period.from) : w.from;
    const until = period ? Math.min(w.until, period.until) : w.until;
    return from < until ? [{ station: w.station, state: w.state, interval: { from, until } as Interval }] : [];
  });
  if (clipped.length === 0) return { known: false, words: NO_COVERAGE, hours: none(), stations: [] };
  const names = [...new Set(clipped.map((w) => w.station))].sort(byCodePoint);
  const stations = names.map((station) => {
    const hours = none();
    for (const state of COVERAGE_STATES) {
      const own = clipped.filter((w) => w.station === station && w.state === state).map((w) => w.interval);
      hours[state] = unionLength(own) / HOUR;
    }
    return { station, hours };
  });
  const hours = none();
  for (const s of stations) for (const state of COVERAGE_STATES) hours[state] += s.hours[state];
  const blind = COVERAGE_STATES.filter((s) => s !== "watching" && hours[s] > 0);
  const count = names.length === 1 ? "1 station or patrol" : `${names.length} stations and patrols`;
  const watched = `Watched: ${hoursText(hours.watching)} by ${count}`;
  const not = blind.map((s) => `${s} ${hoursText(hours[s])}`).join(", ");
  const words = `${watched}${not ? `; not or only partly watched: ${not}` : ""}. Outside these hours and areas silence means nothing.`;
  return { known: true, words, hours, stations };
}
