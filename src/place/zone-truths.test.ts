import fc from "fast-check";
import { expect, test } from "vitest";
import type { Truth } from "../certainty.ts";
import { destination } from "./geodesy.ts";
import type { Position, UncertainPlace } from "./place.ts";
import type { Extent } from "./rings.ts";
import { extentOf, samplePoints } from "./shape.ts";
import { insideZone, prepareZone, type Zone } from "./zone.ts";
import { ZoneTruths } from "./zone-truths.ts";

/** A star of n corners around a position: concave, so that edges come near from all sides. */
const star = (id: string, lon: number, lat: number, reach: number, corners: number): Zone => {
  const ring = Array.from({ length: corners }, (_, i): Position => {
    const r = i % 2 === 0 ? reach : reach * 0.6;
    const a = (2 * Math.PI * i) / corners;
    return [lon + r * Math.cos(a), lat + r * Math.sin(a)];
  });
  return { id, name: id, polygons: [[[...ring, ring[0] as Position]]] };
};
const square = (id: string, west: number, south: number, size: number): Zone => ({
  id,
  name: id,
  polygons: [
    [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  ],
});

const zones = [
  ...Array.from({ length: 12 }, (_, i) => star(`s${i}`, 30 + (i % 4) * 0.5, 48 + Math.floor(i / 4) * 0.4, 0.35, 40)),
  square("a", 30, 48, 1),
  square("b", 31, 48, 1),
  square("far", 100, -30, 2),
  { id: "empty", name: "empty", polygons: [] },
].map(prepareZone);

const disc = (max: number): fc.Arbitrary<UncertainPlace> =>
  fc.record({
    kind: fc.constant("point" as const),
    lon: fc.oneof(fc.double({ min: 29, max: 33, noNaN: true }), fc.constantFrom(30, 31, 32)),
    lat: fc.oneof(fc.double({ min: 47, max: 50, noNaN: true }), fc.constantFrom(48, 49)),
    radiusM: fc.double({ min: 1, max, noNaN: true }),
  });
const place: fc.Arbitrary<UncertainPlace> = fc.oneof(
  { weight: 4, arbitrary: disc(300) },
  { weight: 4, arbitrary: disc(8000) },
  { weight: 1, arbitrary: disc(150_000) },
  { weight: 1, arbitrary: fc.constant<UncertainPlace>({ kind: "unknown" }) },
  {
    weight: 1,
    arbitrary: fc.constant<UncertainPlace>({
      kind: "sector",
      lon: 31,
      lat: 48.5,
      fromDeg: 300,
      untilDeg: 30,
      minM: 2000,
      maxM: 6000,
      distance: "stated",
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<UncertainPlace>({
      kind: "area",
      name: "x",
      polygons: square("x", 30.4, 48.4, 0.3).polygons,
    }),
  },
  { weight: 1, arbitrary: fc.constant<UncertainPlace>({ kind: "point", lon: 179.999, lat: 10, radiusM: 5000 }) },
);

test("where no edge is near a disc, every position drawn in it lies as its centre does", () => {
  let clear = 0;
  fc.assert(
    fc.property(
      fc.double({ min: -80, max: 80, noNaN: true }),
      fc.double({ min: 10, max: 100_000, noNaN: true }),
      fc.double({ min: 0, max: 360, noNaN: true }),
      fc.double({ min: 0.7, max: 1.6, noNaN: true }),
      (lat, radiusM, turn, away) => {
        // An edge across the sky at about the disc's own radius, in any direction.
        const place = { kind: "point" as const, lon: 20, lat, radiusM };
        const [x, y] = destination([20, lat], turn, radiusM * away);
        const [dx, dy] = [(y - lat) * 2, (20 - x) * 2];
        const zone = prepareZone({
          id: "z",
          name: "z",
          polygons: [
            [
              [
                [x - dx, y - dy],
                [x + dx, y + dy],
                [x + dx + 3 * (x - 20), y + dy + 3 * (y - lat)],
                [x - dx, y - dy],
              ],
            ],
          ],
        });
        const extent = extentOf(place) as Extent;
        if (zone.edgeNear(20, lat, radiusM, extent)) return;
        clear++;
        const inside = new Set(samplePoints(place, 256).map((p) => zone.contains(p.lon, p.lat)));
        expect([...inside]).toEqual([zone.contains(20, lat)]);
      },
    ),
    { numRuns: 1000 },
  );
  expect(clear).toBeGreaterThan(50);
});

test("answers for many zones at once are those of each zone by itself, at every level", () => {
  const byLevel = [0.51, 0.6, 0.9, 0.95, 1].map((level) => new ZoneTruths(zones, level));
  const truth: readonly Truth[] = [false, "unknown", true];
  const seen = new Set<Truth>();
  fc.assert(
    fc.property(place, fc.constantFrom(...byLevel), (p, truths) => {
      truths.ask(p);
      const touched = [...truths.touched.subarray(0, truths.count)].sort((a, b) => a - b);
      zones.forEach((zone, i) => {
        const expected = insideZone(p, zone, truths.level);
        seen.add(expected);
        expect(truth[truths.answers[i] as number], zone.zone.id).toBe(expected);
        expect(touched.includes(i)).toBe(expected !== false);
      });
    }),
    { numRuns: 1500 },
  );
  expect(seen.size).toBe(3);
});
