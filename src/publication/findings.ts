import type { Assessment, ClauseSummary } from "../assessment/assessment.ts";
import type { Reconciliation } from "../format/reader.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { CountTotal, CountUnit } from "../observation/count.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import type { Marking, Observation } from "../observation/observation.ts";
import type { PolygonRings, Position } from "../place/place.ts";
import type { Interval } from "../time/interval.ts";
import type { Millis } from "../units.ts";
import type { NamedGuarantees } from "./guarantees-html.ts";

/** One reading of when and as what the agreement is in force: who says so, and from when until when (null: open). */
export interface NamedReading {
  readonly id: string;
  readonly by: string;
  readonly from: Millis | null;
  readonly until: Millis | null;
}

/** One clause as a publication shows it. */
export interface NamedClause {
  readonly id: string;
  readonly title: string;
  readonly reference: string;
  /** The words of the text. `authentic` says whether they are the authentic text or a rendering of it. */
  readonly text: string;
  readonly authentic: boolean;
  /** agreed, disputed, side letter, unseen. */
  readonly standing: string;
  /** Plain English of the clause as data: what the machine tests. */
  readonly says: string;
}

/** What a publication shows of an agreement. */
export interface NamedAgreement {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly parties: readonly { readonly id: string; readonly name: string }[];
  /** Made from public reports about a live or past conflict: every page says that it is not a finding. */
  readonly demonstration: boolean;
  /** IANA name of the mission's zone. */
  readonly zone: string;
  /** Level from which a place or time is taken as certain, 0 to 1. */
  readonly containment: number;
  readonly readings: readonly NamedReading[];
  readonly clauses: readonly NamedClause[];
  readonly zones: readonly {
    readonly id: string;
    readonly name: string;
    readonly polygons: readonly PolygonRings[];
  }[];
  readonly lines: readonly { readonly id: string; readonly name: string; readonly positions: readonly Position[] }[];
  /** Country borders are drawn only where the agreement names a set of them. */
  readonly boundarySet: {
    readonly name: string;
    readonly disclaimer: string;
    readonly lines: readonly (readonly Position[])[];
  } | null;
  readonly sources: readonly {
    readonly id: string;
    readonly publisher: string;
    readonly title: string;
    readonly date: string;
    readonly url?: string;
  }[];
}

/** The clauses of one reading that do not apply to an incident, on one shared row. */
export interface NotApplicableRow {
  readonly incident: string;
  readonly reading: string;
  readonly result: "not-applicable";
  readonly clauses: readonly string[];
  /** In words, why none of them applies. */
  readonly because: string;
}

/** A row of assessments.ndjson. */
export type FindingRow = Assessment | NotApplicableRow;

/** A total in one unit. */
export interface UnitTotal {
  readonly unit: CountUnit;
  readonly total: CountTotal;
}

/** An incident with what its members together say. */
export interface FoundIncident {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
}

/** What is to be known beside a record's figures: what of it counts for nothing, and decisions whose basis has moved. */
export interface Beside {
  readonly basesChanged: readonly {
    readonly decision: string;
    readonly incident: string;
    readonly now: string | null;
    readonly added: readonly string[];
    readonly removed: readonly string[];
  }[];
  /** Stored files that the reader of today refuses. */
  readonly refusedFiles: readonly { readonly file: string; readonly sha256: string; readonly why: string }[];
  /** Hashes of files that an erasure destroyed, whose import stands. */
  readonly forgotten: readonly string[];
}

/** The same in words, a sentence each. */
export const besideWords = ({ basesChanged, refusedFiles, forgotten }: Beside): readonly string[] => [
  ...basesChanged.map(
    ({ decision, incident, now, added, removed }) =>
      `Decision ${decision}: basis changed: incident ${incident} has ${added.length} observations more and ${removed.length} fewer than were weighed${now === incident ? "" : now === null ? ", and is no incident now" : `, and is now part of incident ${now}`}.`,
  ),
  ...refusedFiles.map(
    ({ file, sha256, why }) =>
      `File ${file} (${sha256}): refused by the reader of today, and nothing of it is counted: ${why}.`,
  ),
  ...forgotten.map((sha256) => `File ${sha256}: destroyed by an erasure; nothing of it is counted.`),
];

/** One assessed record: all that the publications of a set of input files are made from. */
export interface Findings {
  readonly agreement: NamedAgreement;
  readonly files: readonly Reconciliation[];
  /** The period asked for; null: whatever the files hold. */
  readonly period: Interval | null;
  readonly coverage: {
    readonly known: boolean;
    readonly statement: string;
    readonly windows: readonly CoverageWindow[];
  };
  readonly impediments: readonly Impediment[];
  /** In order of incident id (by code point). */
  readonly incidents: readonly FoundIncident[];
  /** In any order. It is walked more than once, so it must be able to start again; a bare generator will not do. */
  readonly rows: Iterable<FindingRow>;
  readonly summary: readonly ClauseSummary[];
  readonly totals: {
    /** Each unit as the sources heard it: every observation counts. */
    readonly heard: readonly UnitTotal[];
    /** Each unit as fused: one thing that happened counts once. */
    readonly fused: readonly UnitTotal[];
    /** Claims by parties, and the incidents that rest on them alone; neither enters a recorded figure. */
    readonly claims: number;
    readonly claimedIncidents: number;
    readonly aggregates: number;
  };
  /** Totals that sources published ("612 violations today"); reconciled with ours, never made into incidents. */
  readonly aggregates: readonly Observation[];
  /** The highest marking of anything in it. */
  readonly marking: Marking;
  /** Who it was made for. */
  readonly viewer: string;
  /** Present where the record has anything of the kind. */
  readonly beside?: Beside;
  /** Present where the agreement has guarantees. */
  readonly guarantees?: NamedGuarantees;
  /** "As known at": prefix of the SHA-256 of the input set and the newest report time. Never a clock. */
  readonly vintage: string;
}

/** Whether a row speaks for several clauses at once. */
export const isShared = (row: FindingRow): row is NotApplicableRow => "clauses" in row;
