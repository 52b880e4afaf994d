import type { Marking } from "../access/marking.ts";
import { type EntryKind, type KindAndPayload, parsePayload } from "../record/registry.ts";
import type { Store } from "../store/store.ts";
import type { Millis } from "../units.ts";

/** Kinds of entry by which people speak about an incident. */
export const ABOUT: readonly EntryKind[] = ["decision", "judgement", "notice", "withdrawal", "release-early"];

/** What a person entered about an incident. */
export interface DecisionAbout {
  readonly entry: string;
  readonly index: number;
  readonly kind: string;
  readonly author: string;
  readonly stated: Millis;
  readonly received: Millis;
  readonly reason: string | null;
  readonly body: Record<string, unknown>;
  readonly marking: Marking;
}

/** Tells which entries speak of an incident or its observations, asked one after the other in the order of the log. */
export class Speaks {
  private readonly ids: ReadonlySet<string>;
  private readonly named = new Set<string>();
  constructor(incident: string, members: readonly string[]) {
    this.ids = new Set([incident, ...members]);
  }

  of({ payload }: KindAndPayload, commitment: string): boolean {
    const body = payload.body as unknown as Record<string, unknown>;
    const cited = body["entry"] as { commitment?: string } | undefined;
    const about =
      ["incident", "a", "b", "id"].some((field) => this.ids.has(String(body[field]))) ||
      (Array.isArray(body["incidents"]) && body["incidents"].some((i) => this.ids.has(String(i)))) ||
      (cited?.commitment !== undefined && this.named.has(cited.commitment));
    if (about) this.named.add(commitment);
    return about;
  }
}

/**
 * What people entered about an incident or its observations, oldest first, withdrawn or not; a withdrawal follows as an
 * entry of its own.
 * @param speaks asked about each; it may be asked on about what comes later
 */
export async function decisionsAbout(
  store: Store,
  mission: string,
  incident: string,
  members: readonly string[],
  speaks: Speaks = new Speaks(incident, members),
): Promise<DecisionAbout[]> {
  const found: DecisionAbout[] = [];
  for await (const { index, envelope, content } of store.entries(mission, { kinds: ABOUT })) {
    if (!envelope || !content) continue;
    const entry = parsePayload(envelope.kind, content.payload);
    if (!speaks.of(entry, envelope.commitment)) continue;
    const body = entry.payload.body as unknown as Record<string, unknown>;
    found.push({
      entry: envelope.commitment,
      index,
      kind: envelope.kind === "decision" ? String(body["decision"]) : envelope.kind,
      author: envelope.author,
      stated: envelope.stated,
      received: envelope.received,
      reason: entry.payload.reason || null,
      body,
      marking: envelope.marking as Marking,
    });
  }
  return found;
}
