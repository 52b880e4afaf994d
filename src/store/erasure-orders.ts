import type { Kysely } from "kysely";
import { ERASURE } from "../log/envelope.ts";
import { crosses } from "../mission/recorded.ts";
import { type KindAndPayload, parsePayload } from "../record/registry.ts";
import type { RecordTables } from "./tables.ts";

/** What an erasure ordered of one entry. */
export interface Order {
  /** Index of the erasure here. */
  readonly by: number;
  readonly envelope: boolean;
}

/**
 * Every order of the erasures of a mission, by the commitment of the entry to be destroyed, so that an entry that is
 * joined later than the erasure meets it. Erasures are few; closed ones order nothing that can be known here.
 */
export async function erasureOrders(db: Kysely<RecordTables>, mission: string): Promise<Map<string, Order>> {
  const orders = new Map<string, Order>();
  const rows = await db
    .selectFrom("entry")
    .innerJoin("mission", "mission.mission", "entry.mission")
    .select(["entry.entry_index", "entry.payload", "mission.exercise"])
    .where("entry.mission", "=", mission)
    .where("entry.kind", "=", ERASURE)
    .orderBy("entry.entry_index")
    .execute();
  for (const { entry_index, payload: text, exercise } of rows) {
    const payload: unknown = text === null ? null : JSON.parse(text);
    // An order of an exercise destroys nothing real, however it got in.
    if (payload !== null && !crosses(payload, exercise === 1))
      addOrders(orders, entry_index, parsePayload(ERASURE, payload));
  }
  return orders;
}

/** Adds an erasure's orders; the first erasure of an entry stands, and one that takes the envelope goes further. */
export function addOrders(orders: Map<string, Order>, by: number, { kind, payload }: KindAndPayload): void {
  if (kind !== ERASURE) return;
  for (const { commitment } of payload.body.entries) {
    const before = orders.get(commitment);
    if (!before || (payload.body.envelopes && !before.envelope))
      orders.set(commitment, { by, envelope: payload.body.envelopes });
  }
}
