import type { Observation } from "../observation/observation.ts";
import { civilMillis } from "../time/day.ts";
import type { UncertainTime } from "../time/interval.ts";
import { MINUTE, millis } from "../units.ts";
import { Cells, hasAll, quoted } from "./cells.ts";
import { GEOMETRY } from "./json-table.ts";
import type { TableReader } from "./reader.ts";
import { keyedId, reportId } from "./row-identity.ts";

const FAMILY = "firms";
const NEEDED = ["latitude", "longitude", "scan", "track", "acq_date", "acq_time", "satellite", "confidence"];

const KEY = ["satellite", "acq_date", "acq_time", "latitude", "longitude"];

/** NASA FIRMS active fire detections of VIIRS and MODIS: archive and feed CSV, and the properties of GeoJSON features. */
export const firms: TableReader = {
  name: "firms",
  recognises: (header) => hasAll(header, NEEDED),
  columns: NEEDED,
  exactRepeats: "exact-repeat",
  assumptions: [
    {
      what: "acq_time of fewer than four digits",
      value: "leading zeros were lost: 5 is 00:05, 130 is 01:30",
      why: "the column is HHMM in UTC, and programs that take it for a number drop the zeros",
    },
    {
      what: "place",
      value: "a circle of half the diagonal of scan by track around the point",
      why: "a detection is a pixel, and the fire is anywhere in it",
    },
    {
      what: "confidence",
      value: "high or 80 to 100: credibility 2; nominal or 30 to 79: 3; low or 0 to 29: 4",
      why: "three scales in one column; it says how sure it is that something burnt, never what set it alight",
    },
    { what: "act", value: "thermal", why: "a heat anomaly is no strike: most of them are farm fires and industry" },
  ],
  row(cells, { sha256, line }) {
    const row = new Cells(cells);
    const position = row.position("longitude", "latitude");
    if (position) refuseOtherGeometry(row, position);
    const scan = row.decimal("scan", 0.01, 20);
    const track = row.decimal("track", 0.01, 20);
    const time = timeOf(row);
    const credibility = credibilityOf(row);
    const satellite = row.text("satellite");
    if (satellite === "") row.fault("satellite", "expected the satellite, got an empty cell");
    if (!position || scan === undefined || track === undefined || !time || !credibility || row.faults.length > 0)
      return { refuse: row.faults };
    const value: Observation = {
      // NASA gives no number; a satellite, a minute and a pixel are one detection, in a feed, an archive and after revision.
      id: keyedId(FAMILY, KEY.map((column) => row.text(column).toWellFormed()).join(" ")),
      kind: "observation",
      // One pass of one satellite over the area is one report.
      report: reportId(FAMILY, satellite, time.stated),
      source: "NASA FIRMS",
      sourceKind: "thermal",
      credibility,
      mode: "detected",
      acts: ["thermal"],
      labelBasis: "machine",
      role: "undetermined",
      count: { min: 1, max: 1, unit: "detection", form: "number" },
      activity: "unknown",
      time,
      place: { kind: "point", ...position, radiusM: Math.ceil(Math.hypot(scan, track) * 500) },
      marking: "TLP:CLEAR",
      origin: { file: sha256, line },
    };
    return { use: [{ type: "observation", value }] };
  },
};

/** In GeoJSON the position stands twice, and the two must agree: a swapped pair is somewhere else on earth. */
function refuseOtherGeometry(row: Cells, { lon, lat }: { readonly lon: number; readonly lat: number }): void {
  const geometry = row.text(GEOMETRY);
  if (geometry === "") return;
  const text = geometry.replace(/\s/g, "");
  const point = text.includes('"type":"Point"') ? /"coordinates":\[([^,[\]]+),([^,\]]+)/.exec(text) : null;
  const near = (text: string | undefined, n: number): boolean => Math.abs(Number(text) - n) <= 1e-4;
  if (point && near(point[1], lon) && near(point[2], lat)) return;
  row.fault(
    GEOMETRY,
    `expected a Point at the longitude and latitude of the properties, ${lon}, ${lat}, got ${quoted(geometry)}`,
  );
}

function timeOf(row: Cells): UncertainTime | undefined {
  const date = row.text("acq_date");
  const text = row.text("acq_time");
  const day = civilMillis(date);
  if (day === null) row.fault("acq_date", `expected a day as YYYY-MM-DD, got ${quoted(date)}`);
  const clock = text.padStart(4, "0");
  const [hours, minutes] = [Number(clock.slice(0, 2)), Number(clock.slice(2))];
  if (!/^\d{1,4}$/.test(text) || hours > 23 || minutes > 59)
    return row.fault("acq_time", `expected HHMM in UTC such as 0005, got ${quoted(text)}`);
  if (day === null) return undefined;
  const from = millis(day + (hours * 60 + minutes) * MINUTE);
  return {
    kind: "seen",
    from,
    until: millis(from + MINUTE),
    sdMs: 0,
    precision: "minute",
    stated: `${date} ${clock} UTC`,
    zone: "UTC",
    zoneBasis: "stated",
  };
}

/** Admiralty credibility by the three scales of the column. MODIS classes: FIRMS user guide, 0–29, 30–79, 80–100. */
function credibilityOf(row: Cells): 2 | 3 | 4 | undefined {
  const text = row.text("confidence").toLowerCase();
  if (text === "h" || text === "high") return 2;
  if (text === "n" || text === "nominal") return 3;
  if (text === "l" || text === "low") return 4;
  const n = Number(text);
  if (!/^\d{1,3}$/.test(text) || n > 100)
    return row.fault("confidence", `expected l, n, h, low, nominal, high or 0 to 100, got ${quoted(text)}`);
  return n >= 80 ? 2 : n >= 30 ? 3 : 4;
}
