import fc from "fast-check";
import { expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import { fuse } from "./fuse.ts";
import type { Incident } from "./incident.ts";
import { intervalsOf } from "./intervals.ts";
import { claim, count, observation, seen, window } from "./samples.fixture.ts";

const of = (...observations: Parameters<typeof fuse>[0]) => intervalsOf(fuse(observations)[0] as Incident);

test("a start is as sure as the clocks; a second report narrows it", () => {
  const one = of(observation("a", { time: seen(720, 725, 90) }));
  const both = of(observation("a", { time: seen(720, 725, 90) }), observation("b", { time: seen(720, 725, 90) }));
  const width = ({ start }: typeof one): number => (start ? start.until - start.from : Number.NaN);
  const { from } = seen(720);
  expect(one.share).toBe(0.9);
  expect(one.start?.from).toBeLessThan(from);
  expect(one.start?.until).toBeGreaterThan(from);
  // ±1.28 clock errors, and what observers take for the start (20 s).
  expect(width(one)).toBeCloseTo(2 * 1.28 * Math.hypot(90, 20) * 1000, -4);
  expect(width(both)).toBeLessThan(width(one));
});

test("a window stands as it is stated, and bounds a clock", () => {
  const day = window(0, 1440, 0);
  expect(of(observation("a", { time: day })).start).toEqual({ from: day.from, until: day.until });
  const bounded = of(observation("a", { time: seen(720, 725, 600) }), observation("b", { time: window(715, 800, 0) }));
  expect(bounded.start?.from).toBe(window(715, 800).from);
});

test("counts are whole, by unit, and narrow as reports agree", () => {
  const one = of(observation("a", { count: count(10) }));
  const both = of(observation("a", { count: count(10) }), observation("b", { count: count(11) }));
  const [alone, together] = [one.counts[0], both.counts[0]];
  expect(alone?.unit).toBe("explosion");
  expect((together?.max ?? 0) - (together?.min ?? 0)).toBeLessThan((alone?.max ?? 0) - (alone?.min ?? 0));
  expect(of(observation("a", { count: count(3, null) })).counts).toEqual([]);
});

test("whatever was reported: ends in order, whole numbers, and claims move nothing", () => {
  fc.assert(
    fc.property(anyObservations(25), (observations) => {
      for (const incident of fuse(observations)) {
        const found = intervalsOf(incident);
        if (found.start) expect(found.start.until).toBeGreaterThanOrEqual(found.start.from);
        for (const { min, max } of found.counts) {
          expect(Number.isInteger(min) && Number.isInteger(max) && max >= min).toBe(true);
        }
        if (incident.status !== "recorded") continue;
        const members = incident.members.filter((m) => m.role !== "claims");
        expect(intervalsOf({ ...incident, members })).toEqual(found);
      }
    }),
    { numRuns: 60 },
  );
  expect(of(observation("a"), claim("b", { count: count(90) }))).toEqual(of(observation("a")));
});
