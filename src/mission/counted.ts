import type { Incident } from "../incident/incident.ts";
import type { Derived } from "./derive.ts";
import type { Counted } from "./vintage.ts";

/** What the figure of recorded incidents counts in a state, or what a part of it does. */
export const countedIn = (
  { findings, gathered }: Derived,
  counts: (incident: Incident) => boolean = () => true,
): Counted => ({
  observations: new Set(gathered.observations.map((o) => o.id)),
  incidents: findings.incidents
    .filter(({ incident }) => incident.status === "recorded" && counts(incident))
    .map(({ incident }) => incident.members.filter((m) => m.role !== "claims").map((m) => m.observation.id)),
});
