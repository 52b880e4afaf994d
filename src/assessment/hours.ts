import type { DailyHours } from "../agreement/agreement.ts";
import { or, type Truth } from "../certainty.ts";
import { civilMillis, dayOf } from "../time/day.ts";
import { during, type UncertainTime } from "../time/interval.ts";
import { firstInstantFrom, instantsOf } from "../time/zone.ts";
import { DAY, MINUTE, type Millis } from "../units.ts";

/** Days looked at one by one; a longer time has been through every hour. */
const MANY_DAYS = 40;

/** Did it happen within these hours of any day, on the clocks of their zone? A time that straddles an end is unknown. */
export function duringHours(time: UncertainTime, hours: DailyHours): Truth {
  const slack = 2 * time.sdMs;
  if (time.until - time.from + 2 * slack > MANY_DAYS * DAY) return time.kind === "seen" ? true : "unknown";
  const firstDay = civilMillis(dayOf((time.from - slack) as Millis, hours.zone)) ?? 0;
  const lastDay = civilMillis(dayOf((time.until + slack) as Millis, hours.zone)) ?? 0;
  const outcomes: Truth[] = [];
  const ends = (wallMs: number): { readonly first: Millis; readonly last: Millis } => {
    const { instants } = instantsOf(wallMs, hours.zone);
    const first = instants[0] ?? firstInstantFrom(wallMs, hours.zone);
    return { first, last: instants.at(-1) ?? first };
  };
  for (let day = firstDay - DAY; day <= lastDay; day += DAY) {
    const end = hours.until > hours.from ? hours.until : hours.until + DAY / MINUTE;
    const [from, until] = [ends(day + hours.from * MINUTE), ends(day + end * MINUTE)];
    const first = from.first < until.first && during(time, { from: from.first, until: until.first });
    const last = from.last < until.last && during(time, { from: from.last, until: until.last });
    // Where clocks pass an end twice, only what both readings of it say is certain.
    outcomes.push(first === last ? first : "unknown");
  }
  return or(outcomes);
}

const two = (n: number): string => String(n).padStart(2, "0");

/** "22:00 to 06:00 (Europe/Kyiv)". */
export const sayHours = (h: DailyHours): string =>
  `${two(Math.floor(h.from / 60))}:${two(h.from % 60)} to ${two(Math.floor(h.until / 60))}:${two(h.until % 60)} (${h.zone.name})`;
