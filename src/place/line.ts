import { atLevel, type Truth } from "../certainty.ts";
import { metres as asMetres, type Metres } from "../units.ts";
import type { Cloud } from "./cloud.ts";
import { distanceM, type LocalPlane, localPlane, wrapLongitude } from "./geodesy.ts";
import type { Position, UncertainPlace } from "./place.ts";
import { orientation } from "./rings.ts";
import { cloudOver } from "./shape.ts";

/** Positions drawn for a probability near a line. */
const SAMPLES = 256;
/** Within this distance the flat projection is used as it is: its error there is below 1.2 m from its centre. */
const PLANE_REACH_M = 100_000;
/** Segments are cut into pieces of at most this many degrees: straight in degrees and in the plane then differ by 5 cm. */
const PIECE_DEG = 0.02;
/** Pieces under one box. */
const BLOCK = 16;

/** A line cut into short pieces, under boxes. Longitudes run on across the antimeridian. */
interface Pieces {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** The segment that piece i belongs to, and the share of it at which piece i begins. */
  readonly segment: Int32Array;
  readonly share: Float64Array;
  /** West, south, east, north of each block. */
  readonly boxes: Float64Array;
  readonly middle: number;
}

const cuts = new WeakMap<readonly Position[], Pieces>();

function piecesOf(line: readonly Position[]): Pieces {
  const known = cuts.get(line);
  if (known) return known;
  const [lon, lat, segment, share]: number[][] = [[], [], [], []];
  const add = (x: number, y: number, s: number, t: number) => {
    lon?.push(x);
    lat?.push(y);
    segment?.push(s);
    share?.push(t);
  };
  let x = line[0]?.[0] ?? Number.NaN;
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i] as Position, line[i + 1] as Position];
    const [dx, dy] = [wrapLongitude(b[0] - a[0]), b[1] - a[1]];
    const n = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) / PIECE_DEG));
    for (let k = 0; k < n; k++) add(x + (k / n) * dx, a[1] + (k / n) * dy, i, k / n);
    x += dx;
  }
  add(x, line.at(-1)?.[1] ?? Number.NaN, Math.max(0, line.length - 2), line.length > 1 ? 1 : 0);
  const boxes: number[] = [];
  for (let i = 0; i === 0 || i < (lon?.length ?? 0) - 1; i += BLOCK) {
    const [xs, ys] = [lon?.slice(i, i + BLOCK + 1) ?? [], lat?.slice(i, i + BLOCK + 1) ?? []];
    boxes.push(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  }
  const pieces: Pieces = {
    lon: Float64Array.from(lon ?? []),
    lat: Float64Array.from(lat ?? []),
    segment: Int32Array.from(segment ?? []),
    share: Float64Array.from(share ?? []),
    boxes: Float64Array.from(boxes),
    middle: ((lon?.[0] ?? 0) + x) / 2,
  };
  cuts.set(line, pieces);
  return pieces;
}

interface Nearest {
  /** Segment of the line, and the share of it at which the nearest position lies. */
  readonly index: number;
  readonly t: number;
  readonly position: Position;
  /** In the plane around the position asked. */
  readonly distance: number;
}

/** Nearest position of a line; segments are straight in longitude and latitude, as edges of zones are. */
function nearest(position: Position, line: readonly Position[]): Nearest | null {
  if (line.length === 0) return null;
  const pieces = piecesOf(line);
  const { lon, lat, boxes } = pieces;
  const x0 = pieces.middle + wrapLongitude(position[0] - pieces.middle);
  const plane: LocalPlane = localPlane(x0, position[1]);
  let best = { piece: 0, t: 0, distance: Number.POSITIVE_INFINITY };
  const search = (block: number) => {
    const end = Math.min(block * BLOCK + BLOCK, Math.max(0, lon.length - 2) + 1);
    let [ax, ay] = plane.toPlane(lon[block * BLOCK] as number, lat[block * BLOCK] as number);
    if (lon.length === 1) best = { piece: 0, t: 0, distance: Math.hypot(ax, ay) };
    for (let i = block * BLOCK; i < end && i + 1 < lon.length; i++) {
      const [bx, by] = plane.toPlane(lon[i + 1] as number, lat[i + 1] as number);
      const [dx, dy] = [bx - ax, by - ay];
      const length2 = dx * dx + dy * dy;
      const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length2));
      const distance = Math.hypot(ax + t * dx, ay + t * dy);
      if (distance < best.distance) best = { piece: i, t, distance };
      [ax, ay] = [bx, by];
    }
  };
  const bounds = new Float64Array(boxes.length / 4);
  let first = 0;
  for (let k = 0; k < bounds.length; k++) {
    bounds[k] = leastDistance(x0, position[1], boxes, 4 * k);
    if ((bounds[k] as number) < (bounds[first] as number)) first = k;
  }
  search(first);
  for (let k = 0; k < bounds.length; k++) if (k !== first && (bounds[k] as number) < best.distance) search(k);

  const { piece, t } = best;
  const index = pieces.segment[piece] as number;
  const start = pieces.share[piece] as number;
  const sameSegment = piece + 1 < lon.length && pieces.segment[piece + 1] === index;
  const stop = sameSegment ? (pieces.share[piece + 1] as number) : 1;
  const on = (from: number, to: number) => (t === 0 ? from : t === 1 ? to : from + t * (to - from));
  const next = Math.min(piece + 1, lon.length - 1);
  return {
    index,
    t: on(start, stop),
    position: [
      wrapLongitude(on(lon[piece] as number, lon[next] as number)),
      on(lat[piece] as number, lat[next] as number),
    ],
    distance: best.distance,
  };
}

/** No position of the box is nearer than this, in metres: shortest degrees of latitude and longitude, less 5 %. */
function leastDistance(lon: number, lat: number, boxes: Float64Array, at: number): number {
  const [west, south, east, north] = [
    boxes[at] as number,
    boxes[at + 1] as number,
    boxes[at + 2] as number,
    boxes[at + 3] as number,
  ];
  const dLat = Math.max(0, south - lat, lat - north);
  const dLon = Math.max(0, west - lon, lon - east);
  if (dLat === 0 && dLon === 0) return 0;
  const highest = Math.max(Math.abs(lat), Math.abs(south), Math.abs(north));
  return 0.95 * Math.hypot(dLat * 110_574, dLon * 111_319 * Math.cos((highest * Math.PI) / 180));
}

/**
 * Geodesic distance in metres to the nearest position of a line, whose segments are straight in longitude and latitude.
 * The nearest position is found on a flat projection: its choice costs under 2 m within 100 km, under 0.01 % to 500 km.
 * @throws RangeError for a line without positions
 */
export function distanceToLineM(position: Position, line: readonly Position[]): Metres {
  const found = nearest(position, line);
  if (!found) throw new RangeError("distanceToLineM: the line has no positions");
  return distanceM(position, found.position);
}

/** The probability that the true place lies within a distance of the line; NaN for an unknown place, an empty cloud or an empty line. */
export function probabilityWithinOfLine(
  place: UncertainPlace | Cloud,
  line: readonly Position[],
  metres: number,
): number {
  if (line.length === 0) return Number.NaN;
  if ("kind" in place && (place.kind === "point" || place.kind === "sector")) {
    const centre = distanceToLineM([place.lon, place.lat], line);
    const reach = place.kind === "point" ? place.radiusM : place.maxM;
    // The margin pays for the search of the nearest position.
    const margin = 1 + centre * 1e-4;
    if (centre + reach + margin <= metres) return 1;
    if (centre - reach - margin > metres) return 0;
  }
  const cloud = "kind" in place ? cloudOver(place, SAMPLES) : place;
  if (cloud.lon.length === 0) return Number.NaN;
  let [near, all] = [0, 0];
  for (const [i, weight] of cloud.weight.entries()) {
    all += weight;
    if (isWithin([cloud.lon[i] as number, cloud.lat[i] as number], line, metres)) near += weight;
  }
  return near === all ? 1 : near / all;
}

function isWithin(position: Position, line: readonly Position[], metres: number): boolean {
  const found = nearest(position, line);
  if (!found) return false;
  // Far from the threshold, or close enough for the projection, the geodesic need not be asked.
  if (found.distance < PLANE_REACH_M && Math.abs(found.distance - metres) > 2) return found.distance <= metres;
  // The nearest position is found to a millimetre.
  return distanceM(position, found.position) <= metres + 0.001;
}

/** Whether the place lies within a distance in metres of the line, at a containment level. An unknown place is "unknown". */
export const withinOfLine = (
  place: UncertainPlace | Cloud,
  line: readonly Position[],
  metres: number,
  level: number,
): Truth => atLevel(probabilityWithinOfLine(place, line, asMetres(metres)), level);

/**
 * On which side of a line a position lies, for one who goes along it in its order; beyond its ends, the side of the
 * end segment drawn on. "on" is exactly on the line (or on that extension).
 * @throws RangeError for a line of fewer than two different positions
 */
export function sideOfLine(position: Position, line: readonly Position[]): "left" | "right" | "on" {
  const corners = line.filter((p, i) => i === 0 || p[0] !== line[i - 1]?.[0] || p[1] !== line[i - 1]?.[1]);
  const found = nearest(position, corners);
  if (!found || corners.length < 2) throw new RangeError("sideOfLine: a line needs two different positions");
  const corner = (i: number): Position => {
    const p = corners[i] as Position;
    return [position[0] + wrapLongitude(p[0] - position[0]), p[1]];
  };
  const side = (a: Position, b: Position, p: Position) => orientation(a[0], a[1], b[0], b[1], p[0], p[1]);
  const name = (s: number) => (s > 0 ? "left" : s < 0 ? "right" : "on");
  const { index, t } = found;
  const [a, b] = [corner(index), corner(index + 1)];
  // Nearest to an inner corner: on the outer side of the bend, whichever segment is asked.
  const [before, at, after] =
    t === 0 && index > 0
      ? [corner(index - 1), a, b]
      : t === 1 && index + 2 < corners.length
        ? [a, b, corner(index + 2)]
        : [];
  if (before && at && after && !(position[0] === at[0] && position[1] === at[1])) {
    const turn = side(before, at, after);
    const [one, two] = [side(before, at, position), side(at, after, position)];
    if (one === two) return name(one);
    if (turn !== 0) return name(-turn);
  }
  return name(side(a, b, position));
}
