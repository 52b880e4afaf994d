import type { Observation } from "../observation/observation.ts";
import { apartOf, Holds, pinnedOf, standingApart, standingIn } from "./apart.ts";
import type { Links } from "./candidates.ts";
import { type Cluster, merged, mutualBest, type RoundsLog } from "./cluster.ts";
import type { Evidence } from "./evidence.ts";
import type { Incident } from "./incident.ts";
import { recordedIncidents, toldOfPins, withClaims, withPins } from "./incidents.ts";
import { type Judgement, namesOf, pinnedNames } from "./judgement.ts";
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

/**
 * Groups observations whose links are known.
 * @param judgements those in force
 * @param log        where it is given, no more is told of clusters than their members
 */
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
    new Holds(evidence.traits, standingApart(apart, standingIn(seeds)), true, pinnedOf(sorted, judgements, seeds)),
    { log: log?.recorded, told: () => log === undefined },
  );
  if (!sorted.some((_, i) => isClaim(i))) return { seeds, recorded };

  const claimed = seedsOf(sorted, isClaim, judgements, apart);
  const begun = withBoundClaims(recorded, seeds, claimed, sorted, judgements);
  const beside = mutualBest(
    evidence,
    begun,
    only(links, (a, b) => isClaim(a) || isClaim(b)),
    new Holds(evidence.traits, standingApart(apart, standingIn(seeds, claimed)), false),
    // A recorded incident is told as it was before claims came.
    { log: log?.claims, told: (members) => log === undefined && members.every(isClaim) },
  );
  return { seeds, recorded, claims: { seeds: claimed, begun, beside } };
}

/** Incidents from observations whose links are known, in no promised order. @param judgements those in force */
export function fuseLinked(evidence: Evidence, links: Links, judgements: readonly Judgement[]): Incident[] {
  const { seeds, recorded, claims } = groupings(evidence, links, judgements);
  const incidents = recordedIncidents(evidence, recorded, seeds);
  const pins = pinnedNames(judgements);
  const all = claims ? withClaims(evidence, incidents, recorded, claims.beside, claims.seeds) : incidents;
  return pins.size === 0 ? all : toldOfPins(all.map((incident) => withPins(incident, pins)));
}

const only = (links: Links, wanted: (a: number, b: number) => boolean): Links => {
  const kept: Links = { a: [], b: [], gain: [], missed: links.missed, alone: links.alone };
  for (let k = 0; k < links.a.length; k++) {
    const [a, b] = [links.a[k] as number, links.b[k] as number];
    if (!wanted(a, b)) continue;
    kept.a.push(a);
    kept.b.push(b);
    kept.gain.push(links.gain[k] as number);
  }
  return kept;
};

/**
 * Recorded clusters with the claims that people put beside them, then the other claim groups. A claim that people put
 * beside two recorded incidents is left to the evidence: it may not join them. What people say of a version holds for the
 * one that replaces it.
 */
function withBoundClaims(
  recorded: readonly Cluster[],
  seeds: Seeds,
  claims: Seeds,
  sorted: readonly Observation[],
  judgements: readonly Judgement[],
): number[][] {
  const groups = recorded.map((c) => [...c.members]);
  if (judgements.every((j) => j.kind === "different")) return [...groups, ...claims.groups.map((group) => [...group])];
  const index = new Map(sorted.map((o, i) => [o.id, i]));
  const clusterOf = new Map<number, number>();
  for (const [c, group] of groups.entries()) for (const m of group) clusterOf.set(m, c);
  for (const [older, group] of seeds.replaced)
    clusterOf.set(older, clusterOf.get(seeds.groups[group]?.[0] as number) as number);
  const named = new Map<number, Set<number>>();
  for (const j of judgements) {
    if (j.kind === "different") continue;
    const present = namesOf(j).flatMap((id) => index.get(id) ?? []);
    const clusters = present.flatMap((i) => clusterOf.get(i) ?? []);
    for (const i of present) {
      if (sorted[i]?.kind !== "claim") continue;
      const known = named.get(i) ?? new Set();
      for (const c of clusters) known.add(c);
      named.set(i, known);
    }
  }
  const versions = claims.groups.map((group) => [...group]);
  for (const [older, group] of claims.replaced) versions[group]?.push(older);
  const free: number[][] = [];
  for (const [k, claim] of claims.groups.entries()) {
    const clusters = new Set(versions[k]?.flatMap((i) => [...(named.get(i) ?? [])]));
    const [first] = clusters;
    if (clusters.size === 1 && first !== undefined) groups[first] = merged(groups[first] as number[], claim);
    else free.push([...claim]);
  }
  return [...groups, ...free];
}
