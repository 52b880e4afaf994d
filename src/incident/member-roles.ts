import type { Evidence } from "./evidence.ts";
import type { Member } from "./incident.ts";
import { centreOf, lnOverlap, type Mixture, STRIDE } from "./mixture.ts";
import { lnTimeOfTwo } from "./time-evidence.ts";

/** Stated precisions that differ by more than this many joint standard deviations contradict each other. */
const CONTRADICTION_SDS = 3;

/**
 * The part of each recorded member, in the order of `core`, which is that of ids:
 * `repeats` where the same source speaks again in another report (the most precise one supports), `contradicts` where
 * its place, time or count does not fit the most precise other member at the precision of both, else `supports`.
 */
export function rolesOf(evidence: Evidence, core: readonly number[]): Member["role"][] {
  if (core.length === 1) return ["supports"];
  const { traits } = evidence;
  // Of equals the first in `core`: sorting keeps their order. Two without a place are equals.
  const spreads = core.map((i) => spread(evidence, i));
  const order = [...core.keys()].sort((a, b) => (spreads[a] as number) - (spreads[b] as number) || 0);
  const precise = order.map((k) => core[k] as number);
  const spoke = new Map<number, number>();
  const again = new Set<number>();
  for (const i of precise) {
    const source = traits.source[i] as number;
    const before = spoke.get(source);
    if (before === undefined) spoke.set(source, i);
    else if (traits.report[before] !== traits.report[i] && !samePair(evidence, before, i)) again.add(i);
  }
  return core.map((i) => {
    if (again.has(i)) return "repeats";
    const other = precise.find((j) => j !== i && !again.has(j));
    return other !== undefined && contradict(evidence, i, other) && i !== precise[0] ? "contradicts" : "supports";
  });
}

const samePair = (evidence: Evidence, a: number, b: number): boolean => {
  const [x, y] = [evidence.traits.observations[a], evidence.traits.observations[b]];
  return x?.pair !== undefined && x.pair === y?.pair && x.source === y.source;
};

/** How widely a place is spread: − ln ∫ p², larger for vaguer places; infinite for none. */
function spread(evidence: Evidence, i: number): number {
  const mixture = evidence.traits.mixture[i];
  return mixture ? -lnOverlap(mixture, mixture) : Number.POSITIVE_INFINITY;
}

function contradict(evidence: Evidence, i: number, j: number): boolean {
  const { traits } = evidence;
  const limit = CONTRADICTION_SDS * CONTRADICTION_SDS;
  if (lnTimeOfTwo(traits, i, j) <= timeAt(evidence, i, j) - limit / 2) return true;
  const counted = traits.unit[i] !== -1 && traits.unit[i] === traits.unit[j];
  const apart = (traits.lnCount[i] as number) - (traits.lnCount[j] as number);
  const variance = (traits.countVariance[i] as number) + (traits.countVariance[j] as number);
  if (counted && apart * apart > limit * variance) return true;
  // The two ends of the same rounds lie apart by their nature.
  if (samePair(evidence, i, j)) return false;
  const [a, b] = [traits.mixture[i], traits.mixture[j]];
  return a !== undefined && b !== undefined && placesContradict(a, b);
}

/** Whether two places lie further apart than their stated precisions allow. */
export const placesContradict = (a: Mixture, b: Mixture): boolean =>
  lnOverlap(a, b) < lnOverlap(a, moved(b, a)) - (CONTRADICTION_SDS * CONTRADICTION_SDS) / 2;

/** Evidence of the two times were they the same in the middle: what their widths alone allow. */
function timeAt(evidence: Evidence, i: number, j: number): number {
  const { bell, variance, from, until } = evidence.traits;
  const length = (k: number): number =>
    bell[k] ? Math.sqrt(2 * Math.PI * (variance[k] as number)) : (until[k] as number) - (from[k] as number);
  if (bell[i] && bell[j]) return -0.5 * Math.log(2 * Math.PI * ((variance[i] as number) + (variance[j] as number)));
  return -Math.log(Math.max(length(i), length(j)));
}

/** A mixture shifted so that its centre is that of another. */
function moved(mixture: Mixture, to: Mixture): Mixture {
  const [lon, lat] = centreOf(mixture);
  const [toLon, toLat] = centreOf(to);
  const out = Float64Array.from(mixture);
  for (let k = 0; k < out.length; k += STRIDE) {
    out[k + 1] = (out[k + 1] as number) + toLon - lon;
    out[k + 2] = (out[k + 2] as number) + toLat - lat;
    out[k + 3] = Math.cos(((out[k + 2] as number) * Math.PI) / 180);
  }
  return out;
}
