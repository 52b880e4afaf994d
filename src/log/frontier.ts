import { EMPTY_ROOT, type Hash, type Nodes, nodeHash } from "./merkle.ts";

/**
 * The right edge of a log: all that is needed to append to it and to know its root. `complete` holds the roots of the
 * complete subtrees of a tree of `size` leaves, widest first, one for every 1 in the size's binary digits.
 */
export interface Frontier {
  readonly size: number;
  readonly complete: readonly Hash[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, complete: [] };

/** The frontier with one more leaf; O(log n), and one hash on average. */
export function appended(frontier: Frontier, leaf: Hash): Frontier {
  const complete = [...frontier.complete];
  let node = leaf;
  for (let size = frontier.size; size % 2 === 1; size = (size - 1) / 2) node = nodeHash(complete.pop() as Hash, node);
  complete.push(node);
  return { size: frontier.size + 1, complete };
}

/** Root of the tree; O(log n). */
export const frontierRoot = ({ complete }: Frontier): Hash =>
  complete.length === 0 ? EMPTY_ROOT : complete.reduceRight((right, left) => nodeHash(left, right));

/** The frontier of the first `size` leaves, to go on from where tiles or a store left off. */
export function frontierOf(nodes: Nodes, size: number): Frontier {
  const complete: Hash[] = [];
  let at = 0;
  for (let level = 52; level >= 0; level--) {
    const width = 2 ** level;
    if (at + width > size) continue;
    complete.push(nodes(level, at / width));
    at += width;
  }
  return { size, complete };
}
