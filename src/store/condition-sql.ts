import { type RawBuilder, sql } from "kysely";
import { MARKINGS } from "../observation/observation.ts";
import type { PolygonRings, Position } from "../place/place.ts";
import { type Condition, edgesOfRing, type LikePart, type Operand, type Shape } from "./condition.ts";
import { markingOf } from "./visible.ts";

type Sql = RawBuilder<unknown>;

/** How a table says what conditions name. */
export interface ConditionColumns {
  readonly dialect: "sqlite" | "postgres";
  /** A field's value: text or a number. @throws on one that the table does not have, which is a mistake of ours */
  readonly value: (field: string) => Sql;
  /** Whether a list holds a word. */
  readonly has: (field: string, word: string) => Sql;
  /** Whether a position may lie in a box, by the index: never false where it does. */
  readonly near: (west: number, south: number, east: number, north: number) => Sql;
}

/**
 * A condition as SQL, in both dialects to the same rows as `holds` leaves. Text compares by code point, as it is in all
 * columns of ours.
 */
export function conditionSql(condition: Condition, columns: ConditionColumns): RawBuilder<boolean> {
  const of = (c: Condition): Sql => {
    switch (c.is) {
      case "constant":
        return c.value ? sql`1 = 1` : sql`1 = 0`;
      case "not":
        return sql`(not ${of(c.of)})`;
      case "and":
      case "or":
        if (c.of.length === 0) return c.is === "and" ? sql`1 = 1` : sql`1 = 0`;
        return balanced(c.of.map(of), c.is === "and" ? sql` and ` : sql` or `);
      case "compare":
        return sql`(${operand(c.left, columns)} ${sql.raw(c.by)} ${operand(c.right, columns)})`;
      case "like":
        return likeSql(columns.value(c.field), c.pattern, columns.dialect);
      case "null":
        return sql`(${columns.value(c.field)} is null)`;
      case "has":
        return balanced(
          c.words.map((w) => columns.has(c.field, w)),
          sql` or `,
        );
      case "meets":
        // Without a position it cannot be told, which is not the same as no.
        return sql`(case when lon is not null then ${meetsSql(c.shape, columns)} end)`;
    }
  };
  return of(condition) as RawBuilder<boolean>;
}

const operand = (o: Operand, { value }: ConditionColumns): Sql => ("field" in o ? value(o.field) : sql`${o.value}`);

/** "(a and b)" with brackets in halves, so that a long list is not a deep one. */
function balanced(parts: readonly Sql[], by: Sql): Sql {
  const [first] = parts;
  if (!first) return sql`1 = 0`;
  if (parts.length === 1) return first;
  const half = parts.length >> 1;
  return sql`(${balanced(parts.slice(0, half), by)}${by}${balanced(parts.slice(half), by)})`;
}

/** SQLite's LIKE does not tell cases apart, its GLOB does. */
function likeSql(value: Sql, pattern: readonly LikePart[], dialect: "sqlite" | "postgres"): Sql {
  const [every, one, special] =
    dialect === "sqlite" ? (["*", "?", /[*?[]/g] as const) : (["%", "_", /[%_\\]/g] as const);
  const escape = (c: string): string => (dialect === "sqlite" ? `[${c}]` : `\\${c}`);
  const text = pattern
    .map((p) => ("word" in p ? p.word.replaceAll(special, escape) : p.any === "%" ? every : one))
    .join("");
  return dialect === "sqlite" ? sql`(${value} glob ${text})` : sql`(${value} like ${text} escape '\\')`;
}

function meetsSql({ points, boxes, polygons }: Shape, { near }: ConditionColumns): Sql {
  const within = (w: number, s: number, e: number, n: number): Sql =>
    sql`(${near(w, s, e, n)} and lon between ${w} and ${e} and lat between ${s} and ${n})`;
  return balanced(
    [
      ...points.map(([x, y]) => within(x, y, x, y)),
      ...boxes.map((b) => within(...b)),
      ...polygons.map((rings) => sql`(${within(...extentOfRings(rings))} and ${inside(rings)})`),
    ],
    sql` or `,
  );
}

function extentOfRings(rings: PolygonRings): [number, number, number, number] {
  let [w, s, e, n] = [180, 90, -180, -90];
  for (const [x, y] of rings.flat()) [w, s, e, n] = [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)];
  return [w, s, e, n];
}

type Edge = readonly [a: Position, b: Position];

/** Edges that are asked one after the other; of more than that those that the row's latitude does not meet are left out. */
const FEW_EDGES = 6;
const MOST_HALVINGS = 10;

/** On an edge, or on the inner side of an odd number of edges to the east; the sums of condition.ts, term by term. */
const inside = (rings: PolygonRings): Sql => byLatitude(rings.flatMap(edgesOfRing), MOST_HALVINGS);

/** Halves by latitude, so that a row is asked of the few edges beside it and not of all. */
function byLatitude(edges: readonly Edge[], halvings: number): Sql {
  if (edges.length <= FEW_EDGES || halvings === 0) return oneByOne(edges);
  const ends = edges.flatMap(([a, b]) => [a[1], b[1]]).sort((a, b) => a - b);
  const middle = ends[ends.length >> 1] as number;
  const below = edges.filter(([a, b]) => Math.min(a[1], b[1]) < middle);
  const above = edges.filter(([a, b]) => Math.max(a[1], b[1]) >= middle);
  if (below.length + above.length >= 2 * edges.length) return oneByOne(edges);
  return sql`(case when lat < ${num(middle)} then ${byLatitude(below, halvings - 1)} else ${byLatitude(above, halvings - 1)} end)`;
}

function oneByOne(edges: readonly Edge[]): Sql {
  const on = edges.map(([[x1, y1], [x2, y2]]) => {
    const [w, e, s, n] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
    return sql`(lat between ${num(s)} and ${num(n)} and lon between ${num(w)} and ${num(e)} and ${num(x2 - x1)} * (lat - ${num(y1)}) - ${num(y2 - y1)} * (lon - ${num(x1)}) = 0)`;
  });
  const crossings = edges
    .filter(([a, b]) => a[1] !== b[1])
    .map(([[x1, y1], [x2, y2]]) => {
      const [low, high] = [Math.min(y1, y2), Math.max(y1, y2)];
      const east = sql`lon < ${num(x2 - x1)} * (lat - ${num(y1)}) / ${num(y2 - y1)} + ${num(x1)}`;
      return sql`(case when lat >= ${num(low)} and lat < ${num(high)} and ${east} then 1 else 0 end)`;
    });
  if (crossings.length === 0) return balanced(on, sql` or `);
  return sql`(${balanced(on, sql` or `)} or (${balanced(crossings, sql` + `)}) % 2 = 1)`;
}

/** A number as it stands in the text: what is the same for every row is worked out once. */
const num = (n: number): Sql => sql.raw(n < 0 ? `(${n})` : String(n + 0));

/** A marking's word of its rank. */
export const markingSql = (): Sql =>
  sql`(case marking_rank ${sql.join(
    MARKINGS.map((_, rank) => sql`when ${sql.lit(rank)} then ${sql.lit(markingOf(rank))}`),
    sql` `,
  )} end)`;
