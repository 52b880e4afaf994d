/** What a number format shows a number as. */
export type Shown = "number" | "date" | "date-time" | "elapsed" | { readonly digits: number };

/** Formats that files name by number only. Source: ECMA-376 part 1, section 18.8.30. */
export function builtInFormat(id: number): Shown {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return "date";
  if ((id >= 18 && id <= 22) || (id >= 32 && id <= 35) || id === 45 || id === 47) return "date-time";
  return id === 46 ? "elapsed" : "number";
}

/** What a format code shows: letters of dates count outside quotes, escapes and brackets. */
export function formatShows(code: string): Shown {
  const [first = ""] = code.split(";");
  const plain = first.replaceAll(/"[^"]*"|\\.|_.|\*./g, "");
  if (/\[(h+|m+|s+)\]/i.test(plain)) return "elapsed";
  const letters = plain.replaceAll(/\[[^\]]*\]/g, "").replaceAll(/general/gi, "");
  if (/[hs]|am\/pm/i.test(letters)) return "date-time";
  if (/[ymd]/i.test(letters)) return "date";
  return /^0+$/.test(letters) && letters.length > 1 ? { digits: letters.length } : "number";
}

const DAY_MS = 86_400_000;
const two = (n: number): string => `${n}`.padStart(2, "0");

/**
 * The wall-clock text of a serial date: what the clock on the sheet shows, in no zone (cases 35, 37).
 * @param epoch 1900 (day 1 is 1 January 1900, and a 29 February 1900 that never was is counted) or 1904 (day 0)
 * @returns "YYYY-MM-DD", with " HH:MM" or " HH:MM:SS" where the format or the value has a time of day; "HH:MM" where
 *   there is no date; null for a serial that no workbook can show
 */
export function serialText(serial: number, epoch: 1900 | 1904, shows: "date" | "date-time"): string | null {
  if (!(serial >= 0 && serial < 2_958_466)) return null;
  const seconds = Math.round(serial * 86_400);
  const day = Math.floor(seconds / 86_400);
  const time = seconds - day * 86_400;
  const [h, m, s] = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60];
  const clock = `${two(h)}:${two(m)}${s === 0 ? "" : `:${two(s)}`}`;
  if (day === 0 && (epoch === 1900 || shows === "date-time")) return clock;
  if (epoch === 1900 && day === 60) return null;
  const start = epoch === 1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  const date = new Date(start + day * DAY_MS).toISOString().slice(0, 10);
  return time === 0 && shows === "date" ? date : `${date} ${clock}`;
}
