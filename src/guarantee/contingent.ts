import type { Agreement } from "../agreement/agreement.ts";
import type { Contingent } from "../agreement/guarantee.ts";
import { type Backed, backedBy } from "./chain.ts";
import { type ConstraintResult, holdAgainst, plainDistance, shapeOf } from "./placement.ts";

export interface PlacementState {
  readonly id: string;
  readonly at: string;
  readonly says: string;
  readonly by: string | null;
  /** Metres, to 100 m, from each line of the agreement; null: nobody has drawn the placement. */
  readonly distances: readonly { readonly line: string; readonly name: string; readonly metres: number | null }[];
  readonly constraints: readonly ConstraintResult[];
  readonly backed: Backed;
}

export interface ContingentState {
  readonly id: string;
  readonly name: string;
  readonly lead: string | null;
  readonly consent: string | null;
  readonly contributors: readonly {
    readonly who: string;
    readonly offers: string | null;
    readonly caveat: string | null;
    readonly backed: Backed;
  }[];
  /** Rival claims in persons, as they stand in the file. They are never averaged, summed or set against a task. */
  readonly strengths: readonly {
    readonly id: string;
    readonly min: number;
    readonly max: number;
    readonly about: boolean;
    readonly when: string | null;
    readonly note: string | null;
    readonly backed: Backed;
  }[];
  readonly placements: readonly PlacementState[];
  readonly tasks: readonly {
    readonly task: string;
    readonly stance: string;
    readonly asWorded: string | null;
    readonly backed: Backed;
  }[];
  readonly useOfForce: readonly {
    readonly id: string;
    readonly rule: string;
    readonly says: string;
    readonly backed: Backed;
  }[];
  readonly note: string | null;
  readonly backed: Backed;
}

/** A contingent as the file has it, each placement with its plain distances and the constraints that it keeps. */
export function contingentState(agreement: Agreement, contingent: Contingent): ContingentState {
  const backed = (value: Parameters<typeof backedBy>[1]) => backedBy(agreement, value);
  return {
    id: contingent.id,
    name: contingent.name,
    lead: contingent.lead ?? null,
    consent: contingent.consent ?? null,
    contributors: (contingent.contributors ?? []).map((c) => ({
      who: c.who,
      offers: c.offers ?? null,
      caveat: c.caveat ?? null,
      backed: backed(c),
    })),
    strengths: (contingent.strengths ?? []).map((s) => ({
      id: s.id,
      min: s.min,
      max: s.max,
      about: s.about ?? false,
      when: s.when ?? null,
      note: s.note ?? null,
      backed: backed(s),
    })),
    placements: (contingent.placements ?? []).map((p) => {
      const shape = shapeOf(agreement, p);
      return {
        id: p.id,
        at: p.at,
        says: p.says,
        by: p.by ?? null,
        distances: agreement.lines.map(({ id, name, positions }) => ({
          line: id,
          name,
          metres: shape ? plainDistance(shape, positions) : null,
        })),
        constraints: (contingent.constraints ?? []).map((c) => holdAgainst(agreement, c, shape)),
        backed: backed(p),
      };
    }),
    tasks: (contingent.tasks ?? []).map((t) => ({
      task: t.task,
      stance: t.stance,
      asWorded: t.asWorded ?? null,
      backed: backed(t),
    })),
    useOfForce: (contingent.useOfForce ?? []).map((u) => ({
      id: u.id,
      rule: u.rule,
      says: u.says,
      backed: backed(u),
    })),
    note: contingent.note ?? null,
    backed: backed(contingent),
  };
}
