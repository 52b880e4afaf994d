import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bearingDeg, destination, distanceM, localPlane, wrapLongitude } from "./geodesy.ts";
import type { AreaPlace, PointPlace, PolygonRings, Position, Ring, SectorPlace } from "./place.ts";
import { areaKm2, extentOf, outline, samplePoints, sectorWidth } from "./shape.ts";
import { prepareZone } from "./zone.ts";

const box = (w: number, s: number, e: number, n: number): Ring => [
  [w, s],
  [e, s],
  [e, n],
  [w, n],
  [w, s],
];
const anyPoint = fc.record({
  kind: fc.constant("point" as const),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -80, max: 80, noNaN: true }),
  radiusM: fc.double({ min: 1, max: 80_000, noNaN: true }),
});
const anySector = fc
  .record({
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    fromDeg: fc.integer({ min: 0, max: 359 }),
    untilDeg: fc.integer({ min: 0, max: 359 }),
    minM: fc.double({ min: 0, max: 20_000, noNaN: true }),
    more: fc.double({ min: 100, max: 40_000, noNaN: true }),
  })
  .map(({ more, ...s }): SectorPlace => ({ kind: "sector", distance: "stated", ...s, maxM: s.minM + more }));

const holds = (extent: readonly number[] | null, lon: number, lat: number): boolean => {
  const [w = 0, s = 0, e = 0, n = 0] = extent ?? [];
  return lat >= s && lat <= n && (w <= e ? lon >= w && lon <= e : lon >= w || lon <= e);
};

describe("geodesy", () => {
  test("known distances", () => {
    expect(distanceM([30.5234, 50.4501], [30.5234, 50.4501])).toBe(0);
    // A degree of the equator: a·π/180.
    expect(distanceM([0, 0], [1, 0])).toBeCloseTo(111_319.490793, 5);
    // The meridian from equator to pole.
    expect(distanceM([0, 0], [0, 90])).toBeCloseTo(10_001_965.729, 2);
    expect(distanceM([179.9, 0], [-179.9, 0])).toBeCloseTo(22_263.898, 2);
    expect(bearingDeg([30, 50], [30, 51])).toBe(0);
    expect(bearingDeg([0, 0], [-1, 0])).toBe(270);
  });

  test("case 73: longitudes wrap into range", () => {
    for (const [lon, wrapped] of [
      [181, -179],
      [-181, 179],
      [180, -180],
      [-180, -180],
      [540, -180],
      [359, -1],
      [0, 0],
    ] as const)
      expect(wrapLongitude(lon)).toBe(wrapped);
    const [lon] = destination([179.99, 10], 90, 5000);
    expect(lon).toBeCloseTo(-179.9644, 3);
  });

  test("a destination lies at its distance and bearing", () => {
    fc.assert(
      fc.property(anyPoint, fc.double({ min: 0, max: 359.9, noNaN: true }), ({ lon, lat, radiusM }, bearing) => {
        const to = destination([lon, lat], bearing, radiusM);
        expect(distanceM([lon, lat], to)).toBeCloseTo(radiusM, 4);
        const turn = Math.abs(((bearingDeg([lon, lat], to) - bearing + 540) % 360) - 180);
        expect(turn * radiusM).toBeLessThan(0.01);
      }),
    );
  });

  test("the local plane keeps to its stated error", () => {
    const anywhere = fc.record({
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      lat: fc.double({ min: -60, max: 65, noNaN: true }),
    });
    const offset = fc.tuple(
      fc.double({ min: 0, max: 360, noNaN: true }),
      fc.double({ min: 0, max: 100_000, noNaN: true }),
    );
    fc.assert(
      fc.property(anywhere, offset, offset, ({ lon, lat }, [b1, r1], [b2, r2]) => {
        const plane = localPlane(lon, lat);
        const [p, q] = [destination([lon, lat], b1, r1), destination([lon, lat], b2, r2)];
        const [[px, py], [qx, qy]] = [plane.toPlane(...p), plane.toPlane(...q)];
        expect(Math.abs(Math.hypot(px, py) - r1)).toBeLessThan(r1 <= 10_000 ? 0.002 : 1.1);
        expect(Math.abs(Math.hypot(px - qx, py - qy) - distanceM(p, q))).toBeLessThan(6);
        expect(distanceM(plane.fromPlane(px, py), p)).toBeLessThan(1e-6);
      }),
      { numRuns: 500 },
    );
  });
});

describe("samples", () => {
  test("of a disc: inside it, evenly by area, the same every time", () => {
    fc.assert(
      fc.property(anyPoint, (place) => {
        const cloud = samplePoints(place, 64);
        const rings = [0, 0, 0, 0];
        for (const s of cloud) {
          const d = distanceM([place.lon, place.lat], [s.lon, s.lat]);
          expect(d).toBeLessThan(place.radiusM + 1);
          rings[Math.min(3, Math.floor(4 * (d / place.radiusM) ** 2))]!++;
          expect(s.weight).toBe(1 / 64);
        }
        for (const n of rings) expect(Math.abs(n - 16)).toBeLessThanOrEqual(1);
        expect(samplePoints({ ...place }, 64)).toEqual(cloud);
      }),
    );
  });

  test("of a sector: within its bearings and range", () => {
    fc.assert(
      fc.property(anySector, (place) => {
        for (const s of samplePoints(place)) {
          const at: Position = [s.lon, s.lat];
          const d = distanceM([place.lon, place.lat], at);
          expect(d).toBeGreaterThan(place.minM - 1);
          expect(d).toBeLessThan(place.maxM + 1);
          const turn = (bearingDeg([place.lon, place.lat], at) - place.fromDeg + 360) % 360;
          expect(turn <= sectorWidth(place) + 0.05 || turn > 359.95).toBe(true);
        }
      }),
    );
  });

  test("of an area: none in a hole, each part by its share, overlaps once", () => {
    const holed: AreaPlace = {
      kind: "area",
      name: "a",
      polygons: [[box(30, 48, 32, 50), box(30.5, 48.5, 31.5, 49.5)], [box(34, 48, 35, 50)], [box(34, 48, 35, 49)]],
    };
    const cloud = samplePoints(holed, 400);
    const hole = prepareZone({ id: "h", name: "", polygons: [[box(30.5, 48.5, 31.5, 49.5)]] });
    expect(cloud.filter((s) => hole.relation(s.lon, s.lat) === "inside")).toEqual([]);
    // 4 − 1 square degrees to the west, 2 to the east, nearly alike in area.
    expect(cloud.filter((s) => s.lon >= 34).length / 400).toBeCloseTo(2 / 5, 1.5);
    // The south is wider: a degree of longitude at 48.5° is 2 % longer than at 49.5°.
    const tall: AreaPlace = { kind: "area", name: "t", polygons: [[box(30, 0, 31, 60)]] };
    const below = samplePoints(tall, 1000).filter((s) => s.lat < 30).length / 1000;
    expect(below).toBeCloseTo(Math.sin(Math.PI / 6) / Math.sin(Math.PI / 3), 2);
    // Spread in longitude as well.
    const west = samplePoints(tall, 64).filter((s) => s.lon < 30.5).length;
    expect(Math.abs(west - 32)).toBeLessThanOrEqual(2);
  });

  test("of nothing, and of an area without area", () => {
    expect(samplePoints({ kind: "unknown" })).toEqual([]);
    expect(samplePoints({ kind: "area", name: "", polygons: [] })).toEqual([]);
    expect(
      samplePoints({
        kind: "area",
        name: "",
        polygons: [
          [
            [
              [30, 50],
              [31, 50],
              [30, 50],
            ],
          ],
        ],
      }),
    ).toHaveLength(2);
  });
});

describe("extent and outline", () => {
  test("the box holds every sample and every corner of the outline", () => {
    fc.assert(
      fc.property(fc.oneof(anyPoint, anySector), (place: PointPlace | SectorPlace) => {
        const extent = extentOf(place);
        for (const s of samplePoints(place, 200)) expect(holds(extent, s.lon, s.lat)).toBe(true);
        if (extent?.[0] !== -180 || extent[2] !== 180)
          for (const [lon, lat] of outline(place).flat(2) as Position[])
            expect(holds(extent, lon, lat) || Math.abs(lon) === 180).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("the outline is closed, counter-clockwise, and has the place's area", () => {
    const places: readonly (PointPlace | SectorPlace)[] = [
      { kind: "point", lon: 37, lat: 48, radiusM: 5000 },
      { kind: "point", lon: 179.99, lat: -17, radiusM: 20_000 },
      {
        kind: "sector",
        lon: 37,
        lat: 48,
        fromDeg: 303.75,
        untilDeg: 348.75,
        minM: 5000,
        maxM: 10_000,
        distance: "stated",
      },
      { kind: "sector", lon: 37, lat: 48, fromDeg: 300, untilDeg: 60, minM: 0, maxM: 10_000, distance: "stated" },
      { kind: "sector", lon: 37, lat: 48, fromDeg: 0, untilDeg: 0, minM: 4000, maxM: 10_000, distance: "assumed" },
    ];
    for (const place of places) {
      const polygons: readonly PolygonRings[] = outline(place);
      for (const ring of polygons.flat()) expect(ring[0]).toEqual(ring.at(-1));
      const drawn = areaKm2({ kind: "area", name: "", polygons });
      expect(drawn / areaKm2(place)).toBeCloseTo(1, 2);
    }
    expect(outline(places[1] as PointPlace)).toHaveLength(2);
    expect(() => outline({ kind: "point", lon: 0, lat: 90, radiusM: 1000 })).toThrow(/pole/);
  });

  test("areas on the ellipsoid", () => {
    // The whole of it, cut into halves: 510,065,621.724 km².
    const halves: AreaPlace = { kind: "area", name: "", polygons: [[box(-180, -90, 0, 90)], [box(0, -90, 180, 90)]] };
    expect(areaKm2(halves)).toBeCloseTo(510_065_621.724, 0);
    expect(areaKm2({ kind: "point", lon: 0, lat: 0, radiusM: 1000 })).toBeCloseTo(Math.PI, 5);
    expect(areaKm2({ kind: "unknown" })).toBe(0);
    expect(extentOf({ kind: "unknown" })).toBeNull();
    expect(extentOf({ kind: "area", name: "", polygons: [] })).toBeNull();
  });
});

test("the corners of a disc are those of 72 geodesics to the last bit, wherever it lies", () => {
  const disc = fc.record({
    kind: fc.constant("point" as const),
    lon: fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(-180, 180, 179.99, -179.99, 0)),
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    radiusM: fc.double({ min: 1, max: 300_000, noNaN: true }),
  });
  fc.assert(
    fc.property(disc, (place) => {
      const around = (lon: number): number => place.lon + wrapLongitude(lon - place.lon);
      const corners = Array.from({ length: 72 }, (_, i) => destination([place.lon, place.lat], -5 * i, place.radiusM));
      const near = corners.map(([lon, lat]): Position => [around(lon), lat]);
      const [rings, ...others] = outline(place);
      if (near.every(([lon]) => Math.abs(lon) < 180)) {
        expect(others).toEqual([]);
        expect(rings).toEqual([[...near, near[0]]]);
      }
      // Cut: every corner still stands in one of the halves, there or a whole turn away.
      else
        for (const [lon, lat] of near) {
          const all = outline(place).flat(2);
          expect(all.some(([x, y]) => y === lat && [x, x - 360, x + 360].some((at) => Math.abs(at - lon) < 1e-9))).toBe(
            true,
          );
        }
    }),
    { numRuns: 100 },
  );
});
