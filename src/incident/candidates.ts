import { rounded } from "../units.ts";
import type { Evidence } from "./evidence.ts";
import { centreOf, KM_PER_DEGREE, lnOverlap, type Mixture, STRIDE, turn } from "./mixture.ts";
import { pairTie } from "./tie.ts";

/** Pairs of observations that gain by being one event: `a[k]` < `b[k]`, `gain[k]` > 0, in no promised order. */
export interface Links {
  readonly a: number[];
  readonly b: number[];
  readonly gain: number[];
  /**
   * For each observation the one that comes nearest without a gain, of those that fit it in place and time; −1 where
   * there is none. Of what was recorded only among what was recorded, so that no claim shows through.
   */
  readonly missed: Int32Array;
}

/** The gain of joining two observations, rounded; memory for its groups is the caller's. */
export function pairGain(evidence: Evidence, alone: Float64Array, i: number, j: number): number {
  return rounded(evidence.of([i, j]) - (alone[i] as number) - (alone[j] as number));
}

/** Evidence of each observation alone. */
export function evidenceAlone(evidence: Evidence): Float64Array {
  return Float64Array.from(evidence.traits.observations, (_, i) => evidence.of([i]));
}

const CELL_DEGREES = 0.5;
const COLUMNS = 360 / CELL_DEGREES;
const DAYS = 131_072;
/** Pairs are dropped by a bound only where it is this far below nothing: far more than rounding can move. */
const SLACK = 1e-4;

/**
 * Every pair with a positive gain, found without scoring all pairs.
 *
 * No partner, and no group of partners, can give observation i more than the bound U = −ln rate + sup place +
 * sup time + sup (act, count) + sup actor, since each term of a gain is an average of i's own likelihood over what the
 * partner knows. Where U ≤ 0 (a report so vague that its own volume holds more events than its words can tell apart) i
 * links to nothing. Otherwise i reaches only as far as its density stays above ½ exp(−U without place): were two
 * reaches apart, one density would be too thin everywhere, and the gain below 0. The same holds along time.
 * Nothing with a positive gain is lost (a property test holds that against all pairs), but that in a crowd of more than
 * `linksEach` neighbours the weakest links are dropped.
 */
export function findLinks(evidence: Evidence, alone: Float64Array): Links {
  const { traits, model } = evidence;
  const n = traits.observations.length;
  const links: Links = { a: [], b: [], gain: [], missed: new Int32Array(n).fill(-1) };
  const missedBy = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const miss = (i: number, j: number, gain: number): void => {
    if (traits.observations[i]?.kind !== "claim" && traits.observations[j]?.kind === "claim") return;
    const [before, partner] = [missedBy[i] as number, links.missed[i] as number];
    if (gain < before || (gain === before && j > partner)) return;
    missedBy[i] = gain;
    links.missed[i] = j;
  };
  const r = reaches(evidence);
  const cells = new Map<number, number[]>();
  const wide: number[] = [];
  const placed: number[] = [];
  const stamp = new Int32Array(n).fill(-1);
  const pair = [0, 0];
  const found: { j: number; gain: number; tie: number }[] = [];
  /** Of a crowd, each observation keeps its strongest links to those before it by key: a crowd of equals stays finite. */
  const keep = (i: number): void => {
    if (found.length > model.linksEach) {
      found.sort((x, y) => y.gain - x.gain || x.tie - y.tie || x.j - y.j);
      found.length = model.linksEach;
    }
    for (const { j, gain } of found) {
      links.a.push(j);
      links.b.push(i);
      links.gain.push(gain);
    }
    found.length = 0;
  };
  const consider = (j: number, i: number): void => {
    if (stamp[j] === i) return;
    stamp[j] = i;
    if ((r.from[i] as number) > (r.until[j] as number) || (r.from[j] as number) > (r.until[i] as number)) return;
    const scale = (((r.cos[i] as number) + (r.cos[j] as number)) / 2) * KM_PER_DEGREE;
    const east = turn((r.lon[i] as number) - (r.lon[j] as number)) * scale;
    const north = ((r.lat[i] as number) - (r.lat[j] as number)) * KM_PER_DEGREE;
    const reach = (r.km[i] as number) + (r.km[j] as number);
    if (east * east + north * north > reach * reach * 1.02) return;
    pair[0] = j;
    pair[1] = i;
    const rate = -Math.max(traits.lnRate[i] as number, traits.lnRate[j] as number);
    const rest = rate + Math.min(r.rest[i] as number, r.rest[j] as number);
    const time = evidence.time(pair);
    if (rest + time + Math.min(r.place[i] as number, r.place[j] as number) < -SLACK) return;
    if (rest + time + lnOverlap(traits.mixture[i] as Mixture, traits.mixture[j] as Mixture) < -SLACK) return;
    const gain = rounded(evidence.of(pair) - (alone[i] as number) - (alone[j] as number));
    if (gain > 0) {
      found.push({ j, gain, tie: pairTie(traits.tie[i] as number, traits.tie[j] as number) });
    } else {
      miss(i, j, gain);
      miss(j, i, gain);
    }
  };
  for (let i = 0; i < n; i++) {
    if (!((r.km[i] as number) > 0)) continue;
    for (const j of wide) consider(j, i);
    const keys = cellsOf(r, i);
    if (keys === undefined) {
      for (const j of placed) consider(j, i);
      keep(i);
      wide.push(i);
      continue;
    }
    for (const key of keys) {
      const cell = cells.get(key);
      if (!cell) {
        cells.set(key, [i]);
        continue;
      }
      for (const j of cell) consider(j, i);
      cell.push(i);
    }
    keep(i);
    placed.push(i);
  }
  return links;
}

interface Reaches {
  /** Reach from the centre in km; 0 where the observation can link to nothing. */
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

function reaches(evidence: Evidence): Reaches {
  const { traits, model } = evidence;
  const n = traits.observations.length;
  const column = (): Float64Array => new Float64Array(n);
  const r = {
    km: column(),
    lon: column(),
    lat: column(),
    cos: column(),
    from: column(),
    until: column(),
    place: column(),
    rest: column(),
  };
  for (let i = 0; i < n; i++) {
    const mixture = traits.mixture[i];
    if (!mixture) continue;
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
    if (rate + rest + time + place <= -SLACK) continue;
    r.km[i] = reachKm(mixture, lon, lat, rate + rest + time + 0.01);
    // A bell reaches to where its density is ½ exp(−the other bounds); a window has hard ends.
    const spread = traits.bell[i]
      ? Math.sqrt(2 * variance * Math.max(0, Math.LN2 + time + rate + rest + place + 0.01))
      : 0;
    r.from[i] = traits.bell[i] ? (traits.mean[i] as number) - spread : (traits.from[i] as number);
    r.until[i] = traits.bell[i] ? (traits.mean[i] as number) + spread : (traits.until[i] as number);
  }
  return r;
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

/** Distance from the centre beyond which the density is below ½ exp(−others) everywhere. */
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

/** Cells of half a degree and a day that a reach touches; undefined where they are too many to list. */
function cellsOf(r: Reaches, i: number): number[] | undefined {
  const north = (r.km[i] as number) / KM_PER_DEGREE + 0.01;
  const lat = r.lat[i] as number;
  const poleward = Math.cos((Math.min(89.9, Math.abs(lat) + north) * Math.PI) / 180);
  const east = north / poleward;
  const lon = r.lon[i] as number;
  const [c0, c1] = [Math.floor((lon - east + 180) / CELL_DEGREES), Math.floor((lon + east + 180) / CELL_DEGREES)];
  const [r0, r1] = [Math.floor((lat - north + 90) / CELL_DEGREES), Math.floor((lat + north + 90) / CELL_DEGREES)];
  const [d0, d1] = [Math.floor((r.from[i] as number) / 24), Math.floor((r.until[i] as number) / 24)];
  if ((c1 - c0 + 1) * (r1 - r0 + 1) * (d1 - d0 + 1) > 1000 || c1 - c0 >= COLUMNS) return undefined;
  const keys: number[] = [];
  for (let row = r0; row <= r1; row++)
    for (let c = c0; c <= c1; c++) {
      const column = ((c % COLUMNS) + COLUMNS) % COLUMNS;
      for (let day = d0; day <= d1; day++) keys.push((row * COLUMNS + column) * DAYS + (((day % DAYS) + DAYS) % DAYS));
    }
  return keys;
}
