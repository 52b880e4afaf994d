import { parseEnvelope } from "../log/envelope.ts";
import type { StoredEntry } from "./store.ts";
import type { RecordTables } from "./tables.ts";

/** Columns of `entry`, for inserts of many rows and for dumps alike. */
export const ENTRY_COLUMNS = {
  mission: "text",
  entry_index: "int",
  kind: "text",
  commitment: "text",
  envelope: "text",
  payload: "text",
  salt: "bytes",
  leaf: "bytes",
  erased_by: "int",
} as const;

type EntryRow = Omit<RecordTables["entry"], "mission"> & { readonly proof: Uint8Array | null };

/** An entry as it stands in its row. */
export function storedEntry(row: EntryRow): StoredEntry {
  return {
    index: row.entry_index,
    leaf: new Uint8Array(row.leaf),
    envelope: row.envelope === null ? null : parseEnvelope(JSON.parse(row.envelope)),
    content:
      row.payload === null || row.salt === null
        ? null
        : { payload: JSON.parse(row.payload), salt: new Uint8Array(row.salt) },
    erasedBy: row.erased_by,
    proof: row.proof === null || row.proof.length === 0 ? null : new Uint8Array(row.proof),
  };
}
