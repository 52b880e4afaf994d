import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInstant } from "../time/day.ts";
import { findZone, UTC, type Zone } from "../time/zone.ts";
import { DAY, HOUR, type Millis, millis } from "../units.ts";
import { addLength, quietUntil, resolveMoment } from "./moment.ts";
import { NO_SHIFT, parseLength, parseMoment } from "./moment-text.ts";
import { momentNotation } from "./say-moment.ts";

const kyiv = findZone("Europe/Kyiv") as Zone;
const at = (text: string): Millis => {
  const found = parseInstant(text);
  if (found === null) throw new Error(text);
  return found;
};

describe("a moment as written", () => {
  const good: [string, object][] = [
    ["EIF", { kind: "relative", after: { kind: "in-force" }, shift: NO_SHIFT }],
    ["EIF + 14 d", { kind: "relative", after: { kind: "in-force" }, shift: { months: 0, days: 14, ms: 0 } }],
    ["EIF+14d", { kind: "relative", after: { kind: "in-force" }, shift: { months: 0, days: 14, ms: 0 } }],
    [
      "EIF + 2 d + 14 d - 3 h",
      { kind: "relative", after: { kind: "in-force" }, shift: { months: 0, days: 16, ms: -3 * HOUR } },
    ],
    [
      "event signing + 24 h",
      { kind: "relative", after: { kind: "event", id: "signing" }, shift: { months: 0, days: 0, ms: DAY } },
    ],
    ["notice N-1", { kind: "relative", after: { kind: "notice", id: "N-1" }, shift: NO_SHIFT }],
    [
      "due pull-back + 2 w",
      { kind: "relative", after: { kind: "due", id: "pull-back" }, shift: { months: 0, days: 14, ms: 0 } },
    ],
    [
      "done pull-back + 6 months",
      { kind: "relative", after: { kind: "done", id: "pull-back" }, shift: { months: 6, days: 0, ms: 0 } },
    ],
    ["incident + 72 h", { kind: "relative", after: { kind: "incident" }, shift: { months: 0, days: 0, ms: 3 * DAY } }],
  ];
  for (const [text, moment] of good) test(text, () => expect(parseMoment(text)).toEqual(moment));
  for (const text of [
    "",
    "EIF +",
    "EIF + 14",
    "EIF + d",
    "EIF 14 d",
    "+ 14 d",
    "eif + 1 d",
    "event",
    "event + 2 d",
    "after X",
    "EIF + 1.5 d",
    "EIF + 9999999 d",
    "EIF ++ 1 d",
    "2024-05-01",
    `EIF${" + 1 d".repeat(100)}`,
  ])
    test(`not: ${text.slice(0, 20)}`, () => expect(parseMoment(text)).toBeNull());

  test("is read again from its own notation", () => {
    const n = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(n, n, fc.integer({ min: -10_000, max: 10_000 }), (months, days, minutes) => {
        const moment = {
          kind: "relative",
          after: { kind: "event", id: "x.y-z" },
          shift: { months, days, ms: minutes * 60_000 },
        } as const;
        expect(parseMoment(momentNotation(moment, UTC))).toEqual({
          ...moment,
          shift: { months: months + 0, days: days + 0, ms: minutes * 60_000 + 0 },
        });
      }),
    );
  });

  test("whatever is written, reading it ends and never throws", () => {
    const word = fc.constantFrom(
      "EIF",
      "event ",
      "due ",
      "x",
      " + ",
      " - ",
      "14",
      " d",
      " h",
      "months",
      "incident",
      " ",
      "+",
      "\u00a0",
      "𝕏",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 40 }).map((w) => w.join("")),
        ),
        (text) => {
          parseMoment(text);
          parseLength(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("adding a length on the clocks of a zone", () => {
  const add = (from: string, length: string, zone = kyiv) => addLength(at(from), parseLength(length) ?? NO_SHIFT, zone);
  const cases: [string, string, string, string][] = [
    ["days keep the time of day when clocks go forward", "2025-03-29T12:00+02:00", "1 d", "2025-03-30T12:00+03:00"],
    ["hours are elapsed time", "2025-03-29T12:00+02:00", "24 h", "2025-03-30T13:00+03:00"],
    ["days keep the time of day when clocks go back", "2025-10-25T12:00+03:00", "1 d", "2025-10-26T12:00+02:00"],
    ["a time that the clocks skip moves behind the gap", "2025-03-29T03:30+02:00", "1 d", "2025-03-30T04:00+03:00"],
    [
      "of a time that comes twice, the first with the same offset",
      "2025-10-25T03:30+03:00",
      "1 d",
      "2025-10-26T03:30+03:00",
    ],
    ["a month without that day ends on its last", "2025-01-31T10:00+02:00", "1 months", "2025-02-28T10:00+02:00"],
    ["a leap year has one more", "2024-01-31T10:00+02:00", "1 month", "2024-02-29T10:00+02:00"],
    ["six months", "2002-01-19T00:00+02:00", "6 months", "2002-07-19T00:00+03:00"],
    ["over the end of a year", "2025-11-30T00:00+02:00", "3 months", "2026-02-28T00:00+02:00"],
  ];
  for (const [name, from, length, to] of cases)
    test(name, () => expect(new Date(add(from, length)).toISOString()).toBe(new Date(at(to)).toISOString()));

  test("in UTC a day is 24 hours, and adding and taking off gives back the start", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 3e12 }), fc.integer({ min: 0, max: 4000 }), (from, days) => {
        const there = addLength(millis(from), { ...NO_SHIFT, days }, UTC);
        expect(there).toBe(from + days * DAY);
        expect(addLength(there, { ...NO_SHIFT, days: -days }, UTC)).toBe(from);
      }),
    );
  });
  test("is never earlier for a longer length", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.nat(60), fc.nat(60), (from, a, b) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)];
        const plus = (months: number) => addLength(millis(from), { ...NO_SHIFT, months }, kyiv);
        expect(plus(short)).toBeLessThanOrEqual(plus(long));
      }),
    );
  });
});

describe("days of quiet", () => {
  const start = at("2024-06-01T00:00+03:00");
  const day = (n: number) => millis(start + n * DAY);
  const far = day(1000);
  test("without an event end after so many days", () => expect(quietUntil(start, 7, [], kyiv, far)).toBe(day(7)));
  test("begin again after an event", () => expect(quietUntil(start, 7, [day(3)], kyiv, far)).toBe(day(10)));
  test("an event at their end comes too late to reset them", () =>
    expect(quietUntil(start, 7, [day(7)], kyiv, far)).toBe(day(7)));
  test("an event before they begin does not count", () =>
    expect(quietUntil(start, 7, [day(-1)], kyiv, far)).toBe(day(7)));
  test("are not over before what is known reaches their end", () => {
    expect(quietUntil(start, 7, [], kyiv, millis(day(7) - 1))).toBeNull();
    expect(quietUntil(start, 7, [], kyiv, day(7))).toBe(day(7));
  });
  test("are found like a plain walk over every hour finds them, in any order of events", () => {
    const hours = fc.array(fc.integer({ min: -48, max: 600 }), { maxLength: 12 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 5 }), (events, days) => {
        const resets = events.map((h) => millis(start + h * HOUR));
        let from = 0;
        let h = 0;
        while (h < from + days * 24) {
          if (events.includes(h)) from = h;
          h++;
        }
        expect(quietUntil(start, days, resets, UTC, far)).toBe(start + h * HOUR);
      }),
    );
  });
});

describe("what a moment waits for is named", () => {
  const none = { inForce: null };
  const cases = [
    ["EIF + 1 d", "the entry into force"],
    ["event deal", 'event "deal"'],
    ["notice N", 'notice "N"'],
    ["due a", 'the deadline of clause "a"'],
    ["done a", 'a decision that clause "a" is fulfilled'],
    ["incident", "an incident"],
  ] as const;
  for (const [text, waitsFor] of cases)
    test(text, () => {
      const moment = parseMoment(text);
      if (!moment) throw new Error(text);
      expect(resolveMoment(moment, none, UTC)).toEqual({ waitsFor });
    });
});
