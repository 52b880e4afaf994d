import { actPriors } from "./act-evidence.ts";
import type { FusionModel } from "./model.ts";

/** Products that are kept: words repeat, but a source may word each report its own way. */
const MOST_KEPT = 20_000;

/**
 * Likelihoods of acts times their priors, summed over the acts of which the same number is typical: all that the
 * evidence of acts and counts asks for. The words of two reports are multiplied once, however often they meet.
 */
export class ActSums {
  /** ln of the typical count of each sum. */
  readonly lnTypical: Float64Array;
  private readonly share: Float64Array;
  private readonly sumOf: Uint8Array;
  private readonly products = new Map<Float64Array, Map<Float64Array, Float64Array>>();
  private kept = 0;

  constructor(model: FusionModel) {
    const { share, lnTypical } = actPriors(model);
    const typical = [...new Set(lnTypical)];
    this.share = share;
    this.lnTypical = Float64Array.from(typical);
    this.sumOf = Uint8Array.from(lnTypical, (ln) => typical.indexOf(ln));
  }

  /** @param acts likelihood of each act, over `TRUTHS` */
  of(acts: Float64Array, out: Float64Array): Float64Array {
    const { share, sumOf } = this;
    out.fill(0);
    for (let t = 0; t < acts.length; t++) {
      const s = sumOf[t] as number;
      out[s] = (out[s] as number) + (acts[t] as number) * (share[t] as number);
    }
    return out;
  }

  /** The same of the product of two, which are kept and not to change. */
  ofProduct(a: Float64Array, b: Float64Array): Float64Array {
    let withA = this.products.get(a);
    const known = withA?.get(b);
    if (known) return known;
    if (this.kept >= MOST_KEPT) {
      this.products.clear();
      this.kept = 0;
      withA = undefined;
    }
    if (!withA) this.products.set(a, (withA = new Map()));
    const made = this.of(product(a, b, new Float64Array(a.length)), new Float64Array(this.lnTypical.length));
    withA.set(b, made);
    this.kept++;
    return made;
  }
}

/** Two likelihoods as one. */
export function product(a: Float64Array, b: Float64Array, out: Float64Array): Float64Array {
  for (let t = 0; t < out.length; t++) out[t] = (a[t] as number) * (b[t] as number);
  return out;
}
