import { type Millis, millis } from "../units.ts";
import { civilMillis } from "./day.ts";
import type { TimePrecision, UncertainTime } from "./interval.ts";
import { findZone, firstInstantFrom, instantsOf, type Zone } from "./zone.ts";

/** How to read a stated time. Zones are IANA names or fixed offsets. */
export interface StatedOptions {
  /** The zone that the row states. */
  readonly zone?: string;
  /** The zone that the import assumes where the row states none; the assumption is recorded in the time. */
  readonly assumedZone?: string;
  /** Default "window". "seen" holds only where a time of day is stated and clocks do not leave it ambiguous. */
  readonly kind?: "seen" | "window";
  /** Clock error of each end, one standard deviation in ms. */
  readonly sdMs?: number;
  /** 00:00 and 00:00:00 mean that the time of day is unknown: the whole day is meant. */
  readonly unknownMidnight?: boolean;
}

interface Failure {
  readonly error: string;
}

/** One end as written: civil milliseconds, the unit that it was given to, and its own offset. */
interface Written {
  readonly civilMs: number;
  readonly unitMs: number;
  readonly precision: "day" | "minute" | "second";
  readonly offset: string | undefined;
  readonly midnightEnd: boolean;
}

/** The instants that one end may mean. */
interface Ends {
  readonly earliest: Millis;
  /** End of the unit that was given, counted from the latest reading. */
  readonly unitEnd: Millis;
  readonly latest: Millis;
  readonly ambiguous: boolean;
}

const CIVIL_DAY = 86_400_000;
const ADVICE = "write YYYY-MM-DD, YYYY-MM-DD HH:MM or YYYY-MM-DD HH:MM:SS, with an offset such as +03:00 or a zone";

/**
 * Read a time as a source stated it. The words are kept in `stated`, the zone that read them in `zone`.
 * - One time is known to its unit: a date to the whole local day (23, 24 or 25 hours), HH:MM to that minute.
 * - Two times are `[from, until)`: `until` with a time of day is that moment, `until` as a date includes that day.
 * - An hour that clocks passed twice widens the time over both readings and makes it a window.
 * @param text as written; surrounding blanks are ignored; `until` may be empty or repeat `from`
 * @returns the time, or an error that says what was seen, what was expected, and what to do. Nothing is guessed: no
 *   zone, no century, no order of day and month.
 */
export function parseStated(
  text: { readonly from: string; readonly until?: string },
  options: StatedOptions = {},
): UncertainTime | Failure {
  const fromText = text.from.trim();
  const untilText = text.until?.trim() ?? "";
  const stated = untilText === "" || untilText === fromText ? fromText : `${fromText} – ${untilText}`;
  const from = readWritten(fromText, false, options);
  if ("error" in from) return from;
  const until = stated === fromText ? undefined : readWritten(untilText, true, options);
  if (until && "error" in until) return until;

  const zone = zoneFor(from, options, fromText);
  if ("error" in zone) return zone;
  const start = endsOf(from, zone.clock, fromText);
  if ("error" in start) return start;
  if (start.unitEnd <= start.earliest)
    return { error: `"${fromText}" does not exist in ${zone.name}: clocks skipped that day; check the date` };
  let end = start.unitEnd;
  let ambiguous = start.ambiguous;
  let precision: TimePrecision = from.precision;
  if (until) {
    const untilZone = zoneFor(until, options, untilText);
    if ("error" in untilZone) return untilZone;
    const stop = endsOf(until, untilZone.clock, untilText);
    if ("error" in stop) return stop;
    end = until.precision === "day" ? stop.unitEnd : stop.latest;
    ambiguous ||= stop.ambiguous;
    if (end <= start.earliest)
      return {
        error: `the end "${untilText}" is not after the beginning "${fromText}": check both, or leave the end empty`,
      };
    precision =
      from.precision === "day" || until.precision === "day" ? "days" : coarser(from.precision, until.precision);
  }
  const timed = from.precision !== "day" && until?.precision !== "day";
  return {
    kind: options.kind === "seen" && timed && !ambiguous ? "seen" : "window",
    from: start.earliest,
    until: end,
    sdMs: options.sdMs ?? 0,
    precision,
    stated,
    zone: zone.name,
    zoneBasis: zone.basis,
  };
}

const coarser = (a: TimePrecision, b: TimePrecision): TimePrecision =>
  a === "minute" || b === "minute" ? "minute" : "second";

function readWritten(text: string, isEnd: boolean, options: StatedOptions): Written | Failure {
  const fail = (why: string): Failure => ({ error: `cannot read the time "${text}": ${why}` });
  if (text === "") return { error: `the time is empty: ${ADVICE}` };
  const parts =
    /^(\d{4}-\d{2}-\d{2})(?:(?:[Tt]|\s+)(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|GMT|[+\-\u2212]\d{2}(?::?\d{2})?)?)?$/.exec(
      text,
    );
  if (!parts) return fail(whyNot(text));
  const [, date = "", hour, minute = "0", second, fraction = "", offset] = parts;
  const civil = civilMillis(date);
  if (civil === null) return fail(`${date} is not a day of the calendar; check day and month`);
  if (hour === undefined)
    return { civilMs: civil, unitMs: CIVIL_DAY, precision: "day", offset: undefined, midnightEnd: false };
  const [h, m, s] = [Number(hour), Number(minute), Number(second ?? "0")];
  const ms = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const midnightEnd = h === 24 && m === 0 && s === 0 && Number(fraction) === 0;
  if (m > 59 || s > 59 || (h > 23 && !midnightEnd))
    return fail(
      `there is no ${hour}:${minute}${second ? `:${second}` : ""}; hours go from 00 to 23, minutes and seconds to 59`,
    );
  if (midnightEnd && !isEnd) return fail("24:00 only ends a stretch; write 00:00 of the next day");
  if (options.unknownMidnight && !isEnd && h === 0 && m === 0 && s === 0 && ms === 0)
    return { civilMs: civil, unitMs: CIVIL_DAY, precision: "day", offset, midnightEnd: false };
  return {
    civilMs: civil + ((h * 60 + m) * 60 + s) * 1000 + ms,
    unitMs: second === undefined ? 60_000 : Math.max(1, 10 ** (3 - Math.min(fraction.length, 3))),
    precision: second === undefined ? "minute" : "second",
    offset,
    midnightEnd,
  };
}

/** What is wrong with a form that is not ours, and how to write it. */
function whyNot(text: string): string {
  const odd = /[^\x20-\x7e]/u.exec(text)?.[0];
  if (odd !== undefined) {
    const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `it holds the character U+${code}${/[\p{L}\p{Nd}]/u.test(odd) ? ` ("${odd}")` : ", which looks like another or is not seen"}; type it again: ${ADVICE}`;
  }
  if (/\d\s*[ap]\.?m\.?\b/i.test(text)) return `a clock of twelve hours is not read; 2:30 pm is 14:30; ${ADVICE}`;
  if (/^[34]\d{4}(\.\d+)?$/.test(text))
    return `it may be the number behind a spreadsheet's date; format the cell as a date, or ${ADVICE}`;
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{4}\b/.test(text)) return `day and month cannot be told apart for certain; ${ADVICE}`;
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2}\b/.test(text))
    return `a year of two digits leaves the century open, and day and month cannot be told apart; ${ADVICE}`;
  if (/^\d{4}-\d{2}-\d{2}.*[+-]\d{1,2}$/.test(text)) return `the offset is incomplete; ${ADVICE}`;
  if (/^\d{1,2}:\d{2}/.test(text)) return `a time of day without its date; ${ADVICE}`;
  if (/^\d{4}-\d{2}-\d{2}[T\s].*[A-Za-z]{2}/.test(text))
    return `a zone in words or letters is not read here; put it into the zone column (Europe/Kyiv), or ${ADVICE}`;
  if (/^\d{9,13}$/.test(text)) return `a bare number may be seconds or milliseconds; ${ADVICE}`;
  return ADVICE;
}

interface ReadZone {
  /** Whose clocks the words were read on. */
  readonly clock: Zone;
  readonly name: string;
  readonly basis: "stated" | "assumed";
}

function zoneFor(written: Written, options: StatedOptions, text: string): ReadZone | Failure {
  const stated = options.zone?.trim() || undefined;
  const row = stated === undefined ? undefined : findZone(stated);
  if (row === null) return { error: unknownZone(stated ?? "") };
  if (written.offset !== undefined) {
    const clock = findZone(written.offset.replace("\u2212", "-"));
    if (!clock)
      return {
        error: `cannot read the time "${text}": no place uses the offset ${written.offset}; offsets go from -14:00 to +14:00`,
      };
    // The offset fixes the instant; a zone beside it says on whose clocks to show it.
    return { clock, name: row?.name ?? clock.name, basis: "stated" };
  }
  if (row) return { clock: row, name: row.name, basis: "stated" };
  const assumed = options.assumedZone?.trim() || undefined;
  if (assumed === undefined)
    return {
      error: `"${text}" has neither an offset nor a zone: state a zone (Europe/Kyiv) in the row or for the whole import, or write an offset (+03:00)`,
    };
  const zone = findZone(assumed);
  return zone ? { clock: zone, name: zone.name, basis: "assumed" } : { error: unknownZone(assumed) };
}

const unknownZone = (name: string): string =>
  `unknown time zone "${name}": use an IANA name such as Europe/Kyiv, an offset such as +03:00, or UTC; abbreviations such as MSK or EEST are not zones`;

function endsOf(written: Written, zone: Zone, text: string): Ends | Failure {
  if (written.precision === "day") {
    const latestMidnight = (civil: number) => instantsOf(civil, zone).instants.at(-1) ?? firstInstantFrom(civil, zone);
    const earliest = firstInstantFrom(written.civilMs, zone);
    const unitEnd = latestMidnight(written.civilMs + CIVIL_DAY);
    return { earliest, latest: earliest, unitEnd, ambiguous: false };
  }
  const { instants } = instantsOf(written.civilMs, zone);
  const [earliest] = instants;
  const latest = instants.at(-1);
  if (earliest === undefined || latest === undefined) {
    // The end of a stretch may stand at the moment at which clocks were put forward over midnight.
    if (written.midnightEnd) {
      const at = firstInstantFrom(written.civilMs, zone);
      return { earliest: at, latest: at, unitEnd: at, ambiguous: false };
    }
    return {
      error: `"${text}" does not exist in ${zone.name}: clocks were put forward over it; check the time or the zone, or write an offset`,
    };
  }
  return { earliest, latest, unitEnd: millis(latest + written.unitMs), ambiguous: instants.length > 1 };
}
