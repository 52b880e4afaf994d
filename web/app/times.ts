/** Offsets of the mission's zone, as the API gives them: from when (ms), minutes east of UTC. */
export type Offsets = readonly (readonly [from: number, minutes: number])[];

/** Minutes east of UTC that the mission's clocks stand at. */
export function offsetAt(offsets: Offsets, at: number): number {
  let minutes = offsets[0]?.[1] ?? 0;
  for (const [from, here] of offsets) if (from <= at) minutes = here;
  return minutes;
}

/** "2025-04-20T18:00:00.000" on the mission's clocks. */
const onClocks = (at: number, offsets: Offsets): string =>
  new Date(at + offsetAt(offsets, at) * 60_000).toISOString().slice(0, -1);

/** A moment as it is typed on the mission's clocks, to the minute: "2025-04-20T18:00". */
export const clockOf = (at: number, offsets: Offsets): string => onClocks(at, offsets).slice(0, 16);

/** The day on the mission's clocks that holds a moment: "2025-04-20". */
export const dateOf = (at: number, offsets: Offsets): string => onClocks(at, offsets).slice(0, 10);

/**
 * The moment at which the mission's clocks show what was typed ("2025-04-20T18:00"); undefined where that is no time. Of
 * an hour that the clocks show twice it is the earlier or the later by the offset that held just before.
 */
export function instantOf(typed: string, offsets: Offsets): number | undefined {
  const shown = Date.parse(`${typed}Z`);
  return Number.isNaN(shown) ? undefined : momentOf(shown, offsets);
}

/** The same for what the clocks show in milliseconds, as if they showed UTC. */
export function momentOf(shown: number, offsets: Offsets): number {
  const about = shown - offsetAt(offsets, shown) * 60_000;
  return shown - offsetAt(offsets, about) * 60_000;
}

/** Dates day first and clocks of 24 hours, as missions write them. */
const LOCALE: Readonly<Record<string, string>> = { en: "en-GB", ar: "ar-u-nu-latn" };
const made = new Map<string, Intl.DateTimeFormat>();

/** A form of the language; mission time is shifted by its own table and printed as UTC. */
export function dateForm(language: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(form)}`;
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(LOCALE[language] ?? language, { hourCycle: "h23", ...form });
    made.set(key, found);
  }
  return found;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** "UTC+03:00". */
export function offsetName(minutes: number): string {
  const absolute = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

export interface SaidTime {
  /** On the mission's clocks. */
  readonly mission: string;
  /** On the reader's own, by the language's own form. */
  readonly own: string;
}

/** A moment on both clocks. Mission time is shifted by its own table and printed as UTC: the browser's rules have no say in it. */
export function sayTime(at: number, offsets: Offsets, language: string): SaidTime {
  const minutes = offsetAt(offsets, at);
  const form: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short" };
  const mission = dateForm(language, { ...form, timeZone: "UTC" }).format(at + minutes * 60_000);
  const own = dateForm(language, form).format(at);
  return {
    mission: `${mission} ${offsetName(minutes)}`,
    own: `${own} ${offsetName(-new Date(at).getTimezoneOffset())}`,
  };
}

/** "12 June 2024, 10:00 to 10:15" on one clock, short where both ends fall together. */
export function saySpan(span: { readonly from: number; readonly until: number }, offsets: Offsets, language: string) {
  const shifted = (at: number): number => at + offsetAt(offsets, at) * 60_000;
  const form = dateForm(language, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  const [from, until] = [shifted(span.from), shifted(span.until)];
  return span.until <= span.from ? form.format(from) : form.formatRange(from, until);
}

const DAY = 86_400_000;

/** The day on the mission's clocks, as milliseconds of its midnight written as UTC. */
export const dayOf = (at: number, offsets: Offsets): number =>
  Math.floor((at + offsetAt(offsets, at) * 60_000) / DAY) * DAY;

/** "Sunday, 20 April 2025", of a day as `dayOf` gives it. */
export const sayDay = (day: number, language: string): string =>
  dateForm(language, { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(day);

/** A span under the heading of its day: "06:10–09:30" within it, "20–22 Apr" beyond it. */
export function sayWithinDay(
  span: { readonly from: number; readonly until: number },
  offsets: Offsets,
  language: string,
) {
  const shifted = (at: number): number => at + offsetAt(offsets, at) * 60_000;
  const [from, until] = [shifted(span.from), Math.max(shifted(span.from), shifted(span.until))];
  const day = dayOf(span.from, offsets);
  const clock = (at: number): string =>
    `${two(Math.floor((at - day) / 3_600_000))}:${two(Math.floor(at / 60_000) % 60)}`;
  if (until > day + DAY) {
    const form = dateForm(language, { day: "numeric", month: "short", timeZone: "UTC" });
    return form.formatRange(from, until - 1);
  }
  return clock(from) === clock(until) ? clock(from) : `${clock(from)}–${clock(until)}`;
}
