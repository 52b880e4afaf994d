import fc from "fast-check";
import { expect, test } from "vitest";
import { Repeats } from "./repeats.ts";

test("ordinals are those of a plain map of the cells, also while the table grows", () => {
  const cell = fc.oneof(fc.constantFrom("", "a", "b", "ab", "\u0000"), fc.string({ maxLength: 2 }));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 3 }), { maxLength: 200 }), (rows) => {
      const repeats = new Repeats();
      const seen = new Map<string, number>();
      for (const row of rows) {
        const key = JSON.stringify(row);
        const before = seen.get(key) ?? 0;
        seen.set(key, before + 1);
        expect([row, repeats.ordinal(row)]).toEqual([row, before]);
      }
    }),
  );
  const many = new Repeats();
  for (const turn of [0, 1, 2])
    for (let i = 0; i < 50_000; i++)
      if (many.ordinal([`${i}`, "x"]) !== turn) throw new Error(`row ${i}, turn ${turn}`);
});

test("rows met more often than a byte can count, and tables above a million slots", () => {
  const repeats = new Repeats();
  for (let i = 0; i < 700; i++) for (const row of ["a", "b"]) expect(repeats.ordinal([row])).toBe(i);
  for (let i = 0; i < 1_200_000; i++) if (repeats.ordinal([`${i}`]) !== 0) throw new Error(`row ${i}`);
  for (let i = 0; i < 1_200_000; i += 997) expect(repeats.ordinal([`${i}`])).toBe(1);
  expect(repeats.ordinal(["a"])).toBe(700);
});

test("cells are told apart from their joining, and a row from its first cells", () => {
  const repeats = new Repeats();
  for (const row of [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["abc", "", ""], []])
    expect(repeats.ordinal(row)).toBe(0);
});
