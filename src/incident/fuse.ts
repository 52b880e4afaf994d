import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { batchesOf } from "./batches.ts";
import { findLinks } from "./candidates.ts";
import { Evidence } from "./evidence.ts";
import { fuseLinked } from "./fuse-linked.ts";
import type { Incident } from "./incident.ts";
import { inForce, type Judgement } from "./judgement.ts";
import { type FusionModel, MODEL } from "./model.ts";
import { traitsOf } from "./traits.ts";

export interface FuseOptions {
  readonly judgements?: readonly Judgement[];
  readonly model?: FusionModel;
}

/**
 * Groups observations into incidents: a function of the sets of observations and judgements, whatever their order.
 * - Aggregates are left out: a total is no event.
 * - Claims come last. Recorded incidents are formed without them; then claims join each other or one recorded
 *   incident by the same evidence, and change nothing of it. Those that join none are incidents of status "claimed".
 * - Judgements that contradict each other are not in force (`conflicts` lists them).
 * @param observations in any order; the same id twice is one observation
 * @returns incidents by id
 * Source: fusion.md 5; design.md 1.9 for claims
 */
export function fuse(observations: readonly Observation[], options: FuseOptions = {}): Incident[] {
  return fuseCounted(observations, options).incidents;
}

/** The same, and how many groups were weighed for it: what fusion costs, whatever the machine. */
export function fuseCounted(
  observations: readonly Observation[],
  options: FuseOptions = {},
): { readonly incidents: Incident[]; readonly weighed: number } {
  const model = options.model ?? MODEL;
  const judgements = inForce(options.judgements ?? []);
  const distinct = new Map<string, Observation>();
  for (const o of observations) if (o.kind !== "aggregate") distinct.set(o.id, o);
  const sorted = [...distinct.values()].sort((a, b) => byCodePoint(a.id, b.id));
  const evidence = new Evidence(traitsOf(sorted, model), model);
  const links = findLinks(evidence);
  const incidents: Incident[] = [];
  let { weighed } = evidence;
  for (const batch of batchesOf(evidence.traits, links, judgements)) {
    const own = evidence.over(batch.traits);
    for (const incident of fuseLinked(own, batch.links, batch.judgements)) incidents.push(incident);
    weighed += own.weighed;
  }
  return { incidents: incidents.sort((a, b) => byCodePoint(a.id, b.id)), weighed };
}
