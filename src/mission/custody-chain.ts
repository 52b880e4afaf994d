import type { Envelope } from "../log/envelope.ts";
import { evidenceOf } from "../record/evidence-of.ts";
import type { Body, EntryKind, KindAndPayload } from "../record/registry.ts";
import type { Millis } from "../units.ts";

/** An entry as it stands in its log, opened. */
export interface OpenEntry {
  readonly index: number;
  readonly envelope: Envelope;
  readonly entry: KindAndPayload;
}

/** One link of a chain of custody: what an entry tells of one piece of evidence. */
export interface CustodyLink {
  readonly entry: number;
  readonly kind: EntryKind;
  /** "named" where an entry rests on the evidence and tells of no act on it. */
  readonly event: Body<"custody">["event"] | "named" | "published" | "destroyed";
  /** Pseudonymous id and role of who entered it. */
  readonly by: string;
  readonly role: string;
  readonly stated: Millis;
  readonly received: Millis;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** How an entry that names evidence touches it, where it is no custody entry. */
const TOUCHES: Partial<Readonly<Record<EntryKind, CustodyLink["event"]>>> = {
  import: "received",
  submission: "received",
  "agreement-version": "received",
  publication: "published",
};

/**
 * The chain of custody of one piece of evidence: every entry that tells of it, in the order of the log.
 * @param entries of the log in its order; what is closed or destroyed is left out
 */
export function custodyChain(entries: Iterable<OpenEntry>, sha256: string): CustodyLink[] {
  const chain: CustodyLink[] = [];
  /** By log, the index of the first entry there that names it. */
  const named = new Map<string, number>();
  for (const { index, envelope, entry } of entries) {
    const { author: by, role, stated, received } = envelope;
    const link = { entry: index, kind: entry.kind, by, role, stated, received, reason: entry.payload.reason };
    const plain = { ...link, from: "", to: "" };
    const first = envelope.cites ?? { origin: "", index };
    const touched = evidenceOf(entry).includes(sha256);
    if (touched) named.set(first.origin, Math.min(first.index, named.get(first.origin) ?? first.index));
    if (entry.kind === "custody") {
      const { event, upTo, from, to } = entry.payload.body;
      const since = named.get(first.origin);
      const all = upTo !== null && since !== undefined && since < upTo;
      if (touched || all) chain.push({ ...link, event, from, to });
    } else if (entry.kind === "erasure" && entry.payload.body.evidence.includes(sha256))
      chain.push({ ...plain, event: "destroyed" });
    else if (touched) chain.push({ ...plain, event: TOUCHES[entry.kind] ?? "named" });
  }
  return chain;
}
