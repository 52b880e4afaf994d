import { join, resolve } from "node:path";
import pg from "pg";
import { checkLog } from "./checkpoints.ts";
import { LAYOUT } from "./data-folder.ts";
import { DERIVED_MIGRATIONS } from "./derived-schema.ts";
import { derivedStore } from "./derived-store.ts";
import { folderEvidence } from "./evidence-folder.ts";
import { failureOf } from "./failures.ts";
import { readKeys } from "./keys.ts";
import { missions } from "./missions.ts";
import type { OpenOptions } from "./open-embedded.ts";
import { type PostgresOptions, postgresEngine, postgresPool } from "./postgres-engine.ts";
import { RECORD_MIGRATIONS } from "./record-schema.ts";
import { carryOutDestruction, pendingDestruction, recordStore } from "./record-store.ts";
import { migrate } from "./schema.ts";
import { folderSnapshots } from "./snapshots.ts";
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
    await migrate(engine, "record", RECORD_MIGRATIONS, what);
    await migrate(derivedEngine, "derived", DERIVED_MIGRATIONS, what);
    const known = await missions(engine.reads);
    const keys = await readKeys(options.keyFile ?? join(root, LAYOUT.keyFile), known.length === 0);
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
      closed: () => pool.end(),
    });
  } catch (error) {
    await pool.end();
    throw failureOf(error, "PostgreSQL");
  }
}

async function makeSchema(pool: pg.Pool, schema: string): Promise<void> {
  const { rowCount } = await pool.query("select 1 from information_schema.schemata where schema_name = $1", [schema]);
  if (rowCount === 0)
    await pool.query(`create schema if not exists ${schema}`).catch((error: { code?: string }) => {
      // Two servers at once: one of them meets the other's row.
      if (error.code !== "23505" && error.code !== "42P06") throw error;
    });
}
