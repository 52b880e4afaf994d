import fc from "fast-check";
import { expect, test } from "vitest";
import { quietUntil } from "../agreement/moment.ts";
import { findZone, UTC } from "../time/zone.ts";
import { DAY, HOUR, type Millis, millis } from "../units.ts";
import { type QuietBreaker, quietBounds } from "./record-known.ts";

const zone = findZone("Europe/Kyiv") ?? UTC;
const START = millis(Date.UTC(2024, 2, 27, 22));
const FAR = millis(Date.UTC(2025, 0, 1));

const events = fc.array(
  fc
    .record({
      from: fc.integer({ min: -48, max: 30 * 24 }),
      hours: fc.constantFrom(0, 0, 3, 24, 72),
      certain: fc.boolean(),
      /** Where in its stretch it was in truth, and whether an uncertain one took place. */
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      happened: fc.boolean(),
    })
    .map(({ from, hours, certain, at, happened }) => {
      const start = START + from * HOUR;
      const breaker: QuietBreaker = { from: millis(start), until: millis(start + hours * HOUR), certain };
      return { breaker, truth: certain || happened ? millis(Math.round(start + at * hours * HOUR)) : null };
    }),
  { maxLength: 8 },
);

test("whatever happened in truth, and whenever, the quiet was over between the two bounds", () => {
  let apart = 0;
  fc.assert(
    fc.property(events, fc.constantFrom(1, 3, 7), (list, days) => {
      const resets = list.flatMap((e) => e.truth ?? []);
      const truth = quietUntil(START, days, resets, zone, FAR) as Millis;
      const { early, late } = quietBounds(
        START,
        days,
        list.map((e) => e.breaker),
        zone,
        FAR,
      );
      expect(early as Millis).toBeLessThanOrEqual(truth);
      expect(late as Millis).toBeGreaterThanOrEqual(truth);
      if (early !== late) apart++;
    }),
    { numRuns: 1000 },
  );
  expect(apart).toBeGreaterThan(100);
});

test("with nothing uncertain both bounds are the count itself", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 8 }),
      fc.constantFrom(1, 3, 7),
      (hours, days) => {
        const resets = hours.map((h) => millis(START + h * HOUR));
        const breakers = resets.map((at) => ({ from: at, until: at, certain: true }));
        const truth = quietUntil(START, days, resets, zone, FAR);
        expect(quietBounds(START, days, breakers, zone, FAR)).toEqual({ early: truth, late: truth });
      },
    ),
  );
});

test("an event of an unknown moment around the end of the quiet may have come too late to break it", () => {
  const breakers = [{ from: millis(START + 6 * DAY), until: millis(START + 9 * DAY), certain: true }];
  const { early, late } = quietBounds(START, 7, breakers, UTC, FAR);
  expect([early, late]).toEqual([START + 7 * DAY, START + 14 * DAY]);
});

test("what the record does not reach is not over", () => {
  expect(quietBounds(START, 7, [], UTC, millis(START + 7 * DAY - 1))).toEqual({ early: null, late: null });
});
