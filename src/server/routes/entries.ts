import { z } from "zod";
import type { Audience } from "../../access/audience.ts";
import { type Marking, markingRank } from "../../access/marking.ts";
import { toHex } from "../../log/bytes.ts";
import { inclusionProof, rootOf } from "../../log/merkle.ts";
import { ENTRIES, type EntryKind, parsePayload } from "../../record/registry.ts";
import type { StoredEntry } from "../../store/store.ts";
import { Entries, EntryItem } from "../client/answers.ts";
import { newestCheckpoint, proofFile } from "../log-proof.ts";
import { absent } from "../problem-response.ts";
import { type Route, route } from "../route.ts";

/**
 * An entry as its reader gets it. That there is an entry is no secret among the staff, since the log is counted; what is
 * above the reader's marking is closed: its place in the log, and nothing of who, when, or what.
 */
function itemOf({ index, envelope, content, erasedBy }: StoredEntry, audience: Audience): z.input<typeof EntryItem> {
  const closed = {
    index,
    commitment: "",
    kind: "",
    author: "",
    stated: 0,
    received: 0,
    marking: "",
    reason: null,
    body: null,
  };
  if (!envelope) return { ...closed, state: "destroyed" };
  if (markingRank(envelope.marking as Marking) > markingRank(audience.upTo)) return { ...closed, state: "closed" };
  const { commitment, kind, author, stated, received, marking } = envelope;
  const known = { index, commitment, kind, author, stated, received, marking };
  if (!content) return { ...known, reason: null, body: null, state: erasedBy === null ? "closed" : "destroyed" };
  const { payload } = parsePayload(kind, content.payload);
  return { ...known, reason: payload.reason || null, body: { ...(payload.body as object) }, state: "whole" };
}

/** Entries that one request looks through where a kind is asked for; the page then says where to go on. */
const LOOKED_THROUGH = 20_000;

const list = route({
  method: "get",
  path: "/missions/{mission}/entries",
  permission: "entry.read",
  summary: "The record's entries, newest first; of one kind where it is named",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.coerce.number().int().min(0).optional().describe("As the page before gave it"),
    kind: z.enum(Object.keys(ENTRIES) as [EntryKind, ...EntryKind[]]).optional(),
  }),
  answer: Entries,
  async handle({ mission, audience, parts, query }) {
    const size = await parts.store.size(mission.id);
    const root = await parts.store.overTree(mission.id, size, (nodes) => toHex(rootOf(nodes, size)));
    const items: z.input<typeof EntryItem>[] = [];
    let until = Math.min(size, query.cursor ?? size);
    const stop = Math.max(0, until - LOOKED_THROUGH);
    // Pages of the log are read backwards until there is enough.
    while (until > stop && items.length < query.limit) {
      const from = Math.max(stop, until - query.limit);
      const page = [];
      for await (const entry of parts.store.entries(mission.id, { from, until })) page.push(itemOf(entry, audience));
      until = from;
      for (const item of page.reverse()) {
        if (query.kind !== undefined && item.kind !== query.kind) continue;
        if (items.length === query.limit) {
          until = Math.max(until, (items.at(-1)?.index ?? until) as number);
          break;
        }
        items.push(item);
      }
    }
    return { size, root, items, next: until > 0 ? String(until) : null };
  },
});

const one = route({
  method: "get",
  path: "/missions/{mission}/entries/{index}",
  permission: "entry.read",
  summary: "One entry, with the proof that it is in the log",
  params: z.object({ mission: z.string(), index: z.coerce.number().int().min(0) }),
  answer: EntryItem.extend({
    leaf: z.string(),
    size: z.number().int(),
    root: z.string(),
    proof: z.array(z.string()).describe("RFC 6962 inclusion proof at this size, hex, from the leaf upwards"),
  }),
  async handle({ mission, audience, parts, params }) {
    const entry = await parts.store.entry(mission.id, params.index);
    if (!entry) throw absent();
    const size = await parts.store.size(mission.id);
    const { proof, root } = await parts.store.overTree(mission.id, size, (nodes) => ({
      proof: inclusionProof(nodes, params.index, size).map(toHex),
      root: toHex(rootOf(nodes, size)),
    }));
    return { ...itemOf(entry, audience), leaf: toHex(entry.leaf), size, root, proof };
  },
});

const proof = route({
  method: "get",
  path: "/missions/{mission}/entries/{index}/proof",
  permission: "entry.read",
  summary: "One entry with its inclusion proof and the signed checkpoint, as one text file (C2SP tlog-proof)",
  params: z.object({ mission: z.string(), index: z.coerce.number().int().min(0) }),
  answer: "bytes",
  async handle({ mission, audience, parts, params }) {
    const entry = await parts.store.entry(mission.id, params.index);
    // Without its envelope an entry is a leaf: nothing is left that a file could show.
    if (!entry?.envelope || markingRank(entry.envelope.marking as Marking) > markingRank(audience.upTo)) throw absent();
    const shown = { envelope: entry.envelope, ...(entry.content && { opened: entry.content }) };
    return proofFile(parts, mission, params.index, shown);
  },
});

const checkpoint = route({
  method: "get",
  path: "/missions/{mission}/checkpoint",
  permission: "log.read",
  summary: "What the log says of itself: how many entries it has, its root, signed; and the key to check that by",
  answer: z.object({
    origin: z.string(),
    vkey: z.string().describe("The log's verifier key. Compare it with one that you had from elsewhere"),
    size: z.number().int(),
    root: z.string(),
    note: z.string().describe("The signed checkpoint (C2SP tlog-checkpoint)"),
  }),
  async handle({ mission, parts }) {
    const { note, checkpoint: c } = await newestCheckpoint(parts, mission.id);
    const { origin, vkey } = mission;
    return { origin, vkey, size: c.size, root: toHex(c.root), note: Buffer.from(note).toString("utf8") };
  },
});

export const entryRoutes: readonly Route[] = [list, one, proof, checkpoint];
