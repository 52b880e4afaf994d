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
  for (const { commitment, body } of ofKind(entries, "decision") as readonly Of<"decision">[]) {
    if (!("members" in body)) continue;
    const now = byId.has(body.incident) ? body.incident : (holding.get(body.incident) ?? null);
    const members = (now === null ? [] : (byId.get(now)?.members ?? [])).map((m) => m.observation.id);
    const [before, after] = [new Set(body.members), new Set(members)];
    const added = members.filter((id) => !before.has(id)).sort(byCodePoint);
    const removed = body.members.filter((id) => !after.has(id)).sort(byCodePoint);
    if (now === body.incident && added.length === 0 && removed.length === 0) continue;
    changed.push({ decision: commitment, incident: body.incident, now, added, removed });
  }
  return changed.sort((a, b) => byCodePoint(a.decision, b.decision));
}
