/** Offsets of the mission's zone, as the API gives them: from when (ms), minutes east of UTC. */
export type Offsets = readonly (readonly [from: number, minutes: number])[];

/** Minutes east of UTC that the mission's clocks stand at. */
export function offsetAt(offsets: Offsets, at: number): number {
  let minutes = offsets[0]?.[1] ?? 0;
  for (const [from, here] of offsets) if (from <= at) minutes = here;
  return minutes;
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
  const mission = new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" }).format(at + minutes * 60_000);
  const own = new Intl.DateTimeFormat(language, form).format(at);
  return {
    mission: `${mission} ${offsetName(minutes)}`,
    own: `${own} ${offsetName(-new Date(at).getTimezoneOffset())}`,
  };
}

/** "12 June 2024, 10:00 to 10:15" on one clock, short where both ends fall together. */
export function saySpan(span: { readonly from: number; readonly until: number }, offsets: Offsets, language: string) {
  const shifted = (at: number): number => at + offsetAt(offsets, at) * 60_000;
  const form = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  const [from, until] = [shifted(span.from), shifted(span.until)];
  return span.until <= span.from ? form.format(from) : form.formatRange(from, until);
}
