import type { ObligationResult } from "../assessment/obligation.ts";
import type { ClausePair } from "./clause-match.ts";
import { type DifferingTest, differingTests } from "./reasons.ts";
import { type Both, both } from "./side.ts";

/** What a duty of one party comes to under one text. */
export type SideObligation = Pick<
  ObligationResult,
  "result" | "due" | "deadline" | "dueBetween" | "inTime" | "against" | "decides"
>;

/** A duty of one party under both texts; null: that text lays no such duty on it. */
export interface ComparedObligation {
  readonly by: ClausePair["by"];
  readonly clause: Both<string | null>;
  readonly party: string;
  readonly a: SideObligation | null;
  readonly b: SideObligation | null;
  /** Result, deadline and whether it was in time are alike. */
  readonly same: boolean;
  /** Why they differ: the steps of the two traces that say different things. Empty where one text has no such duty. */
  readonly because: readonly DifferingTest[];
}

/**
 * Duties row by row: clause by clause in the order in which they are matched, party by party in the order of A, then
 * those whom B alone binds.
 * @param rows of one reading on each side
 */
export function compareObligations(
  pairs: readonly ClausePair[],
  rows: Both<readonly ObligationResult[]>,
): ComparedObligation[] {
  const of = both(rows, (list) => {
    const found = new Map<string, ObligationResult>();
    for (const row of list) found.set(`${row.clause}\n${row.party}`, row);
    return found;
  });
  return pairs.flatMap(({ a, b, by }) => {
    if (!a?.obliges && !b?.obliges) return [];
    const parties = [...new Set([...(a?.subject ?? []), ...(b?.subject ?? [])])];
    return parties.flatMap((party): ComparedObligation[] => {
      const x = a && of.a.get(`${a.id}\n${party}`);
      const y = b && of.b.get(`${b.id}\n${party}`);
      if (!x && !y) return [];
      const side = (row: ObligationResult | null | undefined): SideObligation | null => (row ? shown(row) : null);
      return [
        {
          by,
          clause: { a: a?.id ?? null, b: b?.id ?? null },
          party,
          a: side(x),
          b: side(y),
          same: x != null && y != null && alike(x, y),
          because: x && y ? said(differingTests(x, y), x, y) : [],
        },
      ];
    });
  });
}

function shown({ result, due, deadline, dueBetween, inTime, against, decides }: ObligationResult): SideObligation {
  return { result, due, deadline, ...(dueBetween && { dueBetween }), inTime, against, ...(decides && { decides }) };
}

const alike = (x: ObligationResult, y: ObligationResult): boolean =>
  x.result === y.result &&
  x.due === y.due &&
  x.deadline === y.deadline &&
  x.dueBetween?.notBefore === y.dueBetween?.notBefore &&
  x.dueBetween?.notAfter === y.dueBetween?.notAfter &&
  x.inTime === y.inTime;

/** Two deadlines may both have passed and be different ones: then the step that tells them differs as well. */
function said(differing: readonly DifferingTest[], x: ObligationResult, y: ObligationResult): DifferingTest[] {
  const step = (row: ObligationResult) => row.trace.find((t) => t.test === "deadline");
  const [a, b] = [step(x), step(y)];
  if (!a || !b || a.words === b.words || differing.some((d) => d.test === "deadline")) return [...differing];
  const words = ({ outcome, words: w }: typeof a) => ({ outcome, words: w });
  return [{ test: "deadline", a: words(a), b: words(b) }, ...differing];
}
