import { expect, test } from "vitest";
import { millis } from "../units.ts";
import type { CommitmentState } from "./commitment.ts";
import type { GuaranteeBody } from "./entries.ts";
import { guaranteesOf } from "./guarantees.ts";
import { entered, HOUR, made, of, T0 } from "./sample.fixture.ts";
import type { GuaranteeEntry } from "./standing.ts";

const at = (hours: number): number => T0 + hours * HOUR;
const base = { agreement: "made", commitment: "sanctions" };
const delivered = (share: "part" | "whole", evidence: string[]): GuaranteeBody => ({
  guarantee: "deliver",
  ...base,
  at: at(4),
  what: "A list",
  share,
  evidence,
});
const stateOf = (entries: readonly GuaranteeEntry[]): CommitmentState =>
  guaranteesOf(made, entries, millis(at(10)))?.real.commitments.find((c) => c.id === "sanctions") as CommitmentState;

const withProof = {
  part: entered(delivered("part", ["f".repeat(64)]), { author: "g-1" }),
  whole: entered(delivered("whole", ["f".repeat(64)]), { author: "g-1" }),
};
const bare = entered(delivered("whole", []));
const found = (delivery: GuaranteeEntry, finding: "confirmed" | "not-confirmed" = "confirmed", author = "v-1") =>
  entered({ guarantee: "confirm", ...base, at: at(5), delivery: of(delivery), finding, by: "verifiers" }, { author });

test.each([
  ["who entered it", [withProof.whole, found(withProof.whole, "confirmed", "g-1")], "does not confirm it"],
  ["without proof", [bare, found(bare)], "no proof"],
  ["of nothing", [found(withProof.whole)], "does not stand"],
  ["after it was withdrawn", [entered(delivered("part", [])), found(withProof.whole)], "does not stand"],
] as const)("a finding on a delivery is refused: %s", (_, entries, why) => {
  const { state, refused } = stateOf([...entries]);
  expect(state).toBe("in-force");
  expect(refused.map((r) => r.why).join()).toContain(why);
});

test.each([
  ["proof that nobody looked at moves nothing", [withProof.whole], "in-force"],
  ["a part, confirmed", [withProof.part, found(withProof.part)], "delivered-in-part"],
  ["the whole, confirmed", [withProof.whole, found(withProof.whole)], "delivered"],
  ["not confirmed", [withProof.whole, found(withProof.whole, "not-confirmed")], "in-force"],
  [
    "findings that contradict each other",
    [withProof.whole, found(withProof.whole), found(withProof.whole, "not-confirmed")],
    "in-force",
  ],
] as const)("a delivery: %s", (_, entries, state) => {
  expect(stateOf([...entries]).state).toBe(state);
});
