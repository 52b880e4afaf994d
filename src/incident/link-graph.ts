import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { type Found, type Links, stronger } from "./candidates.ts";
import { Ground } from "./ground.ts";
import { type Alone, aloneOf, pairGain } from "./pair-weighing.ts";
import { noTraits, type Traits, type Writable } from "./traits.ts";

/** Observations with the links between them, kept as they come and go: at all times those that `findLinks` finds. */
export class LinkGraph extends Ground {
  private readonly alone: (Alone | undefined)[] = [];
  /** Of each observation, those that it gains with, and the gain. */
  private readonly near: (Map<number, number> | undefined)[] = [];
  private readonly missed: number[] = [];
  private readonly missedBy: number[] = [];
  /** Of each observation, those that it is the nearest miss of. */
  private readonly missedOf: (Set<number> | undefined)[] = [];
  get weighed(): number {
    return this.evidence.weighed;
  }

  linked(i: number): Iterable<number> {
    return this.near[i]?.keys() ?? [];
  }

  missedAt(i: number): number {
    return this.missed[i] ?? -1;
  }

  missing(i: number): Iterable<number> {
    return this.missedOf[i] ?? [];
  }

  /**
   * Takes observations out and puts others in.
   * @returns `moved`: those that are new, whose links were made anew, or that were linked to one of these; `turned`:
   * those whose nearest miss is another
   */
  change(remove: readonly number[], add: readonly Observation[]): { moved: Set<number>; turned: Set<number> } {
    const [moved, turned, again] = [new Set<number>(), new Set<number>(), new Set<number>()];
    const unlink = (i: number): void => {
      for (const j of this.near[i]?.keys() ?? []) {
        this.near[j]?.delete(i);
        moved.add(j);
      }
      this.near[i] = undefined;
      for (const j of this.missedOf[i] ?? []) again.add(j);
      this.settle(i, -1, Number.NEGATIVE_INFINITY);
    };
    for (const i of remove) unlink(i);
    const { added, unsettled } = this.move(remove, add);
    for (const i of unsettled) unlink(i);
    for (const i of unsettled) {
      moved.add(i);
      this.alone[i] = aloneOf(this.evidence, i);
    }
    for (const i of remove) {
      again.delete(i);
      moved.delete(i);
      this.alone[i] = added.has(i) ? this.alone[i] : undefined;
    }
    for (const i of added) moved.add(i);
    const waiting = new Set(unsettled);
    for (const i of unsettled) {
      waiting.delete(i);
      again.delete(i);
      this.each(i, (j) => {
        if (waiting.has(j)) return;
        const gain = this.gain(i, j);
        if (gain === undefined) return;
        if (gain > 0) {
          this.link(i, j, gain);
          moved.add(j);
        } else {
          this.miss(i, j, gain);
          if (this.miss(j, i, gain)) turned.add(j);
        }
      });
    }
    for (const i of again) {
      this.settle(i, -1, Number.NEGATIVE_INFINITY);
      turned.add(i);
      this.each(i, (j) => {
        const gain = this.gain(i, j);
        if (gain !== undefined && !(gain > 0)) this.miss(i, j, gain);
      });
    }
    return { moved, turned };
  }

  /** Traits and links of some observations alone, as those of a batch. @param members by id */
  part(members: readonly number[]): { traits: Traits; links: Links } {
    const n = members.length;
    const traits: Writable = noTraits(n);
    for (const [k, i] of members.entries()) {
      traits.observations[k] = this.traits.observations[i] as Observation;
      traits.mixture[k] = this.traits.mixture[i];
      traits.act[k] = this.traits.act[i] as Float64Array;
      for (const name of COLUMNS) traits[name][k] = this.traits[name][i] as number;
    }
    const at = new Map(members.map((i, k) => [i, k]));
    const links: Links = { a: [], b: [], gain: [], missed: new Int32Array(n) };
    const claim = (k: number): boolean => traits.observations[k]?.kind === "claim";
    for (const [k, i] of members.entries()) {
      links.missed[k] = at.get(this.missedAt(i)) ?? -1;
      const lists: [Found[], Found[]] = [[], []];
      for (const [other, gain] of this.near[i] ?? []) {
        const j = at.get(other);
        if (j === undefined || j > k) continue;
        lists[claim(k) || claim(j) ? 1 : 0].push({ j, gain, tie: this.pairTie(i, other) });
      }
      for (const list of lists) {
        if (list.length > this.model.linksEach) {
          list.sort(stronger);
          list.length = this.model.linksEach;
        }
        for (const { j, gain } of list) {
          links.a.push(j);
          links.b.push(k);
          links.gain.push(gain);
        }
      }
    }
    return { traits, links };
  }

  private gain(i: number, j: number): number | undefined {
    const [later, earlier] = byCodePoint(this.id(i), this.id(j)) > 0 ? [i, j] : [j, i];
    const [a, b] = [this.alone[later] as Alone, this.alone[earlier] as Alone];
    // Which of the two is multiplied first hangs on their ids, as in a batch.
    a.tally.key = 1;
    b.tally.key = 0;
    return pairGain(this.evidence, this.reaches, later, earlier, a, b);
  }

  private link(i: number, j: number, gain: number): void {
    for (const [x, y] of [
      [i, j],
      [j, i],
    ] as const) {
      const near = this.near[x];
      if (near) near.set(y, gain);
      else this.near[x] = new Map([[y, gain]]);
    }
  }

  /** @returns whether `j` is now the nearest miss of `i` */
  private miss(i: number, j: number, gain: number): boolean {
    if (!this.isClaim(i) && this.isClaim(j)) return false;
    const [before, partner] = [this.missedBy[i] ?? Number.NEGATIVE_INFINITY, this.missedAt(i)];
    if (partner === j || gain < before) return false;
    if (gain === before && partner >= 0 && byCodePoint(this.id(j), this.id(partner)) > 0) return false;
    this.settle(i, j, gain);
    return true;
  }

  private settle(i: number, j: number, gain: number): void {
    const before = this.missedAt(i);
    if (before >= 0) this.missedOf[before]?.delete(i);
    this.missed[i] = j;
    this.missedBy[i] = gain;
    if (j < 0) return;
    const known = this.missedOf[j];
    if (known) known.add(i);
    else this.missedOf[j] = new Set([i]);
  }
}

const COLUMNS = [
  "bell",
  "mean",
  "variance",
  "from",
  "until",
  "unit",
  "lnCount",
  "countVariance",
  "actor",
  "role",
  "source",
  "report",
  "site",
  "seen",
  "parted",
  "tie",
  "lnRate",
] as const;
