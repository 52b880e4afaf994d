import type { CompiledClause } from "../agreement/compile.ts";
import type { Truth } from "../certainty.ts";
import { type ActId, isKindOf, mayBeKindOf } from "../observation/taxonomy.ts";
import type { Context, Question } from "./context.ts";
import { anyOf, pick } from "./wording.ts";

/** Readings of sensors and warnings: never acts that a clause could forbid. */
const NEVER: readonly ActId[] = ["thermal", "alert"];
const HARM = (act: ActId): boolean => isKindOf(act, "harm");
/** What an armed clash may have held, without saying so. */
const IN_A_CLASH: readonly ActId[] = ["fire", "explosion", "movement.assault"];

/** Whether one reported act is of the kinds, may be, or is not. */
export function actIs(act: ActId, kinds: readonly ActId[]): Truth {
  if (NEVER.includes(act)) return false;
  if (kinds.some((k) => isKindOf(act, k))) return true;
  // Harm tells of an effect; the act that did it is not stated.
  if (act === "undetermined" || HARM(act)) return "unknown";
  if (kinds.some((k) => mayBeKindOf(act, k))) return "unknown";
  if (act === "clash" && kinds.some((k) => IN_A_CLASH.some((a) => isKindOf(k, a)))) return "unknown";
  return false;
}

/**
 * All alternatives of the kinds: true; none can be: false; else unknown. A machine's label never gives true: it tells
 * where a person has to read the source.
 */
export function actTest(acts: readonly ActId[], basis: "person" | "machine", kinds: readonly ActId[]): Truth {
  const outcomes = acts.map((a) => actIs(a, kinds));
  if (outcomes.length === 0) return "unknown";
  if (outcomes.every((o) => o === false)) return false;
  if (basis === "machine") return "unknown";
  return outcomes.every((o) => o === true) ? true : "unknown";
}

/** Does the incident hold an act of the clause? Answers are kept by acts and basis of the label. */
export function askAct(clause: CompiledClause): Question {
  const kept = new Map<string, Truth>();
  return {
    test: "act",
    over: { set: "acts" },
    ask: (c) => {
      let outcome = kept.get(c.actKey);
      if (outcome === undefined) {
        outcome = actTest(c.facts.acts, c.facts.labelBasis, clause.acts);
        kept.set(c.actKey, outcome);
      }
      return outcome;
    },
    fact: (c) => (c.facts.labelBasis === "machine" ? "act-label" : "act"),
    say: (c, outcome) => sayAct(c, outcome, clause.acts),
  };
}

function sayAct(c: Context, outcome: Truth, kinds: readonly ActId[]): string {
  const { acts, labelBasis } = c.facts;
  const seen = acts.length === 0 ? "no act is stated" : `the act is ${anyOf(acts)}`;
  const asked = `the clause speaks of ${anyOf(kinds)}`;
  if (labelBasis === "machine") {
    const label = "the label was put by a machine";
    return outcome === false
      ? `${seen}, ${asked}: not one of them, as labelled; ${label}, and machine labels err`
      : `${seen}, ${asked}: ${label}; a person's reading of the source decides`;
  }
  if (outcome === false && acts.every((a) => NEVER.includes(a)))
    return `${seen}: ${acts.includes("thermal") ? "a sensor's reading of heat" : "a warning"} is not an act of anybody`;
  const why =
    acts.some(HARM) && outcome === "unknown" ? "; harm tells of an effect, and what did it is not stated" : "";
  return `${seen}, ${asked}: ${pick(outcome, "one of them", "not one of them", `cannot tell whether it is one of them${why}`)}`;
}
