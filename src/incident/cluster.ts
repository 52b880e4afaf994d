import type { Holds } from "./apart.ts";
import type { Links } from "./candidates.ts";
import type { Evidence } from "./evidence.ts";
import { type Group, Groups, type Weakest, weaker } from "./groups.ts";
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
 * @returns clusters by smallest member
 * Source: fusion.md 5.2
 */
export function mutualBest(
  evidence: Evidence,
  seeds: readonly (readonly number[])[],
  links: Links,
  holds: Holds,
  { log, told = () => true }: RoundsOptions = {},
): Cluster[] {
  return new Rounds(evidence, holds, log).run(seeds, links, told);
}

export interface RoundsOptions {
  /** Gets every merge. */
  readonly log?: RoundsLog | undefined;
  /** Of which clusters, by their members, the nearest is asked for: of all unless said. */
  readonly told?: (members: readonly number[]) => boolean;
}

/** What happened in the rounds. */
export interface RoundsLog {
  /** Groups that became part of another, by the smallest members of both, of which `into` is the smaller. */
  readonly merges: { readonly key: number; readonly into: number; readonly round: number; readonly gain: number }[];
  /** Members of parts in which a group had more neighbours than it may weigh at a time. */
  readonly crowded: number[];
}

/** Linked groups, the k-th of `g` and of `h` with a gain of `gain`. */
interface Pairs {
  readonly g: Int32Array;
  readonly h: Int32Array;
  readonly gain: Float64Array;
}

/** No neighbours: of groups in no part. Not to be written to. */
const NONE: Map<number, number> = new Map();
const NOBODY: number[] = [];

class Rounds extends Groups {
  private readonly log: RoundsLog | undefined;
  private seeds: readonly (readonly number[])[] = [];
  private alone: Float64Array | undefined;
  private time = 0;

  constructor(evidence: Evidence, holds: Holds, log: RoundsLog | undefined) {
    super(evidence, holds);
    this.log = log;
  }

  run(seeds: readonly (readonly number[])[], links: Links, told: (members: readonly number[]) => boolean): Cluster[] {
    this.seeds = seeds;
    this.alone = links.alone;
    const owner = new Int32Array(this.evidence.traits.observations.length).fill(-1);
    for (let g = 0; g < seeds.length; g++) {
      for (const m of seeds[g] as readonly number[]) owner[m] = g;
      this.into.push(g);
    }
    this.groups.length = seeds.length;
    this.eachPart(owner, links);
    return this.answer(links, owner, told);
  }

  /** Those of no part are made when they are asked for. */
  protected override group(g: number): Group {
    return this.groups[g] ?? this.seed(g, NONE, NOBODY);
  }

  private seed(g: number, near: Map<number, number>, waiting: number[]): Group {
    const members = this.seeds[g] as readonly number[];
    const tally = this.evidence.tallyOf(members);
    const evidence = members.length === 1 ? this.alone?.[members[0] as number] : undefined;
    const group = this.made([...members], tally, this.holds.of(members), { near, waiting, evidence });
    this.groups[g] = group;
    return group;
  }

  /** Runs the rounds of every part: of groups that chains of links join. */
  private eachPart(owner: Int32Array, links: Links): void {
    const pairs = pairsOf(owner, links);
    const part = partsOf(pairs, this.seeds.length);
    const { count } = part;
    const pairsOfPart = listed(count, pairs.g.length, (k) => part.of[pairs.g[k] as number] as number);
    const groupsOfPart = listed(count, this.seeds.length, (g) => part.of[g] as number);
    for (let p = 0; p < count; p++) this.settle(groupsOfPart(p), pairs, pairsOfPart(p));
  }

  /** Runs the rounds of one part. */
  private settle(part: Int32Array, pairs: Pairs, linked: Int32Array): void {
    if (part.length === 2) {
      this.settleTwo(part, pairs, linked);
      return;
    }
    this.full = false;
    for (const g of part) this.seed(g, new Map(), []);
    this.begin(part, pairs, linked);
    const first = this.groups.length;
    let active: Iterable<number> = part;
    for (let round = 0; ; round++) {
      const time = ++this.time;
      for (const g of active) {
        this.group(g).named = time;
        this.name(g);
      }
      const merges: [number, number][] = [];
      for (const g of active) {
        const { best } = this.group(g);
        if (best < 0 || this.group(best).best !== g) continue;
        if (g < best || this.group(best).named !== time) merges.push([g, best]);
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

  /** Two groups have no choice. */
  private settleTwo(part: Int32Array, pairs: Pairs, linked: Int32Array): void {
    const [g, h] = part as unknown as [number, number];
    const [one, other] = [this.seed(g, NONE, NOBODY), this.seed(h, NONE, NOBODY)];
    const single = one.tally.size === 1 && other.tally.size === 1 && !this.holds.never(one.hold, other.hold);
    const gain = single ? (pairs.gain[linked[0] as number] as number) : this.gainOf(one, other);
    if (gain > 0) this.whole(g, h, gain, 0);
  }

  /** Makes neighbours of linked groups, those of the strongest links first. */
  private begin(part: Int32Array, { g, h, gain }: Pairs, linked: Int32Array): void {
    const order = Array.from(linked).sort(
      (x, y) =>
        (gain[y] as number) - (gain[x] as number) ||
        (g[x] as number) - (g[y] as number) ||
        (h[x] as number) - (h[y] as number),
    );
    for (const k of order) this.meet(g[k] as number, h[k] as number, gain[k] as number);
    // Taken from the end: the strongest last.
    for (const one of part) this.group(one).waiting.reverse();
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

  /** The number of a new group of two. */
  private whole(g: number, h: number, gain: number, round: number): number {
    const [a, b] = this.group(g).tally.key < this.group(h).tally.key ? [g, h] : [h, g];
    const [one, other] = [this.group(a), this.group(b)];
    const [into, key] = [one.tally.key, other.tally.key];
    this.log?.merges.push({ key, into, round, gain });
    const [more, fewer] = one.members.length >= other.members.length ? [one, other] : [other, one];
    for (const m of fewer.members) more.members.push(m);
    const [longer, shorter] = one.waiting.length >= other.waiting.length ? [one, other] : [other, one];
    const { waiting } = longer;
    for (const y of shorter.waiting) waiting.push(y);
    const weakest = weaker(weaker(one.weakest, other.weakest), { gain, a: into, b: key });
    const near = one.near === NONE ? NONE : new Map<number, number>();
    const tally = this.evidence.union(one.tally, other.tally);
    const z = this.add(more.members, tally, this.holds.union(one.hold, other.hold), { near, waiting, weakest });
    for (const part of [a, b]) {
      this.group(part).alive = false;
      this.group(part).waiting = NOBODY;
      this.into[part] = z;
    }
    return z;
  }

  /** Carries a round's merges out and weighs the new groups; answers with the groups whose choice may have changed. */
  private merge(merges: readonly (readonly [number, number])[], round: number): Set<number> {
    const whole = merges.map(([g, h]) => this.whole(g, h, this.group(g).near.get(h) as number, round));
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

  private answer(links: Links, owner: Int32Array, told: (members: readonly number[]) => boolean): Cluster[] {
    const { groups, seeds } = this;
    const alive: number[] = [];
    for (let g = 0; g < groups.length; g++) if (groups[g]?.alive ?? true) alive.push(g);
    const keyOf = (g: number): number => groups[g]?.tally.key ?? (seeds[g]?.[0] as number);
    alive.sort((g, h) => keyOf(g) - keyOf(h));
    const place = new Int32Array(groups.length);
    for (const [k, g] of alive.entries()) place[g] = k;
    const holder = owner.map((g) => (g < 0 ? -1 : this.now(g)));
    const beside = besideEach(links, holder, groups.length);
    const seen = new Int32Array(groups.length).fill(-1);
    return alive.map((g): Cluster => {
      const members = groups[g]?.members.sort((x, y) => x - y) ?? (seeds[g] as readonly number[]);
      if (!told(members)) return this.untold(g, members);
      let [cluster, most] = [-1, Number.NEGATIVE_INFINITY];
      const weigh = (h: number): void => {
        if (h < 0 || h === g || seen[h] === g) return;
        seen[h] = g;
        const [group, other] = [this.group(g), this.group(h)];
        const pinned = group.hold.pinned || other.hold.pinned;
        const gain = pinned ? this.unpinnedGain(group, other) : (group.near.get(h) ?? this.gainOf(group, other));
        const k = place[h] as number;
        if (gain > most || (gain === most && k < cluster)) [cluster, most] = [k, gain];
      };
      for (const h of beside(g)) weigh(h);
      for (const m of members) weigh(holder[links.missed[m] as number] ?? -1);
      const { tally, weakest } = this.group(g);
      const nearest = cluster >= 0 ? { nearest: { cluster, gain: most } } : {};
      return { members, tally, ...(weakest && { weakest }), ...nearest };
    });
  }

  /** A cluster of which no more than its members may be asked for. */
  private untold(g: number, members: readonly number[]): Cluster {
    const group = (): Group => this.group(g);
    return {
      members,
      get tally() {
        return group().tally;
      },
    };
  }
}

/** Links between groups as pairs of which `g` is the smaller. */
function pairsOf(owner: Int32Array, links: Links): Pairs {
  const most = links.a.length;
  const [g, h, gain] = [new Int32Array(most), new Int32Array(most), new Float64Array(most)];
  let count = 0;
  for (let k = 0; k < most; k++) {
    const [x, y] = [owner[links.a[k] as number] as number, owner[links.b[k] as number] as number];
    if (x < 0 || y < 0 || x === y) continue;
    g[count] = Math.min(x, y);
    h[count] = Math.max(x, y);
    gain[count] = links.gain[k] as number;
    count++;
  }
  return { g: g.subarray(0, count), h: h.subarray(0, count), gain: gain.subarray(0, count) };
}

/** Numbers the parts that chains of pairs join; −1 for a group that is in no pair. */
function partsOf({ g, h }: Pairs, groups: number): { readonly of: Int32Array; readonly count: number } {
  const up = Int32Array.from({ length: groups }, (_, k) => k);
  const top = (k: number): number => {
    let at = k;
    while (up[at] !== at) at = up[at] = up[up[at] as number] as number;
    return at;
  };
  for (let k = 0; k < g.length; k++) {
    const [x, y] = [top(g[k] as number), top(h[k] as number)];
    up[Math.max(x, y)] = Math.min(x, y);
  }
  const of = new Int32Array(groups).fill(-1);
  let count = 0;
  for (const one of g) if (of[top(one)] === -1) of[top(one)] = count++;
  for (let k = 0; k < groups; k++) of[k] = of[top(k)] as number;
  return { of, count };
}

/** The numbers below `n` by the class that each is in, rising in each; those in class −1 are left out. */
export function listed(classes: number, n: number, classOf: (k: number) => number): (c: number) => Int32Array {
  const starts = new Int32Array(classes + 1);
  for (let k = 0; k < n; k++) if (classOf(k) >= 0) (starts[classOf(k) + 1] as number)++;
  for (let c = 0; c < classes; c++) (starts[c + 1] as number) += starts[c] as number;
  const list = new Int32Array(starts[classes] as number);
  const next = starts.slice();
  for (let k = 0; k < n; k++) {
    const c = classOf(k);
    if (c >= 0) list[(next[c] as number)++] = k;
  }
  return (c) => list.subarray(starts[c], starts[c + 1]);
}

/** Of each group those that a link joins to it, some more than once. */
function besideEach({ a, b }: Links, holder: Int32Array, groups: number): (g: number) => Int32Array {
  const ends = 2 * a.length;
  const holderOf = (end: number): number => holder[((end & 1) === 0 ? a[end >> 1] : b[end >> 1]) as number] as number;
  const apart = (end: number): boolean => {
    const other = holderOf(end ^ 1);
    return other >= 0 && other !== holderOf(end);
  };
  const at = listed(groups, ends, (end) => (apart(end) ? holderOf(end) : -1));
  return (g) => at(g).map((end) => holderOf(end ^ 1));
}

/** Two lists in rising order as one. */
export function merged(a: readonly number[], b: readonly number[]): number[] {
  return [...a, ...b].sort((x, y) => x - y);
}
