import { z } from "zod";
import type { Audience } from "../../access/audience.ts";
import { type Marking, markingRank } from "../../access/marking.ts";
import { toHex } from "../../log/bytes.ts";
import { inclusionProof, rootOf } from "../../log/merkle.ts";
import { catalogue, problem } from "../../problems.ts";
import { parsePayload } from "../../record/registry.ts";
import type { StoredEntry } from "../../store/store.ts";
import { Entries, EntryItem } from "../client/answers.ts";
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

const list = route({
  method: "get",
  path: "/missions/{mission}/entries",
  permission: "entry.read",
  summary: "The record's entries, newest first",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.coerce.number().int().min(0).optional().describe("As the page before gave it"),
  }),
  answer: Entries,
  async handle({ mission, audience, parts, query }) {
    const size = await parts.store.size(mission.id);
    const until = Math.min(size, query.cursor ?? size);
    const from = Math.max(0, until - query.limit);
    const items = [];
    for await (const entry of parts.store.entries(mission.id, { from, until })) items.push(itemOf(entry, audience));
    const root = await parts.store.overTree(mission.id, size, (nodes) => toHex(rootOf(nodes, size)));
    return { size, root, items: items.reverse(), next: from > 0 ? String(from) : null };
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
    if (!entry) throw problem(catalogue.absent, undefined as never);
    const size = await parts.store.size(mission.id);
    const { proof, root } = await parts.store.overTree(mission.id, size, (nodes) => ({
      proof: inclusionProof(nodes, params.index, size).map(toHex),
      root: toHex(rootOf(nodes, size)),
    }));
    return { ...itemOf(entry, audience), leaf: toHex(entry.leaf), size, root, proof };
  },
});

export const entryRoutes: readonly Route[] = [list, one];
