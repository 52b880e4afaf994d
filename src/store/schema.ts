import { CompiledQuery, type Kysely, sql } from "kysely";
import type { Engine } from "./engine.ts";
import { refused } from "./failures.ts";
import { dropMapViews } from "./map-views.ts";
import { type Migration, POSTGRES_TYPES, SQLITE_TYPES } from "./tables.ts";

/** Stands in `store_schema` beside the part's name, so that a table of that name of somebody else is not ours. */
export const SIGNATURE = "trucekeeper";

interface SchemaTables {
  store_schema: { part: string; signature: string; version: number };
}

/**
 * Brings a part of the schema to this program's version, step by step, in one transaction.
 * @param exists whether the database has tables already
 * @throws Problem store/refused where it is another program's, or a newer one's
 */
export async function migrate<T>(
  engine: Engine<T>,
  part: "record" | "derived" | "identity",
  migrations: readonly Migration[],
  what: string,
): Promise<void> {
  const text = engine.dialect === "sqlite" ? SQLITE_TYPES.text : POSTGRES_TYPES.text;
  const int = engine.dialect === "sqlite" ? SQLITE_TYPES.int : POSTGRES_TYPES.int;
  await engine.transaction(async (trx) => {
    const db = trx as unknown as Kysely<SchemaTables>;
    // Several servers may start at once on a new database.
    if (engine.dialect === "postgres") await sql`select pg_advisory_xact_lock(7428121)`.execute(db);
    const tables = await tableNames(engine, db);
    const known = tables.includes("store_schema");
    if (!known && tables.length > 0) throw foreign(what, tables);
    if (!known)
      await run(
        db,
        `create table store_schema (part ${text} not null, signature ${text} not null, version ${int} not null, primary key (part))`,
      );
    const row = await db.selectFrom("store_schema").selectAll().where("part", "=", part).executeTakeFirst();
    if (row && row.signature !== SIGNATURE) throw foreign(what, tables);
    const version = row?.version ?? 0;
    if (version > migrations.length)
      throw refused(
        `${what} has schema ${version}, and this program knows up to ${migrations.length}`,
        "A newer Trucekeeper wrote it: use that version or a later one. Nothing was changed",
      );
    // What stands on the tables must not hold a change of them up.
    if (version > 0 && version < migrations.length && engine.dialect === "postgres") {
      const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
      await dropMapViews((statement) => run(db, statement), rows[0]?.schema as string);
    }
    for (let next = version; next < migrations.length; next++)
      for (const statement of (migrations[next] as Migration).statements(
        engine.dialect === "sqlite" ? SQLITE_TYPES : POSTGRES_TYPES,
      ))
        await run(db, statement);
    if (!row)
      await db.insertInto("store_schema").values({ part, signature: SIGNATURE, version: migrations.length }).execute();
    else if (version < migrations.length)
      await db.updateTable("store_schema").set({ version: migrations.length }).where("part", "=", part).execute();
  });
}

const run = (db: Kysely<SchemaTables>, statement: string): Promise<unknown> =>
  db.executeQuery(CompiledQuery.raw(statement));

const foreign = (what: string, tables: readonly string[]) =>
  refused(
    `${what} is another program's database (it has the tables ${tables.slice(0, 5).join(", ")})`,
    "Name an empty folder, an empty schema, or one that Trucekeeper made. Nothing was changed",
  );

async function tableNames<T>(engine: Engine<T>, db: Kysely<SchemaTables>): Promise<string[]> {
  const names =
    engine.dialect === "sqlite"
      ? await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db)
      : await sql<{
          name: string;
        }>`select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(db);
  return names.rows.map((r) => r.name);
}
