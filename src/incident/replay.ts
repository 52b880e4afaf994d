import { rounded } from "../units.ts";
import type { Hold, Holds } from "./apart.ts";
import type { Evidence } from "./evidence.ts";
import type { LinkLists } from "./link-lists.ts";
import { CLAIM_SEEDS, CLAIMS, type Draft, END, type Merges } from "./merges.ts";
import type { Tally } from "./tally.ts";
import { pairTie } from "./tie.ts";

/** What rounds are run on. */
export interface Stage {
  readonly evidence: Evidence;
  readonly links: LinkLists;
  readonly holds: Holds;
  /** Whether claims join, after what was recorded. */
  readonly claims: boolean;
  readonly isClaim: (i: number) => boolean;
  /** Whether one comes before another in order of id. */
  readonly before: (i: number, j: number) => boolean;
  /** Whether one that the history knows is no more, has its place taken by another, or is replaced. */
  readonly gone: (i: number) => boolean;
  /** Whether a later version replaces one. */
  readonly replaced: (i: number) => boolean;
}

interface Group {
  readonly key: number;
  /** In no order. */
  readonly members: readonly number[];
  /** Made when it is first asked for: two observations need none, nor does what has no neighbour. */
  readonly weight: Weight;
  readonly hold: Hold;
  /** The history that stood has this very group, after so many merges of its smallest member; −1: it has none such. */
  readonly like: number;
  /** Whether the history that stood has it in this round. */
  shared: boolean;
  /** Of one that is shared, the round in which it merged. */
  readonly merged: number;
  /** Gain of a merge with others. */
  readonly gains: Map<Group, number>;
}

class Weight {
  private made: { readonly tally: Tally; readonly evidence: number } | undefined;
  private readonly make: () => Tally;
  private readonly of: Evidence;

  constructor(of: Evidence, make: () => Tally) {
    this.of = of;
    this.make = make;
  }

  get tally(): Tally {
    return this.known.tally;
  }

  get evidence(): number {
    return this.known.evidence;
  }

  private get known(): { readonly tally: Tally; readonly evidence: number } {
    if (this.made) return this.made;
    const tally = this.make();
    this.made = { tally, evidence: this.of.of(tally) };
    return this.made;
  }
}

/**
 * The rounds again, of those groups alone whose neighbourhood differs from that of the history that stands; all others
 * do what they did then. Each round weighs the groups that are not in the history in that round, and their neighbours: a
 * neighbour that does otherwise than it did is not in it from there on, and one that comes to be what it was is again.
 * Writes what differs to the draft.
 *
 * Right where no group has more neighbours than it may weigh at a time (`mutualBest`): then what a group does in a round
 * hangs on nothing but itself and its neighbours in that round, not on the rest of its part.
 */
export class Replay {
  private readonly stage: Stage;
  private readonly draft: Draft;
  private readonly stood: Merges;
  private readonly from: number;
  private readonly until: number;
  private readonly most: number;
  private readonly each: number;
  /** By smallest member, the groups that the history does not have in this round. */
  private readonly other = new Map<number, Group>();
  /** By smallest member, groups of the history that were made up already. */
  private readonly made = new Map<number, Group>();
  private near = new Map<Group, readonly Group[]>();
  private best = new Map<Group, Group | undefined>();
  private crowded = false;

  constructor(stage: Stage, draft: Draft) {
    this.stage = stage;
    this.draft = draft;
    this.stood = draft.stood;
    this.from = stage.claims ? CLAIMS : 0;
    this.until = stage.claims ? END : CLAIM_SEEDS;
    this.most = stage.evidence.model.neighbours;
    this.each = stage.evidence.model.linksEach;
  }

  /**
   * @param seeds groups to begin with that are new or of which anything is another than it was, members in order of id,
   * already written to the draft
   * @param lost observations that a link was taken from
   * @returns by smallest member, members of the groups that come of it and are new or another than they were; undefined
   * where the rounds cannot be told from neighbourhoods alone
   */
  run(seeds: Iterable<readonly number[]>, lost: readonly number[]): Map<number, readonly number[]> | undefined {
    const { evidence, holds } = this.stage;
    for (const members of seeds)
      this.other.set(
        members[0] as number,
        this.group(members, () => evidence.tallyOf(members), holds.of(members), -1),
      );
    for (let round = this.from; ; ) {
      this.near = new Map();
      this.best = new Map();
      const watched = this.watched(lost, round);
      for (const g of watched) this.bestOf(g, round);
      if (this.crowded) return undefined;
      if (this.step(watched, round)) {
        round++;
        continue;
      }
      // Nothing seen here changes before one of the groups looked at merges as it did.
      let next = END;
      for (const g of this.near.keys()) {
        next = Math.min(next, g.merged);
        for (const h of this.near.get(g) ?? []) next = Math.min(next, h.merged);
      }
      if (this.crowded) return undefined;
      if (next >= this.until) return new Map([...this.other].map(([key, g]) => [key, g.members]));
      round = Math.max(next, round + 1);
    }
  }

  /** Groups that are not in the history, and those beside them or beside what went. */
  private watched(lost: readonly number[], round: number): Set<Group> {
    const { replaced, isClaim, claims } = this.stage;
    const watched = new Set(this.other.values());
    for (const g of this.other.values()) for (const h of this.nearOf(g, round)) watched.add(h);
    for (const i of lost) if (!replaced(i) && (claims || !isClaim(i))) watched.add(this.at(i, round));
    return watched;
  }

  /** Merges, and what does not merge as it did. @returns whether anything but that history went on */
  private step(watched: ReadonlySet<Group>, round: number): boolean {
    const { before } = this.stage;
    const done = new Set<Group>();
    const asBefore = new Set<Group>();
    const merges: [Group, Group][] = [];
    // All that a round merges rests on the state at its start: nothing is joined before every choice is known.
    for (const g of watched) {
      const h = this.best.get(g);
      if (!h || done.has(g) || this.bestOf(h, round) !== g) continue;
      const [x, y] = before(g.key, h.key) ? [g, h] : [h, g];
      done.add(x).add(y);
      if (x.shared && y.shared && x.merged === round && this.partner(x, round) === y.key) asBefore.add(x).add(y);
      else merges.push([x, y]);
    }
    const ended = new Set(Array.from(done, (g) => g.key));
    for (const [x, y] of merges) this.join(x, y, round);
    let moved = merges.length > 0;
    for (const g of watched) {
      if (!g.shared || g.merged !== round || asBefore.has(g)) continue;
      moved = true;
      const key = this.partner(g, round);
      const stays =
        !ended.has(key) && !this.stage.gone(key) && this.draft.keyAt(key, round) === key && !this.other.has(key)
          ? this.at(key, round)
          : undefined;
      for (const one of [g, stays]) if (one && !done.has(one)) this.leaves(one);
    }
    for (const g of Array.from(this.other.values()))
      if (this.stands(g, round + 1)) {
        this.other.delete(g.key);
        this.draft.written.delete(g.key);
        moved = true;
      }
    return moved;
  }

  /** Takes a group out of the history. */
  private leaves(g: Group): void {
    g.shared = false;
    this.other.set(g.key, { ...g, shared: false, merged: END, gains: new Map() });
    this.draft.written.set(g.key, null);
  }

  private join(x: Group, y: Group, round: number): void {
    const { evidence, holds } = this.stage;
    const gain = this.gainOf(x, y);
    const whole = x.like >= 0 && y.like >= 0 && this.partOf(y.key, y.like) === -1;
    const like = whole && this.partOf(x.key, x.like) === y.key ? x.like + 1 : -1;
    const hold = holds.union(x.hold, y.hold);
    const tally = evidence.union(x.weight.tally, y.weight.tally);
    const z = this.group([...x.members, ...y.members], () => tally, hold, like);
    for (const key of [x.key, y.key]) this.other.delete(key);
    this.other.set(x.key, z);
    this.draft.written.set(y.key, { into: x.key, round, gain });
    this.draft.written.set(x.key, null);
  }

  /** Whether the history has a group at the start of a round. */
  private stands(g: Group, round: number): boolean {
    if (g.like < 0) return false;
    const last = g.like === 0 ? -1 : this.partOf(g.key, g.like - 1);
    return (last === -1 || this.stood.endOf(last) < round) && this.ends(g.key, g.like) >= round;
  }

  /** The group that one is in at the start of a round. */
  private at(i: number, round: number): Group {
    const key = this.draft.keyAt(i, round);
    const other = this.other.get(key);
    if (other) return other;
    const made = this.made.get(key);
    // Merges of the history come in order of round: until the next, it is the same.
    if (made && made.merged >= round && made.shared) return made;
    const group = this.shared(key, round);
    this.made.set(key, group);
    return group;
  }

  private shared(key: number, round: number): Group {
    const { evidence, holds } = this.stage;
    const members = this.stood.membersAt(key, round, []);
    let like = 0;
    for (let part = this.partOf(key, 0); part !== -1 && this.stood.endOf(part) < round; part = this.stood.nextOf(part))
      like++;
    return {
      key,
      members,
      weight: new Weight(evidence, () => tallyAt(this.stage, this.stood, key, round)),
      hold: holds.of(members),
      like,
      shared: true,
      merged: this.ends(key, like),
      gains: new Map(),
    };
  }

  private group(members: readonly number[], make: () => Tally, hold: Hold, like: number): Group {
    const weight = new Weight(this.stage.evidence, make);
    return { key: members[0] as number, members, weight, hold, like, shared: false, merged: END, gains: new Map() };
  }

  /** The n-th that a group took in, in these rounds; −1 where there are fewer. */
  private partOf(key: number, n: number): number {
    const { stood } = this;
    let part = stood.firstOf(key);
    while (part !== -1 && stood.endOf(part) < this.from) part = stood.nextOf(part);
    for (let k = 0; k < n && part !== -1; k++) part = stood.nextOf(part);
    return part === -1 || stood.endOf(part) >= this.until ? -1 : part;
  }

  /** The round in which a group of the history merged, with one that it took in or one that took it in. */
  private ends(key: number, like: number): number {
    const part = this.partOf(key, like);
    const end = Math.min(part === -1 ? END : this.stood.endOf(part), this.stood.endOf(key));
    return end >= this.until ? END : end;
  }

  /** What a group of the history merged with in the round that ended it. */
  private partner(g: Group, round: number): number {
    const part = this.partOf(g.key, g.like);
    return part !== -1 && this.stood.endOf(part) === round ? part : this.stood.intoOf(g.key);
  }

  private nearOf(g: Group, round: number): readonly Group[] {
    const known = this.near.get(g);
    if (known) return known;
    const { links, claims, isClaim, replaced } = this.stage;
    const found = new Set<Group>();
    for (const i of g.members) {
      const size = links.sizeOf(i);
      if (size > this.each) this.crowded = true;
      const claim = isClaim(i);
      for (let k = 0; k < size; k++) {
        const j = links.other(i, k);
        if (replaced(j) || (claims ? !claim && !isClaim(j) : isClaim(j))) continue;
        const h = this.at(j, round);
        if (h === g) continue;
        found.add(h);
        if (g.members.length === 1 && h.members.length === 1) this.weigh(g, h, links.gain(i, k));
      }
    }
    if (found.size > this.most) this.crowded = true;
    const near = [...found];
    this.near.set(g, near);
    return near;
  }

  private weigh(g: Group, h: Group, linked: number): void {
    if (!g.gains.has(h)) this.note(g, h, this.stage.holds.never(g.hold, h.hold) ? Number.NEGATIVE_INFINITY : linked);
  }

  private note(g: Group, h: Group, gain: number): number {
    g.gains.set(h, gain);
    h.gains.set(g, gain);
    return gain;
  }

  private gainOf(g: Group, h: Group): number {
    const known = g.gains.get(h);
    if (known !== undefined) return known;
    const { evidence, holds } = this.stage;
    if (holds.never(g.hold, h.hold)) return this.note(g, h, Number.NEGATIVE_INFINITY);
    return this.note(
      g,
      h,
      rounded(evidence.ofBoth(g.weight.tally, h.weight.tally) - g.weight.evidence - h.weight.evidence),
    );
  }

  /** The neighbour that a group names, as `mutualBest` does. */
  private bestOf(g: Group, round: number): Group | undefined {
    if (this.best.has(g)) return this.best.get(g);
    const { evidence, before } = this.stage;
    const { tie } = evidence.traits;
    let [best, most, rank]: [Group | undefined, number, number] = [undefined, 0, 0];
    for (const h of this.nearOf(g, round)) {
      const gain = this.gainOf(g, h);
      if (!(gain > 0) || gain < most) continue;
      const of = pairTie(tie[g.key] as number, tie[h.key] as number);
      if (gain > most || of < rank || (of === rank && before(h.key, (best as Group).key)))
        [best, most, rank] = [h, gain, of];
    }
    this.best.set(g, best);
    return best;
  }
}

/** The tally of a group as it was at the start of a round, made anew along its merges. */
export function tallyAt(
  { evidence, before, claims }: Pick<Stage, "evidence" | "before" | "claims">,
  merges: Merges,
  key: number,
  round: number,
): Tally {
  const from = claims ? CLAIMS : 0;
  const seed = merges.membersAt(key, from, []);
  if (seed.length > 1) seed.sort((i, j) => (before(i, j) ? -1 : 1));
  let tally = evidence.tallyOf(seed);
  for (let part = merges.firstOf(key); part !== -1 && merges.endOf(part) < round; part = merges.nextOf(part))
    if (merges.endOf(part) >= from)
      tally = evidence.union(tally, tallyAt({ evidence, before, claims }, merges, part, END));
  return tally;
}
