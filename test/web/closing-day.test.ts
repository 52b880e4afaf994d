import { expect, test } from "vitest";
import type { Offsets } from "../../web/app/times.ts";
import { dateOf } from "../../web/app/times.ts";
import { nextDay, spanOf } from "../../web/closing/use-closing.ts";

/** Kyiv in 2025: clocks forward on 30 March at 01:00 UTC, back on 26 October at 01:00 UTC. */
const KYIV: Offsets = [
  [Date.UTC(2024, 9, 27, 1), 120],
  [Date.UTC(2025, 2, 30, 1), 180],
  [Date.UTC(2025, 9, 26, 1), 120],
];
const HOUR = 3_600_000;

test.each([
  ["2025-04-20", "2025-04-19T21:00Z", 24],
  ["2025-03-30", "2025-03-29T22:00Z", 23],
  ["2025-10-26", "2025-10-25T21:00Z", 25],
])("%s on the mission's clocks begins at %s and has %i hours", (day, from, hours) => {
  const span = spanOf(day, KYIV);
  expect(span).toEqual({ from: Date.parse(from), until: Date.parse(from) + hours * HOUR });
  expect([dateOf(span.from, KYIV), dateOf(span.until - 1, KYIV)]).toEqual([day, day]);
  expect(spanOf(nextDay(day, 1), KYIV).from).toBe(span.until);
  expect(nextDay(nextDay(day, 1), -1)).toBe(day);
});
