import { sha256 } from "@noble/hashes/sha2.js";
import { sameBytes } from "./bytes.ts";

/** 32 bytes: a leaf hash, a node or a root. */
export type Hash = Uint8Array;

/** Root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array(0));

/** SHA-256(0x00 ‖ leaf data). Source: RFC 6962 section 2.1 */
export const leafHash = (data: Uint8Array): Hash => {
  const input = new Uint8Array(1 + data.length);
  input.set(data, 1);
  return sha256(input);
};

/** SHA-256(0x01 ‖ left ‖ right). Source: RFC 6962 section 2.1 */
export const nodeHash = (left: Hash, right: Hash): Hash => {
  const input = new Uint8Array(65);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 33);
  return sha256(input);
};

/**
 * Complete subtrees of a log: the root of leaves `[index · 2^level, (index + 1) · 2^level)`. Asked only for subtrees
 * that lie wholly inside the tree. @throws where it is not known
 */
export type Nodes = (level: number, index: number) => Hash;

/** Largest power of two smaller than n, for n of 2 or more. Sizes pass 2^32, so there is no bit arithmetic here. */
const split = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** Nodes over leaf hashes in memory; each level is computed once. */
export function nodesOf(leaves: readonly Hash[]): Nodes {
  const levels: Hash[][] = [[...leaves]];
  const level = (l: number): Hash[] => {
    const known = levels[l];
    if (known) return known;
    const below = level(l - 1);
    const made: Hash[] = [];
    for (let i = 0; i + 1 < below.length; i += 2) made.push(nodeHash(below[i] as Hash, below[i + 1] as Hash));
    levels[l] = made;
    return made;
  };
  return (l, index) => {
    const hash = level(l)[index];
    if (!hash) throw new RangeError(`node ${index} of level ${l} lies outside a tree of ${leaves.length} leaves`);
    return hash;
  };
}

/** Root of leaves [begin, end), where begin is a multiple of the subtree's own width; O(log n). */
function subtree(nodes: Nodes, begin: number, end: number): Hash {
  const complete: Hash[] = [];
  for (let at = begin; at < end; ) {
    let level = 0;
    let width = 1;
    while (at + width * 2 <= end && at % (width * 2) === 0) {
      width *= 2;
      level++;
    }
    complete.push(nodes(level, at / width));
    at += width;
  }
  return fold(complete);
}

const fold = (complete: readonly Hash[]): Hash =>
  complete.length === 0 ? EMPTY_ROOT : complete.reduceRight((right, left) => nodeHash(left, right));

/** Root of the first `size` leaves. */
export const rootOf = (nodes: Nodes, size: number): Hash => subtree(nodes, 0, checked(size));

const checked = (size: number): number => {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`tree size: expected 0 to 2^53 - 1, got ${size}`);
  return size;
};

/**
 * The hashes that lead from a leaf to the root, the leaf's sibling first.
 * @throws RangeError unless 0 ≤ index < size
 * Source: RFC 6962 section 2.1.1
 */
export function inclusionProof(nodes: Nodes, index: number, size: number): Hash[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= checked(size))
    throw new RangeError(`inclusion proof: no leaf ${index} in a tree of ${size}`);
  const proof: Hash[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + split(end - begin);
    if (index < middle) {
      proof.push(subtree(nodes, middle, end));
      end = middle;
    } else {
      proof.push(subtree(nodes, begin, middle));
      begin = middle;
    }
  }
  return proof.reverse();
}

/**
 * The hashes that show that the first `from` leaves of a tree of `to` leaves are the tree of `from` leaves.
 * Empty where from is 0 or equals to.
 * @throws RangeError unless 0 ≤ from ≤ to
 * Source: RFC 6962 section 2.1.2
 */
export function consistencyProof(nodes: Nodes, from: number, to: number): Hash[] {
  if (checked(from) > checked(to)) throw new RangeError(`consistency proof: ${from} leaves are more than ${to}`);
  if (from === 0 || from === to) return [];
  const proof: Hash[] = [];
  let [begin, end] = [0, to];
  while (from !== end) {
    const middle = begin + split(end - begin);
    if (from <= middle) {
      proof.push(subtree(nodes, middle, end));
      end = middle;
    } else {
      proof.push(subtree(nodes, begin, middle));
      begin = middle;
    }
  }
  // Where the old tree is a complete left part of the new one, its root is known to the verifier already.
  if (begin > 0) proof.push(subtree(nodes, begin, end));
  return proof.reverse();
}

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;

/**
 * The root that a leaf hash and its inclusion proof lead to, or undefined where the proof cannot be one for this
 * index and size (too short, too long, index outside the tree).
 * Source: RFC 9162 section 2.1.3.2
 */
export function rootFromInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[]): Hash | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  if (leaf.length !== 32 || proof.some((h) => h.length !== 32)) return undefined;
  let [node, last, root] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (odd(node) || node === last) {
      root = nodeHash(sibling, root);
      while (!odd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else root = nodeHash(root, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : undefined;
}

/** Whether the proof shows this leaf at this index of the tree of this size and root. Never throws. */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  const reached = rootFromInclusion(leaf, index, size, proof);
  return reached !== undefined && sameBytes(reached, root);
}

/**
 * Whether the proof shows that the tree (to, toRoot) only adds leaves behind those of (from, fromRoot). Never throws.
 * Every tree extends the empty one, whose root must still be EMPTY_ROOT.
 * Source: RFC 9162 section 2.1.4.2
 */
export function verifyConsistency(
  from: number,
  to: number,
  proof: readonly Hash[],
  fromRoot: Hash,
  toRoot: Hash,
): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) return false;
  if (from === to)
    return proof.length === 0 && sameBytes(fromRoot, toRoot) && (to > 0 || sameBytes(toRoot, EMPTY_ROOT));
  if (from === 0) return proof.length === 0 && sameBytes(fromRoot, EMPTY_ROOT);
  if (proof.length === 0 || proof.some((h) => h.length !== 32)) return false;
  let [node, last] = [from - 1, to - 1];
  while (odd(node)) [node, last] = [half(node), half(last)];
  // A complete left part is its own first hash; only its root is not repeated in the proof.
  const [first, ...rest] = node === 0 ? [fromRoot, ...proof] : proof;
  let [old, now] = [first as Hash, first as Hash];
  for (const hash of rest) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      old = nodeHash(hash, old);
      now = nodeHash(hash, now);
      while (!odd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else now = nodeHash(now, hash);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(old, fromRoot) && sameBytes(now, toRoot);
}
