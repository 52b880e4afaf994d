import type { CompiledAgreement } from "../agreement/compile.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import { catalogue, problem } from "../problems.ts";
import type { Assessment } from "./assessment.ts";
import { type AssessOptions, contexts, questionsOf, row } from "./evaluate.ts";

/** Explains one result at a time: made once for an agreement and the decisions that stand. */
export interface Explainer {
  /**
   * The result of one incident under one clause and reading with its whole trace, also where the clause does not apply.
   * It is the result that `assess` and `resultCodes` give.
   * @throws Problem where the agreement has no such clause to assess, or no such reading
   */
  readonly explain: (
    found: { readonly incident: Incident; readonly facts: IncidentFacts },
    clause: string,
    reading: string,
  ) => Assessment;
}

export function explainer(compiled: CompiledAgreement, options: AssessOptions = {}): Explainer {
  const readings = new Map(
    questionsOf(compiled, options).map((r) => [r.id, new Map(r.clauses.map((asked) => [asked.clause, asked]))]),
  );
  const contextOf = contexts(compiled, options);
  return {
    explain: ({ incident, facts }, clause, reading) => {
      const clauses = readings.get(reading);
      if (!clauses)
        throw problem(catalogue.noSuchReading, { reading, known: [...readings.keys()].join(", ") || "none" });
      const asked = clauses.get(clause);
      if (!asked) throw problem(catalogue.noSuchClause, { clause, known: [...clauses.keys()].join(", ") || "none" });
      return row(asked, reading, contextOf(incident, facts));
    },
  };
}
