import { type Kysely, sql } from "kysely";
import { catalogue, problem } from "../problems.ts";
import { type ConditionColumns, conditionSql, markingSql } from "./condition-sql.ts";
import type { Audience, DerivedState, Page, Query, Rows, Table, View } from "./derivations.ts";
import { inFull, replaced } from "./derived-places.ts";
import { rowFrom } from "./derived-row.ts";
import { incidentsOf } from "./facet-read.ts";
import { boxRanges } from "./morton.ts";
import type { DerivedTables } from "./tables.ts";
import { markingRank, type Visible, visible } from "./visible.ts";

const LIMIT = { usual: 100, most: 10_000 } as const;

/** One whole derived state, and the longest time of any of its rows in ms. */
export interface Generation {
  readonly generation: number;
  readonly longest: number;
  readonly state: DerivedState;
}

/** What an audience sees of one generation. */
export function viewOf(
  db: Kysely<DerivedTables>,
  dialect: "sqlite" | "postgres",
  mission: string,
  { generation, longest, state }: Generation,
  audience: Audience,
): View {
  const rows = (table: Table): Visible => visible(db, table, mission, generation, audience);

  async function stillThere(): Promise<void> {
    const row = await db
      .selectFrom("derived_state")
      .select("generation")
      .where("mission", "=", mission)
      .where("generation", "=", generation)
      .executeTakeFirst();
    if (!row) throw replaced(mission);
  }

  async function page<T extends Table>(table: T, query: Query = {}): Promise<Page<Rows[T]>> {
    const limit = Math.min(query.limit ?? LIMIT.usual, LIMIT.most);
    if (!Number.isInteger(limit) || limit < 1)
      throw problem(catalogue.usage, { why: `limit: expected 1 to ${LIMIT.most}, got ${query.limit}` });
    const direction = query.order === "newest" ? "desc" : "asc";
    const found = await after(filtered(rows(table), query, longest, dialect), query)
      .selectAll()
      // Named rows are found by their key: the index by time would have all rows of the profile read for them.
      .orderBy(query.ids ? sql`time_from + 0` : "time_from", direction)
      .orderBy("id", direction)
      .limit(limit + 1)
      .execute();
    if (found.length <= limit) await stillThere();
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: (await inFull(db, mission, generation, shown)).map((r) => rowFrom(table, r as unknown as DerivedTables[T])),
      ...(found.length > limit && last && { next: cursorOf(last) }),
    };
  }

  return {
    state,
    page,
    all: (table, query) => everyRow(page, table, query),
    async one(table, id) {
      const row = await rows(table).where("id", "=", id).selectAll().executeTakeFirst();
      if (!row) await stillThere();
      const [full] = row ? await inFull(db, mission, generation, [row]) : [];
      return full && rowFrom(table, full as unknown as DerivedTables[typeof table]);
    },
    async ids(table, ids) {
      if (ids.length === 0) return [];
      const found = await rows(table).where("id", "in", ids).select("id").execute();
      return found.map((r) => r.id);
    },
    async count(table, query = {}) {
      const row = await filtered(rows(table), query, longest, dialect)
        .select((e) => e.fn.countAll().as("n"))
        .executeTakeFirstOrThrow();
      await stillThere();
      return Number(row.n);
    },
    incidents: (filter) => incidentsOf(db, dialect, { mission, generation, longest }, audience, filter),
  };
}

/** All rows of a query, page by page. */
export async function* everyRow<T extends Table>(
  page: View["page"],
  table: T,
  query: Query<Rows[T]["kind"]> = {},
): AsyncGenerator<Rows[T]> {
  let cursor = query.after;
  for (;;) {
    const { rows: some, next } = await page(table, {
      ...query,
      limit: query.limit ?? 2_000,
      ...(cursor !== undefined && { after: cursor }),
    });
    yield* some;
    if (next === undefined) return;
    cursor = next;
  }
}

const columnsOf = (dialect: ConditionColumns["dialect"]): ConditionColumns => ({
  dialect,
  value(field) {
    const column = {
      id: "id",
      kind: "kind",
      source: "source",
      act: "act",
      from: "time_from",
      until: "time_until",
      geometry: "lon",
    }[field];
    if (column !== undefined) return sql.ref(column);
    if (field === "marking") return markingSql();
    throw new Error(`rows have no field ${field}`);
  },
  has: (field) => {
    throw new Error(`rows have no list ${field}`);
  },
  near: (w, s, e, n) =>
    sql`(${sql.join(
      boxRanges(w, s, e, n).map(([a, b]) => sql`morton between ${a} and ${b}`),
      sql` or `,
    )})`,
});

function filtered(rows: Visible, query: Query, longest: number, dialect: ConditionColumns["dialect"]): Visible {
  const { time, bbox, kinds, markings, sources, acts, ids, where } = query;
  let q = rows;
  if (where) q = q.where(conditionSql(where, columnsOf(dialect)));
  if (markings) q = q.where("marking_rank", "in", markings.length === 0 ? [-1] : markings.map(markingRank));
  if (sources) q = q.where("source", "in", sources.length === 0 ? [""] : sources);
  if (ids) q = q.where("id", "in", ids.length === 0 ? [""] : ids);
  if (acts)
    q = q.where((e) =>
      e.or(
        acts.flatMap((a) => [
          e("act", "=", a as never),
          sql<boolean>`substr(act, 1, ${sql.lit([...a].length + 1)}) = ${`${a}.`}`,
        ]),
      ),
    );
  // A moment, which has no length, is inside the window that begins with it.
  if (time)
    q = q
      .where("time_from", "<", time.until)
      .where("time_from", ">=", time.from - longest)
      .where((e) => e.or([e("time_until", ">", time.from), e("time_from", ">=", time.from)]));
  if (kinds) q = kinds.length === 0 ? q.where(sql<boolean>`1 = 0`) : q.where("kind", "in", kinds as string[]);
  if (bbox) {
    const [west, south, east, north] = bbox;
    const parts = (
      west <= east
        ? [[west, east]]
        : [
            [west, 180],
            [-180, east],
          ]
    ) as [number, number][];
    q = q.where((e) =>
      e.or(
        parts.map(([w, x]) =>
          e.and([
            e.or(boxRanges(w, south, x, north).map(([first, last]) => e.between("morton", first, last))),
            e.between("lon", w, x),
            e.between("lat", south, north),
          ]),
        ),
      ),
    );
  }
  return q;
}

/** "1743465600000 id": where the page before ended. */
const cursorOf = (row: { readonly time_from: number; readonly id: string }): string =>
  Buffer.from(`${row.time_from} ${row.id}`).toString("base64url");

function after(rows: Visible, { after: cursor, order }: Query): Visible {
  if (cursor === undefined) return rows;
  const match = /^(-?\d+) ([\s\S]*)$/.exec(Buffer.from(cursor, "base64url").toString());
  const from = Number(match?.[1]);
  if (!match || !Number.isSafeInteger(from))
    throw problem(catalogue.usage, { why: "after: not a cursor that a page gave; ask for the first page again" });
  const id = match[2] as string;
  const [beyond, inclusive] = order === "newest" ? (["<", "<="] as const) : ([">", ">="] as const);
  // The first condition lets the index seek; the second is exact.
  return rows
    .where("time_from", inclusive, from)
    .where((e) => e.or([e("time_from", beyond, from), e.and([e("time_from", "=", from), e("id", beyond, id)])]));
}
