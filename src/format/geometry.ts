import type { PolygonRings, Position, Ring } from "../place/place.ts";
import { polygonProblems } from "../place/polygon-problems.ts";
import { type JsonObject, type JsonValue, Numeral } from "./json-stream.ts";

export type Shape = { readonly point: Position } | { readonly polygons: readonly PolygonRings[] };

interface Fault {
  readonly error: string;
}
const isFault = (x: object): x is Fault => "error" in x;
export const isObject = (value: JsonValue | undefined): value is JsonObject => value instanceof Map;

/** What a JSON value is, in a few words for a message. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "boolean") return String(value);
  if (value instanceof Numeral) return value.text;
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return isObject(value) ? "an object" : "an array";
}

/**
 * Shape of a GeoJSON geometry (RFC 7946): positions are longitude then latitude, always (case 45); a third number is
 * the height and is left out. Point, Polygon and MultiPolygon are places; the rest is refused with what to do.
 */
export function readGeometry(geometry: JsonObject): Shape | Fault {
  const type = geometry.get("type");
  const coordinates = geometry.get("coordinates");
  if (type === "Point") {
    const point = position(coordinates, "coordinates");
    return isFault(point) ? point : { point };
  }
  if (type === "Polygon") {
    const rings = polygon(coordinates, "coordinates");
    return isFault(rings) ? rings : { polygons: [rings] };
  }
  if (type === "MultiPolygon") {
    if (!Array.isArray(coordinates) || coordinates.length === 0)
      return { error: `coordinates: expected an array of polygons, saw ${shown(coordinates)}` };
    const polygons: PolygonRings[] = [];
    for (const [i, part] of coordinates.entries()) {
      const rings = polygon(part, `coordinates[${i}]`);
      if (isFault(rings)) return rings;
      polygons.push(rings);
    }
    return { polygons };
  }
  const advice = /^(Line|Multi|Geometry)/.test(String(type))
    ? "; give a Point or an area, one feature for each place"
    : "";
  return { error: `type: expected Point, Polygon or MultiPolygon, saw ${shown(type)}${advice}` };
}

function position(value: JsonValue | undefined, path: string): Position | Fault {
  if (!Array.isArray(value)) return { error: `${path}: expected [longitude, latitude], saw ${shown(value)}` };
  const [lon, lat, height] = value as readonly JsonValue[];
  if (
    !(lon instanceof Numeral && lat instanceof Numeral) ||
    value.length > 3 ||
    (value.length === 3 && !(height instanceof Numeral))
  ) {
    const bad = (value as readonly JsonValue[]).map(shown).join(", ");
    return { error: `${path}: expected two numbers, longitude then latitude, saw [${bad}]` };
  }
  const x = Number(lon.text);
  const y = Number(lat.text);
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return [x, y];
  const swap = Math.abs(x) <= 90 && Math.abs(y) <= 180 ? "; the two look swapped: GeoJSON is longitude first" : "";
  return { error: `${path}: [${lon.text}, ${lat.text}] is no longitude (±180) and latitude (±90)${swap}` };
}

function polygon(value: JsonValue | undefined, path: string): PolygonRings | Fault {
  if (!Array.isArray(value) || value.length === 0)
    return { error: `${path}: expected an array of rings, saw ${shown(value)}` };
  const rings: Ring[] = [];
  for (const [i, part] of (value as readonly JsonValue[]).entries()) {
    const at = `${path}[${i}]`;
    if (!Array.isArray(part)) return { error: `${at}: expected a ring of positions, saw ${shown(part)}` };
    if (part[0] instanceof Numeral)
      return { error: `${at}: expected a ring, saw a position: the polygon is nested one level too shallow` };
    const ring: Position[] = [];
    for (const [k, corner] of (part as readonly JsonValue[]).entries()) {
      const p = position(corner, `${at}[${k}]`);
      if (isFault(p)) return p;
      ring.push(p);
    }
    rings.push(ring);
  }
  const [bad] = polygonProblems([rings]);
  return bad === undefined ? rings : { error: `${path}: ${bad}` };
}

/** Shape of a geometry cell that json-table.ts made, which holds sound geometries only. */
export function readGeometryText(text: string): Shape | Fault {
  try {
    const value: { type?: unknown; coordinates?: unknown } | null = JSON.parse(text);
    return readGeometry(
      new Map([
        ["type", valueOf(value?.type)],
        ["coordinates", valueOf(value?.coordinates)],
      ]),
    );
  } catch {
    return { error: "expected a GeoJSON geometry" };
  }
}

function valueOf(value: unknown): JsonValue {
  if (typeof value === "number") return new Numeral(String(value));
  return Array.isArray(value) ? value.map(valueOf) : typeof value === "string" ? value : null;
}

/** JSON text of a value, numbers as they were written. */
export function jsonText(value: JsonValue): string {
  if (value instanceof Numeral) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (isObject(value)) return `{${[...value].map(([k, v]) => `${JSON.stringify(k)}:${jsonText(v)}`).join(",")}}`;
  return JSON.stringify(value);
}
