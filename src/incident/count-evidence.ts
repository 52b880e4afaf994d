import { COUNT_UNITS, HEARD_UNITS } from "../observation/count.ts";
import type { Traits } from "./traits.ts";

const LN_2PI = Math.log(2 * Math.PI);
const heard = COUNT_UNITS.map((unit) => HEARD_UNITS.includes(unit));
const OTHER_TYPICAL = Math.log(3);

/** What a group's counts in one unit come to: log-normal reports of one number, in ln. */
export interface CountTally {
  unit: number;
  weight: number;
  mean: number;
  squares: number;
  ln: number;
}

export const NO_COUNTS: readonly CountTally[] = [];

export function countOf(traits: Traits, i: number): readonly CountTally[] {
  const unit = traits.unit[i] as number;
  if (unit < 0) return NO_COUNTS;
  const variance = traits.countVariance[i] as number;
  return [
    {
      unit,
      weight: 1 / variance,
      mean: traits.lnCount[i] as number,
      squares: 0,
      ln: -0.5 * (LN_2PI + Math.log(variance)),
    },
  ];
}

/** The counts of two groups as those of one; each list in rising order of unit. */
export function joinCounts(a: readonly CountTally[], b: readonly CountTally[]): readonly CountTally[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const out: CountTally[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x && (!y || x.unit < y.unit)) {
      out.push(x);
      i++;
    } else if (y && (!x || y.unit < x.unit)) {
      out.push(y);
      j++;
    } else if (x && y) {
      const weight = x.weight + y.weight;
      const apart = y.mean - x.mean;
      out.push({
        unit: x.unit,
        weight,
        mean: x.mean + (apart * y.weight) / weight,
        squares: x.squares + y.squares + (apart * apart * x.weight * y.weight) / weight,
        ln: x.ln + y.ln,
      });
      i++;
      j++;
    }
  }
  return out;
}

/** Adds to `out` the ln evidence of the counts under each act: one log-normal number around what is typical of it. */
export function addLnCounts(
  counts: readonly CountTally[],
  lnTypical: Float64Array,
  populationSd: number,
  out: Float64Array,
): void {
  const tau = populationSd ** 2;
  for (const { unit, weight, mean, squares, ln } of counts) {
    const spread = 1 + tau * weight;
    const level = ln - 0.5 * Math.log(spread) - 0.5 * squares;
    let before = Number.NaN;
    let value = 0;
    for (let t = 0; t < out.length; t++) {
      const typical = heard[unit] ? (lnTypical[t] as number) : OTHER_TYPICAL;
      if (typical !== before) {
        const apart = mean - typical;
        value = level - (0.5 * weight * apart * apart) / spread;
        before = typical;
      }
      out[t] = (out[t] as number) + value;
    }
  }
}
