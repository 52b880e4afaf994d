import type { Kysely } from "kysely";
import { type Checkpoint, nextCheckpoint, openCheckpoint, signCheckpoint, withCosignature } from "../log/checkpoint.ts";
import { frontierRoot } from "../log/frontier.ts";
import {
  type Note,
  type NoteSignature,
  noteBytes,
  parseNote,
  parseVkey,
  type VerifierKey,
  vkeyText,
} from "../log/note.ts";
import type { Engine } from "./engine.ts";
import { refused } from "./failures.ts";
import type { Keys } from "./keys.ts";
import { requireMission } from "./missions.ts";
import type { Mission, StoredCheckpoint } from "./store.ts";
import type { RecordTables } from "./tables.ts";
import { frontierFrom, overTree } from "./tree.ts";

/** The log's key, if the key file in use is the one that the mission was made with. @throws Problem store/refused */
export function signingKeyOf(keys: Keys, { id, origin, vkey }: Mission) {
  const key = keys.signing(origin);
  if (vkeyText(key) !== vkey)
    throw refused(
      `the key file is not the one that mission "${id}" was made with`,
      "Put back that key file, or name it in TRUCEKEEPER_KEY_FILE. Nothing was signed",
    );
  return key;
}

/** Size and root of the log as it is now. */
async function headOf(db: Kysely<RecordTables>, mission: string): Promise<{ size: number; root: Uint8Array }> {
  const row = await db.selectFrom("log_head").selectAll().where("mission", "=", mission).executeTakeFirstOrThrow();
  return { size: row.size, root: frontierRoot(frontierFrom(row.size, row.frontier)) };
}

export async function storedCheckpoint(
  db: Kysely<RecordTables>,
  mission: string,
  size?: number,
): Promise<StoredCheckpoint | undefined> {
  const row = await db
    .selectFrom("checkpoint")
    .selectAll()
    .where("mission", "=", mission)
    .$if(size !== undefined, (q) => q.where("size", "=", size as number))
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const signed = parseNote(row.note);
  const more = await db
    .selectFrom("cosignature")
    .selectAll()
    .where("mission", "=", mission)
    .where("size", "=", row.size)
    .orderBy("name")
    .orderBy("key_id")
    .execute();
  const note: Note = {
    text: signed.text,
    signatures: [
      ...signed.signatures,
      ...more.map((c) => ({ name: c.name, id: c.key_id, signature: new Uint8Array(c.signature) })),
    ],
  };
  const { checkpoint } = openCheckpoint(row.note, []);
  return { checkpoint, note: noteBytes(note) };
}

/**
 * Signs the log as it is, once it is committed, and only where it extends what was signed before.
 * @throws Problem log/malformed where it does not: then nothing is signed
 */
export async function signedCheckpoint(
  engine: Engine<RecordTables>,
  keys: Keys,
  missionId: string,
): Promise<StoredCheckpoint> {
  // As of one moment: another server may append and sign a longer log between any two reads.
  const found = await engine.still(async (db) => {
    const mission = await requireMission(db, missionId);
    const { size, root } = await headOf(db, missionId);
    const there = await storedCheckpoint(db, missionId, size);
    if (there) return { there };
    const last = await storedCheckpoint(db, missionId);
    const previous: Checkpoint | { origin: string } = last?.checkpoint ?? { origin: mission.origin };
    const next = await overTree(db, missionId, size, (nodes) => nextCheckpoint(previous, nodes, size));
    if (Buffer.compare(next.root, root) !== 0)
      throw refused(
        `mission "${missionId}": the tree's right edge and its leaves disagree`,
        "The record was changed from outside. Nothing was signed: keep a copy and restore the last backup",
      );
    return { mission, next };
  });
  if (found.there) return found.there;
  const { mission, next } = found;
  const note = noteBytes(signCheckpoint(next, signingKeyOf(keys, mission)));
  await engine.transaction((trx) =>
    trx
      .insertInto("checkpoint")
      .values({ mission: missionId, size: next.size, note: Buffer.from(note) })
      // Another server may have signed the same size: the same key over the same text gives the same note.
      .onConflict((c) => c.columns(["mission", "size"]).doNothing())
      .execute(),
  );
  return { checkpoint: next, note };
}

/** @throws Problem log/malformed on a signature that does not verify, store/refused without such a checkpoint */
export async function cosign(
  engine: Engine<RecordTables>,
  mission: string,
  size: number,
  signature: NoteSignature,
  cosigners: readonly VerifierKey[],
): Promise<StoredCheckpoint> {
  const stored = await storedCheckpoint(engine.reads, mission, size);
  if (!stored) throw refused(`there is no checkpoint of ${size} entries`, "Cosign a checkpoint that was signed here");
  withCosignature(parseNote(stored.note), signature, cosigners);
  const values = {
    mission,
    size,
    name: signature.name,
    key_id: signature.id,
    signature: Buffer.from(signature.signature),
  };
  await engine.transaction((trx) =>
    trx
      .insertInto("cosignature")
      .values(values)
      .onConflict((c) => c.columns(["mission", "size", "name", "key_id"]).doUpdateSet({ signature: values.signature }))
      .execute(),
  );
  return (await storedCheckpoint(engine.reads, mission, size)) as StoredCheckpoint;
}

/** The failure of a log that is not as it was written. */
export const damagedLog = ({ id }: Pick<Mission, "id">, why: string) =>
  refused(
    `mission "${id}": ${why}`,
    "The record is damaged or was changed from outside. Nothing was repaired: keep a copy and restore the last backup",
  );

/**
 * Checks the end of a log: its last leaf, its right edge, and the checkpoint signed last with its signature.
 * O(log n) a mission; `verify` checks all of it.
 * @throws Problem store/refused
 */
export async function checkLog(db: Kysely<RecordTables>, mission: Mission): Promise<void> {
  const damaged = (why: string) => damagedLog(mission, why);
  const head = await headOf(db, mission.id).catch(() => undefined);
  if (!head) throw damaged("its log has no head");
  const { size, root } = head;
  const count = await db
    .selectFrom("entry")
    .select((e) => e.fn.max("entry_index").as("last"))
    .where("mission", "=", mission.id)
    .executeTakeFirst();
  if ((count?.last ?? -1) !== size - 1)
    throw damaged(`its log should have ${size} entries and ends at ${count?.last ?? -1}`);
  const last = await storedCheckpoint(db, mission.id);
  let next: Checkpoint;
  try {
    if (last) openCheckpoint(last.note, [parseVkey(mission.vkey)]);
    next = await overTree(db, mission.id, size, (n) => nextCheckpoint(last?.checkpoint ?? mission, n, size));
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error));
  }
  if (Buffer.compare(next.root, root) !== 0) throw damaged("the tree's right edge and its leaves disagree");
}
