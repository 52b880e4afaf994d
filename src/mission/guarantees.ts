import type { Agreement } from "../agreement/agreement.ts";
import { type GuaranteeState, guaranteesOf } from "../guarantee/guarantees.ts";
import type { GuaranteeEntry } from "../guarantee/standing.ts";
import type { NamedGuarantees } from "../publication/guarantees-html.ts";
import { byCodePoint, type Millis, millis } from "../units.ts";
import { type Recorded, standing } from "./recorded.ts";

/** The guarantees as a record has them: entries that stand, under the agreement that the mission works by. */
export function guaranteesOfRecord(
  entries: Iterable<Recorded>,
  agreement: Agreement,
  asOf: Millis,
): GuaranteeState | null {
  return guaranteesOf(agreement, standing(entries).flatMap(guaranteeEntryOf), asOf);
}

/**
 * The guarantees as a publication shows them, with the names of ids. Clocks stand at the newest moment that the record
 * speaks of (an entry on guarantees, or the end of an observation), never at the machine's.
 * @param observed end of the newest observation, or null
 */
export function shownGuarantees(
  entries: Iterable<Recorded>,
  agreement: Agreement,
  observed: Millis | null,
): NamedGuarantees | undefined {
  const own = standing(entries).flatMap(guaranteeEntryOf);
  const asOf = own.reduce((newest, e) => Math.max(newest, e.stated), observed ?? 0);
  const state = guaranteesOf(agreement, own, millis(asOf));
  if (!state) return undefined;
  const named = [
    ...agreement.parties,
    ...agreement.thirdParties,
    ...(agreement.guarantees?.verification?.bodies ?? []),
  ];
  return {
    state,
    names: Object.fromEntries(named.map((p) => [p.id, p.name] as const).sort(([a], [b]) => byCodePoint(a, b))),
  };
}

function guaranteeEntryOf({ commitment, stated, author, entry }: Recorded): GuaranteeEntry[] {
  const { exercise, reason } = entry.payload;
  const placed = { id: commitment, stated, author, exercise, reason };
  if (entry.kind === "guarantee") return [{ ...placed, body: entry.payload.body }];
  if (entry.kind !== "decision" || entry.payload.body.decision !== "determine") return [];
  return [{ ...placed, body: entry.payload.body }];
}
