import type { CountUnit } from "../observation/count.ts";
import type { Activity } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import type { Zone as Clock } from "../time/zone.ts";
import type { Metres, Millis, Span } from "../units.ts";
import type { Moment } from "./moment-text.ts";
import type { LineDistance, Obligation, Sourced, WeaponRule } from "./obligation.ts";
import type { SEVERITIES, STANDINGS } from "./schema-clause.ts";

export interface Prohibition {
  /** Those of its definitions included, as are activities and weapons. */
  readonly acts: readonly ActId[];
  /** Empty: whatever the activity. */
  readonly activities: readonly Activity[];
  /** Empty: whatever the weapon. */
  readonly weapons: readonly WeaponRule[];
  readonly objects?: string;
  /** Nearer than `perSide` to the line of the party that acted. */
  readonly within?: LineDistance;
  /** Storage sites, for the three-way weapon finding; each holds the weapons of the parties that it belongs to. */
  readonly storage: readonly string[];
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
  /** Only for these acts; empty: for all acts of the clause. */
  readonly acts: readonly ActId[];
  /** Only from and until these moments; null: as long as the clause. */
  readonly starts: Moment | null;
  readonly ends: Moment | null;
  readonly hours?: DailyHours;
}
interface Noticed {
  readonly lead: Span;
  /** By so much the activity may run over the end that was announced. */
  readonly overrun: Span;
  /** To whom notice is given. */
  readonly to: readonly string[];
}
export type Exception =
  | (AnyException & {
      readonly kind: "self-defence";
      readonly level?: "individual" | "unit" | "force" | "mission" | "national";
      /** Conditions of the text, in words; a decision weighs them. */
      readonly onlyIf: readonly string[];
      readonly notify: readonly string[];
    })
  | (AnyException & { readonly kind: "activity"; readonly activities: readonly Activity[] })
  | (AnyException & Noticed & { readonly kind: "prior-notice" })
  /** Demining and controlled explosions that were announced. */
  | (AnyException & Noticed & { readonly kind: "pre-notified-demining" })
  | (AnyException & { readonly kind: "localised-ceasefire"; readonly zone?: string; readonly overrun: Span });

/** A rule of severity that the agreement states: every condition that is given must hold. */
export interface SeverityRule extends Sourced {
  readonly class: (typeof SEVERITIES)[number];
  readonly killed?: number;
  readonly injured?: number;
  readonly objects?: string;
  readonly weapons: readonly WeaponRule[];
  readonly inside: readonly string[];
  readonly count?: { readonly min: number; readonly unit: CountUnit };
  readonly repeatedWithinDays?: number;
  /** Only where a decision found that it was ordered. */
  readonly ordered?: boolean;
}

export interface Clause extends Sourced {
  readonly id: string;
  readonly title: string;
  readonly reference: string;
  /** The reference by language, where the texts are numbered differently; else empty. */
  readonly references: Readonly<Record<string, string>>;
  /** Words by language code. */
  readonly text: Readonly<Record<string, string>>;
  readonly authentic: readonly string[];
  readonly subject: readonly string[];
  readonly standing: (typeof STANDINGS)[number];
  /** Exactly one of prohibits, obliges, permits and defines. */
  readonly prohibits?: Prohibition;
  readonly obliges?: Obligation;
  readonly permits?: {
    readonly what: string;
    readonly acts: readonly ActId[];
    readonly onlyIf: readonly string[];
    readonly notify: readonly string[];
  };
  /** Ids of definitions. */
  readonly defines?: readonly string[];
  /** Definitions that the clause uses: already worked into its acts, activities, weapons and zones. */
  readonly asDefined: readonly string[];
  /** Zone ids: inside any of `inside`, outside all of `outside`, nearer than `within`; all that are given hold. */
  readonly where: {
    readonly inside: readonly string[];
    readonly outside: readonly string[];
    readonly within?: { readonly line: string; readonly distance: Metres };
  };
  readonly when: {
    /** The clause holds whether or not the agreement is in force under the reading. */
    readonly always: boolean;
    /** Absolute ends; null where there is none or where it is relative. */
    readonly from: Millis | null;
    readonly until: Millis | null;
    /** The ends as stated, absolute or relative; null where there is none. */
    readonly starts: Moment | null;
    readonly ends: Moment | null;
    readonly hours?: DailyHours;
  };
  /** The clause stands only under these readings; empty: under all. */
  readonly onlyUnder: readonly string[];
  /** Containment level of this clause; undefined: the agreement's. */
  readonly containment?: number;
  readonly threshold?: { readonly minCount: number; readonly unit: CountUnit };
  readonly except: readonly Exception[];
  /** Gravest first; empty: the agreement states none. */
  readonly severity: readonly SeverityRule[];
  readonly verifiedBy: readonly string[];
  readonly positions: readonly (Sourced & {
    readonly party: string;
    readonly says: string;
    readonly date?: string;
  })[];
}
