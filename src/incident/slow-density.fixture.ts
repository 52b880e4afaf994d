import { KM_PER_DEGREE, type Mixture, STRIDE, turn } from "./mixture.ts";

/** Density of a mixture at a position, per km²: plainly, as the reference of `Density`. */
export function densityAt(mixture: Mixture, lon: number, lat: number): number {
  const cos = Math.cos((lat * Math.PI) / 180);
  let sum = 0;
  for (let i = 0; i < mixture.length; i += STRIDE) {
    const scale = (((mixture[i + 3] as number) + cos) / 2) * KM_PER_DEGREE;
    const east = turn(lon - (mixture[i + 1] as number)) * scale;
    const north = (lat - (mixture[i + 2] as number)) * KM_PER_DEGREE;
    const ee = mixture[i + 4] as number;
    const en = mixture[i + 5] as number;
    const nn = mixture[i + 6] as number;
    const det = ee * nn - en * en;
    const quadratic = (nn * east * east - 2 * en * east * north + ee * north * north) / det;
    sum += Math.exp((mixture[i] as number) - 0.5 * quadratic) / (2 * Math.PI * Math.sqrt(det));
  }
  return sum;
}
