import { rounded } from "../units.ts";
import type { Links } from "./candidates.ts";
import type { Evidence } from "./evidence.ts";
import { pairTie } from "./tie.ts";

/** A group of observations that no merge improves, and the nearest group that it could have joined. */
export interface Cluster {
  /** Trait indices in rising order. */
  readonly members: readonly number[];
  /**
   * The cluster that a merge with would have gained most, by its index in the answer's list. Its gain is 0 or less, or
   * more only where no two members gain by themselves.
   */
  readonly nearest?: { readonly cluster: number; readonly gain: number };
}

interface Group {
  readonly members: readonly number[];
  readonly evidence: number;
  /** Gain of a merge with each neighbour, by the neighbour's number. */
  readonly near: Map<number, number>;
  alive: boolean;
  best: number;
}

/**
 * Mutual-best rounds: every group names the neighbour with the highest positive gain (of equals the one that
 * `pairTie` puts first); pairs that name each other merge; repeat until nothing gains. All merges of a round rest on the state
 * at its start, so the outcome is a function of the sets given. Neighbours are groups with a linked pair of members.
 * @param seeds groups to begin with, each in rising order, disjoint
 * @param forbidden whether two groups may never merge
 * @returns clusters by smallest member
 * Source: fusion.md 5.2
 */
export function mutualBest(
  evidence: Evidence,
  seeds: readonly (readonly number[])[],
  links: Links,
  forbidden: (a: readonly number[], b: readonly number[]) => boolean,
): Cluster[] {
  const owner = new Map<number, number>();
  const groups: Group[] = seeds.map((members, g) => {
    for (const m of members) owner.set(m, g);
    return { members, evidence: evidence.of(members), near: new Map(), alive: true, best: -1 };
  });
  const gainOf = (a: Group, b: Group): number => {
    if (forbidden(a.members, b.members)) return Number.NEGATIVE_INFINITY;
    return rounded(evidence.of(merged(a.members, b.members)) - a.evidence - b.evidence);
  };
  for (let k = 0; k < links.a.length; k++) {
    const g = owner.get(links.a[k] as number);
    const h = owner.get(links.b[k] as number);
    if (g === undefined || h === undefined || g === h) continue;
    const [a, b] = [groups[g] as Group, groups[h] as Group];
    if (a.near.has(h)) continue;
    const gain = gainOf(a, b);
    a.near.set(h, gain);
    b.near.set(g, gain);
  }
  let active = new Set(groups.keys());
  for (;;) {
    for (const g of active) name(groups, g, evidence.traits.tie);
    const merges: [number, number][] = [];
    for (const g of active) {
      const { best } = groups[g] as Group;
      if (best < 0 || (groups[best] as Group).best !== g) continue;
      if (g < best || !active.has(best)) merges.push([g, best]);
    }
    if (merges.length === 0) break;
    active = merge(groups, merges, evidence, gainOf);
  }
  return answer(groups, links.missed, gainOf);
}

const keyOf = (group: Group): number => group.members[0] as number;

function name(groups: readonly Group[], g: number, ties: Uint32Array): void {
  const group = groups[g] as Group;
  const own = keyOf(group);
  let [best, most, tie, key] = [-1, 0, 0, 0];
  for (const [h, gain] of group.near) {
    if (!(gain > 0) || gain < most) continue;
    const other = keyOf(groups[h] as Group);
    const rank = pairTie(ties[own] as number, ties[other] as number);
    if (gain > most || rank < tie || (rank === tie && other < key)) [best, most, tie, key] = [h, gain, rank, other];
  }
  group.best = best;
}

/** Carries a round's merges out and scores the new groups; answers with the groups whose choice may have changed. */
function merge(
  groups: Group[],
  merges: readonly (readonly [number, number])[],
  evidence: Evidence,
  gainOf: (a: Group, b: Group) => number,
): Set<number> {
  const became = new Map<number, number>();
  for (const [a, b] of merges) {
    const [one, other] = [groups[a] as Group, groups[b] as Group];
    one.alive = false;
    other.alive = false;
    became.set(a, groups.length);
    became.set(b, groups.length);
    const members = merged(one.members, other.members);
    groups.push({
      members,
      evidence: evidence.of(members),
      near: new Map(),
      alive: true,
      best: -1,
    });
  }
  const touched = new Set<number>();
  for (const [a, b] of merges) {
    const z = became.get(a) as number;
    const whole = groups[z] as Group;
    touched.add(z);
    for (const part of [a, b])
      for (const old of (groups[part] as Group).near.keys()) {
        const y = became.get(old) ?? old;
        if (y === z) continue;
        const neighbour = groups[y] as Group;
        if (y === old) neighbour.near.delete(part);
        touched.add(y);
        if (whole.near.has(y)) continue;
        const gain = gainOf(whole, neighbour);
        whole.near.set(y, gain);
        neighbour.near.set(z, gain);
      }
    (groups[a] as Group).near.clear();
    (groups[b] as Group).near.clear();
  }
  return touched;
}

function answer(groups: readonly Group[], missed: Int32Array, gainOf: (a: Group, b: Group) => number): Cluster[] {
  const alive = groups.filter((g) => g.alive).sort((g, h) => keyOf(g) - keyOf(h));
  const place = new Map(alive.map((g, k) => [g, k]));
  const holder = new Map<number, Group>();
  for (const group of alive) for (const m of group.members) holder.set(m, group);
  return alive.map((group) => {
    const gains = new Map<Group, number>();
    for (const [h, gain] of group.near) gains.set(groups[h] as Group, gain);
    for (const m of group.members) {
      const other = holder.get(missed[m] as number);
      if (other && other !== group && !gains.has(other)) gains.set(other, gainOf(group, other));
    }
    let nearest: { cluster: number; gain: number } | undefined;
    for (const [other, gain] of gains) {
      const cluster = place.get(other) as number;
      if (gain === Number.NEGATIVE_INFINITY) continue;
      if (!nearest || gain > nearest.gain || (gain === nearest.gain && cluster < nearest.cluster))
        nearest = { cluster, gain };
    }
    return nearest ? { members: group.members, nearest } : { members: group.members };
  });
}

/** Two lists in rising order as one. */
export function merged(a: readonly number[], b: readonly number[]): number[] {
  const out: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length)
    out.push((a[i] as number) < (b[j] as number) ? (a[i++] as number) : (b[j++] as number));
  while (i < a.length) out.push(a[i++] as number);
  while (j < b.length) out.push(b[j++] as number);
  return out;
}
