import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { canonical } from "../canonical.ts";
import { toUtf8 } from "../log/bytes.ts";
import { type Envelope, ERASURE, envelopeOf, leafOf, opens, parseEnvelope, payloadBytes } from "../log/envelope.ts";
import type { Frontier } from "../log/frontier.ts";
import { joinedEnvelope } from "../log/joining.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { enteredByTwoFault } from "../record/entered-by-two.ts";
import { importKeyOf } from "../record/import-key.ts";
import { ENTRIES, type KindAndPayload, parsePayload } from "../record/registry.ts";
import { type Millis, millis } from "../units.ts";
import { type AnsweredTo, findAnswers } from "./answers.ts";
import { applyErasure, destroysAnything, type Effects, effectsOf } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { ENTRY_COLUMNS } from "./entry-row.ts";
import { addOrders, erasureOrders, type Order } from "./erasure-orders.ts";
import type { Appended, Draft, Joining, Once, Unless } from "./store.ts";
import type { RecordTables } from "./tables.ts";
import { frontierBytes, frontierFrom, grown, type LogNode } from "./tree.ts";

/** One call of append or join, checked as far as it can be without the database. */
export interface Request {
  readonly mission: string;
  readonly items: readonly Item[];
  readonly once?: Once | undefined;
  readonly unless?: Unless | undefined;
  /** What goes into the database with it, in the same transaction; a Problem that it throws refuses the request. */
  readonly also?: Also | undefined;
}

export type Also = (trx: Kysely<RecordTables>) => Promise<void>;

interface Item {
  readonly content: { readonly parsed: KindAndPayload; readonly payload: string; readonly salt: Buffer } | null;
  readonly envelope: (received: Millis) => Envelope;
  readonly importKey: string | null;
  readonly joined: { readonly origin: string; readonly index: number; readonly proof: Uint8Array } | null;
}

/** @throws Problem record/entry, log/malformed on a draft that is not in its form */
export function requestOf(
  mission: string,
  drafts: readonly Draft[],
  { once, unless, also }: Pick<Request, "once" | "unless" | "also"> = {},
): Request {
  return {
    mission,
    once,
    unless,
    also,
    items: drafts.map((draft) => {
      const payload = canonical(draft.payload);
      const parsed = parsePayload(draft.kind, JSON.parse(payload));
      if (draft.payload.v !== ENTRIES[draft.kind].version)
        throw problem(catalogue.entry, { kind: draft.kind, why: "written in an old version: use payloadOf" });
      const fault = enteredByTwoFault(parsed, draft.author);
      if (fault) throw problem(catalogue.entry, { kind: draft.kind, why: fault });
      const salt = randomBytes(32);
      const blind = randomBytes(32);
      const { kind, author, role, stated, marking } = draft;
      const envelope = (received: Millis): Envelope =>
        envelopeOf({ kind, author, role, stated, received, marking }, payloadBytes(draft.payload), salt, blind);
      envelope(draft.stated);
      const importKey = parsed.kind === "import" ? importKeyOf(parsed.payload.body) : null;
      return { content: { parsed, payload, salt }, envelope, importKey, joined: null };
    }),
  };
}

/** @throws Problem record/entry where the content of an entry is not in its form, or not what its envelope commits to */
export function joiningRequest(mission: string, entries: readonly Joining[]): Request {
  return {
    mission,
    items: entries.map(({ first, from, content, proof }) => {
      const blind = randomBytes(32);
      const envelope = (received: Millis): Envelope => joinedEnvelope(first, from, received, blind);
      const cites = envelope(first.received).cites as { origin: string; index: number };
      const joined = { ...cites, proof };
      if (content === null) return { content: null, envelope, importKey: null, joined };
      const payload = canonical(content.payload);
      if (!opens(first, toUtf8(payload), content.salt))
        throw problem(catalogue.entry, {
          kind: first.kind,
          why: `entry ${from.index} of ${from.origin}: its content is not the one committed to`,
        });
      const parsed = parsePayload(first.kind, JSON.parse(payload));
      const importKey = parsed.kind === "import" ? importKeyOf(parsed.payload.body) : null;
      return { content: { parsed, payload, salt: Buffer.from(content.salt) }, envelope, importKey, joined };
    }),
  };
}

export type Outcome = { ok: Appended[] } | { refused: unknown };

/** What a mission's log gains in one transaction. */
interface Growth {
  readonly origin: string;
  readonly exercise: boolean;
  frontier: Frontier;
  entries: unknown[][];
  nodes: LogNode[];
  importKeys: Map<string, number>;
  joined: Map<string, { readonly item: NonNullable<Item["joined"]>; readonly index: number }>;
  effects: Effects[];
  known: Map<number, Appended>;
  /** What is appended here, by commitment. */
  pending: Map<string, { readonly index: number; readonly kind: string; readonly own: boolean }>;
  /** Orders of erasures, those before and those appended here; read where the first entry is joined. */
  orders: Map<string, Order> | undefined;
  /** Requests that may come again, with what was appended for them. */
  once: Map<string, { readonly once: Once; readonly results: readonly Appended[] }>;
  /** What was answered before to requests of this transaction, by their key. */
  readonly answers: ReadonlyMap<string, AnsweredTo>;
}

/** Appends the requests of one or several missions in one transaction; each request wholly, or refused by itself. */
export async function commitRequests(
  engine: Engine<RecordTables>,
  requests: readonly Request[],
  clock: () => Millis,
): Promise<{ readonly outcomes: Outcome[]; readonly destroys: boolean }> {
  return engine.transaction(async (trx) => {
    const outcomes: Outcome[] = [];
    let destroys = false;
    // In order of mission, so that two servers never wait for each other's rows.
    const missions = [...new Set(requests.map((r) => r.mission))].sort((a, b) => (a < b ? -1 : 1));
    for (const mission of missions) {
      const keys = requests.flatMap((r) => (r.mission === mission && r.once ? [r.once.key] : []));
      const growth = await beginGrowth(engine, trx, mission, keys);
      for (const [i, request] of requests.entries()) {
        if (request.mission !== mission) continue;
        if (!growth) {
          outcomes[i] = { refused: problem(catalogue.noSuchMission, { mission }) };
          continue;
        }
        try {
          outcomes[i] = { ok: await appendRequest(trx, growth, request, clock) };
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          outcomes[i] = { refused: error };
        }
      }
      if (growth && growth.entries.length > 0) await endGrowth(engine, trx, mission, growth);
      destroys ||= growth?.effects.some(destroysAnything) ?? false;
    }
    return { outcomes, destroys };
  });
}

async function beginGrowth(
  engine: Engine<RecordTables>,
  trx: Kysely<RecordTables>,
  mission: string,
  keys: readonly string[],
): Promise<Growth | undefined> {
  const head = await trx
    .selectFrom("log_head")
    .selectAll()
    .where("mission", "=", mission)
    .$if(engine.dialect === "postgres", (q) => q.forUpdate())
    .executeTakeFirst();
  const row = await trx.selectFrom("mission").selectAll().where("mission", "=", mission).executeTakeFirst();
  if (!head || !row) return undefined;
  return {
    origin: row.origin,
    exercise: row.exercise === 1,
    frontier: frontierFrom(head.size, head.frontier),
    entries: [],
    nodes: [],
    importKeys: new Map(),
    joined: new Map(),
    effects: [],
    known: new Map(),
    pending: new Map(),
    orders: undefined,
    once: new Map(),
    answers: keys.length === 0 ? new Map() : await findAnswers(trx, mission, keys),
  };
}

async function appendRequest(
  trx: Kysely<RecordTables>,
  growth: Growth,
  { mission, items, once, unless, also }: Request,
  clock: () => Millis,
): Promise<Appended[]> {
  if (once) {
    const before = await appendedBefore(trx, mission, growth, once);
    if (before) return before;
  }
  if (unless) await refuseClash(trx, mission, growth, unless);
  // Into copies first: a request that is refused half way leaves nothing.
  const mine: Growth = { ...growth, entries: [], nodes: [], effects: [], known: new Map(), pending: new Map() };
  mine.importKeys = new Map(growth.importKeys);
  mine.joined = new Map(growth.joined);
  mine.orders = growth.orders && new Map(growth.orders);
  const results: Appended[] = [];
  for (const item of items) {
    const present = await indexOf(trx, mission, mine, item);
    if (present !== undefined) {
      if (item.joined) await sameEntry(trx, mission, present, mine, growth, item);
      results.push({
        ...(mine.known.get(present) ?? growth.known.get(present) ?? (await known(trx, mission, present, item))),
        present: true,
      });
      continue;
    }
    const index = mine.frontier.size;
    const envelope = item.envelope(clock());
    if (item.joined) mine.orders ??= await ordersSoFar(trx, mission, growth, mine);
    const order = item.joined ? mine.orders?.get(envelope.commitment) : undefined;
    if (item.content) {
      const { parsed } = item.content;
      if (parsed.payload.exercise !== growth.exercise) {
        const [is, not] = growth.exercise ? ["an exercise", "a real one"] : ["real", "one of an exercise"];
        throw problem(catalogue.exerciseCrossed, { why: `mission "${mission}" is ${is}, the entry is ${not}` });
      }
      if (!order) {
        const pending = (commitment: string) => mine.pending.get(commitment) ?? growth.pending.get(commitment);
        mine.effects.push(await effectsOf(trx, mission, index, parsed, item.joined === null, pending));
        if (mine.orders) addOrders(mine.orders, index, parsed);
      }
    }
    const leaf = leafOf(envelope);
    const { frontier, made } = grown(mine.frontier, leaf);
    mine.frontier = frontier;
    mine.nodes.push(...made);
    const content = order ? null : item.content;
    const shown = order?.envelope ? null : envelope;
    mine.entries.push([
      mission,
      index,
      shown?.kind ?? null,
      shown?.commitment ?? null,
      shown && canonical(shown),
      content?.payload ?? null,
      content?.salt ?? null,
      Buffer.from(leaf),
      order?.by ?? null,
    ]);
    if (!order) mine.pending.set(envelope.commitment, { index, kind: envelope.kind, own: item.joined === null });
    if (item.importKey !== null && !order && !mine.importKeys.has(item.importKey))
      mine.importKeys.set(item.importKey, index);
    if (item.joined) {
      const joined = shown ? item.joined : { ...item.joined, proof: new Uint8Array() };
      mine.joined.set(`${item.joined.index} ${item.joined.origin}`, { item: joined, index });
    }
    const appended = { index, leaf, envelope, present: false };
    mine.known.set(index, appended);
    results.push(appended);
  }
  await also?.(trx);
  growth.frontier = mine.frontier;
  growth.entries.push(...mine.entries);
  growth.nodes.push(...mine.nodes);
  growth.effects.push(...mine.effects);
  growth.importKeys = mine.importKeys;
  growth.joined = mine.joined;
  growth.orders = mine.orders;
  for (const [index, appended] of mine.known) growth.known.set(index, appended);
  for (const [commitment, at] of mine.pending) growth.pending.set(commitment, at);
  if (once) growth.once.set(once.key, { once, results });
  return results;
}

/** @throws Problem http/conflict where an entry came in between that clashes, also in this very transaction */
async function refuseClash(
  trx: Kysely<RecordTables>,
  mission: string,
  growth: Growth,
  { from, kinds, clash }: Unless,
): Promise<void> {
  const stored = await trx
    .selectFrom("entry")
    .select(["entry_index", "kind", "commitment", "payload"])
    .where("mission", "=", mission)
    .where("kind", "in", kinds as string[])
    .where("entry_index", ">=", from)
    .orderBy("entry_index")
    .execute();
  const now = growth.entries.map(([, index, kind, commitment, , payload]) => ({
    entry_index: index as number,
    kind: kind as string | null,
    commitment: commitment as string | null,
    payload: payload as string | null,
  }));
  for (const { entry_index: index, kind, commitment, payload } of [...stored, ...now]) {
    if (index < from || kind === null || payload === null || !(kinds as readonly string[]).includes(kind)) continue;
    const why = clash({ index, commitment: commitment ?? "", ...parsePayload(kind, JSON.parse(payload)) });
    if (why !== undefined) throw problem(catalogue.conflict, { why });
  }
}

/** Orders of the erasures in the log, and of those that this transaction has appended so far. */
async function ordersSoFar(
  trx: Kysely<RecordTables>,
  mission: string,
  ...growths: readonly Growth[]
): Promise<Map<string, Order>> {
  const orders = await erasureOrders(trx, mission);
  for (const { entries } of growths)
    for (const [, index, kind, , , payload] of entries)
      if (kind === ERASURE && typeof payload === "string")
        addOrders(orders, index as number, parsePayload(ERASURE, JSON.parse(payload)));
  return orders;
}

/** What a request that comes again has appended. @throws Problem store/key-reused */
async function appendedBefore(
  trx: Kysely<RecordTables>,
  mission: string,
  growth: Growth,
  once: Once,
): Promise<Appended[] | undefined> {
  const now = growth.once.get(once.key);
  if (now && now.once.request !== once.request) throw problem(catalogue.keyReused, { key: once.key });
  if (now) return now.results.map((r) => ({ ...r, present: true }));
  const before = growth.answers.get(once.key);
  if (!before) return undefined;
  if (before.request !== once.request) throw problem(catalogue.keyReused, { key: once.key });
  const all: Appended[] = [];
  for (const index of before.entries ?? []) all.push({ ...(await known(trx, mission, index)), present: true });
  return all;
}

/** Where the same import or joined entry stands already. */
async function indexOf(
  trx: Kysely<RecordTables>,
  mission: string,
  growth: Growth,
  item: Item,
): Promise<number | undefined> {
  if (item.joined) {
    const { origin, index } = item.joined;
    // An entry of this very log that comes back.
    if (origin === growth.origin && index < growth.frontier.size) return index;
    const now = growth.joined.get(`${index} ${origin}`)?.index;
    if (now !== undefined) return now;
    const row = await trx
      .selectFrom("joined")
      .select("entry_index")
      .where("mission", "=", mission)
      .where("origin", "=", origin)
      .where("origin_index", "=", index)
      .executeTakeFirst();
    return row?.entry_index;
  }
  if (item.importKey === null) return undefined;
  const now = growth.importKeys.get(item.importKey);
  if (now !== undefined) return now;
  const row = await trx
    .selectFrom("import_key")
    .select("entry_index")
    .where("mission", "=", mission)
    .where("import_key", "=", item.importKey)
    .executeTakeFirst();
  return row?.entry_index;
}

/**
 * What comes under the index of an entry that is here has to be that entry: else two logs are shown under one name, and
 * the one that came first would keep the true one out.
 * @throws Problem record/entry
 */
async function sameEntry(
  trx: Kysely<RecordTables>,
  mission: string,
  present: number,
  mine: Growth,
  growth: Growth,
  item: Item,
): Promise<void> {
  const now = mine.known.get(present) ?? growth.known.get(present);
  let commitment = now?.envelope.commitment;
  if (!now) {
    const row = await trx
      .selectFrom("entry")
      .select("commitment")
      .where("mission", "=", mission)
      .where("entry_index", "=", present)
      .executeTakeFirst();
    // Its envelope was destroyed: nobody can tell any more.
    commitment = row?.commitment ?? undefined;
  }
  const { kind, commitment: given } = item.envelope(millis(0));
  if (commitment === undefined || commitment === given || !item.joined) return;
  const { origin, index } = item.joined;
  throw problem(catalogue.entry, {
    kind,
    why: `entry ${index} of ${origin} is here already, as entry ${present}, and is another one: two logs are shown under one name. Nothing was joined; keep both exports, together they prove it`,
  });
}

async function known(
  trx: Kysely<RecordTables>,
  mission: string,
  index: number,
  item?: Item,
): Promise<Omit<Appended, "present">> {
  const row = await trx
    .selectFrom("entry")
    .select(["envelope", "leaf"])
    .where("mission", "=", mission)
    .where("entry_index", "=", index)
    .executeTakeFirstOrThrow();
  const envelope = row.envelope === null ? item?.envelope(millis(0)) : parseEnvelope(JSON.parse(row.envelope));
  if (!envelope) throw problem(catalogue.entry, { kind: "", why: `entry ${index} was destroyed since` });
  return { index, leaf: new Uint8Array(row.leaf), envelope };
}

async function endGrowth(
  engine: Engine<RecordTables>,
  trx: Kysely<RecordTables>,
  mission: string,
  growth: Growth,
): Promise<void> {
  await engine.insert(trx, "entry", ENTRY_COLUMNS, growth.entries);
  if (growth.nodes.length > 0)
    await engine.insert(
      trx,
      "log_node",
      { mission: "text", level: "int", node_index: "int", hash: "bytes" },
      growth.nodes.map((n) => [mission, n.level, n.index, Buffer.from(n.hash)]),
    );
  const first = growth.entries[0]?.[1] as number;
  for (const [import_key, entry_index] of growth.importKeys)
    if (entry_index >= first)
      await trx
        .insertInto("import_key")
        .values({ mission, import_key, entry_index })
        // A joined import may have a key that stands here: the first one keeps it.
        .onConflict((c) => c.columns(["mission", "import_key"]).doNothing())
        .execute();
  for (const { item, index } of growth.joined.values())
    await trx
      .insertInto("joined")
      .values({
        mission,
        origin: item.origin,
        origin_index: item.index,
        entry_index: index,
        proof: Buffer.from(item.proof),
      })
      .execute();
  await trx
    .updateTable("log_head")
    .set({ size: growth.frontier.size, frontier: frontierBytes(growth.frontier) })
    .where("mission", "=", mission)
    .execute();
  if (growth.once.size > 0)
    await engine.insert(
      trx,
      "answer",
      { mission: "text", answer_key: "text", request: "text", entries: "text", answer: "text", until: "int" },
      [...growth.once.values()].map(({ once, results }) => [
        mission,
        once.key,
        once.request,
        JSON.stringify(results.map((r) => r.index)),
        null,
        once.until,
      ]),
    );
  for (const effects of growth.effects) await applyErasure(trx, mission, effects);
}
