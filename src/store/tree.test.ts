import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_FRONTIER, type Frontier, frontierRoot } from "../log/frontier.ts";
import { leafHash, nodesOf, rootOf } from "../log/merkle.ts";
import { frontierBytes, frontierFrom, grown, type LogNode } from "./tree.ts";

test("the right edge grows to the tree of its leaves, and gives the root of every 256th and 65536th subtree once", () => {
  const leaves = Array.from({ length: 65_536 + 300 }, (_, i) => leafHash(Uint8Array.of(i & 255, i >> 8, i >> 16)));
  const made: LogNode[] = [];
  let frontier: Frontier = EMPTY_FRONTIER;
  for (const leaf of leaves) {
    const step = grown(frontier, leaf);
    frontier = step.frontier;
    made.push(...step.made);
  }
  const nodes = nodesOf(leaves);
  expect(frontierRoot(frontier)).toEqual(rootOf(nodes, leaves.length));
  expect(made.map((n) => n.level).filter((l) => l === 8)).toHaveLength(257);
  expect(made.filter((n) => n.level === 16).map((n) => n.index)).toEqual([0]);
  for (const { level, index, hash } of made) expect(hash).toEqual(nodes(level, index));
});

test("a right edge comes back from its bytes", () => {
  fc.assert(
    fc.property(fc.nat(2_000), (size) => {
      let frontier: Frontier = EMPTY_FRONTIER;
      for (let i = 0; i < size % 70; i++) frontier = grown(frontier, leafHash(Uint8Array.of(i))).frontier;
      expect(frontierFrom(frontier.size, frontierBytes(frontier))).toEqual(frontier);
    }),
  );
});
