import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR, millis } from "../units.ts";
import { RELEASE_GROUPS, type ReleaseGroup } from "./audience.ts";
import { releaseEarlyEntry, releaseRulesEntry } from "./entries.ts";
import { FLOOR, type ReleaseRule, release, ruleOf } from "./release.ts";
import {
  type DecidedRelease,
  FLOOR_TERMS,
  type ReleaseTerms,
  type RuleVersion,
  releaseTerms,
  releaseUnder,
  ruleFor,
  type StatedRules,
} from "./release-terms.ts";

const hours = (n: number) => millis(n * HOUR);
const version = (from: number, delay: number, cellM = 5_000): RuleVersion => ({
  from: hours(from),
  rules: { public: { delayMs: hours(delay), cellM } },
});
const during = (from: number, until = from) => ({ from: hours(from), until: hours(until) });
const thing = (at: number, more = {}) => ({
  id: "i",
  members: ["a", "b"],
  marking: "TLP:CLEAR" as const,
  time: during(at),
  place: { kind: "point", lon: 37.8, lat: 48, radiusM: 100 } as const,
  counts: [],
  ...more,
});
const early = (more: Partial<DecidedRelease> = {}): DecidedRelease => ({
  of: "incident",
  id: "i",
  members: ["a", "b"],
  to: ["public"],
  precise: true,
  people: ["p-1", "p-2"],
  ...more,
});
const under = (terms: Partial<ReleaseTerms>, at = 0, group: ReleaseGroup = "public", more = {}) =>
  releaseUnder({ ...FLOOR_TERMS, ...terms }, thing(at, more), group);

describe("rules by date", () => {
  test.each([
    ["no rules: the floor", [], 0, 72, 5_000],
    ["before the first version: the floor", [version(100, 240)], 0, 72, 5_000],
    ["under a version", [version(-10, 240, 20_000)], 0, 240, 20_000],
    ["raised while it waits: it waits longer", [version(-10, 96), version(50, 240)], 0, 240, 5_000],
    ["raised at the moment that it is out: it is out", [version(-10, 96), version(96, 240)], 0, 96, 5_000],
    ["lowered: what happened before waits as long as it was told", [version(-10, 240), version(50, 72)], 0, 240, 5_000],
    ["lowered: what happens afterwards", [version(-10, 240), version(50, 72)], 60, 72, 5_000],
    ["each raise keeps it waiting for the next", [version(70, 150), version(140, 300)], 0, 300, 5_000],
    ["coarser while it waits, and no longer", [version(50, 72, 40_000)], 0, 72, 40_000],
  ] as const)("%s", (_, history, at, delay, cellM) => {
    expect(ruleFor(history, during(at), "public")).toEqual({ delayMs: hours(delay), cellM });
    expect(ruleFor(history, during(at), "guarantors")).toEqual({ delayMs: FLOOR.delayMs, cellM: FLOOR.cellM });
  });

  const versions = fc
    .array(
      fc.tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 0, max: 300 }), fc.integer({ max: 9, min: 0 })),
    )
    .map((list) =>
      [...new Map(list.map(([from, delay, km]) => [from, version(from, delay, km * 5_000)])).values()].sort(
        (a, b) => a.from - b.from,
      ),
    );

  test("the same as adding versions one by one until none holds any more before it is out", () => {
    const slow = (history: readonly RuleVersion[], from: number, until: number): ReleaseRule => {
      let rule = ruleOf({}, "public");
      let before = "";
      const first = history.filter((v) => v.from <= from).at(-1);
      if (first) rule = ruleOf(first.rules, "public");
      while (before !== JSON.stringify(rule)) {
        before = JSON.stringify(rule);
        for (const v of history)
          if (v.from > from && v.from < until + rule.delayMs) {
            const one = ruleOf(v.rules, "public");
            rule = { delayMs: Math.max(rule.delayMs, one.delayMs), cellM: Math.max(rule.cellM, one.cellM) };
          }
      }
      return rule;
    };
    fc.assert(
      fc.property(versions, fc.integer({ min: -300, max: 300 }), fc.nat(50), (history, from, long) => {
        const time = during(from, from + long);
        expect(ruleFor(history, time, "public")).toEqual(slow(history, time.from, time.until));
      }),
    );
  });

  test("nothing is out sooner or finer than the floor, and a later version never changes what is out", () => {
    fc.assert(
      fc.property(versions, fc.integer({ min: -300, max: 300 }), (history, at) => {
        const now = under({ history }, at);
        expect(now?.releasedFrom).toBeGreaterThanOrEqual(hours(at + 72));
        const later = [...history, version(100_000, 300, 320_000)];
        expect(under({ history: later }, at)).toEqual(now);
      }),
    );
  });

  test("rules from elsewhere make it stricter and never looser", () => {
    const wish = { public: { delayMs: hours(100), cellM: 1 } };
    expect(releaseUnder({ ...FLOOR_TERMS, history: [version(-9, 80)] }, thing(0), "public", wish)?.releasedFrom).toBe(
      hours(100),
    );
    expect(releaseUnder({ ...FLOOR_TERMS, history: [version(-9, 120)] }, thing(0), "public", wish)?.releasedFrom).toBe(
      hours(120),
    );
  });
});

describe("early releases", () => {
  const plain = under({});
  test.each([
    ["its thing, to its group", early(), "public", true],
    ["another thing", early({ id: "j" }), "public", false],
    ["an observation of that id", early({ of: "observation", members: [] }), "public", false],
    ["another group", early({ to: ["guarantors"] }), "public", false],
    ["with an observation that was not there when it was decided", early({ members: ["a"] }), "public", false],
    ["an observation has gone since", early({ members: ["a", "b", "c"] }), "public", true],
    ["one person twice", early({ people: ["p-1", "p-1"] }), "public", false],
  ] as const)("%s", (_, one, group, covered) => {
    const released = under({ early: [one] }, 0, group);
    expect(released?.basis).toBe(covered ? "two-person-release" : "delayed-and-snapped");
    if (!covered) expect(released).toEqual(plain);
  });

  test("without its exact place only the delay falls away; with one of several exact, it is", () => {
    const snapped = under({ early: [early({ precise: false })] });
    expect(snapped).toMatchObject({ basis: "two-person-release", cell: plain?.cell });
    const both = under({ early: [early({ precise: false }), early()] });
    expect(both).toMatchObject({ cell: null, position: [37.8, 48] });
  });

  test("an observation is released by itself, and the staff reads everything as it is", () => {
    const { members: _, ...observation } = thing(0);
    const terms = { ...FLOOR_TERMS, early: [early({ of: "observation", members: [] })] };
    expect(releaseUnder(terms, observation, "public")?.basis).toBe("two-person-release");
    expect(releaseUnder(terms, observation, "full")).toEqual(release(observation, "full"));
  });
});

test("terms are a function of the set; of two versions of one moment the one stated last holds", () => {
  const rules: StatedRules[] = [
    { ...version(5, 80), stated: hours(1), id: "b" },
    { ...version(5, 90), stated: hours(2), id: "a" },
    { ...version(5, 100), stated: hours(2), id: "c" },
    { ...version(1, 110), stated: hours(9), id: "d" },
  ];
  const released = [early(), early({ id: "j" }), early({ to: ["party-a"] }), early({ precise: false })];
  const terms = releaseTerms(rules, released);
  expect(terms.history).toEqual([version(1, 110), version(5, 100)]);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(rules, { minLength: 4 }),
      fc.shuffledSubarray(released, { minLength: 4 }),
      (some, others) => {
        expect(releaseTerms(some, others)).toEqual(terms);
      },
    ),
  );
});

describe("entries", () => {
  test.each([
    [{ delayMs: FLOOR.delayMs, cellM: FLOOR.cellM }, null],
    [{ delayMs: FLOOR.delayMs - 1, cellM: 5_000 }, /under the floor of 259200000 ms \(72 h\)/],
    [{ delayMs: FLOOR.delayMs, cellM: 4_999 }, /under the floor of 5000 m/],
    [{ delayMs: FLOOR.delayMs + 0.5, cellM: 5_000 }, /integer|int/],
    [{ delayMs: FLOOR.delayMs, cellM: 320_001 }, /320000/],
    [{ delayMs: FLOOR.delayMs }, /cellM/],
  ] as const)("rule %j", (rule, why) => {
    for (const group of RELEASE_GROUPS) {
      const parsed = releaseRulesEntry.schema.safeParse({ from: 0, rules: { [group]: rule } });
      expect(parsed.success).toBe(why === null);
      if (why) expect(JSON.stringify(parsed.error?.issues)).toMatch(why);
    }
  });

  test("an early release names groups once, two people, and what it is of", () => {
    const h = "a".repeat(64);
    const good = { of: "incident", id: h, members: [h], to: ["public"], precise: false, people: ["p-1", "p-2"] };
    expect(releaseEarlyEntry.schema.safeParse(good).success).toBe(true);
    for (const bad of [
      { to: [] },
      { to: ["public", "public"] },
      { to: ["full"] },
      { people: ["p-1", "p-1"] },
      { members: [] },
      { of: "observation" },
    ])
      expect(releaseEarlyEntry.schema.safeParse({ ...good, ...bad }).success, JSON.stringify(bad)).toBe(false);
  });
});
