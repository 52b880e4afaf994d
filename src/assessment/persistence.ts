import type { UncertainTime } from "../time/interval.ts";
import { DAY } from "../units.ts";
import type { Bounds } from "./severity.ts";

interface Entry {
  readonly incident: string;
  readonly time: UncertainTime;
  /** Whether it is certainly contrary to the clause, or may be. */
  readonly certain: boolean;
}

/**
 * The incidents that are or may be contrary to one clause, made ready to count those in the days before another.
 * Counting costs the logarithm of how many there are, and for those that are certain as many as lie in the days.
 */
export class Persistence {
  /** Earliest and latest moments of all, each ascending. */
  private readonly lows: Float64Array;
  private readonly highs: Float64Array;
  /** Those that are certain, by their earliest moment. */
  private readonly certain: readonly { readonly low: number; readonly high: number; readonly incident: string }[];
  private readonly own = new Map<string, Entry>();

  constructor(entries: readonly Entry[]) {
    const low = ({ time }: Entry) => time.from - 2 * time.sdMs;
    const high = ({ time }: Entry) => time.until + 2 * time.sdMs;
    this.lows = Float64Array.from(entries, low).sort((a, b) => a - b);
    this.highs = Float64Array.from(entries, high).sort((a, b) => a - b);
    this.certain = entries
      .filter((e) => e.certain)
      .map((e) => ({ low: low(e), high: high(e), incident: e.incident }))
      .sort((a, b) => a.low - b.low || a.high - b.high);
    for (const e of entries) this.own.set(e.incident, e);
  }

  /** Others certainly before a time and within so many days of it; and those that may be. */
  before(incident: string, time: UncertainTime, days: number): Bounds {
    const slack = 2 * time.sdMs;
    const span = days * DAY;
    const [from, until] = [time.from - slack - span, time.until + slack];
    // All but those that begin too late, and those that end too early; no event ends before it begins.
    const atMost = this.lows.length - countFrom(this.lows, until) - countUpTo(this.highs, from);
    const own = this.own.get(incident);
    const itself = own ? own.time.from - 2 * own.time.sdMs < until && own.time.until + 2 * own.time.sdMs > from : false;
    const [first, last] = [time.until - span + slack, time.from - slack];
    let atLeast = 0;
    for (let k = this.firstCertain(first); k < this.certain.length; k++) {
      const e = this.certain[k] as (typeof this.certain)[number];
      if (e.low > last) break;
      if (e.high <= last && e.incident !== incident) atLeast++;
    }
    return { atLeast, atMost: atMost - (itself ? 1 : 0) };
  }

  private firstCertain(low: number): number {
    let [a, b] = [0, this.certain.length];
    while (a < b) {
      const m = (a + b) >> 1;
      if ((this.certain[m]?.low as number) < low) a = m + 1;
      else b = m;
    }
    return a;
  }
}

/** How many of ascending numbers are at least so much. */
const countFrom = (sorted: Float64Array, least: number): number => sorted.length - firstAt(sorted, least);

/** How many of ascending numbers are at most so much. */
function countUpTo(sorted: Float64Array, most: number): number {
  let [a, b] = [0, sorted.length];
  while (a < b) {
    const m = (a + b) >> 1;
    if ((sorted[m] as number) <= most) a = m + 1;
    else b = m;
  }
  return a;
}

function firstAt(sorted: Float64Array, least: number): number {
  let [a, b] = [0, sorted.length];
  while (a < b) {
    const m = (a + b) >> 1;
    if ((sorted[m] as number) < least) a = m + 1;
    else b = m;
  }
  return a;
}
