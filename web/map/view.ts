/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** Where the map is looked at from. */
export interface Camera {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
}

/** A view that the reader or the screen brought about. */
export interface Moved {
  readonly box: Box;
  readonly camera: Camera;
  /** The reader moved it, by pointer or keys. */
  readonly byHand: boolean;
}

/** A box that an address names, where it is one. */
export function boxOf(text: string | undefined): Box | null {
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = (text ?? "")
    .split(",")
    .map(Number);
  return west < east && south < north ? [west, south, east, north] : null;
}

/** The camera that an address names, where it is one. */
export function cameraOf(text: string | undefined): Camera | null {
  const [lat = Number.NaN, lon = Number.NaN, zoom = Number.NaN] = (text ?? "").split(",").map(Number);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24 ? { lat, lon, zoom } : null;
}

export const sayCamera = ({ lat, lon, zoom }: Camera): string =>
  `${lat.toFixed(4)},${lon.toFixed(4)},${zoom.toFixed(2)}`;

/** The extent of shapes; null where there is none. */
export function extentOf(features: readonly { readonly geometry: { readonly coordinates: unknown } }[]): Box | null {
  let [w, s, e, n] = [180, 90, -180, -90];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [lon, lat] = value;
    if (typeof lon === "number" && typeof lat === "number") {
      [w, s, e, n] = [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)];
    } else for (const one of value) visit(one);
  };
  for (const f of features) visit(f.geometry.coordinates);
  return w <= e && s <= n ? [w, s, e, n] : null;
}

/** Beyond this Mercator's square ends. */
const END = 85.0511;

const xOf = (lon: number): number => (lon + 180) / 360;
const yOf = (lat: number): number =>
  0.5 - Math.asinh(Math.tan((Math.max(-END, Math.min(END, lat)) * Math.PI) / 180)) / (2 * Math.PI);
const lonOf = (x: number): number => x * 360 - 180;
const latOf = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

/** A longitude of the world that it lies in, from -180 to 180. */
const inWorld = (lon: number): number => {
  const turned = ((((lon + 180) % 360) + 360) % 360) - 180;
  return turned === -180 && lon > 0 ? 180 : turned;
};

/** A box as the API takes it: west above east where it crosses the antimeridian, all longitudes where it is as wide. */
export function sayBox([west, south, east, north]: Box, digits = 3): string {
  const [w, e] = east - west >= 360 ? [-180, 180] : [inWorld(west), inWorld(east)];
  return [w, Math.max(-90, south), e, Math.min(90, north)].map((d) => d.toFixed(digits)).join(",");
}

/**
 * What is asked of the server for a view: whole tiles of its zoom, so that a small move asks for nothing, and all who
 * look at the same region ask the same question.
 * @param zoom whole; a tile of it is 512 pixels wide
 */
export function tilesOf([west, south, east, north]: Box, zoom: number): string {
  const tiles = 2 ** zoom;
  const [x0, x1] = [Math.floor(xOf(west) * tiles), Math.ceil(xOf(east) * tiles)];
  const [y0, y1] = [Math.max(0, Math.floor(yOf(north) * tiles)), Math.min(tiles, Math.ceil(yOf(south) * tiles))];
  return sayBox([lonOf(x0 / tiles), latOf(y1 / tiles), lonOf(x1 / tiles), latOf(y0 / tiles)], 5);
}
