import type { Observation, SourceKind } from "../observation/observation.ts";
import { ACTS, type ActId, isKindOf } from "../observation/taxonomy.ts";
import type { FusionModel, SourceModel } from "./model.ts";

type Truth = Exclude<ActId, "undetermined">;
/** What an event can truly have been. */
export const TRUTHS: readonly Truth[] = ACTS.filter((a): a is Truth => a !== "undetermined");

const branchOf = (act: ActId): string => act.split(".")[0] as string;
const branchSizes = new Map<string, number>();
for (const act of ACTS) branchSizes.set(branchOf(act), (branchSizes.get(branchOf(act)) ?? 0) + 1);

/** P(reported as `reported` | it was `truth`) by a source of this kind (fusion.md 5.1, Types). */
function shareOf(reported: ActId, truth: Truth, source: Shares, model: FusionModel): number {
  const floor = model.unrelated / ACTS.length;
  if (reported === "undetermined") return source.undetermined;
  const branch = branchOf(truth);
  const size = branchSizes.get(branchOf(reported)) as number;
  if (branchOf(reported) === branch) {
    if (truth === branch) return reported === truth ? source.exact + source.branch : source.sibling / size;
    if (reported === truth) return source.exact;
    return reported === branch ? source.branch : source.sibling / Math.max(1, size - 2);
  }
  let also = 0;
  for (const [t, r, share] of model.alsoSeenAs)
    if (isKindOf(truth, t) && isKindOf(reported, r)) also += share / (isKindOf(r, reported) ? 1 : size);
  return floor + also;
}

/** Sources whose labels are always a machine's, so that the model of the source is the model of the label. */
const SENSORS: readonly SourceKind[] = ["radar", "acoustic", "seismic", "satellite", "thermal", "camera", "uav"];

type Shares = Pick<SourceModel, "exact" | "branch" | "sibling" | "undetermined">;

/** The words of an observation about its act, as likelihoods over `TRUTHS`; alternatives are added. Scale is free. */
export function actLikelihood(observation: Observation, model: FusionModel): Float64Array {
  const ofWords = observation.labelBasis === "machine" && !SENSORS.includes(observation.sourceKind);
  const source = ofWords ? model.machine : model.sources[observation.sourceKind];
  const acts = observation.acts.length === 0 ? (["undetermined"] as const) : observation.acts;
  return Float64Array.from(TRUTHS, (truth) => {
    let sum = 0;
    for (const act of acts) sum += shareOf(act, truth, source, model);
    return sum;
  });
}

/** Prior share of each act, and the ln of its typical count, over `TRUTHS`. */
export function actPriors(model: FusionModel): { readonly share: Float64Array; readonly lnTypical: Float64Array } {
  let total = 0;
  for (const truth of TRUTHS) total += model.acts[truth][0];
  return {
    share: Float64Array.from(TRUTHS, (t) => model.acts[t][0] / total),
    lnTypical: Float64Array.from(TRUTHS, (t) => Math.log(model.acts[t][1])),
  };
}
