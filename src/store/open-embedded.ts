import { closeSync, existsSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkLog } from "./checkpoints.ts";
import { APPLICATION_ID, inspectFile, LAYOUT, lockFolder, lookAt, RESTORE } from "./data-folder.ts";
import { DERIVED_MIGRATIONS } from "./derived-schema.ts";
import { derivedStore } from "./derived-store.ts";
import type { Evidence } from "./evidence.ts";
import { folderEvidence } from "./evidence-folder.ts";
import { readKeys } from "./keys.ts";
import { missions } from "./missions.ts";
import { RECORD_MIGRATIONS } from "./record-schema.ts";
import { carryOutDestruction, pendingDestruction, recordStore } from "./record-store.ts";
import { migrate } from "./schema.ts";
import { folderSnapshots } from "./snapshots.ts";
import { openFile, sqliteEngine } from "./sqlite-engine.ts";
import type { Store } from "./store.ts";
import type { DerivedTables, RecordTables } from "./tables.ts";

export interface OpenOptions {
  /** TRUCEKEEPER_KEY_FILE; else keys/trucekeeper.key in the data folder. */
  readonly keyFile?: string;
  /** Milliseconds since 1970 UTC; the machine's clock where not given. */
  readonly clock?: () => number;
  /** Evidence elsewhere than in the data folder, such as S3: with PostgreSQL, all servers must see the same. */
  readonly evidence?: (mission: string) => Evidence;
}

/**
 * Opens a data folder, or makes it. The folder is this process's alone until `close`.
 * @throws Problem store/refused with what is wrong and what to do: in use, damaged, another program's, newer
 */
export async function openEmbedded(folder: string, options: OpenOptions = {}): Promise<Store> {
  const root = resolve(folder);
  const has = await lookAt(root);
  const unlock = await lockFolder(root);
  const opened: { close(): Promise<void> }[] = [];
  try {
    const record = join(root, LAYOUT.record);
    const derived = join(root, LAYOUT.derived);
    await inspectFile(record, RESTORE);
    await inspectFile(derived, "It can be made again from the record: delete derived.sqlite and what begins so");
    for (const path of [record, derived]) mark(path);
    const engine = sqliteEngine<RecordTables>(record);
    opened.push(engine);
    const derivedEngine = sqliteEngine<DerivedTables>(derived, false);
    opened.push(derivedEngine);
    await migrate(engine, "record", RECORD_MIGRATIONS, record);
    await migrate(derivedEngine, "derived", DERIVED_MIGRATIONS, derived);
    const known = await missions(engine.reads);
    const keys = await readKeys(options.keyFile ?? join(root, LAYOUT.keyFile), !has || known.length === 0);
    for (const mission of known) await checkLog(engine.reads, mission);
    const evidence = options.evidence ?? ((mission: string) => folderEvidence(join(root, LAYOUT.evidence, mission)));
    if (await pendingDestruction(engine)) await carryOutDestruction(engine, evidence);
    return recordStore({
      engine,
      keys,
      evidence,
      snapshots: folderSnapshots(join(root, LAYOUT.snapshot)),
      derivations: derivedStore(derivedEngine),
      clock: options.clock ?? Date.now,
      async closed() {
        await derivedEngine.close();
        unlock();
      },
    });
  } catch (error) {
    for (const engine of opened) await engine.close();
    unlock();
    throw error;
  }
}

/** Makes a new file readable by its owner only (its log files follow), and puts our name into its header. */
function mark(path: string): void {
  const isNew = !existsSync(path);
  if (isNew) closeSync(openSync(path, "wx", 0o600));
  const file = openFile(path);
  if (isNew || file.prepare("select count(*) from sqlite_master").pluck().get() === 0)
    file.pragma(`application_id = ${APPLICATION_ID}`);
  file.close();
}
