import type { Observation } from "../observation/observation.ts";
import { apartOf, Holds } from "./apart.ts";
import type { Links } from "./candidates.ts";
import { type Cluster, merged, mutualBest, type RoundsLog } from "./cluster.ts";
import type { Evidence } from "./evidence.ts";
import type { Incident } from "./incident.ts";
import { recordedIncidents, withClaims } from "./incidents.ts";
import type { Judgement } from "./judgement.ts";
import { type Seeds, seedsOf } from "./seeds.ts";

/** How observations are grouped: what was recorded, and then claims beside it. */
export interface Groupings {
  readonly seeds: Seeds;
  readonly recorded: readonly Cluster[];
  /** Absent where there are no claims. */
  readonly claims?: {
    readonly seeds: Seeds;
    /** Groups before the rounds of claims, each in rising order: recorded clusters with what people put beside them first. */
    readonly begun: readonly (readonly number[])[];
    readonly beside: readonly Cluster[];
  };
}

/** What happened in the rounds of what was recorded, and in those of claims. */
export interface GroupingLog {
  readonly recorded: RoundsLog;
  readonly claims: RoundsLog;
}

/** Groups observations whose links are known. @param judgements those in force */
export function groupings(
  evidence: Evidence,
  links: Links,
  judgements: readonly Judgement[],
  log?: GroupingLog,
): Groupings {
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
    log?.recorded,
  );
  if (!sorted.some((_, i) => isClaim(i))) return { seeds, recorded };

  const claimed = seedsOf(sorted, isClaim, judgements, apart);
  const begun = withBoundClaims(recorded, claimed.groups, sorted, judgements);
  const beside = mutualBest(
    evidence,
    begun,
    only(links, (a, b) => isClaim(a) || isClaim(b)),
    new Holds(evidence.traits, apart, false),
    log?.claims,
  );
  return { seeds, recorded, claims: { seeds: claimed, begun, beside } };
}

/** Incidents from observations whose links are known, in no promised order. @param judgements those in force */
export function fuseLinked(evidence: Evidence, links: Links, judgements: readonly Judgement[]): Incident[] {
  const { seeds, recorded, claims } = groupings(evidence, links, judgements);
  const incidents = recordedIncidents(evidence, recorded, seeds);
  return claims ? withClaims(evidence, incidents, recorded, claims.beside, claims.seeds) : incidents;
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
