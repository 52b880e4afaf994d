import type { DETERMINATIONS } from "../agreement/guarantee-ladder-schema.ts";
import { byCodePoint, type Millis } from "../units.ts";
import type { Act, GuaranteeBody } from "./entries.ts";

/** A determination as the decision entry states it: breach, aggression or activation, each its own. */
export interface DetermineBody {
  readonly decision: "determine";
  readonly determination: (typeof DETERMINATIONS)[number];
  readonly agreement: string;
  /** For a breach the clause; for an activation the commitment. */
  readonly clause: string | null;
  readonly body: string;
  readonly standard: string;
  readonly text: string;
  readonly dissent: readonly { readonly by: string; readonly words: string }[];
}

/** An entry that stands, as far as guarantees go. */
export interface GuaranteeEntry {
  /** The entry's id: its commitment. */
  readonly id: string;
  readonly stated: Millis;
  /** By pseudonymous id, where it is known. */
  readonly author?: string | undefined;
  readonly exercise: boolean;
  readonly reason: string;
  readonly body: GuaranteeBody | DetermineBody;
}

/** An act in its place: who entered it when, why, and that it came from the record. */
export interface Placed<B> {
  readonly id: string;
  readonly stated: Millis;
  readonly author?: string | undefined;
  readonly reason: string;
  readonly body: B;
}

/** An act that could have no effect, and why; shown to people, never thrown. */
export interface Refused {
  readonly entry: string;
  readonly act: string;
  readonly why: string;
}

/** One side of the record: the entries of the real world, or those of exercises. */
export interface Side {
  readonly exercise: boolean;
  readonly asOf: Millis;
  readonly acts: readonly Placed<GuaranteeBody>[];
  readonly determinations: ReadonlyMap<string, Placed<DetermineBody>>;
}

/** What comes first where two acts are of one moment: a clock starts before it is stopped, a condition before its step. */
const RANK: readonly GuaranteeBody["guarantee"][] = [
  "position",
  "candidate",
  "firmness",
  "restore",
  "start",
  "resume",
  "condition",
  "claim",
  "call-in",
  "step",
  "proof",
  "deliver",
  "confirm",
  "pause",
  "stand-down",
  "end",
  "reopen",
  "settle",
  "outcome",
];

/** The entries of one side that are of this agreement and stated by `asOf`, in an order that is a function of their set. */
export function sideOf(entries: Iterable<GuaranteeEntry>, agreement: string, exercise: boolean, asOf: Millis): Side {
  const byId = new Map<string, GuaranteeEntry>();
  for (const e of entries)
    if (e.exercise === exercise && e.body.agreement === agreement && e.stated <= asOf) byId.set(e.id, e);
  const acts: Placed<GuaranteeBody>[] = [];
  const determinations = new Map<string, Placed<DetermineBody>>();
  for (const { id, stated, author, reason, body } of [...byId.values()].sort((a, b) => byCodePoint(a.id, b.id)))
    if ("decision" in body) determinations.set(id, { id, stated, author, reason, body });
    else acts.push({ id, stated, author, reason, body });
  acts.sort(
    (a, b) =>
      a.body.at - b.body.at ||
      RANK.indexOf(a.body.guarantee) - RANK.indexOf(b.body.guarantee) ||
      byCodePoint(a.id, b.id),
  );
  return { exercise, asOf, acts, determinations };
}

/** Acts of one kind, in order. */
export const ofAct = <K extends GuaranteeBody["guarantee"]>(side: Side, kind: K): Placed<Act<K>>[] =>
  side.acts.filter((a): a is Placed<Act<K>> => a.body.guarantee === kind);

/** Why an act is not taken in because of its own times, or undefined. */
export const timeFault = (act: Placed<GuaranteeBody>): string | undefined =>
  act.body.at > act.stated ? "it speaks of a moment after the one at which it was stated" : undefined;
