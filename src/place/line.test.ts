import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cloudOf } from "./cloud.ts";
import { destination, distanceM } from "./geodesy.ts";
import { distanceToLineM, probabilityWithinOfLine, sideOfLine, withinOfLine } from "./line.ts";
import type { Position } from "./place.ts";

/** Plain reference: a thousand steps along each segment, then a thousand around the best. */
function slowDistance(position: Position, line: readonly Position[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i] as Position, line[i + 1] as Position];
    const at = (t: number) => distanceM(position, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
    let [low, high] = [0, 1];
    for (let round = 0; round < 3; round++) {
      let least = low;
      for (let k = 0; k <= 60; k++) {
        const t = low + ((high - low) * k) / 60;
        if (at(t) < at(least)) least = t;
      }
      const step = (high - low) / 60;
      [low, high] = [Math.max(0, least - step), Math.min(1, least + step)];
      best = Math.min(best, at(least));
    }
  }
  return best;
}

const near = fc.tuple(
  fc.double({ min: 36, max: 39, noNaN: true }),
  fc.double({ min: 47, max: 49, noNaN: true }),
) as fc.Arbitrary<Position>;

describe("distance to a line", () => {
  test("is the least distance to any of its positions", () => {
    fc.assert(
      fc.property(near, fc.array(near, { minLength: 2, maxLength: 6 }), (position, line) => {
        const [fast, slow] = [distanceToLineM(position, line), slowDistance(position, line)];
        expect(Math.abs(fast - slow)).toBeLessThan(2 + slow * 1e-4);
      }),
      { numRuns: 60, endOnFailure: true }, // the reference is slow: no shrinking
    );
  });

  test("known answers", () => {
    const meridian: Position[] = [
      [37, 47],
      [37, 49],
    ];
    expect(distanceToLineM([37, 48], meridian)).toBeCloseTo(0, 3);
    const east = destination([37, 48], 90, 5000);
    expect(distanceToLineM(east, meridian)).toBeCloseTo(5000, 0);
    expect(distanceToLineM(destination([37, 49], 0, 700), meridian)).toBeCloseTo(700, 3);
    expect(distanceToLineM([37, 48], [[37, 49]])).toBeCloseTo(distanceM([37, 48], [37, 49]), 6);
    expect(
      distanceToLineM(
        [-179.9, 10],
        [
          [179.9, 9],
          [179.9, 11],
        ],
      ),
    ).toBeCloseTo(distanceM([-179.9, 10], [179.9, 10]), 0);
    expect(() => distanceToLineM([37, 48], [])).toThrow(RangeError);
  });

  test("within a distance: three answers", () => {
    const line: Position[] = [
      [37, 47],
      [37, 49],
    ];
    const at = (metresEast: number, radiusM = 500) => {
      const [lon, lat] = destination([37, 48], 90, metresEast);
      return { kind: "point", lon, lat, radiusM } as const;
    };
    expect(withinOfLine(at(14_000), line, 15_000, 0.95)).toBe(true);
    expect(withinOfLine(at(15_000), line, 15_000, 0.95)).toBe("unknown");
    expect(withinOfLine(at(16_000), line, 15_000, 0.95)).toBe(false);
    expect(probabilityWithinOfLine(at(15_000), line, 15_000)).toBeCloseTo(0.5, 1);
    expect(withinOfLine({ kind: "unknown" }, line, 15_000, 0.95)).toBe("unknown");
    expect(withinOfLine(at(0), [], 15_000, 0.95)).toBe("unknown");
    expect(withinOfLine(cloudOf([{ lon: 37, lat: 48, weight: 1 }]), line, 0, 0.95)).toBe(true);
    const sector = {
      kind: "sector",
      lon: 37.1,
      lat: 48,
      fromDeg: 258.75,
      untilDeg: 281.25,
      minM: 5000,
      maxM: 10_000,
      distance: "stated",
    } as const;
    expect(withinOfLine(sector, line, 3000, 0.95)).toBe(true);
    expect(withinOfLine(sector, line, 1500, 0.95)).toBe("unknown");
  });
});

describe("side of a line", () => {
  const bend: Position[] = [
    [37, 48],
    [38, 48],
    [38, 49],
  ];
  test("left and right of one who walks it", () => {
    expect(sideOfLine([37.5, 48.1], bend)).toBe("left");
    expect(sideOfLine([37.5, 47.9], bend)).toBe("right");
    expect(sideOfLine([37.9, 48.9], bend)).toBe("left");
    expect(sideOfLine([38.1, 48.9], bend)).toBe("right");
    expect(sideOfLine([37.5, 48], bend)).toBe("on");
    expect(sideOfLine([38, 48], bend)).toBe("on");
  });
  test("outside a corner, where each segment alone may say otherwise", () => {
    expect(sideOfLine([38.2, 47.9], bend)).toBe("right");
    const sharp: Position[] = [
      [37, 48],
      [38, 48],
      [37, 48.2],
    ];
    for (const lat of [47.9, 48, 48.1, 48.3]) expect(sideOfLine([38.5, lat], sharp)).toBe("right");
    expect(sideOfLine([37.5, 48.05], sharp)).toBe("left");
  });
  test("walked backwards the sides change", () => {
    fc.assert(
      fc.property(near, fc.array(near, { minLength: 2, maxLength: 5 }), (position, line) => {
        const back = { left: "right", right: "left", on: "on" } as const;
        const straight = line.slice(0, 2);
        if (straight[0]?.[0] === straight[1]?.[0] && straight[0]?.[1] === straight[1]?.[1]) return;
        expect(sideOfLine(position, [...straight].reverse())).toBe(back[sideOfLine(position, straight)]);
      }),
    );
  });
  test("a line needs two positions", () =>
    expect(() =>
      sideOfLine(
        [37, 48],
        [
          [37, 48],
          [37, 48],
        ],
      ),
    ).toThrow(RangeError));
});
