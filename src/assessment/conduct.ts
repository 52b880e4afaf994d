import { and, or, type Truth } from "../certainty.ts";
import type { Conduct } from "./assessment.ts";

/** Answers of the tests of one clause, by part. */
export interface Answers {
  readonly scope: readonly Truth[];
  readonly conduct: readonly Truth[];
  readonly exceptions: readonly Truth[];
}

/**
 * The result that the answers give, by Kleene's logic.
 * - Out of scope: not applicable. In scope or perhaps in scope, but conduct certainly not of the kind: not contrary.
 * - Otherwise an exception that certainly holds exempts, whatever else is open.
 * - All certain and no exception: contrary. Anything that is still open: indeterminate.
 */
export function conductOf({ scope, conduct, exceptions }: Answers): Conduct {
  const inScope = and(scope);
  if (inScope === false) return "not-applicable";
  const done = and(conduct);
  if (done === false) return "not-contrary";
  const exempt = or(exceptions);
  if (exempt === true) return "exempt";
  return inScope === true && done === true && exempt === false ? "contrary" : "indeterminate";
}
