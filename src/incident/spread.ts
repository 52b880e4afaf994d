import { KM_PER_DEGREE, type Mixture, STRIDE } from "./mixture.ts";

/** Positions, longitudes beside latitudes, in degrees. */
export interface Positions {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
}

const POSITIONS = 1_000;

/** Positions as a mixture is spread, the same in every run: of each piece its rings, a golden angle apart (Vogel 1979). */
export function spreadOver(mixture: Mixture): Positions {
  let [total, top] = [0, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < mixture.length; k += STRIDE) top = Math.max(top, mixture[k] as number);
  for (let k = 0; k < mixture.length; k += STRIDE) total += Math.exp((mixture[k] as number) - top);
  const sizes: number[] = [];
  for (let k = 0; k < mixture.length; k += STRIDE)
    sizes.push(Math.round((POSITIONS * Math.exp((mixture[k] as number) - top)) / total));
  const count = sizes.reduce((sum, n) => sum + n, 0);
  const [lons, lats] = [new Float64Array(count), new Float64Array(count)];
  let at = 0;
  for (const [piece, n] of sizes.entries()) {
    const k = piece * STRIDE;
    const [ee, en, nn] = [mixture[k + 4] as number, mixture[k + 5] as number, mixture[k + 6] as number];
    const root = Math.sqrt(ee);
    const across = en / root;
    const along = Math.sqrt(Math.max(0, nn - across * across));
    const km = KM_PER_DEGREE * (mixture[k + 3] as number);
    const bell = bellOf(n);
    for (let i = 0; i < n; i++) {
      const [z, w] = [bell[2 * i] as number, bell[2 * i + 1] as number];
      lons[at] = (mixture[k + 1] as number) + (root * z) / km;
      lats[at++] = (mixture[k + 2] as number) + (across * z + along * w) / KM_PER_DEGREE;
    }
  }
  return { lon: lons, lat: lats };
}

/** By how many there are: made once, no more than some 1,000 of them. */
const made: Float64Array[] = [];

/** n positions, x beside y, that are spread as a bell of standard deviation 1. */
function bellOf(n: number): Float64Array {
  const known = made[n];
  if (known) return known;
  const bell = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const far = Math.sqrt(-2 * Math.log(1 - (i + 0.5) / n));
    const angle = 2 * Math.PI * ((i * 0.6180339887498949) % 1);
    bell[2 * i] = far * Math.cos(angle);
    bell[2 * i + 1] = far * Math.sin(angle);
  }
  made[n] = bell;
  return bell;
}

/** The k-th of some numbers in rising order, counted from 0 (Hoare's selection); moves them about. */
export function smallest(values: Float64Array, k: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const moved = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = moved;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k] as number;
}
