import fc from "fast-check";
import { expect, test } from "vitest";
import { type Counted, vintage, vintageWords } from "./vintage.ts";

const counted = (incidents: readonly string[], uncounted = ""): Counted => ({
  observations: new Set([...incidents.join(""), ...uncounted]),
  incidents: incidents.map((i) => [...i]),
});

test.each([
  [["ab", "c"], ["ab", "c"], "published 2, now 2: unchanged"],
  [["ab", "c"], ["a", "b", "c", "d", "e"], "published 2, now 5: +2 late, +1 split"],
  [["ab", "c"], ["abc"], "published 2, now 1: −1 merged"],
  [["ab", "c"], ["ab"], "published 2, now 1: −1 withdrawn"],
  [["ab", "cd"], ["ac", "bd"], "published 2, now 2: unchanged"],
  [[], [], "published 0, now 0: unchanged"],
])("%j became %j: %s", (before, now, words) => {
  expect(vintageWords(vintage(counted(before), counted(now)))).toBe(words);
});

test("what was known before and counts only now was judged, not late", () => {
  expect(vintageWords(vintage(counted(["a"], "b"), counted(["a", "b"])))).toBe(
    "published 1, now 2: +1 judged to count",
  );
  expect(vintageWords(vintage(counted(["a", "b"]), counted(["a"], "b")))).toBe(
    "published 2, now 1: −1 judged not to count",
  );
});

const letters = [..."abcdefghij"];
/** Some letters put into incidents, the others known and not counted, or not known. */
const state = fc.array(fc.integer({ min: -2, max: 5 }), { minLength: 10, maxLength: 10 }).map((at): Counted => {
  const incidents = new Map<number, string[]>();
  letters.forEach((l, i) => {
    const n = at[i] as number;
    if (n >= 0) incidents.set(n, [...(incidents.get(n) ?? []), l]);
  });
  return {
    observations: new Set(letters.filter((_, i) => (at[i] as number) > -2)),
    incidents: [...incidents.values()],
  };
});

test("the parts add up to the difference, and nothing moves where nothing changed", () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      const v = vintage(before, after);
      expect(v.published + v.late + v.split + v.judgedIn - v.merged - v.withdrawn - v.judgedOut).toBe(v.now);
      expect(vintageWords(vintage(after, after))).toMatch(/unchanged$/);
    }),
  );
});
