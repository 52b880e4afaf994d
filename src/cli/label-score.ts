import { byCodePoint } from "../units.ts";
import { isRuledOut, isTogether } from "./label-strata.ts";

/** A pair with a label, as the sample drew it. */
export interface ScoredPair {
  readonly stratum: string;
  /** Pairs of the frame that it stood for when it was drawn. */
  readonly weight: number;
  readonly label: "same" | "different";
  /** Whether fusion, as it is now, puts both into one incident. */
  readonly together: boolean;
}

export interface StratumScore {
  readonly stratum: string;
  /** Pairs of the frame. */
  readonly population: number;
  readonly labelled: number;
  readonly same: number;
  readonly together: number;
  /** Labelled pairs on which fusion and the people agree. */
  readonly agree: number;
}

export interface Estimate {
  readonly estimate: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
}

export interface LabelScore {
  readonly labelled: number;
  /** Of the frame's pairs that fusion puts together, the share that people call the same. */
  readonly precision: Estimate;
  /** Of the frame's pairs that people would call the same and that evidence does not rule out, the share that fusion puts together. */
  readonly recall: Estimate;
  readonly f1: Estimate;
  /** Pairs that evidence rules out, in no figure above: how many of those labelled are the same after all. */
  readonly check: { readonly labelled: number; readonly same: number; readonly population: number };
  readonly strata: readonly StratumScore[];
  /** Strata without any labelled pair: the figures say nothing of their pairs. */
  readonly without: readonly string[];
}

const DRAWS = 4000;
const round = (x: number): number => Math.round(x * 1e3) / 1e3;

/** Draws of a gamma distribution of scale 1. Source: Marsaglia and Tsang 2000; mulberry32 beneath */
function gammas(seed: number): (shape: number) => number {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  const draw = (shape: number): number => {
    if (shape < 1) return draw(shape + 1) * share() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = Math.sqrt(-2 * Math.log(share())) * Math.cos(2 * Math.PI * share());
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(share()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  return draw;
}

/** Kinds of pair: same and together, same and apart, different and together, different and apart. */
const kindOf = (p: ScoredPair): number => (p.label === "same" ? 0 : 2) + (p.together ? 0 : 1);

interface Figures {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

function figures([hit, missed, wrong]: readonly number[]): Figures {
  const [h, m, w] = [hit as number, missed as number, wrong as number];
  const of = (top: number, bottom: number): number | null => (bottom > 0 ? top / bottom : null);
  return { precision: of(h, h + w), recall: of(h, h + m), f1: of(2 * h, 2 * h + m + w) };
}

/**
 * Precision and recall of fusion over the frame, from labelled pairs weighted back to it by stratum.
 *
 * Interval: in each stratum the share of pairs on which fusion is wrong is unknown. Both ends are taken as Clopper and
 * Pearson (1934) take them, the lower end as if one further label had gone against fusion and the upper end as if one had
 * gone for it; 4,000 draws of all strata together with a fixed seed, labels weighted to the effective number of Kish
 * (1965). A large stratum in which no pair of fifty is the same therefore still lowers the lower end of recall: it could
 * hold some. For that reason pairs that evidence rules out are left to `check`.
 * @param populations pairs of the frame in each stratum
 */
export function scoreLabels(pairs: readonly ScoredPair[], populations: ReadonlyMap<string, number>): LabelScore {
  const names = [...populations.keys()].sort(byCodePoint);
  const strata: StratumScore[] = [];
  const posteriors: {
    readonly stratum: string;
    readonly population: number;
    readonly share: number[];
    readonly n: number;
    readonly kept: boolean;
  }[] = [];
  for (const stratum of names) {
    const own = pairs.filter((p) => p.stratum === stratum);
    const population = populations.get(stratum) as number;
    const count = (of: (p: ScoredPair) => boolean): number => own.filter(of).length;
    strata.push({
      stratum,
      population,
      labelled: own.length,
      same: count((p) => p.label === "same"),
      together: count((p) => p.together),
      agree: count((p) => (p.label === "same") === p.together),
    });
    if (own.length === 0 || isRuledOut(stratum)) continue;
    const [sum, squares] = own.reduce(([s, q], p) => [s + p.weight, q + p.weight ** 2], [0, 0]) as [number, number];
    const effective = sum ** 2 / squares;
    const share = [0, 0, 0, 0];
    for (const p of own) share[kindOf(p)] = (share[kindOf(p)] as number) + p.weight / sum;
    // Where fusion still answers as when the pairs were drawn, the other answer cannot be.
    const kept = own.every((p) => p.together === isTogether(stratum));
    posteriors.push({ stratum, population, share, n: effective, kept });
  }
  const totals = (shareOf: (p: (typeof posteriors)[number]) => readonly number[]): number[] => {
    const sums = [0, 0, 0, 0];
    for (const p of posteriors)
      for (const [k, s] of shareOf(p).entries()) sums[k] = (sums[k] as number) + s * p.population;
    return sums;
  };
  const point = figures(totals((p) => p.share));
  const drawn = (further: readonly number[]): Figures[] => {
    const gamma = gammas(20_260_101);
    return Array.from({ length: pairs.length > 0 ? DRAWS : 0 }, () =>
      figures(
        totals(({ stratum, share, n, kept }) => {
          const alpha = share.map((s, k) => {
            const can = !kept || (k % 2 === 0) === isTogether(stratum);
            return can ? s * n + (further[k] as number) * (kept ? 1 : 0.5) : 0;
          });
          const g = alpha.map((a) => (a > 0 ? gamma(a) : 0));
          const sum = g.reduce((a, b) => a + b, 0);
          return g.map((x) => x / sum);
        }),
      ),
    );
  };
  const [against, inFavour] = [drawn([0, 1, 1, 0]), drawn([1, 0, 0, 1])];
  const estimate = (key: keyof Figures): Estimate => {
    const value = point[key];
    if (value === null) return { estimate: null, interval: null };
    const at = (draws: readonly Figures[], q: number): number =>
      draws.map((d) => d[key] ?? 0).sort((a, b) => a - b)[Math.round(q * (draws.length - 1))] as number;
    return { estimate: round(value), interval: [round(at(against, 0.025)), round(at(inFavour, 0.975))] };
  };
  const ruledOut = strata.find((s) => isRuledOut(s.stratum));
  return {
    labelled: pairs.length,
    check: { labelled: ruledOut?.labelled ?? 0, same: ruledOut?.same ?? 0, population: ruledOut?.population ?? 0 },
    precision: estimate("precision"),
    recall: estimate("recall"),
    f1: estimate("f1"),
    strata,
    without: strata.filter((s) => s.labelled === 0).map((s) => s.stratum),
  };
}
