import { findZone, offsetAt, type Zone } from "../time/zone.ts";
import type { OffsetTable } from "./local-time.ts";

/** The zone of a publication. @throws RangeError on a name that the pinned tables do not hold */
export function zoneOf(name: string): Zone {
  const zone = findZone(name);
  if (!zone) throw new RangeError(`no time zone "${name}"; expected an IANA name such as Europe/Kyiv`);
  return zone;
}

/** The zone's offsets that matter in [from, until], first one first: what a page needs to print local times. */
export function offsetsOf(zone: Zone, from: number, until: number): OffsetTable {
  const table: [number, number][] = [[from, offsetAt(zone, from) / 60_000]];
  for (const at of zone.untils) if (at > from && at <= until) table.push([at, offsetAt(zone, at) / 60_000]);
  return table;
}
