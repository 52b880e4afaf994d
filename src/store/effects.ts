import type { Kysely } from "kysely";
import { ERASURE } from "../log/envelope.ts";
import { catalogue, problem } from "../problems.ts";
import type { KindAndPayload } from "../record/registry.ts";
import { checkDoomed } from "./kept-by-erasure.ts";
import type { RecordTables } from "./tables.ts";

/** What an entry destroys, in the transaction that appends it. */
export interface Effects {
  readonly by: number;
  readonly entries: readonly number[];
  readonly envelopes: boolean;
  readonly evidence: readonly string[];
  readonly blobs: readonly string[];
  /** Pseudonyms whose names go. */
  readonly names: readonly string[];
}

/** An entry that the same transaction is to append; `own`: it came from no other log. */
export type Pending = (
  commitment: string,
) => { readonly index: number; readonly kind: string; readonly own: boolean } | undefined;

interface EntryReference {
  readonly index: number;
  readonly commitment: string;
}

/** The earlier entries that a payload names. */
function named({ kind, payload }: KindAndPayload): readonly EntryReference[] {
  if (kind === "withdrawal") return [payload.body.entry];
  if (kind === "erasure") return payload.body.entries;
  if (kind === "decision" && (payload.body.decision === "dispute" || payload.body.decision === "adopt"))
    return [payload.body.entry];
  return [];
}

/**
 * Checks that the entries that this one names are there, and tells what it destroys.
 * @param own false for an entry joined from another log: its indexes are that log's, so only commitments count, and
 *   what is not here is passed over. Two people of another log destroy nothing that this log took in by itself: no
 *   entry, no evidence that such an entry names, no sealed blob, no name
 * @throws Problem record/entry
 */
export async function effectsOf(
  trx: Kysely<RecordTables>,
  mission: string,
  by: number,
  parsed: KindAndPayload,
  own: boolean,
  pending: Pending,
): Promise<Effects> {
  const wrong = (why: string) => problem(catalogue.entry, { kind: parsed.kind, why });
  const entries: number[] = [];
  const doomed: Parameters<typeof checkDoomed>[0][number][] = [];
  for (const reference of named(parsed)) {
    const there = await trx
      .selectFrom("entry")
      .leftJoin("joined", (j) =>
        j.onRef("joined.mission", "=", "entry.mission").onRef("joined.entry_index", "=", "entry.entry_index"),
      )
      .select(["entry.entry_index as index", "entry.kind", "entry.payload", "joined.origin"])
      .where("entry.mission", "=", mission)
      .where("entry.commitment", "=", reference.commitment)
      .orderBy("entry.entry_index")
      .executeTakeFirst();
    const row = there ? { ...there, own: there.origin === null } : pending(reference.commitment);
    if (own && (!row || row.index !== reference.index))
      throw wrong(
        `entry ${reference.index} of mission "${mission}" is not the one with commitment ${reference.commitment}`,
      );
    if (!row || (!own && row.own)) continue;
    if (parsed.kind === "erasure") {
      if (row.kind === ERASURE) throw wrong(`entry ${row.index} is an erasure, which has to stay`);
      entries.push(row.index);
      const payload = "payload" in row ? row.payload : undefined;
      if (own) doomed.push({ index: row.index, kind: row.kind ?? "", payload, commitment: reference.commitment });
    }
  }
  if (parsed.kind === "erasure" && own) checkDoomed(doomed, parsed.payload.body);
  const { kind, payload } = parsed;
  if (kind === "key-destruction" && own) {
    const why = await nothingToDestroy(trx, mission, payload.body);
    if (why !== undefined) throw wrong(why);
  }
  const ordered = kind === "erasure" ? payload.body.evidence : [];
  return {
    by,
    entries,
    envelopes: kind === "erasure" && payload.body.envelopes,
    evidence: own ? ordered : await namedByNoneOfOurs(trx, mission, ordered),
    // Sealed data never leaves its own store: what another log names so is not its own.
    blobs: kind === "key-destruction" && own ? payload.body.blobs : [],
    // Another log's pseudonyms may stand for other people here.
    names: kind === "key-destruction" && own ? payload.body.names : [],
  };
}

/** Why keys or names cannot be destroyed: a slip in an id would leave two people sure of what did not happen. */
async function nothingToDestroy(
  trx: Kysely<RecordTables>,
  mission: string,
  { blobs, names }: { readonly blobs: readonly string[]; readonly names: readonly string[] },
): Promise<string | undefined> {
  for (const blob of blobs) {
    const there = await trx
      .selectFrom("sealed")
      .select("blob")
      .where("mission", "=", mission)
      .where("blob", "=", blob)
      .executeTakeFirst();
    if (!there) return `mission "${mission}" has no sealed blob ${blob}`;
  }
  for (const author of names) {
    const there = await trx
      .selectFrom("name")
      .select("author")
      .where("mission", "=", mission)
      .where("author", "=", author)
      .executeTakeFirst();
    if (!there) return `mission "${mission}" has no name behind ${author}`;
  }
  return undefined;
}

/** Evidence that no entry names which this log took in by itself. */
async function namedByNoneOfOurs(
  trx: Kysely<RecordTables>,
  mission: string,
  evidence: readonly string[],
): Promise<string[]> {
  const free: string[] = [];
  for (const sha256 of evidence) {
    const ours = await trx
      .selectFrom("entry")
      .leftJoin("joined", (j) =>
        j.onRef("joined.mission", "=", "entry.mission").onRef("joined.entry_index", "=", "entry.entry_index"),
      )
      .select("entry.entry_index")
      .where("entry.mission", "=", mission)
      .where("entry.payload", "like", `%${sha256}%`)
      .where("joined.origin", "is", null)
      .limit(1)
      .executeTakeFirst();
    if (!ours) free.push(sha256);
  }
  return free;
}

/**
 * Destroys content, keys and names; what callers were answered may hold them, and is forgotten as well. Evidence is
 * noted down and destroyed after the commit, also after a crash.
 */
export async function applyErasure(trx: Kysely<RecordTables>, mission: string, effects: Effects): Promise<void> {
  const { by, entries, envelopes, evidence, blobs, names } = effects;
  if (destroysAnything(effects))
    await trx.updateTable("answer").set({ answer: null }).where("mission", "=", mission).execute();
  for (const index of entries) {
    await trx
      .updateTable("entry")
      .set({
        payload: null,
        salt: null,
        erased_by: by,
        ...(envelopes && { envelope: null, kind: null, commitment: null }),
      })
      .where("mission", "=", mission)
      .where("entry_index", "=", index)
      .where("erased_by", "is", null)
      .execute();
    // The key is a hash of what was forgotten, and would confirm a guess.
    await trx.deleteFrom("import_key").where("mission", "=", mission).where("entry_index", "=", index).execute();
    // A joined entry's proof holds its first envelope.
    if (envelopes)
      await trx
        .updateTable("joined")
        .set({ proof: Buffer.alloc(0) })
        .where("mission", "=", mission)
        .where("entry_index", "=", index)
        .execute();
  }
  for (const blob of blobs)
    await trx
      .updateTable("sealed")
      .set({ wrapped_key: null, ciphertext: null })
      .where("mission", "=", mission)
      .where("blob", "=", blob)
      .execute();
  for (const author of names)
    await trx.deleteFrom("name").where("mission", "=", mission).where("author", "=", author).execute();
  for (const sha256 of evidence)
    await trx
      .insertInto("destruction")
      .values({ mission, sha256 })
      .onConflict((c) => c.columns(["mission", "sha256"]).doNothing())
      .execute();
}

export const destroysAnything = ({ entries, evidence, blobs, names }: Effects): boolean =>
  entries.length + evidence.length + blobs.length + names.length > 0;
