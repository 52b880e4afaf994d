import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { postgresBinaries, startPostgres } from "../../scripts/postgres-for-tests.mjs";
import { DERIVED_MIGRATIONS } from "./derived-schema.ts";
import { openPostgres } from "./open-postgres.ts";
import { postgresPool } from "./postgres-engine.ts";
import { RECORD_MIGRATIONS } from "./record-schema.ts";
import { dumpPostgres, dumpSqlite } from "./schema-dump.ts";
import { SQLITE_TYPES } from "./tables.ts";

const file = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), "utf8");

describe("schema", () => {
  test("the dump of SQLite's is what the migrations make", async () => {
    expect(dumpSqlite()).toBe(await file("schema.sqlite.sql"));
  });

  const title = "the dump of PostgreSQL's is what the migrations make; a foreign and a newer one are refused";
  if (postgresBinaries() === undefined) test.skip(`${title} (left out: PostgreSQL is not installed)`, () => undefined);
  else
    test(title, async () => {
      const server = await startPostgres();
      const folder = await mkdtemp(join(tmpdir(), "trucekeeper-schema-"));
      const pool = postgresPool(server.url);
      try {
        // Two servers that start at once on an empty database.
        const both = await Promise.all([1, 2].map(() => openPostgres(server.url, { folder })));
        expect(await dumpPostgres(pool)).toBe(await file("schema.postgres.sql"));
        for (const store of both) await store.close();
        await pool.query("update store_schema set version = 99 where part = 'derived'");
        await expect(openPostgres(server.url, { folder })).rejects.toThrow(/schema 99.*newer Trucekeeper/);
        await pool.query("create schema other");
        await pool.query("create table other.bookmarks (url text)");
        await expect(openPostgres(server.url, { folder, schema: "other" })).rejects.toThrow(
          /another program's database/,
        );
        await expect(openPostgres(server.url.replace(/:\d+\//, ":1/"), { folder })).rejects.toThrow(
          /cannot be reached/,
        );
        await expect(openPostgres(`${server.url}x`, { folder })).rejects.toThrow(/Check user, password and database/);
      } finally {
        await pool.end();
        await server.stop();
        await rm(folder, { recursive: true });
      }
    });

  test("every migration but the first has an example, and turns its rows into what it says", () => {
    for (const migrations of [RECORD_MIGRATIONS, DERIVED_MIGRATIONS]) {
      const db = new Database(":memory:");
      for (const [i, { statements, example }] of migrations.entries()) {
        if (i > 0 && !example) throw new Error(`migration ${i + 1} has no example`);
        for (const sql of example?.before ?? []) db.exec(sql);
        for (const sql of statements(SQLITE_TYPES)) db.exec(sql);
        if (example) expect(db.prepare(example.query).all()).toEqual(example.after);
      }
    }
  });

  test("every key and index begins with the mission", async () => {
    const keys = [...(await file("schema.sqlite.sql")).matchAll(/(?:primary key| on \w+) \((\w+)/g)].map((m) => m[1]);
    expect(keys.length).toBeGreaterThan(20);
    expect(new Set(keys)).toEqual(new Set(["mission"]));
  });

  test("derived tables are read through visible() and nowhere else", () => {
    const folder = new URL(".", import.meta.url);
    for (const name of readdirSync(folder).filter((n) => /^[a-z-]+\.ts$/.test(n) && n !== "visible.ts")) {
      const text = readFileSync(new URL(name, folder), "utf8");
      expect(/selectFrom\(\s*(?:table|["'](?:observation|incident|assessment|coverage)["'])/.test(text), name).toBe(
        false,
      );
    }
  });
});
