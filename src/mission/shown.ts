import { markingRank } from "../access/marking.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import { type AssessmentRow, type AssessOptions, assess } from "../assessment/evaluate.ts";
import { factsOf } from "../incident/facts.ts";
import type { Incident, Member } from "../incident/incident.ts";
import type { Marking } from "../observation/observation.ts";
import type { FindingRow, FoundIncident } from "../publication/findings.ts";

/** Markings up to which groups outside the staff hold reports at all (`heldBy` of access/audience.ts). */
export const HELD_UP_TO: readonly Marking[] = ["TLP:GREEN", "TLP:CLEAR"];

/** An incident as those see it who may read some of its reports and not all: of those reports alone. */
export interface Shown {
  readonly upTo: Marking;
  readonly found: FoundIncident;
  readonly rows: readonly FindingRow[];
}

/** Members of an incident that are marked no stricter than this. */
export const heldUpTo = (incident: Incident, upTo: Marking): readonly Member[] =>
  incident.members.filter((m) => markingRank(m.observation.marking) <= markingRank(upTo));

/**
 * The incident that some of its members make, as if there were no others: its id, its status and its facts are theirs.
 * So it is word for word what it was before a report joined it that is held back.
 */
function ofMembers(members: readonly Member[]): Incident {
  const own = members.filter((m) => m.role !== "claims");
  const [anchor] = own.length > 0 ? own : members;
  return {
    id: anchor?.observation.id ?? "",
    status: own.length > 0 ? "recorded" : "claimed",
    members,
    evidence: [],
  };
}

/**
 * Incidents of which a group holds some reports and not all, as that group sees them, by the id that the staff knows.
 * People's invocations of exceptions hold for them too; an attribution does not, since it rests on all reports.
 * @param keep how rows are kept
 */
export function shownOf(
  incidents: readonly Incident[],
  compiled: CompiledAgreement,
  options: AssessOptions,
  keep: (row: AssessmentRow) => FindingRow,
): Map<string, readonly Shown[]> {
  const all = new Map<string, Shown[]>();
  const invocations = new Map<string, NonNullable<AssessOptions["invocations"]>[number][]>();
  for (const one of options.invocations ?? [])
    invocations.set(one.incident, [...(invocations.get(one.incident) ?? []), one]);
  for (const upTo of HELD_UP_TO) {
    const parts = incidents.flatMap((whole) => {
      const held = heldUpTo(whole, upTo);
      return held.length === 0 || held.length === whole.members.length ? [] : [{ whole, incident: ofMembers(held) }];
    });
    const found = parts.map(({ incident }) => ({ incident, facts: factsOf(incident) }));
    const rows = new Map(found.map(({ incident }) => [incident.id, [] as FindingRow[]]));
    const own: AssessOptions = {
      ...options,
      attributions: [],
      actorAssessments: [],
      invocations: parts.flatMap(({ whole, incident }) =>
        (invocations.get(whole.id) ?? []).map((i) => ({ ...i, incident: incident.id })),
      ),
    };
    if (found.length > 0) for (const row of assess(found, compiled, own)) rows.get(row.incident)?.push(keep(row));
    for (const [i, { whole, incident }] of parts.entries()) {
      const shown = { upTo, found: found[i] as FoundIncident, rows: rows.get(incident.id) ?? [] };
      all.set(whole.id, [...(all.get(whole.id) ?? []), shown]);
    }
  }
  return all;
}
