import type { Marking } from "../access/marking.ts";
import { parsePayload } from "../record/registry.ts";
import type { Store } from "../store/store.ts";

/** Kinds of entry by which people speak about an incident. */
const KINDS = new Set(["decision", "judgement", "notice"]);

/**
 * What people entered about an incident or its observations, oldest first, withdrawn or not; a withdrawal follows as an
 * entry of its own.
 */
export async function decisionsAbout(store: Store, mission: string, incident: string, members: readonly string[]) {
  const ids = new Set([incident, ...members]);
  const found = [];
  const named = new Set<string>();
  for await (const { index, envelope, content } of store.entries(mission)) {
    if (!envelope || !content) continue;
    if (!KINDS.has(envelope.kind) && envelope.kind !== "withdrawal") continue;
    const { payload } = parsePayload(envelope.kind, content.payload);
    const body = payload.body as unknown as Record<string, unknown>;
    const cited = body["entry"] as { commitment?: string } | undefined;
    const about =
      ids.has(String(body["incident"])) ||
      ids.has(String(body["a"])) ||
      ids.has(String(body["b"])) ||
      (Array.isArray(body["incidents"]) && body["incidents"].some((i) => ids.has(String(i)))) ||
      (cited?.commitment !== undefined && named.has(cited.commitment));
    if (!about) continue;
    named.add(envelope.commitment);
    found.push({
      entry: envelope.commitment,
      index,
      kind: envelope.kind === "decision" ? String(body["decision"]) : envelope.kind,
      author: envelope.author,
      stated: envelope.stated,
      received: envelope.received,
      reason: payload.reason || null,
      body,
      marking: envelope.marking as Marking,
    });
  }
  return found;
}
