import { z } from "zod";
import type { GuaranteeState } from "../../guarantee/guarantees.ts";

/** The state that the answer holds; its schema below says only its outline, since the state is derived, never parsed. */
export type { GuaranteeState } from "../../guarantee/guarantees.ts";

const rows = z.array(z.record(z.string(), z.unknown()));
const side = z.object({
  exercise: z.boolean(),
  determinations: rows.describe("Breach, aggression, activation: decisions of people, each by its body and standard"),
  ladders: rows.describe("Ladders with their runs, clocks and steps"),
  commitments: rows,
  positions: rows,
  questions: rows,
  expectations: rows,
  refused: rows.describe("Acts that name what the agreement does not have: {entry, act, why}"),
});

export const GuaranteesAnswer = z.object({
  agreement: z.string(),
  asOf: z.number().int().describe("Milliseconds since 1970-01-01T00:00Z"),
  texts: rows,
  meetings: rows,
  relations: rows,
  determinations: rows.describe("The determinations that the texts know"),
  contingents: rows,
  real: side,
  exercise: side.nullable().describe("Null while no exercise was entered"),
  mine: z.array(z.string()).describe("Commitments, by id, for which the caller may hand in proof and enter deliveries"),
  places: z
    .record(z.string(), z.number().int())
    .describe("Index in the log of each entry that the state names, by what it commits to: as decisions cite it"),
});

export type GuaranteesShown = GuaranteeState & {
  readonly mine: readonly string[];
  readonly places: Readonly<Record<string, number>>;
};
