import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cloudOf } from "./cloud.ts";
import { destination, distanceM } from "./geodesy.ts";
import type { PolygonRings, Position, Ring, UncertainPlace } from "./place.ts";
import { orientation } from "./rings.ts";
import { cloudOver, samplePoints } from "./shape.ts";
import { insideZone, prepareZone, prepareZones, probabilityInside, type Relation, type Zone } from "./zone.ts";

const box = (w: number, s: number, e: number, n: number): Ring => [
  [w, s],
  [e, s],
  [e, n],
  [w, n],
  [w, s],
];
const zone = (id: string, ...polygons: PolygonRings[]): Zone => ({ id, name: id, polygons });

/** Plain reference: exact rationals on a grid of integers, every edge, no index. */
function slowRelation(z: Zone, x: number, y: number): Relation {
  let best: Relation = "outside";
  for (const rings of z.polygons) {
    let inside = false;
    let edge = false;
    for (const ring of rings)
      for (let i = 0; i + 1 < ring.length; i++) {
        const [[x1, y1], [x2, y2]] = [ring[i] as Position, ring[i + 1] as Position];
        const det = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
        if (
          det === 0 &&
          Math.min(x1, x2) <= x &&
          x <= Math.max(x1, x2) &&
          Math.min(y1, y2) <= y &&
          y <= Math.max(y1, y2)
        )
          edge = true;
        if (y1 > y !== y2 > y && det > 0 === y2 > y1) inside = !inside;
      }
    if (edge) {
      if (best === "outside") best = "edge";
    } else if (inside) best = "inside";
  }
  return best;
}

/** Integer corners make the reference's arithmetic exact, and positions on edges and corners frequent. */
const whole = fc.integer({ min: -12, max: 12 });
const ring = fc
  .array(fc.tuple(whole, whole), { minLength: 3, maxLength: 9 })
  .map((corners): Ring => [...corners, corners[0] as Position]);
const anyZone = fc
  .array(fc.array(ring, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
  .map((polygons) => zone("z", ...polygons));

describe("containment", () => {
  test("the indexed answer is the plain one, on edges and corners too", () => {
    fc.assert(
      fc.property(anyZone, fc.array(fc.tuple(whole, whole), { minLength: 20, maxLength: 60 }), (z, positions) => {
        const prepared = prepareZone(z);
        for (const [x, y] of positions) expect(prepared.relation(x, y)).toBe(slowRelation(z, x, y));
      }),
      { numRuns: 500 },
    );
  });

  test("the grid finds what asking each zone finds", () => {
    const many = fc
      .array(anyZone, { minLength: 1, maxLength: 6 })
      .map((zs) => zs.map((z, i) => ({ ...z, id: `z${i}` })));
    const near = fc.oneof(whole, fc.double({ min: -13, max: 13, noNaN: true }));
    fc.assert(
      fc.property(many, fc.array(fc.tuple(near, near), { minLength: 10, maxLength: 30 }), (zones, positions) => {
        const prepared = prepareZones(zones);
        for (const [x, y] of positions)
          expect(prepared.zonesAt(x, y).map((z) => z.zone.id)).toEqual(
            prepared.zones.filter((z) => z.contains(x, y)).map((z) => z.zone.id),
          );
      }),
      { numRuns: 200 },
    );
  });

  test("case 75: one rule for all edges, corners and holes", () => {
    const z = prepareZone(zone("box", [box(30, 48, 32, 50), box(30.5, 48.5, 31.5, 49.5)]));
    for (const [lon, lat] of [
      [31, 50],
      [31, 48],
      [30, 49],
      [32, 49],
      [30, 48],
      [32, 50],
      [30, 50],
      [32, 48],
      [31, 48.5],
      [31, 49.5],
      [30.5, 49],
      [31.5, 49],
      [30.5, 48.5],
      [31.5, 49.5],
    ] as const) {
      expect(z.relation(lon, lat)).toBe("edge");
      expect(z.contains(lon, lat)).toBe(true);
    }
    expect(z.contains(31, 49)).toBe(false);
    expect(z.contains(30.2, 49)).toBe(true);
    expect(z.contains(31, 50.0000001)).toBe(false);
  });

  test("case 75: within the place's own uncertainty of an edge the answer is unknown, the same at all four", () => {
    const z = prepareZone(zone("box", [box(30, 48, 32, 50)]));
    const at = (lon: number, lat: number): UncertainPlace => ({ kind: "point", lon, lat, radiusM: 500 });
    for (const [lon, lat] of [
      [31, 50],
      [31, 48],
      [30, 49],
      [32, 49],
    ] as const) {
      expect(insideZone(at(lon, lat), z, 0.95)).toBe("unknown");
      expect(probabilityInside(at(lon, lat), z)).toBeCloseTo(0.5, 1);
    }
    expect(insideZone(at(31, 49.9), z, 0.95)).toBe(true);
    expect(insideZone(at(31, 50.1), z, 0.95)).toBe(false);
    expect(insideZone({ kind: "unknown" }, z, 0.95)).toBe("unknown");
    expect(insideZone(cloudOf([]), z, 0.95)).toBe("unknown");
  });

  test("of a cloud it is the weight of the positions inside, whatever zone and place", () => {
    const z = prepareZone(zone("holed", [box(30, 48, 32, 50), box(30.5, 48.5, 31.5, 49.5)]));
    const near = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
    const position = fc.record({
      lon: fc.oneof(near(29, 33), fc.constantFrom(30, 31, 32)),
      lat: fc.oneof(near(47, 51), fc.constantFrom(48, 49, 50)),
    });
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 9 }), (positions) => {
        const weight = 1 / positions.length;
        const inside = positions.filter((p) => z.contains(p.lon, p.lat)).length;
        const p = probabilityInside(cloudOf(positions.map((at) => ({ ...at, weight }))), z);
        expect(p).toBeCloseTo(inside / positions.length, 6);
        if (inside === 0 || inside === positions.length) expect(p).toBe(inside === 0 ? 0 : 1);
      }),
      { numRuns: 300 },
    );
  });

  test("orientation is exact where the quick determinant is not", () => {
    // Shewchuk's example: steps of one ulp around the line y = x.
    const ulp = 2 ** -53;
    let wrong = 0;
    for (let i = 0; i < 64; i++)
      for (let j = 0; j < 64; j++) {
        const [ax, ay] = [0.5 + i * ulp, 0.5 + j * ulp];
        // 12, 12 and 24, 24 lie on y = x: the side is the sign of i − j, which doubles of 0.5 + k·2⁻⁵³ may round away.
        const exact = Math.sign(ax - ay);
        expect(orientation(12, 12, 24, 24, ax, ay)).toBe(exact === 0 ? 0 : -exact);
        if (Math.sign((12 - ax) * (24 - ay) - (12 - ay) * (24 - ax)) !== -exact) wrong++;
      }
    expect(wrong).toBeGreaterThan(0);
    expect(orientation(0, 0, 1e-200, 1e-200, 2e-200, 2e-200)).toBe(0);
    expect(orientation(0, 0, 1e-200, 1e-200, 2e-200, 3e-200)).toBe(1);
  });
});

describe("probability", () => {
  const half = prepareZone(zone("half", [box(20, 40, 31, 60)]));

  test("exactly 0 and 1 away from the edge, whatever the shape", () => {
    const sector: UncertainPlace = {
      kind: "sector",
      lon: 30.9,
      lat: 50,
      fromDeg: 225,
      untilDeg: 315,
      minM: 1000,
      maxM: 50_000,
      distance: "stated",
    };
    expect(probabilityInside(sector, half)).toBe(1);
    expect(probabilityInside({ ...sector, lon: 32 }, half)).toBe(0);
    expect(probabilityInside({ ...sector, lon: 31.05 }, half)).toBeLessThan(1);
    const area: UncertainPlace = { kind: "area", name: "a", polygons: [[box(30, 48, 30.5, 49)]] };
    expect(probabilityInside(area, half)).toBe(1);
    expect(probabilityInside({ ...area, polygons: [[box(30, 48, 32, 49)]] }, half)).toBeCloseTo(0.5, 2);
    expect(probabilityInside({ kind: "unknown", name: "x" }, half)).toBeNaN();
  });

  test("an area that is the zone itself is inside it", () => {
    const ragged: Ring = [
      [30, 48],
      [31, 48.2],
      [32, 48],
      [31.7, 49],
      [32.2, 50],
      [31, 49.5],
      [30, 50],
      [30.3, 49],
      [30, 48],
    ];
    expect(probabilityInside({ kind: "area", name: "a", polygons: [[ragged]] }, prepareZone(zone("z", [ragged])))).toBe(
      1,
    );
  });

  test("a disc cut by an edge: the share of a circular segment", () => {
    for (const share of [-0.8, -0.3, 0, 0.4, 0.9]) {
      const [lon] = destination([31, 50], 90, 20_000 * share);
      const expected = (Math.acos(share) - share * Math.sqrt(1 - share * share)) / Math.PI;
      expect(probabilityInside({ kind: "point", lon, lat: 50, radiusM: 20_000 }, half)).toBeCloseTo(expected, 1.4);
    }
  });

  test("the fast path agrees with the samples", () => {
    const z = prepareZone(
      zone("l", [
        [
          [30, 48],
          [31, 48],
          [31, 48.5],
          [30.5, 48.5],
          [30.5, 49],
          [30, 49],
          [30, 48],
        ],
      ]),
    );
    fc.assert(
      fc.property(
        fc.double({ min: 29.5, max: 31.5, noNaN: true }),
        fc.double({ min: 47.5, max: 49.5, noNaN: true }),
        fc.double({ min: 1, max: 40_000, noNaN: true }),
        (lon, lat, radiusM) => {
          const place: UncertainPlace = { kind: "point", lon, lat, radiusM };
          const p = probabilityInside(place, z);
          expect(p).toBeCloseTo(probabilityInside(cloudOver(place, 256), z), 5);
          if (p === 0 || p === 1)
            expect(samplePoints(place, 64).every((s) => z.contains(s.lon, s.lat) === (p === 1)) || p !== 1).toBe(true);
        },
      ),
    );
  });

  test("a place across the antimeridian", () => {
    const east = prepareZone(zone("e", [box(-180, -20, -179, -10)]));
    expect(probabilityInside({ kind: "point", lon: 180, lat: -15, radiusM: 10_000 }, east)).toBeCloseTo(0.5, 1);
    expect(distanceM([179.95, -15], [-179.95, -15])).toBeLessThan(11_000);
  });
});

test("two zones of one id are a mistake", () => {
  expect(() => prepareZones([zone("a", [box(0, 0, 1, 1)]), zone("a", [box(0, 0, 1, 1)])])).toThrow(RangeError);
  expect(prepareZones([]).zonesAt(30, 50)).toEqual([]);
  expect(prepareZones([zone("empty")]).zonesAt(30, 50)).toEqual([]);
});
