import type { Audience } from "../access/audience.ts";
import { markingRank } from "../access/marking.ts";
import type { HistoryRows } from "../mission/compared-history.ts";
import { standing } from "../mission/recorded.ts";
import { catalogue, problem } from "../problems.ts";
import type { EntryKind } from "../record/registry.ts";
import { WITHDRAWING } from "../record/standing.ts";
import { type DerivedState, FULL, type View } from "../store/derivations.ts";
import { recordedEntries } from "../store/mission-state.ts";
import type { Mission } from "../store/store.ts";
import type { Parts } from "./route.ts";

/** A mission's history as a reader may run another text over it. */
export interface ReleasedHistory {
  /** The state that all of it is of. */
  readonly state: DerivedState;
  readonly rows: HistoryRows;
  /** Incidents that the reader sees in any form; those that are only delayed or coarsened are not run over. */
  readonly seen: number;
}

/** Incidents at most that one request runs a text over; the command line has no such bound. */
export const MOST_INCIDENTS = 10_000;

/** Rows that are read between two turns of all others. */
const AT_ONCE = 250;

/** Entries whose words bear on results. */
const KINDS: readonly EntryKind[] = ["decision", "statement", "quiet", ...WITHDRAWING];
const BEARING: ReadonlySet<string> = new Set(["decision", "statement", "quiet"]);

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
  return parts.reads.look(mission.id, exact, async (view) => ({
    state: view.state,
    rows: await rowsOf(parts, mission, view, audience),
    seen,
  }));
}

/** @param view of rows as they are, as far as the reader may have them */
async function rowsOf(parts: Parts, mission: Mission, view: View, audience: Audience): Promise<HistoryRows> {
  const staff = audience.profile === FULL;
  const observations: string[] = [];
  for await (const { content } of view.all("observation", { limit: AT_ONCE })) observations.push(content);
  const incidents: HistoryRows["incidents"][number][] = [];
  for await (const row of view.all("incident", { kinds: ["recorded"], order: "oldest", limit: AT_ONCE })) {
    const { id, act, marking, content } = row;
    incidents.push({ id, act, marking, content });
  }
  const coverage: string[] = [];
  const impediments: string[] = [];
  if (staff)
    for await (const { kind, content } of view.all("coverage", { order: "oldest", limit: AT_ONCE }))
      (kind === "window" ? coverage : impediments).push(content);
  // Decisions as they stood at this state, and of them those that the reader may know of.
  const all = staff ? await recordedEntries(parts.store, mission.id, view.state.size, KINDS) : [];
  const entries = standing(all).filter(
    (e) => BEARING.has(e.entry.kind) && markingRank(e.marking) <= markingRank(audience.upTo),
  );
  return { observations, incidents, coverage, impediments, entries, staff };
}
