import { type Kysely, sql } from "kysely";
import { byCodePoint } from "../units.ts";
import {
  type Audience,
  type Derivations,
  type DerivedState,
  FULL,
  type Lease,
  type RowKey,
  type StateOf,
  type Table,
  type TaggedRow,
  type View,
} from "./derivations.ts";
import { placesOf } from "./derived-places.ts";
import { type Generation, viewOf } from "./derived-read.ts";
import { columnsOf, idOf, valuesOf } from "./derived-row.ts";
import type { Engine } from "./engine.ts";
import { FACET_COLUMNS, facetValues } from "./facet-row.ts";
import { refused } from "./failures.ts";
import { acquire, checkFence, release, renew } from "./lease.ts";
import type { DerivedTables } from "./tables.ts";

const TABLES: readonly Table[] = ["observation", "incident", "assessment", "coverage"];
/** Tables that rows are written to: facets go with the rows of incidents. */
type Written = Table | "facet";
/** Rows that one transaction deletes of a state that is no longer read. */
const CHUNK = 5_000;
/**
 * Rows that one transaction writes while a state is made beside the one that is read. Their keys are hashes, so that each
 * lies in another page: SQLite writes those at every commit, and the more rows share one, the less is written in all.
 */
const WRITTEN_AT_ONCE = { sqlite: 20_000, postgres: 5_000 } as const;
/** Rows that are written between two breaths. */
const AT_ONCE = 1_000;

/** Derived rows over an engine. The same for both databases. */
export function derivedStore(engine: Engine<DerivedTables>): Derivations {
  return {
    state: async (mission) => (await activeOf(engine.reads, mission))?.state,
    visible: (mission, audience) => seenBy(engine.reads, engine.dialect, mission, audience),
    still: (mission, audience, work) =>
      engine.still(async (db) => {
        const view = await seenBy(db, engine.dialect, mission, audience);
        return view && work(view);
      }),
    replace: (lease, state, rows, late) => replace(engine, lease, state, rows, late),
    change: (lease, state, rows, removed) => change(engine, lease, state, rows, removed),
    acquire: (mission, holder) => acquire(engine, mission, holder),
    renew: (lease) => renew(engine, lease),
    release: (lease) => release(engine, lease),
  };
}

/** What an audience sees of the state that is read. */
async function seenBy(
  db: Kysely<DerivedTables>,
  dialect: Engine<DerivedTables>["dialect"],
  mission: string,
  audience: Audience,
): Promise<View | undefined> {
  const active = await activeOf(db, mission);
  if (!active) return undefined;
  // The account counts what a group may not know of.
  const { derivation, size, root, revision } = active.state;
  const shown = audience.profile === FULL ? active : { ...active, state: { derivation, size, root, revision } };
  return viewOf(db, dialect, mission, shown, audience);
}

async function activeOf(db: Kysely<DerivedTables>, mission: string): Promise<Generation | undefined> {
  const row = await db
    .selectFrom("derived_state")
    .selectAll()
    .where("mission", "=", mission)
    .where("active", "=", 1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { generation, longest, derivation, size, root, revision, account } = row;
  return { generation, longest, state: { derivation, size, root, revision, ...(account !== "" && { account }) } };
}

async function replace(
  engine: Engine<DerivedTables>,
  lease: Lease,
  state: StateOf,
  rows: AsyncIterable<TaggedRow> | Iterable<TaggedRow>,
  late: () => Pick<StateOf, "account"> = () => ({}),
): Promise<DerivedState> {
  const { mission } = lease;
  await clear(engine, lease);
  const generation = await engine.transaction(async (trx) => {
    await checkFence(engine, trx, lease);
    const last = await trx
      .selectFrom("derived_state")
      .select((e) => e.fn.max("generation").as("generation"))
      .where("mission", "=", mission)
      .executeTakeFirst();
    const next = Number(last?.generation ?? 0) + 1;
    await trx
      .insertInto("derived_state")
      .values({ mission, generation: next, active: 0, revision: 0, longest: 0, account: "", ...state })
      .execute();
    return next;
  });
  const chunk = new Map<Written, unknown[][]>();
  let waiting = 0;
  let longest = 0;
  const placed = new Set<string>();
  const places = new Map<string, string>();
  const write = async (): Promise<void> => {
    await engine.transaction(async (trx) => {
      await checkFence(engine, trx, lease);
      await insertPlaces(engine, trx, mission, generation, places);
      for (const [table, values] of chunk) await insertRows(engine, trx, table, values);
    });
    chunk.clear();
    places.clear();
    waiting = 0;
  };
  for await (const tagged of rows) {
    put(chunk, tagged, mission, generation);
    longest = Math.max(longest, lengthOf(tagged));
    for (const { id, content } of tagged.row.places ?? []) {
      if (!placed.has(id)) places.set(id, content);
      placed.add(id);
    }
    if (++waiting >= WRITTEN_AT_ONCE[engine.dialect]) await write();
  }
  if (waiting > 0) await write();
  const known = { ...state, ...late() };
  const revision = await engine.transaction(async (trx) => {
    await checkFence(engine, trx, lease);
    const before = await trx
      .updateTable("derived_state")
      .set({ active: 0 })
      .where("mission", "=", mission)
      .where("active", "=", 1)
      .returning("revision")
      .execute();
    const next = (before[0]?.revision ?? 0) + 1;
    await trx
      .updateTable("derived_state")
      .set({ active: 1, revision: next, longest, account: known.account ?? "" })
      .where("mission", "=", mission)
      .where("generation", "=", generation)
      .execute();
    return next;
  });
  await clear(engine, lease);
  await analyse(engine);
  return { ...known, revision };
}

/**
 * PostgreSQL plans by what it knows of a table. Of one that was just filled it knows nothing for a minute, and reads a
 * whole mission to find a row by its key.
 */
async function analyse(engine: Engine<DerivedTables>): Promise<void> {
  if (engine.dialect !== "postgres") return;
  for (const table of [...TABLES, "place"] as const) await sql`analyze ${sql.table(table)}`.execute(engine.reads);
  // Pages that are known to be seen by all are read from the index alone.
  await sql`vacuum (analyze) facet`.execute(engine.reads);
}

/** Deletes every generation that is not read: those replaced, and those that were never finished. */
async function clear(engine: Engine<DerivedTables>, lease: Lease): Promise<void> {
  const { mission } = lease;
  const old = await engine.reads
    .selectFrom("derived_state")
    .select("generation")
    .where("mission", "=", mission)
    .where("active", "=", 0)
    .execute();
  for (const { generation } of old) {
    for (const table of [...TABLES, "facet"] as const)
      while (await clearSome(engine, lease, table, generation)) await breath();
    await engine.transaction(async (trx) => {
      await checkFence(engine, trx, lease);
      for (const table of ["place", "derived_state"] as const)
        await trx.deleteFrom(table).where("mission", "=", mission).where("generation", "=", generation).execute();
    });
  }
}

/** Deletes the first rows of a generation that nobody reads any more. @returns whether there may be more */
const clearSome = (engine: Engine<DerivedTables>, lease: Lease, table: Written, generation: number): Promise<boolean> =>
  engine.transaction(async (trx) => {
    await checkFence(engine, trx, lease);
    const of = sql`mission = ${lease.mission} and generation = ${generation}`;
    const key = table === "facet" ? sql`profile, time_from, id` : sql`profile, id`;
    // Keys only, of rows that go: no content is read.
    const { rows } = await sql<{ profile: string; time_from: number; id: string }>`
      select ${key} from ${sql.table(table)} where ${of} order by ${key} limit 1 offset ${CHUNK}`.execute(trx);
    const [next] = rows;
    const at = next && (table === "facet" ? [next.profile, next.time_from, next.id] : [next.profile, next.id]);
    const before = at ? sql`${of} and (${key}) < (${sql.join(at)})` : of;
    await sql`delete from ${sql.table(table)} where ${before}`.execute(trx);
    return next !== undefined;
  });

/** Lets others of this thread have their turn: what runs in SQLite blocks it. */
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Rows of one table, a few at a time. */
async function insertRows(
  engine: Engine<DerivedTables>,
  trx: Kysely<DerivedTables>,
  table: Written,
  values: readonly (readonly unknown[])[],
): Promise<void> {
  const columns = table === "facet" ? FACET_COLUMNS : columnsOf(table);
  // Those of one profile together, as they are read.
  const sorted = table === "facet" ? [...values].sort((a, b) => byCodePoint(a[2] as string, b[2] as string)) : values;
  for (let at = 0; at < sorted.length; at += AT_ONCE) {
    if (at > 0) await breath();
    await engine.insert(trx, table, columns, sorted.slice(at, at + AT_ONCE));
  }
}

/** Adds a row's values to those that wait to be written, and its facet's. */
function put(waiting: Map<Written, unknown[][]>, tagged: TaggedRow, mission: string, generation: number): void {
  const to = (table: Written, values: unknown[]): void => {
    const known = waiting.get(table);
    if (known) known.push(values);
    else waiting.set(table, [values]);
  };
  to(tagged.table, valuesOf(tagged, mission, generation));
  if (tagged.table === "incident") to("facet", facetValues(tagged.row, mission, generation));
}

const change = (
  engine: Engine<DerivedTables>,
  lease: Lease,
  state: StateOf,
  rows: readonly TaggedRow[],
  removed: readonly RowKey[],
): Promise<DerivedState> =>
  engine.transaction(async (trx) => {
    const { mission } = lease;
    await checkFence(engine, trx, lease);
    const active = await activeOf(trx, mission);
    if (!active) throw refused(`mission "${mission}" has no derived state to change`, "Derive it whole first");
    const { generation } = active;
    // A changed row is a row that goes and one that comes: no upsert, which the databases spell differently.
    const going = [...removed, ...rows.map((r) => ({ table: r.table, profile: r.row.profile, id: idOf(r) }))];
    for (const table of TABLES)
      for (const [profile, ids] of byProfile(going.filter((k) => k.table === table)))
        for (let at = 0; at < ids.length; at += 500) {
          if (table === "incident") await dropFacets(trx, mission, generation, profile, ids.slice(at, at + 500));
          await trx
            .deleteFrom(table as "observation")
            .where("mission", "=", mission)
            .where("generation", "=", generation)
            .where("profile", "=", profile)
            .where("id", "in", ids.slice(at, at + 500))
            .execute();
        }
    const places = new Map(rows.flatMap((r) => (r.row.places ?? []).map((p) => [p.id, p.content] as const)));
    for (const { id } of await placesOf(trx, mission, generation, [...places.keys()])) places.delete(id);
    await insertPlaces(engine, trx, mission, generation, places);
    const waiting = new Map<Written, unknown[][]>();
    for (const row of rows) put(waiting, row, mission, generation);
    for (const [table, values] of waiting) await insertRows(engine, trx, table, values);
    const revision = active.state.revision + 1;
    await trx
      .updateTable("derived_state")
      .set({ ...state, revision, longest: rows.reduce((most, r) => Math.max(most, lengthOf(r)), active.longest) })
      .where("mission", "=", mission)
      .where("generation", "=", generation)
      .execute();
    return { ...state, revision };
  });

/** Drops the facets of incidents whose rows are still there: those tell where in the facets' order they stand. */
async function dropFacets(
  trx: Kysely<DerivedTables>,
  mission: string,
  generation: number,
  profile: string,
  ids: readonly string[],
): Promise<void> {
  // The rank is there for SQLite: without a column that the index by time does not hold, it reads the whole mission there.
  const of = sql`mission = ${mission} and generation = ${generation} and profile = ${profile} and id in (${sql.join(ids)}) and marking_rank >= 0`;
  await sql`delete from facet where (mission, generation, profile, time_from, id) in
    (select mission, generation, profile, time_from, id from incident where ${of})`.execute(trx);
}

const PLACE_COLUMNS = { mission: "text", generation: "int", id: "text", content: "text" } as const;

/** Adds places that are not there. */
async function insertPlaces(
  engine: Engine<DerivedTables>,
  trx: Kysely<DerivedTables>,
  mission: string,
  generation: number,
  places: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = [...places].map(([id, content]) => [mission, generation, id, content]);
  if (rows.length > 0) await engine.insert(trx, "place", PLACE_COLUMNS, rows);
}

const lengthOf = ({ row: { time } }: TaggedRow): number => time.until - time.from;

function byProfile(keys: readonly RowKey[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { profile, id } of keys) {
    const known = ids.get(profile);
    if (known) known.push(id);
    else ids.set(profile, [id]);
  }
  return ids;
}
