import { inclusionProof } from "../log/merkle.ts";
import { entryProofBytes, type ShownEntry } from "../log/proof-file.ts";
import type { Mission, StoredCheckpoint } from "../store/store.ts";
import type { Parts } from "./route.ts";

/** The newest checkpoint, which covers the log as far as it is: signed anew only where the log has grown. */
export async function newestCheckpoint({ store }: Parts, mission: string, atLeast = 0): Promise<StoredCheckpoint> {
  const size = await store.size(mission);
  const kept = await store.storedCheckpoint(mission);
  return kept && kept.checkpoint.size >= Math.max(size, atLeast) ? kept : store.checkpoint(mission);
}

/** An entry with its inclusion proof and the signed checkpoint, as one text file (C2SP tlog-proof). */
export async function proofFile(parts: Parts, mission: Mission, index: number, shown: ShownEntry): Promise<Response> {
  const { note, checkpoint } = await newestCheckpoint(parts, mission.id, index + 1);
  const proof = await parts.store.overTree(mission.id, checkpoint.size, (nodes) =>
    inclusionProof(nodes, index, checkpoint.size),
  );
  const bytes = entryProofBytes(shown, { index, proof, checkpoint: note });
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="${mission.id}-${index}.tlog-proof"`,
      "Cache-Control": "private, no-cache",
    },
  });
}
