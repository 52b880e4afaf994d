import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { may, ROLES } from "../access/roles.ts";
import { person } from "../access/two-people.ts";
import { parseEnvelope } from "../log/envelope.ts";
import { catalogue, problem } from "../problems.ts";
import { type Body, parsePayload, payloadOf } from "../record/registry.ts";
import { byCodePoint } from "../units.ts";
import type { Also, Request } from "./appending.ts";
import type { Engine } from "./engine.ts";
import type { Evidence } from "./evidence.ts";
import type { Keys } from "./keys.ts";
import { requireMission } from "./missions.ts";
import type { Appended, Draft, Opened, Sealer, SealOnce, Unsealed } from "./store.ts";
import type { RecordTables } from "./tables.ts";

const about = (mission: string, blob: string): string => `blob ${mission} ${blob}`;

/** What sealing works on. */
export interface Under {
  readonly engine: Engine<RecordTables>;
  readonly keys: Keys;
  readonly evidence: (mission: string) => Evidence;
  /** Appends one entry, once it is known that the key file is this log's. */
  readonly append: (mission: string, draft: Draft, more?: Pick<Request, "once" | "also">) => Promise<Appended>;
}

/** Personal data, each blob under a key of its own, with the entry that says who sealed it. */
export async function seal(
  under: Under,
  mission: string,
  bytes: Uint8Array,
  by: Sealer,
  once?: SealOnce,
): Promise<{ blob: string; entry: Appended }> {
  const fresh = randomBytes(16).toString("hex");
  const box = under.keys.close(bytes, about(mission, fresh));
  const entry = await sealed(under, mission, { blobs: [fresh], names: [] }, by, once, bytes, async (trx) => {
    await trx
      .insertInto("sealed")
      .values({ mission, blob: fresh, wrapped_key: box.wrappedKey, ciphertext: box.ciphertext })
      .execute();
  });
  if (!entry.present) return { blob: fresh, entry };
  const [before] = (await sealingAt(under.engine.reads, mission, entry.index))?.blobs ?? [];
  if (before === undefined)
    throw problem(catalogue.entry, { kind: "sealing", why: `entry ${entry.index} was destroyed since` });
  return { blob: before, entry };
}

/** Appends the entry that something was sealed, and puts it there in the same transaction. */
async function sealed(
  { engine, keys, append }: Under,
  mission: string,
  body: Body<"sealing">,
  { author, role, stated, reason }: Sealer,
  once: SealOnce | undefined,
  bytes: Uint8Array,
  also: Also,
): Promise<Appended> {
  const { exercise } = await requireMission(engine.reads, mission);
  const payload = payloadOf("sealing", body, { exercise, reason });
  // The blob's id is new each time; who asks, and what is sealed, are what is asked for.
  const asked = `${author}\n${role}\n${body.names.join(" ")}\n${reason}\n${once?.key ?? ""}`;
  return append(
    mission,
    { kind: "sealing", author, role, stated, marking: "TLP:AMBER", payload },
    { also, once: once && { ...once, request: keys.mark(bytes, `sealing ${mission}\n${asked}`) } },
  );
}

async function sealingAt(db: Kysely<RecordTables>, mission: string, index: number) {
  const row = await db
    .selectFrom("entry")
    .select("payload")
    .where("mission", "=", mission)
    .where("entry_index", "=", index)
    .where("kind", "=", "sealing")
    .executeTakeFirst();
  if (!row?.payload) return undefined;
  const parsed = parsePayload("sealing", JSON.parse(row.payload));
  return parsed.kind === "sealing" ? parsed.payload.body : undefined;
}

/** Opens what an opening names, once its entry is durable. @throws Problem record/entry */
export async function openSealed(
  { engine, keys, append }: Under,
  mission: string,
  draft: Draft<"opening">,
  also?: Also,
): Promise<Opened> {
  const refused = (why: string) => problem(catalogue.entry, { kind: "opening", why });
  const role = ROLES.find((r) => r === draft.role);
  if (draft.kind !== "opening") throw refused(`saw an entry of kind ${String(draft.kind)}`);
  if (role === undefined || !may(role, "sealed.open"))
    throw refused(`role ${draft.role}: expected one that may open what is sealed: ${OPENERS.join(", ")}`);
  const { payload } = parsePayload("opening", draft.payload) as { payload: Draft<"opening">["payload"] };
  const { blobs, names, reports = [] } = payload.body;
  if (reports.length > 0) throw refused("a sealed report is opened by itself");
  // What is not here is refused before anything is entered; what is destroyed by then is said to be.
  for (const blob of blobs)
    if (!(await sealedRow(engine.reads, mission, blob)))
      throw refused(`mission "${mission}" has no sealed blob ${blob}`);
  for (const author of names)
    if (!(await nameRow(engine.reads, mission, author)))
      throw refused(`mission "${mission}" has no name behind ${author}`);
  const entry = await append(mission, draft, { also });
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

/** @returns the entry that says so; undefined where a name stands there, or stood and was destroyed */
export async function setName(
  under: Under,
  mission: string,
  author: string,
  name: string,
  by: Sealer,
  once?: SealOnce,
): Promise<Appended | undefined> {
  if (!person.safeParse(author).success) throw new RangeError("names: the pseudonymous id is not of a-z, 0-9 and -");
  const bytes = Buffer.from(name);
  const box = under.keys.close(bytes, aboutName(mission, author));
  let taken = false;
  try {
    // The transaction holds the log's head, so that no destruction comes between.
    return await sealed(under, mission, { blobs: [], names: [author] }, by, once, bytes, async (trx) => {
      taken = Boolean(await nameRow(trx, mission, author)) || (await wasDestroyed(trx, mission, author));
      if (taken) throw problem(catalogue.entry, { kind: "sealing", why: `${author} stands for somebody already` });
      await trx
        .insertInto("name")
        .values({ mission, author, wrapped_key: box.wrappedKey, ciphertext: box.ciphertext })
        .execute();
    });
  } catch (error) {
    if (taken) return undefined;
    throw error;
  }
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
