import { calibrationOfSeed } from "./fusion-calibration.ts";
import { BEST_BASELINE, ceiling } from "./fusion-ceiling.ts";
import { fit, type Try } from "./fusion-fit.ts";
import type { Measured } from "./run.ts";

/** The sets of the study, made anew: seed, days, rate. */
const SETS = { test: [23, 30, 1, "quiet"], dense: [37, 10, 8, "dense"] } as const;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** How often what fusion states with 90 % is so. */
export async function calibrationRows(): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const [set, [seed, days, rate]] of Object.entries(SETS)) {
    const { areas, starts, counts } = await calibrationOfSeed(seed, days, rate);
    rows.push({
      what: `Calibration of fusion on \`${set}\`: 90 % areas that hold the true place`,
      ours: `${percent(areas.held)}; 90 % intervals of the start ${percent(starts.held)}, of the count ${percent(counts.held)}`,
      baseline: "asked: 88 to 92 % of areas",
    });
  }
  return rows;
}

/** Fusion beside the same rounds with every parameter of the generator known. */
export async function ceilingRows(): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const [set, [seed, days, rate, kind]] of Object.entries(SETS)) {
    const { ours, known } = await ceiling(set, seed, days, rate);
    const best = BEST_BASELINE[kind];
    const way = (ours.f1 - best) / (known.f1 - best);
    rows.push({
      what: `Ceiling of fusion on \`${set}\`: every parameter of the generator known`,
      ours: `F1 ${ours.f1.toFixed(3)}, B³ ${ours.b3.toFixed(3)}`,
      baseline: `F1 ${known.f1.toFixed(3)}, B³ ${known.b3.toFixed(3)}; ${percent(way)} of the way from the best baseline (${best}, quoted)`,
    });
  }
  return rows;
}

/** Whether the constants as shipped are still what fitting finds on the training worlds. */
export async function fitRows(): Promise<Measured[]> {
  const tries: Try[] = [];
  for await (const tried of fit()) tries.push(tried);
  const [shipped, ...changes] = tries as [Try, ...Try[]];
  const better = changes.filter((t) => t.kept).map((t) => t.change);
  const f1 = ({ f1: [quiet, dense] }: Try): string => `F1 ${quiet?.toFixed(3)} and ${dense?.toFixed(3)}`;
  return [
    {
      what: `Constants of ${shipped.change} on the training worlds (seeds 11 and 12)`,
      ours: f1(shipped),
      baseline:
        better.length === 0
          ? `${changes.length} changes tried, none better by 0.0003`
          : `better by 0.0003 or more: ${better.join(", ")}`,
    },
  ];
}
