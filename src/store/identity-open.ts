import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { APPLICATION_ID, inspectFile, LAYOUT } from "./data-folder.ts";
import { failureOf } from "./failures.ts";
import type { Identity } from "./identity.ts";
import { IDENTITY_MIGRATIONS, type IdentityTables } from "./identity-schema.ts";
import { identityStore } from "./identity-store.ts";
import { readKeys } from "./keys.ts";
import { makeMapViews } from "./map-views.ts";
import { DEFAULT_FOLDER } from "./open.ts";
import { makeSchema } from "./open-postgres.ts";
import { postgresEngine, postgresPool } from "./postgres-engine.ts";
import { migrate } from "./schema.ts";
import { openFile, sqliteEngine } from "./sqlite-engine.ts";

/**
 * Opens the accounts that the settings name: PostgreSQL by DATABASE_URL, else identity.sqlite in TRUCEKEEPER_DATA.
 * A server may have the folder's record open meanwhile: accounts can be kept while it runs.
 * @throws Problem store/refused with what is wrong and what to do
 */
export function openIdentity(settings: Readonly<Record<string, string | undefined>>): Promise<Identity> {
  const folder = resolve(settings["TRUCEKEEPER_DATA"] || DEFAULT_FOLDER);
  const keyFile = settings["TRUCEKEEPER_KEY_FILE"];
  const url = settings["DATABASE_URL"];
  const options = { folder, ...(keyFile && { keyFile: resolve(keyFile) }) };
  return url ? postgresIdentity(url, options) : embeddedIdentity(options);
}

interface Options {
  readonly folder: string;
  readonly keyFile?: string;
  /** The schema in PostgreSQL. */
  readonly schema?: string;
}

/** The key file is read at the first need: only second factors are encrypted under it. */
function keysIn({ folder, keyFile }: Options) {
  let keys: ReturnType<typeof readKeys> | undefined;
  return () => {
    keys ??= readKeys(keyFile ?? join(folder, LAYOUT.keyFile), !existsSync(join(folder, LAYOUT.record)));
    return keys;
  };
}

export async function embeddedIdentity(options: Options): Promise<Identity> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const path = join(options.folder, LAYOUT.identity);
  await inspectFile(path, "Nothing was changed. Keep a copy, delete it, and add the accounts again");
  if (!existsSync(path)) closeSync(openSync(path, "wx", 0o600));
  const file = openFile(path);
  if (file.prepare("select count(*) from sqlite_master").pluck().get() === 0)
    file.pragma(`application_id = ${APPLICATION_ID}`);
  file.close();
  const engine = sqliteEngine<IdentityTables>(path);
  try {
    await migrate(engine, "identity", IDENTITY_MIGRATIONS, path);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return identityStore(engine, keysIn(options), async () => undefined);
}

export async function postgresIdentity(url: string, options: Options): Promise<Identity> {
  const schema = options.schema ?? "trucekeeper";
  const pool = postgresPool(url, { schema, connections: 5 });
  try {
    await makeSchema(pool, schema);
    const engine = postgresEngine<IdentityTables>(pool);
    await migrate(engine, "identity", IDENTITY_MIGRATIONS, `the database's schema "${schema}"`);
    // The public ones can be made only once it is known which missions are open.
    await makeMapViews(pool, schema);
    return identityStore(engine, keysIn(options), () => pool.end());
  } catch (error) {
    await pool.end();
    throw failureOf(error, "PostgreSQL");
  }
}
