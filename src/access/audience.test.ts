import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { millis } from "../units.ts";
import { audienceOf, everybody, mayRead, type Part, profileOf, RELEASE_GROUPS } from "./audience.ts";
import { lower, MARKINGS, markingRank } from "./marking.ts";
import { may, PEOPLE_ONLY, PERMISSIONS, ROLES, STAFF_ROLES, TOKEN_SCOPES } from "./roles.ts";

const at = millis(0);
const marking = fc.constantFrom(...MARKINGS);
const part: fc.Arbitrary<Part> = fc.record(
  { role: fc.constantFrom(...ROLES), party: fc.constantFrom("party-a" as const, "party-b" as const), upTo: marking },
  { requiredKeys: ["role"] },
);
const thing = fc.record(
  { marking, releasedTo: fc.uniqueArray(fc.constantFrom(...RELEASE_GROUPS)) },
  { requiredKeys: ["marking"] },
);

describe("audience", () => {
  test("every role against every marking, without release", () => {
    const reads = Object.fromEntries(
      ROLES.map((role) => [role, MARKINGS.filter((m) => mayRead(audienceOf({ role }, at), { marking: m })).length]),
    );
    expect(reads).toEqual({
      observer: 3,
      analyst: 4,
      verifier: 5,
      commissioner: 5,
      "party-liaison": 1,
      guarantor: 2,
      publisher: 4,
      administrator: 1,
      public: 1,
    });
    expect(mayRead(audienceOf({ role: "party-liaison", party: "party-a" }, at), { marking: "TLP:GREEN" })).toBe(true);
  });

  test("what a stricter marking lets through, a laxer one does; a lower ceiling shows no more", () => {
    fc.assert(
      fc.property(part, thing, marking, marking, (p, t, m, ceiling) => {
        const reads = mayRead(audienceOf(p, at), t);
        if (reads && markingRank(m) <= markingRank(t.marking))
          expect(mayRead(audienceOf(p, at), { ...t, marking: m })).toBe(true);
        const less = { ...p, upTo: lower(p.upTo ?? "TLP:RED", ceiling) };
        if (!reads) expect(mayRead(audienceOf(less, at), t)).toBe(false);
      }),
    );
  });

  test("a release to one group shows it to no other", () => {
    const released = { marking: "TLP:AMBER", releasedTo: ["party-a"] } as const;
    const reads = (p: Part) => mayRead(audienceOf(p, at), released);
    expect(reads({ role: "party-liaison", party: "party-a" })).toBe(true);
    expect(reads({ role: "party-liaison", party: "party-b" })).toBe(false);
    expect(reads({ role: "party-liaison" })).toBe(false);
    expect(reads({ role: "guarantor" })).toBe(false);
    expect(mayRead(everybody(at), released)).toBe(false);
    expect(mayRead(everybody(at), { ...released, releasedTo: ["public"] })).toBe(true);
  });

  test("only the mission's staff reads rows as they are", () => {
    for (const role of ROLES) expect(profileOf({ role }) === "full").toBe(STAFF_ROLES.has(role));
  });
});

describe("roles", () => {
  test("no token can hold what only people do; no role both reports and verifies", () => {
    expect(TOKEN_SCOPES.filter((s) => PEOPLE_ONLY.has(s))).toEqual([]);
    expect(PERMISSIONS.filter((p) => p.startsWith("decision.")).every((p) => PEOPLE_ONLY.has(p))).toBe(true);
    for (const role of ROLES) expect(may(role, "submission.write") && may(role, "decision.verify")).toBe(false);
  });

  test("who is nobody to a mission writes nothing", () => {
    expect(PERMISSIONS.filter((p) => may("public", p) && !p.endsWith(".read"))).toEqual([]);
    expect(may("public", "entry.read")).toBe(false);
  });
});
