import type { PolygonRings, Position } from "../place/place.ts";
import { boundsOf, type Extent, orientation } from "../place/rings.ts";
import { edgesOfRing, liesIn, type Shape } from "../store/condition.ts";

/** Whether polygons and a shape share a position, edges included. Straight edges in longitude and latitude. */
export function polygonsMeet(polygons: readonly PolygonRings[], { points, boxes, polygons: others }: Shape): boolean {
  if (points.some((p) => liesIn(p, { points: [], boxes: [], polygons }))) return true;
  const all = [...others, ...boxes.map(ringsOfBox)];
  return polygons.some((own) => all.some((other) => ringsMeet(own, other)));
}

/** A corner of one in the other, or sides that meet: a hole keeps out what lies in it. */
function ringsMeet(a: PolygonRings, b: PolygonRings): boolean {
  const [first, second] = [boundsOf([a]), boundsOf([b])];
  if (!first || !second || !overlap(first, second)) return false;
  const shape = (rings: PolygonRings): Shape => ({ points: [], boxes: [], polygons: [rings] });
  // Of one ring that does not meet the other's sides, all corners lie as one does.
  const cornerOf = (rings: PolygonRings, of: PolygonRings): boolean =>
    rings.some(([corner]) => corner !== undefined && liesIn(corner, shape(of)));
  if (cornerOf(a, b) || cornerOf(b, a)) return true;
  const beside = (rings: PolygonRings, extent: Extent) =>
    rings
      .flatMap(edgesOfRing)
      .filter(([[x1, y1], [x2, y2]]) =>
        overlap(extent, [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]),
      );
  const sides = beside(b, first);
  return beside(a, second).some((side) => sides.some((other) => sidesMeet(side, other)));
}

const overlap = ([w1, s1, e1, n1]: Extent, [w2, s2, e2, n2]: Extent): boolean =>
  w1 <= e2 && w2 <= e1 && s1 <= n2 && s2 <= n1;

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
