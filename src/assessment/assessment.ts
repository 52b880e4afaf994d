import type { Truth } from "../certainty.ts";

/** Conduct of an incident under a clause (design.md section 1). Never a finding about a party. */
export const CONDUCTS = ["contrary", "not-contrary", "exempt", "not-applicable", "indeterminate"] as const;
export type Conduct = (typeof CONDUCTS)[number];

/** One test of the clause: what was asked, of which facts, and the answer. `words` is plain English. */
export interface TraceStep {
  readonly test: string;
  readonly outcome: Truth;
  readonly words: string;
}

/** Words for how strong an assessment is, weakest first, each with its band of probability (after ICD 203; domain.md d12). */
export const STRENGTHS = {
  "almost-no-chance": [0.01, 0.05],
  "very-unlikely": [0.05, 0.2],
  unlikely: [0.2, 0.45],
  "roughly-even": [0.45, 0.55],
  likely: [0.55, 0.8],
  "very-likely": [0.8, 0.95],
  "almost-certain": [0.95, 0.99],
} as const satisfies Record<string, readonly [number, number]>;
export type Strength = keyof typeof STRENGTHS;

export interface Allegation {
  readonly actor: string;
  readonly by: string;
}
/** An analyst's assessment of who did it: below a decision, above an allegation. It makes no breach. */
export interface ActorAssessment {
  readonly actor: string;
  readonly strength: Strength;
  /** What it rests on, in words: crater, fragments, control of the place with its map's date. */
  readonly basis: string;
  /** Id of the entry. */
  readonly entry: string;
}

/**
 * Who did it, a value apart from conduct; direction is never attribution (design.md 1.7). What stands below the state
 * stays beside it: an attributed actor keeps the assessments and allegations that say otherwise.
 */
export type Actor =
  | { readonly state: "unknown" }
  | { readonly state: "alleged"; readonly allegations: readonly Allegation[] }
  | {
      readonly state: "assessed";
      readonly assessments: readonly ActorAssessment[];
      readonly allegations: readonly Allegation[];
    }
  | {
      readonly state: "attributed";
      readonly actor: string;
      readonly decision: string;
      readonly standard: string;
      /** Who dissents, and in what words; absent: nobody. */
      readonly dissent?: readonly { readonly by: string; readonly words: string }[];
    };

/** One incident under one clause under one reading. */
export interface Assessment {
  readonly incident: string;
  readonly clause: string;
  readonly reading: string;
  readonly result: Conduct;
  readonly trace: readonly TraceStep[];
  /** For indeterminate: the fact that would decide it, and what it would be either way. */
  readonly decides?: {
    readonly fact: string;
    readonly words: string;
    readonly ifTrue: Conduct;
    readonly ifFalse: Conduct;
  };
  readonly actor: Actor;
  /** True only where conduct is contrary and an attribution decision stands. */
  readonly breach: boolean;
}

/** Totals of one clause under one reading. `atMost` = contrary + indeterminate. */
export interface ClauseSummary {
  readonly clause: string;
  readonly reading: string;
  readonly results: Readonly<Record<Conduct, number>>;
  readonly atLeast: number;
  readonly atMost: number;
  /** Indeterminate rows by the fact that would decide them; sums to results.indeterminate. */
  readonly indeterminateBy: Readonly<Record<string, number>>;
  readonly breaches: number;
}
