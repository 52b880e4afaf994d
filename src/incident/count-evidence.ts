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

/** @param room that holds it, until it is used again */
export function countOf(traits: Traits, i: number, room = new CountRoom()): readonly CountTally[] {
  const unit = traits.unit[i] as number;
  if (unit < 0) return NO_COUNTS;
  const variance = traits.countVariance[i] as number;
  room.clear();
  room.put(unit, 1 / variance, traits.lnCount[i] as number, 0, -0.5 * (LN_2PI + Math.log(variance)));
  return room.counts;
}

const noCount = (): CountTally => ({ unit: -1, weight: 0, mean: 0, squares: 0, ln: 0 });

/** Counts that are read before the next are joined. */
export class CountRoom {
  readonly counts: CountTally[] = [];
  private readonly made: CountTally[] = [];

  clear(): void {
    this.counts.length = 0;
  }

  put(unit: number, weight: number, mean: number, squares: number, ln: number): void {
    const count = (this.made[this.counts.length] ??= noCount());
    count.unit = unit;
    count.weight = weight;
    count.mean = mean;
    count.squares = squares;
    count.ln = ln;
    this.counts.push(count);
  }
}

/**
 * The counts of two groups as those of one; each list in rising order of unit.
 * @param room that holds them, until it is used again
 */
export function joinCounts(
  a: readonly CountTally[],
  b: readonly CountTally[],
  room = new CountRoom(),
): readonly CountTally[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  room.clear();
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x && (!y || x.unit < y.unit)) {
      room.put(x.unit, x.weight, x.mean, x.squares, x.ln);
      i++;
    } else if (y && (!x || y.unit < x.unit)) {
      room.put(y.unit, y.weight, y.mean, y.squares, y.ln);
      j++;
    } else if (x && y) {
      const weight = x.weight + y.weight;
      const apart = y.mean - x.mean;
      room.put(
        x.unit,
        weight,
        x.mean + (apart * y.weight) / weight,
        x.squares + y.squares + (apart * apart * x.weight * y.weight) / weight,
        x.ln + y.ln,
      );
      i++;
      j++;
    }
  }
  return room.counts;
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
