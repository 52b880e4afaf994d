import type { Holds } from "./apart.ts";
import type { Links } from "./candidates.ts";
import type { Evidence } from "./evidence.ts";
import { Groups, type Weakest, weaker } from "./groups.ts";
import type { Tally } from "./tally.ts";
import { pairTie } from "./tie.ts";

/** A group of observations that no merge improves, and the nearest group that it could have joined. */
export interface Cluster {
  /** Trait indices in rising order. */
  readonly members: readonly number[];
  readonly tally: Tally;
  /** The merge that gained least of those that made it: by the smallest members of both sides. */
  readonly weakest?: Weakest;
  /**
   * Of those that it is linked to or nearly was, the cluster that a merge with would have gained most, by its index in
   * the answer's list. Its gain is 0 or less, or more only where no two members gain by themselves or one is pinned.
   */
  readonly nearest?: { readonly cluster: number; readonly gain: number };
}

/**
 * Mutual-best rounds: every group names the neighbour with the highest positive gain (of equals the one that
 * `pairTie` puts first); pairs that name each other merge; repeat until nothing gains. All merges of a round rest on
 * the state at its start, so the outcome is a function of the sets given. Neighbours are groups with a linked pair of
 * members.
 *
 * A group weighs at most `model.neighbours` at a time, those of the strongest links first, and takes up those that wait
 * as others are settled. A merge therefore costs at most twice that many weighings, however large the crowd around it;
 * while no group has more neighbours than that, the rounds are those of the plain definition.
 *
 * Groups that no chain of links joins never meet: rounds are run for each such part by itself, so that what happens in
 * one changes nothing in another.
 * @param seeds groups to begin with, each in rising order, disjoint
 * @param log gets every merge, where it is asked for
 * @returns clusters by smallest member
 * Source: fusion.md 5.2
 */
export function mutualBest(
  evidence: Evidence,
  seeds: readonly (readonly number[])[],
  links: Links,
  holds: Holds,
  log?: RoundsLog,
): Cluster[] {
  return new Rounds(evidence, holds, log).run(seeds, links);
}

/** What happened in the rounds. */
export interface RoundsLog {
  /** Groups that became part of another, by the smallest members of both, of which `into` is the smaller. */
  readonly merges: { readonly key: number; readonly into: number; readonly round: number; readonly gain: number }[];
  /** Members of parts in which a group had more neighbours than it may weigh at a time. */
  readonly crowded: number[];
}

interface Pair {
  readonly g: number;
  readonly h: number;
  readonly gain: number;
}

class Rounds extends Groups {
  private readonly log: RoundsLog | undefined;
  private seeds: readonly (readonly number[])[] = [];
  /** All groups in the order in which they were made: those of one part together. */
  private readonly order: number[] = [];

  constructor(evidence: Evidence, holds: Holds, log: RoundsLog | undefined) {
    super(evidence, holds);
    this.log = log;
  }

  run(seeds: readonly (readonly number[])[], links: Links): Cluster[] {
    this.seeds = seeds;
    const owner = new Map<number, number>();
    for (const [g, members] of seeds.entries()) {
      for (const m of members) owner.set(m, g);
      this.into.push(g);
    }
    this.groups.length = seeds.length;
    for (const { groups, pairs } of this.parts(owner, links)) this.settle(groups, pairs);
    for (const g of seeds.keys()) this.seed(g);
    return this.answer(links);
  }

  /** Makes a group to begin with, if it is not there: together with those of its part, which then stand near in memory. */
  private seed(g: number): void {
    if (this.groups[g] !== undefined) return;
    const members = this.seeds[g] as readonly number[];
    this.groups[g] = this.made([...members], this.evidence.tallyOf(members), this.holds.of(members));
    this.order.push(g);
  }

  /** Runs the rounds of one part. */
  private settle(part: readonly number[], pairs: readonly Pair[]): void {
    this.full = false;
    for (const g of part) this.seed(g);
    this.begin(part, pairs);
    const first = this.groups.length;
    let active: Iterable<number> = part;
    for (let round = 0; ; round++) {
      const named = new Set(active);
      for (const g of named) this.name(g);
      const merges: [number, number][] = [];
      for (const g of named) {
        const { best } = this.group(g);
        if (best < 0 || this.group(best).best !== g) continue;
        if (g < best || !named.has(best)) merges.push([g, best]);
      }
      if (merges.length > 0) active = this.merge(merges, round);
      else {
        const made = Array.from({ length: this.groups.length - first }, (_, k) => first + k);
        const taken = this.takeUpAll(this.waiters([...part, ...made]));
        if (taken.size === 0) break;
        active = taken;
      }
    }
    if (this.log && this.full) for (const g of part) this.log.crowded.push(...(this.seeds[g] as readonly number[]));
  }

  /** Parts that no link joins, each with its groups in rising order and the links between them. */
  private parts(owner: ReadonlyMap<number, number>, links: Links): { groups: number[]; pairs: Pair[] }[] {
    const up = Int32Array.from({ length: this.groups.length }, (_, g) => g);
    const top = (g: number): number => {
      let at = g;
      while (up[at] !== at) at = up[at] = up[up[at] as number] as number;
      return at;
    };
    const pairs: Pair[] = [];
    for (let k = 0; k < links.a.length; k++) {
      const g = owner.get(links.a[k] as number);
      const h = owner.get(links.b[k] as number);
      if (g === undefined || h === undefined || g === h) continue;
      pairs.push({ g, h, gain: links.gain[k] as number });
      const [x, y] = [top(g), top(h)];
      up[Math.max(x, y)] = Math.min(x, y);
    }
    const parts = new Map<number, { groups: number[]; pairs: Pair[] }>();
    for (const pair of pairs) {
      const part = parts.get(top(pair.g));
      if (part) part.pairs.push(pair);
      else parts.set(top(pair.g), { groups: [], pairs: [pair] });
    }
    for (let g = 0; g < up.length; g++) parts.get(top(g))?.groups.push(g);
    return [...parts.values()];
  }

  /** Makes neighbours of linked groups, those of the strongest links first. */
  private begin(part: readonly number[], pairs: readonly Pair[]): void {
    const order = pairs.map(({ g, h, gain }) => ({ g: Math.min(g, h), h: Math.max(g, h), gain }));
    order.sort((x, y) => y.gain - x.gain || x.g - y.g || x.h - y.h);
    for (const { g, h, gain } of order) this.meet(g, h, gain);
    // Taken from the end: the strongest last.
    for (const g of part) this.group(g).waiting.reverse();
  }

  private name(g: number): void {
    const group = this.group(g);
    const ties = this.evidence.traits.tie;
    const own = group.tally.key;
    let [best, most, tie, key] = [-1, 0, 0, 0];
    for (const [h, gain] of group.near) {
      if (!(gain > 0) || gain < most) continue;
      const other = this.group(h).tally.key;
      const rank = pairTie(ties[own] as number, ties[other] as number);
      if (gain > most || rank < tie || (rank === tie && other < key)) [best, most, tie, key] = [h, gain, rank, other];
    }
    group.best = best;
  }

  /** The number of a new group of two, the first of which has the smaller members. */
  private join(a: number, b: number, weakest: Weakest): number {
    const [one, other] = [this.group(a), this.group(b)];
    const [more, fewer] = one.members.length >= other.members.length ? [one, other] : [other, one];
    for (const m of fewer.members) more.members.push(m);
    const [longer, shorter] = one.waiting.length >= other.waiting.length ? [one, other] : [other, one];
    const { waiting } = longer;
    for (const h of shorter.waiting) waiting.push(h);
    const least = weaker(weaker(one.weakest, other.weakest), weakest);
    const tally = this.evidence.union(one.tally, other.tally);
    const z = this.add(more.members, tally, this.holds.union(one.hold, other.hold), least, waiting);
    this.order.push(z);
    for (const part of [a, b]) {
      this.group(part).alive = false;
      this.group(part).waiting = [];
      this.into[part] = z;
    }
    return z;
  }

  /** Carries a round's merges out and weighs the new groups; answers with the groups whose choice may have changed. */
  private merge(merges: readonly (readonly [number, number])[], round: number): Set<number> {
    const whole = merges.map(([g, h]) => {
      const [a, b] = this.group(g).tally.key < this.group(h).tally.key ? [g, h] : [h, g];
      const [into, key] = [this.group(a).tally.key, this.group(b).tally.key];
      const gain = this.group(a).near.get(b) as number;
      this.log?.merges.push({ key, into, round, gain });
      return this.join(a, b, { gain, a: into, b: key });
    });
    const touched = new Set<number>();
    for (const [k, parts] of merges.entries()) {
      const z = whole[k] as number;
      touched.add(z);
      for (const part of parts) {
        const { near } = this.group(part);
        for (const old of near.keys()) {
          const y = this.now(old);
          if (y === z) continue;
          const neighbour = this.group(y);
          if (y === old) neighbour.near.delete(part);
          touched.add(y);
          if (!this.group(z).near.has(y)) this.link(z, y, this.gainOf(this.group(z), neighbour));
        }
        near.clear();
      }
    }
    for (const z of whole) this.trim(z, touched);
    for (const g of this.takeUpAll(touched)) touched.add(g);
    return touched;
  }

  private answer(links: Links): Cluster[] {
    const alive = this.groups.flatMap((g, k) => (g.alive ? [k] : []));
    alive.sort((g, h) => this.group(g).tally.key - this.group(h).tally.key);
    const place = new Map(alive.map((g, k) => [g, k]));
    const holder = new Map<number, number>();
    for (const g of alive) for (const m of this.group(g).members) holder.set(m, g);
    const beside = new Map<number, Set<number>>(alive.map((g) => [g, new Set()]));
    for (let k = 0; k < links.a.length; k++) {
      const [g, h] = [holder.get(links.a[k] as number), holder.get(links.b[k] as number)];
      if (g === undefined || h === undefined || g === h) continue;
      beside.get(g)?.add(h);
      beside.get(h)?.add(g);
    }
    const clusters = Array.from({ length: alive.length }, (): Cluster | undefined => undefined);
    for (const g of this.order) {
      const group = this.group(g);
      if (!group.alive) continue;
      const { tally, weakest } = group;
      const members = group.members.sort((x, y) => x - y);
      const others = beside.get(g) as Set<number>;
      for (const m of members) {
        const other = holder.get(links.missed[m] as number);
        if (other !== undefined && other !== g) others.add(other);
      }
      let nearest: { cluster: number; gain: number } | undefined;
      for (const h of others) {
        const other = this.group(h);
        const pinned = group.hold.pinned || other.hold.pinned;
        const gain = pinned ? this.unpinnedGain(group, other) : (group.near.get(h) ?? this.gainOf(group, other));
        const cluster = place.get(h) as number;
        if (gain === Number.NEGATIVE_INFINITY) continue;
        if (!nearest || gain > nearest.gain || (gain === nearest.gain && cluster < nearest.cluster))
          nearest = { cluster, gain };
      }
      clusters[place.get(g) as number] = { members, tally, ...(weakest && { weakest }), ...(nearest && { nearest }) };
    }
    return clusters as Cluster[];
  }
}

/** Two lists in rising order as one. */
export function merged(a: readonly number[], b: readonly number[]): number[] {
  return [...a, ...b].sort((x, y) => x - y);
}
