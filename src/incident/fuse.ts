import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { apartOf, Holds } from "./apart.ts";
import { findLinks, type Links } from "./candidates.ts";
import { type Cluster, merged, mutualBest } from "./cluster.ts";
import { Evidence } from "./evidence.ts";
import type { Incident } from "./incident.ts";
import { recordedIncidents, withClaims } from "./incidents.ts";
import { inForce, type Judgement } from "./judgement.ts";
import { type FusionModel, MODEL } from "./model.ts";
import { seedsOf } from "./seeds.ts";
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
  const isClaim = (i: number): boolean => sorted[i]?.kind === "claim";
  const isRecorded = (i: number): boolean => !isClaim(i);
  const apart = apartOf(sorted, judgements);

  const seeds = seedsOf(sorted, isRecorded, judgements, apart);
  const recorded = mutualBest(
    evidence,
    seeds.groups,
    only(links, (a, b) => isRecorded(a) && isRecorded(b)),
    new Holds(evidence.traits, apart, true),
  );
  const incidents = recordedIncidents(evidence, recorded, seeds);
  if (!sorted.some((_, i) => isClaim(i))) return { incidents: byId(incidents), weighed: evidence.weighed };

  const claims = seedsOf(sorted, isClaim, judgements, apart);
  const beside = mutualBest(
    evidence,
    withBoundClaims(recorded, claims.groups, sorted, judgements),
    only(links, (a, b) => isClaim(a) || isClaim(b)),
    new Holds(evidence.traits, apart, false),
  );
  const all = byId(withClaims(evidence, incidents, recorded, beside, claims));
  return { incidents: all, weighed: evidence.weighed };
}

const byId = (incidents: Incident[]): Incident[] => incidents.sort((a, b) => byCodePoint(a.id, b.id));

const only = (links: Links, wanted: (a: number, b: number) => boolean): Links => {
  const kept: Links = { a: [], b: [], gain: [], missed: links.missed };
  for (let k = 0; k < links.a.length; k++) {
    const [a, b] = [links.a[k] as number, links.b[k] as number];
    if (!wanted(a, b)) continue;
    kept.a.push(a);
    kept.b.push(b);
    kept.gain.push(links.gain[k] as number);
  }
  return kept;
};

/** Recorded clusters with the claims that people put beside them, then the other claim groups. A claim that people put beside two recorded incidents is left to the evidence: it may not join them. */
function withBoundClaims(
  recorded: readonly Cluster[],
  claims: readonly (readonly number[])[],
  sorted: readonly Observation[],
  judgements: readonly Judgement[],
): number[][] {
  const groups = recorded.map((c) => [...c.members]);
  const index = new Map(sorted.map((o, i) => [o.id, i]));
  const clusterOf = new Map<number, number>();
  for (const [c, group] of groups.entries()) for (const m of group) clusterOf.set(m, c);
  const named = new Map<number, Set<number>>();
  for (const j of judgements) {
    if (j.kind !== "same") continue;
    for (const [x, y] of [
      [j.a, j.b],
      [j.b, j.a],
    ] as const) {
      const claim = index.get(x);
      const cluster = clusterOf.get(index.get(y) ?? -1);
      if (claim === undefined || cluster === undefined || sorted[claim]?.kind !== "claim") continue;
      named.set(claim, (named.get(claim) ?? new Set()).add(cluster));
    }
  }
  const free: number[][] = [];
  for (const claim of claims) {
    const clusters = new Set(claim.flatMap((i) => [...(named.get(i) ?? [])]));
    const [first] = clusters;
    if (clusters.size === 1 && first !== undefined) groups[first] = merged(groups[first] as number[], claim);
    else free.push([...claim]);
  }
  return [...groups, ...free];
}
