import fc from "fast-check";
import { expect, test } from "vitest";
import { readReports } from "../../bench/fusion-accuracy.ts";
import { areaHolds, eventOf } from "../../bench/fusion-calibration.ts";
import { madeUpReports } from "../../bench/made-up-reports.ts";
import type { Position } from "../place/place.ts";
import { areaKm2 } from "../place/shape.ts";
import { prepareZone } from "../place/zone.ts";
import { areaOf, STATED_SHARE } from "./area.ts";
import { above, type Grid } from "./contour.ts";
import { fuse } from "./fuse.ts";
import type { Incident } from "./incident.ts";
import { observation, point, sector } from "./samples.fixture.ts";

const only = (incidents: readonly Incident[]): Incident => {
  expect(incidents).toHaveLength(1);
  return incidents[0] as Incident;
};

test("a 90 % area holds the true place 88 to 92 % of the time, in a world that no constant was fitted on", async () => {
  const { reports, areas, truth: events } = madeUpReports(23, 12, 1);
  const { observations, truth } = await readReports("made up", new TextEncoder().encode(reports), areas);
  const where = new Map(events.map((e) => [e.id, e]));
  let [held, of] = [0, 0];
  for (const incident of fuse(observations)) {
    const event = where.get(eventOf(incident, truth) ?? "");
    const holds = event && areaHolds(incident, event.lon, event.lat);
    if (holds === undefined) continue;
    of++;
    if (holds) held++;
  }
  expect(of).toBeGreaterThan(900);
  expect(held / of).toBeGreaterThanOrEqual(0.88);
  expect(held / of).toBeLessThanOrEqual(0.92);
}, 60_000);

test("one point is a circle, wider for a larger share; one area is itself; no place is none", () => {
  const one = only(fuse([observation("a")]));
  const radius = (share: number): number => {
    const place = areaOf(one, share)?.place;
    return place?.kind === "point" ? place.radiusM : Number.NaN;
  };
  expect(radius(0.5)).toBeLessThan(radius(STATED_SHARE));
  expect(radius(STATED_SHARE)).toBeLessThan(radius(0.95));
  const polygons = [[[[38, 48] as const, [39, 48] as const, [39, 49] as const, [38, 48] as const]]];
  const district = { kind: "area", polygons, name: "district" } as const;
  expect(areaOf(only(fuse([observation("a", { place: district })])))).toEqual({ share: 0.95, place: district });
  expect(areaOf(only(fuse([observation("a", { place: { kind: "unknown" } })])))).toBeUndefined();
});

test("three bearings meet in an area smaller than each, where they cross", () => {
  const posts: (readonly [number, number, number])[] = [
    [-4, 0, 90],
    [0, -4, 0],
    [-3, -3, 45],
  ];
  const heard = posts.map(([x, y, bearing], k) =>
    observation(`o${k}`, { place: sector(x, y, bearing, 11, 2000, 7000) }),
  );
  const area = areaOf(only(fuse(heard)));
  const place = area?.place;
  if (place?.kind !== "area") throw new Error("expected an area");
  const { lon, lat } = point(0, 0);
  expect(prepareZone({ id: "a", name: "", polygons: place.polygons }).contains(lon, lat)).toBe(true);
  for (const o of heard) expect(areaKm2(place)).toBeLessThan(areaKm2(o.place));
  expect(areaOf(only(fuse([...heard].reverse())))).toEqual(area);
});

const grid = (columns: number, rows: number, value: (c: number, r: number) => number): Grid => ({
  columns,
  rows,
  values: Float64Array.from({ length: columns * rows }, (_, i) => value(i % columns, Math.floor(i / columns))),
  at: (c, r): Position => [c, r],
});

test("the border of what is above a level: a disc has its area, a ring its hole, two hills two polygons", () => {
  const size = (rings: readonly (readonly Position[])[]): number =>
    rings.reduce((sum, ring) => {
      let twice = 0;
      for (let i = 1; i < ring.length; i++) {
        const [a, b] = [ring[i - 1] as Position, ring[i] as Position];
        twice += a[0] * b[1] - b[0] * a[1];
      }
      return sum + twice / 2;
    }, 0);
  const far = (c: number, r: number, x: number, y: number): number => Math.hypot(c - x, r - y);
  const disc = above(
    grid(41, 41, (c, r) => -far(c, r, 20, 20)),
    -10,
  );
  expect(disc).toHaveLength(1);
  expect(Math.abs(size(disc[0] ?? []) - Math.PI * 100)).toBeLessThan(2);
  const ring = above(
    grid(41, 41, (c, r) => -Math.abs(far(c, r, 20, 20) - 10)),
    -4,
  );
  expect(ring.map((rings) => rings.length)).toEqual([2]);
  expect(Math.abs(size(ring[0] ?? []) - Math.PI * (14 ** 2 - 6 ** 2))).toBeLessThan(6);
  expect(
    above(
      grid(41, 41, (c, r) => -Math.min(far(c, r, 10, 20), far(c, r, 30, 20))),
      -6,
    ),
  ).toHaveLength(2);
  // What is above everywhere is closed at the border.
  expect(
    above(
      grid(5, 5, () => 2),
      1,
    ),
  ).toHaveLength(1);
});

test("of any grid, the corners above the level and no others lie within the border", () => {
  const [columns, rows] = [7, 6];
  const within = (polygons: readonly (readonly (readonly Position[])[])[], x: number, y: number): boolean => {
    let inside = false;
    for (const ring of polygons.flat())
      for (let i = 1; i < ring.length; i++) {
        const [[ax, ay], [bx, by]] = [ring[i - 1] as Position, ring[i] as Position];
        if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
      }
    return inside;
  };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 42, maxLength: 42 }), (values) => {
      const polygons = above(
        grid(columns, rows, (c, r) => values[r * columns + c] as number),
        4.5,
      );
      for (const ring of polygons.flat()) expect(ring.at(-1)).toEqual(ring[0]);
      for (let r = 1; r + 1 < rows; r++)
        for (let c = 1; c + 1 < columns; c++)
          expect(within(polygons, c + 1e-9, r + 1e-9)).toBe((values[r * columns + c] as number) > 4.5);
    }),
  );
});
