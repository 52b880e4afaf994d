import packed from "moment-timezone/data/packed/latest.json" with { type: "json" };
import { type Millis, millis } from "../units.ts";

/** Version of the IANA tables in use, a part of every derived state's version. */
export const ZONE_TABLES_VERSION: string = `iana-${packed.version}`;

/** A time zone: an IANA name or a fixed offset. Two spellings of one zone (Europe/Kiev, Europe/Kyiv) share their `id`. */
export interface Zone {
  /** For comparison only: the name under which the tables keep these rules, or "+03:00", or "UTC". */
  readonly id: string;
  /** As spelled by IANA, in the spelling that was asked for. */
  readonly name: string;
  /** Ends of the stretches of constant offset, ms; the last is +Infinity. */
  readonly untils: Float64Array;
  /** Offsets east of UTC in ms, one for each stretch. */
  readonly offsets: Float64Array;
  /**
   * From here on the tables say nothing of this zone (they tabulate clock changes up to a last year, 2499 in 2026f), or
   * +Infinity for a zone that no longer changes its clocks. `toInstant` and `toLocal` say what happens beyond it.
   */
  readonly tablesEnd: number;
}

/** A wall-clock time, as on a watch. */
export interface Wall {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A wall-clock time with milliseconds and the offset that was in force. */
export interface Local extends Wall {
  readonly millisecond: number;
  /** Minutes east of UTC; not whole where the tables give local mean time (before about 1925). */
  readonly offsetMinutes: number;
  /** The zone may change its clocks here, and the tables no longer say when: its last known offset was used. */
  readonly beyondTables: boolean;
}

const MINUTE_MS = 60_000;
/** A zone whose last tabulated change lies beyond this year goes on changing its clocks: the table ends, not the rule. */
const TABLES_YEAR = Number.parseInt(packed.version, 10) + 1;

/** Base-60 number of the packed format, in minutes: digits 0-9a-zA-X, a fraction after the point. */
function base60(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const [whole = "", fraction = ""] = (sign < 0 ? text.slice(1) : text).split(".");
  let value = 0;
  for (const c of whole) value = value * 60 + digit60(c);
  let unit = 1 / 60;
  for (const c of fraction) {
    value += digit60(c) * unit;
    unit /= 60;
  }
  return sign * value;
}

function digit60(c: string): number {
  const code = c.charCodeAt(0);
  if (code > 96) return code - 87;
  return code > 64 ? code - 29 : code - 48;
}

interface Rules {
  readonly id: string;
  readonly untils: Float64Array;
  readonly offsets: Float64Array;
  readonly tablesEnd: number;
}

function unpack(line: string): Rules {
  const [id = "", , offsetText = "", indexText = "", untilText = ""] = line.split("|");
  const offsets = offsetText.split(" ").map((o) => Math.round(-base60(o) * 60) * 1000);
  const indices = [...indexText].map(digit60);
  const steps = untilText === "" ? [] : untilText.split(" ");
  const untils = new Float64Array(indices.length);
  let at = 0;
  for (let i = 0; i < indices.length; i++) {
    const step = steps[i];
    if (step === undefined) untils[i] = Number.POSITIVE_INFINITY;
    else {
      at += base60(step) * MINUTE_MS;
      untils[i] = Math.round(at / 1000) * 1000;
    }
  }
  const lastChange = untils[indices.length - 2];
  const lastYear = lastChange === undefined ? 0 : new Date(lastChange).getUTCFullYear();
  return {
    id,
    untils,
    offsets: Float64Array.from(indices, (i) => offsets[i] ?? 0),
    tablesEnd: lastYear > TABLES_YEAR ? Date.UTC(lastYear + 1, 0, 1) : Number.POSITIVE_INFINITY,
  };
}

/** Lower-cased name → [name as IANA spells it, packed line]. IANA names never differ by case alone. */
const names: ReadonlyMap<string, readonly [name: string, line: string]> = (() => {
  const table = new Map<string, readonly [string, string]>();
  for (const line of packed.zones) {
    const name = line.slice(0, line.indexOf("|"));
    table.set(name.toLowerCase(), [name, line]);
  }
  for (const link of packed.links) {
    const [target = "", alias = ""] = link.split("|");
    const line = table.get(target.toLowerCase());
    if (line) table.set(alias.toLowerCase(), [alias, line[1]]);
  }
  return table;
})();

const unpacked = new Map<string, Rules>();
const zones = new Map<string, Zone>();

/** The UTC zone: "UTC" and "Z" are the same. */
export const UTC: Zone = fixed("UTC", 0);

function fixed(name: string, offsetMs: number): Zone {
  return {
    id: name,
    name,
    untils: Float64Array.of(Number.POSITIVE_INFINITY),
    offsets: Float64Array.of(offsetMs),
    tablesEnd: Number.POSITIVE_INFINITY,
  };
}

/**
 * A zone by IANA name in either spelling (upper and lower case alike), "UTC", "Z", or fixed offset: "+03:00", "+0300", "+03".
 * @returns null for anything else, "MSK" and "EEST" included: an unknown zone is the caller's error and never UTC (case 39)
 */
export function findZone(name: string): Zone | null {
  const known = zones.get(name);
  if (known) return known;
  const zone = resolve(name.trim());
  if (zone) zones.set(name, zone);
  return zone;
}

function resolve(name: string): Zone | null {
  if (/^(z|utc|gmt|etc\/(utc|uct|gmt|zulu|universal)|zulu|uct|universal)$/i.test(name)) return UTC;
  const offset = /^([+\-\u2212])(\d{2})(?::?(\d{2}))?$/.exec(name);
  if (offset) {
    const [, sign, hours, minutes = "00"] = offset;
    const total = Number(hours) * 60 + Number(minutes);
    // The widest offsets that any zone has used are −12:00 and +14:00; ISO 8601 allows less than a day.
    if (Number(minutes) > 59 || total > 14 * 60) return null;
    if (total === 0) return UTC;
    return fixed(`${sign === "+" ? "+" : "-"}${hours}:${minutes}`, (sign === "+" ? total : -total) * MINUTE_MS);
  }
  const entry = names.get(name.toLowerCase());
  if (!entry) return null;
  let rules = unpacked.get(entry[1]);
  if (!rules) {
    rules = unpack(entry[1]);
    unpacked.set(entry[1], rules);
  }
  return { ...rules, name: entry[0] };
}

/** Whether two zones have the same rules: Europe/Kiev and Europe/Kyiv have. */
export const sameZone = (a: Zone, b: Zone): boolean => a.id === b.id;

/** First stretch of constant offset that ends after the instant. */
function stretchAt(zone: Zone, instant: number): number {
  let low = 0;
  let high = zone.untils.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instant < (zone.untils[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Offset east of UTC in ms at an instant. */
export const offsetAt = (zone: Zone, instant: number): number => zone.offsets[stretchAt(zone, instant)] as number;

/** Milliseconds of a wall-clock time as if it were UTC; years 0 to 99 are those years. */
export function wallMillis(wall: Wall): number {
  const { year, month, day, hour, minute, second } = wall;
  const ms = Date.UTC(2000, month - 1, day, hour, minute, second);
  const shifted = new Date(ms);
  shifted.setUTCFullYear(year, month - 1, day);
  return shifted.getTime();
}

/**
 * The instants at which clocks in the zone show this wall-clock time.
 * @returns none where clocks were put forward over it, two (earlier first) where they were put back over it. Beyond the
 *   tables, where it is not known which of the zone's two offsets is in force, both readings: the time is ambiguous.
 */
export function toInstant(wall: Wall, zone: Zone): { readonly instants: readonly Millis[] } {
  return instantsOf(wallMillis(wall), zone);
}

/** The same for milliseconds since 1970 on the wall clock. */
export function instantsOf(wallMs: number, zone: Zone): { readonly instants: readonly Millis[] } {
  if (zone.offsets.length === 1) return { instants: [millis(wallMs - (zone.offsets[0] as number))] };
  const found: number[] = [];
  const last = zone.offsets.length - 1;
  const first = stretchAt(zone, wallMs - 26 * 3_600_000);
  for (let i = first; i <= last; i++) {
    const start = i === 0 ? Number.NEGATIVE_INFINITY : (zone.untils[i - 1] as number);
    if (start > wallMs + 26 * 3_600_000) break;
    const instant = wallMs - (zone.offsets[i] as number);
    if (instant >= start && instant < (zone.untils[i] as number) && !found.includes(instant)) found.push(instant);
  }
  if (wallMs >= zone.tablesEnd && last > 0) {
    const other = wallMs - (zone.offsets[last - 1] as number);
    if (!found.includes(other)) found.push(other);
  }
  return { instants: found.sort((a, b) => a - b).map(millis) };
}

/**
 * The earliest instant at which clocks in the zone show this wall-clock time or a later one: in a gap, the moment at
 * which clocks were put forward.
 */
export function firstInstantFrom(wallMs: number, zone: Zone): Millis {
  const { instants } = instantsOf(wallMs, zone);
  if (instants[0] !== undefined) return instants[0];
  // In a gap the earlier offset still lands after the change; the change lies at the end of the stretch before.
  const before = stretchAt(zone, wallMs - 26 * 3_600_000);
  for (let i = before; i < zone.untils.length; i++) {
    const until = zone.untils[i] as number;
    if (until + (zone.offsets[i + 1] ?? 0) >= wallMs) return millis(until);
  }
  throw new RangeError(`no instant at or after ${wallMs} on clocks of ${zone.name}`);
}

/** What clocks in the zone show at an instant. */
export function toLocal(instant: Millis, zone: Zone): Local {
  const offset = offsetAt(zone, instant);
  const d = new Date(instant + offset);
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    second: d.getUTCSeconds(),
    millisecond: d.getUTCMilliseconds(),
    offsetMinutes: offset / MINUTE_MS,
    beyondTables: instant >= zone.tablesEnd,
  };
}
