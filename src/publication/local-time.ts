/** Offsets of a zone from UTC over a stretch: from `fromMs` on, local = UTC + `minutes`. */
export type OffsetTable = readonly (readonly [fromMs: number, minutes: number])[];

const pad = (n: number, width = 2): string => String(n).padStart(width, "0");

/** Offset in minutes at an instant, from a table. */
export function offsetAt(table: OffsetTable, ms: number): number {
  let minutes = table[0]?.[1] ?? 0;
  for (const [from, m] of table) if (ms >= from) minutes = m;
  return minutes;
}

/** "+03:00" for 180. */
export const offsetText = (minutes: number): string =>
  `${minutes < 0 ? "−" : "+"}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;

/** "2025-04-20 14:30" in local time; seconds only where they are not zero and `seconds` asks for them. */
export function localText(table: OffsetTable, ms: number, seconds = false): string {
  const d = new Date(ms + offsetAt(table, ms) * 60_000);
  const day = `${pad(d.getUTCFullYear(), 4)}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`;
  const s = seconds && d.getUTCSeconds() > 0 ? `:${pad(d.getUTCSeconds())}` : "";
  return `${day} ${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}${s}`;
}

/**
 * A half-open stretch in words: "2025-04-20", "2025-04-20 14:30", "2025-04-20 14:30 – 15:00",
 * "2025-04-20 – 2025-04-22" (last day included).
 */
export function stretchText(table: OffsetTable, from: number, until: number): string {
  const a = localText(table, from, true);
  const b = localText(table, until, true);
  const wholeDays = a.endsWith(" 00:00") && b.endsWith(" 00:00") && until - from >= 82_800_000;
  if (wholeDays) {
    const first = a.slice(0, 10);
    const last = localText(table, until - 1).slice(0, 10);
    return first === last ? first : `${first} – ${last}`;
  }
  if (until - from <= 60_000) return a;
  return a.slice(0, 10) === b.slice(0, 10) ? `${a} – ${b.slice(11)}` : `${a} – ${b}`;
}
