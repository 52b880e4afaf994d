import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { millis } from "../units.ts";
import { type Engine, queue } from "./engine.ts";
import { failureOf } from "./failures.ts";

export type SqliteFile = Database.Database;

/**
 * Opens a file with what a record needs: write-ahead log, every commit synced, deleted content overwritten.
 * @param durable false for what can be made again: after a power cut it is whole, and may be a little older
 * @throws as SQLite says
 */
export function openFile(path: string, durable = true): SqliteFile {
  const file = new Database(path);
  try {
    file.pragma("journal_mode = WAL");
    file.pragma(durable ? "synchronous = FULL" : "synchronous = NORMAL");
    file.pragma("secure_delete = ON");
    // Derived rows come in their hundred thousands, with keys that are hashes: pages are written home less often.
    if (!durable) file.pragma("wal_autocheckpoint = 32768");
    file.pragma("busy_timeout = 5000");
    // As many pages as one transaction of a whole state changes.
    file.pragma(durable ? "cache_size = -65536" : "cache_size = -131072");
    file.pragma("temp_store = MEMORY");
  } catch (error) {
    file.close();
    throw error;
  }
  return file;
}

/** Opens a second connection, and shuts the first where that fails. */
function opened(open: () => SqliteFile, first: SqliteFile): SqliteFile {
  try {
    return open();
  } catch (error) {
    first.close();
    throw error;
  }
}

/**
 * SQLite as an engine. Two connections to one file: the writer, and a reader that never sees what is not committed.
 * @param durable as of openFile
 */
export function sqliteEngine<Tables>(path: string, durable = true): Engine<Tables> {
  const file = openFile(path, durable);
  const second = opened(() => openFile(path, durable), file);
  const writes = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) });
  const reads = new Kysely<Tables>({ dialect: new SqliteDialect({ database: second }) });
  const inTurn = queue();
  const statements = new Map<string, Database.Statement>();
  const statement = (sql: string): Database.Statement => {
    let prepared = statements.get(sql);
    if (!prepared) {
      prepared = file.prepare(sql);
      statements.set(sql, prepared);
    }
    return prepared;
  };
  return {
    dialect: "sqlite",
    reads,
    transaction: (work) =>
      inTurn(async () => {
        try {
          file.exec("begin immediate");
          const result = await work(writes);
          file.exec("commit");
          return result;
        } catch (error) {
          // SQLite has rolled back by itself where the disk was full.
          if (file.inTransaction) file.exec("rollback");
          throw failureOf(error, path);
        }
      }),
    still: (work) => reads.transaction().execute(work),
    async insert(_trx, table, columns, rows) {
      const names = Object.keys(columns);
      const insert = statement(
        `insert into ${table} (${names.join(", ")}) values (${names.map(() => "?").join(", ")})`,
      );
      for (const row of rows) insert.run(...row);
    },
    now: async () => millis(Math.floor(Number(file.prepare("select unixepoch('subsec') * 1000").pluck().get()))),
    purge: async () => {
      // Old pages may still stand in the write-ahead log; secure_delete has overwritten those of the file.
      file.pragma("wal_checkpoint(TRUNCATE)");
    },
    async close() {
      await inTurn(async () => undefined);
      await reads.destroy();
      await writes.destroy();
    },
  };
}
