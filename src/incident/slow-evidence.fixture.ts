import { COUNT_UNITS, HEARD_UNITS } from "../observation/count.ts";
import { actPriors, TRUTHS } from "./act-evidence.ts";
import { mostWrong } from "./evidence.ts";
import { Product } from "./mixture.ts";
import type { FusionModel } from "./model.ts";
import { normalCdf } from "./time-evidence.ts";
import type { Traits } from "./traits.ts";

const TERMS = 8;
const LN_2PI = Math.log(2 * Math.PI);
/**
 * Evidence of times that exclude each other, for each member after the first: no other term outweighs it, and a group
 * that only people can have made gains no further member by evidence.
 */
const IMPOSSIBLE = -1000;
const heard = COUNT_UNITS.map((unit) => HEARD_UNITS.includes(unit));
const OTHER_TYPICAL = Math.log(3);

const votes = (right: number, wrong: number, share: number): number =>
  right * Math.log(share) + wrong * Math.log(1 - share);

const lnSum = (a: number, b: number): number => {
  const top = Math.max(a, b);
  return top + Math.log(Math.exp(a - top) + Math.exp(b - top));
};

/** Brings products of many likelihoods back to 1 at most; answers with the ln of what was taken out. */
function rescaled(values: Float64Array): number {
  let top = 0;
  for (const v of values) top = Math.max(top, v);
  for (let t = 0; t < values.length; t++) values[t] = (values[t] as number) / top;
  return Math.log(top);
}

/** Log evidence of a group by its definition (fusion.md 5.1), member by member; nothing is kept. Only for tests. */
export class PlainEvidence {
  readonly traits: Traits;
  readonly model: FusionModel;
  /** The terms of the last group evaluated. */
  readonly parts = new Float64Array(TERMS);
  private readonly share: Float64Array;
  private readonly lnTypical: Float64Array;
  private readonly product = new Product();
  private readonly acts = new Float64Array(TRUTHS.length);
  private readonly lnCounts = new Float64Array(TRUTHS.length);

  constructor(traits: Traits, model: FusionModel) {
    this.traits = traits;
    this.model = model;
    const priors = actPriors(model);
    this.share = priors.share;
    this.lnTypical = priors.lnTypical;
  }

  /** Total log evidence of a group; `parts` then holds its terms. */
  of(group: ArrayLike<number>): number {
    const { parts } = this;
    parts[0] = this.rate(group);
    parts[1] = this.place(group);
    parts[2] = this.time(group);
    this.actAndCount(group);
    parts[5] = this.actor(group);
    this.repeats(group);
    let total = 0;
    for (let i = 0; i < parts.length; i++) total += parts[i] as number;
    return total;
  }

  /** The denser cell holds: closeness counts for less wherever coincidence is easy. */
  rate(group: ArrayLike<number>): number {
    const { lnRate } = this.traits;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < group.length; k++) least = Math.min(least, lnRate[group[k] as number] as number);
    return least;
  }

  private place(group: ArrayLike<number>): number {
    const { mixture } = this.traits;
    let placed = 0;
    for (let k = 0; k < group.length; k++) {
      const m = mixture[group[k] as number];
      if (!m) continue;
      placed++;
      if (placed === 1) this.product.begin(m);
      else this.product.times(m, this.model.pieces, mostWrong(placed, this.model));
    }
    return placed < 2 ? 0 : this.product.lnIntegral();
  }

  /** Bells and windows over the start of the event, integrated in closed form. */
  time(group: ArrayLike<number>): number {
    const { bell, mean, variance, from, until } = this.traits;
    let [weight, first, second, ln, bells] = [0, 0, 0, 0, 0];
    let [a, b, lnWindows, windows] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
    const origin = from[group[0] as number] as number;
    for (let k = 0; k < group.length; k++) {
      const i = group[k] as number;
      if (bell[i]) {
        const v = variance[i] as number;
        const m = (mean[i] as number) - origin;
        weight += 1 / v;
        first += m / v;
        second += (m * m) / v;
        ln -= 0.5 * (LN_2PI + Math.log(v));
        bells++;
      } else {
        a = Math.max(a, (from[i] as number) - origin);
        b = Math.min(b, (until[i] as number) - origin);
        lnWindows -= Math.log((until[i] as number) - (from[i] as number));
        windows++;
      }
    }
    if (bells === 0) return b > a ? lnWindows + Math.log(b - a) : IMPOSSIBLE * (group.length - 1);
    const middle = first / weight;
    ln -= 0.5 * (second - first * middle);
    ln += 0.5 * (LN_2PI - Math.log(weight));
    if (windows === 0) return ln;
    const sharpness = Math.sqrt(weight);
    const inside = b > a ? normalCdf((b - middle) * sharpness) - normalCdf((a - middle) * sharpness) : 0;
    return inside > 1e-6 ? ln + lnWindows + Math.log(inside) : IMPOSSIBLE * (group.length - 1);
  }

  /** Acts and counts together, since how many is typical depends on what it was. */
  actAndCount(group: ArrayLike<number>): void {
    const { parts, acts, share, lnCounts } = this;
    const { act, unit, role } = this.traits;
    acts.set(share);
    let [outgoing, impact] = [0, 0];
    let [counted, scale] = [-2, 0];
    for (let k = 0; k < group.length; k++) {
      const i = group[k] as number;
      const vector = act[i] as Float64Array;
      for (let t = 0; t < acts.length; t++) acts[t] = (acts[t] as number) * (vector[t] as number);
      if (k % 16 === 15) scale += rescaled(acts);
      const r = role[i] as number;
      if (r >= 0) {
        if (r === 0) outgoing++;
        else impact++;
      }
      const u = unit[i] as number;
      if (u >= 0) counted = counted === -2 || counted === u ? u : -3;
    }
    let sum = 0;
    for (let t = 0; t < acts.length; t++) sum += acts[t] as number;
    const lnActs = Math.log(sum);
    parts[3] = scale + lnActs + this.roleTold(outgoing, impact);
    parts[4] = 0;
    if (counted === -2) return;
    lnCounts.fill(0);
    if (counted >= 0) this.addCounts(group, counted);
    else for (let u = 0; u < COUNT_UNITS.length; u++) this.addCounts(group, u);
    let top = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < lnCounts.length; t++) top = Math.max(top, lnCounts[t] as number);
    let joint = 0;
    for (let t = 0; t < acts.length; t++) joint += (acts[t] as number) * Math.exp((lnCounts[t] as number) - top);
    parts[4] = Math.log(joint) + top - lnActs;
  }

  /** ln ½ Σ over outgoing and impact: reports of one speak against the other. */
  private roleTold(outgoing: number, impact: number): number {
    if (outgoing + impact === 0) return 0;
    const { roleRight } = this.model;
    return lnSum(votes(outgoing, impact, roleRight), votes(impact, outgoing, roleRight)) - Math.LN2;
  }

  /** Adds the evidence of the counts in one unit under each act: log-normal reports of one log-normal number. */
  private addCounts(group: ArrayLike<number>, u: number): void {
    const { unit, lnCount, countVariance } = this.traits;
    let [weight, first, second, ln] = [0, 0, 0, 0];
    for (let k = 0; k < group.length; k++) {
      const i = group[k] as number;
      if (unit[i] !== u) continue;
      const v = countVariance[i] as number;
      const y = lnCount[i] as number;
      weight += 1 / v;
      first += y / v;
      second += (y * y) / v;
      ln -= 0.5 * (LN_2PI + Math.log(v));
    }
    if (weight === 0) return;
    const tau = this.model.countPopulationSd ** 2;
    ln -= 0.5 * Math.log(1 + tau * weight);
    let before = Number.NaN;
    let value = 0;
    for (let t = 0; t < this.lnCounts.length; t++) {
      const typical = heard[u] ? (this.lnTypical[t] as number) : OTHER_TYPICAL;
      if (typical !== before) {
        const centred = first - typical * weight;
        const squares = second - 2 * typical * first + typical * typical * weight;
        value = ln - 0.5 * (squares - (tau * centred * centred) / (1 + tau * weight));
        before = typical;
      }
      this.lnCounts[t] = (this.lnCounts[t] as number) + value;
    }
  }

  /** ln ½ Σ over the actors named, and where one alone is named, another. */
  private actor(group: ArrayLike<number>): number {
    const { actor } = this.traits;
    const named = new Map<number, number>();
    let all = 0;
    for (let k = 0; k < group.length; k++) {
      const a = actor[group[k] as number] as number;
      if (a < 0) continue;
      named.set(a, (named.get(a) ?? 0) + 1);
      all++;
    }
    if (all === 0) return 0;
    const { actorRight } = this.model;
    // Counts in rising order, so that the sum does not depend on who was named first.
    const counts = [...named.values()].sort((a, b) => a - b);
    let ln = counts.length === 1 ? votes(0, all, actorRight) : Number.NEGATIVE_INFINITY;
    for (const agree of counts) ln = lnSum(ln, votes(agree, all - agree, actorRight));
    return ln - Math.LN2;
  }

  /** Further reports of one source, and rows that one report tells apart. */
  private repeats(group: ArrayLike<number>): void {
    const { source, report, site, seen } = this.traits;
    let sources = 0;
    let reports = 0;
    for (let k = 1; k < group.length; k++) {
      const i = group[k] as number;
      let again = false;
      for (let m = 0; m < k; m++) {
        const j = group[m] as number;
        if (source[i] !== source[j]) continue;
        again = true;
        if (report[i] !== report[j]) continue;
        if (site[i] !== site[j]) reports += this.model.sameReportElsewhere;
        else if (seen[i] && seen[j]) reports += this.model.sameReportCountedApart;
      }
      if (again) sources += this.model.sameSource;
    }
    this.parts[6] = sources;
    this.parts[7] = reports;
  }
}
