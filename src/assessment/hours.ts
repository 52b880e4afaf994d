import type { DailyHours } from "../agreement/agreement.ts";
import { or, type Truth } from "../certainty.ts";
import { civilMillis, dayOf } from "../time/day.ts";
import { during, type UncertainTime } from "../time/interval.ts";
import { firstInstantFrom } from "../time/zone.ts";
import { DAY, MINUTE, type Millis } from "../units.ts";

/** Days looked at one by one; a longer time has been through every hour. */
const MANY_DAYS = 40;

/** Did it happen within these hours of any day, on the clocks of their zone? A time that straddles an end is unknown. */
export function duringHours(time: UncertainTime, hours: DailyHours): Truth {
  const slack = 2 * time.sdMs;
  if (time.until - time.from + 2 * slack > MANY_DAYS * DAY) return time.kind === "seen" ? true : "unknown";
  const first = civilMillis(dayOf((time.from - slack) as Millis, hours.zone)) ?? 0;
  const last = civilMillis(dayOf((time.until + slack) as Millis, hours.zone)) ?? 0;
  const outcomes: Truth[] = [];
  for (let day = first - DAY; day <= last; day += DAY) {
    const end = hours.until > hours.from ? hours.until : hours.until + DAY / MINUTE;
    const from = firstInstantFrom(day + hours.from * MINUTE, hours.zone);
    const until = firstInstantFrom(day + end * MINUTE, hours.zone);
    if (from < until) outcomes.push(during(time, { from, until }));
  }
  return or(outcomes);
}

const two = (n: number): string => String(n).padStart(2, "0");

/** "22:00 to 06:00 (Europe/Kyiv)". */
export const sayHours = (h: DailyHours): string =>
  `${two(Math.floor(h.from / 60))}:${two(h.from % 60)} to ${two(Math.floor(h.until / 60))}:${two(h.until % 60)} (${h.zone.name})`;
