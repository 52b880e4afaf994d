import type { Conduct } from "../assessment/assessment.ts";
import { type CountInterval, HEARD_UNITS, sumCounts } from "../observation/count.ts";

/** What of an incident's row a filter can ask beside time, place, status, act and marking: all of its profile. */
export interface Facet {
  /** Sources of the reports that the profile holds. */
  readonly sources: readonly string[];
  /** Zones that the place, as released, may lie in. */
  readonly zones: readonly string[];
  readonly results: readonly ClauseResult[];
  /** Names by which it is found. */
  readonly names: readonly string[];
  readonly heard: readonly CountInterval[];
  readonly fused: readonly CountInterval[];
}

export interface ClauseResult {
  readonly clause: string;
  readonly reading: string;
  readonly result: Conduct;
}

/** From the least grave on: a result's place is its bit in a mask. */
export const BY_GRAVITY: readonly Conduct[] = ["not-applicable", "not-contrary", "exempt", "indeterminate", "contrary"];

/** Results as a set: one bit each. */
export const maskOf = (results: Iterable<Conduct>): number => {
  let mask = 0;
  for (const r of results) mask |= 1 << BY_GRAVITY.indexOf(r);
  return mask;
};

/** The gravest result of a set; not-applicable where there is none. */
export const gravestOf = (mask: number): Conduct => {
  for (let bit = BY_GRAVITY.length - 1; bit > 0; bit--) if (mask & (1 << bit)) return BY_GRAVITY[bit] as Conduct;
  return "not-applicable";
};

/** A word as it stands in a list: line feeds and tabs part the words. */
export const listed = (word: string): string => word.replaceAll(/[\n\t]/g, " ");

/** "\na\nb\n": words that SQL finds whole as "\na\n". "" where there are none. */
export const listOf = (words: Iterable<string>): string => {
  const all = [...new Set(words)].map(listed);
  return all.length === 0 ? "" : `\n${all.join("\n")}\n`;
};

export const fromList = (list: string): string[] => (list === "" ? [] : list.slice(1, -1).split("\n"));

/** The mask's letter, and the mask of a letter's code. */
export const MASK_BASE = 64;
const letter = (mask: number): string => String.fromCharCode(MASK_BASE + mask);

/** What stands before the letter of a clause under a reading; of all readings, or of all clauses, where one is "". */
export const keyOfResult = (clause: string, reading: string): string => `\n${listed(clause)}\t${listed(reading)}\t`;

/**
 * Results as one text: the set of each clause under each reading, of each clause, and of each reading, each behind its
 * key, so that SQL finds the one that a filter asks for without knowing the others.
 */
export function resultsText(results: readonly ClauseResult[]): string {
  const sets = new Map<string, number>();
  const add = (key: string, mask: number): void => void sets.set(key, (sets.get(key) ?? 0) | mask);
  for (const { clause, reading, result } of results) {
    const mask = maskOf([result]);
    add(keyOfResult(clause, reading), mask);
    add(keyOfResult(clause, ""), mask);
    add(keyOfResult("", reading), mask);
  }
  return [...sets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, mask]) => `${key}${letter(mask)}`)
    .join("");
}

/** The results that a text holds, in its order. */
export function resultsFrom(text: string): ClauseResult[] {
  const found: ClauseResult[] = [];
  for (const line of text.split("\n")) {
    const [clause, reading, mask] = line.split("\t");
    if (clause && reading && mask) found.push({ clause, reading, result: gravestOf(mask.charCodeAt(0) - MASK_BASE) });
  }
  return found;
}

/** Sums by unit that totals may name, as [unit, min, max]; open above: null. */
export type Sums = readonly (readonly [unit: string, min: number, max: number | null])[];

/** Counts as one short text, the same for the same counts; "" where there are none that totals name. */
export function countsText({ heard, fused }: Pick<Facet, "heard" | "fused">): string {
  const [h, f] = [sumsOf(heard), sumsOf(fused)];
  return h.length + f.length === 0 ? "" : JSON.stringify([h, f]);
}

export const countsFrom = (text: string): readonly [heard: Sums, fused: Sums] =>
  text === "" ? [[], []] : (JSON.parse(text) as [Sums, Sums]);

const sumsOf = (counts: readonly CountInterval[]): Sums =>
  HEARD_UNITS.flatMap((unit) => {
    const own = counts.filter((c) => c.unit === unit);
    if (own.length === 0) return [];
    const { min, max } = sumCounts(own);
    return [[unit, min, max] as const];
  });
