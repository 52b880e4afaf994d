import type { CountInterval } from "../observation/count.ts";
import { imageOf, UCDP_TYPES } from "../observation/crosswalk.ts";
import type { Observation } from "../observation/observation.ts";
import type { UncertainPlace } from "../place/place.ts";
import { civilMillis } from "../time/day.ts";
import type { TimePrecision, UncertainTime } from "../time/interval.ts";
import { UTC } from "../time/zone.ts";
import { HOUR, type Millis, millis } from "../units.ts";
import { Cells, hasAll, quoted } from "./cells.ts";
import { daysBetween, zoneOf } from "./local-days.ts";
import type { TableReader } from "./reader.ts";
import { keyedId, reportId } from "./row-identity.ts";

const FAMILY = "ucdp-ged";
const UKRAINE = "Europe/Kyiv";
const NEEDED = [
  "id",
  "code_status",
  "type_of_violence",
  "where_prec",
  "where_coordinates",
  "latitude",
  "longitude",
  "country",
  "event_clarity",
  "date_prec",
  "date_start",
  "date_end",
  "best",
  "high",
  "low",
];

/** Radius in km of the point that each where_prec gives; 6 (country) and 7 (sea, air) give none that means anything. */
const RADIUS_KM: Readonly<Record<string, number>> = { "1": 5, "2": 25, "3": 60, "4": 150, "5": 250 };
const PRECISION: Readonly<Record<string, TimePrecision>> = {
  "1": "day",
  "2": "days",
  "3": "week",
  "4": "month",
  "5": "year",
};

/** UCDP Georeferenced Event Dataset, 49 columns: events with at least one death, by day or longer. */
export const ucdpGed: TableReader = {
  name: "ucdp-ged",
  recognises: (header) => hasAll(header, NEEDED),
  columns: NEEDED,
  encodings: ["utf-8", "windows-1252"],
  assumptions: [
    { what: "order of date_start and date_end", value: "month/day/year", why: "so in GED; 05/04/2014 is 4 May" },
    {
      what: "zone",
      value: "Europe/Kyiv in Ukraine; elsewhere every zone from UTC-12 to UTC+14 unless one is given at import",
      why: "days are local days of the place, and the file states no zone",
    },
    {
      what: "means",
      value: "fire, explosion or clash, not told apart",
      why: "GED counts deaths by armed force and does not code the means",
    },
    {
      what: "place",
      value: "where_prec 1 to 5: 5, 25, 60, 150, 250 km around the point; 6 and 7: not known",
      why: "from 3 on the point is the middle of a district, an oblast or a region, and the event was anywhere in it",
    },
    {
      what: "deaths",
      value: "from the least to the greatest of low, best and high",
      why: "in some rows best lies outside low to high; each is kept and the interval is widened to hold them all",
    },
    {
      what: "events",
      value: "each row is an event of its own and is never joined with another row by evidence",
      why: "GED's coders part and join events, each under an id of its own; people may still join two",
    },
    { what: "actor", value: "none", why: "side_a and side_b are the parties to the conflict, not who did it" },
  ],
  row(cells, { sha256, line, zone }) {
    const row = new Cells(cells);
    const id = row.text("id");
    if (!/^\d+$/.test(id)) row.fault("id", `expected the number of the event, got ${quoted(id)}`);
    const type = row.text("type_of_violence");
    const image = imageOf(UCDP_TYPES, type);
    if (!image || !("acts" in image)) row.fault("type_of_violence", `expected 1, 2 or 3, got ${quoted(type)}`);
    const time = timeOf(row, zone);
    const place = placeOf(row);
    const killed = killedOf(row);
    const count = countOf(row);
    if (!image || !("acts" in image) || !time || !place || !killed || !count || row.faults.length > 0)
      return { refuse: row.faults };
    // GED marks rows whose figures or sources its coders doubt; they are kept, as doubtful.
    const status = row.text("code_status");
    const doubtful = status !== "" && status !== "Clear";
    const value: Observation = {
      id: keyedId(FAMILY, id),
      kind: "observation",
      report: reportId(FAMILY, id),
      source: "UCDP GED",
      sourceKind: "dataset",
      ...(doubtful ? { credibility: 4 as const } : {}),
      mode: "document",
      acts: image.acts,
      labelBasis: "person",
      role: "undetermined",
      count,
      activity: "unknown",
      time,
      place,
      killed,
      distinct: true,
      marking: "TLP:CLEAR",
      origin: { file: sha256, line },
    };
    return { use: [{ type: "observation", value }] };
  },
};

/** "1/22/2014 12:00:00 AM" or "05/05/2014 00:00", both month/day/year, as YYYY-MM-DD. */
function dayOfCell(row: Cells, field: string): string | undefined {
  const text = row.text(field);
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (?:12:00:00 AM|0?0:00(?::00)?))?$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?: 00:00:00(?:\.0+)?)?$/.exec(text);
  const [y, m, d] = parts ? [parts[3], parts[1], parts[2]] : iso ? [iso[1], iso[2], iso[3]] : [];
  if (y === undefined || m === undefined || d === undefined)
    return row.fault(field, `expected month/day/year such as 1/22/2014 12:00:00 AM, got ${quoted(text)}`);
  const day = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  if (Number(m) > 12) return row.fault(field, `${quoted(text)} has no month ${m}; the order here is month/day/year`);
  return civilMillis(day) === null ? row.fault(field, `${quoted(text)} is not a day of the calendar`) : day;
}

function timeOf(row: Cells, given: string | undefined): UncertainTime | undefined {
  const start = dayOfCell(row, "date_start");
  const end = dayOfCell(row, "date_end");
  const precision = row.text("date_prec");
  if (!Object.hasOwn(PRECISION, precision)) row.fault("date_prec", `expected 1 to 5, got ${quoted(precision)}`);
  const inUkraine = row.text("country") === "Ukraine";
  const zone = zoneOf(given ?? (inUkraine ? UKRAINE : UTC.name), row);
  if (start === undefined || end === undefined || !zone) return undefined;
  const days = daysBetween(start, end, zone);
  const cells = `${row.text("date_start")} – ${row.text("date_end")}`;
  if (!days) return row.fault("date_end", `expected a day on or after date_start, got ${quoted(cells)}`);
  const anywhere = given === undefined && !inUkraine;
  return {
    kind: "window",
    from: anywhere ? moved(days.from, -14) : days.from,
    until: anywhere ? moved(days.until, 12) : days.until,
    sdMs: 0,
    // A date_prec of 1 over several days is an event of several days, known to the day at each end.
    precision: PRECISION[precision] === "day" && start !== end ? "days" : (PRECISION[precision] ?? "days"),
    stated: cells,
    zone: zone.name,
    zoneBasis: "assumed",
  };
}

const moved = (at: Millis, hours: number): Millis => millis(at + hours * HOUR);

function placeOf(row: Cells): UncertainPlace | undefined {
  const precision = row.text("where_prec");
  const name = row.text("where_coordinates");
  const position = row.position("longitude", "latitude");
  if (!/^[1-7]$/.test(precision)) return row.fault("where_prec", `expected 1 to 7, got ${quoted(precision)}`);
  if (!position) return undefined;
  const km = RADIUS_KM[precision];
  if (km === undefined) return { kind: "unknown", ...(name === "" ? {} : { name }) };
  return { kind: "point", ...position, radiusM: km * 1000, ...(name === "" ? {} : { name }) };
}

/** event_clarity 1 is one event that can be told from others; 2 is a summary of several that the sources do not part. */
function countOf(row: Cells): CountInterval | undefined {
  const clarity = row.word("event_clarity", ["1", "2"]);
  if (clarity === undefined) return undefined;
  return clarity === "1"
    ? { min: 1, max: 1, unit: "event", form: "number" }
    : { min: 1, max: null, unit: "event", form: "not-stated" };
}

function killedOf(row: Cells): CountInterval | undefined {
  const [low, best, high] = [row.whole("low"), row.whole("best"), row.whole("high")];
  if (low === undefined || best === undefined || high === undefined) return undefined;
  const [min, max] = [Math.min(low, best, high), Math.max(low, best, high)];
  const stated = `low ${low}, best ${best}, high ${high}`;
  return min === max
    ? { min, max, unit: "person", form: "number" }
    : { min, max, unit: "person", form: "range", stated };
}
