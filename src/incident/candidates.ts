import type { Evidence } from "./evidence.ts";
import { Neighbourhoods } from "./neighbourhoods.ts";
import { gainBound, gainOfPair } from "./pair-weighing.ts";
import { reaches, SLACK } from "./reaches.ts";
import { pairTie } from "./tie.ts";

/** Pairs of observations that gain by being one event: `a[k]` < `b[k]`, `gain[k]` > 0, in no promised order. */
export interface Links {
  readonly a: number[];
  readonly b: number[];
  readonly gain: number[];
  /**
   * For each observation the one that comes nearest without a gain; −1 where none lacks less than `model.doubtNats`. Of
   * what was recorded only among what was recorded, so that no claim shows through.
   */
  readonly missed: Int32Array;
  /** Evidence of each observation by itself. */
  readonly alone: Float64Array;
}

/**
 * Every pair with a positive gain, found without scoring all pairs (`reaches` says why none is lost; a property test
 * holds that against all pairs), but that in a crowd some are left out (`Neighbourhoods`), of more than `linksEach`
 * links to those before it an observation keeps the strongest, and rows that one source parts are no pairs.
 */
export function findLinks(evidence: Evidence): Links {
  const { traits, model } = evidence;
  const n = traits.observations.length;
  const alone = Float64Array.from(traits.observations, (_, i) => evidence.ofOne(i));
  const links: Links = { a: [], b: [], gain: [], missed: new Int32Array(n).fill(-1), alone };
  const missedBy = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const claim = Uint8Array.from(traits.observations, (o) => (o.kind === "claim" ? 1 : 0));
  const miss = (i: number, j: number, gain: number): void => {
    if (claim[i] === 0 && claim[j] === 1) return;
    const [before, partner] = [missedBy[i] as number, links.missed[i] as number];
    if (gain < before || (gain === before && j > partner)) return;
    missedBy[i] = gain;
    links.missed[i] = j;
  };
  const r = reaches(evidence);
  const neighbourhoods = new Neighbourhoods(r, claim, traits.tie, model);
  const stamp = new Int32Array(n).fill(-1);
  const found: Found[] = [];
  const foundOfClaims: Found[] = [];
  const keep = (i: number, list: Found[]): void => {
    if (list.length > model.linksEach) {
      list.sort(stronger);
      list.length = model.linksEach;
    }
    for (const { j, gain } of list) {
      links.a.push(j);
      links.b.push(i);
      links.gain.push(gain);
    }
    list.length = 0;
  };
  const consider = (j: number, i: number): void => {
    if (stamp[j] === i) return;
    stamp[j] = i;
    const bound = gainBound(evidence, r, i, j);
    // No link, and for neither a nearer miss than it has.
    if (bound < -SLACK && bound + SLACK < (missedBy[i] as number) && bound + SLACK < (missedBy[j] as number)) return;
    if (bound === Number.NEGATIVE_INFINITY) return;
    const gain = gainOfPair(evidence, alone, i, j);
    if (gain > 0) {
      const tie = pairTie(traits.tie[i] as number, traits.tie[j] as number);
      // Kept apart, so that no claim takes the place of a link between what was recorded.
      (claim[i] === 1 || claim[j] === 1 ? foundOfClaims : found).push({ j, gain, tie });
    } else {
      miss(i, j, gain);
      miss(j, i, gain);
    }
  };
  // What is near stands near in memory; which pairs there are hangs on no order.
  for (const i of neighbourhoods.order) {
    neighbourhoods.each(i, (j) => consider(j, i));
    keep(i, found);
    keep(i, foundOfClaims);
  }
  return links;
}

/** The order in which an observation keeps links: the strongest first. */
export const stronger = (x: Found, y: Found): number => y.gain - x.gain || x.tie - y.tie || x.j - y.j;

export interface Found {
  readonly j: number;
  readonly gain: number;
  readonly tie: number;
}
