import { rounded } from "../units.ts";
import type { Hold, Holds } from "./apart.ts";
import type { Evidence } from "./evidence.ts";
import type { Tally } from "./tally.ts";

export interface Weakest {
  readonly gain: number;
  readonly a: number;
  readonly b: number;
}

export interface Group {
  /** In no order; the smallest is the tally's key. */
  readonly members: number[];
  readonly tally: Tally;
  readonly evidence: number;
  readonly hold: Hold;
  readonly weakest: Weakest | undefined;
  /** Gain of a merge with each neighbour that is weighed now, by the neighbour's number. */
  readonly near: Map<number, number>;
  /** Numbers of neighbours that are not weighed yet, some of groups that have merged since; taken from the end. */
  waiting: number[];
  alive: boolean;
  best: number;
  /** The last time that it named the one it would merge with. */
  named: number;
}

interface Rest extends Pick<Group, "near" | "waiting"> {
  readonly weakest?: Weakest | undefined;
  /** Where it is known. */
  readonly evidence?: number | undefined;
}

/** Groups of the rounds, and which of their neighbours they weigh now: `model.neighbours` at most. */
export class Groups {
  protected readonly evidence: Evidence;
  protected readonly holds: Holds;
  protected readonly most: number;
  protected readonly groups: Group[] = [];
  /** For each group the one that it became part of, or itself. */
  protected readonly into: number[] = [];
  /** Whether any had to wait for another. */
  protected full = false;

  constructor(evidence: Evidence, holds: Holds) {
    this.evidence = evidence;
    this.holds = holds;
    this.most = evidence.model.neighbours;
  }

  protected group(g: number): Group {
    return this.groups[g] as Group;
  }

  protected add(members: number[], tally: Tally, hold: Hold, rest: Rest): number {
    this.into.push(this.groups.length);
    return this.groups.push(this.made(members, tally, hold, rest)) - 1;
  }

  protected made(members: number[], tally: Tally, hold: Hold, { near, waiting, weakest, evidence }: Rest): Group {
    return {
      members,
      tally,
      evidence: evidence ?? this.evidence.of(tally),
      hold,
      weakest,
      waiting,
      near,
      alive: true,
      best: -1,
      named: 0,
    };
  }

  protected gainOf(a: Group, b: Group): number {
    return this.holds.never(a.hold, b.hold) ? Number.NEGATIVE_INFINITY : this.weighed(a, b);
  }

  private weighed(a: Group, b: Group): number {
    return rounded(this.evidence.ofBoth(a.tally, b.tally) - a.evidence - b.evidence);
  }

  /** What a merge would gain if nothing were pinned. */
  protected unpinnedGain(a: Group, b: Group): number {
    return this.holds.neverUnpinned(a.hold, b.hold) ? Number.NEGATIVE_INFINITY : this.weighed(a, b);
  }

  /**
   * Weighs two groups if both have room for it, else lets them wait for each other.
   * @param linked gain of a member of each: that of the groups where they have no other
   */
  protected meet(g: number, h: number, linked: number): void {
    const [a, b] = [this.group(g), this.group(h)];
    if (a.near.has(h)) return;
    if (a.near.size < this.most && b.near.size < this.most) {
      const single = a.tally.size === 1 && b.tally.size === 1 && !this.holds.never(a.hold, b.hold);
      this.link(g, h, single ? linked : this.gainOf(a, b));
    } else {
      this.full = true;
      a.waiting.push(h);
      b.waiting.push(g);
    }
  }

  protected link(g: number, h: number, gain: number): void {
    this.group(g).near.set(h, gain);
    this.group(h).near.set(g, gain);
  }

  protected part(g: number, h: number): void {
    this.group(g).near.delete(h);
    this.group(h).near.delete(g);
  }

  /** The group that a group has become part of by now. */
  protected now(g: number): number {
    let at = g;
    while (this.into[at] !== at) at = this.into[at] as number;
    for (let up = g; up !== at; ) {
      const next = this.into[up] as number;
      this.into[up] = at;
      up = next;
    }
    return at;
  }

  /** A new group that came by more neighbours than it may weigh lets go of the weakest. */
  protected trim(z: number, touched: Set<number>): void {
    const group = this.group(z);
    if (group.near.size <= this.most) return;
    this.full = true;
    const order = [...group.near].sort(([g, x], [h, y]) => y - x || this.group(g).tally.key - this.group(h).tally.key);
    for (const [h] of order.slice(this.most).reverse()) {
      this.part(z, h);
      group.waiting.push(h);
      this.group(h).waiting.push(z);
      touched.add(h);
    }
  }

  /** Of some groups, those that have neighbours still to weigh. */
  protected waiters(among: readonly number[]): number[] {
    return among.filter((g) => this.group(g).alive && this.group(g).waiting.length > 0);
  }

  /** Answers with the groups whose neighbours have changed. */
  protected takeUpAll(groups: Iterable<number>): Set<number> {
    const changed = new Set<number>();
    const queue = [...groups];
    for (const g of queue) this.takeUp(g, changed, queue);
    return changed;
  }

  /** Fills the room that a group has with neighbours that wait for it. One that is full drops those it will not join. */
  protected takeUp(g: number, changed: Set<number>, queue: number[]): void {
    const group = this.group(g);
    const { waiting, near } = group;
    if (waiting.length === 0) return;
    if (near.size >= this.most)
      for (const [h, gain] of near) {
        if (gain > 0) continue;
        this.part(g, h);
        if (this.group(h).waiting.length > 0) queue.push(h);
      }
    while (waiting.length > 0 && near.size < this.most) {
      const h = this.now(waiting.pop() as number);
      if (h === g || near.has(h)) continue;
      const other = this.group(h);
      if (other.near.size < this.most) {
        this.link(g, h, this.gainOf(group, other));
        changed.add(g).add(h);
      } else other.waiting.push(g);
    }
  }
}

/** The merge that gained less; of equals the one with the smaller members. */
export function weaker(x: Weakest | undefined, y: Weakest | undefined): Weakest | undefined {
  if (!x || !y) return x ?? y;
  return (x.gain - y.gain || x.a - y.a || x.b - y.b) <= 0 ? x : y;
}
