import type { Activity, ObjectKind } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import type { PolygonRings, Position } from "../place/place.ts";
import type { Zone as Clock } from "../time/zone.ts";
import type { Millis } from "../units.ts";
import type { Clause } from "./clause.ts";
import type { Guarantees } from "./guarantee.ts";
import type { Moment } from "./moment-text.ts";
import type { Sourced, WeaponRule } from "./obligation.ts";
import type { BOUNDARY_SETS, STATUSES, THIRD_PARTY_ROLES } from "./schema.ts";
import type { EFFECTS } from "./schema-reuse.ts";

export type { Clause, DailyHours, Exception, Prohibition, SeverityRule } from "./clause.ts";
export type { Anchor, Length, Moment, QuietMoment } from "./moment-text.ts";
export type {
  LineDistance,
  Obligation,
  ProgressReport,
  ProgressStep,
  Quantity,
  Sourced,
  WeaponRule,
} from "./obligation.ts";

export interface Party extends Sourced {
  readonly id: string;
  readonly name: string;
}

export interface ThirdParty extends Party {
  readonly role: (typeof THIRD_PARTY_ROLES)[number];
}

export interface AgreementSource {
  readonly id: string;
  readonly publisher: string;
  readonly title: string;
  readonly date: string;
  readonly speaker?: string;
  readonly via: readonly string[];
  readonly url?: string;
  readonly language?: string;
  /** We have not read it ourselves. */
  readonly unseen: boolean;
}

/** One reading of when the agreement is in force: `[from, until)`, until null: open. */
export interface InForceReading extends Sourced {
  readonly id: string;
  readonly by: string;
  readonly from: Millis;
  readonly until: Millis | null;
  /** The window as stated, where an end of it is counted from something else. */
  readonly stated?: { readonly from: Moment; readonly until: Moment | null };
}

/** A reading whose beginning is not known yet, as it hangs on an event without a moment: nothing is assessed under it. */
export interface PendingReading extends Sourced {
  readonly id: string;
  readonly by: string;
  readonly from: Moment;
  readonly until: Moment | null;
  /** What is waited for, in words. */
  readonly waitsFor: string;
}

export interface AgreementZone extends Sourced {
  readonly id: string;
  readonly name: string;
  readonly kind?: string;
  /** Whose zone it is; empty: nobody's in particular. */
  readonly belongsTo: readonly string[];
  /** For storage: whether the site meets the criteria; undefined: not stated, so weapons in it cannot be verified. */
  readonly meetsCriteria?: boolean;
  readonly polygons: readonly PolygonRings[];
  readonly asOf?: string;
}

export interface AgreementLine extends Sourced {
  readonly id: string;
  readonly name: string;
  readonly appliesTo: readonly string[];
  readonly asOf?: string;
  readonly markedOnGround?: boolean;
  readonly positions: readonly Position[];
}

export interface ObjectList extends Sourced {
  readonly id: string;
  readonly kinds: readonly ObjectKind[];
  readonly lacks: readonly ObjectKind[];
  readonly facilities: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: ObjectKind;
    readonly position?: Position;
  }[];
}

export interface Notice extends Sourced {
  readonly id: string;
  readonly by: string;
  readonly given: Millis;
  readonly from: Millis;
  readonly until: Millis;
  readonly zone?: string;
  readonly activity: string;
}

/** A defined term: clauses that use it have its acts, activities, weapons and zones worked in already. */
export interface Definition extends Sourced {
  readonly id: string;
  readonly term: string;
  readonly text: Readonly<Record<string, string>>;
  readonly means?: string;
  readonly acts: readonly ActId[];
  readonly activities: readonly Activity[];
  readonly weapons: readonly WeaponRule[];
  readonly zones: readonly string[];
}

/** An event that moments are counted from; `at` null: it has not happened, or the moment is not known. */
export interface AgreementEvent extends Sourced {
  readonly id: string;
  readonly name: string;
  readonly at: Millis | null;
}

/**
 * How a named body reads a clause. `covers`: what matches falls under the clause; `does-not-cover`: it does not;
 * `exempts`: it is exempt; `confirms` and `none` change no result and are shown.
 * What matches: every list that is not empty has to match (acts, activities, kinds of object, weapons).
 */
export interface Interpretation extends Sourced {
  readonly id: string;
  readonly by: string;
  readonly date: string;
  readonly clause: string;
  readonly text: string;
  readonly effect: (typeof EFFECTS)[number];
  readonly acts: readonly ActId[];
  readonly activities: readonly Activity[];
  readonly objects: readonly ObjectKind[];
  readonly weapons: readonly WeaponRule[];
  readonly from: Moment | null;
}

/** What an amendment does to the agreement that it names; its clauses replace those of the same id and add the rest. */
export interface Amends extends Sourced {
  readonly agreement: string;
  readonly file: string;
  readonly from: Moment;
  readonly removes: readonly string[];
}

export interface AgreementVersion extends Sourced {
  readonly id: string;
  readonly date: string;
  readonly status: string;
}

/** An agreement file that has passed every check. */
export interface Agreement {
  readonly id: string;
  readonly title: string;
  readonly status: (typeof STATUSES)[number];
  readonly parties: readonly Party[];
  readonly thirdParties: readonly ThirdParty[];
  readonly missionZone: Clock;
  readonly demonstration: boolean;
  /** Level from which a place is taken as certainly inside or outside. */
  readonly containment: number;
  readonly boundarySet: (typeof BOUNDARY_SETS)[number] | null;
  readonly sources: readonly AgreementSource[];
  readonly readings: readonly InForceReading[];
  readonly zones: readonly AgreementZone[];
  readonly lines: readonly AgreementLine[];
  readonly objects: readonly ObjectList[];
  readonly notices: readonly Notice[];
  readonly clauses: readonly Clause[];
  readonly pendingReadings: readonly PendingReading[];
  readonly events: readonly AgreementEvent[];
  readonly definitions: readonly Definition[];
  readonly interpretations: readonly Interpretation[];
  readonly versions: readonly AgreementVersion[];
  readonly amends?: Amends;
  /** Texts, commitments, ladders, contingents, positions, questions; absent where the file has none of these. */
  readonly guarantees?: Guarantees;
}
