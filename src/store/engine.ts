import type { Kysely } from "kysely";
import type { Millis } from "../units.ts";

/** A column of a bulk insert, and how PostgreSQL names the type of an array of it. */
export type BulkType = "text" | "int" | "real" | "bytes";

/** A database: kysely for queries, transactions that say what failed, and inserts of many rows. */
export interface Engine<Tables> {
  readonly dialect: "sqlite" | "postgres";
  /** Sees what is committed. */
  readonly reads: Kysely<Tables>;
  /** Durable when it resolves. `work` may run again where the database asks for it, so that it must begin anew. */
  transaction<R>(work: (trx: Kysely<Tables>) => Promise<R>): Promise<R>;
  /** Reads as of one moment, whatever others write meanwhile. `work` keeps to the `db` it is given. */
  still<R>(work: (db: Kysely<Tables>) => Promise<R>): Promise<R>;
  /** Adds rows inside a transaction; values in the order of the columns. */
  insert(
    trx: Kysely<Tables>,
    table: keyof Tables & string,
    columns: Readonly<Record<string, BulkType>>,
    rows: readonly (readonly unknown[])[],
  ): Promise<void>;
  /** The database's clock. */
  now(trx: Kysely<Tables>): Promise<Millis>;
  /** Makes sure that what was deleted is gone from the files, as far as the database can. */
  purge(table: keyof Tables & string): Promise<void>;
  close(): Promise<void>;
}

/** Runs one after the other. */
export function queue(): <R>(work: () => Promise<R>) => Promise<R> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
