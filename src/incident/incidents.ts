import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import type { Cluster } from "./cluster.ts";
import type { Evidence } from "./evidence.ts";
import { alternativeTo, evidenceParts, weakestOf } from "./explain.ts";
import type { Settled } from "./fuse-linked.ts";
import type { Incident, Member } from "./incident.ts";
import { rolesOf } from "./member-roles.ts";
import type { Seeds } from "./seeds.ts";

/** Clusters of what was recorded as incidents, in the clusters' order; replaced versions stand beside the newer ones. */
export function recordedIncidents(
  evidence: Evidence,
  clusters: readonly Cluster[],
  seeds: Seeds,
  settled?: Pick<Settled, "wanted" | "same">,
): Incident[] {
  const { observations } = evidence.traits;
  const replaced = replacedBy(seeds);
  const wanted = clusters.map(({ members: [first] }) => settled === undefined || settled.wanted(first as number));
  const before = clusters.map(({ tree, members }, k) => (wanted[k] ? settled?.same(tree, members) : undefined));
  const stands = before.map((incident, k) => incident !== undefined || !wanted[k]);
  const members = clusters.map(({ members: core }, k) => {
    const roles = wanted[k]
      ? (rolesBefore(before[k], observations, core) ?? rolesOf(evidence, core))
      : core.map(() => "supports");
    const all = core.map((i, k) => ({ observation: observations[i] as Observation, role: roles[k] as Member["role"] }));
    for (const i of replaced(core)) all.push({ observation: observations[i] as Observation, role: "repeats" });
    return all.sort(byId);
  });
  const ids = members.map((all) => (all[0] as Member).observation.id);
  return clusters.map((cluster, k) => ({
    id: ids[k] as string,
    status: "recorded",
    members: members[k] as Member[],
    evidence: before[k]?.evidence ?? (wanted[k] ? evidenceParts(evidence, cluster) : []),
    ...(before[k]?.weakest ? { weakest: before[k].weakest } : weakestOf(evidence, cluster)),
    ...alternativeTo(
      evidence,
      cluster,
      clusters,
      ids,
      stands[k] && stands[cluster.nearest?.cluster ?? k] ? before[k] : undefined,
    ),
  }));
}

/** The roles that members had in an incident of the same members. */
function rolesBefore(
  before: Incident | undefined,
  observations: readonly Observation[],
  core: readonly number[],
): Member["role"][] | undefined {
  if (!before) return undefined;
  const roles = new Map(before.members.map((m) => [m.observation.id, m.role]));
  return core.map((i) => roles.get(observations[i]?.id as string) as Member["role"]);
}

/** Adds the claims to recorded incidents, which keep all else as it is, and the incidents that rest on claims alone. */
export function withClaims(
  evidence: Evidence,
  incidents: readonly Incident[],
  recorded: readonly Cluster[],
  beside: readonly Cluster[],
  seeds: Seeds,
  wanted: (member: number) => boolean = () => true,
): Incident[] {
  const { observations } = evidence.traits;
  const replaced = replacedBy(seeds);
  const incidentOf = new Map<number, number>();
  for (const [k, cluster] of recorded.entries()) for (const i of cluster.members) incidentOf.set(i, k);
  const claimsOf = beside.map(({ members }): Member[] => {
    const claims = members.filter((i) => !incidentOf.has(i));
    return [...claims, ...replaced(claims)]
      .map((i): Member => ({ observation: observations[i] as Observation, role: "claims" }))
      .sort(byId);
  });
  const host = beside.map(({ members }) => {
    const k = members.map((i) => incidentOf.get(i)).find((x) => x !== undefined);
    return k === undefined ? undefined : (incidents[k] as Incident);
  });
  const ids = beside.map((_, k) => host[k]?.id ?? ((claimsOf[k] as Member[])[0] as Member).observation.id);
  return beside.map((cluster, k): Incident => {
    const claims = claimsOf[k] as Member[];
    const incident = host[k];
    if (incident)
      return claims.length === 0 ? incident : { ...incident, members: [...incident.members, ...claims].sort(byId) };
    return {
      id: ids[k] as string,
      status: "claimed",
      members: claims,
      evidence: wanted(cluster.members[0] as number) ? evidenceParts(evidence, cluster) : [],
      ...weakestOf(evidence, cluster),
      ...alternativeTo(evidence, cluster, beside, ids),
    };
  });
}

const byId = (a: Member, b: Member): number => byCodePoint(a.observation.id, b.observation.id);

/** From some members of a cluster to the versions that they replace. */
function replacedBy(seeds: Seeds): (core: readonly number[]) => number[] {
  const groupOf = new Map<number, number>();
  const replaced = new Map<number, number[]>();
  for (const [older, group] of seeds.replaced) replaced.set(group, [...(replaced.get(group) ?? []), older]);
  for (const [g, members] of seeds.groups.entries()) if (replaced.has(g)) groupOf.set(members[0] as number, g);
  return (core) => core.flatMap((i) => replaced.get(groupOf.get(i) ?? -1) ?? []);
}
