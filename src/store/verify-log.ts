import type { Kysely } from "kysely";
import { toHex } from "../log/bytes.ts";
import { ERASURE, leafOf, opens, parseEnvelope, payloadBytes } from "../log/envelope.ts";
import { EMPTY_FRONTIER, type Frontier } from "../log/frontier.ts";
import { importKeyOf } from "../record/import-key.ts";
import { parsePayload } from "../record/registry.ts";
import { checkLog, damagedLog } from "./checkpoints.ts";
import type { Mission } from "./store.ts";
import type { RecordTables } from "./tables.ts";
import { frontierBytes, grown } from "./tree.ts";

const PAGE = 1_000;

/** What a whole check has found to be in order. */
export interface VerifiedLog {
  readonly size: number;
  /** Entries by what is left of them. */
  readonly whole: number;
  readonly closed: number;
  readonly destroyed: number;
}

/**
 * Checks every entry of a mission's log: that none is missing, that each envelope is its leaf's, each content the one
 * committed to and in its form, each destroyed one ordered by an erasure that is there, and that the leaves make the
 * tree that is kept and was signed. O(n).
 * @throws Problem store/refused that names the first entry that is wrong
 */
export async function verifyLog(db: Kysely<RecordTables>, mission: Mission): Promise<VerifiedLog> {
  await checkLog(db, mission);
  const damaged = (why: string) => damagedLog(mission, why);
  let frontier: Frontier = EMPTY_FRONTIER;
  const erasures = new Set<number>();
  const erased: (readonly [index: number, by: number, joined: boolean])[] = [];
  const imports = new Set<string>();
  const counts = { whole: 0, closed: 0, destroyed: 0 };
  for (let rows = await page(db, mission.id, 0); rows.length > 0; rows = await page(db, mission.id, frontier.size)) {
    for (const row of rows) {
      const index = frontier.size;
      if (row.entry_index !== index) throw damaged(`entry ${index} is missing`);
      const leaf = new Uint8Array(row.leaf);
      const { frontier: next, made } = grown(frontier, leaf);
      frontier = next;
      for (const node of made) await checkNode(db, mission, node);
      const envelope = row.envelope === null ? null : parsed(() => parseEnvelope(JSON.parse(row.envelope as string)));
      if (envelope === undefined || (envelope && toHex(leafOf(envelope)) !== toHex(leaf)))
        throw damaged(`entry ${index}: its envelope is not the one in the tree`);
      if (envelope && (envelope.kind !== row.kind || envelope.commitment !== row.commitment))
        throw damaged(`entry ${index}: its columns are not those of its envelope`);
      if (envelope?.kind === ERASURE) erasures.add(index);
      if (row.erased_by !== null) {
        if (row.payload !== null || row.salt !== null)
          throw damaged(`entry ${index}: destroyed, and its content is there`);
        erased.push([index, row.erased_by, envelope === null || envelope.cites !== null]);
        counts.destroyed++;
      } else if (row.payload === null || row.salt === null) {
        if (!envelope?.cites) throw damaged(`entry ${index}: its content is missing, and no erasure says why`);
        counts.closed++;
      } else {
        const payload = parsed(() => JSON.parse(row.payload as string) as unknown);
        if (!envelope || payload === undefined || !opens(envelope, payloadBytes(payload), new Uint8Array(row.salt)))
          throw damaged(`entry ${index}: its content is not the one committed to`);
        const known = parsePayload(envelope.kind, payload);
        if (known.kind === "import") imports.add(importKeyOf(known.payload.body));
        counts.whole++;
      }
    }
  }
  // What was joined may have come after the erasure that had named it.
  for (const [index, by, joined] of erased)
    if ((by <= index && !joined) || !erasures.has(by))
      throw damaged(`entry ${index}: destroyed by entry ${by}, which is no erasure`);
  const keys = await db.selectFrom("import_key").select("import_key").where("mission", "=", mission.id).execute();
  if (keys.length !== imports.size || keys.some((k) => !imports.has(k.import_key)))
    throw damaged("the keys by which an import is known again are not those of its imports");
  const head = await db.selectFrom("log_head").selectAll().where("mission", "=", mission.id).executeTakeFirst();
  if (head?.size !== frontier.size || Buffer.compare(head.frontier, frontierBytes(frontier)) !== 0)
    throw damaged("its leaves do not make the tree that is kept");
  return { size: frontier.size, ...counts };
}

const page = (db: Kysely<RecordTables>, mission: string, from: number) =>
  db
    .selectFrom("entry")
    .selectAll()
    .where("mission", "=", mission)
    .where("entry_index", ">=", from)
    .orderBy("entry_index")
    .limit(PAGE)
    .execute();

async function checkNode(
  db: Kysely<RecordTables>,
  mission: Mission,
  { level, index, hash }: { readonly level: number; readonly index: number; readonly hash: Uint8Array },
): Promise<void> {
  const kept = await db
    .selectFrom("log_node")
    .select("hash")
    .where("mission", "=", mission.id)
    .where("level", "=", level)
    .where("node_index", "=", index)
    .executeTakeFirst();
  if (!kept || Buffer.compare(kept.hash, hash) !== 0)
    throw damagedLog(mission, `the tree's node ${index} of level ${level} is not that of its leaves`);
}

function parsed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
