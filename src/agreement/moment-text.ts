import { parseInstant } from "../time/day.ts";
import { HOUR, MINUTE, type Millis } from "../units.ts";

/**
 * What a moment is counted from.
 * - `in-force`: the first moment of the reading under which the clause is asked.
 * - `event`, `notice`: when the event happened, when the notice was given.
 * - `due`, `done`: the deadline of another clause; the moment at which a decision found that clause fulfilled.
 * - `incident`: the end of the incident that the duty follows.
 */
export type Anchor =
  | { readonly kind: "in-force" }
  | { readonly kind: "incident" }
  | { readonly kind: "event" | "notice" | "due" | "done"; readonly id: string };

/** A length of time: months and days by the calendar on the mission's clocks, and milliseconds by the clock. */
export interface Length {
  readonly months: number;
  readonly days: number;
  /** Milliseconds; negative in a shift back. */
  readonly ms: number;
}

/** A moment as the agreement states it. Which instant it is may hang on the reading and on what has happened. */
export type Moment =
  | { readonly kind: "absolute"; readonly at: Millis }
  | { readonly kind: "relative"; readonly after: Anchor; readonly shift: Length }
  | QuietMoment;

/** The end of so many quiet days in a row, counted afresh after every event of the kinds named. */
export interface QuietMoment {
  readonly kind: "quiet";
  readonly days: number;
  readonly since: Exclude<Moment, QuietMoment>;
  /** Zone ids; empty: anywhere. */
  readonly inside: readonly string[];
  readonly resetsOn: readonly string[];
  /** Id of who confirms that it was quiet. */
  readonly confirmedBy?: string;
  /** Added once the quiet days are over. */
  readonly shift: Length;
}

export const NO_SHIFT: Length = { months: 0, days: 0, ms: 0 };

const MOST = 100_000;

/** "24 h", "14 d", "2 w", "6 months"; null where it is none of these, or over 100,000 of a unit. */
export function parseLength(text: string): Length | null {
  const found = /^\s*(\d{1,6})\s*(min|h|d|w|months?)\s*$/.exec(text);
  const n = Number(found?.[1]);
  if (!found || n > MOST) return null;
  switch (found[2]) {
    case "min":
      return { ...NO_SHIFT, ms: n * MINUTE };
    case "h":
      return { ...NO_SHIFT, ms: n * HOUR };
    case "d":
      return { ...NO_SHIFT, days: n };
    case "w":
      return { ...NO_SHIFT, days: 7 * n };
    default:
      return { ...NO_SHIFT, months: n };
  }
}

const ANCHOR = /^\s*(?:(EIF|incident)|(event|notice|due|done)\s+([^\s+]+?))(?=\s|\+|$)/;
const STEP = /^\s*([+-])\s*(\d{1,6}\s*(?:min|h|d|w|months?))(?=\s|[+-]|$)/;

/** An absolute or relative moment as written; null where it is neither. Days of quiet are written as a group of keys. */
export function parseMoment(text: string): Exclude<Moment, QuietMoment> | null {
  const at = parseInstant(text);
  if (at !== null) return { kind: "absolute", at };
  if (text.length > 200) return null;
  const head = ANCHOR.exec(text);
  if (!head) return null;
  const after: Anchor =
    head[1] === "EIF"
      ? { kind: "in-force" }
      : head[1] === "incident"
        ? { kind: "incident" }
        : { kind: head[2] as "event" | "notice" | "due" | "done", id: head[3] as string };
  let rest = text.slice(head[0].length);
  let shift = NO_SHIFT;
  while (rest.trim() !== "") {
    const step = STEP.exec(rest);
    const length = step && parseLength(step[2] as string);
    if (!length) return null;
    const sign = step[1] === "-" ? -1 : 1;
    shift = {
      months: shift.months + sign * length.months,
      days: shift.days + sign * length.days,
      ms: shift.ms + sign * length.ms,
    };
    rest = rest.slice(step[0].length);
  }
  return { kind: "relative", after, shift };
}
