import fc from "fast-check";
import { expect, test } from "vitest";
import { Density } from "./density.ts";
import { KM_PER_DEGREE, type Mixture, piece, STRIDE } from "./mixture.ts";
import { densityAt } from "./slow-density.fixture.ts";
import { smallest, spreadOver } from "./spread.ts";

const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const mixtures: fc.Arbitrary<Mixture> = fc
  .array(
    fc.record({
      weight: fc.integer({ min: 1, max: 900 }),
      lon: fc.oneof(degrees(37, 39), degrees(-180, 180)),
      lat: degrees(-80, 80),
      ee: degrees(0.0004, 900),
      nn: degrees(0.0004, 900),
      lean: degrees(-0.99, 0.99),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((pieces) =>
    Float64Array.from(
      pieces.flatMap(({ weight, lon, lat, ee, nn, lean }) =>
        piece(weight / 1000, lon, lat, ee, lean * Math.sqrt(ee * nn), nn),
      ),
    ),
  );

test("a density is the plain one to the last bit, alone and along a latitude", () => {
  fc.assert(
    fc.property(mixtures, fc.array(degrees(-190, 190), { maxLength: 9 }), degrees(-85, 85), (mixture, away, lat) => {
      const density = new Density(mixture);
      const near = [0, 1e-4, 0.02].map((d) => (mixture[1] as number) + d);
      const lons = Float64Array.from([...near, ...away]);
      for (const y of [lat, mixture[2] as number]) {
        const plain = [...lons].map((lon) => densityAt(mixture, lon, y));
        expect([...lons].map((lon) => density.at(lon, y))).toEqual(plain);
        const out = new Float64Array(lons.length + 2).fill(-1);
        density.along(y, lons, out, 1);
        expect([...out]).toEqual([-1, ...plain, -1]);
      }
    }),
  );
});

/** One position after the other, with nothing kept between them. */
function* plainSpread(mixture: Mixture): Generator<readonly [lon: number, lat: number]> {
  const weights = [...mixture.keys()].filter((k) => k % STRIDE === 0).map((k) => mixture[k] as number);
  const shares = weights.map((w) => Math.exp(w - Math.max(...weights)));
  const total = shares.reduce((sum, share) => sum + share, 0);
  for (const [p, share] of shares.entries()) {
    const [, lon, lat, cos, ee, en, nn] = mixture.subarray(p * STRIDE) as unknown as readonly [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const n = Math.round((1000 * share) / total);
    const across = en / Math.sqrt(ee);
    const along = Math.sqrt(Math.max(0, nn - across * across));
    for (let i = 0; i < n; i++) {
      const far = Math.sqrt(-2 * Math.log(1 - (i + 0.5) / n));
      const angle = 2 * Math.PI * ((i * 0.6180339887498949) % 1);
      const [z, w] = [far * Math.cos(angle), far * Math.sin(angle)];
      yield [lon + (Math.sqrt(ee) * z) / (KM_PER_DEGREE * cos), lat + (across * z + along * w) / KM_PER_DEGREE];
    }
  }
}

test("positions over a mixture are the plain ones to the last bit", () => {
  fc.assert(
    fc.property(mixtures, (mixture) => {
      const { lon, lat } = spreadOver(mixture);
      expect([...lon].map((x, i) => [x, lat[i]])).toEqual([...plainSpread(mixture)]);
    }),
    { numRuns: 30 },
  );
});

test("the k-th smallest is the k-th of the sorted, with many equal ones too", () => {
  const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), degrees(0, 1)), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, (all) => {
      const sorted = [...all].sort((a, b) => a - b);
      expect(all.map((_, k) => smallest(Float64Array.from(all), k))).toEqual(sorted);
    }),
  );
});
