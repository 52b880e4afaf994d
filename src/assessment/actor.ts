import { byCodePoint } from "../units.ts";
import type { Actor, ActorAssessment, Allegation } from "./assessment.ts";
import type { Context } from "./context.ts";

const once = <T>(values: readonly T[], key: (v: T) => string): T[] =>
  [...new Map(values.map((v) => [key(v), v]))].sort(([a], [b]) => byCodePoint(a, b)).map(([, v]) => v);

/**
 * Who did it, as a value beside conduct: attributed only where decisions stand and agree, assessed where somebody whose
 * office it is has put it in writing with strength and basis, alleged where somebody says so, else unknown. Nothing here
 * changes conduct or any count, and nothing is ever read out of a direction, a range or who held the ground.
 */
export function actorOf(c: Context): Actor {
  const [first, ...others] = c.attributions;
  if (first && others.every((a) => a.actor === first.actor)) {
    const dissent = once(
      c.attributions.flatMap((a) => a.dissent ?? []),
      (d) => `${d.by}\n${d.words}`,
    );
    return {
      state: "attributed",
      actor: first.actor,
      decision: first.decision,
      standard: first.standard,
      ...(dissent.length > 0 && { dissent }),
    };
  }
  const allegations: Allegation[] = once(
    c.facts.alleged.map(({ actor, by }) => ({ actor, by })),
    (a) => `${a.actor}\n${a.by}`,
  );
  const assessments: ActorAssessment[] = once(
    c.actorAssessments.map(({ actor, strength, basis, entry }) => ({ actor, strength, basis, entry })),
    (a) => a.entry,
  );
  if (assessments.length > 0) return { state: "assessed", assessments, allegations };
  return allegations.length === 0 ? { state: "unknown" } : { state: "alleged", allegations };
}
