import { type CompiledAgreement, type CompiledLine, EARLIEST, LATEST } from "../agreement/compile.ts";
import { and, not, or, type Truth } from "../certainty.ts";
import { formatInstant } from "../time/day.ts";
import { during, type Interval, type UncertainTime } from "../time/interval.ts";
import { firstInstantFrom, instantsOf } from "../time/zone.ts";
import type { Millis } from "../units.ts";

/** Which of several lines of one party holds at which time. */
export interface LinePeriods {
  readonly holds: (line: string, party: string, time: UncertainTime) => Truth;
  /** For the trace: "; as of 12 February 2015", where a line has a date. */
  readonly words: (line: string) => string;
}

/**
 * Where a clause names several lines of one party, each drawn as of another date, each holds from its date until that
 * of the next, and the first of them before its own date as well: a line moved between signature and event is judged
 * by the line as it stood at the event. Lines of one date, or without a date, hold side by side. A clause that names one
 * line is judged by that line, whatever has moved since.
 */
export function linePeriods(compiled: CompiledAgreement, lines: readonly CompiledLine[]): LinePeriods {
  const zone = compiled.missionZone;
  const dates = new Map(compiled.agreement.lines.map((l) => [l.id, l.asOf]));
  const startOf = (date: string): Millis => {
    const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
    const wall = Date.UTC(year, month - 1, day);
    return instantsOf(wall, zone).instants[0] ?? firstInstantFrom(wall, zone);
  };
  const windows = new Map<string, Interval>();
  for (const party of new Set(lines.flatMap((l) => l.appliesTo))) {
    const own = lines.filter((l) => l.appliesTo.includes(party));
    const starts = [...new Set(own.flatMap((l) => dates.get(l.id) ?? []).map(startOf))].sort((a, b) => a - b);
    for (const line of own) {
      const date = dates.get(line.id);
      if (date === undefined || starts.length < 2) continue;
      const at = starts.indexOf(startOf(date));
      windows.set(`${line.id} ${party}`, {
        from: at === 0 ? EARLIEST : (starts[at] as Millis),
        until: starts[at + 1] ?? LATEST,
      });
    }
  }
  return {
    holds: (line, party, time) => {
      const window = windows.get(`${line} ${party}`);
      return window ? during(time, window) : true;
    },
    words: (line) => {
      const window = [...windows].find(([key]) => key.startsWith(`${line} `))?.[1];
      if (!window) return "";
      const from = window.from === EARLIEST ? "" : ` from ${formatInstant(window.from, zone, "minute")}`;
      const until = window.until === LATEST ? "" : ` until ${formatInstant(window.until, zone, "minute")}`;
      return `; this line holds${from}${until}`;
    },
  };
}

/**
 * The answer by the lines that hold at the time. Where two lines may hold, as the time reaches over the date of one,
 * only what both of them say is certain.
 */
export function whicheverHolds<T extends { readonly line: { readonly id: string } }>(
  lines: readonly T[],
  party: string,
  periods: LinePeriods,
  time: UncertainTime,
  ask: (line: T) => Truth,
): Truth {
  const held = lines.map((line) => ({ line, holds: periods.holds(line.line.id, party, time) }));
  const possible = held.filter(({ holds }) => holds !== false);
  const answers = possible.map(({ line }) => ask(line));
  if (possible.every(({ holds }) => holds === true)) return or(answers);
  if (answers.every((a) => a === true)) return true;
  return and(answers.map(not)) === true ? false : "unknown";
}
