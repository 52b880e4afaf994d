import { rounded } from "../units.ts";
import type { Evidence } from "./evidence.ts";
import { KM_PER_DEGREE, lnOverlap, type Mixture, turn } from "./mixture.ts";
import { type Reaches, SLACK } from "./reaches.ts";
import { lnTimeOfTwo } from "./time-evidence.ts";

/**
 * Gain of two observations as one. The second is to have the smaller key.
 * @param alone evidence of each observation by itself
 */
export const gainOfPair = (evidence: Evidence, alone: Float64Array, i: number, j: number): number =>
  rounded(evidence.ofTwo(j, i) - (alone[i] as number) - (alone[j] as number));

/**
 * No gain of two observations as one is more than this, up to `SLACK`: places and times as they overlap, all else as
 * sharp as it can be.
 * @returns −∞ where they are no pair, or lack more than `model.doubtNats` of a gain
 */
export function gainBound({ traits, model }: Evidence, r: Reaches, i: number, j: number): number {
  const none = Number.NEGATIVE_INFINITY;
  const least = -SLACK - model.doubtNats;
  if (traits.parted[i] !== -1 && traits.parted[i] === traits.parted[j]) return none;
  if ((r.from[i] as number) > (r.until[j] as number) || (r.from[j] as number) > (r.until[i] as number)) return none;
  const scale = (((r.cos[i] as number) + (r.cos[j] as number)) / 2) * KM_PER_DEGREE;
  const east = turn((r.lon[i] as number) - (r.lon[j] as number)) * scale;
  const north = ((r.lat[i] as number) - (r.lat[j] as number)) * KM_PER_DEGREE;
  const reach = (r.km[i] as number) + (r.km[j] as number);
  if (east * east + north * north > reach * reach * 1.02) return none;
  const rate = -Math.max(traits.lnRate[i] as number, traits.lnRate[j] as number);
  const rest = rate + Math.min(r.rest[i] as number, r.rest[j] as number);
  const time = lnTimeOfTwo(traits, i, j);
  if (rest + time + Math.min(r.place[i] as number, r.place[j] as number) < least) return none;
  const bound = rest + time + lnOverlap(traits.mixture[i] as Mixture, traits.mixture[j] as Mixture);
  return bound < least ? none : bound;
}
