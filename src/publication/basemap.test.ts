import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTRIBUTION, landWithin } from "./basemap.ts";
import { extentOf } from "./findings-extent.ts";
import { sampleFindings } from "./sample.fixture.ts";

const topology: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("world-atlas/land-50m.json"), "utf8"),
);

const within = (land: ReturnType<typeof landWithin>, lon: number, lat: number): boolean => {
  let inside = false;
  for (const rings of land.land)
    for (const ring of rings)
      for (let i = 1; i < ring.length; i++) {
        const [x0, y0] = ring[i - 1] as [number, number];
        const [x1, y1] = ring[i] as [number, number];
        if (y0 > lat !== y1 > lat && lon < x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
      }
  return inside;
};

describe("land", () => {
  const black = landWithin(topology, [27, 40, 42, 48]);
  test.each([
    ["Kherson", 32.6, 46.65, true],
    ["the Black Sea", 34, 43.5, false],
    ["Ankara", 32.85, 40.1, true],
    ["the Sea of Azov", 36.5, 46, false],
    ["the middle of Crimea", 34.2, 45.2, true],
  ] as const)("%s", (_, lon, lat, land) => {
    expect(within(black, lon, lat)).toBe(land);
  });
  test("stays within its box, closed and with four decimals", () => {
    for (const ring of black.land.flat()) {
      expect(ring[0]).toEqual(ring.at(-1));
      for (const [lon, lat] of ring) {
        expect(lon >= 27 && lon <= 42 && lat >= 40 && lat <= 48).toBe(true);
        expect([lon, lat]).toEqual([Math.round(lon * 1e4) / 1e4, Math.round(lat * 1e4) / 1e4]);
      }
    }
    expect(black.attribution).toBe(ATTRIBUTION);
  });
  test("holds no country, border or name: rings of land are all there is", () => {
    expect(Object.keys(black).sort((a, b) => (a < b ? -1 : 1))).toEqual(["attribution", "extent", "land"]);
    expect(JSON.stringify(black.land)).toMatch(/^[\d\s.,[\]eE-]*$/);
  });
  test("a cut keeps every position on its side: the same answer as the uncut land", () => {
    const whole = landWithin(topology, [-180, -90, 180, 90]);
    fc.assert(
      fc.property(
        fc.double({ min: 28, max: 41, noNaN: true }),
        fc.double({ min: 40.5, max: 47.5, noNaN: true }),
        (lon, lat) => {
          // Positions by the shore may differ by the rounding.
          const near = [-2e-4, 2e-4].some(
            (d) =>
              within(whole, lon + d, lat) !== within(whole, lon, lat) ||
              within(whole, lon, lat + d) !== within(whole, lon, lat),
          );
          fc.pre(!near);
          expect(within(black, lon, lat)).toBe(within(whole, lon, lat));
        },
      ),
      { numRuns: 60 },
    );
  });
  test("another file is refused", () =>
    expect(() => landWithin({ type: "Topology", objects: {} }, [0, 0, 1, 1])).toThrow(/world-atlas/));
  test("the box of findings holds their places with a margin", () => {
    const [west, south, east, north] = extentOf(sampleFindings()) ?? [0, 0, 0, 0];
    expect(west < 30.2 && east > 33.3 && south < 46.1 && north > 47.2).toBe(true);
  });
});
