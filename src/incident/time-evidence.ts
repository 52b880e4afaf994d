import type { Traits } from "./traits.ts";

const LN_2PI = Math.log(2 * Math.PI);
/**
 * Evidence of times that exclude each other, for each member after the first: no other term outweighs it, and a group
 * that only people can have made gains no further member by evidence.
 */
const IMPOSSIBLE = -1000;

/** What a group's times come to: bells multiplied to one bell, windows to what they share. Hours since 1970. */
export interface TimeTally {
  bells: number;
  /** Sum of 1 ÷ variance, the mean weighted by it, and the weighted sum of squares around that mean. */
  weight: number;
  mean: number;
  squares: number;
  lnBells: number;
  windows: number;
  from: number;
  until: number;
  lnWindows: number;
}

export const noTime = (): TimeTally => ({
  bells: 0,
  weight: 0,
  mean: 0,
  squares: 0,
  lnBells: 0,
  windows: 0,
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
  lnWindows: 0,
});

/** @param out that takes it */
export function timeOf(traits: Traits, i: number, out = noTime()): TimeTally {
  const bell = traits.bell[i] === 1;
  const variance = bell ? (traits.variance[i] as number) : 1;
  out.bells = bell ? 1 : 0;
  out.weight = bell ? 1 / variance : 0;
  out.mean = bell ? (traits.mean[i] as number) : 0;
  out.squares = 0;
  out.lnBells = bell ? -0.5 * (LN_2PI + Math.log(variance)) : 0;
  out.windows = bell ? 0 : 1;
  out.from = bell ? Number.NEGATIVE_INFINITY : (traits.from[i] as number);
  out.until = bell ? Number.POSITIVE_INFINITY : (traits.until[i] as number);
  out.lnWindows = bell ? 0 : -Math.log(out.until - out.from);
  return out;
}

/** The times of two groups as those of one. Means and squares as in Chan, Golub and LeVeque 1979: nothing cancels. */
export function joinTimes(a: TimeTally, b: TimeTally, out: TimeTally): void {
  const weight = a.weight + b.weight;
  if (a.bells === 0 || b.bells === 0) {
    const one = a.bells === 0 ? b : a;
    out.mean = one.mean;
    out.squares = one.squares;
  } else {
    const apart = b.mean - a.mean;
    out.mean = a.mean + (apart * b.weight) / weight;
    out.squares = a.squares + b.squares + (apart * apart * a.weight * b.weight) / weight;
  }
  out.weight = weight;
  out.bells = a.bells + b.bells;
  out.lnBells = a.lnBells + b.lnBells;
  out.windows = a.windows + b.windows;
  out.from = Math.max(a.from, b.from);
  out.until = Math.min(a.until, b.until);
  out.lnWindows = a.lnWindows + b.lnWindows;
}

/** Bells and windows over the start of the event, integrated in closed form (fusion.md 5.1, Time). */
export function lnTime(t: TimeTally): number {
  const { bells, windows, from, until, weight } = t;
  const excluded = IMPOSSIBLE * (bells + windows - 1);
  if (bells === 0) return until > from ? t.lnWindows + Math.log(until - from) : excluded;
  const ln = t.lnBells - 0.5 * t.squares + 0.5 * (LN_2PI - Math.log(weight));
  if (windows === 0) return ln;
  const sharpness = Math.sqrt(weight);
  const inside = until > from ? normalCdf((until - t.mean) * sharpness) - normalCdf((from - t.mean) * sharpness) : 0;
  return inside > 1e-6 ? ln + t.lnWindows + Math.log(inside) : excluded;
}

/** The same for two observations, without their tallies. */
export function lnTimeOfTwo(traits: Traits, i: number, j: number): number {
  const { bell, mean, variance, from, until } = traits;
  if (bell[i] && bell[j]) {
    const both = (variance[i] as number) + (variance[j] as number);
    const apart = (mean[i] as number) - (mean[j] as number);
    return -0.5 * (LN_2PI + Math.log(both) + (apart * apart) / both);
  }
  if (!bell[i] && !bell[j]) {
    const [a, b] = [(until[i] as number) - (from[i] as number), (until[j] as number) - (from[j] as number)];
    const start = Math.max(from[i] as number, from[j] as number);
    const end = Math.min(until[i] as number, until[j] as number);
    return end > start ? Math.log((end - start) / (a * b)) : IMPOSSIBLE;
  }
  const [sharp, wide] = bell[i] ? [i, j] : [j, i];
  const sd = Math.sqrt(variance[sharp] as number);
  const [a, b] = [from[wide] as number, until[wide] as number];
  const inside = normalCdf((b - (mean[sharp] as number)) / sd) - normalCdf((a - (mean[sharp] as number)) / sd);
  return inside > 1e-6 ? Math.log(inside / (b - a)) : IMPOSSIBLE;
}

/** Φ, the normal distribution function, to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * poly * Math.exp(-z * z);
  return x < 0 ? tail : 1 - tail;
}
