import { canonical } from "../canonical.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { Derived } from "../mission/derive.ts";
import { MARKINGS, type Marking } from "../observation/observation.ts";
import { ACTS, type ActId } from "../observation/taxonomy.ts";
import type { Position, UncertainPlace } from "../place/place.ts";
import { samplePoints } from "../place/shape.ts";
import { isShared } from "../publication/findings.ts";
import type { Interval } from "../time/interval.ts";
import { FULL, type TaggedRow } from "./derivations.ts";

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
const contentOf = ({ members, ...incident }: Incident, { cloud: _cloud, ...facts }: IncidentFacts): string =>
  canonical({ ...incident, members: members.map((m) => ({ observation: m.observation.id, role: m.role })), facts });

/** The rows of a derived state for the mission's own staff, table by table, each in order of id. */
export function* derivedRows({ findings, gathered }: Derived): Generator<TaggedRow> {
  const profile = FULL;
  for (const o of gathered.observations) {
    const { id, kind, source, marking } = o;
    const shared = { profile, time: span(o.time), position: positionOf(o.place), marking, content: canonical(o) };
    yield { table: "observation", row: { ...shared, id, kind, act: actOf(o.acts), source } };
  }
  const shown = new Map<string, { time: Interval; position: Position | null; marking: Marking }>();
  for (const { incident, facts } of findings.incidents) {
    const about = { time: span(facts.time), position: positionOf(facts.place), marking: markingOf(incident) };
    shown.set(incident.id, about);
    const { id, status: kind } = incident;
    const content = contentOf(incident, facts);
    yield { table: "incident", row: { profile, ...about, content, id, kind, act: actOf(facts.acts) } };
  }
  for (const row of findings.rows) {
    const about = shown.get(row.incident);
    if (!about) throw new Error(`assessment of incident ${row.incident}, which is not in the findings`);
    const { incident, reading, result: kind } = row;
    const clause = isShared(row) ? "" : row.clause;
    yield { table: "assessment", row: { profile, ...about, content: canonical(row), incident, clause, reading, kind } };
  }
  for (const w of findings.coverage.windows) {
    const shared = { profile, time: span(w), position: positionOf(w.area), marking: UNMARKED, content: canonical(w) };
    yield { table: "coverage", row: { ...shared, id: w.id, kind: "window", station: w.station } };
  }
  for (const i of findings.impediments) {
    const shared = { profile, time: span(i), position: positionOf(i.place), marking: UNMARKED, content: canonical(i) };
    yield { table: "coverage", row: { ...shared, id: i.id, kind: "impediment", station: i.source } };
  }
}
