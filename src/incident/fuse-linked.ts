import type { Observation } from "../observation/observation.ts";
import { apartOf, Holds } from "./apart.ts";
import type { Links } from "./candidates.ts";
import { type Cluster, type Known, merged, mutualBest } from "./cluster.ts";
import type { Evidence } from "./evidence.ts";
import type { Tree } from "./groups.ts";
import type { Incident } from "./incident.ts";
import { recordedIncidents, withClaims } from "./incidents.ts";
import type { Judgement } from "./judgement.ts";
import { seedsOf } from "./seeds.ts";

/** An incident, and how its recorded members and then its claims came together. */
export interface Fused {
  readonly incident: Incident;
  readonly trees: readonly Tree[];
}

/** What is known from before: `recorded` and `beside` are trees as `Fused` has them. */
export interface Settled {
  readonly recorded: readonly Tree[];
  readonly beside: readonly Tree[];
  /** Whether the incident of an observation is asked for. Of others nothing but id and members is told. */
  readonly wanted: (member: number) => boolean;
  /** An incident whose recorded members came together in this way, of the same observations. */
  readonly same: (tree: Tree, members: readonly number[]) => Incident | undefined;
}

/**
 * Incidents from observations whose links are known, in no promised order.
 * @param judgements those in force
 */
export function fuseLinked(
  evidence: Evidence,
  links: Links,
  judgements: readonly Judgement[],
  settled?: Settled,
): Fused[] {
  const known = (trees: readonly Tree[]): [Known] | [] => (settled ? [{ trees, wanted: settled.wanted }] : []);
  const sorted = evidence.traits.observations;
  const isClaim = (i: number): boolean => sorted[i]?.kind === "claim";
  const isRecorded = (i: number): boolean => !isClaim(i);
  const apart = apartOf(sorted, judgements);

  const seeds = seedsOf(sorted, isRecorded, judgements, apart);
  const recorded = mutualBest(
    evidence,
    seeds.groups,
    only(links, (a, b) => isRecorded(a) && isRecorded(b)),
    new Holds(evidence.traits, apart, true),
    ...known(settled?.recorded ?? []),
  );
  const incidents = recordedIncidents(evidence, recorded, seeds, settled);
  if (!sorted.some((_, i) => isClaim(i)))
    return incidents.map((incident, k) => ({ incident, trees: [(recorded[k] as Cluster).tree] }));

  const claims = seedsOf(sorted, isClaim, judgements, apart);
  const beside = mutualBest(
    evidence,
    withBoundClaims(recorded, claims.groups, sorted, judgements),
    only(links, (a, b) => isClaim(a) || isClaim(b)),
    new Holds(evidence.traits, apart, false),
    ...known(settled?.beside ?? []),
  );
  const treeOf = new Map(recorded.map(({ members, tree }) => [members[0] as number, tree]));
  return withClaims(evidence, incidents, recorded, beside, claims, settled?.wanted).map((incident, k) => {
    const { members, tree } = beside[k] as Cluster;
    const first = members.find(isRecorded);
    return { incident, trees: first === undefined ? [tree] : [treeOf.get(first) as Tree, tree] };
  });
}

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
