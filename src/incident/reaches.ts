import type { Evidence } from "./evidence.ts";
import { centreOf, KM_PER_DEGREE, type Mixture, STRIDE, turn } from "./mixture.ts";

/** A bound drops a pair only this far below the least gain asked for: far more than rounding can move. */
export const SLACK = 1e-4;

/**
 * How far each observation can reach a partner, with a gain of more than G = −`model.doubtNats`.
 *
 * No partner, and no group of partners, can give observation i more than the bound U = −ln rate + sup place +
 * sup time + sup (act, count) + sup actor, since each term of a gain is an average of i's own likelihood over what the
 * partner knows. Where U ≤ G (a report so vague that its own volume holds more events than its words can tell apart) i
 * is near to nothing. Otherwise i reaches only as far as its density stays above ½ exp(G − U without place): were two
 * reaches apart, one density would be too thin everywhere, and the gain below G. The same holds along time.
 */
export interface Reaches {
  /** Reach from the centre in km; 0 where the observation is near to nothing. */
  readonly km: Float64Array;
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly cos: Float64Array;
  readonly from: Float64Array;
  readonly until: Float64Array;
  /** Bounds of the terms: place, and act, count and actor together. */
  readonly place: Float64Array;
  readonly rest: Float64Array;
}

export function reaches(evidence: Evidence): Reaches {
  const n = evidence.traits.observations.length;
  const r = noReaches(n);
  for (let i = 0; i < n; i++) setReach(evidence, i, r);
  return r;
}

export function noReaches(n: number): Reaches {
  const column = (): Float64Array => new Float64Array(n);
  return {
    km: column(),
    lon: column(),
    lat: column(),
    cos: column(),
    from: column(),
    until: column(),
    place: column(),
    rest: column(),
  };
}

/** Writes the reach of one observation. */
export function setReach(evidence: Evidence, i: number, r: Reaches): void {
  const { traits, model } = evidence;
  r.km[i] = 0;
  const mixture = traits.mixture[i];
  if (!mixture) return;
  const [lon, lat] = centreOf(mixture);
  const variance = traits.variance[i] as number;
  const length = (traits.until[i] as number) - (traits.from[i] as number);
  const time = traits.bell[i] ? -0.5 * Math.log(2 * Math.PI * variance) : -Math.log(length);
  const place = Math.log(peak(mixture));
  const rest = evidence.sharpestActAndCount(i) + (traits.actor[i] === -1 ? 0 : Math.log(model.actorRight / 0.5));
  const rate = -(traits.lnRate[i] as number);
  r.lon[i] = lon;
  r.lat[i] = lat;
  r.cos[i] = Math.cos((lat * Math.PI) / 180);
  r.place[i] = place;
  r.rest[i] = rest;
  if (rate + rest + time + place <= -SLACK - model.doubtNats) return;
  r.km[i] = reachKm(mixture, lon, lat, rate + rest + time + model.doubtNats + 0.01);
  // A bell reaches to where its density is ½ exp(−the other bounds); a window has hard ends.
  const spread = traits.bell[i]
    ? Math.sqrt(2 * variance * Math.max(0, Math.LN2 + time + rate + rest + place + model.doubtNats + 0.01))
    : 0;
  r.from[i] = traits.bell[i] ? (traits.mean[i] as number) - spread : (traits.from[i] as number);
  r.until[i] = traits.bell[i] ? (traits.mean[i] as number) + spread : (traits.until[i] as number);
}

/** No density of the mixture is above this, per km². */
function peak(mixture: Mixture): number {
  let sum = 0;
  for (let k = 0; k < mixture.length; k += STRIDE) sum += pieceDensity(mixture, k);
  return sum;
}

const pieceDensity = (m: Mixture, k: number): number =>
  Math.exp(m[k] as number) /
  (2 * Math.PI * Math.sqrt((m[k + 4] as number) * (m[k + 6] as number) - (m[k + 5] as number) ** 2));

/**
 * Distance from the centre beyond which the density is below ½ exp(−others) everywhere.
 * @param others bounds what all but place may give, over G
 */
function reachKm(mixture: Mixture, lon: number, lat: number, others: number): number {
  const pieces = mixture.length / STRIDE;
  let reach = 0.001;
  for (let k = 0; k < mixture.length; k += STRIDE) {
    const margin = Math.log(2 * pieces * pieceDensity(mixture, k)) + others;
    if (margin <= 0) continue;
    const ee = mixture[k + 4] as number;
    const en = mixture[k + 5] as number;
    const nn = mixture[k + 6] as number;
    const widest = (ee + nn) / 2 + Math.hypot((ee - nn) / 2, en);
    const scale = (mixture[k + 3] as number) * KM_PER_DEGREE;
    const off = Math.hypot(
      turn((mixture[k + 1] as number) - lon) * scale,
      ((mixture[k + 2] as number) - lat) * KM_PER_DEGREE,
    );
    reach = Math.max(reach, off + Math.sqrt(2 * widest * margin));
  }
  return reach;
}
