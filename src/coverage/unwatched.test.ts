import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CoverageWindow } from "../observation/coverage-window.ts";
import type { Zone } from "../place/zone.ts";
import { HOUR, millis } from "../units.ts";
import { joined, without } from "./stretches.ts";
import { unwatched } from "./unwatched.ts";

const at = (hour: number) => millis(Date.UTC(2024, 3, 1) + hour * HOUR);
const stretch = (from: number, until: number) => ({ from: at(from), until: at(until) });
const box = (west: number, east: number): Zone => ({
  id: "box",
  name: "box",
  polygons: [
    [
      [
        [west, 48],
        [east, 48],
        [east, 48.02],
        [west, 48.02],
        [west, 48],
      ],
    ],
  ],
});
const whole = [box(37, 37.04)];

const window = (from: number, until: number, more: Partial<CoverageWindow> = {}): CoverageWindow => ({
  id: "w",
  station: "s",
  kind: "station",
  area: { kind: "point", lon: 37.02, lat: 48.01, radiusM: 5_000 },
  state: "watching",
  detects: [],
  blindTo: [],
  zone: "UTC",
  origin: { file: "", line: 1 },
  ...stretch(from, until),
  ...more,
});
const over = (windows: readonly CoverageWindow[], zones = whole, acts = ["fire", "explosion"] as const) =>
  unwatched(windows, zones, acts, stretch(0, 24)).map(({ from, until }) => [
    (from - at(0)) / HOUR,
    (until - at(0)) / HOUR,
  ]);
const ALL = [[0, 24]];

describe("what nobody watched", () => {
  test.each<[string, readonly CoverageWindow[], number[][]]>([
    ["without coverage data, all", [], ALL],
    [
      "all but what was watched",
      [window(6, 18)],
      [
        [0, 6],
        [18, 24],
      ],
    ],
    ["nothing, where watches follow each other", [window(-5, 12), window(12, 30)], []],
    ["a watch that is only degraded", [window(0, 24, { state: "degraded" })], ALL],
    [
      "the hours in which the same station is stated to be down",
      [window(0, 24), window(3, 4, { state: "down" })],
      [[3, 4]],
    ],
    ["not those in which another station is", [window(0, 24), window(3, 4, { station: "t", state: "down" })], []],
    ["a camera that sees explosions and not fire", [window(0, 24, { detects: ["explosion"] })], ALL],
    [
      "two stations perceive both between them",
      [window(0, 24, { detects: ["explosion"] }), window(2, 24, { detects: ["fire"] })],
      [[0, 2]],
    ],
    ["a station blind to small arms", [window(0, 24, { blindTo: ["fire.small-arms"] })], ALL],
    [
      "a watch that reaches not all of the zone",
      [window(0, 24, { area: { kind: "point", lon: 37, lat: 48, radiusM: 1_000 } })],
      ALL,
    ],
    ["a watch of an unknown place", [window(0, 24, { area: { kind: "unknown" } })], ALL],
    [
      "a sector that looks away",
      [
        window(0, 24, {
          area: {
            kind: "sector",
            lon: 37.02,
            lat: 47.99,
            fromDeg: 90,
            untilDeg: 270,
            minM: 0,
            maxM: 9_000,
            distance: "stated",
          },
        }),
      ],
      ALL,
    ],
    [
      "a sector that looks at it",
      [
        window(0, 24, {
          area: {
            kind: "sector",
            lon: 37.02,
            lat: 47.9,
            fromDeg: 340,
            untilDeg: 20,
            minM: 0,
            maxM: 20_000,
            distance: "stated",
          },
        }),
      ],
      [],
    ],
    [
      "an area drawn as the zone itself",
      [window(0, 24, { area: { kind: "area", name: "", polygons: box(37, 37.04).polygons } })],
      [],
    ],
  ])("%s", (_what, windows, expected) => {
    expect(over(windows)).toEqual(expected);
  });

  test("two halves are one whole, watched together", () => {
    const half = (west: number, east: number) =>
      window(0, 24, { station: String(west), area: { kind: "area", name: "", polygons: box(west, east).polygons } });
    expect(over([half(37, 37.02), half(37.02, 37.04)])).toEqual([]);
    expect(over([half(37, 37.02)])).toEqual(ALL);
  });

  test("no station watches everywhere", () => {
    expect(over([window(0, 24)], [])).toEqual(ALL);
  });

  test("a moment counts as watched exactly where a plain look at that moment finds every act watched", () => {
    const windows = fc.array(
      fc.record({
        from: fc.integer({ min: -3, max: 20 }),
        hours: fc.integer({ min: 1, max: 12 }),
        station: fc.constantFrom("s", "t"),
        state: fc.constantFrom("watching", "watching", "down") as fc.Arbitrary<CoverageWindow["state"]>,
        detects: fc.constantFrom([], ["fire"], ["explosion"]) as fc.Arbitrary<CoverageWindow["detects"]>,
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(windows, (list) => {
        const made = list.map(({ from, hours, ...more }) => window(from, from + hours, more));
        const found = unwatched(made, whole, ["fire", "explosion"], stretch(0, 24));
        for (let half = 0; half < 24; half++) {
          const t = at(half + 0.5);
          const now = made.filter((w) => w.from <= t && t < w.until);
          const on = now.filter(
            (w) => w.state === "watching" && !now.some((o) => o.station === w.station && o.state === "down"),
          );
          const sees = (act: "fire" | "explosion") => on.some((w) => w.detects.length === 0 || w.detects.includes(act));
          expect(found.some((g) => g.from <= t && t < g.until)).toBe(!(sees("fire") && sees("explosion")));
        }
      }),
      { numRuns: 300 },
    );
  });
});

test("stretches joined and taken away hold the moments that plain sets hold", () => {
  const some = fc.array(
    fc.tuple(fc.nat(20), fc.nat(6)).map(([from, n]) => stretch(from, from + n)),
    { maxLength: 6 },
  );
  const hours = (list: Iterable<{ from: number; until: number }>) =>
    new Set([...list].flatMap((s) => Array.from({ length: (s.until - s.from) / HOUR }, (_, k) => s.from + k * HOUR)));
  fc.assert(
    fc.property(some, some, (a, b) => {
      expect([...hours(joined(a))].sort((x, y) => x - y)).toEqual([...hours(a)].sort((x, y) => x - y));
      const left = without(a, b);
      expect(hours(left)).toEqual(new Set([...hours(joined(a))].filter((h) => !hours(b).has(h))));
      expect(joined(left)).toEqual(left);
    }),
  );
});
