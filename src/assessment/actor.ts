import { byCodePoint } from "../units.ts";
import type { Actor } from "./assessment.ts";
import type { Context } from "./context.ts";

/**
 * Who did it, as a value beside conduct: attributed only where decisions stand and agree, alleged where somebody says
 * so, else unknown. Nothing here changes conduct or any count.
 */
export function actorOf(c: Context): Actor {
  const [first, ...others] = c.attributions;
  if (first && others.every((a) => a.actor === first.actor))
    return { state: "attributed", actor: first.actor, decision: first.decision, standard: first.standard };
  if (c.facts.alleged.length === 0) return { state: "unknown" };
  const allegations = new Map(c.facts.alleged.map(({ actor, by }) => [`${actor}\n${by}`, { actor, by }]));
  return { state: "alleged", allegations: [...allegations].sort(([a], [b]) => byCodePoint(a, b)).map(([, a]) => a) };
}
