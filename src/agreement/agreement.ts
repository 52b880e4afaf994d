import type { CountUnit } from "../observation/count.ts";
import type { Activity, ObjectKind } from "../observation/observation.ts";
import type { ActId, WeaponClass } from "../observation/taxonomy.ts";
import type { PolygonRings, Position } from "../place/place.ts";
import type { Zone as Clock } from "../time/zone.ts";
import type { Metres, Millis, Span } from "../units.ts";
import type { BOUNDARY_SETS, MODALITIES, STANDINGS, STATUSES, THIRD_PARTY_ROLES, VOICES } from "./schema.ts";

/** What a value rests on, and how the source put it. */
export interface Sourced {
  readonly sources: readonly string[];
  readonly words?: string;
  readonly voice?: (typeof VOICES)[number];
  readonly modality?: (typeof MODALITIES)[number];
}

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
}

export interface AgreementZone extends Sourced {
  readonly id: string;
  readonly name: string;
  readonly kind?: string;
  readonly polygons: readonly PolygonRings[];
  readonly asOf?: string;
}

export interface AgreementLine extends Sourced {
  readonly id: string;
  readonly name: string;
  readonly appliesTo: readonly string[];
  readonly asOf?: string;
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

export interface WeaponRule {
  readonly class: WeaponClass;
  /** Covered calibres in mm, both ends included; null: no bound. */
  readonly minMm: number | null;
  readonly maxMm: number | null;
  /** Empty: every model. */
  readonly models: readonly string[];
}

export interface Prohibition {
  readonly acts: readonly ActId[];
  /** Empty: whatever the activity. */
  readonly activities: readonly Activity[];
  /** Empty: whatever the weapon. */
  readonly weapons: readonly WeaponRule[];
  readonly objects?: string;
  /** Nearer than `perSide` to the line of the party that acted. */
  readonly within?: { readonly lines: readonly string[]; readonly perSide: Metres };
}

/** Daily hours: minutes since midnight on the clocks of the zone; until not after from means past midnight. */
export interface DailyHours {
  readonly from: number;
  readonly until: number;
  readonly zone: Clock;
}

interface AnyException extends Sourced {
  readonly id: string;
  readonly scope?: "agreed" | "disputed";
  readonly note?: string;
}
export type Exception =
  | (AnyException & { readonly kind: "self-defence" })
  | (AnyException & { readonly kind: "activity"; readonly activities: readonly Activity[] })
  | (AnyException & { readonly kind: "prior-notice"; readonly lead: Span })
  | (AnyException & { readonly kind: "localised-ceasefire"; readonly zone?: string });

export interface Clause extends Sourced {
  readonly id: string;
  readonly title: string;
  readonly reference: string;
  /** Words by language code. */
  readonly text: Readonly<Record<string, string>>;
  readonly authentic: readonly string[];
  readonly subject: readonly string[];
  readonly standing: (typeof STANDINGS)[number];
  readonly prohibits?: Prohibition;
  readonly obliges?: { readonly duty: string; readonly deadline: Millis | null; readonly progress?: string };
  readonly permits?: { readonly what: string; readonly acts: readonly ActId[] };
  /** Zone ids: inside any of `inside`, outside all of `outside`, nearer than `within`; all that are given hold. */
  readonly where: {
    readonly inside: readonly string[];
    readonly outside: readonly string[];
    readonly within?: { readonly line: string; readonly distance: Metres };
  };
  readonly when: {
    /** The clause holds whether or not the agreement is in force under the reading. */
    readonly always: boolean;
    readonly from: Millis | null;
    readonly until: Millis | null;
    readonly hours?: DailyHours;
  };
  readonly threshold?: { readonly minCount: number; readonly unit: CountUnit };
  readonly except: readonly Exception[];
  readonly positions: readonly (Sourced & { readonly party: string; readonly says: string })[];
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
}
