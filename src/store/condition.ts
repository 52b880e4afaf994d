import type { PolygonRings, Position } from "../place/place.ts";
import { byCodePoint } from "../units.ts";

/** A value of a row, or one that was given. Instants are milliseconds since 1970 UTC. */
export type Operand = { readonly field: string } | { readonly value: string | number };
export type Comparison = "=" | "<>" | "<" | ">" | "<=" | ">=";

/**
 * What may be asked of a row beyond the fixed filters, as SQL means it: an unknown value makes a test unknown, and a row
 * stays only where the whole is true. Asked of released rows alone, so it can find nothing that the row does not show.
 */
export type Condition =
  | { readonly is: "and" | "or"; readonly of: readonly Condition[] }
  | { readonly is: "not"; readonly of: Condition }
  | { readonly is: "constant"; readonly value: boolean }
  | { readonly is: "compare"; readonly left: Operand; readonly by: Comparison; readonly right: Operand }
  /** Alternately words and wildcards: "%" stands for any characters, "_" for one. */
  | { readonly is: "like"; readonly field: string; readonly pattern: readonly LikePart[] }
  | { readonly is: "null"; readonly field: string }
  /** Of a field that holds a list: whether one of the words is in it. */
  | { readonly is: "has"; readonly field: string; readonly words: readonly string[] }
  | { readonly is: "meets"; readonly shape: Shape };

export type LikePart = { readonly any: "%" | "_" } | { readonly word: string };

/** Points, boxes that do not cross the antimeridian, and polygons; together one shape. Edges are part of it. */
export interface Shape {
  readonly points: readonly Position[];
  readonly boxes: readonly (readonly [west: number, south: number, east: number, north: number])[];
  readonly polygons: readonly PolygonRings[];
}

/** A row as a condition sees it: null is what is not known, and of the field geometry whatever is not null is one. */
export interface Asked {
  readonly value: (field: string) => string | number | null;
  readonly list: (field: string) => readonly string[];
  /** Whether its geometry shares a position with a shape; null where it has none. */
  readonly meets: (shape: Shape) => boolean | null;
}

/**
 * Whether a condition holds of a row: the plain rule beside its SQL, and what is used where there is no SQL.
 * @returns null where it cannot be told
 */
export function holds(condition: Condition, row: Asked): boolean | null {
  switch (condition.is) {
    case "constant":
      return condition.value;
    case "not": {
      const found = holds(condition.of, row);
      return found === null ? null : !found;
    }
    case "and":
    case "or": {
      const settles = condition.is === "or";
      const all = condition.of.map((c) => holds(c, row));
      if (all.includes(settles)) return settles;
      return all.includes(null) ? null : !settles;
    }
    case "compare": {
      const of = (o: Operand): string | number | null => ("field" in o ? row.value(o.field) : o.value);
      const [a, b] = [of(condition.left), of(condition.right)];
      if (a === null || b === null) return null;
      return compared(typeof a === "string" ? byCodePoint(a, String(b)) : a - Number(b), condition.by);
    }
    case "like": {
      const value = row.value(condition.field);
      return value === null ? null : isLike(String(value), condition.pattern);
    }
    case "null":
      return row.value(condition.field) === null;
    case "has": {
      const list = row.list(condition.field);
      return condition.words.some((w) => list.includes(w));
    }
    case "meets":
      return row.meets(condition.shape);
  }
}

/** @param sign below 0, 0 or above 0, as the left one stands to the right one */
export function compared(sign: number, by: Comparison): boolean {
  if (by === "=") return sign === 0;
  if (by === "<>") return sign !== 0;
  if (by === "<") return sign < 0;
  if (by === ">") return sign > 0;
  return by === "<=" ? sign <= 0 : sign >= 0;
}

/** Whether a text has the form of a pattern, character by character (code points), in O(text · pattern). */
function isLike(text: string, pattern: readonly LikePart[]): boolean {
  const characters = [...text];
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if ("word" in part) {
        const word = [...part.word];
        if (word.every((c, i) => characters[at + i] === c)) next.add(at + word.length);
      } else if (part.any === "_") {
        if (at < characters.length) next.add(at + 1);
      } else for (let i = at; i <= characters.length; i++) next.add(i);
    }
    reached = next;
  }
  return reached.has(characters.length);
}

/** An edge by which a ray to the east leaves or enters, in the very sums that SQL makes (condition-sql.ts). */
const crosses = ([x1, y1]: Position, [x2, y2]: Position, x: number, y: number): boolean =>
  y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
const liesOn = ([x1, y1]: Position, [x2, y2]: Position, x: number, y: number): boolean =>
  (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) === 0 &&
  x >= Math.min(x1, x2) &&
  x <= Math.max(x1, x2) &&
  y >= Math.min(y1, y2) &&
  y <= Math.max(y1, y2);

/** Whether a position lies in a shape, edges and corners included. Straight edges in longitude and latitude. */
export function liesIn([x, y]: Position, { points, boxes, polygons }: Shape): boolean {
  if (points.some(([px, py]) => px === x && py === y)) return true;
  if (boxes.some(([w, s, e, n]) => x >= w && x <= e && y >= s && y <= n)) return true;
  return polygons.some((rings) => {
    const edges = rings.flatMap(edgesOfRing);
    if (edges.some(([a, b]) => liesOn(a, b, x, y))) return true;
    return edges.filter(([a, b]) => crosses(a, b, x, y)).length % 2 === 1;
  });
}

/** The sides of a ring, which is closed as it was given. */
export const edgesOfRing = (ring: readonly Position[]): [Position, Position][] =>
  ring.slice(1).map((b, i) => [ring[i] as Position, b]);
