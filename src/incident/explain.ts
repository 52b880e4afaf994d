import { rounded } from "../units.ts";
import type { Cluster } from "./cluster.ts";
import type { Evidence } from "./evidence.ts";
import type { EvidencePart, Incident } from "./incident.ts";
import type { Grouped } from "./incidents.ts";

/** Why a group is one incident: the gain of the group over its members apart, by term. */
export function evidenceParts(evidence: Evidence, { members: core, tally }: Grouped): readonly EvidencePart[] {
  if (core.length < 2) return [];
  const parts = evidence.partsOfWhole(tally, core);
  const { observations } = evidence.traits;
  if (!core.some((i) => observations[i]?.pair !== undefined)) return parts;
  const names = core.flatMap((i) =>
    observations[i]?.pair === undefined ? [] : [`${observations[i].source}\n${observations[i].pair}`],
  );
  const paired = new Set(names).size < names.length;
  return paired ? [...parts, { term: "pair", nats: evidence.model.pairStated }] : parts;
}

/** The nearest incident that it was not merged with, and which terms spoke for and against that. */
export function alternativeTo(
  evidence: Evidence,
  cluster: Cluster,
  clusters: readonly Cluster[],
  ids: readonly string[],
): Pick<Incident, "alternative"> {
  const { nearest } = cluster;
  const other = nearest && clusters[nearest.cluster];
  if (!other) return {};
  const parts = evidence.gainParts(cluster.tally, other.tally);
  return { alternative: { incident: ids[nearest.cluster] as string, gain: rounded(nearest.gain), parts } };
}

/** The merge that gained least, by the ids of an observation on each side. */
export function weakestOf(evidence: Evidence, { weakest }: Grouped): Pick<Incident, "weakest"> {
  if (!weakest) return {};
  const id = (i: number): string => evidence.traits.observations[i]?.id as string;
  return { weakest: { gain: weakest.gain, a: id(weakest.a), b: id(weakest.b) } };
}
