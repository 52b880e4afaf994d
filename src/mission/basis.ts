import type { Incident } from "../incident/incident.ts";
import { byCodePoint } from "../units.ts";
import { type Of, ofKind, type Recorded } from "./recorded.ts";

/** A decision whose basis is no longer what its maker saw. It holds all the same, and is shown with this beside it. */
export interface BasisChanged {
  /** The decision's id. */
  readonly decision: string;
  readonly incident: string;
  /** The incident that holds the decision's anchor now, or null where nothing does. */
  readonly now: string | null;
  /** Observations that joined the incident since, and those that left it, by id. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Decisions on incidents whose members have changed since (design.md 1.3), by id of the decision.
 * @param entries that stand
 */
export function basesChanged(entries: readonly Recorded[], incidents: Iterable<Incident>): BasisChanged[] {
  const byId = new Map<string, Incident>();
  const holding = new Map<string, string>();
  for (const incident of incidents) {
    byId.set(incident.id, incident);
    for (const { observation } of incident.members) holding.set(observation.id, incident.id);
  }
  const changed: BasisChanged[] = [];
  for (const decision of ofKind(entries, "decision")) {
    const anchor = anchorOf(decision);
    if (anchor === undefined) continue;
    const now = byId.get(holding.get(anchor) ?? "");
    const basis = basisChanged(decision, now);
    if (basis) changed.push(basis);
  }
  return changed.sort((a, b) => byCodePoint(a.decision, b.decision));
}

/** The observation by which a decision names its incident; undefined for a decision that rests on no members. */
export const anchorOf = ({ body }: Of<"decision">): string | undefined =>
  "members" in body ? body.incident : undefined;

/**
 * Whether the basis of one decision has moved.
 * @param now the incident that holds the decision's anchor now
 */
export function basisChanged(
  { commitment, body }: Of<"decision">,
  now: Incident | undefined,
): BasisChanged | undefined {
  if (!("members" in body)) return undefined;
  const members = (now?.members ?? []).map((m) => m.observation.id);
  const [before, after] = [new Set(body.members), new Set(members)];
  const added = members.filter((id) => !before.has(id)).sort(byCodePoint);
  const removed = body.members.filter((id) => !after.has(id)).sort(byCodePoint);
  if (now?.id === body.incident && added.length === 0 && removed.length === 0) return undefined;
  return { decision: commitment, incident: body.incident, now: now?.id ?? null, added, removed };
}
