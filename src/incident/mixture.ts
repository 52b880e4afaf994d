/**
 * Places as short mixtures of Gaussians: pieces of `STRIDE` numbers
 * [ln weight, longitude °, latitude °, cos latitude, var east, cov, var north, wrong], variances in km²; `wrong` is how
 * many reports the piece takes to be plainly wrong about the place.
 * Distances between pieces are taken in the plane of their mean latitude, good to 0.1 % up to some 100 km.
 */
export type Mixture = Float64Array;

export const STRIDE = 8;
/** Kilometres in a degree of latitude on a sphere of the Earth's mean radius. */
export const KM_PER_DEGREE = 111.195;
const LN_2PI = Math.log(2 * Math.PI);
/** Pieces that there is room for at first. */
const ROOM = 64;

/** ln of the integral of a product of which no piece is left: no other term outweighs it. */
const NOTHING = -1000;

/** One Gaussian piece. `weight` is a share of its mixture. */
export const piece = (
  weight: number,
  lon: number,
  lat: number,
  ee: number,
  en: number,
  nn: number,
  wrong = 0,
): number[] => [Math.log(weight), lon, lat, Math.cos((lat * Math.PI) / 180), ee, en, nn, wrong];

export const turn = (degrees: number): number =>
  degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;

/** The product of mixtures while it is being made, in memory that is used again for the next product. */
export class Product {
  private held: Float64Array = new Float64Array(STRIDE * ROOM);
  private next: Float64Array = new Float64Array(STRIDE * ROOM);
  private readonly order: number[] = [];
  private count = 0;

  begin(mixture: Mixture): void {
    if (mixture.length > this.held.length) this.held = new Float64Array(2 * mixture.length);
    this.held.set(mixture);
    this.count = mixture.length / STRIDE;
  }

  /**
   * Multiplies by one more mixture and keeps the `most` heaviest pieces (the earlier of two that weigh the same) of those
   * that take no more than `wrong` reports to be wrong.
   */
  times(mixture: Mixture, most: number, wrong = Number.POSITIVE_INFINITY): void {
    const { held, count } = this;
    const pieces = mixture.length / STRIDE;
    if (count * mixture.length > this.next.length) this.next = new Float64Array(2 * count * mixture.length);
    const { next } = this;
    let n = 0;
    for (let i = 0; i < count; i++)
      for (let j = 0; j < pieces; j++) {
        if ((held[i * STRIDE + 7] as number) + (mixture[j * STRIDE + 7] as number) > wrong) continue;
        multiply(held, i * STRIDE, mixture, j * STRIDE, next, n * STRIDE);
        n++;
      }
    this.held = next;
    this.next = held;
    this.count = n;
    if (n > most) this.keep(most);
  }

  private keep(most: number): void {
    const { held, next, order, count } = this;
    order.length = 0;
    for (let i = 0; i < count; i++) {
      const weight = held[i * STRIDE] as number;
      let at = order.length;
      if (at === most && weight <= (held[(order[at - 1] as number) * STRIDE] as number)) continue;
      if (at === most) at--;
      while (at > 0 && (held[(order[at - 1] as number) * STRIDE] as number) < weight) {
        order[at] = order[at - 1] as number;
        at--;
      }
      order[at] = i;
    }
    for (let k = 0; k < order.length; k++) {
      const from = (order[k] as number) * STRIDE;
      for (let s = 0; s < STRIDE; s++) next[k * STRIDE + s] = held[from + s] as number;
    }
    this.held = next;
    this.next = held;
    this.count = order.length;
  }

  /** The product as a mixture of its own. */
  taken(): Mixture {
    return this.held.slice(0, this.count * STRIDE);
  }

  /** What `begin(a)`, `times(b, most, wrong)` and `lnIntegral()` come to, to the last bit, without the pieces. */
  lnOfTwo(a: Mixture, b: Mixture, most: number, wrong: number): number {
    if (most > this.next.length) this.next = new Float64Array(most);
    const weights = this.next;
    let n = 0;
    for (let i = 0; i < a.length; i += STRIDE)
      for (let j = 0; j < b.length; j += STRIDE) {
        if ((a[i + 7] as number) + (b[j + 7] as number) > wrong) continue;
        const weight = lnWeight(a, i, b, j);
        if (n < most) weights[n] = weight;
        else {
          if (n === most) sortFalling(weights, most);
          if (weight > (weights[most - 1] as number)) putFalling(weights, most - 1, weight);
        }
        n++;
      }
    return lnSum(weights, 1, Math.min(n, most));
  }

  /** ln of the integral of the product over the plane, densities per km². */
  lnIntegral(): number {
    return lnSum(this.held, STRIDE, this.count);
  }
}

/** ln Σ exp of every `stride`-th of some numbers, `count` in all. */
function lnSum(values: Float64Array, stride: number, count: number): number {
  if (count === 0) return NOTHING;
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < count; k++) top = Math.max(top, values[k * stride] as number);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += Math.exp((values[k * stride] as number) - top);
  return top + Math.log(sum);
}

function sortFalling(values: Float64Array, n: number): void {
  for (let k = 1; k < n; k++) putFalling(values, k, values[k] as number);
}

/** Puts a value among the `k` before, which fall. */
function putFalling(values: Float64Array, k: number, value: number): void {
  let at = k;
  for (; at > 0 && (values[at - 1] as number) < value; at--) values[at] = values[at - 1] as number;
  values[at] = value;
}

/** ln of the weight of the product of two pieces: as `multiply` has it, to the last bit. */
function lnWeight(a: Mixture, i: number, b: Mixture, j: number): number {
  const scale = (((a[i + 3] as number) + (b[j + 3] as number)) / 2) * KM_PER_DEGREE;
  const east = turn((b[j + 1] as number) - (a[i + 1] as number)) * scale;
  const north = ((b[j + 2] as number) - (a[i + 2] as number)) * KM_PER_DEGREE;
  const ee = (a[i + 4] as number) + (b[j + 4] as number);
  const en = (a[i + 5] as number) + (b[j + 5] as number);
  const nn = (a[i + 6] as number) + (b[j + 6] as number);
  const det = ee * nn - en * en;
  const ue = (nn * east - en * north) / det;
  const un = (ee * north - en * east) / det;
  return (a[i] as number) + (b[j] as number) - 0.5 * (east * ue + north * un + Math.log(det)) - LN_2PI;
}

function multiply(a: Float64Array, i: number, b: Float64Array, j: number, out: Float64Array, o: number): void {
  const ca = a[i + 3] as number;
  const cb = b[j + 3] as number;
  const scale = ((ca + cb) / 2) * KM_PER_DEGREE;
  const east = turn((b[j + 1] as number) - (a[i + 1] as number)) * scale;
  const dLat = (b[j + 2] as number) - (a[i + 2] as number);
  const north = dLat * KM_PER_DEGREE;
  const aee = a[i + 4] as number;
  const aen = a[i + 5] as number;
  const ann = a[i + 6] as number;
  const ee = aee + (b[j + 4] as number);
  const en = aen + (b[j + 5] as number);
  const nn = ann + (b[j + 6] as number);
  const det = ee * nn - en * en;
  // inverse of the summed covariance times the separation
  const ue = (nn * east - en * north) / det;
  const un = (ee * north - en * east) / det;
  const quadratic = east * ue + north * un;
  out[o] = (a[i] as number) + (b[j] as number) - 0.5 * (quadratic + Math.log(det)) - LN_2PI;
  const moveNorth = (aen * ue + ann * un) / KM_PER_DEGREE;
  out[o + 1] = turn((a[i + 1] as number) + (aee * ue + aen * un) / scale);
  out[o + 2] = (a[i + 2] as number) + moveNorth;
  out[o + 3] = dLat === 0 ? ca : ca + ((cb - ca) * moveNorth) / dLat;
  // A − A (A + B)⁻¹ A
  const gee = (aee * nn - aen * en) / det;
  const gen = (aen * ee - aee * en) / det;
  const gne = (aen * nn - ann * en) / det;
  const gnn = (ann * ee - aen * en) / det;
  out[o + 4] = aee - (gee * aee + gen * aen);
  out[o + 5] = aen - (gee * aen + gen * ann);
  out[o + 6] = ann - (gne * aen + gnn * ann);
  out[o + 7] = (a[i + 7] as number) + (b[j + 7] as number);
}

/** ln of the integral of the product of two mixtures: the pair's evidence without its product. */
export function lnOverlap(a: Mixture, b: Mixture): number {
  let top = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < a.length; i += STRIDE)
    for (let j = 0; j < b.length; j += STRIDE) {
      const scale = (((a[i + 3] as number) + (b[j + 3] as number)) / 2) * KM_PER_DEGREE;
      const east = turn((b[j + 1] as number) - (a[i + 1] as number)) * scale;
      const north = ((b[j + 2] as number) - (a[i + 2] as number)) * KM_PER_DEGREE;
      const ee = (a[i + 4] as number) + (b[j + 4] as number);
      const en = (a[i + 5] as number) + (b[j + 5] as number);
      const nn = (a[i + 6] as number) + (b[j + 6] as number);
      const det = ee * nn - en * en;
      const quadratic = (east * (nn * east - 2 * en * north) + north * north * ee) / det;
      const ln = (a[i] as number) + (b[j] as number) - 0.5 * (quadratic + Math.log(det)) - LN_2PI;
      if (ln > top) {
        sum = sum * Math.exp(top - ln) + 1;
        top = ln;
      } else if (ln > top - 40) sum += Math.exp(ln - top);
    }
  return top + Math.log(sum);
}

/** Mean position of a mixture, in degrees. */
export function centreOf(mixture: Mixture): readonly [lon: number, lat: number] {
  let [lon, lat, total] = [0, 0, 0];
  const first = mixture[1] as number;
  for (let k = 0; k < mixture.length; k += STRIDE) {
    const w = Math.exp(mixture[k] as number);
    lon += w * turn((mixture[k + 1] as number) - first);
    lat += w * (mixture[k + 2] as number);
    total += w;
  }
  return [turn(first + lon / total), lat / total];
}
