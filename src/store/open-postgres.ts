import { resolve } from "node:path";
import type pg from "pg";
import { failureOf } from "./failures.ts";
import { makeMapViews } from "./map-views.ts";
import { type OpenOptions, openRecord } from "./open-record.ts";
import { type PostgresOptions, postgresEngine, postgresPool } from "./postgres-engine.ts";
import type { Store } from "./store.ts";
import type { DerivedTables, RecordTables } from "./tables.ts";

export interface OpenPostgresOptions extends OpenOptions, PostgresOptions {
  /** Folder for keys, snapshots, and evidence where no other place is given for it. */
  readonly folder: string;
}

/**
 * Opens the store in a PostgreSQL database; several servers may at once, with the same key file.
 * @param url DATABASE_URL
 * @throws Problem store/refused with what is wrong and what to do
 */
export async function openPostgres(url: string, options: OpenPostgresOptions): Promise<Store> {
  const root = resolve(options.folder);
  const schema = options.schema ?? "trucekeeper";
  const pool = postgresPool(url, options);
  try {
    await makeSchema(pool, schema);
    const engine = postgresEngine<RecordTables>(pool);
    const derivedEngine = postgresEngine<DerivedTables>(pool);
    const what = `the database's schema "${schema}"`;
    const store = await openRecord({
      ...options,
      record: engine,
      derived: derivedEngine,
      called: { record: what, derived: what },
      root,
      closed: () => pool.end(),
    });
    const maps = await makeMapViews(pool, schema);
    return maps ? { ...store, maps } : store;
  } catch (error) {
    await pool.end();
    throw failureOf(error, "PostgreSQL");
  }
}

/** Makes the schema that our tables stand in, where it is not there. */
export async function makeSchema(pool: pg.Pool, schema: string): Promise<void> {
  const { rowCount } = await pool.query("select 1 from information_schema.schemata where schema_name = $1", [schema]);
  if (rowCount === 0)
    await pool.query(`create schema if not exists ${schema}`).catch((error: { code?: string }) => {
      // Two servers at once: one of them meets the other's row.
      if (error.code !== "23505" && error.code !== "42P06") throw error;
    });
}
