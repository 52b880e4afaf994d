import type { Interval } from "../time/interval.ts";
import type { Millis } from "../units.ts";

/** At least, at most; at most null: open above. */
export interface FigureBounds {
  readonly atLeast: number;
  readonly atMost: number | null;
}

/** Why two figures differ (design.md section 4). Every part of a gap has one of these. */
export const CAUSES = [
  "own-arithmetic",
  "duplicates",
  "other-side",
  "start-reading",
  "cut-off",
  "late",
  "withdrawn",
  "zone",
  "unit",
  "exempt",
  "not-attributed",
  "not-determined",
  "other-act",
  "not-contrary",
  "no-coverage",
  "claim-without-observation",
  "revised",
  "unexplained",
] as const;
export type Cause = (typeof CAUSES)[number];

/** One thing that a figure rests on: an incident, or an item of a breakdown. What adds nothing says why in `left`. */
export interface FigureRow {
  readonly id: string;
  /** Ids of observations: rows of two figures that share one speak of the same thing. */
  readonly same: readonly string[];
  readonly words: string;
  readonly count: FigureBounds;
  readonly unit: string;
  /** When it was, as far as is known; null: not stated. */
  readonly from: Millis | null;
  readonly until: Millis | null;
  /** Whose conduct it is said to be; null: nobody is named, or it does not matter to this figure. */
  readonly accuses: string | null;
  readonly left: Cause | null;
}

/** A figure with what it rests on. The form of a figure file is this, as canonical JSON under the key `figure`. */
export interface Figure {
  readonly what: string;
  /** The body, party or data set that gives it. */
  readonly says: string;
  /** "record": rows are incidents of a record; "declared": a total that somebody published; "total": one of ours, whose rows are not at hand. */
  readonly basis: "record" | "declared" | "total";
  readonly value: FigureBounds;
  readonly units: readonly string[];
  /** What it covers; an end that is null was not published. */
  readonly from: Millis | null;
  readonly until: Millis | null;
  readonly zone: string;
  readonly reading: string | null;
  readonly inForce: { readonly from: Millis | null; readonly until: Millis | null } | null;
  readonly accuses: string | null;
  readonly area: string | null;
  /** What was watched; null: not known. */
  readonly watched: readonly Interval[] | null;
  /** Which record, and how many entries of it were known. */
  readonly record: { readonly id: string; readonly size: number } | null;
  /** Who published it and how, in words. */
  readonly source: string | null;
  readonly rows: readonly FigureRow[];
  /** Rows with a duration, a rate or "hundreds", which enter no sum. */
  readonly uncounted: number;
}

export const sumOf = (rows: readonly FigureRow[]): FigureBounds => {
  let atLeast = 0;
  let atMost: number | null = 0;
  for (const { count } of rows) {
    atLeast += count.atLeast;
    atMost = atMost === null || count.atMost === null ? null : atMost + count.atMost;
  }
  return { atLeast, atMost };
};
