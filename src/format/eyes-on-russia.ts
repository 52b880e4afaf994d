import { armsClasses, eventGroup } from "../observation/crosswalk-eyes-on-russia.ts";
import type { Observation } from "../observation/observation.ts";
import type { UncertainTime } from "../time/interval.ts";
import { HOUR, millis } from "../units.ts";
import { Cells, hasAll, quoted } from "./cells.ts";
import { daysBetween, zoneOf } from "./local-days.ts";
import type { TableReader } from "./reader.ts";
import { cellsId, reportId } from "./row-identity.ts";

const FAMILY = "eyes-on-russia";
const ZONE = "Europe/Kyiv";
const COLUMNS = [
  "entry",
  "date",
  "event_group",
  "title",
  "lat",
  "lon",
  "country",
  "town/city",
  "arms/munition",
  "violence level",
  "link",
];
/** Decimals of the position, and the radius in metres that they can mean; never under 100 m, the reach of one photograph. */
const RADIUS_BY_DECIMALS = [50_000, 10_000, 1_500, 200] as const;

/** Eyes on Russia (Centre for Information Resilience): media that people have verified and located, by day. */
export const eyesOnRussia: TableReader = {
  name: "eyes-on-russia",
  recognises: (header) => hasAll(header, COLUMNS),
  columns: COLUMNS,
  exactRepeats: "exact-repeat",
  assumptions: [
    {
      what: "zone",
      value: "the day in Europe/Kyiv; outside Ukraine widened by 10 hours before and 1 hour after",
      why: "the file states none, and holds events from Serbia to the Russian Far East",
    },
    {
      what: "time where the date and the date in the title contradict each other",
      value: "from the earlier day to the end of the later",
      why: "either may be the slip, and the file does not say which",
    },
    {
      what: "act",
      value: "by event_group; title and description are not read for it",
      why: 'the groups are the coders\' own words; "Civilian Infrastructure Damage" does not say by what',
    },
    {
      what: "place",
      value: "100 m around a point of four decimals or more, else the square of its last decimal",
      why: "positions were found by comparing pictures; how well is not stated",
    },
  ],
  row(cells, { sha256, line, ordinal, zone }) {
    const row = new Cells(cells);
    const group = row.text("event_group");
    const image = eventGroup(group);
    if (!image || !("acts" in image)) row.fault("event_group", `unknown group ${quoted(group)}`);
    const time = timeOf(row, zone);
    const position = row.position("lon", "lat");
    if (position && position.lon === position.lat)
      row.fault(
        "lon",
        `the longitude ${row.text("lon")} is the latitude copied; look the position up by entry and link`,
      );
    if (!image || !("acts" in image) || !time || !position || row.faults.length > 0) return { refuse: row.faults };
    const id = cellsId(FAMILY, cells, ordinal);
    const link = row.text("link");
    const name = row.text("town/city");
    const arms = row.text("arms/munition");
    const classes = armsClasses(arms);
    const [weapon, ...others] = classes;
    const value: Observation = {
      id,
      kind: "observation",
      // One post may show several places; a link is kept only as a hash.
      report: /^https?:\/\//.test(link) ? reportId(FAMILY, link) : id,
      source: "Eyes on Russia",
      sourceKind: "dataset",
      mode: "recorded",
      acts: image.acts,
      labelBasis: "person",
      role: image.role ?? "undetermined",
      ...(weapon === undefined
        ? {}
        : { weapon: { class: others.length > 0 ? "undetermined" : weapon, model: arms, certainty: "assessed" } }),
      count: { min: 1, max: null, unit: "event", form: "not-stated" },
      activity: "unknown",
      time,
      place: { kind: "point", ...position, radiusM: radiusOf(row), ...(name === "" ? {} : { name }) },
      marking: "TLP:CLEAR",
      origin: { file: sha256, line },
    };
    return { use: [{ type: "observation", value }] };
  },
};

const decimals = (text: string): number => (text.split(".")[1] ?? "").length;

const radiusOf = (row: Cells): number =>
  RADIUS_BY_DECIMALS[Math.min(decimals(row.text("lon")), decimals(row.text("lat")))] ?? 100;

/** The day/month/year that most titles begin with, as YYYY-MM-DD. */
function dateInTitle(title: string): string | undefined {
  const parts = /^\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/.exec(title);
  if (!parts) return undefined;
  const [, d = "", m = "", y = ""] = parts;
  return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
}

function timeOf(row: Cells, given: string | undefined): UncertainTime | undefined {
  const date = row.text("date");
  const titled = dateInTitle(row.text("title"));
  if (date === "") {
    const hint = titled === undefined ? "" : `; the title gives ${titled}: enter it if that is right`;
    return row.fault("date", `expected a day as YYYY-MM-DD, got an empty cell${hint}`);
  }
  const zone = zoneOf(given ?? ZONE, row);
  if (!zone) return undefined;
  const day = daysBetween(date, date, zone);
  if (!day) return row.fault("date", `expected a day as YYYY-MM-DD, got ${quoted(date)}`);
  const other = titled === undefined || titled === date ? null : daysBetween(titled, titled, zone);
  const from = Math.min(day.from, other?.from ?? day.from);
  const until = Math.max(day.until, other?.until ?? day.until);
  const abroad = given === undefined && row.text("country").toLowerCase() !== "ukraine";
  return {
    kind: "window",
    from: millis(abroad ? from - 10 * HOUR : from),
    until: millis(abroad ? until + HOUR : until),
    sdMs: 0,
    precision: other ? "days" : "day",
    stated: other ? `${date}; ${titled} in the title` : date,
    zone: zone.name,
    zoneBasis: "assumed",
  };
}
