import { type Millis, millis } from "../units.ts";
import type { Interval, TimePrecision } from "./interval.ts";
import { firstInstantFrom, instantsOf, offsetAt, type Zone } from "./zone.ts";

/** Milliseconds in a civil day of 24 hours. */
const CIVIL_DAY = 86_400_000;
const two = (n: number): string => String(n).padStart(2, "0");

/** "YYYY-MM-DD" of civil milliseconds. */
const civilDate = (civilMs: number): string => {
  const d = new Date(civilMs);
  return `${String(d.getUTCFullYear()).padStart(4, "0")}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
};

/** The day asked for last: rows of a table tell of few days, one after the other. */
let last: { readonly date: string; readonly ms: number | null } = { date: "", ms: null };

/** Civil milliseconds of "YYYY-MM-DD", or null where there is no such day. */
export function civilMillis(date: string): number | null {
  if (last.date !== date) last = { date, ms: civilOf(date) };
  return last.ms;
}

function civilOf(date: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!parts) return null;
  const [, y, m, d] = parts;
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms) || y === "0000") return null;
  const back = new Date(ms);
  // Date.parse lets 31 February roll over.
  return back.getUTCMonth() + 1 === Number(m) && back.getUTCDate() === Number(d) ? ms : null;
}

/** Where a civil day begins: its last midnight where clocks pass midnight twice, so that days neither overlap nor leave a hole. */
function dayStart(civilMs: number, zone: Zone): Millis {
  const { instants } = instantsOf(civilMs, zone);
  return instants.at(-1) ?? firstInstantFrom(civilMs, zone);
}

/**
 * The mission day of a date in the zone: 23, 24 or 25 hours. Days partition time. A date that the zone skipped
 * (30 December 2011 in Apia) is an empty interval.
 * @throws RangeError where the text is not a day of the calendar as YYYY-MM-DD
 */
export function dayInterval(date: string, zone: Zone): Interval {
  const civil = civilMillis(date);
  if (civil === null) throw new RangeError(`dayInterval: expected a day as YYYY-MM-DD, got "${date}"`);
  return { from: dayStart(civil, zone), until: dayStart(civil + CIVIL_DAY, zone) };
}

/** The mission day that holds an instant, as "YYYY-MM-DD": the one for which `dayInterval` holds it. */
export function dayOf(instant: Millis, zone: Zone): string {
  const civil = Math.floor((instant + offsetAt(zone, instant)) / CIVIL_DAY) * CIVIL_DAY;
  // Within a day of a change of clocks the wall's date and the day may differ.
  if (instant < dayStart(civil, zone)) return civilDate(civil - CIVIL_DAY);
  if (instant >= dayStart(civil + CIVIL_DAY, zone)) return civilDate(civil + CIVIL_DAY);
  return civilDate(civil);
}

/** "+03:00"; with seconds where the tables give local mean time. UTC is "+00:00". */
function offsetText(offsetMs: number): string {
  const total = Math.abs(Math.round(offsetMs / 1000));
  const seconds = total % 60;
  const text = `${two(Math.floor(total / 3600))}:${two(Math.floor(total / 60) % 60)}`;
  return `${offsetMs < 0 ? "-" : "+"}${text}${seconds === 0 ? "" : `:${two(seconds)}`}`;
}

/**
 * An instant on the zone's clocks, with its offset: "2025-04-20 14:30 +03:00". Never later than the instant: what is
 * finer than the precision is cut off.
 * @param precision "second" prints seconds (milliseconds too where they are not 0), "minute" and "hour" minutes,
 *   "month" "2025-04", "year" "2025", and the others the date alone
 */
export function formatInstant(instant: Millis, zone: Zone, precision: TimePrecision = "second"): string {
  const offset = offsetAt(zone, instant);
  const wall = new Date(instant + offset);
  const date = civilDate(instant + offset);
  const minutes = `${date} ${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
  const ms = wall.getUTCMilliseconds();
  switch (precision) {
    case "second":
      return `${minutes}:${two(wall.getUTCSeconds())}${ms === 0 ? "" : `.${String(ms).padStart(3, "0")}`} ${offsetText(offset)}`;
    case "minute":
    case "hour":
      return `${minutes} ${offsetText(offset)}`;
    case "year":
      return date.slice(0, 4);
    case "month":
      return date.slice(0, 7);
    default:
      return date;
  }
}

/**
 * An instant as agreement files give it: date, T or one blank, HH:MM, optional seconds and milliseconds, and an offset
 * or Z, all strict. 24:00 is the midnight that ends the day.
 * @returns null for anything else, a time without an offset included
 */
export function parseInstant(text: string): Millis | null {
  const parts =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)? ?(?:Z|([+-])(\d{2}):(\d{2})(?::(\d{2}))?)$/.exec(
      text,
    );
  if (!parts) return null;
  const [, date = "", hour, minute, second = "0", fraction = "", sign, oh = "0", om = "0", os = "0"] = parts;
  const civil = civilMillis(date);
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  const ms = Number(fraction.padEnd(3, "0"));
  if (civil === null || m > 59 || s > 59 || h > 24 || (h === 24 && m + s + ms > 0)) return null;
  if (Number(oh) > 15 || Number(om) > 59 || Number(os) > 59) return null;
  const offset = ((Number(oh) * 60 + Number(om)) * 60 + Number(os)) * 1000;
  return millis(civil + ((h * 60 + m) * 60 + s) * 1000 + ms - (sign === "-" ? -offset : offset));
}
