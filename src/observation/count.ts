/** The unit in which something was counted: the phenomenon itself, as OSCE SMM counted it (domain.md d1). */
export const COUNT_UNITS = [
  "explosion",
  "burst",
  "shot",
  "projectile",
  "muzzle-flash",
  "flare",
  "flight",
  "strike",
  "weapon",
  "person",
  "vehicle",
  "mine",
  "crossing",
  "position",
  "detection",
  "event",
] as const;
export type CountUnit = (typeof COUNT_UNITS)[number];

/** Units that count as events heard or seen in "as heard" totals; weapons, persons, positions and detections do not. */
export const HEARD_UNITS: readonly CountUnit[] = [
  "explosion",
  "burst",
  "shot",
  "projectile",
  "muzzle-flash",
  "flare",
  "strike",
  "event",
];

/** The form in which the number was given. A duration, a rate or "hundreds" enters no sum (domain.md d3). */
export type CountForm = "number" | "range" | "at-least" | "about" | "hundreds" | "duration" | "rate" | "not-stated";

/**
 * How many, as an interval in a named unit. `max` null means open above. `not-stated` is at least one.
 * Source: domain.md b, CountInterval.
 */
export interface CountInterval {
  readonly min: number;
  readonly max: number | null;
  readonly unit: CountUnit;
  readonly form: CountForm;
  /** The words as given, kept where the form is not a plain number. */
  readonly stated?: string;
}

/** A total that never hides what it could not add: at least `min`, at most `max` (null: open), and uncounted fire. */
export interface CountTotal {
  readonly min: number;
  readonly max: number | null;
  /** Rows whose count was a duration, a rate or "hundreds": they force a "plus uncounted fire" flag. */
  readonly uncounted: number;
}

const uncountable = (c: CountInterval): boolean => c.form === "duration" || c.form === "rate" || c.form === "hundreds";

/** Sums intervals of one unit; open ends keep the sum open, uncountable forms are only flagged. */
export function sumCounts(counts: Iterable<CountInterval>): CountTotal {
  let min = 0;
  let max: number | null = 0;
  let uncounted = 0;
  for (const count of counts) {
    if (uncountable(count)) {
      uncounted++;
      continue;
    }
    min += count.min;
    max = max === null || count.max === null ? null : max + count.max;
  }
  return { min, max, uncounted };
}
