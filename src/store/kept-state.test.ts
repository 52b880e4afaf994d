import { expect, test } from "vitest";
import { type KeptState, keptFromBytes, keptToBytes } from "./kept-state.ts";
import { hashOf } from "./made.fixture.ts";

const kept: KeptState = {
  derivation: "flow-1",
  size: 3,
  root: hashOf("root"),
  snapshot: {
    groups: Uint8Array.of(1, 2, 3, 250),
    counts: { incidents: { recorded: 1, claimed: 0 }, totals: { heard: {}, fused: {} }, clauses: [] },
  },
};

test("a kept state comes back as it was", () => {
  const read = keptFromBytes(keptToBytes(kept)) as KeptState;
  expect({ ...read, snapshot: { ...read.snapshot, groups: Uint8Array.from(read.snapshot.groups) } }).toEqual(kept);
});

test("one that is cut off anywhere, or has one bit otherwise, is none", () => {
  const bytes = keptToBytes(kept);
  for (let n = 0; n < bytes.length; n++) expect(keptFromBytes(bytes.subarray(0, n))).toBeUndefined();
  for (let i = 0; i < bytes.length * 8; i++) {
    const flipped = Uint8Array.from(bytes);
    flipped[i >> 3] = (flipped[i >> 3] as number) ^ (1 << (i & 7));
    expect(keptFromBytes(flipped)).toBeUndefined();
  }
});
