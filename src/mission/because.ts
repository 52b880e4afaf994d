/** Why a clause does not apply, by the test that excluded it. */
const WORDS: Readonly<Record<string, string>> = {
  "in-force": "outside the time in which the agreement is in force under this reading",
  when: "outside the clause’s own time",
  hours: "outside the clause’s hours",
  "where.inside": "outside the clause’s area",
  "where.outside": "inside an area that the clause leaves out",
  "where.within": "farther from the line than the clause reaches",
  act: "an act of a kind that the clause does not name",
  activity: "an activity that the clause does not name",
  subject: "conduct of somebody whom the clause does not bind",
};

/** One sentence for all clauses that do not apply: each reason once, with its clauses. */
export function becauseWords(because: Readonly<Record<string, string>>): string {
  const byTest = new Map<string, string[]>();
  for (const [clause, test] of Object.entries(because)) byTest.set(test, [...(byTest.get(test) ?? []), clause]);
  return [...byTest].map(([test, clauses]) => `${WORDS[test] ?? test}: ${clauses.join(", ")}`).join("; ");
}
