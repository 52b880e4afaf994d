import { KM_PER_DEGREE, type Mixture, STRIDE, turn } from "./mixture.ts";

/** Numbers kept of a piece: [ln weight, longitude, latitude, cos latitude, var east, 2 cov, var north, det, 2π √det]. */
const KEPT = 9;
/** Numbers of a piece that a latitude settles: [km in a degree east, km to the north, var east × its square]. */
const ALONG = 3;

/**
 * The density of one mixture at many positions, per km². Each number comes of the operations of the plain
 * formula in their order, so that no bit differs, with those that hang on no position, or on the latitude alone, done once.
 */
export class Density {
  private readonly pieces: Float64Array;
  private readonly row: Float64Array;

  constructor(mixture: Mixture) {
    const count = mixture.length / STRIDE;
    this.pieces = new Float64Array(count * KEPT);
    this.row = new Float64Array(count * ALONG);
    for (let k = 0; k < count; k++) {
      const [from, to] = [k * STRIDE, k * KEPT];
      for (let s = 0; s < 7; s++) this.pieces[to + s] = mixture[from + s] as number;
      const en = mixture[from + 5] as number;
      const det = (mixture[from + 4] as number) * (mixture[from + 6] as number) - en * en;
      this.pieces[to + 5] = 2 * en;
      this.pieces[to + 7] = det;
      this.pieces[to + 8] = 2 * Math.PI * Math.sqrt(det);
    }
  }

  at(lon: number, lat: number): number {
    const { pieces } = this;
    const cos = Math.cos((lat * Math.PI) / 180);
    let sum = 0;
    for (let i = 0; i < pieces.length; i += KEPT) {
      const scale = (((pieces[i + 3] as number) + cos) / 2) * KM_PER_DEGREE;
      const east = turn(lon - (pieces[i + 1] as number)) * scale;
      const north = (lat - (pieces[i + 2] as number)) * KM_PER_DEGREE;
      const quadratic =
        ((pieces[i + 6] as number) * east * east -
          (pieces[i + 5] as number) * east * north +
          (pieces[i + 4] as number) * north * north) /
        (pieces[i + 7] as number);
      sum += Math.exp((pieces[i] as number) - 0.5 * quadratic) / (pieces[i + 8] as number);
    }
    return sum;
  }

  /** Writes the densities at some longitudes of one latitude to `out`, from `start` on. */
  along(lat: number, lons: Float64Array, out: Float64Array, start: number): void {
    const { pieces, row } = this;
    const cos = Math.cos((lat * Math.PI) / 180);
    for (let i = 0, r = 0; i < pieces.length; i += KEPT, r += ALONG) {
      const north = (lat - (pieces[i + 2] as number)) * KM_PER_DEGREE;
      row[r] = (((pieces[i + 3] as number) + cos) / 2) * KM_PER_DEGREE;
      row[r + 1] = north;
      row[r + 2] = (pieces[i + 4] as number) * north * north;
    }
    for (let c = 0; c < lons.length; c++) {
      const lon = lons[c] as number;
      let sum = 0;
      for (let i = 0, r = 0; i < pieces.length; i += KEPT, r += ALONG) {
        const east = turn(lon - (pieces[i + 1] as number)) * (row[r] as number);
        const quadratic =
          ((pieces[i + 6] as number) * east * east -
            (pieces[i + 5] as number) * east * (row[r + 1] as number) +
            (row[r + 2] as number)) /
          (pieces[i + 7] as number);
        sum += Math.exp((pieces[i] as number) - 0.5 * quadratic) / (pieces[i + 8] as number);
      }
      out[start + c] = sum;
    }
  }
}
