import type { PolygonRings, Position } from "../place/place.ts";
import { orientation } from "../place/rings.ts";
import { edgesOfRing, liesIn, type Shape } from "../store/condition.ts";

/** Whether polygons and a shape share a position, edges included. Straight edges in longitude and latitude. */
export function polygonsMeet(polygons: readonly PolygonRings[], { points, boxes, polygons: others }: Shape): boolean {
  const own: Shape = { points: [], boxes: [], polygons };
  if (points.some((p) => liesIn(p, own))) return true;
  const all = [...others, ...boxes.map(ringsOfBox)];
  return all.some((rings) => {
    const other: Shape = { points: [], boxes: [], polygons: [rings] };
    // A corner of one in the other, or sides that meet: a hole keeps out what lies in it.
    const corners = (of: readonly PolygonRings[]): Position[] => of.flatMap((p) => p.flat());
    if (corners([rings]).some((c) => liesIn(c, own)) || corners(polygons).some((c) => liesIn(c, other))) return true;
    const sides = rings.flatMap(edgesOfRing);
    return polygons.some((p) => p.flatMap(edgesOfRing).some((a) => sides.some((b) => sidesMeet(a, b))));
  });
}

const ringsOfBox = ([w, s, e, n]: Shape["boxes"][number]): PolygonRings => [
  [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ],
];

type Side = readonly [Position, Position];

function sidesMeet([[ax, ay], [bx, by]]: Side, [[cx, cy], [dx, dy]]: Side): boolean {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false;
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
  return (
    orientation(ax, ay, bx, by, cx, cy) * orientation(ax, ay, bx, by, dx, dy) <= 0 &&
    orientation(cx, cy, dx, dy, ax, ay) * orientation(cx, cy, dx, dy, bx, by) <= 0
  );
}
