import { rounded } from "../units.ts";
import { actPriors, TRUTHS } from "./act-evidence.ts";
import { addLnCounts, countOf, joinCounts } from "./count-evidence.ts";
import type { EvidencePart } from "./incident.ts";
import { Product } from "./mixture.ts";
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
  private readonly share: Float64Array;
  private readonly lnTypical: Float64Array;
  private readonly product = new Product();
  private readonly joint = emptyTally(TRUTHS.length);
  private readonly lnCounts = new Float64Array(TRUTHS.length);
  private readonly common: Common = { sources: 0, elsewhere: 0, countedApart: 0, actors: [] };
  private readonly lnOdds: number;

  constructor(traits: Traits, model: FusionModel) {
    this.traits = traits;
    this.model = model;
    const priors = actPriors(model);
    this.share = priors.share;
    this.lnTypical = priors.lnTypical;
    this.lnOdds = Math.log(model.actorRight / (1 - model.actorRight));
  }

  /** The tally of one observation. */
  one(i: number): Tally {
    const { traits } = this;
    const said = traits.actor[i] !== -1;
    const mixture = traits.mixture[i];
    return {
      key: i,
      size: 1,
      rate: traits.lnRate[i] as number,
      placed: mixture ? 1 : 0,
      place: mixture ?? NOWHERE,
      lnPlace: 0,
      time: timeOf(traits, i),
      acts: traits.act[i] as Float64Array,
      lnActs: 0,
      outgoing: traits.role[i] === 0 ? 1 : 0,
      impact: traits.role[i] === 1 ? 1 : 0,
      counts: countOf(traits, i),
      named: said ? 1 : 0,
      actors: said ? 1 : 0,
      lnActors: said ? this.lnOdds : Number.NEGATIVE_INFINITY,
      repeats: 0,
      rowsApart: 0,
      speaking: i,
    };
  }

  /** Log evidence of one group; `parts` then holds its terms. */
  of(tally: Tally): number {
    this.weighed++;
    const { parts, model } = this;
    parts[0] = tally.rate;
    parts[1] = tally.placed < 2 ? 0 : tally.lnPlace;
    parts[2] = lnTime(tally.time);
    this.actAndCount(tally);
    parts[5] = this.actor(tally);
    parts[6] = model.sameSource * tally.repeats;
    parts[7] = tally.rowsApart;
    let total = 0;
    for (let i = 0; i < parts.length; i++) total += parts[i] as number;
    return total;
  }

  /** Log evidence of two groups as one; `parts` then holds its terms. */
  ofBoth(a: Tally, b: Tally): number {
    this.join(a, b);
    return this.of(this.joint);
  }

  /** The tally of two groups as one. It takes their memory: neither is to be used afterwards. */
  union(a: Tally, b: Tally): Tally {
    this.join(a, b);
    const { joint, product } = this;
    const acts = Float64Array.from(joint.acts);
    let top = 0;
    for (const share of acts) top = Math.max(top, share);
    for (let t = 0; t < acts.length; t++) acts[t] = (acts[t] as number) / top;
    const place = a.placed > 0 && b.placed > 0 ? product.taken() : a.placed > 0 ? a.place : b.place;
    const lnActs = joint.lnActs + Math.log(top);
    const speaking = joinVoices(this.traits, a.speaking, b.speaking);
    return { ...joint, time: { ...joint.time }, acts, lnActs, place, speaking };
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
    return this.partsOver([a, b]);
  }

  /** The terms of the gain of a group over its members apart, rounded. */
  partsOfWhole(whole: Tally, members: readonly number[]): EvidencePart[] {
    this.of(whole);
    return this.partsOver(members.map((i) => this.one(i)));
  }

  private partsOver(apart: readonly Tally[]): EvidencePart[] {
    const sums = Float64Array.from(this.parts);
    for (const part of apart) {
      this.of(part);
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) - (this.parts[i] as number);
    }
    return TERMS.map((term, i) => ({ term, nats: rounded(sums[i] as number) })).filter((p) => p.nats !== 0);
  }

  /** The most that act, count and role of one observation can add to any gain. */
  sharpestActAndCount(i: number): number {
    const { act, role } = this.traits;
    let most = 0;
    for (const likelihood of act[i] as Float64Array) most = Math.max(most, likelihood);
    const tally = this.one(i);
    this.actAndCount(tally);
    const counted = tally.counts[0]?.ln ?? 0;
    const told = role[i] === -1 ? 0 : Math.log(Math.max(this.model.roleRight, 1 - this.model.roleRight));
    return Math.log(most) + counted + told - (this.parts[3] as number) - (this.parts[4] as number);
  }

  /** Fills `joint` with all of two groups as one but what only `union` needs. The group with the smaller key is first. */
  private join(x: Tally, y: Tally): void {
    const { joint, model, common } = this;
    const [a, b] = x.key < y.key ? [x, y] : [y, x];
    joint.key = a.key;
    joint.size = a.size + b.size;
    // The denser cell holds: closeness counts for less wherever coincidence is easy.
    joint.rate = Math.min(a.rate, b.rate);
    joint.placed = a.placed + b.placed;
    joint.lnPlace = this.lnPlace(a, b);
    joinTimes(a.time, b.time, joint.time);
    for (let t = 0; t < joint.acts.length; t++) joint.acts[t] = (a.acts[t] as number) * (b.acts[t] as number);
    joint.lnActs = a.lnActs + b.lnActs;
    joint.outgoing = a.outgoing + b.outgoing;
    joint.impact = a.impact + b.impact;
    joint.counts = joinCounts(a.counts, b.counts);
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

  private lnPlace(a: Tally, b: Tally): number {
    if (a.placed === 0) return b.lnPlace;
    if (b.placed === 0) return a.lnPlace;
    this.product.begin(a.place);
    this.product.times(b.place, this.model.pieces, mostWrong(a.placed + b.placed, this.model));
    return this.product.lnIntegral();
  }

  /** Acts and counts together, since how many is typical depends on what it was. */
  private actAndCount(tally: Tally): void {
    const { parts, lnCounts, share } = this;
    const { acts, counts } = tally;
    let sum = 0;
    for (let t = 0; t < acts.length; t++) sum += (acts[t] as number) * (share[t] as number);
    const lnActs = Math.log(sum);
    parts[3] = tally.lnActs + lnActs + this.roleTold(tally.outgoing, tally.impact);
    parts[4] = 0;
    if (counts.length === 0) return;
    lnCounts.fill(0);
    addLnCounts(counts, this.lnTypical, this.model.countPopulationSd, lnCounts);
    let top = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < lnCounts.length; t++) top = Math.max(top, lnCounts[t] as number);
    let joint = 0;
    for (let t = 0; t < acts.length; t++)
      joint += (acts[t] as number) * (share[t] as number) * Math.exp((lnCounts[t] as number) - top);
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
