import { EARLIEST, LATEST } from "../agreement/compile.ts";
import type { Truth } from "../certainty.ts";
import { formatInstant } from "../time/day.ts";
import type { Interval, UncertainTime } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";

/** A window on the clocks of the mission, open ends said so. */
export function sayWindow(w: Interval, clock: Clock): string {
  const from = w.from === EARLIEST ? "" : `from ${formatInstant(w.from, clock, "minute")}`;
  const until = w.until === LATEST ? "" : `until ${formatInstant(w.until, clock, "minute")}`;
  return from === "" && until === ""
    ? "at all times"
    : `${from}${from && until ? " " : ""}${until}${until === "" ? ", open" : ""}`;
}

const KNOWN_TO: Readonly<Record<UncertainTime["precision"], string>> = {
  second: "to the second",
  minute: "to the minute",
  hour: "to the hour",
  "part-of-day": "to a part of the day",
  day: "to the day",
  days: "to some days",
  week: "to the week",
  month: "to the month",
  year: "to the year",
};

/** When the incident happened, on the clocks of the mission, with how finely that is known. */
export function sayTime(t: UncertainTime, clock: Clock): string {
  const precision = t.precision === "second" ? "second" : "minute";
  const from = formatInstant(t.from, clock, precision);
  const until = formatInstant(t.until, clock, precision);
  if (t.kind === "seen" && t.until - t.from <= 60_000) return from;
  return `${t.kind === "seen" ? "" : "at some time "}between ${from} and ${until}${t.kind === "seen" ? "" : ` (known ${KNOWN_TO[t.precision]})`}`;
}

/** A probability to two digits; below and above them it says so, as nothing here is certain by rounding. */
export function sayProbability(p: number): string {
  if (p > 0 && p < 0.005) return "below 0.01";
  if (p < 1 && p >= 0.995) return "above 0.99";
  return p.toFixed(2);
}

/** "a", "a or b", "a, b or c". */
export function anyOf(words: readonly string[], join = "or"): string {
  if (words.length <= 1) return words[0] ?? "nothing";
  return `${words.slice(0, -1).join(", ")} ${join} ${words.at(-1)}`;
}

export const pick = (outcome: Truth, yes: string, no: string, unknown: string): string =>
  outcome === true ? yes : outcome === false ? no : unknown;

/** Kilometres without needless digits. */
export const sayKm = (metres: number): string => `${String(Math.round(metres) / 1000)} km`;
