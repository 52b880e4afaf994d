import { heldBy, RELEASE_GROUPS, type ReleaseGroup } from "../access/audience.ts";
import type { Cell } from "../access/cell.ts";
import type { Marking } from "../access/marking.ts";
import type { Published, Released } from "../access/release.ts";
import { canonical } from "../canonical.ts";
import type { Incident, IncidentFacts, Member } from "../incident/incident.ts";
import { isPublished } from "../mission/published.ts";
import type { CountInterval } from "../observation/count.ts";
import type { Observation } from "../observation/observation.ts";
import type { FoundIncident } from "../publication/findings.ts";
import type { AssessmentRow, IncidentRow, Table, TaggedRow } from "./derivations.ts";
import { sharing } from "./derived-places.ts";
import type { ClauseResult } from "./facet.ts";
import type { Filing } from "./filing.ts";
import { actOf, markingOf, span } from "./row-words.ts";

/** What all rows of a thing have in a profile. */
export type About = Pick<AssessmentRow, "profile" | "time" | "position" | "marking" | "releasedFrom">;

/** An incident as a profile reads it, and the rows of its reports there. */
export interface Form {
  readonly about: About;
  readonly row: IncidentRow;
  readonly reports: readonly TaggedRow[];
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

/**
 * The forms of an incident for the groups outside the staff that may read it, each with its reports.
 * @param upTo of a part of an incident: for those groups alone that hold reports up to this marking
 */
export function* releasedForms(
  { incident, facts }: FoundIncident,
  results: readonly ClauseResult[],
  filing: Filing,
  upTo?: Marking,
): Generator<Form> {
  const alike = new Alike();
  for (const group of RELEASE_GROUPS) {
    if (upTo !== undefined && groupHolds(group) !== upTo) continue;
    const form = releasedForm(incident, facts, results, group, filing, alike);
    if (form) yield form;
  }
}

/** What a released thing's row tells, beside whom and from when. */
type Told = Pick<IncidentRow, "content" | "places" | "facet">;

/** Groups mostly read a thing alike: its words are then written, and its zones found, once for all of them. */
class Alike {
  private readonly known = new Map<string, Told>();

  /**
   * @param what with its table: an incident may have the id of a report of it
   * @param make asked for the first of those that are released alike
   */
  told(what: `${Table} ${string}`, { place, time, basis, marking }: Released, make: () => Told): Told {
    const key = JSON.stringify([what, place, time, basis, marking]);
    const before = this.known.get(key);
    if (before) return before;
    const made = make();
    this.known.set(key, made);
    return made;
  }
}

/** The strictest marking of reports that a group holds by itself. */
const groupHolds = (group: ReleaseGroup): Marking =>
  heldBy(group, { marking: "TLP:GREEN" }) ? "TLP:GREEN" : "TLP:CLEAR";

function releasedForm(
  incident: Incident,
  facts: IncidentFacts,
  results: readonly ClauseResult[],
  group: ReleaseGroup,
  filing: Filing,
  alike: Alike,
): Form | undefined {
  const { id, status: kind, members } = incident;
  const marking = markingOf(members);
  const thing = {
    id,
    members: members.map((m) => m.observation.id),
    marking,
    time: span(facts.time),
    place: facts.place,
    counts: [],
  };
  // The cell in which the reports lie as well, so that their spread tells nothing.
  const snapped = filing.release(thing, group);
  const cell = cellFrom(snapped?.cell ?? null);
  const published = publishedOf(members, facts);
  const released = published ? filing.release({ ...thing, published }, group) : snapped;
  if (!released) return undefined;
  const reports = members.flatMap(({ observation: o }) => reportRow(o, group, filing, alike, cell) ?? []);
  const told = alike.told(`incident ${id}${filing.tellsZones(group) ? " with zones" : ""}`, released, () => {
    const { place, time, basis } = released;
    const { acts, labelBasis, roles, activities, independentGroups } = facts;
    const heard = facts.heard.map(countOf);
    const fused = facts.fused.map(countOf);
    const { written, places } = sharing(place);
    const content = canonical({
      id,
      status: kind,
      marking: released.marking,
      basis,
      members: listOfMembers(members),
      facts: { time, place: written, acts, labelBasis, roles, activities, heard, fused, independentGroups },
    });
    const shown = members.filter(({ observation: o }) => isPublished(o));
    const facet = {
      sources: members.map((m) => m.observation.source),
      zones: filing.zones(place, group),
      results,
      names: shown.flatMap(({ observation: o }) => o.place.name ?? []),
      heard: facts.heard,
      fused: facts.fused,
    };
    return { content, ...places, facet };
  });
  const about = aboutOf(released);
  return { about, row: { ...about, ...told, id, kind, act: actOf(facts.acts) }, reports };
}

/** What public sources gave of it: all of it where every report is theirs, else what the first of them gave. */
function publishedOf(members: readonly Member[], facts: IncidentFacts): Published | undefined {
  const first = members.find(({ observation: o }) => isPublished(o))?.observation;
  if (!first) return undefined;
  if (members.every(({ observation: o }) => isPublished(o))) return { time: span(facts.time), place: facts.place };
  return { time: span(first.time), place: first.place };
}

/** Rows of an observation that no incident holds, such as a total, for the groups that may read it. */
export function looseRows(o: Observation, filing: Filing): TaggedRow[] {
  const alike = new Alike();
  return RELEASE_GROUPS.flatMap((group) => reportRow(o, group, filing, alike) ?? []);
}

/** @param incidentCell the cell that its incident is released in; not given: it has none */
function reportRow(
  o: Observation,
  group: ReleaseGroup,
  filing: Filing,
  alike: Alike,
  incidentCell?: Cell | null,
): TaggedRow | undefined {
  const released = filing.release(
    {
      id: o.id,
      marking: o.marking,
      time: span(o.time),
      place: o.place,
      counts: [],
      ...(isPublished(o) && { published: { time: span(o.time), place: o.place } }),
      ...(incidentCell !== undefined && { incidentCell }),
    },
    group,
  );
  if (!released) return undefined;
  const { id, kind, source, acts } = o;
  const told = alike.told(`observation ${id}`, released, () => {
    const { written, places } = sharing(released.place);
    return { content: canonical({ ...releasedWords(o, released), place: written }), ...places };
  });
  return { table: "observation", row: { ...aboutOf(released), ...told, id, kind, act: actOf(acts), source } };
}

/** An observation's value as it is released: time and words in it are no finer than the release allows. */
function releasedWords(o: Observation, { time, basis, marking }: Released): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = { marking, basis };
  for (const field of OUTSIDE) if (o[field] !== undefined) kept[field] = o[field];
  const asGiven = basis === "published-by-source";
  // A struck object's name may be a place; its kind is not.
  if (o.object && !asGiven) kept["object"] = { kind: o.object.kind };
  return { ...kept, time: asGiven ? o.time : { from: time.from, until: time.until } };
}

const aboutOf = ({ profile, time, position, marking, releasedFrom }: Released): About => ({
  profile,
  time,
  position,
  marking,
  releasedFrom,
});

export const listOfMembers = (members: readonly Member[]) =>
  members.map((m) => ({ observation: m.observation.id, role: m.role }));

/** A count without its words, which may tell more than the number. */
const countOf = ({ min, max, unit, form }: CountInterval) => ({ min, max, unit, form });

/** "level/row/column" as a cell. */
function cellFrom(name: string | null): Cell | null {
  if (name === null) return null;
  const [level = 0, row = 0, column = 0] = name.split("/").map(Number);
  return { level, row, column };
}
