import { closeSync, existsSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { APPLICATION_ID, inspectFile, LAYOUT, lockFolder, lookAt, RESTORE } from "./data-folder.ts";
import type { Derivations } from "./derivations.ts";
import { type OpenOptions, openRecord } from "./open-record.ts";
import { readApart } from "./read-apart.ts";
import { openFile, sqliteEngine } from "./sqlite-engine.ts";
import type { Store } from "./store.ts";
import type { DerivedTables, RecordTables } from "./tables.ts";
import { writtenApart } from "./written-apart.ts";

/**
 * Opens a data folder, or makes it. The folder is this process's alone until `close`.
 * @throws Problem store/refused with what is wrong and what to do: in use, damaged, another program's, newer
 */
export async function openEmbedded(folder: string, options: OpenOptions = {}): Promise<Store> {
  const root = resolve(folder);
  await lookAt(root);
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
    let apart: { close(): Promise<void> }[] = [];
    return await openRecord({
      ...options,
      ...(options.apart && {
        writer: (reads: Derivations) => {
          const written = writtenApart(reads, derived);
          const read = readApart(written, derived);
          apart = [read, written];
          return read;
        },
      }),
      record: engine,
      derived: derivedEngine,
      called: { record, derived },
      root,
      async closed() {
        for (const one of apart) await one.close();
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
