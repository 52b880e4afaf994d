import fc from "fast-check";
import { expect, test } from "vitest";
import { TWO_PERSON_ACTS, type TwoPersonAct, twoPeople, twoPeopleFault } from "./two-people.ts";

const acts = Object.keys(TWO_PERSON_ACTS) as TwoPersonAct[];
const anyId = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/);

test("two different people, of whom one enters it, in whatever order", () => {
  fc.assert(
    fc.property(fc.constantFrom(...acts), anyId, anyId, fc.boolean(), (act, a, b, first) => {
      const fault = twoPeopleFault(act, [a, b], first ? a : b);
      expect(fault === undefined).toBe(a !== b);
      expect(twoPeopleFault(act, [b, a], first ? a : b) === undefined).toBe(a !== b);
      expect(twoPeople.safeParse([a, b]).success).toBe(a !== b);
    }),
  );
});

test.each<[readonly string[], string | null, RegExp]>([
  [[], "p-1", /saw none/],
  [["p-1"], "p-1", /two people/],
  [["p-1", "p-1"], "p-1", /two different people/],
  [["p-1", "p-2", "p-3"], "p-1", /two people/],
  [["p-1", "P-1"], "p-1", /pseudonymous id/],
  [["p-1", "р-1"], "p-1", /pseudonymous id/],
  [["p-1", "p-1 "], "p-1", /pseudonymous id/],
  [["p-1", "p-2"], "p-3", /p-3 is neither p-1 nor p-2/],
])("%j entered by %s is refused", (people, author, why) => {
  for (const act of acts) expect(twoPeopleFault(act, people, author)).toMatch(why);
});

test("entered in another log, the two alone are looked at", () => {
  expect(twoPeopleFault("erase", ["p-1", "p-2"], null)).toBeUndefined();
  expect(twoPeopleFault("erase", ["p-1", "p-1"], null)).toMatch(/two different/);
});
