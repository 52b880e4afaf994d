import type { Assessment } from "../assessment/assessment.ts";
import { canonical } from "../canonical.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { Derived } from "../mission/derive.ts";
import type { Shown } from "../mission/shown.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import type { Marking, Observation } from "../observation/observation.ts";
import type { Position, UncertainPlace } from "../place/place.ts";
import { samplePoints } from "../place/shape.ts";
import { type FindingRow, type FoundIncident, isShared } from "../publication/findings.ts";
import { FULL, type SharedPlace, type TaggedRow } from "./derivations.ts";
import { sharing } from "./derived-places.ts";
import type { ClauseResult } from "./facet.ts";
import { type Filing, filingOf } from "./filing.ts";
import { type About, type Form, listOfMembers, looseRows, releasedForms } from "./released-rows.ts";
import { actOf, markingOf, span } from "./row-words.ts";

/** A position that stands for the place on maps and in boxes: one inside it, and never the observer's. */
export function positionOf(place: UncertainPlace): Position | null {
  if (place.kind === "point") return [place.lon, place.lat];
  const [one] = samplePoints(place, 1);
  return one ? [round(one.lon), round(one.lat)] : null;
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

interface Content {
  readonly content: string;
  readonly places?: readonly SharedPlace[];
}

/** Marking of what says no marking of its own: what was watched, blind or denied is not for all. */
const UNMARKED: Marking = "TLP:AMBER";

/** An incident as its row holds it: members by id, since they have rows of their own. */
function incidentContent({ members, ...incident }: Incident, { cloud: _cloud, ...facts }: IncidentFacts): Content {
  const { written, places } = sharing(facts.place);
  const whole = { ...incident, members: listOfMembers(members), facts: { ...facts, place: written } };
  return { content: canonical(whole), ...places };
}

/** An observation as the staff reads it. */
export function observationRow(o: Observation): TaggedRow {
  const { id, kind, source, marking } = o;
  const { written, places } = sharing(o.place);
  const content = canonical({ ...o, place: written });
  const shared = { profile: FULL, time: span(o.time), position: positionOf(o.place), marking, content, ...places };
  return { table: "observation", row: { ...shared, id, kind, act: actOf(o.acts), source } };
}

/**
 * An observation's rows that hang on nothing but itself: the staff's, and, of what is never part of an incident, the
 * groups'. Those of reports come with their incident, in whose cell they lie.
 */
export function* observationRows(o: Observation, filing: Filing): Generator<TaggedRow> {
  yield observationRow(o);
  if (o.kind === "aggregate") yield* looseRows(o, filing);
}

/**
 * Rows of an incident and of its assessments, which have its time, position and marking: one for the staff, and one for
 * each group that may read it at all, in the form and from the moment that it is released in (access/release.ts). With
 * the groups' forms come the rows of its reports.
 */
export function* incidentRows({ found, rows, shown = [] }: FiledIncident, filing: Filing): Generator<TaggedRow> {
  const whole = formsOf(found, resultsOf(rows), filing);
  // Of groups that may read some of its reports and not all, each sees what those make.
  const parts = shown.map((part) => ({
    rows: part.rows,
    forms: [...releasedForms(part.found, resultsOf(part.rows), filing, part.upTo)],
  }));
  for (const { row } of [...whole, ...parts.flatMap((p) => p.forms)]) yield { table: "incident", row };
  for (const row of rows) yield* assessmentRows(whole, row);
  for (const { rows: own, forms } of parts) for (const row of own) yield* assessmentRows(forms, row);
  for (const { reports } of [...whole, ...parts.flatMap((p) => p.forms)]) yield* reports;
}

/** An incident that is filed, with its assessments, and with what groups see of it that may not read all of it. */
export interface FiledIncident {
  readonly found: FoundIncident;
  readonly rows: readonly FindingRow[];
  readonly shown?: readonly Shown[];
}

const resultsOf = (rows: readonly FindingRow[]): ClauseResult[] =>
  rows.flatMap((row) =>
    isShared(row) ? [] : [{ clause: row.clause, reading: row.reading, result: row.result } as const],
  );

function formsOf(found: FoundIncident, results: readonly ClauseResult[], filing: Filing): Form[] {
  const { incident, facts } = found;
  const { id, status: kind, members } = incident;
  const about: About = {
    profile: FULL,
    time: span(facts.time),
    position: positionOf(facts.place),
    marking: markingOf(members),
  };
  const facet = {
    sources: members.map((m) => m.observation.source),
    zones: filing.zones(facts.place, FULL),
    results,
    names: members.flatMap((m) => m.observation.place.name ?? []),
    heard: facts.heard,
    fused: facts.fused,
  };
  const row = { ...about, ...incidentContent(incident, facts), id, kind, act: actOf(facts.acts), facet };
  return [{ about, row, reports: [] }, ...releasedForms(found, results, filing)];
}

function* assessmentRows(forms: readonly Form[], row: FindingRow): Generator<TaggedRow> {
  const { incident, reading, result: kind } = row;
  /** The same for every group. */
  let told: string | undefined;
  for (const { about } of forms) {
    if (isShared(row)) {
      if (about.profile === FULL)
        yield { table: "assessment", row: { ...about, content: canonical(row), incident, clause: "", reading, kind } };
      continue;
    }
    const { clause } = row;
    if (about.profile !== FULL) told ??= canonical(withoutWords(row));
    const content = about.profile === FULL ? canonical(row) : (told as string);
    yield { table: "assessment", row: { ...about, content, incident, clause, reading, kind } };
  }
}

/** The tests and their outcomes. Their words speak of distances and zones as the staff know them. */
const withoutWords = ({ incident, clause, reading, result, trace, decides, actor, breach }: Assessment) => ({
  incident,
  clause,
  reading,
  result,
  trace: trace.map(({ test, outcome }) => ({ test, outcome })),
  ...(decides && { decides: { ...decides, words: "" } }),
  actor,
  breach,
});

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

/** The rows of a derived state, table by table as far as they hang on one thing. What was watched is for the staff alone. */
export function* derivedRows({ findings, gathered, shown }: Derived, filing?: Filing): Generator<TaggedRow> {
  const by = filing ?? filingOf(findings.agreement.zones);
  for (const o of gathered.observations) yield* observationRows(o, by);
  const rows = new Map<string, FindingRow[]>();
  for (const row of findings.rows) {
    const own = rows.get(row.incident);
    if (own) own.push(row);
    else rows.set(row.incident, [row]);
  }
  const parts = shown();
  for (const found of findings.incidents) {
    const { id } = found.incident;
    yield* incidentRows({ found, rows: rows.get(id) ?? [], shown: parts.get(id) ?? [] }, by);
    rows.delete(id);
  }
  const [lost] = rows.keys();
  if (lost !== undefined) throw new Error(`assessment of incident ${lost}, which is not in the findings`);
  for (const w of findings.coverage.windows) yield windowRow(w);
  for (const i of findings.impediments) yield impedimentRow(i);
}
