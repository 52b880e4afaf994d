import fc from "fast-check";
import { expect, test } from "vitest";
import { type Mixture, Product, piece } from "./mixture.ts";

const mixture: fc.Arbitrary<Mixture> = fc
  .array(
    fc.record({
      weight: fc.integer({ min: 1, max: 4 }),
      e: fc.integer({ min: -20, max: 20 }),
      n: fc.integer({ min: -20, max: 20 }),
      spread: fc.integer({ min: 1, max: 30 }),
      wrong: fc.integer({ min: 0, max: 1 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) =>
    Float64Array.from(
      pieces.flatMap(({ weight, e, n, spread, wrong }) =>
        piece(weight / 10, 38 + e / 100, 48 + n / 100, spread, spread / 4, spread / 2, wrong),
      ),
    ),
  );

test("the integral of a product is the same to the last bit with and without its pieces", () => {
  fc.assert(
    fc.property(
      mixture,
      mixture,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 2 }),
      (a, b, most, wrong) => {
        const product = new Product();
        product.begin(a);
        product.times(b, most, wrong);
        expect(new Product().lnOfTwo(a, b, most, wrong)).toBe(product.lnIntegral());
      },
    ),
    { numRuns: 500 },
  );
});
