import { type Placemark, placemarksOf } from "../format/kml-placemarks.ts";
import type { PolygonRings, Position, Ring } from "../place/place.ts";

/** Gives the text of a file beside the agreement by its relative path, undefined where there is none. */
export type Parts = (path: string) => string | undefined;

/** A part's text has at most so many characters. */
export const PART_LIMIT = 33_554_432;

/** Whether a path stays in the folder of the agreement: relative, and never up. */
export const staysBeside = (path: string): boolean =>
  !(/^[/\\~]|^[a-z][a-z0-9+.-]*:|\\|\0/i.test(path) || path.split("/").some((s) => s === ".." || s === ""));

/** The geometry of one feature, or why it cannot be had. */
type Found = { readonly type: string; readonly coordinates: unknown } | { readonly problem: string };

/**
 * Looks up `path#feature` in a part: of GeoJSON by `id`, else by `properties.id`; of KML by id, else by name.
 * Nothing outside the folder of the agreement is ever asked for.
 */
function featureOf(reference: string, parts: Parts | undefined): Found {
  const cut = reference.indexOf("#");
  const path = cut < 0 ? reference : reference.slice(0, cut);
  const id = cut < 0 ? "" : reference.slice(cut + 1);
  if (path === "" || id === "")
    return { problem: `expected file#feature, such as parts/zones.geojson#theatre, saw "${reference}"` };
  if (!staysBeside(path))
    return {
      problem: `"${path}" leaves the folder of the agreement: name a file beside it, such as parts/zones.geojson`,
    };
  const read = READERS.find(({ ending }) => ending.test(path));
  if (!read)
    return {
      problem: `"${path}" is neither GeoJSON (.geojson, .json) nor KML (.kml): save it as one of them, in WGS 84 (in QGIS: Export, Save Features As)`,
    };
  const text = parts?.(path);
  if (text === undefined) return { problem: `there is no file "${path}" beside the agreement` };
  if (text.length > PART_LIMIT)
    return { problem: `"${path}" has ${text.length} characters; at most ${PART_LIMIT} are read` };
  let features: readonly Placemark[] | null;
  try {
    features = read.features(text);
  } catch (e) {
    return { problem: `"${path}" is not ${read.format}: ${(e as Error).message}` };
  }
  if (features === null) return { problem: `"${path}" is not a GeoJSON FeatureCollection` };
  const held = features.filter((f) => f.id === id);
  if (held.length > 1) return { problem: `"${path}" has ${held.length} features with the id "${id}"` };
  if (!held[0]) {
    const ids = features.map((f) => f.id).filter((i) => i !== undefined);
    return {
      problem: `"${path}" has no feature "${id}"; it has ${ids.length === 0 ? "none with an id" : ids.slice(0, 12).join(", ")}`,
    };
  }
  return (
    held[0].geometry ?? { problem: `feature "${id}" of "${path}" has no geometry, or coordinates that are not numbers` }
  );
}

const READERS: readonly {
  readonly ending: RegExp;
  readonly format: string;
  readonly features: (text: string) => readonly Placemark[] | null;
}[] = [
  { ending: /\.(geo)?json$/i, format: "JSON", features: featuresOf },
  { ending: /\.kml$/i, format: "KML", features: placemarksOf },
];

/** The features of a GeoJSON text, each by its own id, else by properties.id; null where it holds none. */
function featuresOf(text: string): Placemark[] | null {
  const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
  const features = record(json)?.type === "Feature" ? [json] : record(json)?.features;
  if (!Array.isArray(features)) return null;
  return features.map((f) => {
    const own = record(f)?.id ?? record(record(f)?.properties)?.id;
    const geometry = record(record(f)?.geometry);
    return {
      id: typeof own === "string" || typeof own === "number" ? String(own) : undefined,
      geometry: typeof geometry?.type === "string" ? { type: geometry.type, coordinates: geometry.coordinates } : null,
    };
  });
}

const record = (v: unknown): Record<string, unknown> | undefined =>
  v !== null && typeof v === "object" && !Array.isArray(v) ? (v as Record<string, unknown>) : undefined;

const isPosition = (v: unknown): v is readonly number[] =>
  Array.isArray(v) && v.length >= 2 && v.every((n) => typeof n === "number" && Number.isFinite(n));
const positions = (v: unknown): Ring | undefined =>
  Array.isArray(v) && v.every(isPosition) ? v.map((p) => [p[0] as number, p[1] as number] as const) : undefined;

function polygon(v: unknown): PolygonRings | undefined {
  if (!Array.isArray(v)) return undefined;
  const rings = v.map(positions);
  return rings.every((r) => r !== undefined) ? rings : undefined;
}

/** The polygons of a Polygon or MultiPolygon feature. */
export function polygonsOfPart(
  reference: string,
  parts: Parts | undefined,
): { readonly polygons: readonly PolygonRings[] } | { readonly problem: string } {
  const found = featureOf(reference, parts);
  if ("problem" in found) return found;
  const all =
    found.type === "Polygon"
      ? [polygon(found.coordinates)]
      : found.type === "MultiPolygon" && Array.isArray(found.coordinates)
        ? found.coordinates.map(polygon)
        : undefined;
  if (!all) return { problem: `"${reference}" is a ${found.type}; a zone needs a Polygon or MultiPolygon` };
  return all.every((p) => p !== undefined)
    ? { polygons: all }
    : { problem: `"${reference}" has coordinates that are not [longitude, latitude]` };
}

/** The positions of a LineString feature. */
export function lineOfPart(
  reference: string,
  parts: Parts | undefined,
): { readonly positions: readonly Position[] } | { readonly problem: string } {
  const found = featureOf(reference, parts);
  if ("problem" in found) return found;
  if (found.type !== "LineString") return { problem: `"${reference}" is a ${found.type}; a line needs a LineString` };
  const line = positions(found.coordinates);
  return line ? { positions: line } : { problem: `"${reference}" has coordinates that are not [longitude, latitude]` };
}
