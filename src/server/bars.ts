import { offsetsOf } from "../publication/zone-offsets.ts";
import type { Clock } from "../store/found.ts";
import { firstInstantFrom, type Zone } from "../time/zone.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type Step = "hour" | "day";
export const STEP_MS: Readonly<Record<Step, number>> = { hour: HOUR, day: DAY };

/** An axis of some days is shown by the hour. */
export const stepFor = (first: number, last: number): Step => (last - first <= 4 * DAY ? "hour" : "day");

/**
 * The clock that bars are counted by: days are the mission's own, as its daily reports count them (case 27); hours begin
 * where its clocks show whole ones, and none is left out or counted twice where the clocks change.
 */
export function clockOf(step: Step, zone: Zone, first: number, last: number): Clock {
  const offsets = offsetsOf(zone, first, step === "day" ? last : first);
  return offsets.map(([at, minutes]) => [at, minutes * 60_000]);
}

/** What instants a step is that begins when the clock shows so much: a day of 23 or 25 hours where clocks change. */
export function stretchOf(shown: number, step: Step, zone: Zone, clock: Clock): { from: number; until: number } {
  const at = (wall: number): number => (step === "day" ? firstInstantFrom(wall, zone) : wall - (clock[0]?.[1] ?? 0));
  return { from: at(shown), until: at(shown + STEP_MS[step]) };
}
