import type { Agreement } from "../agreement/agreement.ts";
import type { CompiledAgreement, CompiledReading } from "../agreement/compile.ts";
import { type AssessOptions, readingsOf } from "../assessment/evaluate.ts";

/** One of the two texts that are compared, under one of its readings. */
export interface Side {
  readonly compiled: CompiledAgreement;
  readonly reading: CompiledReading;
}

/** Decisions that stand, and what a text needs to know of the record; all but the choice of readings. */
export type SideOptions = Omit<AssessOptions, "readings">;

/** A value of each side. */
export interface Both<T> {
  readonly a: T;
  readonly b: T;
}

export const both = <T, R>(sides: Both<T>, make: (value: T, side: "a" | "b") => R): Both<R> => ({
  a: make(sides.a, "a"),
  b: make(sides.b, "b"),
});

export const mirrored = <T>({ a, b }: Both<T>): Both<T> => ({ a: b, b: a });

/** Readings that are compared with each other, and those that have no counterpart. */
export interface PairedReadings {
  readonly pairs: readonly Both<Side>[];
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

/**
 * Which reading is compared with which: where each side has one reading alone, these two, whatever their names; else
 * those of one name.
 * @param asked the reading chosen for a side; left out: all
 * @throws Problem where a reading is asked for that the agreement does not have
 */
export function pairReadings(
  sides: Both<{ readonly compiled: CompiledAgreement; readonly asked?: string | undefined }>,
): PairedReadings {
  const { a, b } = both(sides, ({ compiled, asked }) =>
    readingsOf(compiled, asked === undefined ? undefined : [asked]).map((reading): Side => ({ compiled, reading })),
  );
  const [first, second] = [a[0], b[0]];
  if (first && second && a.length === 1 && b.length === 1)
    return { pairs: [{ a: first, b: second }], onlyA: [], onlyB: [] };
  const id = (s: Side) => s.reading.reading.id;
  const of = new Map(b.map((s) => [id(s), s]));
  const names = new Set(a.map(id));
  return {
    pairs: a.flatMap((s) => {
      const other = of.get(id(s));
      return other ? [{ a: s, b: other }] : [];
    }),
    onlyA: a.map(id).filter((r) => !of.has(r)),
    onlyB: b.map(id).filter((r) => !names.has(r)),
  };
}

/** The two sides' agreements. */
export const agreementsOf = (sides: Both<Side>): Both<Agreement> => both(sides, (s) => s.compiled.agreement);
