import type { Kysely } from "kysely";
import { z } from "zod";
import type { BulkType, Engine } from "./engine.ts";
import { ENTRY_COLUMNS } from "./entry-row.ts";
import { refused } from "./failures.ts";
import { missions } from "./missions.ts";
import { RECORD_MIGRATIONS } from "./record-schema.ts";
import type { RecordTables } from "./tables.ts";
import { verifyLog } from "./verify-log.ts";

/** One row of the record as JSON: bytes are base64. The same from either database, and taken by either. */
export interface DumpedRow {
  readonly table: string;
  readonly values: readonly (string | number | null)[];
}

type Columns = Readonly<Record<string, BulkType>>;

/** Every table of the record with its columns, and how many of the first are its key. */
const TABLES: readonly { readonly table: keyof RecordTables; readonly key: number; readonly columns: Columns }[] = [
  {
    table: "mission",
    key: 1,
    columns: {
      mission: "text",
      name: "text",
      zone: "text",
      exercise: "int",
      origin: "text",
      vkey: "text",
      created: "int",
    },
  },
  { table: "log_head", key: 1, columns: { mission: "text", size: "int", frontier: "bytes" } },
  { table: "entry", key: 2, columns: ENTRY_COLUMNS },
  { table: "import_key", key: 2, columns: { mission: "text", import_key: "text", entry_index: "int" } },
  {
    table: "joined",
    key: 3,
    columns: { mission: "text", origin: "text", origin_index: "int", entry_index: "int", proof: "bytes" },
  },
  { table: "log_node", key: 3, columns: { mission: "text", level: "int", node_index: "int", hash: "bytes" } },
  { table: "checkpoint", key: 2, columns: { mission: "text", size: "int", note: "bytes" } },
  {
    table: "cosignature",
    key: 4,
    columns: { mission: "text", size: "int", name: "text", key_id: "text", signature: "bytes" },
  },
  { table: "sealed", key: 2, columns: { mission: "text", blob: "text", wrapped_key: "bytes", ciphertext: "bytes" } },
  { table: "name", key: 2, columns: { mission: "text", author: "text", wrapped_key: "bytes", ciphertext: "bytes" } },
  { table: "destruction", key: 2, columns: { mission: "text", sha256: "text" } },
  {
    table: "answer",
    key: 2,
    columns: { mission: "text", answer_key: "text", request: "text", entries: "text", answer: "text", until: "int" },
  },
];

const PAGE = 500;

/**
 * Every row of the record as of one moment, table by table in order of key; the first says the schema's version.
 * Sealed data and names stay encrypted under the key file, which is not part of it; nor is evidence.
 */
export async function* dumpRecord(engine: Engine<RecordTables>): AsyncGenerator<DumpedRow> {
  yield { table: "schema", values: [RECORD_MIGRATIONS.length] };
  const still = engine.reads.startTransaction();
  const trx = await (engine.dialect === "postgres" ? still.setIsolationLevel("repeatable read") : still).execute();
  try {
    for (const { table, key, columns } of TABLES) {
      const names = Object.keys(columns);
      let after: unknown[] | undefined;
      for (;;) {
        const rows = await page(trx, table, names.slice(0, key), after);
        for (const row of rows)
          yield {
            table,
            values: names.map((n) => {
              const value = row[n];
              return value instanceof Uint8Array
                ? Buffer.from(value).toString("base64")
                : (value as string | number | null);
            }),
          };
        if (rows.length < PAGE) break;
        after = names.slice(0, key).map((n) => rows.at(-1)?.[n]);
      }
    }
    await trx.commit().execute();
  } finally {
    if (!trx.isCommitted) await trx.rollback().execute();
  }
}

async function page(
  db: Kysely<RecordTables>,
  part: keyof RecordTables,
  key: readonly string[],
  after: readonly unknown[] | undefined,
): Promise<Record<string, unknown>[]> {
  let query = (db as unknown as Kysely<Record<string, Record<string, unknown>>>)
    .selectFrom(part)
    .selectAll()
    .limit(PAGE);
  for (const column of key) query = query.orderBy(column);
  if (after)
    query = query.where((e) =>
      // (a, b) > (x, y), spelled so that every database takes it.
      e.or(
        key.map((column, i) =>
          e.and([...key.slice(0, i).map((c, j) => e(c, "=", after[j])), e(column, ">", after[i])]),
        ),
      ),
    );
  return query.execute();
}

const dumped = z.strictObject({
  table: z.string(),
  values: z.array(z.union([z.string(), z.int(), z.null()])),
});

/**
 * Puts a dump into a store that has no mission yet: all of it or nothing, and only where every entry of every log in it is whole.
 * @throws Problem store/refused where the store is not empty, the dump is of a newer schema or damaged
 */
export async function loadRecord(
  engine: Engine<RecordTables>,
  rows: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<void> {
  const wrong = (why: string) =>
    refused(`the dump of the record: ${why}`, "Nothing was restored: use another copy of the backup");
  await engine
    .transaction(async (trx) => {
      if ((await missions(trx)).length > 0)
        throw refused("this store has missions already", "Restore into an empty folder, schema or database");
      let waiting: { table: (typeof TABLES)[number]; values: unknown[][] } | undefined;
      const write = async (): Promise<void> => {
        if (waiting) await engine.insert(trx, waiting.table.table, waiting.table.columns, waiting.values);
        waiting = undefined;
      };
      let count = 0;
      for await (const row of rows) {
        const parsed = dumped.safeParse(row);
        count++;
        if (!parsed.success) throw wrong(`row ${count} is not one`);
        const { table, values } = parsed.data;
        if (count === 1) {
          if (table !== "schema" || typeof values[0] !== "number") throw wrong("it does not begin with its schema");
          if (values[0] !== RECORD_MIGRATIONS.length)
            throw wrong(
              `schema ${values[0]}, and this program restores schema ${RECORD_MIGRATIONS.length}; use the version that made it`,
            );
          continue;
        }
        const known = TABLES.find((t) => t.table === table);
        if (!known || values.length !== Object.keys(known.columns).length)
          throw wrong(`row ${count} is of no table known`);
        if (waiting && (waiting.table !== known || waiting.values.length >= PAGE)) await write();
        waiting ??= { table: known, values: [] };
        const types = Object.values(known.columns);
        waiting.values.push(
          values.map((v, i) => {
            const expected = types[i] === "int" ? "number" : "string";
            if (v !== null && typeof v !== expected) throw wrong(`row ${count}: expected a ${expected}`);
            return types[i] === "bytes" && typeof v === "string" ? Buffer.from(v, "base64") : v;
          }),
        );
      }
      if (count === 0) throw wrong("it is empty");
      await write();
      for (const mission of await missions(trx)) await verifyLog(trx, mission);
    })
    .catch((error: unknown) => {
      // A row too many or too few for a constraint: the dump's fault, not ours.
      const code = String((error as { code?: unknown }).code);
      if (code.startsWith("SQLITE_CONSTRAINT") || code.startsWith("23"))
        throw Object.assign(wrong((error as Error).message), { cause: error });
      throw error;
    });
}
