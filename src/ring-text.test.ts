import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical } from "./canonical.ts";
import { ringText } from "./ring-text.ts";

const plain = (value: unknown): string => JSON.stringify(value);

test("positions to six decimals are written as JSON has them", () => {
  const millionths = fc.oneof(
    fc.integer({ min: -180_000_000, max: 180_000_000 }),
    fc.constantFrom(0, 1, -1, 9, 10, 100_000, 999_999, 1_000_000, -1_000_001, 100_000_000, 1_999_999_999),
    fc.integer({ min: -1800, max: 1800 }).map((n) => n * 100_000),
  );
  const degrees = millionths.map((m) => m / 1e6);
  fc.assert(
    fc.property(fc.array(fc.tuple(degrees, degrees), { minLength: 1, maxLength: 60 }), (ring) => {
      expect(ringText(ring)).toBe(plain(ring));
    }),
    { numRuns: 500 },
  );
  expect(ringText([[-0, -1e-6]])).toBe("[[0,-0.000001]]");
  const long = Array.from({ length: 5000 }, (_, i) => [i / 100, -i / 1000]);
  expect(canonical([long])).toBe(plain([long]));
});

test("any other list is left to whoever writes all else, and comes out the same", () => {
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
  const anything = fc.oneof(
    fc.tuple(number, number),
    fc.array(number, { maxLength: 3 }),
    fc.string(),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 8 }), (list) => {
      const text = ringText(list);
      if (text !== undefined) expect(text).toBe(plain(list));
      expect(canonical(list)).toBe(plain(list));
    }),
    { numRuns: 500 },
  );
  for (const list of [[], [[1, Number.NaN]], [[1e-7, 1]], [[5000, 1]], [[1]], [[1, "2"]], [[1, 2], 3]])
    expect(ringText(list)).toBeUndefined();
});
