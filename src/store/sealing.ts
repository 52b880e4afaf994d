import { randomBytes } from "node:crypto";
import type { Engine } from "./engine.ts";
import type { Keys } from "./keys.ts";
import type { Unsealed } from "./store.ts";
import type { RecordTables } from "./tables.ts";

const about = (mission: string, blob: string): string => `blob ${mission} ${blob}`;

/** Personal data, each blob under a key of its own. */
export async function seal(
  engine: Engine<RecordTables>,
  keys: Keys,
  mission: string,
  bytes: Uint8Array,
): Promise<string> {
  const blob = randomBytes(16).toString("hex");
  const box = keys.close(bytes, about(mission, blob));
  await engine.transaction((trx) =>
    trx
      .insertInto("sealed")
      .values({ mission, blob, wrapped_key: box.wrappedKey, ciphertext: box.ciphertext })
      .execute(),
  );
  return blob;
}

export async function unseal(
  engine: Engine<RecordTables>,
  keys: Keys,
  mission: string,
  blob: string,
): Promise<Unsealed | undefined> {
  const row = await engine.reads
    .selectFrom("sealed")
    .selectAll()
    .where("mission", "=", mission)
    .where("blob", "=", blob)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.wrapped_key === null || row.ciphertext === null) return { destroyed: true };
  const box = { wrappedKey: Buffer.from(row.wrapped_key), ciphertext: Buffer.from(row.ciphertext) };
  return { bytes: keys.open(box, about(mission, blob)) };
}

const aboutName = (mission: string, author: string): string => `name ${mission} ${author}`;

export async function setName(
  engine: Engine<RecordTables>,
  keys: Keys,
  mission: string,
  author: string,
  name: string,
): Promise<void> {
  const box = keys.close(Buffer.from(name), aboutName(mission, author));
  const values = { mission, author, wrapped_key: box.wrappedKey, ciphertext: box.ciphertext };
  await engine.transaction((trx) =>
    trx
      .insertInto("name")
      .values(values)
      .onConflict((c) =>
        c.columns(["mission", "author"]).doUpdateSet({ wrapped_key: box.wrappedKey, ciphertext: box.ciphertext }),
      )
      .execute(),
  );
}

export async function nameOf(
  engine: Engine<RecordTables>,
  keys: Keys,
  mission: string,
  author: string,
): Promise<string | undefined> {
  const row = await engine.reads
    .selectFrom("name")
    .selectAll()
    .where("mission", "=", mission)
    .where("author", "=", author)
    .executeTakeFirst();
  if (!row) return undefined;
  const box = { wrappedKey: Buffer.from(row.wrapped_key), ciphertext: Buffer.from(row.ciphertext) };
  return keys.open(box, aboutName(mission, author)).toString();
}

export async function destroyName(engine: Engine<RecordTables>, mission: string, author: string): Promise<void> {
  await engine.transaction((trx) =>
    trx.deleteFrom("name").where("mission", "=", mission).where("author", "=", author).execute(),
  );
  await engine.purge("name");
}
