import Database from "better-sqlite3";
import type pg from "pg";
import { DERIVED_MIGRATIONS } from "./derived-schema.ts";
import { RECORD_MIGRATIONS } from "./record-schema.ts";
import { SQLITE_TYPES } from "./tables.ts";

const HEAD = "-- Written by scripts/dump-schema.ts; a test compares it with what the migrations make.\n";

/** What the migrations make in SQLite: both files, as SQLite tells it. */
export function dumpSqlite(): string {
  const parts = [
    ["record.sqlite", RECORD_MIGRATIONS],
    ["derived.sqlite", DERIVED_MIGRATIONS],
  ] as const;
  let text = HEAD;
  for (const [name, migrations] of parts) {
    const db = new Database(":memory:");
    for (const { statements } of migrations) for (const s of statements(SQLITE_TYPES)) db.exec(s);
    const rows = db
      .prepare("select sql from sqlite_master where sql is not null order by tbl_name, type desc, name")
      .pluck()
      .all() as string[];
    text += `\n-- ${name}\n${rows.map((r) => `${r.replace(/\s+/g, " ")};\n`).join("")}`;
    db.close();
  }
  return text;
}

/** What the migrations made in the pool's schema, as PostgreSQL tells it: columns, then indexes. */
export async function dumpPostgres(pool: pg.Pool): Promise<string> {
  const columns = await pool.query<{ line: string }>(`
    select format('%s.%s %s%s%s', table_name, column_name, data_type,
      case when collation_name is null then '' else ' collate "' || collation_name || '"' end,
      case when is_nullable = 'NO' then ' not null' else '' end) as line
    from information_schema.columns where table_schema = current_schema()
    order by table_name collate "C", ordinal_position`);
  const indexes = await pool.query<{ line: string }>(`
    select replace(indexdef, current_schema() || '.', '') as line from pg_indexes
    where schemaname = current_schema() order by tablename collate "C", indexname collate "C"`);
  const lines = (rows: readonly { line: string }[]): string => rows.map((r) => `${r.line}\n`).join("");
  return `${HEAD}\n${lines(columns.rows)}\n${lines(indexes.rows)}`;
}
