import type { Marking } from "../access/marking.ts";
import type { Permission } from "../access/roles.ts";
import { catalogue, problem } from "../problems.ts";
import type { Body, EntryKind } from "../record/registry.ts";
import type { Mission, Once, Unless } from "../store/store.ts";
import type { Millis } from "../units.ts";
import type { Decision, DecisionKind } from "./client/decisions.ts";
import type { InMission, Parts } from "./route.ts";

/** A decision as the entry that it will be, and what must hold for that. */
export interface DraftedDecision {
  readonly kind: EntryKind;
  readonly body: unknown;
  readonly marking: Marking;
  /** Of what it rests on, where that is stricter: whoever confirms it reads that too. */
  readonly restsOn?: Marking;
  /** Observations, and files that they stand in, on which no reporter decides. */
  readonly judged: { readonly observations: readonly string[]; readonly files: readonly string[] };
  /** What must not have come in between. */
  readonly unless?: Unless;
}

/** What a decision is drafted from. */
export interface Drafting extends Pick<InMission, "mission" | "standing" | "audience"> {
  readonly parts: Parts;
  readonly author: string;
  readonly now: Millis;
  readonly reason: string;
  /** Of an act of two: the first person and the second. While there is one only, twice the same. */
  readonly people: readonly [string, string];
  /** Whether this request was carried out before, so that what it appended is no clash. */
  readonly again: boolean;
}

/** Drafts one kind of decision. @throws Problem where what it cites is absent, or somebody came before */
export type Draft<K extends DecisionKind> = (
  of: Drafting,
  decision: Extract<Decision, { decision: K }>,
) => Promise<DraftedDecision>;
export type Drafts<K extends DecisionKind> = { readonly [D in K]: Draft<D> };

export const NOTHING_JUDGED = { observations: [], files: [] } as const;

/** Which permission a decision takes. What is taken back takes that of what it was (decisions-on-record.ts). */
export const NEEDS: Readonly<Record<DecisionKind, Permission>> = {
  verify: "decision.verify",
  reject: "decision.verify",
  attribute: "decision.attribute",
  dispute: "decision.dispute",
  "assess-actor": "judgement.write",
  merge: "judgement.write",
  split: "judgement.write",
  pin: "judgement.write",
  withdraw: "mission.read",
  interpret: "judgement.write",
  "read-clause": "decision.adopt",
  determine: "decision.attribute",
  adopt: "decision.adopt",
  "start-clock": "response.step",
  "pause-clock": "response.step",
  "resume-clock": "response.step",
  "stop-clock": "response.step",
  condition: "response.step",
  step: "response.step",
  deliver: "commitment.deliver",
  "confirm-delivery": "decision.verify",
  "release-early": "release.approve",
  warn: "release.approve",
  erase: "erasure.approve",
  "destroy-keys": "erasure.approve",
  "open-sealed": "sealed.open",
};

/** @throws Problem http/not-permitted */
export function refuseWithout({ standing }: Pick<Drafting, "standing">, permission: Permission): void {
  if (!standing.allows(permission))
    throw problem(catalogue.notPermitted, { why: `Your part in this mission does not allow ${permission}.` });
}

export const conflict = (why: string) => problem(catalogue.conflict, { why });
export const wrong = (why: string) => problem(catalogue.badRequest, { why });
/** Whether a request was carried out before. */
export const carriedOut = async (parts: Parts, mission: Mission, once: Once | undefined): Promise<boolean> =>
  once !== undefined && (await parts.store.answers.find(mission.id, once)) !== undefined;

export type GuaranteeBody = Body<"guarantee">;
