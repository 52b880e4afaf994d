import type { Released } from "../access/release.ts";
import type { Observation } from "../observation/observation.ts";

/** An incident as its derived row holds it. */
export interface StoredIncident {
  readonly id: string;
  readonly status: string;
  readonly members: readonly { readonly observation: string; readonly role: string }[];
  readonly facts: Readonly<Record<string, unknown>> & { readonly place: unknown };
}

/** What of an observation a group outside the staff may have beside place and time: nothing that tells where. */
const OUTSIDE = [
  "id",
  "kind",
  "source",
  "sourceKind",
  "claimant",
  "mode",
  "acts",
  "labelBasis",
  "role",
  "count",
  "activity",
  "object",
  "alleged",
  "killed",
  "injured",
] as const;

/** An observation's value as it is released: place, time and words in it are no finer than the release allows. */
export function releasedObservation(
  o: Observation,
  { profile, time, place, basis, marking }: Released,
): Readonly<Record<string, unknown>> {
  if (profile === "full") return o as unknown as Record<string, unknown>;
  const kept: Record<string, unknown> = { marking, basis };
  for (const field of OUTSIDE) if (o[field] !== undefined) kept[field] = o[field];
  // A struck object's name may be a place; its kind is not.
  if (o.object && basis !== "published-by-source") kept["object"] = { kind: o.object.kind };
  const asGiven = basis === "published-by-source";
  return { ...kept, place, time: asGiven ? o.time : { from: time.from, until: time.until } };
}

/** An incident's value as it is released. It is released only where all its members are (mission-index.ts). */
export function releasedIncident(
  stored: StoredIncident,
  { profile, time, place, basis, marking }: Released,
): Readonly<Record<string, unknown>> {
  if (profile === "full") return stored as unknown as Record<string, unknown>;
  const { acts, roles, activities, heard, fused, labelBasis, independentGroups } = stored.facts;
  const facts = { time, place, acts, labelBasis, roles, activities, heard, fused, independentGroups };
  return { id: stored.id, status: stored.status, marking, basis, members: stored.members, facts };
}
