import { civilMillis, dayInterval } from "../time/day.ts";
import type { Interval } from "../time/interval.ts";
import { findZone, type Zone } from "../time/zone.ts";
import { type Cells, quoted } from "./cells.ts";

const CIVIL_DAY = 86_400_000;

/** The zone to read a row's local times in; a fault of the row where there is no such zone (never UTC in silence). */
export const zoneOf = (name: string, row: Cells): Zone | undefined =>
  findZone(name) ?? row.fault("zone", `unknown time zone ${quoted(name)}; use a name such as Europe/Kyiv, or +03:00`);

/** A calendar day moved by whole days; null where the given one is no day. Beyond the years 1 to 9999 it is no day either. */
export function dayShifted(date: string, days: number): string | null {
  const civil = civilMillis(date);
  if (civil === null) return null;
  return new Date(civil + days * CIVIL_DAY).toISOString().slice(0, 10);
}

/** From the start of one local day to the end of another; null where one is no day, or the last is before the first. */
export function daysBetween(first: string, last: string, zone: Zone): Interval | null {
  if (civilMillis(first) === null || civilMillis(last) === null) return null;
  const { from } = dayInterval(first, zone);
  const { until } = dayInterval(last, zone);
  return from < until ? { from, until } : null;
}
