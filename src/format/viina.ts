import { actsOf, type Image, imageOf } from "../observation/crosswalk.ts";
import { VIINA_LABELS, VIINA_OUTCOMES } from "../observation/crosswalk-viina.ts";
import type { Observation } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import type { UncertainPlace } from "../place/place.ts";
import type { UncertainTime } from "../time/interval.ts";
import { firstInstantFrom, instantsOf, type Zone } from "../time/zone.ts";
import { Cells, hasAll, quoted } from "./cells.ts";
import { dayShifted, daysBetween, zoneOf } from "./local-days.ts";
import type { TableReader } from "./reader.ts";
import { cellsId, reportId } from "./row-identity.ts";
import { capitalAt, oblastAt, wordAt } from "./viina-places.ts";

const FAMILY = "viina";
const ZONE = "Europe/Kyiv";
const COLUMNS = ["datetime", "lon", "lat", "place_name", "event_type", "headline"];
/** 95 of 100 rows that repeat a village's name lie within 2.6 km of their common middle; rounded up. */
const SETTLEMENT_M = 3000;

/** VIINA 2.0, monthly files: machine-labelled news texts, one row for each place that a text names. */
export const viina: TableReader = {
  name: "viina-monthly",
  recognises: (header) => hasAll(header, COLUMNS),
  columns: COLUMNS,
  exactRepeats: "exact-repeat",
  assumptions: [
    {
      what: "zone",
      value: ZONE,
      why: "the file states none; texts are dated on clocks of Ukraine. Another zone can be given at import",
    },
    {
      what: "time of the event where the time of publication is known",
      value: "from the beginning of the day before, until publication",
      why: "datetime is when a news text was published; it tells of something that happened before, seldom more than a day before",
    },
    {
      what: "time of the event where datetime is 00:00:00",
      value: "from the beginning of the second day before, until the end of the day",
      why: "00:00:00 means that the time of publication is unknown, and a third of these texts are repeated under the next date",
    },
    {
      what: "place",
      value:
        "3 km around a settlement, 12 to 25 km around a regional centre, its whole oblast where the text names the oblast",
      why: "points are the middles of places, and a text that names an oblast alone is put on a village or on its centre",
    },
    {
      what: "place names",
      value: "as VIINA resolved them, but for the known wrong senses, whose place is unknown",
      why: "villages that share a name are mixed up; nothing in a row tells which one was meant",
    },
    { what: "labels", value: "a machine's", why: "VIINA labels texts by a model; no person has read them" },
  ],
  row(cells, { sha256, line, ordinal, zone }) {
    const row = new Cells(cells);
    const labels = row
      .text("event_type")
      .split("|")
      .map((l) => l.trim());
    const told = labels.filter((l) => l !== "" && l !== "loc");
    if (told.length === 0) return { skip: "no-event-label" };
    const acts = actsFrom(told, row);
    const time = timeOf(row, zoneOf(zone ?? ZONE, row));
    const position = row.position("lon", "lat");
    if (!time || !position || row.faults.length > 0) return { refuse: row.faults };
    if (acts.length === 0) return { skip: "label-is-no-act" };
    // The text is used here to tell a town from its oblast, and is not kept.
    const headline = row.text("headline");
    const value: Observation = {
      id: cellsId(FAMILY, cells, ordinal),
      kind: "observation",
      report: reportId(FAMILY, headline, row.text("datetime")),
      source: "VIINA",
      sourceKind: "dataset",
      mode: "told",
      acts,
      labelBasis: "machine",
      role: "undetermined",
      count: { min: 1, max: null, unit: "event", form: "not-stated" },
      activity: "unknown",
      time,
      place: placeOf(position.lon, position.lat, row.text("place_name"), headline),
      marking: "TLP:CLEAR",
      origin: { file: sha256, line },
    };
    return { use: [{ type: "observation", value }] };
  },
};

/** The alternatives that the labels leave. Labels of an outcome (casualties, damage) speak only where they stand alone. */
function actsFrom(labels: readonly string[], row: Cells): ActId[] {
  const images: [string, Image][] = [];
  for (const label of labels) {
    const image = imageOf(VIINA_LABELS, label);
    if (image) images.push([label, image]);
    else row.fault("event_type", `unknown label ${quoted(label)}; known are ${Object.keys(VIINA_LABELS).join(", ")}`);
  }
  const acts = actsOf(images.filter(([label]) => !VIINA_OUTCOMES.includes(label)).map(([, image]) => image));
  return acts.length > 0 ? acts : actsOf(images.map(([, image]) => image));
}

function timeOf(row: Cells, zone: Zone | undefined): UncertainTime | undefined {
  if (!zone) return undefined;
  const stated = row.text("datetime");
  const parts = /^(\d{4}-\d{2}-\d{2}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/.exec(stated);
  const expected = `expected YYYY-MM-DD HH:MM:SS, got ${quoted(stated)}`;
  if (!parts) return row.fault("datetime", expected);
  const [, date = "", h, m, s] = parts;
  const known = !(h === "00" && m === "00" && s === "00");
  const first = dayShifted(date, known ? -1 : -2);
  const days = first === null ? null : daysBetween(first, date, zone);
  if (!days) return row.fault("datetime", `${expected}: no such day`);
  const wall = Date.parse(`${stated.replace(" ", "T")}Z`);
  const published = instantsOf(wall, zone).instants.at(-1) ?? firstInstantFrom(wall, zone);
  return {
    kind: "window",
    from: days.from,
    until: known ? published : days.until,
    sdMs: 0,
    precision: "days",
    stated: known ? `published ${stated}` : `published ${date}, time unknown`,
    zone: zone.name,
    zoneBasis: "assumed",
  };
}

function placeOf(lon: number, lat: number, named: string, headline: string): UncertainPlace {
  const text = headline.toLowerCase();
  const word = named === "Druzhba" && /нефтепров|нафтопров/.test(text) ? "the pipeline Druzhba" : wordAt(lon, lat);
  if (word !== undefined) return { kind: "unknown", name: `${word} (named as ${named})` };
  const oblast = oblastAt(lon, lat);
  if (oblast)
    return { kind: "point", lon, lat, radiusM: oblast.radiusKm * 1000, name: `${oblast.means} (named as ${named})` };
  const capital = capitalAt(lon, lat, named);
  const name = named === "" ? {} : { name: named };
  if (!capital) return { kind: "point", lon, lat, radiusM: SETTLEMENT_M, ...name };
  if (!capital.stems.some((stem) => text.includes(stem)))
    return { kind: "point", lon, lat, radiusM: capital.cityKm * 1000, ...name };
  return { kind: "point", lon, lat, radiusM: capital.oblastKm * 1000, name: `${capital.oblast} (named as ${named})` };
}
