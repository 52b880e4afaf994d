import type { Kysely } from "kysely";
import { z } from "zod";
import { canonical } from "../canonical.ts";
import { parseEnvelope } from "../log/envelope.ts";
import { catalogue, problem } from "../problems.ts";
import { evidenceOf } from "../record/evidence-of.ts";
import { isEntryKind, type KindAndPayload, parsePayload, payloadOf } from "../record/registry.ts";
import { byCodePoint, type Millis, millis } from "../units.ts";
import { keptBy } from "./kept-by-erasure.ts";
import type { Draft, Mission, Store } from "./store.ts";
import type { RecordTables } from "./tables.ts";

/**
 * An entry that destroyed something, as it is carried beside backups: an older backup does not know of it. It names
 * hashes, blobs and pseudonyms, and nothing of what was destroyed.
 */
const form = z.strictObject({
  /** The log that it stands in, and where. */
  origin: z.string().max(500),
  index: z.int().min(0),
  /** Of its envelope: the order's id. */
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.enum(["erasure", "key-destruction"]),
  author: z.string().max(64),
  role: z.string().max(64),
  stated: z.int(),
  marking: z.enum(["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]),
  /** Whether it came from another log, whose pseudonyms may stand for other people. */
  joined: z.boolean(),
  payload: z.unknown(),
});

export type LaterErasure = z.output<typeof form>;

/** Every order of all logs to destroy something, by log and place. They are few. */
export async function erasuresOf(db: Kysely<RecordTables>): Promise<LaterErasure[]> {
  const found: LaterErasure[] = [];
  // Mission by mission: so the index gives them, however long a log is.
  for (const { mission, origin } of await db.selectFrom("mission").select(["mission", "origin"]).execute()) {
    const rows = await db
      .selectFrom("entry")
      .leftJoin("joined", (j) =>
        j.onRef("joined.mission", "=", "entry.mission").onRef("joined.entry_index", "=", "entry.entry_index"),
      )
      .select(["entry.entry_index", "entry.envelope", "entry.payload", "joined.origin as from"])
      .where("entry.mission", "=", mission)
      .where("entry.kind", "in", ["erasure", "key-destruction"])
      .execute();
    for (const { entry_index: index, envelope, payload, from } of rows) {
      if (envelope === null || payload === null) continue;
      const { commitment, kind, author, role, stated, marking } = parseEnvelope(JSON.parse(envelope));
      const of = { origin, index, commitment, kind, author, role, stated, marking, joined: from !== null };
      found.push(form.parse({ ...of, payload: JSON.parse(payload) }));
    }
  }
  return united(found);
}

/** Lists as one: each order once, by log and place. */
export function united(...lists: readonly (readonly LaterErasure[])[]): LaterErasure[] {
  const byText = new Map(lists.flat().map((e) => [canonical(e), e]));
  return [...byText]
    .sort(([s, a], [t, b]) => byCodePoint(a.origin, b.origin) || a.index - b.index || byCodePoint(s, t))
    .map(([, e]) => e);
}

export const erasureLines = (list: readonly LaterErasure[]): string => list.map((e) => `${canonical(e)}\n`).join("");

/** @throws Problem format/file where a line is not an order to destroy something */
export function erasuresFrom(text: string, file: string): LaterErasure[] {
  return united(
    text.split("\n").flatMap((line, i) => {
      if (line.trim() === "") return [];
      try {
        const read = form.parse(JSON.parse(line));
        parsePayload(read.kind, read.payload);
        return [read];
      } catch (error) {
        const why = `not an order to destroy something: ${(error as Error).message.split("\n")[0]}`;
        throw problem(catalogue.badFile, { why }, { file, line: i + 1 });
      }
    }),
  );
}

/**
 * Carries out what was destroyed after a record was backed up: each order that the record does not hold is entered
 * again, by its authors, for what is there of it.
 * @returns how many were
 */
export async function carryOutLater(store: Store, mission: Mission, list: readonly LaterErasure[]): Promise<number> {
  const ours = list.filter((e) => e.origin === mission.origin);
  if (ours.length === 0) return 0;
  const here = await whatIsHere(store, mission.id);
  const drafts: Draft[] = [];
  for (const one of ours) {
    if (here.known.has(one.commitment)) continue;
    const payload = await hereOf(store, mission, parsePayload(one.kind, one.payload), one.joined, here);
    if (!payload) continue;
    const { author, role, marking } = one;
    drafts.push({ ...payload, author, role, marking, stated: millis(one.stated) as Millis });
  }
  if (drafts.length > 0) await store.append(mission.id, drafts);
  return drafts.length;
}

/** What of a mission could still be destroyed. */
interface Here {
  /** Indexes of entries by commitment. */
  readonly entries: Map<string, number>;
  /** Of those, the ones that this log took in by itself, and the evidence that they name. */
  readonly own: ReadonlySet<string>;
  readonly ownEvidence: ReadonlySet<string>;
  readonly blobs: Set<string>;
  readonly names: Set<string>;
  /** Commitments of all entries, destroyed ones among them. */
  readonly known: ReadonlySet<string>;
}

async function whatIsHere(store: Store, mission: string): Promise<Here> {
  const entries = new Map<string, number>();
  const known = new Set<string>();
  const own = new Set<string>();
  const ownEvidence = new Set<string>();
  for await (const { index, envelope, content, erasedBy } of store.entries(mission)) {
    if (!envelope) continue;
    known.add(envelope.commitment);
    if (envelope.cites === null) {
      own.add(envelope.commitment);
      if (content && isEntryKind(envelope.kind))
        for (const sha256 of evidenceOf(parsePayload(envelope.kind, content.payload))) ownEvidence.add(sha256);
    }
    if (erasedBy === null && !entries.has(envelope.commitment)) entries.set(envelope.commitment, index);
  }
  const blobs = new Set<string>();
  for await (const { table, values } of store.dump()) {
    const [of, blob, wrappedKey] = values;
    if (table === "sealed" && of === mission && wrappedKey !== null) blobs.add(String(blob));
  }
  return { entries, own, ownEvidence, blobs, names: new Set(await store.named(mission)), known };
}

/** What of an order names something that is here; undefined: nothing. What one order has taken the next does not. */
async function hereOf(
  store: Store,
  mission: Mission,
  { kind, payload }: KindAndPayload,
  joined: boolean,
  here: Here,
): Promise<Pick<Draft, "kind" | "payload"> | undefined> {
  const { exercise } = mission;
  const { reason } = payload;
  if (kind === "erasure") {
    const { body } = payload;
    // As when it was joined: two people of another log destroy nothing that this log took in by itself.
    const ours = (commitment: string): boolean => joined && here.own.has(commitment);
    const entries = body.entries.flatMap(({ commitment }) => {
      if (ours(commitment)) return [];
      const index = here.entries.get(commitment);
      here.entries.delete(commitment);
      return index === undefined ? [] : [{ index, commitment }];
    });
    const evidence: string[] = [];
    for (const sha256 of body.evidence)
      if (!(joined && here.ownEvidence.has(sha256)) && (await store.evidence(mission.id).size(sha256)) !== undefined)
        evidence.push(sha256);
    if (entries.length + evidence.length === 0) return undefined;
    // What an order of an older program did not say is kept all the same; what is not destroyed here is not spoken of.
    const { keeps: _, ...rest } = body;
    const kept = await keptBy(store, mission.id, entries);
    return { kind, payload: payloadOf(kind, { ...rest, entries, evidence, ...kept }, { exercise, reason }) };
  }
  if (kind !== "key-destruction") return undefined;
  const { body } = payload;
  const blobs = joined ? [] : body.blobs.filter((blob) => here.blobs.has(blob));
  const names = joined ? [] : body.names.filter((name) => here.names.has(name));
  for (const blob of blobs) here.blobs.delete(blob);
  for (const name of names) here.names.delete(name);
  if (blobs.length + names.length === 0) return undefined;
  return { kind, payload: payloadOf(kind, { ...body, blobs, names }, { exercise, reason }) };
}
