import type { PageData } from "../page-data.ts";
import { pixelsPerMetre, type Size, screenX, screenY, type UnitBox, unitX, unitY, type View } from "./projection.ts";

/** Smallest radius in pixels at which a place can be seen and hit. A place drawn larger than it is gets a second ring. */
export const MIN_RADIUS = 8;

/** A place made ready for drawing: its area in unit coordinates, and its middle. */
export type Shape =
  | { readonly kind: "disc"; readonly x: number; readonly y: number; readonly lat: number; readonly radiusM: number }
  | {
      readonly kind: "rings";
      readonly rings: readonly Float64Array[];
      readonly box: UnitBox;
      readonly x: number;
      readonly y: number;
      readonly wide: boolean;
    };

const M_PER_DEGREE = 111_320;

export const unitRing = (ring: readonly number[]): Float64Array => {
  const out = new Float64Array(ring.length);
  for (let k = 0; k < ring.length; k += 2) {
    out[k] = unitX(ring[k] as number);
    out[k + 1] = unitY(ring[k + 1] as number);
  }
  return out;
};

export function boxOf(rings: readonly Float64Array[]): UnitBox {
  const box = { x0: 1, y0: 1, x1: 0, y1: 0 };
  for (const ring of rings)
    for (let k = 0; k < ring.length; k += 2) {
      box.x0 = Math.min(box.x0, ring[k] as number);
      box.x1 = Math.max(box.x1, ring[k] as number);
      box.y0 = Math.min(box.y0, ring[k + 1] as number);
      box.y1 = Math.max(box.y1, ring[k + 1] as number);
    }
  return box;
}

/** An annular sector as a ring; good to a few metres at the distances at which things are heard. */
function sectorRing(lon: number, lat: number, from: number, until: number, minM: number, maxM: number): number[] {
  const sweep = from === until ? 360 : (until - from + 360) % 360;
  const steps = Math.max(4, Math.ceil(sweep / 5));
  const at = (deg: number, m: number): [number, number] => {
    const a = (deg * Math.PI) / 180;
    const dLat = (m * Math.cos(a)) / M_PER_DEGREE;
    return [lon + (m * Math.sin(a)) / (M_PER_DEGREE * Math.cos((lat * Math.PI) / 180)), lat + dLat];
  };
  const out: number[] = [];
  for (let k = 0; k <= steps; k++) out.push(...at(from + (sweep * k) / steps, maxM));
  if (minM <= 0) {
    if (sweep < 360) out.push(lon, lat);
  } else for (let k = steps; k >= 0; k--) out.push(...at(from + (sweep * k) / steps, minM));
  return out;
}

/** Shapes of all places; undefined where a place is not known. */
export function shapesOf(data: PageData): readonly (Shape | undefined)[] {
  const ofRings = (rings: readonly Float64Array[], wide: boolean): Shape => {
    const box = boxOf(rings);
    return { kind: "rings", rings, box, x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2, wide };
  };
  const areas = data.areas.map((polygons) =>
    ofRings(
      polygons.flatMap((rings) => rings.map(unitRing)),
      true,
    ),
  );
  return data.places.map((p): Shape | undefined => {
    const [kind, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = p;
    if (kind === 0) return { kind: "disc", x: unitX(a), y: unitY(b), lat: b, radiusM: c };
    if (kind === 1) return ofRings([unitRing(sectorRing(a, b, c, d, e, f))], false);
    return kind === 2 ? areas[a] : undefined;
  });
}

/** The shape's outline as a path on screen. Returns whether it had to be drawn larger than it is. */
export function tracePath(ctx: CanvasRenderingContext2D, shape: Shape, view: View, size: Size): boolean {
  ctx.beginPath();
  if (shape.kind === "disc") {
    const real = shape.radiusM * pixelsPerMetre(view, shape.lat);
    ctx.arc(screenX(view, size, shape.x), screenY(view, size, shape.y), Math.max(MIN_RADIUS, real), 0, 2 * Math.PI);
    return real < MIN_RADIUS;
  }
  const small = Math.max(shape.box.x1 - shape.box.x0, shape.box.y1 - shape.box.y0) * view.world < 2 * MIN_RADIUS;
  if (small) ctx.arc(screenX(view, size, shape.x), screenY(view, size, shape.y), MIN_RADIUS, 0, 2 * Math.PI);
  else for (const ring of shape.rings) ringPath(ctx, ring, view, size, true);
  return small;
}

export function ringPath(
  ctx: CanvasRenderingContext2D,
  ring: Float64Array,
  view: View,
  size: Size,
  close: boolean,
): void {
  for (let k = 0; k < ring.length; k += 2) {
    const x = screenX(view, size, ring[k] as number);
    const y = screenY(view, size, ring[k + 1] as number);
    if (k === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
  }
  if (close) ctx.closePath();
}
