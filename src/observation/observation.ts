import type { Marking } from "../access/marking.ts";
import type { UncertainPlace } from "../place/place.ts";
import type { UncertainTime } from "../time/interval.ts";
import type { CountInterval } from "./count.ts";
import type { ActId, WeaponClass } from "./taxonomy.ts";

/** What kind of source spoke (domain.md b, Source). */
export const SOURCE_KINDS = [
  "monitor",
  "patrol",
  "camera",
  "uav",
  "radar",
  "acoustic",
  "seismic",
  "satellite",
  "thermal",
  "dataset",
  "media",
  "social",
  "party",
  "hospital",
  "witness",
  "hotline",
  "local-partner",
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** How it was perceived. */
export const MODES = ["heard", "saw", "heard-and-saw", "recorded", "detected", "told", "document"] as const;
export type Mode = (typeof MODES)[number];

/** The observer's assessment of the role of the sound or flash; "undetermined" is the largest class in practice. */
export const ROLES = ["outgoing", "impact", "airburst", "undetermined", "exchange"] as const;
export type Role = (typeof ROLES)[number];

/** What the observer assessed the activity to be. */
export const ACTIVITIES = [
  "ceasefire-event",
  "live-fire-exercise",
  "controlled-explosion",
  "demining",
  "test",
  "unknown",
] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** Three-way finding on a weapon (domain.md a, withdrawal line), and what a visit to a storage site found. */
export const WEAPON_FINDINGS = [
  "in-violation",
  "beyond-line-outside-storage",
  "not-verified-as-withdrawn",
  "in-storage",
  "missing",
  "again-missing",
  "newly-seen",
] as const;
export type WeaponFinding = (typeof WEAPON_FINDINGS)[number];

export { MARKINGS, type Marking } from "../access/marking.ts";

/** Kinds of object that agreements protect, as a source stated them; never inferred from nearness. */
export const OBJECT_KINDS = [
  "refinery",
  "oil-gas-pipeline",
  "oil-gas-storage",
  "pumping-station",
  "gas-production",
  "power-plant",
  "power-grid",
  "substation",
  "nuclear-plant",
  "hydro-dam",
  "hospital",
  "school",
  "residential",
  "port",
  "ship",
  "railway",
  "water",
  "military",
  "other",
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/**
 * One claim by one source: what, when, where, how many, perceived how. Immutable.
 * - `observation`: what a source perceived or reports in its own voice.
 * - `claim`: a statement by a party about itself or its adversary; adds nothing to any recorded figure (design.md 1.9).
 * - `aggregate`: a total ("612 violations today"); never becomes an incident, is reconciled with them.
 */
export interface Observation {
  /** SHA-256 (hex) of format family and the source's own key, else of the decoded cells (design.md section 7). */
  readonly id: string;
  readonly kind: "observation" | "claim" | "aggregate";
  /** Id of the report that it came in; a report that names many places has many observations and is one report. */
  readonly report: string;
  readonly source: string;
  readonly sourceKind: SourceKind;
  /** Assigned by people; absent means "not shown to be independent of any other". */
  readonly independenceGroup?: string;
  /** Admiralty grades: source A–F, information 1–6. */
  readonly reliability?: "A" | "B" | "C" | "D" | "E" | "F";
  readonly credibility?: 1 | 2 | 3 | 4 | 5 | 6;
  /** Who asserts it, for a claim. */
  readonly claimant?: string;
  readonly mode: Mode;
  /**
   * What kind of act: one or more ids of the taxonomy. Several are alternatives: it was one of these, and which is
   * not known. `labelBasis` says whether a person or a machine put the label.
   */
  readonly acts: readonly ActId[];
  readonly labelBasis: "person" | "machine";
  readonly role: Role;
  readonly weapon?: {
    readonly class: WeaponClass;
    readonly model?: string;
    readonly calibreMm?: number;
    readonly certainty: "stated" | "assessed";
  };
  readonly weaponFinding?: WeaponFinding;
  readonly count: CountInterval;
  /** Rows of one source with one pair name are the two ends of the same rounds: outgoing here, impact there. */
  readonly pair?: string;
  readonly activity: Activity;
  readonly time: UncertainTime;
  readonly place: UncertainPlace;
  /** Where the observer asserts the zone relation itself ("all assessed as inside the disengagement area"). */
  readonly assertedZone?: { readonly zone: string; readonly relation: "inside" | "outside" };
  /** The object that the source states was hit. */
  readonly object?: { readonly kind: ObjectKind; readonly name?: string };
  /** Who the source says did it: always *alleged*, by whom. */
  readonly alleged?: { readonly actor: string; readonly by: string };
  readonly killed?: CountInterval;
  readonly injured?: CountInterval;
  /** Which side the source states had control of the place at the time; a statement by the source, no attribution. */
  readonly controlSide?: string;
  /**
   * The source states that it tells each of its rows from every other as an event of its own, as a coded dataset does.
   * Two such rows of one source are then never one incident, but by a revision, a pair or a person's judgement.
   */
  readonly distinct?: true;
  /** Id of the observation of the same source that this one revises. */
  readonly revises?: string;
  readonly marking: Marking;
  /** Where it stands in its file: 1-based line or row, and the file's SHA-256. */
  readonly origin: { readonly file: string; readonly line: number };
}
