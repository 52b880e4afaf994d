import { expect, test } from "vitest";
import { fuse } from "../incident/fuse.ts";
import { observation } from "../incident/samples.fixture.ts";
import { millis } from "../units.ts";
import { basesChanged } from "./basis.ts";
import type { Recorded } from "./recorded.ts";

const verified = (members: string[]): Recorded => ({
  commitment: "d".repeat(64),
  stated: millis(0),
  marking: "TLP:AMBER",
  entry: {
    kind: "decision",
    payload: {
      v: 1,
      exercise: false,
      reason: "seen",
      body: {
        decision: "verify",
        incident: members[0] as string,
        members,
        finding: "confirmed",
        basis: { checkpoint: null, observations: members, evidence: [] },
      },
    },
  },
});
const [a, b, c] = ["a", "b", "c"].map((id) => observation(id)) as [never, never, never];

test("a decision whose incident is as it was stands as it is", () => {
  expect(basesChanged([verified(["a", "b"])], fuse([a, b]))).toEqual([]);
});

test("a late observation, a withdrawn one, and an incident that is gone change the basis", () => {
  expect(basesChanged([verified(["a", "b"])], fuse([a, b, c]))).toMatchObject([
    { now: "a", added: ["c"], removed: [] },
  ]);
  expect(basesChanged([verified(["a", "b"])], fuse([a]))).toMatchObject([{ now: "a", added: [], removed: ["b"] }]);
  expect(basesChanged([verified(["a"])], fuse([]))).toMatchObject([{ now: null, removed: ["a"] }]);
  // Another observation became the anchor: the incident goes by another id, and is found by its members.
  expect(basesChanged([verified(["b", "c"])], fuse([a, b, c]))).toMatchObject([
    { incident: "b", now: "a", added: ["a"] },
  ]);
});
