import type { Member } from "../incident/incident.ts";
import { MARKINGS, type Marking } from "../observation/observation.ts";
import { ACTS, type ActId } from "../observation/taxonomy.ts";
import type { Interval } from "../time/interval.ts";

/** The one act that a row is found by: what all alternatives have in common. */
export function actOf(acts: readonly ActId[]): ActId {
  const [first, ...others] = acts;
  if (first === undefined) return "undetermined";
  if (others.every((a) => a === first)) return first;
  const branch = first.split(".")[0] as ActId;
  const shared = others.every((a) => a === branch || a.startsWith(`${branch}.`));
  return shared && ACTS.includes(branch) ? branch : "undetermined";
}

/** The most restrictive marking of an incident's members. */
export function markingOf(members: readonly Member[]): Marking {
  let rank = MARKINGS.length - 1;
  for (const { observation } of members) rank = Math.min(rank, MARKINGS.indexOf(observation.marking));
  return (MARKINGS as readonly Marking[])[rank] ?? "TLP:RED";
}

/** The interval alone, without the words that it was given in. */
export const span = ({ from, until }: Interval): Interval => ({ from, until });
