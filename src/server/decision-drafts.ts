import type { Decision, DecisionKind } from "./client/decisions.ts";
import {
  type Draft,
  type DraftedDecision,
  type Drafting,
  type Drafts,
  NEEDS,
  refuseWithout,
} from "./decision-draft.ts";
import { caseDrafts } from "./decisions-on-cases.ts";
import { guaranteeDrafts } from "./decisions-on-guarantees.ts";
import { hazardDrafts } from "./decisions-on-hazards.ts";
import { incidentDrafts } from "./decisions-on-incidents.ts";
import { recordDrafts } from "./decisions-on-record.ts";
import { termsDrafts } from "./decisions-on-terms.ts";

const DRAFTS: Drafts<DecisionKind> = {
  ...incidentDrafts,
  ...termsDrafts,
  ...caseDrafts,
  ...guaranteeDrafts,
  ...recordDrafts,
  ...hazardDrafts,
};

/** @throws Problem as the draft of its kind does; http/not-permitted without the permission for it */
export async function draftOf(of: Drafting, decision: Decision): Promise<DraftedDecision> {
  refuseWithout(of, NEEDS[decision.decision]);
  const draft = DRAFTS[decision.decision] as Draft<DecisionKind>;
  return draft(of, decision as never);
}
