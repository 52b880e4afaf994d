import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { PolygonRings, Position, Ring } from "../place/place.ts";

/** A box in degrees: west, south, east, north. */
export type Extent = readonly [west: number, south: number, east: number, north: number];

/** Land as polygons, and the box that they were cut to: outside it nothing is known, so nothing may be drawn as water. */
export interface Basemap {
  readonly extent: Extent;
  readonly land: readonly PolygonRings[];
  readonly attribution: string;
}

export const ATTRIBUTION = "Made with Natural Earth";

const DECIMALS = 4;
const round = (n: number): number => Math.round(n * 10 ** DECIMALS) / 10 ** DECIMALS;

/** The part of a ring on one side of a line through `at` along an axis. Source: Sutherland and Hodgman 1974. */
function cut(ring: readonly Position[], axis: 0 | 1, at: number, keepAbove: boolean): Position[] {
  const inside = (p: Position): boolean => (keepAbove ? p[axis] >= at : p[axis] <= at);
  const out: Position[] = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i] as Position;
    const b = ring[(i + 1) % ring.length] as Position;
    if (inside(a)) out.push(a);
    if (inside(a) === inside(b)) continue;
    const share = (at - a[axis]) / (b[axis] - a[axis]);
    const other = a[(1 - axis) as 0 | 1] + share * (b[(1 - axis) as 0 | 1] - a[(1 - axis) as 0 | 1]);
    out.push(axis === 0 ? [at, other] : [other, at]);
  }
  return out;
}

function clip(ring: Ring, [west, south, east, north]: Extent): Ring | undefined {
  let open: Position[] = ring.slice(0, -1);
  open = cut(open, 0, west, true);
  open = cut(open, 0, east, false);
  open = cut(open, 1, south, true);
  open = cut(open, 1, north, false);
  const rounded: Position[] = [];
  for (const [lon, lat] of open) {
    const p: Position = [round(lon), round(lat)];
    const last = rounded.at(-1);
    if (!last || last[0] !== p[0] || last[1] !== p[1]) rounded.push(p);
  }
  const first = rounded[0];
  if (!first || rounded.length < 3) return undefined;
  const last = rounded.at(-1) as Position;
  if (last[0] !== first[0] || last[1] !== first[1]) rounded.push(first);
  return rounded.length < 4 ? undefined : rounded;
}

/**
 * Natural Earth's land inside an extent. Land only: no country, border, name or capital is in it.
 * @param topology the parsed land-10m.json or land-50m.json of the package world-atlas, read by the shell
 * @param extent   west, south, east, north in degrees; cut to ±180 and ±90
 * @returns polygons rounded to 4 decimals; the edge of the extent runs along land where land goes on beyond it
 * @throws TypeError where `topology` is not that file
 */
export function landWithin(topology: unknown, extent: Extent): Basemap {
  const file = topology as Topology<{ land: GeometryCollection }> | null;
  if (file?.type !== "Topology" || !file.objects?.land)
    throw new TypeError('landWithin: expected the TopoJSON of world-atlas with an object "land"');
  const box: Extent = [
    Math.max(-180, extent[0]),
    Math.max(-90, extent[1]),
    Math.min(180, extent[2]),
    Math.min(90, extent[3]),
  ];
  const land: PolygonRings[] = [];
  for (const { geometry } of feature(file, file.objects.land).features) {
    if (!geometry || (geometry.type !== "MultiPolygon" && geometry.type !== "Polygon")) continue;
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const polygon of polygons as unknown as readonly PolygonRings[]) {
      const outer = polygon[0] && clip(polygon[0], box);
      if (!outer) continue;
      const holes = polygon.slice(1).flatMap((ring) => clip(ring, box) ?? []);
      land.push([outer, ...(holes as unknown as Ring[])].filter((r) => r.length >= 4));
    }
  }
  return { extent: box, land, attribution: ATTRIBUTION };
}

/** Roughly 1° of latitude in metres. */
const DEGREE_M = 111_320;

/**
 * The extent of what is to be drawn, with a margin of half its size (at least 0.5° each way).
 * @param positions places, zones and lines as [lon, lat] with a radius in metres
 * @returns undefined where there is nothing to draw
 */
export function extentAround(
  positions: Iterable<readonly [lon: number, lat: number, radiusM: number]>,
): Extent | undefined {
  let west = 180;
  let south = 90;
  let east = -180;
  let north = -90;
  for (const [lon, lat, radiusM] of positions) {
    const dLat = radiusM / DEGREE_M;
    const dLon = dLat / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    west = Math.min(west, lon - dLon);
    east = Math.max(east, lon + dLon);
    south = Math.min(south, lat - dLat);
    north = Math.max(north, lat + dLat);
  }
  if (west > east) return undefined;
  const x = Math.max(0.5, (east - west) / 2);
  const y = Math.max(0.5, (north - south) / 2);
  return [Math.max(-180, west - x), Math.max(-85, south - y), Math.min(180, east + x), Math.min(85, north + y)].map(
    round,
  ) as unknown as Extent;
}
