/** Web Mercator, the world as the unit square: x east, y south. */
export interface View {
  /** Centre in unit coordinates. */
  readonly x: number;
  readonly y: number;
  /** Pixels for the whole world's width. */
  readonly world: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const EARTH_M = 40_075_016.686;
const MIN_WORLD = 512;
const MAX_WORLD = 512 * 2 ** 17;

export const unitX = (lon: number): number => (lon + 180) / 360;
export const unitY = (lat: number): number => {
  const s = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
};
export const latOf = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

export const screenX = (view: View, size: Size, x: number): number => (x - view.x) * view.world + size.width / 2;
export const screenY = (view: View, size: Size, y: number): number => (y - view.y) * view.world + size.height / 2;

/** Pixels for one metre at a latitude. */
export const pixelsPerMetre = (view: View, lat: number): number =>
  view.world / (EARTH_M * Math.cos((lat * Math.PI) / 180));

/** The view moved by pixels. */
export const moved = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x - dx / view.world,
  y: Math.min(1, Math.max(0, view.y - dy / view.world)),
});

/** The view zoomed by a factor about a pixel that stays where it is. */
export function zoomed(view: View, size: Size, factor: number, px = size.width / 2, py = size.height / 2): View {
  const world = Math.min(MAX_WORLD, Math.max(MIN_WORLD, view.world * factor));
  const ax = view.x + (px - size.width / 2) / view.world;
  const ay = view.y + (py - size.height / 2) / view.world;
  return { x: ax - (px - size.width / 2) / world, y: ay - (py - size.height / 2) / world, world };
}

/** A box in unit coordinates. */
export interface UnitBox {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** The view that shows a box with room around it. */
export function fitted(box: UnitBox, size: Size): View {
  const w = Math.max(box.x1 - box.x0, 1e-5);
  const h = Math.max(box.y1 - box.y0, 1e-5);
  const world = Math.min(MAX_WORLD, Math.max(MIN_WORLD, Math.min((size.width - 60) / w, (size.height - 60) / h)));
  return { x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2, world };
}
