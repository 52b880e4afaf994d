import type { Audience } from "../access/audience.ts";
import { type Marking, markingRank } from "../access/marking.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import { actorAssessmentOf, attributionOf, interpretationOf, invocationOf } from "../assessment/entries.ts";
import type { AssessOptions } from "../assessment/evaluate.ts";
import type { ObligationResult } from "../assessment/obligation.ts";
import { overRecord } from "../assessment/whole-record.ts";
import type { SideOptions } from "../comparison/side.ts";
import { factsOf } from "../incident/facts.ts";
import type { Incident } from "../incident/incident.ts";
import { ofKind, type Recorded, standing } from "../mission/recorded.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import type { Observation } from "../observation/observation.ts";
import { catalogue, problem } from "../problems.ts";
import type { FoundIncident } from "../publication/findings.ts";
import { type DerivedState, FULL, type View } from "../store/derivations.ts";
import { recordedEntries } from "../store/mission-state.ts";
import type { Mission } from "../store/store.ts";
import { dayOf } from "../time/day.ts";
import { fulfilmentOf, quietConfirmationOf } from "../verification/entries.ts";
import type { StoredIncident } from "./incident-pages.ts";
import type { Parts } from "./route.ts";

/** A mission's history as a reader may run another text over it. */
export interface ReleasedHistory {
  /** The state that all of it is of. */
  readonly state: DerivedState;
  readonly incidents: readonly FoundIncident[];
  /** By id: the act and the marking that an incident is listed with. */
  readonly listed: ReadonlyMap<string, { readonly act: string; readonly marking: Marking }>;
  /** Incidents that the reader sees only delayed or coarsened: nothing can be computed from them. */
  readonly leftOut: number;
  readonly entries: readonly Recorded[];
  readonly coverage: readonly CoverageWindow[];
  readonly impediments: readonly Impediment[];
}

/** Incidents at most that one request runs a text over; the command line has no such bound. */
export const MOST_INCIDENTS = 10_000;

/** Rows that are read between two turns of all others. */
const AT_ONCE = 250;

/** Entries whose words bear on results. */
const KINDS = new Set(["decision", "statement", "quiet", "withdrawal"]);

/** Sources that anyone can read: what they published keeps the place and time that it gave (design.md 1.11). */
export const PUBLIC_SOURCES: ReadonlySet<string> = new Set(["media", "social", "dataset"]);

/**
 * The incidents that an audience sees exactly as they are: all of its own for the staff; for anyone else those that
 * public sources published, since a text of the reader's own, run over finer places than were released, would tell them.
 * @throws Problem http/busy while nothing is derived, limit where there are too many
 */
export async function releasedHistory(parts: Parts, mission: Mission, audience: Audience): Promise<ReleasedHistory> {
  const staff = audience.profile === FULL;
  const upTo = staff ? audience.upTo : "TLP:CLEAR";
  // What is held back enters no bound and no error either: what the reader sees is counted.
  const seen = await parts.reads.look(mission.id, audience, (own) => own.count("incident", { kinds: ["recorded"] }));
  if (seen > MOST_INCIDENTS)
    throw problem(catalogue.limit, {
      what: "the history to compare over (npx trucekeeper compare --mission has no such limit)",
      limit: `${MOST_INCIDENTS} incidents`,
      seen: String(seen),
    });
  const exact: Audience = { profile: FULL, upTo, at: audience.at };
  return parts.reads.look(mission.id, exact, (view) => historyOf(parts, mission, { view, audience, seen }));
}

interface Seen {
  /** Of rows as they are, as far as the reader may have them. */
  readonly view: View;
  readonly audience: Audience;
  /** Incidents that the reader sees in any form. */
  readonly seen: number;
}

async function historyOf(parts: Parts, mission: Mission, { view, audience, seen }: Seen): Promise<ReleasedHistory> {
  const staff = audience.profile === FULL;
  const originals = new Map<string, Observation>();
  for await (const row of view.all("observation", { limit: AT_ONCE }))
    originals.set(row.id, JSON.parse(row.content) as Observation);
  const incidents: FoundIncident[] = [];
  const listed = new Map<string, { act: string; marking: Marking }>();
  for await (const row of view.all("incident", { kinds: ["recorded"], order: "oldest", limit: AT_ONCE })) {
    const stored = JSON.parse(row.content) as StoredIncident & Omit<Incident, "members">;
    const members = stored.members.flatMap(({ observation: id, role }) => {
      const observation = originals.get(id);
      return observation ? [{ observation, role: role as Incident["members"][number]["role"] }] : [];
    });
    const whole = members.length === stored.members.length;
    if (!whole || !(staff || members.every(({ observation: o }) => PUBLIC_SOURCES.has(o.sourceKind)))) continue;
    const incident: Incident = { ...stored, members };
    incidents.push({ incident, facts: factsOf(incident) });
    listed.set(row.id, { act: row.act, marking: row.marking });
  }
  const coverage: CoverageWindow[] = [];
  const impediments: Impediment[] = [];
  if (staff)
    for await (const row of view.all("coverage", { order: "oldest", limit: AT_ONCE })) {
      if (row.kind === "window") coverage.push(JSON.parse(row.content) as CoverageWindow);
      else impediments.push(JSON.parse(row.content) as Impediment);
    }
  // Decisions as they stood at this state, and of them those that the reader may know of.
  const all = staff ? await recordedEntries(parts.store, mission.id, view.state.size) : [];
  const entries = standing(all).filter(
    (e) => KINDS.has(e.entry.kind) && markingRank(e.marking) <= markingRank(audience.upTo),
  );
  return {
    state: view.state,
    incidents,
    listed,
    leftOut: Math.max(0, seen - incidents.length),
    entries,
    coverage,
    impediments,
  };
}

/**
 * Decisions that stand in a history, and what one text needs to know of the record, as derivation takes them; and what
 * its duties come to over that history, all readings of them.
 */
export function decidedFor(
  history: ReleasedHistory,
  compiled: CompiledAgreement,
): { readonly options: SideOptions; readonly obligations: readonly ObligationResult[] } {
  const decisions = ofKind(history.entries, "decision");
  const options: AssessOptions = {
    attributions: decisions.flatMap(({ body, commitment }) => attributionOf(body, commitment) ?? []),
    invocations: decisions.flatMap(({ body, commitment }) => invocationOf(body, commitment) ?? []),
    actorAssessments: decisions.flatMap(({ body, commitment }) => actorAssessmentOf(body, commitment) ?? []),
    interpretations: decisions.flatMap(
      ({ body, commitment, stated }) => interpretationOf(body, commitment, dayOf(stated, compiled.missionZone)) ?? [],
    ),
  };
  const whole = {
    incidents: history.incidents,
    observations: history.incidents.flatMap(({ incident }) => incident.members.map((m) => m.observation)),
    statements: ofKind(history.entries, "statement").map(({ body, commitment }) => fulfilmentOf(body, commitment)),
    confirmations: ofKind(history.entries, "quiet").map(({ body, commitment }) =>
      quietConfirmationOf(body, commitment),
    ),
    coverage: history.coverage,
    impediments: history.impediments,
  };
  const judged = overRecord(options, whole, compiled);
  const { readings: _, ...known } = judged.options;
  return { options: known, obligations: judged.obligations() };
}
