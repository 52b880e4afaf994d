import type { Cql2Json } from "../format/cql2-text.ts";
import type { PolygonRings, Position } from "../place/place.ts";
import { polygonProblems } from "../place/polygon-problems.ts";
import type { Shape } from "../store/condition.ts";
import { shown, wrongFilter } from "./cql2-problem.ts";

/** Most positions of a shape: each is a sum for every row that its box holds. */
const MOST_POSITIONS = 500;

const isList = (e: Cql2Json | undefined): e is readonly Cql2Json[] => Array.isArray(e);

/**
 * A point, polygon, several of either, or a box, in CRS84.
 * @throws Problem http/bad-request on what is no such shape: open and crossing rings are refused, not repaired (case 67)
 */
export function shapeOf(e: Cql2Json): Shape {
  const members = e !== null && typeof e === "object" && !isList(e) ? (e as Readonly<Record<string, Cql2Json>>) : {};
  const { bbox, type, coordinates } = members;
  if (bbox !== undefined) return { points: [], polygons: [], boxes: boxesOf(bbox) };
  const count = { left: MOST_POSITIONS };
  if (type === "Point") return { points: [positionOf(coordinates, count)], boxes: [], polygons: [] };
  if (type === "MultiPoint")
    return { points: listOf(coordinates).map((p) => positionOf(p, count)), boxes: [], polygons: [] };
  if (type === "Polygon" || type === "MultiPolygon") {
    const all = type === "Polygon" ? [coordinates] : listOf(coordinates);
    const polygons: PolygonRings[] = all.map((rings) =>
      listOf(rings).map((ring) => listOf(ring).map((p) => positionOf(p, count))),
    );
    const [problem] = polygonProblems(polygons);
    if (problem !== undefined || polygons.length === 0) throw wrongFilter(`s_intersects: ${problem ?? "no polygon"}`);
    return { points: [], boxes: [], polygons };
  }
  throw wrongFilter(
    `s_intersects: expected a Point, MultiPoint, Polygon, MultiPolygon or bbox in longitude and latitude, saw ${shown(e)}`,
  );
}

function listOf(e: Cql2Json | undefined): readonly Cql2Json[] {
  if (!isList(e)) throw wrongFilter(`s_intersects: expected a list of coordinates, saw ${shown(e)}`);
  return e;
}

function positionOf(e: Cql2Json | undefined, count: { left: number }): Position {
  if (--count.left < 0) throw wrongFilter(`s_intersects: more than ${MOST_POSITIONS} positions`);
  const [lon, lat] = isList(e) ? e : [];
  if (typeof lon !== "number" || typeof lat !== "number" || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90))
    throw wrongFilter(`s_intersects: expected [longitude, latitude] in degrees, saw ${shown(e)}`);
  return [lon, lat];
}

function boxesOf(e: Cql2Json): Shape["boxes"] {
  const numbers = isList(e) ? e : [];
  const flat = numbers.length === 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers;
  const [w, s, east, n] = flat as [number, number, number, number];
  const good =
    flat.length === 4 &&
    flat.every((x) => typeof x === "number" && Number.isFinite(x)) &&
    Math.max(Math.abs(w), Math.abs(east)) <= 180 &&
    s >= -90 &&
    n <= 90 &&
    s <= n;
  if (!good) throw wrongFilter(`s_intersects: expected a box of west, south, east, north in degrees, saw ${shown(e)}`);
  // West above east crosses the antimeridian.
  return w <= east
    ? [[w, s, east, n]]
    : [
        [w, s, 180, n],
        [-180, s, east, n],
      ];
}
