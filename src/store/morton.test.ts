import fc from "fast-check";
import { expect, test } from "vitest";
import { boxRanges, MORTON_ZOOM, mortonOf, tileRange } from "./morton.ts";

/** The cell bit by bit, as slow as can be. */
function slow(lon: number, lat: number): bigint {
  const n = 2 ** MORTON_ZOOM;
  const rad = (Math.max(-85.05112877980659, Math.min(85.05112877980659, lat)) * Math.PI) / 180;
  const sin = Math.sin(rad);
  const clamp = (v: number) => BigInt(Math.max(0, Math.min(n - 1, Math.floor(v))));
  const x = clamp(((lon + 180) / 360) * n);
  const y = clamp((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * n);
  let code = 0n;
  for (let bit = 0n; bit < 26n; bit++)
    code |= (((x >> bit) & 1n) << (2n * bit)) | (((y >> bit) & 1n) << (2n * bit + 1n));
  return code;
}

const lon = fc.double({ min: -180, max: 180, noNaN: true });
const lat = fc.double({ min: -90, max: 90, noNaN: true });

test("a cell is its column's and row's bits in turn, exact in a double", () => {
  fc.assert(
    fc.property(lon, lat, (x, y) => {
      expect(BigInt(mortonOf(x, y))).toBe(slow(x, y));
    }),
  );
  expect(mortonOf(180, -90)).toBe(2 ** 52 - 1);
  expect(mortonOf(-180, 90)).toBe(0);
});

test("a tile's run holds what is in the tile, and nothing else", () => {
  fc.assert(
    fc.property(lon, lat, fc.integer({ min: 0, max: 20 }), (x, y, z) => {
      const code = mortonOf(x, y);
      const [tx, ty] = [
        Math.min(2 ** z - 1, Math.floor(((x + 180) / 360) * 2 ** z)),
        Math.floor(Number(rowBits(code)) / 2 ** (26 - z)),
      ];
      const [first, last] = tileRange(z, tx, ty);
      expect(code >= first && code <= last).toBe(true);
      expect(last - first + 1).toBe(4 ** (26 - z));
    }),
  );
});

const rowBits = (code: number): bigint => {
  let row = 0n;
  for (let bit = 0n; bit < 26n; bit++) row |= ((BigInt(code) >> (2n * bit + 1n)) & 1n) << bit;
  return row;
};

test("the runs of a box hold every position in it, in order and apart, and are few", () => {
  fc.assert(
    fc.property(
      lon,
      lon,
      lat,
      lat,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, b, c, d, u, v) => {
        const [west, east, south, north] = [Math.min(a, b), Math.max(a, b), Math.min(c, d), Math.max(c, d)];
        const runs = boxRanges(west, south, east, north);
        expect(runs.length).toBeLessThanOrEqual(12);
        for (const [i, [first, last]] of runs.entries()) {
          expect(first).toBeLessThanOrEqual(last);
          if (i > 0) expect(first).toBeGreaterThan((runs[i - 1] as [number, number])[1] + 1);
        }
        const x = Math.min(east, Math.max(west, west + u * (east - west)));
        const y = Math.min(north, Math.max(south, south + v * (north - south)));
        const code = mortonOf(x, y);
        expect(runs.some(([first, last]) => code >= first && code <= last)).toBe(true);
      },
    ),
  );
});
