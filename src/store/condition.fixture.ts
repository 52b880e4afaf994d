import fc from "fast-check";
import type { Position } from "../place/place.ts";
import type { Comparison, Condition, LikePart, Operand } from "./condition.ts";

const COMPARISONS: readonly Comparison[] = ["=", "<>", "<", ">", "<=", ">="];

/** Corners lie on the tenths on which the made incidents lie, so that edges and corners are met. */
const corner = fc
  .tuple(fc.integer({ min: -18, max: 18 }), fc.integer({ min: -8, max: 8 }))
  .map(([x, y]): Position => [x * 10, y * 10]);
/** A star around a middle: no two of its sides cross. */
const polygon = fc
  .tuple(corner, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 16 }), fc.boolean())
  .map(([[x, y], lengths, holed]) => {
    const ring = lengths.map((length, i): Position => {
      const angle = (2 * Math.PI * i) / lengths.length;
      return [Math.round(x + length * Math.cos(angle)), Math.round(y + length * Math.sin(angle))];
    });
    const half = (of: number, middle: number): number => middle + Math.trunc((of - middle) / 2);
    const hole = ring.map(([a, b]): Position => [half(a, x), half(b, y)]);
    return [ring, ...(holed ? [hole] : [])].map((r) => [...r, r[0] as Position]);
  });
export const shapes = fc.record({
  points: fc.array(corner, { maxLength: 1 }),
  boxes: fc.array(
    fc
      .tuple(corner, corner)
      .map(([[a, b], [c, d]]) => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)] as const),
    { maxLength: 1 },
  ),
  polygons: fc.array(polygon, { maxLength: 2 }),
});

/**
 * Any condition over the fields and lists of a table.
 * @param texts fields of text with words that may stand in them
 */
export function anyCondition(
  texts: Readonly<Record<string, readonly string[]>>,
  times: readonly string[],
  lists: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<Condition> {
  const names = Object.keys(texts);
  const word = (field: string) => fc.constantFrom(...(texts[field] as readonly string[]));
  const side = (a: Operand, b: Operand, by: Comparison, turned: boolean): Condition =>
    turned ? { is: "compare", left: b, by, right: a } : { is: "compare", left: a, by, right: b };
  const text = fc
    .constantFrom(...names)
    .chain((field) =>
      fc
        .tuple(word(field), fc.constantFrom(...COMPARISONS), fc.boolean())
        .map(([value, by, turned]) => side({ field }, { value }, by, turned)),
    );
  const time = fc
    .tuple(
      fc.constantFrom(...times),
      fc.oneof(
        fc.integer({ min: -4, max: 5 }).map((h): Operand => ({ value: h * 5 * 3_600_000 })),
        fc.constantFrom(...times).map((field): Operand => ({ field })),
      ),
      fc.constantFrom(...COMPARISONS),
    )
    .map(([field, other, by]) => side({ field }, other, by, false));
  const part: fc.Arbitrary<LikePart> = fc.oneof(
    fc.constantFrom<LikePart>({ any: "%" }, { any: "_" }),
    fc
      .tuple(fc.constantFrom(...names.flatMap((n) => texts[n] as readonly string[])), fc.nat(4), fc.nat(12))
      .map(([w, from, length]): LikePart => ({ word: w.slice(from, from + length) })),
    fc.constantFrom<LikePart>({ word: "*" }, { word: "[a" }, { word: "%" }, { word: "\\_" }, { word: "C" }),
  );
  const leaves: fc.Arbitrary<Condition>[] = [
    text,
    time,
    fc
      .tuple(fc.constantFrom(...names), fc.array(part, { maxLength: 4 }))
      .map(([field, pattern]): Condition => ({ is: "like", field, pattern })),
    fc.constantFrom(...names, ...times).map((field): Condition => ({ is: "null", field })),
    shapes.map((s): Condition => ({ is: "meets", shape: s })),
    fc.boolean().map((value): Condition => ({ is: "constant", value })),
  ];
  if (Object.keys(lists).length > 0)
    leaves.push(
      fc
        .constantFrom(...Object.keys(lists))
        .chain((field) =>
          fc
            .subarray([...(lists[field] as readonly string[])], { minLength: 1 })
            .map((words): Condition => ({ is: "has", field, words })),
        ),
    );
  const { any } = fc.letrec<{ any: Condition }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.oneof(...leaves),
      fc
        .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("any"), { maxLength: 3 }))
        .map(([is, of]): Condition => ({ is, of })),
      tie("any").map((of): Condition => ({ is: "not", of })),
    ),
  }));
  return any;
}
