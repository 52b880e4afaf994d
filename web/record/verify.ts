import { parseVkey } from "../../src/log/note.ts";
import { verifyEntryProof } from "../../src/log/proof-file.ts";

/** What the check of a proof file found. */
export type Verified =
  | { readonly ok: true; readonly index: number; readonly size: number; readonly kind: string }
  | { readonly ok: false; readonly why: string };

/** Checks a proof file by itself in this browser: the same code that `npx trucekeeper verify` runs. */
export function verify(bytes: Uint8Array, vkey: string): Verified {
  try {
    const { index, checkpoint, envelope } = verifyEntryProof(bytes, [parseVkey(vkey.trim())]);
    return { ok: true, index, size: checkpoint.size, kind: envelope.kind };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
