import type { Histogram } from "../../src/server/client/answers.ts";
import { dateForm, momentOf, type Offsets, offsetAt } from "../app/times.ts";
import { RESULTS, type Result } from "../map/palette.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Stretch {
  readonly from: number;
  readonly until: number;
}

type Bars = readonly Histogram["bars"][number][];

/** The axis at first, and what lies beyond its ends. */
export interface Axis {
  readonly bars: Bars;
  readonly earlier: number;
  readonly later: number;
}

const sumOf = ({ results }: Histogram["bars"][number]): number =>
  RESULTS.reduce((sum, r) => sum + (results[r] ?? 0), 0);

/** Share of the incidents that may lie beyond the axis; of ten or more always one. */
const BEYOND = 0.01;
const [FEW, SHORT] = [10, 14 * DAY];

/**
 * The bars without the few that would take more than half of the axis for themselves: one wrong year must not press
 * all else into a corner. What is left out is counted, so that it can be said and shown.
 */
export function firstAxis(bars: Bars): Axis {
  const sums = bars.map(sumOf);
  const total = sums.reduce((all, n) => all + n, 0);
  const enough = total - Math.max(total < FEW ? 0 : 1, Math.floor(total * BEYOND));
  const length = (i: number, j: number): number => (bars[j]?.until ?? 0) - (bars[i]?.from ?? 0);
  // The shortest run of bars that holds enough.
  let [first, last] = [0, bars.length - 1];
  for (let i = 0, j = 0, held = 0; j < bars.length; j++) {
    held += sums[j] ?? 0;
    for (; held >= enough && i <= j; i++) {
      if (length(i, j) < length(first, last)) [first, last] = [i, j];
      held -= sums[i] ?? 0;
    }
  }
  const whole = length(0, bars.length - 1);
  if (length(first, last) * 2 > whole || whole < SHORT) return { bars, earlier: 0, later: 0 };
  // What lies near it belongs to it.
  for (let grown = true; grown; ) {
    grown = false;
    const long = length(first, last);
    if (first > 0 && (bars[first]?.from ?? 0) - (bars[first - 1]?.until ?? 0) < long)
      [first, grown] = [first - 1, true];
    if (last < bars.length - 1 && (bars[last + 1]?.from ?? 0) - (bars[last]?.until ?? 0) < long)
      [last, grown] = [last + 1, true];
  }
  const sum = (some: readonly number[]): number => some.reduce((all, n) => all + n, 0);
  return { bars: bars.slice(first, last + 1), earlier: sum(sums.slice(0, first)), later: sum(sums.slice(last + 1)) };
}

/** Bars that are wide enough to be seen and pointed at: several hours or days of the answer in one. */
export interface Bin extends Stretch {
  readonly results: Readonly<Record<Result, number>>;
  readonly total: number;
}

const NONE: Record<Result, number> = {
  contrary: 0,
  indeterminate: 0,
  exempt: 0,
  "not-contrary": 0,
  "not-applicable": 0,
};

interface Timed extends Pick<Histogram, "step"> {
  readonly bars: Bars;
}

/**
 * The answer's bars gathered into steps of equal length, empty ones too, so that time runs evenly: so many hours, or so
 * many days of the mission's clocks, one of which has 23 or 25 hours where they change.
 * @param most how many bins there may be
 */
export function binsOf({ bars, step }: Timed, offsets: Offsets, most: number): readonly Bin[] {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return [];
  const unit = step === "hour" ? HOUR : DAY;
  const unitsTo = (at: number): number => Math.round((at - first.from) / unit);
  const units = Math.max(1, unitsTo(last.until));
  const width = Math.ceil(units / Math.max(1, most));
  const shown = first.from + offsetAt(offsets, first.from) * 60_000;
  const edge = (i: number): number =>
    step === "hour" ? first.from + i * width * HOUR : momentOf(shown + i * width * DAY, offsets);
  const made = Array.from({ length: Math.ceil(units / width) }, (_, i) => ({
    from: edge(i),
    until: edge(i + 1),
    results: { ...NONE },
    total: 0,
  }));
  for (const bar of bars) {
    const bin = made[Math.floor(unitsTo(bar.from) / width)];
    if (!bin) continue;
    for (const result of RESULTS) {
      const count = bar.results[result] ?? 0;
      bin.results[result] += count;
      bin.total += count;
    }
  }
  return made;
}

export interface Tick {
  readonly at: number;
  readonly words: string;
}

const EVEN = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY];
const MONTHS = [1, 3, 6, 12, 24, 60, 120];

/**
 * Where the axis is marked, on the mission's clocks.
 * @param most how many marks there is room for
 */
export function ticksOf({ from, until }: Stretch, offsets: Offsets, language: string, most: number): readonly Tick[] {
  const shift = offsetAt(offsets, from) * 60_000;
  const [a, b] = [from + shift, until + shift];
  const say = (at: number, form: Intl.DateTimeFormatOptions): string =>
    dateForm(language, { ...form, timeZone: "UTC" }).format(at);
  const even = EVEN.find((step) => (b - a) / step <= most);
  const ticks: Tick[] = [];
  if (even !== undefined) {
    for (let at = Math.ceil(a / even) * even; at < b; at += even)
      ticks.push({
        at: at - shift,
        words:
          at % DAY === 0
            ? say(at, { day: "numeric", month: "short" })
            : say(at, { hour: "2-digit", minute: "2-digit" }),
      });
    return ticks;
  }
  const months = MONTHS.find((n) => (b - a) / (n * 30.4 * DAY) <= most) ?? 120;
  const begin = new Date(a);
  const index = begin.getUTCFullYear() * 12 + begin.getUTCMonth();
  for (let m = Math.ceil(index / months) * months; ; m += months) {
    const at = Date.UTC(Math.floor(m / 12), m % 12);
    if (at >= b) return ticks;
    if (at >= a)
      ticks.push({
        at: at - shift,
        words: m % 12 === 0 ? String(Math.floor(m / 12)) : say(at, { month: "short", year: "numeric" }),
      });
  }
}
