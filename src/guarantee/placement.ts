import type { Agreement } from "../agreement/agreement.ts";
import type { Contingent } from "../agreement/guarantee.ts";
import { distanceToLineM } from "../place/line.ts";
import type { PolygonRings, Position } from "../place/place.ts";
import { edgesOf, orientation } from "../place/rings.ts";

/** Geometry of placements against lines and zones, and nothing else: no strength is ever set against a task. */

/** A line, or the outlines of an area. */
type Shape = { readonly position: Position } | { readonly polygons: readonly PolygonRings[] };

const HECTOMETRE = 100;
/** Distances are given to 100 m: a drawn placement is no surveyed one. */
const toHectometre = (m: number): number => Math.round(m / HECTOMETRE) * HECTOMETRE;

function crosses(a: Position, b: Position, c: Position, d: Position): boolean {
  const side = (p: Position, q: Position, r: Position) => orientation(p[0], p[1], q[0], q[1], r[0], r[1]);
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0 && boxesMeet(a, b, c, d);
}

const boxesMeet = (a: Position, b: Position, c: Position, d: Position): boolean =>
  [0, 1].every(
    (i) =>
      Math.max(a[i] as number, b[i] as number) >= Math.min(c[i] as number, d[i] as number) &&
      Math.max(c[i] as number, d[i] as number) >= Math.min(a[i] as number, b[i] as number),
  );

/** Whether a position lies in the polygons, by crossings of a ray; edges count as inside or outside by half-open rule. */
function holds(polygons: readonly PolygonRings[], [x, y]: Position): boolean {
  let inside = false;
  for (const rings of polygons)
    for (const ring of rings)
      for (const [ax, ay, bx, by] of edgesOf(ring))
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  return inside;
}

/**
 * The plain distance in metres, to 100 m, of a placement from a line: the nearest position of its area, 0 where the
 * line enters it. Edges are straight in longitude and latitude, as the line's segments are.
 */
export function plainDistance(shape: Shape, line: readonly Position[]): number {
  if ("position" in shape) return toHectometre(distanceToLineM(shape.position, line));
  if (line.some((p) => holds(shape.polygons, p))) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (const rings of shape.polygons)
    for (const ring of rings) {
      for (const [ax, ay, bx, by] of edgesOf(ring))
        for (let i = 1; i < line.length; i++)
          if (crosses([ax, ay], [bx, by], line[i - 1] as Position, line[i] as Position)) return 0;
      for (const p of ring) least = Math.min(least, distanceToLineM(p, line));
      for (const p of line) least = Math.min(least, distanceToLineM(p, ring));
    }
  return toHectometre(least);
}

/** Whether one shape lies wholly in an area, wholly outside it, or across its edge. */
export function relationTo(shape: Shape, area: readonly PolygonRings[]): "inside" | "outside" | "across" {
  if ("position" in shape) return holds(area, shape.position) ? "inside" : "outside";
  const edges = (polygons: readonly PolygonRings[]) => polygons.flatMap((r) => r.flatMap((ring) => [...edgesOf(ring)]));
  const others = edges(area);
  for (const [ax, ay, bx, by] of edges(shape.polygons))
    for (const [cx, cy, dx, dy] of others) if (crosses([ax, ay], [bx, by], [cx, cy], [dx, dy])) return "across";
  const first = shape.polygons[0]?.[0]?.[0];
  if (first && holds(area, first)) return "inside";
  const other = area[0]?.[0]?.[0];
  return other && holds(shape.polygons, other) ? "across" : "outside";
}

/** The shape of a placement, or undefined where nobody has drawn it. */
export function shapeOf(
  agreement: Agreement,
  placement: NonNullable<Contingent["placements"]>[number],
): Shape | undefined {
  if (placement.position) return { position: [placement.position[0], placement.position[1]] as unknown as Position };
  const zone = placement.zone === undefined ? undefined : agreement.zones.find((z) => z.id === placement.zone);
  return zone && { polygons: zone.polygons };
}

export interface ConstraintResult {
  readonly constraint: string;
  readonly says: string;
  /** cannot-tell: nobody has drawn the placement. */
  readonly result: "kept" | "not-kept" | "cannot-tell";
  readonly why: string;
}

const km = (m: number): string => `${String(m / 1000)} km`;

/** A placement against one constraint of its contingent: distance from the line, not within, only within. */
export function holdAgainst(
  agreement: Agreement,
  constraint: NonNullable<Contingent["constraints"]>[number],
  shape: Shape | undefined,
): ConstraintResult {
  const of = { constraint: constraint.id, says: constraint.says };
  if (!shape) return { ...of, result: "cannot-tell", why: "the placement is not drawn" };
  const reasons: string[] = [];
  let kept = true;
  const line = agreement.lines.find((l) => l.id === constraint.line);
  const least = constraint.notNearerKm;
  if (line && least !== undefined) {
    const found = plainDistance(shape, line.positions);
    if (found < least * 1000) kept = false;
    reasons.push(`${km(found)} from ${line.name}; at least ${String(least)} km is asked`);
  }
  for (const [key, wanted] of [
    ["notWithin", "outside"],
    ["onlyWithin", "inside"],
  ] as const) {
    const zone = agreement.zones.find((z) => z.id === constraint[key]);
    if (!zone) continue;
    const is = relationTo(shape, zone.polygons);
    if (is !== wanted) kept = false;
    reasons.push(`${is === "across" ? "across the edge of" : is} ${zone.name}; ${wanted} is asked`);
  }
  if (reasons.length === 0) return { ...of, result: "cannot-tell", why: "the constraint is in words only" };
  return { ...of, result: kept ? "kept" : "not-kept", why: reasons.join("; ") };
}
