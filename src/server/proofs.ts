import { mayRead } from "../access/audience.ts";
import type { Marking } from "../access/marking.ts";
import { evidenceOf } from "../record/evidence-of.ts";
import { type Body, isEntryKind, parsePayload } from "../record/registry.ts";
import { placedOf, WITHDRAWING, withdrawals } from "../record/standing.ts";
import { recordedEntries } from "../store/mission-state.ts";
import type { Store } from "../store/store.ts";
import type { Drafting } from "./decision-draft.ts";

/** A file that was handed in as proof of a commitment. */
export interface Proof {
  readonly sha256: string;
  readonly commitment: string;
  /** Of the entry that it was handed in by. */
  readonly entry: number;
  readonly author: string;
  readonly marking: Marking;
}

/** The proofs of a commitment that stand, oldest first; a file that was handed in twice is there twice. */
export async function proofsOf(store: Store, mission: string, commitment: string): Promise<Proof[]> {
  const size = await store.size(mission);
  const taken = await recordedEntries(store, mission, size, WITHDRAWING);
  const gone = withdrawals(taken.flatMap((w) => placedOf(w.commitment, w.entry)));
  const found: Proof[] = [];
  for await (const { index, envelope, content } of store.entries(mission, { kinds: ["guarantee"], until: size })) {
    if (!envelope || !content || gone.has(envelope.commitment)) continue;
    const body = parsePayload("guarantee", content.payload).payload.body as Body<"guarantee">;
    if (body.guarantee !== "proof" || body.commitment !== commitment) continue;
    const { author, marking } = envelope;
    for (const sha256 of body.evidence)
      found.push({ sha256, commitment, entry: index, author, marking: marking as Marking });
  }
  return found;
}

/** Which of some evidence is named by an entry that the author may read. */
export async function readableEvidence(
  { parts, mission, audience }: Pick<Drafting, "parts" | "mission" | "audience">,
  hashes: readonly string[],
): Promise<Set<string>> {
  const sought = new Set(hashes);
  const found = new Set<string>();
  if (sought.size === 0) return found;
  for await (const { envelope, content } of parts.store.entries(mission.id)) {
    if (!envelope || !content || !isEntryKind(envelope.kind)) continue;
    if (!mayRead(audience, { marking: envelope.marking as Marking })) continue;
    for (const sha256 of evidenceOf(parsePayload(envelope.kind, content.payload)))
      if (sought.has(sha256)) found.add(sha256);
    if (found.size === sought.size) break;
  }
  return found;
}
