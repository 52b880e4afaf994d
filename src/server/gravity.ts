import type { Conduct } from "../assessment/assessment.ts";

/** From the gravest on: what a group of incidents is drawn as, so that a group hides none. */
export const GRAVITY: readonly Conduct[] = ["contrary", "indeterminate", "exempt", "not-contrary", "not-applicable"];

export const gravityOf = (conduct: Conduct): number => GRAVITY.length - 1 - GRAVITY.indexOf(conduct);

/** The gravest of some results; not-applicable where there are none. */
export function gravest(results: Iterable<Conduct>): Conduct {
  let found: Conduct = "not-applicable";
  for (const r of results) if (gravityOf(r) > gravityOf(found)) found = r;
  return found;
}
