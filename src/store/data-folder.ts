import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pid } from "node:process";
import Database from "better-sqlite3";
import { TEMPORARY } from "./durable-file.ts";
import { failureOf, refused } from "./failures.ts";

/** The layout of TRUCEKEEPER_DATA. */
export const LAYOUT = {
  record: "record.sqlite",
  derived: "derived.sqlite",
  /** Accounts: apart from the record, which knows pseudonymous ids only. */
  identity: "identity.sqlite",
  /** Files of the worked examples; may be deleted. */
  examples: "derived",
  evidence: "evidence",
  snapshot: "snapshot",
  /** Every order to destroy something, to be carried beside backups of before them. */
  erasures: "erasures.ndjson",
  keys: "keys",
  keyFile: "keys/trucekeeper.key",
  lock: "lock",
  holder: "lock.json",
} as const;

/** "TRUC": stands in the header of our SQLite files. */
export const APPLICATION_ID = 0x54525543;

const OURS =
  /^(record|derived|identity)\.sqlite(-wal|-shm|-journal)?$|^(evidence|snapshot|keys|derived|lock(-journal)?|lock\.json|erasures\.ndjson)$/;

/**
 * Makes the folder, or looks at one that is there.
 * @throws Problem store/refused where it holds other things, or the record is gone from among its own
 */
export async function lookAt(folder: string): Promise<void> {
  let names: string[];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    names = (await readdir(folder)).filter((n) => !n.startsWith(TEMPORARY));
  } catch (error) {
    throw failureOf(error, folder);
  }
  const other = names.find((n) => !OURS.test(n));
  if (other !== undefined && !names.includes(LAYOUT.record))
    throw refused(
      `${folder} is no data folder: it holds ${JSON.stringify(other)} and no ${LAYOUT.record}`,
      "Name an empty folder, or one that Trucekeeper made, in TRUCEKEEPER_DATA",
    );
  // A crash right after the first start leaves a record of no bytes, and nothing beside it yet.
  const has = names.includes(LAYOUT.record) && (await stat(join(folder, LAYOUT.record))).size > 0;
  const orphan = [LAYOUT.derived, `${LAYOUT.record}-wal`, LAYOUT.evidence].find((n) => names.includes(n));
  if (!has && orphan !== undefined && (orphan !== LAYOUT.evidence || (await readdir(join(folder, orphan))).length > 0))
    throw refused(
      `${folder} has ${orphan} and ${names.includes(LAYOUT.record) ? "an empty" : "no"} ${LAYOUT.record}`,
      "The record is gone: put the file back, or restore a backup into an empty folder",
    );
}

/**
 * Keeps every other process out of the folder until it is let go, or this process ends in whatever way.
 * The lock is SQLite's own on a file beside the record, which the operating system gives back.
 * @throws Problem store/refused where another has it
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const path = join(folder, LAYOUT.lock);
  let lock: Database.Database;
  try {
    lock = new Database(path, { timeout: 0 });
  } catch (error) {
    throw failureOf(error, path);
  }
  try {
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    if (!String((error as { code?: string }).code).startsWith("SQLITE_BUSY")) throw failureOf(error, path);
    const holder = await readFile(join(folder, LAYOUT.holder), "utf8").then(
      (text) => JSON.parse(text) as { pid?: unknown },
      () => ({}),
    );
    const who = "pid" in holder ? `process ${String(holder.pid)}` : "another process";
    throw refused(
      `${folder} is in use by ${who}`,
      "One process at a time works on a data folder: stop that one, or do this through its server. Several servers need PostgreSQL (DATABASE_URL)",
    );
  }
  // For people only; a full disk must not keep the folder shut.
  await writeFile(join(folder, LAYOUT.holder), JSON.stringify({ pid }), { mode: 0o600 }).catch(() => undefined);
  return () => {
    lock.exec("rollback");
    lock.close();
  };
}

/** Above this size the whole-file check is left to `verify`: it reads every page. */
const CHECKED_BYTES = 268_435_456;

export const RESTORE = "Nothing was changed. Keep a copy and restore the last backup into a new folder";

/**
 * Looks at a SQLite file before it is worked on, without changing it.
 * @throws Problem store/refused on a damaged file or another program's
 */
export async function inspectFile(path: string, todo: string): Promise<void> {
  if (!existsSync(path)) return;
  const handle = await open(path, "r");
  const header = Buffer.alloc(16);
  const { size } = await handle.stat();
  await handle.read(header, 0, 16, 0);
  await handle.close();
  // A file of no bytes is what a crash leaves right after the first open.
  if (size === 0) return;
  if (header.toString("latin1") !== "SQLite format 3\0")
    throw refused(`${path} is damaged: it does not begin as a SQLite file`, todo);
  let file: Database.Database | undefined;
  try {
    file = new Database(path);
    const id = file.pragma("application_id", { simple: true });
    const tables = file.prepare("select count(*) from sqlite_master").pluck().get();
    if (id !== APPLICATION_ID && tables !== 0)
      throw refused(
        `${path} is another program's database`,
        "Name a folder that Trucekeeper made, or an empty one. Nothing was changed",
      );
    if (size <= CHECKED_BYTES) {
      const said = file.pragma("quick_check(1)", { simple: true });
      if (said !== "ok") throw refused(`${path} is damaged (${String(said).replaceAll("\n", " ")})`, todo);
    }
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB")
      throw Object.assign(refused(`${path} is damaged (${(error as Error).message})`, todo), { cause: error });
    throw failureOf(error, path);
  } finally {
    file?.close();
  }
}
