import { sha256 } from "@noble/hashes/sha2.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex, toUtf8 } from "./bytes.ts";
import { appended, EMPTY_FRONTIER, frontierOf, frontierRoot } from "./frontier.ts";
import {
  consistencyProof,
  EMPTY_ROOT,
  type Hash,
  inclusionProof,
  leafHash,
  nodeHash,
  nodesOf,
  rootFromInclusion,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";

// The recursion of RFC 6962 section 2.1, kept as plain as the text: slow, and the judge of the fast code.
const k = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));
const mth = (d: readonly Hash[]): Hash => {
  if (d.length === 0) return sha256(new Uint8Array(0));
  if (d.length === 1) return d[0] as Hash;
  return nodeHash(mth(d.slice(0, k(d.length))), mth(d.slice(k(d.length))));
};
const path = (m: number, d: readonly Hash[]): Hash[] => {
  if (d.length === 1) return [];
  const s = k(d.length);
  if (m < s) return [...path(m, d.slice(0, s)), mth(d.slice(s))];
  return [...path(m - s, d.slice(s)), mth(d.slice(0, s))];
};
const subproof = (m: number, d: readonly Hash[], whole: boolean): Hash[] => {
  if (m === d.length) return whole ? [] : [mth(d)];
  const s = k(d.length);
  if (m <= s) return [...subproof(m, d.slice(0, s), whole), mth(d.slice(s))];
  return [...subproof(m - s, d.slice(s), false), mth(d.slice(0, s))];
};

const hex = (hashes: readonly Hash[]): string[] => hashes.map(toHex);
const some = (n: number): Hash[] => Array.from({ length: n }, (_, i) => leafHash(toUtf8(`entry ${i}`)));

// The eight leaves and the values that certificate-transparency and its successors publish for them.
const vectors = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map((leaf) => leafHash(hexToBytes(leaf)));
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const [left2, right4, left4] = [
  "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
  "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
];
const second = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const fifth = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const last2 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";

describe("public vectors of certificate-transparency", () => {
  test("roots of 0 to 8 leaves", () => {
    expect(toHex(EMPTY_ROOT)).toBe(roots[0]);
    expect(roots.map((_, n) => toHex(rootOf(nodesOf(vectors), n)))).toEqual(roots);
  });

  test.each([
    [0, 1, []],
    [0, 8, [second, left2, right4]],
    [5, 8, [fifth, last2, left4]],
    [2, 3, [roots[2]]],
    [1, 5, [roots[1], left2, fifth]],
  ] as const)("inclusion of %i in %i", (index, size, expected) => {
    const proof = inclusionProof(nodesOf(vectors), index, size);
    expect(hex(proof)).toEqual(expected);
    expect(verifyInclusion(vectors[index] as Hash, index, size, proof, hexToBytes(roots[size] as string))).toBe(true);
  });

  test.each([
    [1, 1, []],
    [1, 8, [second, left2, right4]],
    [2, 8, [left2, right4]],
    [6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", last2, left4]],
    [2, 5, [left2, fifth]],
    [
      6,
      7,
      [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        left4,
      ],
    ],
  ] as const)("consistency of %i with %i", (from, to, expected) => {
    const proof = consistencyProof(nodesOf(vectors), from, to);
    expect(hex(proof)).toEqual(expected);
    const [old, now] = [roots[from], roots[to]].map((root) => hexToBytes(root as string)) as [Hash, Hash];
    expect(verifyConsistency(from, to, proof, old, now)).toBe(true);
  });
});

describe("against the recursion of the RFC", () => {
  test("the frontier gives the same root at each size to 300, and resumes anywhere", () => {
    const leaves = some(300);
    const nodes = nodesOf(leaves);
    let frontier = EMPTY_FRONTIER;
    for (let n = 0; n <= 300; n++) {
      expect(frontier).toEqual(frontierOf(nodes, n));
      expect(toHex(frontierRoot(frontier))).toBe(toHex(mth(leaves.slice(0, n))));
      expect(toHex(rootOf(nodes, n))).toBe(toHex(frontierRoot(frontier)));
      if (n < 300) frontier = appended(frontier, leaves[n] as Hash);
    }
  });

  test("proofs equal the recursion's for all indexes and sizes to 40, and by chance to 300", () => {
    const leaves = some(300);
    const nodes = nodesOf(leaves);
    const check = (m: number, n: number) => {
      const d = leaves.slice(0, n);
      if (m < n) expect(hex(inclusionProof(nodes, m, n))).toEqual(hex(path(m, d)));
      if (m > 0) expect(hex(consistencyProof(nodes, m, n))).toEqual(hex(subproof(m, d, true)));
    };
    for (let n = 1; n <= 40; n++) for (let m = 0; m <= n; m++) check(m, n);
    const sizes = fc
      .integer({ min: 41, max: 300 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(sizes, ([m, n]) => check(m, n)),
      { numRuns: 150 },
    );
  });

  test("every proof of every (m, n) to 300 verifies", () => {
    const leaves = some(300);
    const nodes = nodesOf(leaves);
    const root = Array.from({ length: 301 }, (_, n) => rootOf(nodes, n));
    const failed: string[] = [];
    for (let n = 1; n <= 300; n++)
      for (let m = 0; m <= n; m++) {
        if (m < n && !verifyInclusion(leaves[m] as Hash, m, n, inclusionProof(nodes, m, n), root[n] as Hash))
          failed.push(`inclusion ${m} of ${n}`);
        if (!verifyConsistency(m, n, consistencyProof(nodes, m, n), root[m] as Hash, root[n] as Hash))
          failed.push(`consistency ${m} with ${n}`);
      }
    expect(failed).toEqual([]);
  });
});

/** Every way in which a proof of hashes can be spoilt, with a name for the message. */
function* spoilt(proof: readonly Hash[]): Generator<[string, Hash[]]> {
  const extra = leafHash(toUtf8("extra"));
  yield ["extra hash behind", [...proof, extra]];
  yield ["extra hash before", [extra, ...proof]];
  for (const [i, hash] of proof.entries()) {
    yield [`hash ${i} left out`, proof.filter((_, j) => j !== i)];
    yield [`hash ${i} doubled`, proof.flatMap((h, j) => (j === i ? [h, h] : [h]))];
    const flipped = Uint8Array.from(hash);
    flipped[i % 32] = (flipped[i % 32] as number) ^ (1 << (i % 8));
    yield [`bit of hash ${i} flipped`, proof.map((h, j) => (j === i ? flipped : h))];
    yield [`hash ${i} one byte short`, proof.map((h, j) => (j === i ? h.slice(1) : h))];
    if (i > 0)
      yield [
        `hashes ${i - 1} and ${i} swapped`,
        proof.map((h, j) => proof[j === i ? i - 1 : j === i - 1 ? i : j] ?? h),
      ];
  }
}

describe("hostile variants", () => {
  const leaves = some(33);
  const nodes = nodesOf(leaves);

  test("no spoilt inclusion proof, other index, other leaf, other root or other path length verifies", () => {
    const accepted: string[] = [];
    for (let n = 1; n <= 33; n++)
      for (let i = 0; i < n; i++) {
        const root = rootOf(nodes, n);
        const leaf = leaves[i] as Hash;
        const proof = inclusionProof(nodes, i, n);
        const tryOne = (what: string, ok: boolean) => ok && accepted.push(`${i} of ${n}: ${what}`);
        for (const [what, bad] of spoilt(proof)) tryOne(what, verifyInclusion(leaf, i, n, bad, root));
        for (const j of [-1, i - 1, i + 1, n, n + 1, 2 ** 53, Number.NaN, i + 0.5])
          tryOne(`index ${j}`, verifyInclusion(leaf, j, n, proof, root));
        tryOne("other leaf", verifyInclusion(leaves[(i + 1) % 33] as Hash, i, n, proof, root));
        tryOne("root of the next size", verifyInclusion(leaf, i, n, proof, rootOf(nodes, n === 33 ? 32 : n + 1)));
        tryOne("empty root", verifyInclusion(leaf, i, n, proof, EMPTY_ROOT));
        tryOne("short root", verifyInclusion(leaf, i, n, proof, root.slice(1)));
        // Another size may share the path (the RFC's shape is the same); what it may not share is the tree's root.
        for (let other = 0; other <= 40; other++) {
          const reached = other === n ? undefined : rootFromInclusion(leaf, i, other, proof);
          if (reached && other <= 33)
            tryOne(`size ${other}`, verifyInclusion(leaf, i, other, proof, rootOf(nodes, other)));
        }
      }
    expect(accepted).toEqual([]);
  });

  test("no spoilt consistency proof, swapped roots or other sizes verify", () => {
    const accepted: string[] = [];
    for (let n = 1; n <= 33; n++)
      for (let m = 1; m <= n; m++) {
        const [old, now] = [rootOf(nodes, m), rootOf(nodes, n)];
        const proof = consistencyProof(nodes, m, n);
        const tryOne = (what: string, ok: boolean) => ok && accepted.push(`${m} with ${n}: ${what}`);
        for (const [what, bad] of spoilt(proof)) tryOne(what, verifyConsistency(m, n, bad, old, now));
        if (m < n) tryOne("swapped roots", verifyConsistency(m, n, proof, now, old));
        if (m < n) tryOne("empty proof", verifyConsistency(m, n, [], old, now));
        if (m < n) tryOne("sizes exchanged", verifyConsistency(n, m, proof, now, old));
        tryOne("from nothing", verifyConsistency(0, n, proof, old, now));
        tryOne("negative", verifyConsistency(-1, n, proof, old, now));
        tryOne("not a number", verifyConsistency(m, Number.NaN, proof, old, now));
        if (m < n) tryOne("a tree four times as large", verifyConsistency(m, 4 * n, proof, old, now));
        if (m > 1) tryOne("size before", verifyConsistency(m - 1, n, proof, old, now));
        if (m < n) tryOne("old size after", verifyConsistency(m + 1, n, proof, old, now));
      }
    expect(accepted).toEqual([]);
  });

  test("a proof that is too long or too short leads to no root at all", () => {
    const proof = inclusionProof(nodes, 6, 7);
    expect(rootFromInclusion(leaves[6] as Hash, 6, 7, proof)).toEqual(rootOf(nodes, 7));
    expect(rootFromInclusion(leaves[6] as Hash, 6, 7, [...proof, leaves[0] as Hash])).toBeUndefined();
    expect(rootFromInclusion(leaves[6] as Hash, 6, 7, proof.slice(1))).toBeUndefined();
  });

  test("the empty tree holds nothing and is extended by all", () => {
    expect(verifyInclusion(leaves[0] as Hash, 0, 0, [], EMPTY_ROOT)).toBe(false);
    expect(verifyConsistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)).toBe(true);
    expect(verifyConsistency(0, 0, [], leaves[0] as Hash, leaves[0] as Hash)).toBe(false);
    expect(verifyConsistency(0, 5, [], EMPTY_ROOT, rootOf(nodes, 5))).toBe(true);
    expect(verifyConsistency(0, 5, [], rootOf(nodes, 1), rootOf(nodes, 5))).toBe(false);
    expect(() => inclusionProof(nodes, 0, 0)).toThrow("no leaf 0 in a tree of 0");
    expect(() => inclusionProof(nodes, 5, 5)).toThrow("no leaf 5 in a tree of 5");
    expect(() => consistencyProof(nodes, 6, 5)).toThrow("6 leaves are more than 5");
    expect(() => rootOf(nodes, 34)).toThrow("outside a tree of 33 leaves");
  });

  test("sizes beyond 2^32 are counted exactly", () => {
    // A tree of 2^40 equal leaves: every complete subtree of one level is the same.
    const level: Hash[] = [leafHash(toUtf8("same"))];
    for (let l = 1; l <= 40; l++) level.push(nodeHash(level[l - 1] as Hash, level[l - 1] as Hash));
    const same = (l: number) => level[l] as Hash;
    const size = 2 ** 40 - 12345;
    const index = 2 ** 35 + 7;
    const root = rootOf(same, size);
    expect(verifyInclusion(level[0] as Hash, index, size, inclusionProof(same, index, size), root)).toBe(true);
    expect(verifyInclusion(level[0] as Hash, size, size, inclusionProof(same, index, size), root)).toBe(false);
    const proof = consistencyProof(same, index, size);
    expect(verifyConsistency(index, size, proof, rootOf(same, index), root)).toBe(true);
  });
});
