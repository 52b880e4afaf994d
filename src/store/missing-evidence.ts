import { evidenceOf } from "../record/evidence-of.ts";
import { isEntryKind, parsePayload } from "../record/registry.ts";
import type { Mission, Store } from "./store.ts";

/** Evidence that an entry names, that is not here, and that nobody ordered destroyed. */
export interface MissingEvidence {
  readonly sha256: string;
  /** The first entry that names it. */
  readonly entry: number;
}

/** What of a mission's evidence is missing, by the entries that name it; each once, in the order of the log. */
export async function missingEvidence(store: Store, { id }: Pick<Mission, "id">): Promise<MissingEvidence[]> {
  const named = new Map<string, number>();
  const destroyed = new Set<string>();
  for await (const { index, envelope, content } of store.entries(id)) {
    if (!envelope || !content || !isEntryKind(envelope.kind)) continue;
    const entry = parsePayload(envelope.kind, content.payload);
    for (const sha256 of evidenceOf(entry)) if (!named.has(sha256)) named.set(sha256, index);
    if (entry.kind === "erasure") for (const sha256 of entry.payload.body.evidence) destroyed.add(sha256);
  }
  const missing: MissingEvidence[] = [];
  for (const [sha256, entry] of named)
    if (!destroyed.has(sha256) && (await store.evidence(id).size(sha256)) === undefined)
      missing.push({ sha256, entry });
  return missing;
}
