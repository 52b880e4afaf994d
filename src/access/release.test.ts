import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distanceM } from "../place/geodesy.ts";
import type { UncertainPlace } from "../place/place.ts";
import { HOUR, type Millis, millis } from "../units.ts";
import { PROFILES, RELEASE_GROUPS } from "./audience.ts";
import { boxOf, type Cell, COARSEST, cellFor, cellName, cellOf, levelFor, middleOf, sideM } from "./cell.ts";
import { MARKINGS } from "./marking.ts";
import { FLOOR, isOut, type Releasable, release, releases, ruleOf } from "./release.ts";

const lon = fc.double({ min: -180, max: 180, noNaN: true });
const lat = fc.double({ min: -90, max: 90, noNaN: true });
const level = fc.integer({ min: 0, max: COARSEST });
const point = fc.record({
  kind: fc.constant("point" as const),
  lon,
  // A disc that holds a pole has no extent to speak of and is released as unknown.
  lat: fc.double({ min: -86, max: 86, noNaN: true }),
  radiusM: fc.double({ min: 1, max: 3_000, noNaN: true }),
});
const group = fc.constantFrom(...RELEASE_GROUPS);
const marking = fc.constantFrom(...MARKINGS);
const begin = fc.integer({ min: 0, max: 2e12 });

const thing = (place: UncertainPlace, more: Partial<Releasable> = {}): Releasable => ({
  marking: "TLP:CLEAR",
  time: { from: millis(1_000), until: millis(2_000) },
  place,
  counts: [],
  ...more,
});
const inside = (at: readonly [number, number], cell: Cell): boolean => {
  const [w, s, e, n] = boxOf(cell);
  const slack = 1e-9;
  return at[0] >= w - slack && at[0] <= e + slack && at[1] >= s - slack && at[1] <= n + slack;
};

describe("the grid", () => {
  test("a position lies in its cell, and snapping what is snapped changes nothing", () => {
    fc.assert(
      fc.property(lon, lat, level, (x, y, l) => {
        const cell = cellOf(x, y, l);
        expect(inside([x === 180 ? -180 : x, y], cell) || x === 180).toBe(true);
        expect(cellOf(...middleOf(cell), l)).toEqual(cell);
        expect(cellOf(...middleOf(cell), cell.level)).toEqual(cell);
      }),
    );
  });

  test("no cell is narrower than its size on the ground, away from the poles", () => {
    fc.assert(
      fc.property(lon, fc.double({ min: -86, max: 86, noNaN: true }), level, (x, y, l) => {
        const [w, s, e, n] = boxOf(cellOf(x, y, l));
        const narrow = Math.min(distanceM([w, s], [e, s]), distanceM([w, n], [e, n]));
        // A chord of a wide parallel is a little shorter than the parallel.
        expect(narrow).toBeGreaterThan(sideM(l) * (l < 3 ? 0.999 : 0.99));
        expect(distanceM([w, s], [w, n])).toBeGreaterThan(sideM(l));
      }),
    );
  });

  test("cells nest: a coarser cell is a function of the finer one, so two views of one thing give the finer and no more", () => {
    fc.assert(
      fc.property(lon, lat, level, level, (x, y, a, b) => {
        const [fine, coarse] = a <= b ? [a, b] : [b, a];
        expect(cellOf(...middleOf(cellOf(x, y, fine)), coarse)).toEqual(cellOf(x, y, coarse));
      }),
    );
  });

  test("a place wider than the rule is snapped as coarsely as it is uncertain, and beyond 320 km to nothing", () => {
    expect(levelFor(5_000)).toBe(0);
    expect(levelFor(5_001)).toBe(1);
    expect(levelFor(320_001)).toBeNull();
    const at = { kind: "point" as const, lon: 37.5, lat: 48.2 };
    expect(cellFor({ ...at, radiusM: 100 }, 5_000)?.level).toBe(0);
    expect(cellFor({ ...at, radiusM: 9_000 }, 5_000)?.level).toBe(2);
    expect(cellFor({ ...at, radiusM: 900_000 }, 5_000)).toBeNull();
    expect(cellFor({ kind: "unknown", name: "somewhere" }, 5_000)).toBeNull();
  });
});

describe("release", () => {
  test("any number of reports in one cell gives one place, so no mean of them is finer than the cell", () => {
    fc.assert(
      fc.property(
        lon,
        fc.double({ min: -80, max: 80, noNaN: true }),
        group,
        fc.infiniteStream(fc.double({ min: 0.001, max: 0.999, noNaN: true })),
        (x, y, g, shares) => {
          const cell = cellOf(x, y, 0);
          const [w, s, e, n] = boxOf(cell);
          const next = (): number => shares.next().value as number;
          const seen = new Set<string>();
          for (let i = 0; i < 20; i++) {
            const place = { kind: "point" as const, lon: w + next() * (e - w), lat: s + next() * (n - s), radiusM: 50 };
            seen.add(JSON.stringify(release(thing(place), g)?.position));
          }
          expect([...seen]).toEqual([JSON.stringify(middleOf(cell))]);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("nothing of a released row depends on where in its cell the thing was, nor on the name that it gave", () => {
    fc.assert(
      fc.property(point, group, marking, begin, (place, g, m, t) => {
        const time = { from: millis(t), until: millis(t + 1) };
        const one = release(thing({ ...place, name: "Hill 203" }, { marking: m, time }), g);
        const cell = cellFor(place, FLOOR.cellM);
        if (one === null) return;
        const [x, y] = middleOf(cell as Cell);
        // Radius as well: the same level, another position of the same cell.
        const other = release(thing({ ...place, lon: x, lat: y, radiusM: 1 }, { marking: m, time }), g);
        if (cell?.level === 0 || cell?.level === COARSEST) expect(other).toEqual(one);
        expect(JSON.stringify(one)).not.toContain("Hill 203");
        expect(one.cell).toBe(cell && cellName(cell));
      }),
    );
  });

  test("a mission may raise delay and cell and lower neither; a wish that is no number counts as the floor", () => {
    const wish = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -1, 0, 1e9));
    fc.assert(
      fc.property(wish, wish, group, point, begin, (delayMs, cellM, g, place, t) => {
        const rule = ruleOf({ [g]: { delayMs, cellM } }, g);
        expect(rule.delayMs).toBeGreaterThanOrEqual(72 * HOUR);
        expect(rule.cellM).toBeGreaterThanOrEqual(5_000);
        const until = millis(t + 5);
        const out = release(thing(place, { time: { from: millis(t), until } }), g, { [g]: { delayMs, cellM } });
        expect(out?.releasedFrom).toBeGreaterThanOrEqual(Math.min(8.64e15, until + 72 * HOUR));
        if (out?.cell) expect(sideM(Number(out.cell.split("/")[0]))).toBeGreaterThanOrEqual(5_000);
      }),
    );
  });

  test("not out before its time, and out from it on", () => {
    const out = release(thing({ kind: "point", lon: 37, lat: 48, radiusM: 10 }), "public");
    expect(out && isOut(out, (2_000 + 72 * HOUR - 1) as Millis)).toBe(false);
    expect(out && isOut(out, (2_000 + 72 * HOUR) as Millis)).toBe(true);
  });

  test("what a public source published keeps its place and time, and theirs only", () => {
    const published = {
      time: { from: millis(1_100), until: millis(1_900) },
      place: { kind: "point" as const, lon: 37.1234, lat: 48.1234, radiusM: 500, name: "the square" },
    };
    const out = release(thing({ kind: "point", lon: 37.2, lat: 48.2, radiusM: 5 }, { published }), "public");
    expect(out).toMatchObject({ ...published, position: [37.1234, 48.1234], basis: "published-by-source" });
    expect(JSON.stringify(out)).not.toContain("37.2,");
  });

  test("early release: two different people, that group only, precise only where they say so", () => {
    const place = { kind: "point" as const, lon: 37.2, lat: 48.2, radiusM: 5 };
    const early = { to: ["guarantors" as const], people: ["p-1", "p-2"] as const, precise: false };
    expect(release(thing(place, { early }), "guarantors")).toMatchObject({ basis: "two-person-release" });
    expect(release(thing(place, { early }), "guarantors")?.position).not.toEqual([37.2, 48.2]);
    expect(release(thing(place, { early: { ...early, precise: true } }), "guarantors")?.position).toEqual([37.2, 48.2]);
    for (const refused of [
      release(thing(place, { early }), "public"),
      release(thing(place, { early: { ...early, people: ["p-1", "p-1"], precise: true } }), "guarantors"),
    ])
      expect(refused).toMatchObject({ basis: "delayed-and-snapped" });
  });

  test("a report's cell is its incident's, and one finer than the rule is not given", () => {
    const place = { kind: "point" as const, lon: 37.2, lat: 48.2, radiusM: 5 };
    const incidentCell = cellOf(38, 48, 0);
    expect(release(thing(place, { incidentCell }), "public")?.cell).toBe(cellName(incidentCell));
    const rules = { public: { delayMs: 0, cellM: 20_000 } };
    expect(release(thing(place, { incidentCell }), "public", rules)).toMatchObject({ cell: null, position: null });
  });

  test("staff rows are as they are; RED is in no group's rows; a release by decision lifts what is below RED", () => {
    const place = { kind: "point" as const, lon: 37.2, lat: 48.2, radiusM: 5, name: "x" };
    expect(release(thing(place, { marking: "TLP:RED" }), "full")).toMatchObject({ place, position: [37.2, 48.2] });
    expect(releases(thing(place, { marking: "TLP:RED", releasedTo: RELEASE_GROUPS })).map((r) => r.profile)).toEqual([
      "full",
    ]);
    expect(releases(thing(place, { marking: "TLP:AMBER", releasedTo: ["party-a"] })).map((r) => r.profile)).toEqual([
      "full",
      "party-a",
    ]);
    expect(releases(thing(place)).map((r) => r.profile)).toEqual([...PROFILES]);
  });
});
