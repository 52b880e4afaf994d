import { MODEL } from "../src/incident/model.ts";
import { timeOf } from "../src/incident/time-evidence.ts";
import { noTraits, setTime } from "../src/incident/traits.ts";
import type { Observation } from "../src/observation/observation.ts";
import { ACTS } from "./made-up-reports.ts";

const branchOf = (act: string): string => act.split(".")[0] as string;
const bell = (x: number, sd: number): number => Math.exp(-0.5 * (x / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI));

/** A time as our own model takes it, s: a bell, or a window. */
export function ownTime(o: Observation): {
  readonly bell?: { readonly mean: number; readonly sd: number };
  readonly window: readonly [number, number];
} {
  const traits = noTraits(1);
  setTime(traits, 0, o, MODEL);
  const { bells, mean, weight, from, until } = timeOf(traits, 0);
  const window = [from * 3600, until * 3600] as const;
  return bells === 0 ? { window } : { bell: { mean: mean * 3600, sd: 3600 / Math.sqrt(weight) }, window };
}

/** How our own model takes an act to be named. */
export function plainWords(said: string, truth: string, { sourceKind }: Observation): number {
  const { exact, branch, sibling, undetermined } = MODEL.sources[sourceKind];
  if (said === "undetermined") return undetermined;
  const siblings = ACTS.filter(([act]) => branchOf(act) === branchOf(truth)).length - 1;
  let share = said === truth ? exact : 0;
  if (said === branchOf(truth)) share += branch;
  else if (said !== truth && branchOf(said) === branchOf(truth)) share += sibling / Math.max(1, siblings);
  for (const [of, as, some] of MODEL.alsoSeenAs) if (truth.startsWith(of) && said.startsWith(as)) share += some;
  return share;
}

/** The log-normal errors of our own model. */
export function plainShare(kind: string, low: number, high: number, n: number): number {
  const [bias, sd] = (
    {
      patrol: [-0.15, 0.25],
      camera: [-0.25, 0.3],
      sensor: [-0.05, 0.15],
      party: [0.2, 0.45],
      media: [0, 0.4],
      hotline: [-0.2, 0.5],
    } as Record<string, [number, number]>
  )[kind] ?? [0, 0.5];
  const said = Math.sqrt(low * high);
  return (
    bell(Math.log(said / n) - bias, Math.sqrt(sd ** 2 + Math.log(high / low) ** 2 / 12 + (0.3 / said) ** 2)) + 1e-9
  );
}
