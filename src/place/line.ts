import { atLevel, type Truth } from "../certainty.ts";
import { metres as asMetres, type Metres } from "../units.ts";
import { distanceM, type LocalPlane, localPlane, wrapLongitude } from "./geodesy.ts";
import type { Position, UncertainPlace, WeightedPosition } from "./place.ts";
import { orientation } from "./rings.ts";
import { samplePoints } from "./shape.ts";

/** Positions drawn for a probability near a line. */
const SAMPLES = 256;
/** Within this distance the flat projection is used as it is: its error there is below 1.2 m from its centre. */
const PLANE_REACH_M = 100_000;

/** The place on a segment nearest to the origin of the plane: share along the segment and distance in the plane. */
function nearestOn(plane: LocalPlane, a: Position, b: Position): { readonly t: number; readonly d: number } {
  const [dLon, dLat] = [wrapLongitude(b[0] - a[0]), b[1] - a[1]];
  const at = (t: number): number => {
    const [x, y] = plane.toPlane(a[0] + t * dLon, a[1] + t * dLat);
    return Math.hypot(x, y);
  };
  // A segment straight in longitude and latitude bends a little in the plane: start from its chord, then close in.
  const [ax, ay] = plane.toPlane(a[0], a[1]);
  const [bx, by] = plane.toPlane(b[0], b[1]);
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const foot = length2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length2));
  let [low, high] = [Math.max(0, foot - 0.25), Math.min(1, foot + 0.25)];
  for (let i = 0; i < 40 && high - low > 1e-9; i++) {
    const [m, n] = [low + (high - low) * 0.382, low + (high - low) * 0.618];
    if (at(m) <= at(n)) high = n;
    else low = m;
  }
  let best = { t: foot, d: at(foot) };
  for (const t of [0, (low + high) / 2, 1]) {
    const d = at(t);
    if (d < best.d) best = { t, d };
  }
  return best;
}

/** How far the bend can bring a segment nearer than its chord, in metres: an eighth of Δλ² · R · sin φ cos φ, rounded up. */
function sag(a: Position, b: Position): number {
  const dLon = (wrapLongitude(b[0] - a[0]) * Math.PI) / 180;
  const dLat = ((b[1] - a[1]) * Math.PI) / 180;
  return 6.4e6 * (dLon * dLon + dLat * dLat);
}

interface Nearest {
  readonly index: number;
  readonly t: number;
  readonly position: Position;
  readonly distance: number;
}

/** Nearest position of a line; segments are straight in longitude and latitude, as edges of zones are. */
function nearest(position: Position, line: readonly Position[]): Nearest | null {
  const [first] = line;
  if (!first) return null;
  const plane = localPlane(position[0], position[1]);
  let best: Nearest = { index: 0, t: 0, position: first, distance: Math.hypot(...plane.toPlane(first[0], first[1])) };
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i] as Position, line[i + 1] as Position];
    const [ax, ay] = plane.toPlane(a[0], a[1]);
    const [bx, by] = plane.toPlane(b[0], b[1]);
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const foot = length2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length2));
    const chord = Math.hypot(ax + foot * (bx - ax), ay + foot * (by - ay));
    if (chord - sag(a, b) >= best.distance) continue;
    const { t, d } = nearestOn(plane, a, b);
    if (d < best.distance) {
      const on: Position = [wrapLongitude(a[0] + t * wrapLongitude(b[0] - a[0])), a[1] + t * (b[1] - a[1])];
      best = { index: i, t, position: on, distance: d };
    }
  }
  return best;
}

/**
 * Geodesic distance in metres to the nearest position of a line, whose segments are straight in longitude and latitude.
 * The nearest position is found on a flat projection: its choice costs under 1 m within 100 km, under 0.01 % to 500 km.
 * @throws RangeError for a line without positions
 */
export function distanceToLineM(position: Position, line: readonly Position[]): Metres {
  const found = nearest(position, line);
  if (!found) throw new RangeError("distanceToLineM: the line has no positions");
  return distanceM(position, found.position);
}

/** The probability that the true place lies within a distance of the line; NaN for an unknown place, an empty cloud or an empty line. */
export function probabilityWithinOfLine(
  place: UncertainPlace | readonly WeightedPosition[],
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
  const cloud = "kind" in place ? samplePoints(place, SAMPLES) : place;
  if (cloud.length === 0) return Number.NaN;
  let [near, all] = [0, 0];
  for (const { lon, lat, weight } of cloud) {
    all += weight;
    if (isWithin([lon, lat], line, metres)) near += weight;
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
  place: UncertainPlace | readonly WeightedPosition[],
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
