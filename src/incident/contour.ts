import type { PolygonRings, Position, Ring } from "../place/place.ts";
import { windingOf } from "../place/rings.ts";

/** Values at the corners of a grid, row by row from the south-west. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
  /** The position of a place on the grid, in columns and rows. */
  readonly at: (column: number, row: number) => Position;
}

/**
 * The polygons where a grid's values are above a level: marching squares (Lorensen and Cline's cubes in the plane), a
 * saddle joined where the mean of its corners is above. What touches the border of the grid is closed there.
 * @returns outer rings counter-clockwise, each with its holes
 */
export function above(grid: Grid, level: number): PolygonRings[] {
  const rings = ringsOf(grid, level);
  const windings = rings.map(windingOf);
  const outer = rings.filter((_, k) => (windings[k] as number) > 0).map((r): Ring[] => [r]);
  for (const [k, hole] of rings.entries()) {
    if (!((windings[k] as number) < 0)) continue;
    // The smallest of those around it: outer rings may lie in each other's holes.
    const around = outer.filter(([r]) => holds(r as Ring, hole[0] as Position));
    around.sort((a, b) => areaOfRing(a[0] as Ring) - areaOfRing(b[0] as Ring));
    around[0]?.push(hole);
  }
  return outer;
}

function ringsOf({ columns, rows, values, at }: Grid, level: number): Ring[] {
  const closed = closedAtBorder(columns, rows, values, level);
  // Crossings by edge: even numbers for the edge east of a corner, odd ones for the edge north of it.
  /** From the crossing at which a piece of the border begins to the one at which it ends, what is above on its left; −1: none. */
  const next = new Int32Array(2 * columns * rows).fill(-1);
  const edges: [south: number, east: number, north: number, west: number] = [0, 0, 0, 0];
  for (let r = 0; r + 1 < rows; r++)
    for (let c = 0; c + 1 < columns; c++) {
      const corner = r * columns + c;
      const [sw, se] = [closed[corner] as number, closed[corner + 1] as number];
      const [nw, ne] = [closed[corner + columns] as number, closed[corner + columns + 1] as number];
      const kind = (sw > level ? 1 : 0) + (se > level ? 2 : 0) + (ne > level ? 4 : 0) + (nw > level ? 8 : 0);
      if (kind === 0 || kind === 15) continue;
      edges[SOUTH] = 2 * corner;
      edges[EAST] = 2 * (corner + 1) + 1;
      edges[NORTH] = 2 * (corner + columns);
      edges[WEST] = 2 * corner + 1;
      const saddle = kind === 5 || kind === 10;
      const pieces = (saddle && (sw + se + ne + nw) / 4 > level ? JOINED : PIECES)[kind] as readonly Piece[];
      for (const [from, to] of pieces) next[edges[from]] = edges[to];
    }
  const cross = (edge: number): Position => {
    const corner = edge >> 1;
    const [c, r] = [corner % columns, Math.floor(corner / columns)];
    const [dc, dr] = edge % 2 === 0 ? [1, 0] : [0, 1];
    const [v, w] = [closed[corner] as number, closed[corner + dc + dr * columns] as number];
    const share = (level - v) / (w - v);
    return at(c + dc * share, r + dr * share);
  };
  const rings: Ring[] = [];
  for (let start = 0; start < next.length; start++) {
    if (next[start] === -1) continue;
    const ring: Position[] = [];
    for (let edge = start; next[edge] !== -1; ) {
      ring.push(cross(edge));
      const following = next[edge] as number;
      next[edge] = -1;
      edge = following;
    }
    if (ring.length < 3) continue;
    ring.push(ring[0] as Position);
    rings.push(ring);
  }
  return rings;
}

/** Values of which those at the border are below the level. */
function closedAtBorder(columns: number, rows: number, values: Float64Array, level: number): Float64Array {
  const closed = values.slice();
  const below = level * 0.999;
  const close = (at: number): void => {
    closed[at] = Math.min(closed[at] as number, below);
  };
  for (let c = 0; c < columns; c++) {
    close(c);
    close((rows - 1) * columns + c);
  }
  for (let r = 0; r < rows; r++) {
    close(r * columns);
    close(r * columns + columns - 1);
  }
  return closed;
}

const [SOUTH, EAST, NORTH, WEST] = [0, 1, 2, 3] as const;

type Side = typeof SOUTH | typeof EAST | typeof NORTH | typeof WEST;
type Piece = readonly [from: Side, to: Side];

/** By which corners are above (1 south-west, 2 south-east, 4 north-east, 8 north-west): pieces of the border. */
const PIECES: readonly (readonly Piece[])[] = [
  [],
  [[SOUTH, WEST]],
  [[EAST, SOUTH]],
  [[EAST, WEST]],
  [[NORTH, EAST]],
  [
    [SOUTH, WEST],
    [NORTH, EAST],
  ],
  [[NORTH, SOUTH]],
  [[NORTH, WEST]],
  [[WEST, NORTH]],
  [[SOUTH, NORTH]],
  [
    [EAST, SOUTH],
    [WEST, NORTH],
  ],
  [[EAST, NORTH]],
  [[WEST, EAST]],
  [[SOUTH, EAST]],
  [[WEST, SOUTH]],
];

/** The same where two corners that face each other are above, and joined. */
const JOINED: Readonly<Record<number, readonly Piece[]>> = {
  5: [
    [SOUTH, EAST],
    [NORTH, WEST],
  ],
  10: [
    [EAST, NORTH],
    [WEST, SOUTH],
  ],
};

const areaOfRing = (ring: Ring): number => {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] as Position, ring[i] as Position];
    sum += a[0] * b[1] - b[0] * a[1];
  }
  return Math.abs(sum) / 2;
};

function holds(ring: Ring, [x, y]: Position): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] as Position, ring[i] as Position];
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
  }
  return inside;
}
