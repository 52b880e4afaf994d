import { setTimeout as pause } from "node:timers/promises";
import { CompiledQuery, Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { millis } from "../units.ts";
import { copyingPool, copyText } from "./copy-in.ts";
import type { BulkType, Engine } from "./engine.ts";
import { failureOf, refused } from "./failures.ts";

const ARRAYS: Readonly<Record<BulkType, string>> = {
  text: "text[]",
  int: "bigint[]",
  real: "double precision[]",
  bytes: "bytea[]",
};

/** int8 as a number; what a double cannot hold exactly is refused. */
function exactInteger(text: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n)) throw new RangeError(`PostgreSQL gave ${text}, which is beyond 2^53`);
  return n;
}

/** Rows from which on COPY is the cheaper way; below, its second message to the database and back costs more. */
const COPIED_FROM = 100;

const INT8 = 20;
/** Serialization failure and deadlock: the database asks to run the transaction again. */
const AGAIN = new Set(["40001", "40P01"]);
const ATTEMPTS = 6;

export interface PostgresOptions {
  /** The schema that our tables stand in; made where it is not there. */
  readonly schema?: string;
  readonly connections?: number;
}

/** A pool whose every connection works in our schema, and waits for the disk at each commit whatever the server's default. */
export function postgresPool(url: string, { schema = "trucekeeper", connections = 10 }: PostgresOptions = {}): pg.Pool {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw refused(`the schema ${JSON.stringify(schema)} is not a name`, "Use a-z, 0-9 and _");
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: "trucekeeper",
    // Compiling a large question costs a tenth of a second and more, each time, and saves less.
    options: `-c search_path=${schema} -c synchronous_commit=on -c timezone=UTC -c jit=off`,
    types: {
      getTypeParser: (id: number, format?: "text" | "binary") =>
        id === INT8 && format !== "binary" ? exactInteger : pg.types.getTypeParser(id, format),
    } as pg.CustomTypesConfig,
  });
  // A connection that breaks while it is idle is replaced; the next query says what is wrong.
  pool.on("error", () => undefined);
  return pool;
}

/** PostgreSQL, or what speaks its language, as an engine. The pool is the caller's to end. */
export function postgresEngine<Tables>(pool: pg.Pool): Engine<Tables> {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: copyingPool(pool) }) });
  return {
    dialect: "postgres",
    reads: db,
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        let inner: unknown;
        try {
          return await db.transaction().execute(async (trx) => {
            try {
              return await work(trx);
            } catch (error) {
              inner = error;
              throw error;
            }
          });
        } catch (outer) {
          // Where the connection broke, the rollback fails as well and would hide why.
          const error = inner ?? outer;
          if (!AGAIN.has(String((error as { code?: unknown }).code)) || attempt === ATTEMPTS)
            throw failureOf(error, "PostgreSQL");
          await pause(2 ** attempt * 5);
        }
      }
    },
    still: (work) => db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(work),
    async insert(trx, table, columns, rows) {
      const names = Object.keys(columns);
      if (rows.length >= COPIED_FROM) {
        await trx.executeQuery(CompiledQuery.raw(`copy ${table} (${names.join(", ")}) from stdin`, [copyText(rows)]));
        return;
      }
      const arrays = names.map((_, i) => rows.map((row) => row[i]));
      const places = Object.values(columns).map((type, i) => `$${i + 1}::${ARRAYS[type]}`);
      await trx.executeQuery(
        CompiledQuery.raw(
          `insert into ${table} (${names.join(", ")}) select * from unnest(${places.join(", ")})`,
          arrays,
        ),
      );
    },
    async now(trx) {
      const { rows } = await sql<{ ms: number }>`
        select cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint) as ms`.execute(trx);
      return millis(rows[0]?.ms as number);
    },
    async purge(table) {
      // Writes the table anew, so that no old version of a row stays behind in its pages. It blocks the table for as
      // long; destruction is rare. Where the database has no such command, the rows are gone and their pages are not.
      await sql`vacuum full ${sql.table(table)}`.execute(db).catch(() => undefined);
    },
    close: async () => undefined,
  };
}
