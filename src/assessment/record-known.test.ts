import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quietUntil } from "../agreement/moment.ts";
import { findZone, UTC } from "../time/zone.ts";
import { DAY, HOUR, type Millis, millis } from "../units.ts";
import { type QuietBreaker, type QuietQuestion, quietBounds } from "./record-known.ts";

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

const ask = (breakers: readonly QuietBreaker[], days: number, more: Partial<QuietQuestion> = {}) =>
  quietBounds({ since: START, days, breakers, gaps: [], confirmed: [], zone, asOf: FAR, ...more });
const stretch = (from: number, until: number) => ({ from: millis(START + from), until: millis(START + until) });

/** A stretch that nobody watched, with what happened in it. */
const gaps = fc.array(
  fc
    .record({
      from: fc.integer({ min: -24, max: 20 * 24 }),
      hours: fc.integer({ min: 1, max: 9 * 24 }),
      hidden: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 4 }),
    })
    .map(({ from, hours, hidden }) => ({
      gap: stretch(from * HOUR, (from + hours) * HOUR),
      hidden: hidden.map((h) => Math.round(START + (from + h * hours) * HOUR) as Millis),
    })),
  { maxLength: 3 },
);

test("whatever happened in truth, whenever, and unwatched, the quiet was over between the two bounds", () => {
  let apart = 0;
  let open = 0;
  fc.assert(
    fc.property(events, gaps, fc.constantFrom(1, 3, 7), (list, unseen, days) => {
      const resets = [...list.flatMap((e) => e.truth ?? []), ...unseen.flatMap((g) => g.hidden)];
      const truth = quietUntil(START, days, resets, zone, FAR) as Millis;
      const breakers = list.map((e) => e.breaker);
      const { early, late } = ask(breakers, days, { gaps: unseen.map((g) => g.gap) });
      expect(early as Millis).toBeLessThanOrEqual(truth);
      expect(late as Millis).toBeGreaterThanOrEqual(truth);
      if (early !== late) apart++;
      if (late !== ask(breakers, days).late) open++;
    }),
    { numRuns: 1000 },
  );
  expect(apart).toBeGreaterThan(100);
  expect(open).toBeGreaterThan(100);
});

test("with nothing uncertain and all watched both bounds are the count itself", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 8 }),
      fc.constantFrom(1, 3, 7),
      (hours, days) => {
        const resets = hours.map((h) => millis(START + h * HOUR));
        const breakers = resets.map((at) => ({ from: at, until: at, certain: true }));
        const truth = quietUntil(START, days, resets, zone, FAR);
        expect(ask(breakers, days)).toEqual({ early: truth, late: truth });
      },
    ),
  );
});

test("an event of an unknown moment around the end of the quiet may have come too late to break it", () => {
  const breakers = [{ ...stretch(6 * DAY, 9 * DAY), certain: true }];
  const { early, late } = ask(breakers, 7, { zone: UTC });
  expect([early, late]).toEqual([START + 7 * DAY, START + 14 * DAY]);
});

test("what the record does not reach is not over", () => {
  expect(ask([], 7, { zone: UTC, asOf: millis(START + 7 * DAY - 1) })).toEqual({ early: null, late: null });
});

describe("days that nobody watched", () => {
  const utc = (more: Partial<QuietQuestion>, breakers: readonly QuietBreaker[] = []) => {
    const { early, late } = ask(breakers, 7, { zone: UTC, ...more });
    return [early, late].map((t) => (t === null ? null : (t - START) / DAY));
  };
  test.each<[string, (number | null)[], Partial<QuietQuestion>, QuietBreaker[]?]>([
    ["all the time: never certainly over", [7, null], { gaps: [{ from: START, until: FAR }] }],
    ["one day of it: over by then, or a week after that day", [7, 10], { gaps: [stretch(2 * DAY, 3 * DAY)] }],
    ["after the seven days: no matter", [7, 7], { gaps: [stretch(7 * DAY, 30 * DAY)] }],
    ["before the count begins: no matter", [7, 7], { gaps: [stretch(-9 * DAY, 0)] }],
    ["but a body confirmed the quiet", [7, 7], { gaps: [stretch(2 * DAY, 3 * DAY)], confirmed: [stretch(0, 7 * DAY)] }],
    [
      "and a body confirmed the half of it",
      [7, 9.5],
      { gaps: [stretch(2 * DAY, 3 * DAY)], confirmed: [stretch(2.5 * DAY, 7 * DAY)] },
    ],
    [
      "a body confirms what is doubtful",
      [7, 7],
      { confirmed: [stretch(0, 7 * DAY)] },
      [{ ...stretch(3 * DAY, 4 * DAY), certain: false }],
    ],
    [
      "a body confirms against what is certain: both stand",
      [7, 11],
      { confirmed: [stretch(0, 7 * DAY)] },
      [{ ...stretch(4 * DAY, 4 * DAY), certain: true }],
    ],
    ["and nobody confirmed it", [11, 11], {}, [{ ...stretch(4 * DAY, 4 * DAY), certain: true }]],
  ])("%s", (_what, expected, more, breakers) => {
    expect(utc(more, breakers)).toEqual(expected);
  });
});
