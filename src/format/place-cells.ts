import type { Mode } from "../observation/observation.ts";
import { REACH_M } from "../observation/reach.ts";
import type { Order } from "../place/angles.ts";
import { parsePosition } from "../place/notation.ts";
import type { UncertainPlace } from "../place/place.ts";
import { parseWinds } from "../place/winds.ts";
import { parseWkt } from "../place/wkt.ts";
import { NOWHERE, quoted } from "./cells.ts";
import { readGeometryText } from "./geometry.ts";
import { GEOMETRY } from "./json-table.ts";
import type { StatedCells } from "./stated-cells.ts";

export { REACH_M };

/** Columns that give a place in every table of ours. */
export const PLACE_COLUMNS = ["lon", "lat", "position", "radius_m", "area_wkt"] as const;
export const BEARING_COLUMNS = ["bearing", "bearing_halfwidth_deg", "distance_min_m", "distance_max_m"] as const;

/** Columns any one of which gives a place; lat goes with lon. */
const GIVEN_BY: readonly string[] = ["lon", "position", "area_wkt", GEOMETRY];

/** Radius of a position in lon and lat that states none, metres: about the error of a hand-held receiver and a map. */
export const OWN_POSITION_M = 100;

interface At {
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
}

/**
 * The place of a row, from one of lon and lat, position, area_wkt or a GeoJSON geometry; with a bearing or distances
 * it is a sector seen from there. Unknown, with its name, where none is given; undefined where a cell is at fault.
 */
export function readPlace(
  cells: StatedCells,
  nameField: string,
  mode: Mode | undefined,
  order: Order | undefined,
): UncertainPlace | undefined {
  const before = cells.faults.length;
  const name = cells.text(nameField);
  const named = name ? { name } : {};
  const [first, second] = GIVEN_BY.filter((f) => cells.text(f) !== "" || (f === "lon" && cells.text("lat") !== ""));
  if (first && second) return cells.fault(second, `the place is given twice, by ${first} and by ${second}; keep one`);
  const directed = BEARING_COLUMNS.find((f) => cells.text(f) !== "");
  if (!first) {
    if (directed)
      cells.fault(directed, "a bearing or distance needs the observer's position in lon and lat, or in position");
    if (cells.text("radius_m")) cells.fault("radius_m", "a radius needs a position");
    return cells.faults.length > before ? undefined : { kind: "unknown", ...named };
  }
  const area = readArea(cells, first);
  if (area) {
    for (const field of [directed, cells.text("radius_m") ? "radius_m" : undefined])
      if (field) cells.fault(field, "an area has no bearing, distance or radius; leave it empty");
    return cells.faults.length > before ? undefined : { kind: "area", polygons: area, name };
  }
  const at = cells.faults.length > before ? undefined : readPoint(cells, first, order);
  if (!at) return undefined;
  const sector = directed ? readSector(cells, at, mode) : undefined;
  if (cells.faults.length > before) return undefined;
  return sector ? { ...sector, ...named } : { kind: "point", ...at, ...named };
}

function readArea(cells: StatedCells, field: string) {
  if (field === "area_wkt") {
    const read = parseWkt(cells.text(field));
    return "error" in read ? cells.fault(field, read.error) : read.polygons;
  }
  if (field !== GEOMETRY) return undefined;
  const shape = readGeometryText(cells.text(field));
  return "polygons" in shape ? shape.polygons : undefined;
}

function readPoint(cells: StatedCells, field: string, order: Order | undefined): At | undefined {
  const radius = cells.text("radius_m") === "" ? undefined : cells.decimal("radius_m", 0, 2_000_000);
  if (radius === 0) return cells.fault("radius_m", "expected more than 0: no position is exact");
  if (field === "position") {
    const read = parsePosition(cells.text(field), order ? { order } : {});
    if ("error" in read) return cells.fault(field, read.error);
    if (read.lon === 0 && read.lat === 0) return cells.fault(field, NOWHERE);
    return { lon: read.lon, lat: read.lat, radiusM: radius ?? read.radiusM };
  }
  if (field === GEOMETRY) {
    const shape = readGeometryText(cells.text(field));
    if (!("point" in shape)) return cells.fault(field, "error" in shape ? shape.error : "expected a Point");
    if (shape.point[0] === 0 && shape.point[1] === 0) return cells.fault(field, NOWHERE);
    return { lon: shape.point[0], lat: shape.point[1], radiusM: radius ?? OWN_POSITION_M };
  }
  const lat = cells.text("lat");
  const lon = cells.text("lon");
  if (Math.abs(Number(lat)) > 90 && Math.abs(Number(lon)) <= 90 && Math.abs(Number(lat)) <= 180)
    return cells.fault(
      "lat",
      `${quoted(lat)} is no latitude (±90), but lon ${quoted(lon)} could be: the two look swapped`,
    );
  const at = cells.position("lon", "lat");
  return at && { ...at, radiusM: radius ?? OWN_POSITION_M };
}

function readSector(cells: StatedCells, at: At, mode: Mode | undefined) {
  const directions = readBearing(cells);
  const least = cells.optional("distance_min_m", 0, 2_000_000);
  const most = cells.optional("distance_max_m", 0, 2_000_000);
  if (!directions) return undefined;
  const reach = REACH_M[mode ?? "document"].m;
  const minM = least ?? 0;
  const maxM = most ?? reach;
  if (minM >= maxM)
    return cells.fault(
      "distance_max_m",
      most === undefined
        ? `distance_min_m is beyond the ${reach} m that are assumed where distance_max_m is empty; give distance_max_m`
        : `expected more than distance_min_m, ${minM}; got ${maxM}. Give the range that "at about" stands for, such as 4500 and 5500`,
    );
  const distance = most === undefined ? ("assumed" as const) : ("stated" as const);
  return { kind: "sector" as const, lon: at.lon, lat: at.lat, ...directions, minM, maxM, distance };
}

function readBearing(cells: StatedCells): { readonly fromDeg: number; readonly untilDeg: number } | undefined {
  const text = cells.text("bearing");
  const half = cells.text("bearing_halfwidth_deg") === "" ? undefined : cells.decimal("bearing_halfwidth_deg", 0, 180);
  if (half === 0) return cells.fault("bearing_halfwidth_deg", "expected more than 0: no bearing is exact");
  if (text === "") {
    if (half !== undefined) return cells.fault("bearing_halfwidth_deg", "a half-width needs a bearing");
    return { fromDeg: 0, untilDeg: 0 };
  }
  if (/^[\d.]+$/.test(text)) {
    const degrees = cells.decimal("bearing", 0, 360);
    return degrees === undefined ? undefined : around(degrees, degrees, half ?? 5);
  }
  const winds = parseWinds(text);
  if ("error" in winds) return cells.fault("bearing", winds.error);
  if (half === undefined || winds.fromDeg === winds.untilDeg) return winds;
  // The outermost winds' own bearings, then the stated half-width in place of the winds' 11.25°.
  const width = (winds.untilDeg - winds.fromDeg + 360) % 360;
  return around(winds.fromDeg + 11.25, winds.fromDeg + width - 11.25, half);
}

const turned = (degrees: number): number => ((degrees % 360) + 360) % 360;

function around(from: number, until: number, half: number) {
  if (until - from + 2 * half >= 360) return { fromDeg: 0, untilDeg: 0 };
  return { fromDeg: turned(from - half), untilDeg: turned(until + half) };
}
