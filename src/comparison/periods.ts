import { civilMillis, dayInterval, dayOf } from "../time/day.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { DAY, type Millis, millis } from "../units.ts";

export type PeriodKind = "day" | "week";

/** A day by its date, or a week by the date of its Monday. */
export interface Period extends Interval {
  readonly name: string;
}

/** Looks up the day that holds an instant; neighbours are asked of the calendar once. */
export class Calendar {
  private readonly clock: Clock;
  private readonly kind: PeriodKind;
  private readonly byUtcDay = new Map<number, Period[]>();

  constructor(clock: Clock, kind: PeriodKind) {
    this.clock = clock;
    this.kind = kind;
  }

  periodOf(instant: number): Period {
    const utcDay = Math.floor(instant / DAY);
    let near = this.byUtcDay.get(utcDay);
    for (const p of near ?? []) if (instant >= p.from && instant < p.until) return p;
    const found = this.make(dayOf(millis(instant), this.clock));
    if (!near) {
      near = [];
      this.byUtcDay.set(utcDay, near);
    }
    near.push(found);
    return found;
  }

  private make(date: string): Period {
    if (this.kind === "day") return { name: date, ...dayInterval(date, this.clock) };
    const civil = civilMillis(date) ?? 0;
    // 1 January 1970 was a Thursday.
    const monday = civil - ((((civil / DAY + 3) % 7) + 7) % 7) * DAY;
    const name = isoDate(monday);
    return {
      name,
      from: dayInterval(name, this.clock).from,
      until: dayInterval(isoDate(monday + 7 * DAY), this.clock).from,
    };
  }

  /**
   * Every period from the one that holds `from` to the one that holds the last moment before `until`.
   * @throws RangeError where there are more than `most`
   */
  between(from: Millis, until: Millis, most: number): Period[] {
    const periods: Period[] = [];
    for (let p = this.periodOf(from); ; p = this.periodOf(p.until)) {
      if (periods.length === most) throw new RangeError(`more than ${most} ${this.kind}s`);
      periods.push(p);
      if (p.until >= until) return periods;
    }
  }
}

const isoDate = (civilMs: number): string => new Date(civilMs).toISOString().slice(0, 10);
