import { COUNT_UNITS, type CountInterval, sumCounts } from "../observation/count.ts";
import type { Observation } from "../observation/observation.ts";

/** Whether a count enters sums: neither a duration, a rate nor "hundreds". */
export const countable = (c: CountInterval): boolean =>
  c.form !== "duration" && c.form !== "rate" && c.form !== "hundreds";

const numbered = (min: number, max: number | null, unit: CountInterval["unit"]): CountInterval => ({
  min,
  max,
  unit,
  form: max === null ? "at-least" : min === max ? "number" : "range",
});

/** Counts of one unit; those that enter no sum (a duration, a rate, "hundreds") stand beside it as they were given. */
function byUnit(
  observations: readonly Observation[],
  together: (counts: readonly CountInterval[]) => CountInterval,
): CountInterval[] {
  const [first, ...more] = observations;
  if (first && more.length === 0) return [countable(first.count) ? together([first.count]) : first.count];
  const all = observations.map((o) => o.count);
  const told = new Set(all.map((c) => c.unit));
  return COUNT_UNITS.filter((unit) => told.has(unit)).flatMap((unit) => {
    const counts = all.filter((c) => c.unit === unit);
    const numbers = counts.filter(countable);
    return [...(numbers.length > 0 ? [together(numbers)] : []), ...counts.filter((c) => !countable(c))];
  });
}

/** As heard: in each unit the sum over all observations, as a mission's table adds its rows. In order of COUNT_UNITS. */
export const heardCounts = (observations: readonly Observation[]): CountInterval[] =>
  byUnit(observations, (counts) => {
    if (counts.length === 1) return counts[0] as CountInterval;
    const { min, max } = sumCounts(counts);
    return numbered(min, max, (counts[0] as CountInterval).unit);
  });

/**
 * As fused: in each unit the number that all members can share, or, where they contradict, the hull of what they say;
 * never an average. A count that was not stated leaves the others as they are.
 */
export const fusedCounts = (observations: readonly Observation[]): CountInterval[] =>
  byUnit(observations, (counts) => {
    if (counts.length === 1) return counts[0] as CountInterval;
    const { unit } = counts[0] as CountInterval;
    const lows = counts.map((c) => c.min);
    const highs = counts.map((c) => c.max ?? Number.POSITIVE_INFINITY);
    const [low, high] = [Math.max(...lows), Math.min(...highs)];
    const [from, until] = low <= high ? [low, high] : [Math.min(...lows), Math.max(...highs)];
    return numbered(from, until === Number.POSITIVE_INFINITY ? null : until, unit);
  });
