import type { PolygonRings, Ring } from "./place.ts";
import { orientation } from "./rings.ts";

/** Crossings are named up to this many; the rest adds nothing. */
const NAMED = 3;

/**
 * What makes polygons unfit for an area: rings of fewer than four positions, not closed, crossing themselves (the
 * crossing point is shown, case 67), positions that are not in the range of degrees (a swap is named, case 47), and
 * edges that reach half round the world (an area across the antimeridian has to be cut there, RFC 7946 section 3.1.9).
 * @returns one sentence for each problem, [] where there is none
 */
export function polygonProblems(polygons: readonly PolygonRings[]): string[] {
  const problems: string[] = [];
  polygons.forEach((rings, p) => {
    if (rings.length === 0) problems.push(`polygon ${p + 1} has no ring`);
    rings.forEach((ring, r) => {
      const name = `${polygons.length > 1 ? `polygon ${p + 1}, ` : ""}${r === 0 ? "outer ring" : `hole ${r}`}`;
      problems.push(...ringProblems(ring).map((why) => `${name}: ${why}`));
    });
  });
  return problems;
}

function ringProblems(ring: Ring): string[] {
  const [first, last] = [ring[0], ring.at(-1)];
  for (const [lon, lat] of ring) {
    if (!Number.isFinite(lon) || !Number.isFinite(lat))
      return [`[${lon}, ${lat}] is not a position; expected two numbers, longitude first`];
    if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
      const swapped = Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
      return [
        `[${lon}, ${lat}] is out of range (longitude ±180, latitude ±90)${swapped ? "; longitude and latitude are likely swapped: longitude comes first" : ""}`,
      ];
    }
  }
  if (!first || !last) return ["no positions"];
  if (first[0] !== last[0] || first[1] !== last[1])
    return [
      `not closed: starts at [${first.join(", ")}] and ends at [${last.join(", ")}]; repeat the first position at the end`,
    ];
  if (ring.length < 4) return [`${ring.length} positions; a closed ring has at least 4`];
  const wide = ring.find((b, i) => i > 0 && Math.abs(b[0] - (ring[i - 1]?.[0] ?? b[0])) > 180);
  if (wide)
    return [
      `an edge to [${wide.join(", ")}] reaches more than half round the world; cut the area at the antimeridian into two polygons`,
    ];
  return crossings(ring);
}

type Edge = readonly [x1: number, y1: number, x2: number, y2: number, index: number];

/** Pairs of edges that meet elsewhere than at the corner that they share, found by a sweep over longitude. */
function crossings(ring: Ring): string[] {
  const edges: Edge[] = [];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i], ring[i + 1]];
    if (a && b && (a[0] !== b[0] || a[1] !== b[1])) edges.push([a[0], a[1], b[0], b[1], edges.length]);
  }
  if (edges.length < 3) return ["has no area: its positions lie on one line"];
  const byWest = [...edges].sort((p, q) => Math.min(p[0], p[2]) - Math.min(q[0], q[2]) || p[4] - q[4]);
  const found: string[] = [];
  let open: Edge[] = [];
  for (const edge of byWest) {
    const west = Math.min(edge[0], edge[2]);
    open = open.filter((o) => Math.max(o[0], o[2]) >= west);
    for (const other of open) {
      const meeting = meetingOf(other, edge, edges.length);
      if (!meeting) continue;
      found.push(meeting);
      if (found.length === NAMED) return found;
    }
    open.push(edge);
  }
  return found;
}

const between = (a: number, b: number, x: number): boolean => x >= Math.min(a, b) && x <= Math.max(a, b);

function meetingOf(p: Edge, q: Edge, count: number): string | null {
  const [a, b] = p[4] < q[4] ? [p, q] : [q, p];
  if (Math.max(a[1], a[3]) < Math.min(b[1], b[3]) || Math.max(b[1], b[3]) < Math.min(a[1], a[3])) return null;
  const [b1, b2] = [orientation(a[0], a[1], a[2], a[3], b[0], b[1]), orientation(a[0], a[1], a[2], a[3], b[2], b[3])];
  const follows = b[4] === a[4] + 1;
  const closes = a[4] === 0 && b[4] === count - 1;
  if (follows || closes) {
    // Neighbours share a corner; they may not fold back over each other.
    const far: readonly [number, number] = follows ? [b[2], b[3]] : [b[0], b[1]];
    const corner: readonly [number, number] = follows ? [b[0], b[1]] : [b[2], b[3]];
    const other: readonly [number, number] = follows ? [a[0], a[1]] : [a[2], a[3]];
    if ((follows ? b2 : b1) !== 0) return null;
    const ahead = (far[0] - corner[0]) * (other[0] - corner[0]) + (far[1] - corner[1]) * (other[1] - corner[1]);
    return ahead > 0 ? `folds back on itself at [${corner.join(", ")}]` : null;
  }
  const [a1, a2] = [orientation(b[0], b[1], b[2], b[3], a[0], a[1]), orientation(b[0], b[1], b[2], b[3], a[2], a[3])];
  if (b1 * b2 < 0 && a1 * a2 < 0) {
    const s = (a[0] - b[0]) * (b[3] - b[1]) - (a[1] - b[1]) * (b[2] - b[0]);
    const d = (a[2] - a[0]) * (b[3] - b[1]) - (a[3] - a[1]) * (b[2] - b[0]);
    const t = -s / d;
    const round = (n: number) => Math.round(n * 1e7) / 1e7;
    return `crosses itself at [${round(a[0] + t * (a[2] - a[0]))}, ${round(a[1] + t * (a[3] - a[1]))}] (edges ${a[4] + 1} and ${b[4] + 1})`;
  }
  const touch = (
    [
      [b1, b[0], b[1], a],
      [b2, b[2], b[3], a],
      [a1, a[0], a[1], b],
      [a2, a[2], a[3], b],
    ] as const
  ).find(([side, x, y, e]) => side === 0 && between(e[0], e[2], x) && between(e[1], e[3], y));
  return touch ? `touches itself at [${touch[1]}, ${touch[2]}] (edges ${a[4] + 1} and ${b[4] + 1})` : null;
}
