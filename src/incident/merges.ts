import { longer } from "./link-lists.ts";

/** What is joined before round 0 of what was recorded; before round 0 of claims, and that round; after all rounds. */
export const SEEDS = -1;
export const CLAIM_SEEDS = 2 ** 20 - 1;
export const CLAIMS = 2 ** 20;
export const END = 2 ** 31 - 1;

/** That a group became part of another: by the smallest members of both. */
export interface Merge {
  /** Of the group that it became part of, before it in order of id. */
  readonly into: number;
  /** The round that merged them. */
  readonly round: number;
  /** What the merge gained; 0 for one before the rounds. */
  readonly gain: number;
}

/**
 * How groups came together, by observation. Every merge ends one smallest member: that of the later of both groups. So a
 * whole tree of merges stands in three numbers an observation, and the group that one was in at the start of any round
 * is found by going up from it.
 */
export class Merges {
  private into = new Int32Array(0);
  private rounds = new Int32Array(0);
  private gains = new Float64Array(0);
  /** The first that became part of one, and after each the next that became part of the same, in order of round. */
  private firsts = new Int32Array(0);
  private nexts = new Int32Array(0);
  private readonly before: (i: number, j: number) => boolean;

  /** @param before whether one observation comes before another in order of id */
  constructor(before: (i: number, j: number) => boolean) {
    this.before = before;
  }

  /** Makes room for observations below `n`. */
  widen(n: number): void {
    const had = this.into.length;
    if (n <= had) return;
    const most = Math.max(n, 2 * had);
    this.into = longer(this.into, most).fill(-1, had);
    this.rounds = longer(this.rounds, most);
    this.gains = longer(this.gains, most);
    this.firsts = longer(this.firsts, most).fill(-1, had);
    this.nexts = longer(this.nexts, most).fill(-1, had);
  }

  /** What a group became part of: by its smallest member; −1 if it did not. */
  intoOf(key: number): number {
    return this.into[key] as number;
  }

  /** The round that ended it, `END` if none did. */
  endOf(key: number): number {
    return this.into[key] === -1 ? END : (this.rounds[key] as number);
  }

  gainOf(key: number): number {
    return this.gains[key] as number;
  }

  firstOf(key: number): number {
    return this.firsts[key] as number;
  }

  nextOf(key: number): number {
    return this.nexts[key] as number;
  }

  /** The smallest member of the group that one was in at the start of a round. */
  keyAt(i: number, round: number): number {
    let key = i;
    while (this.into[key] !== -1 && (this.rounds[key] as number) < round) key = this.into[key] as number;
    return key;
  }

  /** All of a group as it was at the start of a round, added to `out` in no promised order. */
  membersAt(key: number, round: number, out: number[]): number[] {
    out.push(key);
    for (let part = this.firstOf(key); part !== -1 && this.endOf(part) < round; part = this.nextOf(part))
      this.membersAt(part, END, out);
    return out;
  }

  cut(key: number): void {
    const into = this.into[key] as number;
    if (into === -1) return;
    if (this.firsts[into] === key) this.firsts[into] = this.nexts[key] as number;
    else {
      let at = this.firsts[into] as number;
      while (this.nexts[at] !== key) at = this.nexts[at] as number;
      this.nexts[at] = this.nexts[key] as number;
    }
    this.into[key] = -1;
    this.nexts[key] = -1;
  }

  /** Of a group that is part of no other. */
  put(key: number, { into, round, gain }: Merge): void {
    this.into[key] = into;
    this.rounds[key] = round;
    this.gains[key] = gain;
    let [last, at] = [-1, this.firsts[into] as number];
    while (at !== -1 && (this.endOf(at) < round || (this.endOf(at) === round && this.before(at, key))))
      [last, at] = [at, this.nexts[at] as number];
    this.nexts[key] = at;
    if (last === -1) this.firsts[into] = key;
    else this.nexts[last] = key;
  }
}

/** Merges as they are to be, over those that stand: what is not written here is as it was. */
export class Draft {
  /** By smallest member of a group; `null`: it becomes part of no other. */
  readonly written = new Map<number, Merge | null>();
  readonly stood: Merges;

  constructor(stood: Merges) {
    this.stood = stood;
  }

  keyAt(i: number, round: number): number {
    for (let key = i; ; ) {
      const merge = this.written.get(key);
      const into = merge === undefined ? this.stood.intoOf(key) : merge === null ? -1 : merge.into;
      if (into === -1 || (merge ? merge.round : this.stood.endOf(key)) >= round) return key;
      key = into;
    }
  }

  /** Makes it so. @param removed observations that are no more */
  carryOut(removed: Iterable<number>): void {
    const { stood, written } = this;
    for (const i of removed) stood.cut(i);
    for (const key of written.keys()) stood.cut(key);
    for (const [key, merge] of written) if (merge) stood.put(key, merge);
  }
}
