import type { Agreement } from "../agreement/agreement.ts";
import { many } from "../agreement/build-words.ts";
import type { Expectation, Position, Question } from "../agreement/guarantee.ts";
import type { Millis } from "../units.ts";
import { millis } from "../units.ts";
import { type Backed, backedBy, backedByEntry } from "./chain.ts";
import { ofAct, type Refused, type Side, timeFault } from "./standing.ts";

export interface PositionState {
  readonly id: string;
  readonly holder: string;
  readonly on: readonly string[];
  /** Null where it came by an entry: people have given it no word of ours. */
  readonly stance: string | null;
  readonly says: string;
  readonly when: string | Millis | null;
  readonly note: string | null;
  readonly backed: Backed;
}

/** Every position that was stated, oldest first within the file and then by entry; none replaces another. */
export function positionStates(agreement: Agreement, positions: readonly Position[], side: Side): PositionState[] {
  return [
    ...positions.map((p) => ({
      id: p.id,
      holder: p.holder,
      on: many(p.on),
      stance: p.stance,
      says: p.says,
      when: p.date ?? null,
      note: p.note ?? null,
      backed: backedBy(agreement, p),
    })),
    ...ofAct(side, "position")
      .filter((a) => timeFault(a) === undefined)
      .map((a) => ({
        id: a.id,
        holder: a.body.holder,
        on: [a.body.on],
        stance: null,
        says: a.body.says,
        when: millis(a.body.at),
        note: null,
        backed: backedByEntry(a, a.body.said),
      })),
  ];
}

/** `open` and `settled`: a question that a text settles can be opened again. */
export const QUESTION_STATES = ["open", "settled"] as const;

export interface QuestionState {
  readonly id: string;
  readonly asks: string;
  readonly on: readonly string[];
  readonly unit: string | null;
  readonly state: (typeof QUESTION_STATES)[number];
  readonly values: readonly {
    readonly id: string;
    readonly says: string;
    readonly min: number | null;
    readonly max: number | null;
    readonly by: string | null;
    readonly note: string | null;
    readonly backed: Backed;
  }[];
  /** Which value which text settled it on. */
  readonly settled: {
    readonly value: string;
    readonly text: string;
    readonly by: string;
    readonly at: Millis;
    readonly entry: string;
  } | null;
  readonly history: readonly { readonly at: Millis; readonly what: string; readonly entry: string }[];
  readonly refused: readonly Refused[];
  readonly note: string | null;
  readonly backed: Backed;
}

/** An open point with its rival values, as of the side's moment. */
export function questionState(
  agreement: Agreement,
  question: Question,
  texts: readonly string[],
  side: Side,
): QuestionState {
  const values: QuestionState["values"][number][] = question.values.map((v) => ({
    id: v.id,
    says: v.says,
    min: v.min ?? null,
    max: v.max ?? null,
    by: v.by ?? null,
    note: v.note ?? null,
    backed: backedBy(agreement, v),
  }));
  const history: QuestionState["history"][number][] = [];
  const refused: Refused[] = [];
  let settled: QuestionState["settled"] = null;
  for (const act of side.acts) {
    const { body, id: entry } = act;
    if (!("question" in body) || body.question !== question.id) continue;
    const at = millis(body.at);
    const why = ((): string | undefined => {
      const fault = timeFault(act);
      if (fault !== undefined) return fault;
      if (body.guarantee === "candidate") {
        if (values.some((v) => v.id === body.value)) return `there is a value "${body.value}" already`;
        const said = { min: null, max: null, by: body.said.chain[0] ?? null, note: null };
        values.push({ id: body.value, says: body.says, ...said, backed: backedByEntry(act, body.said) });
        history.push({ at, what: `value "${body.value}" named`, entry });
        return undefined;
      }
      if (body.guarantee === "reopen") {
        if (settled === null) return "it is open already";
        settled = null;
        history.push({ at, what: `opened again by ${body.by}`, entry });
        return undefined;
      }
      if (settled !== null) return "it was settled already; open it again first";
      if (!values.some((v) => v.id === body.value)) return `there is no value "${body.value}"`;
      if (!texts.includes(body.text)) return `there is no text "${body.text}": only a text settles a question`;
      settled = { value: body.value, text: body.text, by: body.by, at, entry };
      history.push({ at, what: `settled on "${body.value}" by "${body.text}"`, entry });
      return undefined;
    })();
    if (why !== undefined) refused.push({ entry, act: body.guarantee, why });
  }
  return {
    id: question.id,
    asks: question.asks,
    on: many(question.on),
    unit: question.unit ?? null,
    state: settled === null ? "open" : "settled",
    values,
    settled,
    history,
    refused,
    note: question.note ?? null,
    backed: backedBy(agreement, question),
  };
}

export interface ExpectationState {
  readonly id: string;
  readonly expects: string;
  readonly by: string | null;
  readonly on: readonly string[];
  readonly date: string | null;
  /** What came, kept beside it; empty: not stated. Whether it met the expectation is for the reader to say. */
  readonly outcomes: readonly {
    readonly id: string;
    readonly says: string;
    readonly when: string | Millis | null;
    readonly backed: Backed;
  }[];
  readonly note: string | null;
  readonly backed: Backed;
}

/** An expectation and what came of it, as of the side's moment. */
export function expectationState(agreement: Agreement, expectation: Expectation, side: Side): ExpectationState {
  return {
    id: expectation.id,
    expects: expectation.expects,
    by: expectation.by ?? null,
    on: many(expectation.on),
    date: expectation.date ?? null,
    outcomes: [
      ...(expectation.outcome ?? []).map((o) => ({
        id: o.id,
        says: o.says,
        when: o.date ?? null,
        backed: backedBy(agreement, o),
      })),
      ...ofAct(side, "outcome")
        .filter((a) => a.body.expectation === expectation.id && timeFault(a) === undefined)
        .map((a) => ({
          id: a.id,
          says: a.body.says,
          when: millis(a.body.at),
          backed: backedByEntry(a, a.body.said),
        })),
    ],
    note: expectation.note ?? null,
    backed: backedBy(agreement, expectation),
  };
}
