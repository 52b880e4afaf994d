import { type CompiledAgreement, compile } from "../agreement/compile.ts";
import { sayFinding } from "../agreement/finding.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { columnsOf } from "../assessment/columns.ts";
import { actorAssessmentOf, attributionOf, interpretationOf, invocationOf } from "../assessment/entries.ts";
import { type AssessOptions, readingsOf } from "../assessment/evaluate.ts";
import type { ObligationResult } from "../assessment/obligation.ts";
import { overRecord } from "../assessment/whole-record.ts";
import { compareResults } from "../comparison/compared.ts";
import { type Comparison, comparisonOf } from "../comparison/comparison.ts";
import { type Both, both, type Side, type SideOptions } from "../comparison/side.ts";
import { factsOf } from "../incident/facts.ts";
import type { Incident } from "../incident/incident.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import type { Observation } from "../observation/observation.ts";
import { catalogue, problem } from "../problems.ts";
import type { FoundIncident } from "../publication/findings.ts";
import { dayOf } from "../time/day.ts";
import { byCodePoint, type Millis } from "../units.ts";
import { fulfilmentOf, quietConfirmationOf } from "../verification/entries.ts";
import { ofKind, type Recorded } from "./recorded.ts";

/** Sources that anyone can read: what they published keeps the place and time that it gave (design.md 1.11). */
export const PUBLIC_SOURCES: ReadonlySet<string> = new Set(["media", "social", "dataset"]);

/** A mission's history as its derived rows hold it, as far as a reader may run another text over it. Plain data. */
export interface HistoryRows {
  /** Contents of observations, JSON. */
  readonly observations: readonly string[];
  /** Recorded incidents, oldest first. */
  readonly incidents: readonly {
    readonly id: string;
    readonly act: string;
    readonly marking: string;
    readonly content: string;
  }[];
  /** Contents of stretches of coverage and of impediments, JSON. */
  readonly coverage: readonly string[];
  readonly impediments: readonly string[];
  /** Entries that stand, whose words bear on results, and that the reader may know of. */
  readonly entries: readonly Recorded[];
  /** Whether the reader is of the staff; to others only what public sources published is run over. */
  readonly staff: boolean;
}

/** A text and the files that it draws on, and which of its readings; plain data. */
export interface TextAsked {
  readonly text: string;
  readonly name: string;
  readonly parts: ReadonlyMap<string, string>;
  readonly reading?: string | undefined;
}

/** What two texts make of a history, as far as an answer shows it. */
export interface ComparedHistory {
  /** Incidents that were run over. */
  readonly over: number;
  /** Incidents that come out otherwise, and the first of them. */
  readonly changed: number;
  readonly incidents: readonly {
    readonly id: string;
    readonly act: string;
    readonly from: Millis;
    readonly until: Millis;
    readonly marking: string;
  }[];
  readonly names: Readonly<Record<string, string>>;
  readonly comparison: Readonly<Record<string, unknown>>;
}

interface History {
  readonly incidents: readonly FoundIncident[];
  readonly listed: ReadonlyMap<string, { readonly act: string; readonly marking: string }>;
  readonly coverage: readonly CoverageWindow[];
  readonly impediments: readonly Impediment[];
  readonly entries: readonly Recorded[];
}

/**
 * Runs two texts over a history. Pure, and what it takes and gives can be passed between threads.
 * @param most incidents that are listed with the reason of each; the figures are over all
 * @throws Problem agreement/invalid, agreement/no-such-reading, http/bad-request where a text has several readings or none
 */
export function comparedHistory(rows: HistoryRows, asked: Both<TextAsked>, most: number): ComparedHistory {
  const sides = both(asked, sideOf);
  const history = historyOf(rows);
  const decided = both(sides, ({ compiled }) => decidedFor(history, compiled));
  const options = both(decided, (d) => d.options);
  const columns = columnsOf(history.incidents);
  const found = comparisonOf(compareResults({ columns, sides, options, countEqual: true }), {
    clock: sides.a.compiled.missionZone,
    period: null,
    obligations: both(decided, (d) => d.obligations),
  });
  const { all, first } = listed(found, history, most);
  const shown = new Set(first.map(({ incident }) => incident.id));
  const agreements = [sides.b.compiled.agreement, sides.a.compiled.agreement];
  return {
    over: history.incidents.length,
    changed: all,
    incidents: first.map(({ incident, facts }) => ({
      id: incident.id,
      act: history.listed.get(incident.id)?.act ?? "undetermined",
      from: facts.time.from,
      until: facts.time.until,
      marking: history.listed.get(incident.id)?.marking ?? "",
    })),
    names: Object.fromEntries(
      agreements.flatMap((a) => [
        ...a.parties.map(({ id, name }) => [`party ${id}`, name]),
        ...a.zones.map(({ id, name }) => [`zone ${id}`, name]),
      ]),
    ),
    comparison: {
      ...found,
      // Lists of ids are figures already; what is listed is listed with its reason.
      changes: found.changes.filter((c) => shown.has(c.incident)),
      checkNext: both(found.checkNext, (c) => ({ indeterminate: c.indeterminate, byFact: c.byFact, left: c.left })),
    },
  };
}

/** A text under one of its readings. */
function sideOf({ text, name, parts, reading: asked }: TextAsked): Side {
  const parsed = parseAgreement(text, name, (path) => parts.get(path));
  if ("errors" in parsed) throw problem(catalogue.agreement, { why: parsed.errors.map(sayFinding).join("\n") });
  const compiled = compile(parsed.agreement);
  const readings = readingsOf(compiled, asked === undefined ? undefined : [asked]);
  const [reading] = readings;
  if (reading && readings.length === 1) return { compiled, reading };
  throw problem(catalogue.badRequest, {
    why: reading
      ? `This text has several readings; name one: ${readings.map((r) => r.reading.id).join(", ")}.`
      : "Nobody says when this text is in force, so it has no reading and runs over nothing. Give it one under in-force.",
  });
}

function historyOf({ observations, incidents: stored, coverage, impediments, entries, staff }: HistoryRows): History {
  const originals = new Map<string, Observation>();
  for (const content of observations) {
    const observation = JSON.parse(content) as Observation;
    originals.set(observation.id, observation);
  }
  const incidents: FoundIncident[] = [];
  const known = new Map<string, { act: string; marking: string }>();
  for (const row of stored) {
    const content = JSON.parse(row.content) as Omit<Incident, "members"> & {
      readonly members: readonly { readonly observation: string; readonly role: Incident["members"][number]["role"] }[];
    };
    const members = content.members.flatMap(({ observation: id, role }) => {
      const observation = originals.get(id);
      return observation ? [{ observation, role }] : [];
    });
    const whole = members.length === content.members.length;
    if (!whole || !(staff || members.every(({ observation: o }) => PUBLIC_SOURCES.has(o.sourceKind)))) continue;
    const incident: Incident = { ...content, members };
    incidents.push({ incident, facts: factsOf(incident) });
    known.set(row.id, { act: row.act, marking: row.marking });
  }
  return {
    incidents,
    listed: known,
    coverage: coverage.map((c) => JSON.parse(c) as CoverageWindow),
    impediments: impediments.map((c) => JSON.parse(c) as Impediment),
    entries,
  };
}

/** Changed incidents, the ones that are contrary for certain on a side first, then by time. */
function listed(
  comparison: Comparison,
  history: History,
  most: number,
): { readonly all: number; readonly first: readonly FoundIncident[] } {
  const grave = new Map<string, boolean>();
  for (const { incident, a, b } of comparison.changes)
    grave.set(incident, (grave.get(incident) ?? false) || a === "contrary" || b === "contrary");
  const found = history.incidents.filter(({ incident }) => grave.has(incident.id));
  const rank = ({ incident }: FoundIncident): number => (grave.get(incident.id) ? 0 : 1);
  const first = found
    .sort(
      (x, y) => rank(x) - rank(y) || x.facts.time.from - y.facts.time.from || byCodePoint(x.incident.id, y.incident.id),
    )
    .slice(0, most);
  return { all: grave.size, first };
}

/**
 * Decisions that stand in a history, and what one text needs to know of the record, as derivation takes them; and what
 * its duties come to over that history, all readings of them.
 */
function decidedFor(
  history: History,
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
