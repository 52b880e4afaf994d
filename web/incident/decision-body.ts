import type { Incident } from "../../src/server/client/answers.ts";
import type { Permission } from "../../src/server/client/decisions.ts";
import { type Dissent, saidDissents } from "../acting/dissent.ts";

export const DECISIONS = ["verify", "reject", "attribute", "assess-actor", "dispute", "merge", "split", "pin"] as const;
export type Decision = (typeof DECISIONS)[number];

/** What each takes of the reader's part in the mission; the server holds it, the screen only spares a refusal. */
export const NEEDS: Readonly<Record<Decision, Permission>> = {
  verify: "decision.verify",
  reject: "decision.verify",
  attribute: "decision.attribute",
  "assess-actor": "judgement.write",
  dispute: "decision.dispute",
  merge: "judgement.write",
  split: "judgement.write",
  pin: "judgement.write",
};

/** How likely an analyst holds it, the least first. */
export const STRENGTHS = [
  "almost-no-chance",
  "very-unlikely",
  "unlikely",
  "roughly-even",
  "likely",
  "very-likely",
  "almost-certain",
] as const;

export interface Filled {
  readonly finding: string;
  readonly actor: string;
  readonly standard: string;
  readonly dissents: readonly Dissent[];
  readonly strength: (typeof STRENGTHS)[number];
  /** What an assessment rests on, and what would change it. */
  readonly method: string;
  readonly disputed: string;
  readonly by: string;
  readonly grounds: string;
  readonly a: string;
  readonly b: string;
}

/** The decision as the API takes it: with all entries about the incident that the reader was shown. */
export function bodyOf(decision: Decision, incident: Incident, f: Filled): Record<string, unknown> {
  const on = { incident: incident.id, seen: incident.decisions.map((d) => d.index) };
  switch (decision) {
    case "verify":
      return { decision, ...on, finding: f.finding };
    case "reject":
    case "pin":
      return { decision, ...on };
    case "attribute":
      return {
        decision,
        ...on,
        actor: f.actor,
        standard: f.standard,
        dissent: saidDissents(f.dissents),
      };
    case "assess-actor":
      return { decision, ...on, actor: f.actor, strength: f.strength, method: f.method };
    case "dispute": {
      const entry = incident.decisions.find((d) => String(d.index) === f.disputed);
      return {
        decision,
        ...on,
        entry: entry && { index: entry.index, commitment: entry.entry },
        by: f.by,
        grounds: f.grounds,
      };
    }
    case "merge":
    case "split":
      return { decision, a: f.a, b: f.b };
  }
}
