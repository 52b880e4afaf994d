import type { CountUnit } from "../observation/count.ts";
import type { Activity } from "../observation/observation.ts";
import type { ActId, WeaponClass } from "../observation/taxonomy.ts";
import type { Metres } from "../units.ts";
import type { Length, Moment } from "./moment-text.ts";
import type { MODALITIES, VOICES } from "./schema-words.ts";

/** What a value rests on, and how the source put it. */
export interface Sourced {
  readonly sources: readonly string[];
  readonly words?: string;
  readonly voice?: (typeof VOICES)[number];
  readonly modality?: (typeof MODALITIES)[number];
}

export interface WeaponRule {
  readonly class: WeaponClass;
  /** Covered calibres in mm, both ends included; null: no bound. */
  readonly minMm: number | null;
  readonly maxMm: number | null;
  /** Only these models, or models of these families; both empty: every model. */
  readonly models: readonly string[];
  readonly families: readonly string[];
}

/** A distance from the line of the party that acts. `width` is that of the zone between both sides: twice `perSide`. */
export interface LineDistance {
  readonly lines: readonly string[];
  readonly perSide: Metres;
  readonly width: Metres;
}

/** How many; null: open or not stated. Without a unit: people or pieces, as the words say. */
export interface Quantity {
  readonly min: number | null;
  readonly max: number | null;
  readonly unit?: CountUnit;
}

/** A step on the way of an obligation: a share (0 to 1) or a count by a moment. */
export interface ProgressStep extends Sourced {
  readonly id: string;
  readonly what?: string;
  readonly by: Moment | null;
  readonly share?: number;
  readonly count?: Quantity;
}

/** How far an obligation has come, as a source says. Never a finding of ours. */
export interface ProgressReport extends Sourced {
  readonly says: string;
  readonly asOf?: string;
  readonly share?: number;
  readonly count?: Quantity;
}

interface AnyObligation {
  readonly duty: string;
  readonly weapons: readonly WeaponRule[];
  readonly forces?: string;
  /** Id of a list of objects. */
  readonly objects?: string;
  readonly count?: Quantity;
  readonly startBy: Moment | null;
  readonly deadline: Moment | null;
  /** The duty comes back after so long. */
  readonly every: Length | null;
  readonly steps: readonly ProgressStep[];
  /** What must be shown for it to count as done, in words. */
  readonly evidence: readonly string[];
  readonly verifiedBy: readonly string[];
  readonly progress: readonly ProgressReport[];
}

/**
 * What must be done. Results: fulfilled, partly fulfilled, not fulfilled, unverifiable. Zone lists are zone ids.
 * Three-way weapon finding of a withdrawal: nearer than `beyond` is in violation; beyond it and outside `storage` of
 * its own side is beyond the line but outside storage; in a site that does not meet the criteria, it cannot be
 * verified as withdrawn (domain.md a, withdrawal line).
 */
export type Obligation = AnyObligation &
  (
    | {
        readonly kind: "withdraw-by";
        readonly from: readonly string[];
        readonly beyond?: LineDistance;
        readonly storage: readonly string[];
      }
    | { readonly kind: "deploy-by"; readonly to: readonly string[] }
    | { readonly kind: "dismantle"; readonly inside: readonly string[] }
    | { readonly kind: "report-by"; readonly to: readonly string[] }
    | { readonly kind: "grant-access"; readonly to: readonly string[]; readonly inside: readonly string[] }
    | { readonly kind: "refrain"; readonly acts: readonly ActId[]; readonly activities: readonly Activity[] }
    | { readonly kind: "other" }
  );
