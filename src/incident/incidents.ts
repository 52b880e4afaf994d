import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import type { Cluster } from "./cluster.ts";
import type { Evidence } from "./evidence.ts";
import { alternativeTo, evidenceParts, weakestOf } from "./explain.ts";
import type { Incident, Member } from "./incident.ts";
import { rolesOf } from "./member-roles.ts";
import type { Seeds } from "./seeds.ts";

/** What of a cluster makes an incident, members in order of id. */
export type Grouped = Pick<Cluster, "members" | "tally" | "weakest">;

/** Clusters of what was recorded as incidents, in the clusters' order; replaced versions stand beside the newer ones. */
export function recordedIncidents(evidence: Evidence, clusters: readonly Cluster[], seeds: Seeds): Incident[] {
  const replaced = replacedBy(seeds);
  const incidents = clusters.map((cluster) => recordedIncident(evidence, cluster, replaced(cluster.members)));
  const ids = incidents.map(({ id }) => id);
  return incidents.map((incident, k) => ({
    ...incident,
    ...alternativeTo(evidence, clusters[k] as Cluster, clusters, ids),
  }));
}

/** What was recorded of one thing, without the nearest alternative. @param older versions that members replace */
export function recordedIncident(evidence: Evidence, cluster: Grouped, older: readonly number[]): Incident {
  const { observations } = evidence.traits;
  const { members: core } = cluster;
  const roles = rolesOf(evidence, core);
  const members = core.map(
    (i, k): Member => ({ observation: observations[i] as Observation, role: roles[k] as Member["role"] }),
  );
  for (const i of older) members.push({ observation: observations[i] as Observation, role: "repeats" });
  members.sort(byId);
  return {
    id: (members[0] as Member).observation.id,
    status: "recorded",
    members,
    evidence: evidenceParts(evidence, cluster),
    ...weakestOf(evidence, cluster),
  };
}

/** What rests on claims alone, without the nearest alternative. */
export function claimedIncident(evidence: Evidence, cluster: Grouped, claims: readonly Member[]): Incident {
  return {
    id: (claims[0] as Member).observation.id,
    status: "claimed",
    members: claims,
    evidence: evidenceParts(evidence, cluster),
    ...weakestOf(evidence, cluster),
  };
}

/** A recorded incident with claims beside it, which change nothing else. */
export const withClaimsBeside = (incident: Incident, claims: readonly Member[]): Incident =>
  claims.length === 0 ? incident : { ...incident, members: [...incident.members, ...claims].sort(byId) };

/** Claims, and versions that they replace, in order of id. */
export const claimMembers = ({ traits }: Evidence, claims: readonly number[], older: readonly number[]): Member[] =>
  [...claims, ...older]
    .map((i): Member => ({ observation: traits.observations[i] as Observation, role: "claims" }))
    .sort(byId);

/** Adds the claims to recorded incidents, which keep all else as it is, and the incidents that rest on claims alone. */
export function withClaims(
  evidence: Evidence,
  incidents: readonly Incident[],
  recorded: readonly Cluster[],
  beside: readonly Cluster[],
  seeds: Seeds,
): Incident[] {
  const replaced = replacedBy(seeds);
  const incidentOf = new Map<number, number>();
  for (const [k, cluster] of recorded.entries()) for (const i of cluster.members) incidentOf.set(i, k);
  const whole = beside.map((cluster): Incident => {
    const claims = cluster.members.filter((i) => !incidentOf.has(i));
    const told = claimMembers(evidence, claims, replaced(claims));
    const host = cluster.members.map((i) => incidentOf.get(i)).find((x) => x !== undefined);
    return host === undefined
      ? claimedIncident(evidence, cluster, told)
      : withClaimsBeside(incidents[host] as Incident, told);
  });
  const ids = whole.map(({ id }) => id);
  return whole.map((incident, k) =>
    incident.status === "recorded"
      ? incident
      : { ...incident, ...alternativeTo(evidence, beside[k] as Cluster, beside, ids) },
  );
}

/** An incident, said to be pinned where a pin names any report of it; claims are not what a pin holds. */
export const withPins = (incident: Incident, pinned: ReadonlySet<string>): Incident =>
  incident.members.some((m) => m.role !== "claims" && pinned.has(m.observation.id))
    ? { ...incident, pinned: true }
    : incident;

/** Recorded incidents of which an alternative says that a pin keeps the two apart. */
export function toldOfPins(incidents: readonly Incident[]): Incident[] {
  const pinned = new Set(incidents.flatMap((i) => (i.pinned ? [i.id] : [])));
  return incidents.map((i) =>
    i.status === "recorded" && i.alternative && (i.pinned || pinned.has(i.alternative.incident))
      ? { ...i, alternative: { ...i.alternative, pinned: true } }
      : i,
  );
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
