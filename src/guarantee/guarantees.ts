import type { Agreement } from "../agreement/agreement.ts";
import type { Determination, Guarantees, GuaranteeText, Meeting, TextRelation } from "../agreement/guarantee.ts";
import type { Millis } from "../units.ts";
import { type Backed, backedBy } from "./chain.ts";
import { type CommitmentState, commitmentState } from "./commitment.ts";
import { type ContingentState, contingentState } from "./contingent.ts";
import { type LadderState, ladderState } from "./ladder.ts";
import {
  type ExpectationState,
  expectationState,
  type PositionState,
  positionStates,
  type QuestionState,
  questionState,
} from "./question.ts";
import { type DetermineBody, type GuaranteeEntry, type Refused, type Side, sideOf } from "./standing.ts";
import { unplaced } from "./unplaced.ts";

type WithBacking<T> = Omit<T, "sources" | "words" | "voice" | "modality"> & { readonly backed: Backed };

/** What an agreement's guarantees come to, on one side of the record: the real world, or exercises. */
export interface GuaranteeSide {
  readonly exercise: boolean;
  readonly determinations: readonly (DetermineBody & { readonly entry: string; readonly stated: Millis })[];
  readonly ladders: readonly LadderState[];
  readonly commitments: readonly CommitmentState[];
  readonly positions: readonly PositionState[];
  readonly questions: readonly QuestionState[];
  readonly expectations: readonly ExpectationState[];
  /** Acts that nothing of the agreement takes in: they name what it does not have. */
  readonly refused: readonly Refused[];
}

export interface GuaranteeState {
  readonly agreement: string;
  readonly asOf: Millis;
  readonly texts: readonly WithBacking<GuaranteeText>[];
  readonly meetings: readonly WithBacking<Meeting>[];
  readonly relations: readonly WithBacking<TextRelation>[];
  /** Which determinations the texts know, by which body and standard. */
  readonly determinations: readonly WithBacking<Determination>[];
  readonly contingents: readonly ContingentState[];
  readonly real: GuaranteeSide;
  /** Null while no exercise has been entered. Nothing of it touches the real side. */
  readonly exercise: GuaranteeSide | null;
}

/** What an agreement without guarantees has of them. */
const NONE: Guarantees = {
  texts: [],
  meetings: [],
  relations: [],
  commitments: [],
  contingents: [],
  positions: [],
  questions: [],
  expectations: [],
  verification: null,
  determinations: [],
  ladders: [],
};

/**
 * The guarantees of an agreement as of a moment: a function of the agreement and the set of entries, whatever their
 * order. Every value opens its chain of sources. Nothing in it is computed from counts of incidents: determinations are
 * people's decisions (design.md 1.7).
 * @param entries entries of kind "guarantee" and decisions "determine" that stand
 * @param asOf    entries stated later are not known yet; clocks stand at this moment, never at that of the machine
 * @returns null where the agreement holds no guarantees and nobody entered anything of any
 */
export function guaranteesOf(
  agreement: Agreement,
  entries: Iterable<GuaranteeEntry>,
  asOf: Millis,
): GuaranteeState | null {
  const all = [...entries];
  const entered = all.some((e) => !("decision" in e.body) && e.stated <= asOf);
  const g = agreement.guarantees ?? (entered ? NONE : undefined);
  if (!g) return null;
  const texts = g.texts.map((t) => t.id);
  const on = (exercise: boolean): GuaranteeSide => {
    const side: Side = sideOf(all, agreement.id, exercise, asOf);
    return {
      exercise,
      determinations: [...side.determinations.values()].map((d) => ({ ...d.body, entry: d.id, stated: d.stated })),
      ladders: g.ladders.map((l) => ladderState(agreement, g, l, side)),
      commitments: g.commitments.map((c) => commitmentState(agreement, g, c, side)),
      positions: positionStates(agreement, g.positions, side),
      questions: g.questions.map((q) => questionState(agreement, q, texts, side)),
      expectations: g.expectations.map((e) => expectationState(agreement, e, side)),
      refused: unplaced(agreement, all, side, asOf),
    };
  };
  const exercised = all.some(
    (e) => e.exercise && e.stated <= asOf && (e.body.agreement === agreement.id || !("decision" in e.body)),
  );
  const backed = <T extends object>(value: T): WithBacking<T> => {
    const { sources, words, voice, modality, ...rest } = value as T & Parameters<typeof backedBy>[1];
    return { ...rest, backed: backedBy(agreement, { sources, words, voice, modality }) } as WithBacking<T>;
  };
  return {
    agreement: agreement.id,
    asOf,
    texts: g.texts.map(backed),
    meetings: g.meetings.map(backed),
    relations: g.relations.map(backed),
    determinations: g.determinations.map(backed),
    contingents: g.contingents.map((c) => contingentState(agreement, c)),
    real: on(false),
    exercise: exercised ? on(true) : null,
  };
}
