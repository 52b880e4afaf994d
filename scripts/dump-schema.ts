// Writes the schema files that a test compares: node --import tsx scripts/dump-schema.ts
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPostgres } from "../src/store/open-postgres.ts";
import { postgresPool } from "../src/store/postgres-engine.ts";
import { dumpPostgres, dumpSqlite } from "../src/store/schema-dump.ts";
import { startPostgres } from "./postgres-for-tests.mjs";

const target = (name: string): string => fileURLToPath(new URL(`../src/store/${name}`, import.meta.url));

writeFileSync(target("schema.sqlite.sql"), dumpSqlite());
const server = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), "trucekeeper-schema-"));
try {
  await (await openPostgres(server.url, { folder })).close();
  const pool = postgresPool(server.url);
  writeFileSync(target("schema.postgres.sql"), await dumpPostgres(pool));
  await pool.end();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}
