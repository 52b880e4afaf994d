import type { Agreement } from "../agreement/agreement.ts";
import { type GuaranteeState, guaranteesOf } from "../guarantee/guarantees.ts";
import type { GuaranteeEntry } from "../guarantee/standing.ts";
import type { Millis } from "../units.ts";
import { type Recorded, standing } from "./recorded.ts";

/** The guarantees as a record has them: entries that stand, under the agreement that the mission works by. */
export function guaranteesOfRecord(
  entries: Iterable<Recorded>,
  agreement: Agreement,
  asOf: Millis,
): GuaranteeState | null {
  return guaranteesOf(agreement, standing(entries).flatMap(guaranteeEntryOf), asOf);
}

function guaranteeEntryOf({ commitment, stated, entry }: Recorded): GuaranteeEntry[] {
  const { exercise, reason } = entry.payload;
  const placed = { id: commitment, stated, exercise, reason };
  if (entry.kind === "guarantee") return [{ ...placed, body: entry.payload.body }];
  if (entry.kind !== "decision" || entry.payload.body.decision !== "determine") return [];
  return [{ ...placed, body: entry.payload.body }];
}
