import { RELEASE_GROUPS } from "../access/audience.ts";
import { release } from "../access/release.ts";
import { canonical } from "../canonical.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { Derived } from "../mission/derive.ts";
import type { CountInterval } from "../observation/count.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import { MARKINGS, type Marking, type Observation } from "../observation/observation.ts";
import { ACTS, type ActId } from "../observation/taxonomy.ts";
import type { Position, UncertainPlace } from "../place/place.ts";
import { samplePoints } from "../place/shape.ts";
import { type FindingRow, type FoundIncident, isShared } from "../publication/findings.ts";
import type { Interval } from "../time/interval.ts";
import { type AssessmentRow, FULL, type SharedPlace, type TaggedRow } from "./derivations.ts";
import { sharing } from "./derived-places.ts";

/** A position that stands for the place on maps and in boxes: one inside it, and never the observer's. */
export function positionOf(place: UncertainPlace): Position | null {
  if (place.kind === "point") return [place.lon, place.lat];
  const [one] = samplePoints(place, 1);
  return one ? [round(one.lon), round(one.lat)] : null;
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** The one act that a row is found by: what all alternatives have in common. */
export function actOf(acts: readonly ActId[]): ActId {
  const [first, ...others] = acts;
  if (first === undefined) return "undetermined";
  if (others.every((a) => a === first)) return first;
  const branch = first.split(".")[0] as ActId;
  const shared = others.every((a) => a === branch || a.startsWith(`${branch}.`));
  return shared && ACTS.includes(branch) ? branch : "undetermined";
}

interface Content {
  readonly content: string;
  readonly places?: readonly SharedPlace[];
}

const span = ({ from, until }: Interval): Interval => ({ from, until });

/** Marking of what says no marking of its own: what was watched, blind or denied is not for all. */
const UNMARKED: Marking = "TLP:AMBER";

/** The most restrictive marking of an incident's members. */
function markingOf(incident: Incident): Marking {
  let rank = MARKINGS.length - 1;
  for (const { observation } of incident.members) rank = Math.min(rank, MARKINGS.indexOf(observation.marking));
  return (MARKINGS as readonly Marking[])[rank] ?? "TLP:RED";
}

/** An incident as its row holds it: members by id, since they have rows of their own. */
function incidentContent({ members, ...incident }: Incident, { cloud: _cloud, ...facts }: IncidentFacts): Content {
  const listed = members.map((m) => ({ observation: m.observation.id, role: m.role }));
  const { written, places } = sharing(facts.place);
  return { content: canonical({ ...incident, members: listed, facts: { ...facts, place: written } }), ...places };
}

export function observationRow(o: Observation): TaggedRow {
  const { id, kind, source, marking } = o;
  const { written, places } = sharing(o.place);
  const content = canonical({ ...o, place: written });
  const shared = { profile: FULL, time: span(o.time), position: positionOf(o.place), marking, content, ...places };
  return { table: "observation", row: { ...shared, id, kind, act: actOf(o.acts), source } };
}

type About = Pick<AssessmentRow, "profile" | "time" | "position" | "marking" | "releasedFrom">;

/**
 * Rows of an incident and of its assessments, which have its time, position and marking: one for the staff, and one for
 * each group that may read it at all, in the form and from the moment that it is released in (access/release.ts).
 */
export function* incidentRows(found: FoundIncident, rows: Iterable<FindingRow>): Generator<TaggedRow> {
  const forms = formsOf(found);
  for (const form of forms) yield form.row;
  for (const row of rows) yield* assessmentRows(forms, row);
}

interface Form {
  readonly about: About;
  readonly row: TaggedRow;
}

function formsOf({ incident, facts }: FoundIncident): Form[] {
  const { id, status: kind } = incident;
  const own = { id, kind, act: actOf(facts.acts) };
  const marking = markingOf(incident);
  const about: About = { profile: FULL, time: span(facts.time), position: positionOf(facts.place), marking };
  const full: Form = {
    about,
    row: { table: "incident", row: { ...about, ...incidentContent(incident, facts), ...own } },
  };
  return [full, ...releasedForms(incident, facts, marking, own)];
}

function* releasedForms(
  incident: Incident,
  facts: IncidentFacts,
  marking: Marking,
  own: { readonly id: string; readonly kind: Incident["status"]; readonly act: ActId },
): Generator<Form> {
  const counts = [{ heard: facts.heard.map(countOf), fused: facts.fused.map(countOf) }];
  const thing = { marking, time: span(facts.time), place: facts.place, counts };
  for (const group of RELEASE_GROUPS) {
    const released = release(thing, group);
    if (!released) continue;
    const { profile, time, position, releasedFrom, basis, cell, place } = released;
    const about: About = { profile, time, position, marking: released.marking, releasedFrom };
    const content = canonical({
      id: incident.id,
      status: incident.status,
      acts: facts.acts,
      time,
      place,
      cell,
      basis,
      releasedFrom,
      ...released.counts[0],
    });
    yield { about, row: { table: "incident", row: { ...about, content, ...own } } };
  }
}

/** A count without its words, which may tell more than the number. */
const countOf = ({ min, max, unit, form }: CountInterval) => ({ min, max, unit, form });

function* assessmentRows(forms: readonly Form[], row: FindingRow): Generator<TaggedRow> {
  const { incident, reading, result: kind } = row;
  const clause = isShared(row) ? "" : row.clause;
  for (const { about } of forms) {
    if (about.profile === FULL)
      yield { table: "assessment", row: { ...about, content: canonical(row), incident, clause, reading, kind } };
    else if (!isShared(row)) {
      // The result alone: the reasons speak of places and times as the staff know them.
      const content = canonical({ incident, clause, reading, result: kind });
      yield { table: "assessment", row: { ...about, content, incident, clause, reading, kind } };
    }
  }
}

export function windowRow(w: CoverageWindow): TaggedRow {
  const { written, places } = sharing(w.area);
  const content = canonical({ ...w, area: written });
  const about = { profile: FULL, time: span(w), position: positionOf(w.area), marking: UNMARKED, content, ...places };
  return { table: "coverage", row: { ...about, id: w.id, kind: "window", station: w.station } };
}

export function impedimentRow(i: Impediment): TaggedRow {
  const { written, places } = sharing(i.place);
  const content = canonical({ ...i, place: written });
  const about = { profile: FULL, time: span(i), position: positionOf(i.place), marking: UNMARKED, content, ...places };
  return { table: "coverage", row: { ...about, id: i.id, kind: "impediment", station: i.source } };
}

/** The rows of a derived state, table by table. Observations and what was watched are for the mission's staff alone. */
export function* derivedRows({ findings, gathered }: Derived): Generator<TaggedRow> {
  for (const o of gathered.observations) yield observationRow(o);
  const shown = new Map<string, readonly Form[]>();
  for (const found of findings.incidents) {
    const forms = formsOf(found);
    shown.set(found.incident.id, forms);
    for (const { row } of forms) yield row;
  }
  for (const row of findings.rows) {
    const forms = shown.get(row.incident);
    if (!forms) throw new Error(`assessment of incident ${row.incident}, which is not in the findings`);
    yield* assessmentRows(forms, row);
  }
  for (const w of findings.coverage.windows) yield windowRow(w);
  for (const i of findings.impediments) yield impedimentRow(i);
}
