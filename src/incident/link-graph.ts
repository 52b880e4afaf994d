import type { Observation } from "../observation/observation.ts";
import { type Found, type Links, stronger } from "./candidates.ts";
import { Ground } from "./ground.ts";
import { LinkLists, longer } from "./link-lists.ts";
import { gainBound, gainOfPair } from "./pair-weighing.ts";
import { SLACK } from "./reaches.ts";
import { type Traits, traitsAt } from "./traits.ts";

/** What a change of the set did to links. */
export interface LinksChange {
  readonly added: ReadonlySet<number>;
  /** Those whose links were made anew, those added among them. */
  readonly unsettled: ReadonlySet<number>;
  /** Others that were linked to one of these or to one that went. */
  readonly lost: ReadonlySet<number>;
  /** Those whose nearest miss is another. */
  readonly turned: ReadonlySet<number>;
}

/** Observations with the links between them, kept as they come and go: at all times those that `findLinks` finds. */
export class LinkGraph extends Ground {
  readonly links = new LinkLists();
  /** Evidence of each observation by itself. */
  private alone = new Float64Array(0);
  private missed = new Int32Array(0);
  private missedBy = new Float64Array(0);
  /** What one last missed, whatever became of it. */
  private missedOnce = new Int32Array(0);
  private readonly found: number[] = [];
  /** Those that one is the nearest miss of, as a list with two ends. */
  private firstMissing = new Int32Array(0);
  private nextMissing = new Int32Array(0);
  private lastMissing = new Int32Array(0);

  get weighed(): number {
    return this.evidence.weighed;
  }

  missedAt(i: number): number {
    return this.missed[i] as number;
  }

  *missing(i: number): Generator<number> {
    for (let j = this.firstMissing[i] as number; j !== -1; j = this.nextMissing[j] as number) yield j;
  }

  /** Whether the k-th link of one is among those that the later of both keeps (`linksEach`). */
  keeps(i: number, k: number): boolean {
    const { links } = this;
    const most = this.model.linksEach;
    const [j, gain] = [links.other(i, k), links.gain(i, k)];
    const [later, earlier] = this.before(i, j) ? [j, i] : [i, j];
    if (links.sizeOf(later) <= most) return true;
    const claim = this.isClaim(later) || this.isClaim(earlier);
    const tie = this.pairTie(later, earlier);
    let stronger = 0;
    for (let n = 0; n < links.sizeOf(later); n++) {
      const other = links.other(later, n);
      if (other === earlier || this.before(later, other) || (this.isClaim(later) || this.isClaim(other)) !== claim)
        continue;
      const apart = links.gain(later, n) - gain || tie - this.pairTie(later, other);
      if (apart > 0 || (apart === 0 && this.before(other, earlier))) stronger++;
    }
    return stronger < most;
  }

  /** Takes observations out and puts others in. */
  change(remove: readonly number[], add: readonly Observation[]): LinksChange {
    const { links } = this;
    const [lost, turned, again] = [new Set<number>(), new Set<number>(), new Set<number>()];
    const unlink = (i: number): void => {
      for (let k = 0; k < links.sizeOf(i); k++) lost.add(links.other(i, k));
      links.clear(i);
      for (const j of this.missing(i)) again.add(j);
      this.settle(i, -1, Number.NEGATIVE_INFINITY);
    };
    for (const i of remove) unlink(i);
    const { added, unsettled } = this.move(remove, add);
    this.widen();
    for (const i of unsettled) unlink(i);
    for (const i of unsettled) this.alone[i] = this.evidence.ofOne(i);
    for (const i of [...remove, ...unsettled]) {
      again.delete(i);
      lost.delete(i);
    }
    const waiting = new Set(unsettled);
    for (const i of unsettled) {
      waiting.delete(i);
      for (const j of this.nearestFirst(i)) {
        if (waiting.has(j)) continue;
        const gain = this.gain(i, j);
        if (gain === undefined) continue;
        if (gain > 0) links.link(i, j, gain);
        else {
          this.miss(i, j, gain);
          if (this.miss(j, i, gain)) turned.add(j);
        }
      }
    }
    for (const i of again) {
      this.settle(i, -1, Number.NEGATIVE_INFINITY);
      turned.add(i);
      const linked = new Set(links.of(i));
      for (const j of this.nearestFirst(i)) {
        if (linked.has(j)) continue;
        const gain = this.gain(i, j);
        if (gain !== undefined) this.miss(i, j, gain);
      }
    }
    return { added, unsettled, lost, turned };
  }

  /** Those that one may reach, what it nearly was linked to before them: few others then come as near. */
  private nearestFirst(i: number): readonly number[] {
    const { found } = this;
    const was = this.missedOnce[i] as number;
    found.length = 0;
    this.each(i, (j) => {
      found.push(j);
      if (j !== was) return;
      found[found.length - 1] = found[0] as number;
      found[0] = j;
    });
    return found;
  }

  private widen(): void {
    const most = this.traits.bell.length;
    const had = this.missed.length;
    if (most === had) return;
    this.links.widen(most);
    this.alone = longer(this.alone, most);
    this.missed = longer(this.missed, most).fill(-1, had);
    this.missedOnce = longer(this.missedOnce, most).fill(-1, had);
    this.missedBy = longer(this.missedBy, most).fill(Number.NEGATIVE_INFINITY, had);
    this.firstMissing = longer(this.firstMissing, most).fill(-1, had);
    this.nextMissing = longer(this.nextMissing, most).fill(-1, had);
    this.lastMissing = longer(this.lastMissing, most).fill(-1, had);
  }

  /** Traits and links of some observations alone, as those of a batch. @param members by id */
  part(members: readonly number[]): { traits: Traits; links: Links } {
    const n = members.length;
    const traits = traitsAt(this.traits, members);
    const at = new Map(members.map((i, k) => [i, k]));
    const alone = Float64Array.from(members, (i) => this.alone[i] as number);
    const links: Links = { a: [], b: [], gain: [], missed: new Int32Array(n), alone };
    const claim = (k: number): boolean => traits.observations[k]?.kind === "claim";
    for (const [k, i] of members.entries()) {
      links.missed[k] = at.get(this.missedAt(i)) ?? -1;
      const lists: [Found[], Found[]] = [[], []];
      for (let of = 0; of < this.links.sizeOf(i); of++) {
        const [other, gain] = [this.links.other(i, of), this.links.gain(i, of)];
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

  /** @returns undefined where they are no pair, or neither link nor come nearer to the other than what it misses now */
  private gain(i: number, j: number): number | undefined {
    const { evidence, reaches, alone } = this;
    // In the order of a batch, for the same last digits.
    const [later, earlier] = this.before(i, j) ? [j, i] : [i, j];
    const most = gainBound(evidence, reaches, later, earlier) + SLACK;
    if (most < 0 && most < this.toMiss(i, j) && most < this.toMiss(j, i)) return undefined;
    if (most === Number.NEGATIVE_INFINITY) return undefined;
    return gainOfPair(evidence, alone, later, earlier);
  }

  /** What a gain has to be for one to be the nearest miss of the other. */
  private toMiss(i: number, j: number): number {
    return !this.isClaim(i) && this.isClaim(j) ? Number.POSITIVE_INFINITY : (this.missedBy[i] as number);
  }

  /** @returns whether `j` is now the nearest miss of `i` */
  private miss(i: number, j: number, gain: number): boolean {
    if (!this.isClaim(i) && this.isClaim(j)) return false;
    const [before, partner] = [this.missedBy[i] as number, this.missed[i] as number];
    if (partner === j || gain < before) return false;
    if (gain === before && partner >= 0 && this.before(partner, j)) return false;
    this.settle(i, j, gain);
    return true;
  }

  private settle(i: number, j: number, gain: number): void {
    const before = this.missed[i] as number;
    if (before >= 0) {
      const [next, last] = [this.nextMissing[i] as number, this.lastMissing[i] as number];
      if (last === -1) this.firstMissing[before] = next;
      else this.nextMissing[last] = next;
      if (next !== -1) this.lastMissing[next] = last;
    }
    this.missed[i] = j;
    this.missedBy[i] = gain;
    if (j < 0) return;
    this.missedOnce[i] = j;
    const first = this.firstMissing[j] as number;
    this.nextMissing[i] = first;
    this.lastMissing[i] = -1;
    if (first !== -1) this.lastMissing[first] = i;
    this.firstMissing[j] = i;
  }
}
