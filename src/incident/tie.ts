/**
 * Ties are settled by content: a number for each observation id, and of each pair one from both. Pairs that tie are
 * thereby in an order that is the same whatever arrives first, and as good as random, so that many of a crowd of equals
 * find each other in one round. (The order of ids would send all of them to the first.)
 */
export function tieKey(id: string): number {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The same number for both orders of two keys. */
export function pairTie(a: number, b: number): number {
  let hash = Math.imul(Math.min(a, b) ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ Math.max(a, b), 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}
