import type { AdoptedFinding } from "../assessment/series.ts";
import type { Case } from "./cases.ts";

/** Findings that a body adopted, for the series of adopted findings: by the time of adoption, dissent told. */
export function adoptedFindings(cases: readonly Case[]): AdoptedFinding[] {
  return cases.flatMap((c): AdoptedFinding[] => {
    if (c.opening.subject !== "finding") return [];
    // Where a finding was reopened, the adoption that stands is the last one after it.
    const reopened = c.history.findLastIndex((h) => h.act === "reopen" || h.act === "return");
    const adopted = c.history.findLast(
      (h, i) => i > reopened && (h.to === "adopted" || h.to === "adopted-with-dissent"),
    );
    if (!adopted) return [];
    return [
      {
        id: c.id,
        clause: c.opening.clauses.join(", "),
        incidents: c.opening.incidents,
        adopted: adopted.step.stated,
        withDissent: adopted.to === "adopted-with-dissent" || adopted.step.dissent.length > 0,
      },
    ];
  });
}

/** How many cases of each kind stand in each state: plain counts, no ratio and no ranking of parties. */
export function caseCounts(cases: readonly Case[]): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { opening, state } of cases) {
    const own = (counts[opening.subject] ??= {});
    own[state] = (own[state] ?? 0) + 1;
  }
  return counts;
}
