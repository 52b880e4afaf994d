import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../problems.ts";
import { checkLog } from "./checkpoints.ts";
import { LAYOUT } from "./data-folder.ts";
import type { Derivations } from "./derivations.ts";
import { DERIVED_MIGRATIONS } from "./derived-schema.ts";
import { derivedStore } from "./derived-store.ts";
import { writeDurably } from "./durable-file.ts";
import type { Engine } from "./engine.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceApart } from "./evidence-apart.ts";
import { folderEvidence } from "./evidence-folder.ts";
import { failureOf, refused } from "./failures.ts";
import { readKeys } from "./keys.ts";
import { erasureLines, erasuresFrom, erasuresOf, united } from "./later-erasures.ts";
import { missions } from "./missions.ts";
import { RECORD_MIGRATIONS } from "./record-schema.ts";
import { carryOutDestruction, type Noted, pendingDestruction, recordStore } from "./record-store.ts";
import { migrate } from "./schema.ts";
import { folderSnapshots } from "./snapshots.ts";
import type { Store } from "./store.ts";
import type { DerivedTables, RecordTables } from "./tables.ts";

export interface OpenOptions {
  /** TRUCEKEEPER_KEY_FILE; else keys/trucekeeper.key in the data folder. */
  readonly keyFile?: string;
  /** Milliseconds since 1970 UTC; the machine's clock where not given. */
  readonly clock?: () => number;
  /**
   * Whether evidence in folders, and an embedded store's derived rows, are written and read by threads of their own: for
   * those who serve others meanwhile.
   */
  readonly apart?: boolean;
  /** Evidence elsewhere than in the data folder, such as S3: with PostgreSQL, all servers must see the same. */
  readonly evidence?: (mission: string) => Evidence;
}

/** What a database has to bring to become a store. */
export interface Opened extends OpenOptions {
  readonly record: Engine<RecordTables>;
  readonly derived: Engine<DerivedTables>;
  /** What writes derived rows, where that is not done here. */
  readonly writer?: (reads: Derivations) => Derivations;
  /** Words for either database, in refusals. */
  readonly called: { readonly record: string; readonly derived: string };
  /** Folder for keys, snapshots, and evidence where no other place is given for it. */
  readonly root: string;
  /** Called last by close. */
  readonly closed: () => Promise<void>;
}

/**
 * Brings both schemas to this program's version, holds every log against its checkpoint, and finishes what an erasure
 * left undone. The same for both databases.
 * @throws Problem store/refused with what is wrong and what to do
 */
export async function openRecord(opened: Opened): Promise<Store> {
  const { record, derived, called, root, keyFile } = opened;
  await migrate(record, "record", RECORD_MIGRATIONS, called.record);
  await migrate(derived, "derived", DERIVED_MIGRATIONS, called.derived);
  const known = await missions(record.reads);
  const keys = await readKeys(keyFile ?? join(root, LAYOUT.keyFile), known.length === 0);
  for (const mission of known) await record.still((db) => checkLog(db, mission));
  const folders = opened.evidence === undefined && opened.apart ? evidenceApart() : undefined;
  const inFolder = folders?.in ?? folderEvidence;
  const evidence = opened.evidence ?? ((mission: string) => inFolder(join(root, LAYOUT.evidence, mission)));
  const noted = notedIn(root);
  // What a crash left undone after an erasure was acknowledged or about to be: bytes, list, or both.
  const orders = await erasuresOf(record.reads);
  if ((await pendingDestruction(record)) || (orders.length > 0 && (await noted(orders))))
    await carryOutDestruction(record, evidence, noted);
  return recordStore({
    engine: record,
    keys,
    evidence,
    snapshots: folderSnapshots(join(root, LAYOUT.snapshot)),
    derivations: opened.writer?.(derivedStore(derived)) ?? derivedStore(derived),
    noted,
    clock: opened.clock ?? Date.now,
    async closed() {
      await folders?.close();
      await opened.closed();
    },
  });
}

/**
 * Adds orders to the list in the data folder. What it holds beside them stays: a record that was put back by other means
 * than `restore` does not know of it.
 * @returns whether the list was another one before
 * @throws Problem store/refused where the list is damaged
 */
function notedIn(root: string): Noted {
  const path = join(root, LAYOUT.erasures);
  return async (orders) => {
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw failureOf(error, path);
    });
    let before: ReturnType<typeof erasuresFrom>;
    try {
      before = erasuresFrom(text, LAYOUT.erasures);
    } catch (error) {
      throw refused(
        `${path} is damaged: ${error instanceof Problem ? error.toString() : String(error)}`,
        "Put it back from beside a backup, or move it elsewhere: it is then written anew from the record alone",
      );
    }
    const lines = erasureLines(united(before, orders));
    if (lines === text) return false;
    await writeDurably(path, lines);
    return true;
  };
}
