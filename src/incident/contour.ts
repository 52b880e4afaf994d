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
  const outer = rings.filter((r) => windingOf(r) > 0).map((r): Ring[] => [r]);
  for (const hole of rings.filter((r) => windingOf(r) < 0)) {
    // The smallest of those around it: outer rings may lie in each other's holes.
    const around = outer.filter(([r]) => holds(r as Ring, hole[0] as Position));
    around.sort((a, b) => areaOfRing(a[0] as Ring) - areaOfRing(b[0] as Ring));
    around[0]?.push(hole);
  }
  return outer;
}

function ringsOf({ columns, rows, values, at }: Grid, level: number): Ring[] {
  const value = (c: number, r: number): number =>
    c <= 0 || r <= 0 || c >= columns - 1 || r >= rows - 1
      ? Math.min(values[r * columns + c] as number, level * 0.999)
      : (values[r * columns + c] as number);
  /** From the crossing at which a piece of the border begins to the one at which it ends, what is above on its left. */
  const next = new Map<number, number>();
  const places = new Map<number, Position>();
  // Crossings by edge: even numbers for the edge east of a corner, odd ones for the edge north of it.
  const east = (c: number, r: number): number => 2 * (r * columns + c);
  const north = (c: number, r: number): number => east(c, r) + 1;
  const cross = (edge: number): number => {
    if (places.has(edge)) return edge;
    const corner = edge >> 1;
    const [c, r] = [corner % columns, Math.floor(corner / columns)];
    const [dc, dr] = edge % 2 === 0 ? [1, 0] : [0, 1];
    const [v, w] = [value(c, r), value(c + dc, r + dr)];
    const share = (level - v) / (w - v);
    places.set(edge, at(c + dc * share, r + dr * share));
    return edge;
  };
  for (let r = 0; r + 1 < rows; r++)
    for (let c = 0; c + 1 < columns; c++) {
      const [sw, se, ne, nw] = [value(c, r), value(c + 1, r), value(c + 1, r + 1), value(c, r + 1)];
      const kind = (sw > level ? 1 : 0) + (se > level ? 2 : 0) + (ne > level ? 4 : 0) + (nw > level ? 8 : 0);
      if (kind === 0 || kind === 15) continue;
      const [south, right, top, left] = [east(c, r), north(c + 1, r), east(c, r + 1), north(c, r)];
      const joined = (sw + se + ne + nw) / 4 > level;
      for (const [from, to] of pieces(kind, joined)) {
        const edges = [south, right, top, left];
        next.set(cross(edges[from] as number), cross(edges[to] as number));
      }
    }
  const rings: Ring[] = [];
  for (const start of [...next.keys()].sort((a, b) => a - b)) {
    if (!next.has(start)) continue;
    const ring: Position[] = [];
    for (let edge = start; next.has(edge); ) {
      ring.push(places.get(edge) as Position);
      const following = next.get(edge) as number;
      next.delete(edge);
      edge = following;
    }
    if (ring.length < 3) continue;
    rings.push([...ring, ring[0] as Position]);
  }
  return rings;
}

const [SOUTH, EAST, NORTH, WEST] = [0, 1, 2, 3];

/** By which corners are above (1 south-west, 2 south-east, 4 north-east, 8 north-west): pieces of the border. */
function pieces(kind: number, joined: boolean): readonly (readonly [from: number, to: number])[] {
  switch (kind) {
    case 1:
      return [[SOUTH, WEST]];
    case 2:
      return [[EAST, SOUTH]];
    case 3:
      return [[EAST, WEST]];
    case 4:
      return [[NORTH, EAST]];
    case 5:
      return joined
        ? [
            [SOUTH, EAST],
            [NORTH, WEST],
          ]
        : [
            [SOUTH, WEST],
            [NORTH, EAST],
          ];
    case 6:
      return [[NORTH, SOUTH]];
    case 7:
      return [[NORTH, WEST]];
    case 8:
      return [[WEST, NORTH]];
    case 9:
      return [[SOUTH, NORTH]];
    case 10:
      return joined
        ? [
            [EAST, NORTH],
            [WEST, SOUTH],
          ]
        : [
            [EAST, SOUTH],
            [WEST, NORTH],
          ];
    case 11:
      return [[EAST, NORTH]];
    case 12:
      return [[WEST, EAST]];
    case 13:
      return [[SOUTH, EAST]];
    default:
      return [[WEST, SOUTH]];
  }
}

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
