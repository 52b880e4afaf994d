import { rounded } from "../units.ts";
import { TRUTHS } from "./act-evidence.ts";
import { ActSums, product } from "./act-sums.ts";
import { addLnCounts, CountRoom, countOf, joinCounts } from "./count-evidence.ts";
import type { EvidencePart } from "./incident.ts";
import { type Mixture, Product } from "./mixture.ts";
import type { FusionModel } from "./model.ts";
import { emptyTally, NOWHERE, type Tally } from "./tally.ts";
import { joinTimes, lnTime, timeOf } from "./time-evidence.ts";
import type { Traits } from "./traits.ts";
import { type Common, inCommon, joinVoices } from "./voices.ts";

export const TERMS = ["rate", "place", "time", "act", "count", "actor", "same-source", "same-report"] as const;

const votes = (right: number, wrong: number, share: number): number =>
  right * Math.log(share) + wrong * Math.log(1 - share);

const lnSum = (a: number, b: number): number => {
  const top = Math.max(a, b);
  return top + Math.log(Math.exp(a - top) + Math.exp(b - top));
};

/** How many of a group's places may be plainly wrong: one, or a share of many. Were most wrong, they are no group. */
export const mostWrong = (placed: number, model: FusionModel): number =>
  Math.max(1, Math.floor(placed * model.wrongPlaces));

const inOrder = (i: number, j: number): boolean => i < j;

const told = (sums: Float64Array): EvidencePart[] =>
  TERMS.map((term, i) => ({ term, nats: rounded(sums[i] as number) })).filter((p) => p.nats !== 0);

/**
 * Log evidence that groups of observations are one event each (fusion.md 5.1), from their tallies: what it costs to
 * weigh two groups as one does not grow with their size. Not to be shared between threads.
 */
export class Evidence {
  readonly traits: Traits;
  readonly model: FusionModel;
  /** The terms of the last group weighed, in the order of TERMS. */
  readonly parts = new Float64Array(TERMS.length);
  /** How many groups were weighed: what fusion costs, whatever the machine. */
  weighed = 0;
  private readonly acts: ActSums;
  private readonly sums: Float64Array;
  private readonly product = new Product();
  private readonly joint = emptyTally(new Float64Array(TRUTHS.length));
  private readonly jointCounts = new CountRoom();
  /** Of two observations that are weighed: nothing of them is kept. */
  private readonly alone = emptyTally(NOWHERE);
  private readonly aloneCounts = new CountRoom();
  private readonly other = emptyTally(NOWHERE);
  private readonly otherCounts = new CountRoom();
  private readonly lnCounts: Float64Array;
  private readonly common: Common = { sources: 0, elsewhere: 0, countedApart: 0, actors: [] };
  private readonly lnOdds: number;
  private readonly first: (i: number, j: number) => boolean;

  /** @param first whether one observation comes before another in order of id: where traits do not stand in it */
  constructor(traits: Traits, model: FusionModel, first = inOrder, acts = new ActSums(model)) {
    this.traits = traits;
    this.model = model;
    this.first = first;
    this.acts = acts;
    this.sums = new Float64Array(this.acts.lnTypical.length);
    this.lnCounts = new Float64Array(this.sums.length);
    this.lnOdds = Math.log(model.actorRight / (1 - model.actorRight));
  }

  /** The same of other observations, whose words were met here. @param traits in order of id */
  over(traits: Traits): Evidence {
    return new Evidence(traits, this.model, inOrder, this.acts);
  }

  /** The tally of one observation. */
  one(i: number): Tally {
    return this.write(i, emptyTally(NOWHERE), new CountRoom());
  }

  /** Log evidence of one observation; `parts` then holds its terms. */
  ofOne(i: number): number {
    return this.of(this.write(i, this.alone, this.aloneCounts));
  }

  /** Log evidence of two observations as one; `parts` then holds its terms. The first is to have the smaller key. */
  ofTwo(i: number, j: number): number {
    return this.ofBoth(this.write(i, this.alone, this.aloneCounts), this.write(j, this.other, this.otherCounts));
  }

  private write(i: number, tally: Tally, counts: CountRoom): Tally {
    const { traits } = this;
    const said = traits.actor[i] !== -1;
    const mixture = traits.mixture[i];
    tally.key = i;
    tally.size = 1;
    tally.rate = traits.lnRate[i] as number;
    tally.placed = mixture ? 1 : 0;
    tally.place = mixture ?? NOWHERE;
    timeOf(traits, i, tally.time);
    tally.acts = traits.act[i] as Float64Array;
    tally.outgoing = traits.role[i] === 0 ? 1 : 0;
    tally.impact = traits.role[i] === 1 ? 1 : 0;
    tally.counts = countOf(traits, i, counts);
    tally.named = said ? 1 : 0;
    tally.actors = said ? 1 : 0;
    tally.lnActors = said ? this.lnOdds : Number.NEGATIVE_INFINITY;
    tally.speaking = i;
    return tally;
  }

  /** Log evidence of one group; `parts` then holds its terms. */
  of(tally: Tally): number {
    return this.weigh(tally, this.acts.of(tally.acts, this.sums));
  }

  /** @param sums of its acts */
  private weigh(tally: Tally, sums: Float64Array): number {
    this.weighed++;
    const { parts, model } = this;
    parts[0] = tally.rate;
    parts[1] = tally.placed < 2 ? 0 : tally.lnPlace;
    parts[2] = lnTime(tally.time);
    this.actAndCount(tally, sums);
    parts[5] = this.actor(tally);
    parts[6] = model.sameSource * tally.repeats;
    parts[7] = tally.rowsApart;
    let total = 0;
    for (let i = 0; i < parts.length; i++) total += parts[i] as number;
    return total;
  }

  /** Log evidence of two groups as one; `parts` then holds its terms. */
  ofBoth(a: Tally, b: Tally): number {
    const { acts, joint } = this;
    joint.lnPlace = this.lnPlace(a, b);
    this.join(a, b);
    // Of single reports: words repeat.
    if (a.size === 1 && b.size === 1) return this.weigh(joint, acts.ofProduct(a.acts, b.acts));
    return this.weigh(joint, acts.of(product(a.acts, b.acts, joint.acts), this.sums));
  }

  /** The tally of two groups as one. It takes their memory: neither is to be used afterwards. */
  union(a: Tally, b: Tally): Tally {
    const { joint } = this;
    const place = this.placeOf(a, b);
    joint.lnPlace = a.placed === 0 ? b.lnPlace : b.placed === 0 ? a.lnPlace : this.product.lnIntegral();
    this.join(a, b);
    const acts = product(a.acts, b.acts, new Float64Array(a.acts.length));
    let top = 0;
    for (const share of acts) top = Math.max(top, share);
    for (let t = 0; t < acts.length; t++) acts[t] = (acts[t] as number) / top;
    const lnActs = joint.lnActs + Math.log(top);
    const speaking = joinVoices(this.traits, a.speaking, b.speaking);
    const counts = joint.counts === this.jointCounts.counts ? joint.counts.map((c) => ({ ...c })) : joint.counts;
    return { ...joint, time: { ...joint.time }, acts, lnActs, place, counts, speaking };
  }

  /** The tally of a group from its members, taken in one after another. */
  tallyOf(group: readonly number[]): Tally {
    let tally = this.one(group[0] as number);
    for (let k = 1; k < group.length; k++) tally = this.union(tally, this.one(group[k] as number));
    return tally;
  }

  /** The terms of the gain of two groups as one over the two apart, rounded. */
  gainParts(a: Tally, b: Tally): EvidencePart[] {
    this.ofBoth(a, b);
    const sums = Float64Array.from(this.parts);
    for (const part of [a, b]) {
      this.of(part);
      this.takeFrom(sums);
    }
    return told(sums);
  }

  /** The terms of the gain of a group over its members apart, rounded. */
  partsOfWhole(whole: Tally, members: readonly number[]): EvidencePart[] {
    this.of(whole);
    const sums = Float64Array.from(this.parts);
    for (const i of members) {
      this.ofOne(i);
      this.takeFrom(sums);
    }
    return told(sums);
  }

  private takeFrom(sums: Float64Array): void {
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) - (this.parts[i] as number);
  }

  /** The most that act, count and role of one observation can add to any gain. */
  sharpestActAndCount(i: number): number {
    const { act, role } = this.traits;
    let most = 0;
    for (const likelihood of act[i] as Float64Array) most = Math.max(most, likelihood);
    const tally = this.write(i, this.alone, this.aloneCounts);
    this.actAndCount(tally, this.acts.of(tally.acts, this.sums));
    const counted = tally.counts[0]?.ln ?? 0;
    const told = role[i] === -1 ? 0 : Math.log(Math.max(this.model.roleRight, 1 - this.model.roleRight));
    return Math.log(most) + counted + told - (this.parts[3] as number) - (this.parts[4] as number);
  }

  /** Fills `joint` with all of two groups as one but place and acts. The group with the smaller key is first. */
  private join(x: Tally, y: Tally): void {
    const { joint, model, common } = this;
    const [a, b] = this.first(x.key, y.key) ? [x, y] : [y, x];
    joint.key = a.key;
    joint.size = a.size + b.size;
    // The denser cell holds: closeness counts for less wherever coincidence is easy.
    joint.rate = Math.min(a.rate, b.rate);
    joint.placed = a.placed + b.placed;
    joinTimes(a.time, b.time, joint.time);
    joint.lnActs = a.lnActs + b.lnActs;
    joint.outgoing = a.outgoing + b.outgoing;
    joint.impact = a.impact + b.impact;
    joint.counts = joinCounts(a.counts, b.counts, this.jointCounts);
    inCommon(this.traits, a.speaking, b.speaking, common);
    joint.repeats = a.repeats + b.repeats + common.sources;
    joint.rowsApart =
      a.rowsApart +
      b.rowsApart +
      model.sameReportElsewhere * common.elsewhere +
      model.sameReportCountedApart * common.countedApart;
    joint.named = a.named + b.named;
    joint.actors = a.actors + b.actors - common.actors.length / 2;
    joint.lnActors = this.lnActors(a, b);
  }

  private lnPlace(x: Tally, y: Tally): number {
    const [a, b] = this.first(x.key, y.key) ? [x, y] : [y, x];
    if (a.placed === 0) return b.lnPlace;
    if (b.placed === 0) return a.lnPlace;
    return this.product.lnOfTwo(a.place, b.place, this.model.pieces, mostWrong(a.placed + b.placed, this.model));
  }

  /** The place of two groups as one; `product` then holds it, where both are placed. */
  private placeOf(x: Tally, y: Tally): Mixture {
    const [a, b] = this.first(x.key, y.key) ? [x, y] : [y, x];
    if (a.placed === 0) return b.place;
    if (b.placed === 0) return a.place;
    this.product.begin(a.place);
    this.product.times(b.place, this.model.pieces, mostWrong(a.placed + b.placed, this.model));
    return this.product.taken();
  }

  /** Acts and counts together, since how many is typical depends on what it was. */
  private actAndCount(tally: Tally, sums: Float64Array): void {
    const { parts, lnCounts } = this;
    const { counts } = tally;
    let sum = 0;
    for (let s = 0; s < sums.length; s++) sum += sums[s] as number;
    const lnActs = Math.log(sum);
    parts[3] = tally.lnActs + lnActs + this.roleTold(tally.outgoing, tally.impact);
    parts[4] = 0;
    if (counts.length === 0) return;
    lnCounts.fill(0);
    addLnCounts(counts, this.acts.lnTypical, this.model.countPopulationSd, lnCounts);
    let top = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < lnCounts.length; s++) top = Math.max(top, lnCounts[s] as number);
    let joint = 0;
    for (let s = 0; s < sums.length; s++) joint += (sums[s] as number) * Math.exp((lnCounts[s] as number) - top);
    parts[4] = Math.log(joint) + top - lnActs;
  }

  /** ln ½ Σ over outgoing and impact: reports of one speak against the other. */
  private roleTold(outgoing: number, impact: number): number {
    if (outgoing + impact === 0) return 0;
    const { roleRight } = this.model;
    return lnSum(votes(outgoing, impact, roleRight), votes(impact, outgoing, roleRight)) - Math.LN2;
  }

  /** Of two groups as one: actors whom both name are named as often as by both. */
  private lnActors(a: Tally, b: Tally): number {
    const { actors } = this.common;
    const { lnOdds } = this;
    let top = Math.max(a.lnActors, b.lnActors);
    if (top === Number.NEGATIVE_INFINITY) return top;
    for (let k = 0; k < actors.length; k += 2)
      top = Math.max(top, ((actors[k] as number) + (actors[k + 1] as number)) * lnOdds);
    let sum = Math.exp(a.lnActors - top) + Math.exp(b.lnActors - top);
    for (let k = 0; k < actors.length; k += 2) {
      const [n, m] = [(actors[k] as number) * lnOdds, (actors[k + 1] as number) * lnOdds];
      sum += Math.exp(n + m - top) - Math.exp(n - top) - Math.exp(m - top);
    }
    return top + Math.log(sum);
  }

  /** ln ½ Σ over the actors named, and where one alone is named, another. */
  private actor({ named, actors, lnActors }: Tally): number {
    if (named === 0) return 0;
    const ln = actors === 1 ? lnSum(lnActors, 0) : lnActors;
    return ln + named * Math.log(1 - this.model.actorRight) - Math.LN2;
  }
}
