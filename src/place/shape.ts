import { rounded } from "../units.ts";
import { type Cloud, cloudOf, evenly, positionsOf } from "./cloud.ts";
import { destination, localPlane, WGS84_A, WGS84_E2, wrapLongitude } from "./geodesy.ts";
import type { PointPlace, PolygonRings, Position, SectorPlace, UncertainPlace, WeightedPosition } from "./place.ts";
import { boundsOf, type Extent, edgesOf, windingOf } from "./rings.ts";

const RAD = Math.PI / 180;
/** Fraction of the golden section: multiples of it spread most evenly over [0, 1). */
const GOLDEN = 0.6180339887498949;
/** Beyond this reach the flat projection is left for geodesics. */
const PLANE_REACH_M = 100_000;

/** Width of a sector in degrees, (0, 360]: equal bearings mean all round. */
export function sectorWidth(place: SectorPlace): number {
  const width = (((place.untilDeg - place.fromDeg) % 360) + 360) % 360;
  return width === 0 ? 360 : width;
}

const reachOf = (place: PointPlace | SectorPlace): number => (place.kind === "point" ? place.radiusM : place.maxM);

/**
 * A box that holds the whole place, a little larger than needed and never smaller.
 * @returns null for an unknown place or an area without positions. West > east where a disc or sector crosses the
 *   antimeridian; a place that holds a pole reaches from −180 to 180.
 */
export function extentOf(place: UncertainPlace): Extent | null {
  if (place.kind === "unknown") return null;
  if (place.kind === "area") return boundsOf(place.polygons);
  const positions = place.kind === "sector" && sectorWidth(place) < 360 ? sectorRim(place) : null;
  // No degree of latitude is shorter than 110,574 m; 0.01 % more pays for the projection.
  const reach = reachOf(place) * 1.0001;
  const dLat = reach / 110_574;
  const south = place.lat - dLat;
  const north = place.lat + dLat;
  if (south <= -90 || north >= 90) return [-180, Math.max(-90, south), 180, Math.min(90, north)];
  const dLon = Math.asin(Math.min(1, Math.sin(reach / 6_335_439) / Math.cos(place.lat * RAD))) / RAD;
  if (!positions) return box(place.lon - dLon, south, place.lon + dLon, north);
  let [w, s, e, n] = [0, 0, 0, 0];
  let first = true;
  for (const [lon, lat] of positions) {
    const dl = wrapLongitude(lon - place.lon);
    const dp = lat - place.lat;
    if (first) [w, e, s, n, first] = [dl, dl, dp, dp, false];
    [w, e, s, n] = [Math.min(w, dl), Math.max(e, dl), Math.min(s, dp), Math.max(n, dp)];
  }
  // Between two positions of the rim the arc bulges by less than 0.04 % of the reach (steps of 3°).
  const bulge = 4e-4;
  return box(
    place.lon + Math.max(-dLon, w - bulge * dLon),
    Math.max(south, place.lat + s - bulge * dLat),
    place.lon + Math.min(dLon, e + bulge * dLon),
    Math.min(north, place.lat + n + bulge * dLat),
  );
}

/** Both ends stay in [-180, 180]: a box up to the antimeridian ends there, one across it has west > east. */
function box(west: number, south: number, east: number, north: number): Extent {
  if (east - west >= 360) return [-180, south, 180, north];
  return [west < -180 ? west + 360 : west, south, east > 180 ? east - 360 : east, north];
}

/** Outer arc clockwise in steps of 3° at most, then the inner arc back (the observer where it starts at 0 m). */
function sectorRim(place: SectorPlace): Position[] {
  const width = sectorWidth(place);
  const steps = Math.max(2, Math.ceil(width / 3));
  const arc = (r: number, i: number) => destination([place.lon, place.lat], place.fromDeg + (width * i) / steps, r);
  const rim: Position[] = [];
  for (let i = 0; i <= steps; i++) rim.push(arc(place.maxM, i));
  if (place.minM === 0) rim.push([place.lon, place.lat]);
  else for (let i = steps; i >= 0; i--) rim.push(arc(place.minM, i));
  return rim;
}

const clouds = new WeakMap<UncertainPlace, Map<number, Cloud>>();
const NOWHERE = cloudOf([]);

/**
 * Positions spread evenly by area over the place, each of weight 1/n; always the same for the same place.
 * Disc: Vogel's spiral. Sector: equal steps of area outwards, golden steps in bearing. Polygons: latitudes in equal
 * steps of area, golden steps along what lies inside at each; holes left out, overlaps taken once.
 * @returns an empty cloud for an unknown place
 */
export function cloudOver(place: UncertainPlace, n = 64): Cloud {
  if (place.kind === "unknown") return NOWHERE;
  let kept = clouds.get(place);
  if (!kept) clouds.set(place, (kept = new Map()));
  let cloud = kept.get(n);
  if (!cloud)
    kept.set(n, (cloud = place.kind === "area" ? cloudOf(overArea(place.polygons, n)) : overSector(place, n)));
  return cloud;
}

/** The positions of `cloudOver`, one by one. */
export const samplePoints = (place: UncertainPlace, n = 64): readonly WeightedPosition[] =>
  positionsOf(cloudOver(place, n));

function overSector(place: PointPlace | SectorPlace, n: number): Cloud {
  const [from, width, min] = place.kind === "point" ? [0, 360, 0] : [place.fromDeg, sectorWidth(place), place.minM];
  const reach = reachOf(place);
  const plane = reach <= PLANE_REACH_M && Math.abs(place.lat) < 85 ? localPlane(place.lon, place.lat) : null;
  const cloud: Cloud = { lon: new Float64Array(n), lat: new Float64Array(n), weight: evenly(n) };
  for (let i = 0; i < n; i++) {
    const r = Math.sqrt(min * min + ((i + 0.5) / n) * (reach * reach - min * min));
    const deg = from + ((i * GOLDEN + 0.5) % 1) * width;
    const [lon, lat] = plane
      ? plane.fromPlane(r * Math.sin(deg * RAD), r * Math.cos(deg * RAD))
      : destination([place.lon, place.lat], deg, r);
    cloud.lon[i] = lon;
    cloud.lat[i] = lat;
  }
  return cloud;
}

/** Area of the ellipsoid from the equator to a latitude, in steradians per radian of longitude times 2. Source: Snyder 1987, 3-12. */
function authalic(latDeg: number): number {
  const e = Math.sqrt(WGS84_E2);
  const s = Math.sin(latDeg * RAD);
  return (1 - WGS84_E2) * (s / (1 - WGS84_E2 * s * s) + Math.atanh(e * s) / e);
}

/**
 * Answers, for latitudes that only rise, which stretches of longitude lie inside any of the polygons: merged, west to
 * east. Each edge is taken up once and dropped once.
 */
function sweep(polygons: readonly PolygonRings[]): (lat: number) => readonly (readonly [number, number])[] {
  const waiting = polygons.map((rings) =>
    rings
      .flatMap((ring) => [...edgesOf(ring)])
      .filter((e) => e[1] !== e[3])
      .sort((a, b) => Math.min(b[1], b[3]) - Math.min(a[1], a[3])),
  );
  const active: (readonly [number, number, number, number])[][] = polygons.map(() => []);
  return (lat) => {
    const spans: [number, number][] = [];
    for (const [p, edges] of waiting.entries()) {
      const open = (active[p] ?? []).filter((e) => Math.max(e[1], e[3]) > lat);
      for (let e = edges.at(-1); e && Math.min(e[1], e[3]) <= lat; e = edges.at(-1)) {
        edges.pop();
        if (Math.max(e[1], e[3]) > lat) open.push(e);
      }
      active[p] = open;
      const crossings = open.map(([x1, y1, x2, y2]) => x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)).sort((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2)
        spans.push([crossings[i] as number, crossings[i + 1] as number]);
    }
    spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const merged: [number, number][] = [];
    for (const span of spans) {
      const last = merged.at(-1);
      if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
      else merged.push(span);
    }
    return merged;
  };
}

function overArea(polygons: readonly PolygonRings[], n: number): WeightedPosition[] {
  const bounds = boundsOf(polygons);
  if (!bounds) return [];
  const [, south, , north] = bounds;
  const [low, high] = [authalic(south), authalic(north)];
  const rows = Math.max(256, 4 * n);
  const lines: { lat: number; spans: readonly (readonly [number, number])[]; until: number; length: number }[] = [];
  const insideAt = sweep(polygons);
  let total = 0;
  let lat = south;
  for (let i = 0; i < rows; i++) {
    const wanted = low + ((i + 0.5) / rows) * (high - low);
    // Newton's steps from the row below: authalic() rises by 2·cos φ·(1 − e²)/(1 − e² sin² φ)² a radian.
    for (let k = 0; k < 4; k++) {
      const s = Math.sin(lat * RAD);
      const slope = (2 * Math.cos(lat * RAD) * (1 - WGS84_E2)) / (1 - WGS84_E2 * s * s) ** 2;
      lat += (wanted - authalic(lat)) / slope / RAD;
    }
    const spans = insideAt(lat);
    const length = spans.reduce((sum, [w, e]) => sum + e - w, 0);
    total += length;
    lines.push({ lat, spans, until: total, length });
  }
  // A polygon without area (all on one line): its corners stand for it.
  if (!(total > 0)) {
    const corners = polygons.flatMap((rings) => (rings[0] ?? []).slice(1));
    return corners.map(([lon, lat]) => ({ lon, lat, weight: 1 / corners.length }));
  }
  let row = 0;
  return Array.from({ length: n }, (_, i) => {
    const at = ((i + 0.5) / n) * total;
    while (row < rows - 1 && (lines[row]?.until ?? 0) <= at) row++;
    const line = lines[row] as (typeof lines)[number];
    let along = ((i * GOLDEN + 0.5) % 1) * line.length;
    for (const [west, east] of line.spans) {
      if (along <= east - west) return { lon: west + along, lat: line.lat, weight: 1 / n };
      along -= east - west;
    }
    return { lon: line.spans.at(-1)?.[1] ?? 0, lat: line.lat, weight: 1 / n };
  });
}

/**
 * The place as polygons, for drawing: a disc as 72 corners, a sector by arcs of at most 3°, an area as it is; outer
 * rings counter-clockwise. Cut in two where it crosses the antimeridian.
 * @returns [] for an unknown place
 * @throws RangeError for a disc or sector that holds a pole: that has no outline in longitude and latitude
 */
export function outline(place: UncertainPlace): readonly PolygonRings[] {
  if (place.kind === "unknown") return [];
  if (place.kind === "area") return place.polygons;
  const extent = extentOf(place);
  if (extent && extent[0] === -180 && extent[2] === 180)
    throw new RangeError("outline: the place holds a pole, which cannot be drawn in longitude and latitude");
  const circle = (r: number): Position[] => circleAround([place.lon, place.lat], r);
  if (place.kind === "point" || sectorWidth(place) === 360) {
    const hole = place.kind === "sector" && place.minM > 0 ? [circle(place.minM)] : [];
    return cut([circle(reachOf(place)), ...hole], place.lon);
  }
  return cut([sectorRim(place).reverse()], place.lon);
}

const CORNERS = 72;

/** Corners of a circle, counter-clockwise from the north. What leaves to the east is the mirror image of what leaves to the west. */
function circleAround(centre: Position, r: number): Position[] {
  const [lon, lat] = centre;
  const step = -360 / CORNERS;
  const ring = Array.from({ length: CORNERS }, (): Position => centre);
  for (let i = 0; i <= CORNERS / 2; i++) {
    const [east, north] = destination([0, lat], step * i, r);
    for (const [corner, x] of [
      [i, lon + east],
      [(CORNERS - i) % CORNERS, lon - east],
    ] as const)
      ring[corner] = Math.abs(lon) < 180 && Math.abs(x) < 180 ? [x, north] : destination(centre, step * corner, r);
  }
  return ring;
}

/** Closes open rings and cuts them at the antimeridian, longitudes being the short way round from `around`. */
function cut(rings: readonly Position[][], around: number): readonly PolygonRings[] {
  const near = rings.map((ring) => ring.map(([lon, lat]): Position => [around + wrapLongitude(lon - around), lat]));
  // Most places are far from it: nothing is cut.
  if (near.every((ring) => ring.length >= 3 && ring.every(([x]) => Math.abs(x) < 180)))
    return near.length > 0 ? [near.map((ring, i) => wound(ring, i === 0))] : [];
  const halves: PolygonRings[] = [];
  for (const shift of [0, 360, -360]) {
    const kept = near
      .map((ring) =>
        clip(
          clip(
            ring.map(([x, y]): Position => [x + shift, y]),
            180,
            1,
          ),
          -180,
          -1,
        ),
      )
      .filter((ring) => ring.length >= 3)
      .map((ring, i) => wound(ring, i === 0));
    if (kept.length > 0) halves.push(kept);
  }
  return halves;
}

/** The part of an open ring with sign·lon ≤ sign·limit. Source: Sutherland and Hodgman 1974 */
function clip(ring: readonly Position[], limit: number, sign: 1 | -1): Position[] {
  const kept: Position[] = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i] as Position;
    const b = ring[(i + 1) % ring.length] as Position;
    const [aIn, bIn] = [sign * a[0] <= sign * limit, sign * b[0] <= sign * limit];
    if (aIn) kept.push(a);
    if (aIn !== bIn) kept.push([limit, a[1] + ((limit - a[0]) / (b[0] - a[0])) * (b[1] - a[1])]);
  }
  return kept;
}

function wound(open: readonly Position[], counterClockwise: boolean): readonly Position[] {
  const ring = windingOf(open) > 0 === counterClockwise ? [...open] : [...open].reverse();
  return [...ring, ring[0] as Position];
}

/** Area in square kilometres on the ellipsoid, edges straight in longitude and latitude; 0 for an unknown place. */
export function areaKm2(place: UncertainPlace): number {
  if (place.kind === "unknown") return 0;
  if (place.kind === "point") return rounded((Math.PI * place.radiusM ** 2) / 1e6);
  if (place.kind === "sector")
    return rounded((Math.PI * (place.maxM ** 2 - place.minM ** 2) * sectorWidth(place)) / 360 / 1e6);
  let area = 0;
  for (const rings of place.polygons)
    rings.forEach((ring, i) => {
      area += (i === 0 ? 1 : -1) * ringArea(ring);
    });
  return rounded(area / 1e6);
}

/** By Green's theorem: the integral of authalic latitude over longitude, three-point Gauss on each edge of 1° at most. */
function ringArea(ring: readonly Position[]): number {
  const node = Math.sqrt(0.6);
  let sum = 0;
  for (const [x1, y1, x2, y2] of edgesOf(ring)) {
    const pieces = Math.max(1, Math.ceil(Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1))));
    for (let k = 0; k < pieces; k++) {
      const middle = y1 + ((k + 0.5) / pieces) * (y2 - y1);
      const half = (y2 - y1) / pieces / 2;
      const mean =
        (5 * authalic(middle - node * half) + 8 * authalic(middle) + 5 * authalic(middle + node * half)) / 18;
      sum += mean * ((x2 - x1) / pieces) * RAD;
    }
  }
  return Math.abs((sum * WGS84_A ** 2) / 2);
}
