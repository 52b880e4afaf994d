import type { PolygonRings, Ring } from "./place.ts";

/** West, south, east, north in degrees; west > east where it crosses the antimeridian (RFC 7946 section 5.2). */
export type Extent = readonly [west: number, south: number, east: number, north: number];

/** A double as mantissa · 2^exponent, exactly. */
function exactly(n: number): readonly [mantissa: bigint, exponent: number] {
  let exponent = 0;
  let m = n;
  while (!Number.isInteger(m)) {
    m *= 2;
    exponent--;
  }
  return [BigInt(m), exponent];
}

function exactOrientation(values: readonly number[]): -1 | 0 | 1 {
  const parts = values.map(exactly);
  const least = Math.min(...parts.map(([, e]) => e));
  const [ax, ay, bx, by, cx, cy] = parts.map(([m, e]) => m << BigInt(e - least)) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const det = (ax - cx) * (by - cy) - (ay - cy) * (bx - cx);
  return det > 0n ? 1 : det < 0n ? -1 : 0;
}

/**
 * Side of c seen along a → b: 1 left, −1 right, 0 exactly on the line through both. Exact for all doubles: the quick
 * determinant decides outside its error band, integers inside it.
 * Source: Shewchuk 1997, bound ccwerrboundA = (3 + 16ε)ε
 */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): -1 | 0 | 1 {
  const left = (ax - cx) * (by - cy);
  const right = (ay - cy) * (bx - cx);
  const det = left - right;
  const band = 3.3306690738754716e-16 * (Math.abs(left) + Math.abs(right));
  // Products that underflow carry no relative error bound: those go to the integers as well.
  if (det > band && det > 1e-290) return 1;
  if (-det > band && -det > 1e-290) return -1;
  return exactOrientation([ax, ay, bx, by, cx, cy]);
}

/** Smallest box around polygons whose rings do not cross the antimeridian; null where there is no position. */
export function boundsOf(polygons: readonly PolygonRings[]): Extent | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of polygons.flat())
    for (const [lon, lat] of ring) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  return west <= east ? [west, south, east, north] : null;
}

/** Every edge of a ring as [x1, y1, x2, y2]; the closing edge too where the ring was left open. */
export function* edgesOf(ring: Ring): Generator<readonly [number, number, number, number]> {
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i], ring[(i + 1) % ring.length]];
    if (a && b && !(a[0] === b[0] && a[1] === b[1])) yield [a[0], a[1], b[0], b[1]];
  }
}

/** Twice the signed area of a ring in square degrees: positive for counter-clockwise. */
export function windingOf(ring: Ring): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i], ring[i + 1 < ring.length ? i + 1 : 0]];
    if (a && b) sum += a[0] * b[1] - b[0] * a[1];
  }
  return sum;
}
