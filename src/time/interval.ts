import type { Truth } from "../certainty.ts";
import type { Millis } from "../units.ts";

/** A half-open stretch of time `[from, until)`. */
export interface Interval {
  readonly from: Millis;
  readonly until: Millis;
}

/** How finely a time was stated. "unknown" is a time of day that was not given (00:00:00 that means nothing). */
export type TimePrecision = "second" | "minute" | "hour" | "part-of-day" | "day" | "days" | "week" | "month" | "year";

/**
 * When something happened, as far as is known.
 * - `seen`: the episode itself was perceived from `from` to `until`, each end known to `sdMs` (clock error, one sd).
 * - `window`: it happened at some moment, or for some stretch, inside `[from, until)`; nothing says where in it.
 */
export interface UncertainTime extends Interval {
  readonly kind: "seen" | "window";
  /** Clock error of each end, one standard deviation in ms; 0 where not stated. */
  readonly sdMs: number;
  readonly precision: TimePrecision;
  /** The words as given, for the record. */
  readonly stated: string;
  /** IANA zone or fixed offset used to read the words. */
  readonly zone: string;
  /** Whether the source stated that zone, or a reader assumed it (the assumption is recorded in the import). */
  readonly zoneBasis: "stated" | "assumed";
}

/**
 * Did it happen within `window`? True and false are certain; "unknown" is a window that straddles an end.
 * A seen episode is inside as soon as a certain part of it is (its ends shrunk by twice the clock error), and outside
 * only where it stays outside when widened by as much. No uniformity is assumed inside a `window` time.
 */
export function during(time: UncertainTime, window: Interval): Truth {
  const slack = 2 * time.sdMs;
  if (time.kind === "window") {
    if (time.from - slack >= window.from && time.until + slack <= window.until) return true;
    return time.until + slack <= window.from || time.from - slack >= window.until ? false : "unknown";
  }
  // An episode with no length is an instant: until is read as at least one millisecond after from.
  const end = Math.max(time.until, time.from + 1);
  if (end + slack <= window.from || time.from - slack >= window.until) return false;
  const from = time.from + slack;
  const until = end - slack;
  if (from < until) return from < window.until && until > window.from ? true : "unknown";
  return time.from - slack >= window.from && end + slack <= window.until ? true : "unknown";
}

/** Whether two half-open intervals share a moment. */
export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.until && b.from < a.until;
