import { colour } from "./dom.ts";
import { type Size, screenX, screenY, type UnitBox, unitX, unitY, type View } from "./projection.ts";
import { resultId, resultLetter } from "./record.ts";
import { boxOf, ringPath, type Shape, tracePath, unitRing } from "./shapes.ts";

/** Land as the page carries it: outside `extent` neither land nor water is known. */
export interface Basemap {
  readonly extent: readonly [number, number, number, number];
  readonly attribution: string;
  readonly land: readonly (readonly (readonly number[])[])[];
}

/** Land made ready for drawing. */
export interface Land {
  readonly extent: UnitBox;
  readonly polygons: readonly { readonly rings: readonly Float64Array[]; readonly box: UnitBox }[];
}

export const landOf = (basemap: Basemap): Land => {
  const [west, south, east, north] = basemap.extent;
  return {
    extent: { x0: unitX(west), y0: unitY(north), x1: unitX(east), y1: unitY(south) },
    polygons: basemap.land.map((rings) => {
      const unit = rings.map(unitRing);
      return { rings: unit, box: boxOf(unit) };
    }),
  };
};

/** Colours of a scheme, read once a draw. */
export type Palette = Readonly<Record<string, string>>;
export const palette = (): Palette =>
  Object.fromEntries(
    [
      "paper",
      "panel",
      "ink",
      "muted",
      "rule",
      "soft",
      "water",
      "land",
      "shore",
      "zone",
      "line",
      "contrary",
      "indeterminate",
      "exempt",
      "not-contrary",
      "not-applicable",
    ].map((n) => [n, colour(n)]),
  );

const apart = (a: UnitBox, view: View, size: Size): boolean => {
  const w = size.width / 2 / view.world;
  const h = size.height / 2 / view.world;
  return a.x1 < view.x - w || a.x0 > view.x + w || a.y1 < view.y - h || a.y0 > view.y + h;
};

/** Water, land and shore inside the basemap's box; plain ground outside it, where nothing is known. */
export function drawLand(
  ctx: CanvasRenderingContext2D,
  land: Land | undefined,
  view: View,
  size: Size,
  p: Palette,
): void {
  ctx.fillStyle = p.soft as string;
  ctx.fillRect(0, 0, size.width, size.height);
  if (!land) return;
  const { extent } = land;
  const x = screenX(view, size, extent.x0);
  const y = screenY(view, size, extent.y0);
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, (extent.x1 - extent.x0) * view.world, (extent.y1 - extent.y0) * view.world);
  ctx.clip();
  ctx.fillStyle = p.water as string;
  ctx.fill();
  ctx.fillStyle = p.land as string;
  ctx.strokeStyle = p.shore as string;
  ctx.lineWidth = 1;
  for (const polygon of land.polygons) {
    if (apart(polygon.box, view, size)) continue;
    ctx.beginPath();
    for (const ring of polygon.rings) ringPath(ctx, ring, view, size, true);
    ctx.fill("evenodd");
    // The box's own edge is no shore: it is left outside the stroke by the clip and by skipping segments along it.
    ctx.beginPath();
    for (const ring of polygon.rings) shorePath(ctx, ring, extent, view, size);
    ctx.stroke();
  }
  ctx.restore();
}

function shorePath(ctx: CanvasRenderingContext2D, ring: Float64Array, extent: UnitBox, view: View, size: Size): void {
  const near = 1e-6;
  const onEdge = (a: number, b: number): boolean => {
    const ax = ring[a] as number;
    const ay = ring[a + 1] as number;
    const bx = ring[b] as number;
    const by = ring[b + 1] as number;
    const same = (u: number, v: number, w: number): boolean => Math.abs(u - w) < near && Math.abs(v - w) < near;
    return same(ax, bx, extent.x0) || same(ax, bx, extent.x1) || same(ay, by, extent.y0) || same(ay, by, extent.y1);
  };
  for (let k = 2; k < ring.length; k += 2) {
    if (onEdge(k - 2, k)) continue;
    ctx.moveTo(screenX(view, size, ring[k - 2] as number), screenY(view, size, ring[k - 1] as number));
    ctx.lineTo(screenX(view, size, ring[k] as number), screenY(view, size, ring[k + 1] as number));
  }
}

const DASH: Readonly<Record<string, readonly number[]>> = {
  contrary: [],
  indeterminate: [5, 3],
  exempt: [1.5, 3],
  "not-contrary": [],
  "not-applicable": [2, 5],
};

/** One place with its strongest result and its line: line and letter, not colour alone, tell. */
export function drawPlace(
  ctx: CanvasRenderingContext2D,
  shape: Shape,
  code: number,
  view: View,
  size: Size,
  p: Palette,
): void {
  const id = resultId(code);
  const ink = p[id] as string;
  const enlarged = tracePath(ctx, shape, view, size);
  ctx.fillStyle = ink;
  ctx.globalAlpha = shape.kind === "rings" && shape.wide ? 0.05 : 0.16;
  ctx.fill("evenodd");
  ctx.globalAlpha = 1;
  ctx.strokeStyle = ink;
  ctx.lineWidth = code === 0 ? 2.2 : 1.4;
  ctx.setLineDash([...(DASH[id] ?? [])]);
  ctx.stroke();
  ctx.setLineDash([]);
  if (enlarged) {
    ctx.beginPath();
    ctx.arc(screenX(view, size, shape.x), screenY(view, size, shape.y), 12, 0, 2 * Math.PI);
    ctx.lineWidth = 0.8;
    ctx.stroke();
  }
}

/** Boxes of labels already drawn, so that none covers another. */
export type Taken = { readonly x: number; readonly y: number; readonly w: number }[];

/** The letter of a place's strongest result, and how many of its incidents have it. A label that would cover another is left out. */
export function labelPlace(
  ctx: CanvasRenderingContext2D,
  shape: Shape,
  code: number,
  [own, all]: readonly [own: number, all: number],
  view: View,
  size: Size,
  p: Palette,
  taken: Taken,
): void {
  const letter = resultLetter(code);
  const text = all > 1 ? `${letter} ${own}/${all}` : letter;
  const x = screenX(view, size, shape.x);
  const y = screenY(view, size, shape.y);
  const w = 13 + 7 * (text.length - 1);
  if (taken.some((t) => Math.abs(t.x - x) < (t.w + w) / 2 && Math.abs(t.y - y) < 15)) return;
  taken.push({ x, y, w });
  tag(ctx, text, x, y, p[resultId(code)] as string, p, all > 1);
}

/** Small text, centred, on a plate or with a rim of the ground's colour. */
export function tag(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  ink: string,
  p: Palette,
  plate = true,
): void {
  ctx.font = "700 11px system-ui, sans-serif";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  if (plate) {
    const w = Math.max(13, ctx.measureText(text).width + 6);
    ctx.fillStyle = p.panel as string;
    ctx.globalAlpha = 0.88;
    ctx.fillRect(x - w / 2, y - 7.5, w, 15);
    ctx.globalAlpha = 1;
  } else {
    ctx.strokeStyle = p.land as string;
    ctx.lineWidth = 3;
    ctx.strokeText(text, x, y + 0.5);
  }
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y + 0.5);
}

/** A square with a number: that many incidents are hereabouts; zoom in to see their areas. */
export function drawCluster(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  count: number,
  certain: number,
  p: Palette,
): void {
  const text = String(count);
  const side = Math.min(46, 16 + Math.sqrt(count) * 0.7 + text.length * 3.5);
  ctx.fillStyle = p.panel as string;
  ctx.globalAlpha = 0.93;
  ctx.fillRect(x - side / 2, y - side / 2, side, side);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = p.ink as string;
  ctx.lineWidth = 1.2;
  ctx.strokeRect(x - side / 2, y - side / 2, side, side);
  // The lower edge is filled over the share of incidents with a contrary result.
  ctx.fillStyle = p.contrary as string;
  ctx.fillRect(x - side / 2, y + side / 2 - 4, (side * certain) / count, 4);
  ctx.fillStyle = p.ink as string;
  ctx.font = "600 12px system-ui, sans-serif";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y - 1);
}
