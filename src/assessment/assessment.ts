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

/** Who did it, a value apart from conduct; direction is never attribution (design.md 1.7). */
export type Actor =
  | { readonly state: "unknown" }
  | { readonly state: "alleged"; readonly allegations: readonly { readonly actor: string; readonly by: string }[] }
  | { readonly state: "attributed"; readonly actor: string; readonly decision: string; readonly standard: string };

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
