import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { may, ROLES } from "../access/roles.ts";
import { person } from "../access/two-people.ts";
import { parseEnvelope } from "../log/envelope.ts";
import { catalogue, problem } from "../problems.ts";
import { parsePayload } from "../record/registry.ts";
import { byCodePoint } from "../units.ts";
import type { Engine } from "./engine.ts";
import type { Keys } from "./keys.ts";
import type { Appended, Draft, Opened, Unsealed } from "./store.ts";
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

interface Under {
  readonly engine: Engine<RecordTables>;
  readonly keys: Keys;
}

/**
 * Opens what an opening names, once its entry is durable.
 * @param append enters it, or refuses it
 * @throws Problem record/entry
 */
export async function openSealed(
  { engine, keys }: Under,
  mission: string,
  draft: Draft<"opening">,
  append: (draft: Draft<"opening">) => Promise<Appended>,
): Promise<Opened> {
  const refused = (why: string) => problem(catalogue.entry, { kind: "opening", why });
  const role = ROLES.find((r) => r === draft.role);
  if (draft.kind !== "opening") throw refused(`saw an entry of kind ${String(draft.kind)}`);
  if (role === undefined || !may(role, "sealed.open"))
    throw refused(`role ${draft.role}: expected one that may open what is sealed: ${OPENERS.join(", ")}`);
  const { payload } = parsePayload("opening", draft.payload) as { payload: Draft<"opening">["payload"] };
  const { blobs, names } = payload.body;
  // What is not here is refused before anything is entered; what is destroyed by then is said to be.
  for (const blob of blobs)
    if (!(await sealedRow(engine.reads, mission, blob)))
      throw refused(`mission "${mission}" has no sealed blob ${blob}`);
  for (const author of names)
    if (!(await nameRow(engine.reads, mission, author)))
      throw refused(`mission "${mission}" has no name behind ${author}`);
  const entry = await append(draft);
  const sealed = new Map<string, Unsealed>();
  for (const blob of blobs) {
    const row = await sealedRow(engine.reads, mission, blob);
    sealed.set(
      blob,
      row?.wrapped_key && row.ciphertext
        ? { bytes: keys.open(boxOf(row.wrapped_key, row.ciphertext), about(mission, blob)) }
        : { destroyed: true },
    );
  }
  const found = new Map<string, string | null>();
  for (const author of names) {
    const row = await nameRow(engine.reads, mission, author);
    found.set(
      author,
      row ? keys.open(boxOf(row.wrapped_key, row.ciphertext), aboutName(mission, author)).toString() : null,
    );
  }
  return { entry, sealed, names: found };
}

/** Roles that may open what is sealed. */
const OPENERS = ROLES.filter((r) => may(r, "sealed.open"));

const boxOf = (wrappedKey: Uint8Array, ciphertext: Uint8Array) => ({
  wrappedKey: Buffer.from(wrappedKey),
  ciphertext: Buffer.from(ciphertext),
});

const sealedRow = (db: Kysely<RecordTables>, mission: string, blob: string) =>
  db.selectFrom("sealed").selectAll().where("mission", "=", mission).where("blob", "=", blob).executeTakeFirst();

const nameRow = (db: Kysely<RecordTables>, mission: string, author: string) =>
  db.selectFrom("name").selectAll().where("mission", "=", mission).where("author", "=", author).executeTakeFirst();

const aboutName = (mission: string, author: string): string => `name ${mission} ${author}`;

/** @returns whether it was set: false where a name stands there, or stood and was destroyed */
export async function setName(
  engine: Engine<RecordTables>,
  keys: Keys,
  mission: string,
  author: string,
  name: string,
): Promise<boolean> {
  if (!person.safeParse(author).success) throw new RangeError("names: the pseudonymous id is not of a-z, 0-9 and -");
  const box = keys.close(Buffer.from(name), aboutName(mission, author));
  const values = { mission, author, wrapped_key: box.wrappedKey, ciphertext: box.ciphertext };
  return engine.transaction(async (trx) => {
    // Held until the end, so that no destruction comes between.
    await trx
      .selectFrom("log_head")
      .select("size")
      .where("mission", "=", mission)
      .$if(engine.dialect === "postgres", (q) => q.forUpdate())
      .executeTakeFirst();
    if (await wasDestroyed(trx, mission, author)) return false;
    const inserted = await trx
      .insertInto("name")
      .values(values)
      .onConflict((c) => c.columns(["mission", "author"]).doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  });
}

/** Whether an entry of this log destroyed the name behind a pseudonym. Such entries are few. */
async function wasDestroyed(db: Kysely<RecordTables>, mission: string, author: string): Promise<boolean> {
  const rows = await db
    .selectFrom("entry")
    .select(["payload", "envelope"])
    .where("mission", "=", mission)
    .where("kind", "=", "key-destruction")
    .execute();
  return rows.some(({ payload, envelope }) => {
    // Another log's pseudonyms may stand for other people here.
    if (payload === null || envelope === null || parseEnvelope(JSON.parse(envelope)).cites !== null) return false;
    const parsed = parsePayload("key-destruction", JSON.parse(payload));
    return parsed.kind === "key-destruction" && parsed.payload.body.names.includes(author);
  });
}

export async function named(engine: Engine<RecordTables>, mission: string): Promise<string[]> {
  const rows = await engine.reads.selectFrom("name").select("author").where("mission", "=", mission).execute();
  return rows.map((r) => r.author).sort(byCodePoint);
}
