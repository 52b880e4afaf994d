import type { WeightedPosition } from "./place.ts";
import type { Extent } from "./rings.ts";

/** Positions with their shares of the evidence, in columns of one length: a record holds a cloud for each of its incidents. */
export interface Cloud {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** They sum to 1. */
  readonly weight: Float64Array;
}

export const cloudOf = (positions: readonly WeightedPosition[]): Cloud => ({
  lon: Float64Array.from(positions, (p) => p.lon),
  lat: Float64Array.from(positions, (p) => p.lat),
  weight: Float64Array.from(positions, (p) => p.weight),
});

export const positionsOf = ({ lon, lat, weight }: Cloud): WeightedPosition[] =>
  Array.from(lon, (x, i) => ({ lon: x, lat: lat[i] as number, weight: weight[i] as number }));

const even = new Map<number, Float64Array>();

/** n equal weights, the same column for every cloud of so many positions. */
export function evenly(n: number): Float64Array {
  let weights = even.get(n);
  if (!weights) even.set(n, (weights = new Float64Array(n).fill(1 / n)));
  return weights;
}

const boxes = new WeakMap<Float64Array, Extent>();

/** The box around the positions of a cloud that has any; kept with their longitudes, which clouds of one place share. */
export function boxOf({ lon, lat }: Cloud): Extent {
  let box = boxes.get(lon);
  if (!box) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < lon.length; i++) {
      const [x, y] = [lon[i] as number, lat[i] as number];
      [west, east] = [Math.min(west, x), Math.max(east, x)];
      [south, north] = [Math.min(south, y), Math.max(north, y)];
    }
    boxes.set(lon, (box = [west, south, east, north]));
  }
  return box;
}
