import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Conduct } from "../assessment/assessment.ts";
import { searchForms } from "../place/name-form.ts";
import { byCodePoint, millis } from "../units.ts";
import { type ConditionColumns, conditionSql, markingSql } from "./condition-sql.ts";
import type { Audience } from "./derivations.ts";
import { BY_GRAVITY, fromList, gravestOf, keyOfResult, listed, MASK_BASE, maskOf, resultsFrom } from "./facet.ts";
import type { Box, Clock, Found, FoundGroup, IncidentFilter, Incidents } from "./found.ts";
import { boxRanges, MORTON_ZOOM, tileRange } from "./morton.ts";
import type { DerivedTables } from "./tables.ts";
import { markingOf, markingRank, visibleFacets } from "./visible.ts";

type Sql = RawBuilder<unknown>;
type Dialect = "sqlite" | "postgres";

/** Time is filed from here: the first instant that there is, which every step divides. */
const EPOCH = 8.64e15;
/** Positions are summed as whole ten-millionths of a degree: the sum is the same in any order. */
const TINY = 1e7;

/** Rows of a page for each that there are, below which all are looked at. */
const FEW = 20;

/** Rows of a stretch of places above which SQLite reads all rows in their order; cells of a tile that are counted in turn. */
const MANY = 20_000;
const MOST_IN_TURN = 1_024;

/** What is told of a group, in this order; the columns that only a group of one row has a use for stand last. */
const GROUPED = ["id", "act", "kind", "time_from"] as const;
const GROUP_COLUMNS = ["n", "m", "lon", "lat", ...GROUPED] as const;
interface GroupRow {
  readonly n: number;
  readonly m: number;
  readonly lon: number;
  readonly lat: number;
  readonly id: string;
  readonly act: string;
  readonly kind: string;
  readonly time_from: number;
}

interface Row {
  readonly id: string;
  readonly time_from: number;
  readonly time_until: number;
  readonly released_from: number;
  readonly marking_rank: number;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly kind: string;
  readonly act: string;
  readonly results: string;
  readonly m: number;
}

/** What of one generation's incidents an audience sees and a filter leaves. */
export function incidentsOf(
  db: Kysely<DerivedTables>,
  dialect: Dialect,
  { mission, generation, longest }: { readonly mission: string; readonly generation: number; readonly longest: number },
  audience: Audience,
  filter: IncidentFilter,
): Incidents {
  const int = sql.raw(dialect === "sqlite" ? "integer" : "bigint");
  const asInt = (e: Sql): Sql => sql`cast(${e} as ${int})`;
  const mask = maskExpression(filter, dialect);
  const seen = visibleFacets(mission, generation, audience);
  const gravityOf = (m: Sql): Sql =>
    sql`case when ${m} >= 16 then 4 when ${m} >= 8 then 3 when ${m} >= 4 then 2 when ${m} >= 2 then 1 else 0 end`;
  const own = filter.where
    ? [conditionSql(filter.where, { dialect, ...facetColumns(dialect, resultWord(gravityOf(mask))) })]
    : [];
  const named = filter.ids ? [namedBy(filter.ids, mission, generation, audience.profile)] : [];
  const where = sql.join([seen, ...named, ...conditions(filter, dialect, longest), ...own], sql` and `);
  /** Rows with their set of results `m`, and what the filter asks of it. */
  const left = (columns: Sql, more: readonly Sql[] = [], end: Sql = sql``): Sql =>
    sql`(select ${columns}, ${mask} as m from facet where ${sql.join([where, ...more], sql` and `)}${end}) f`;
  /**
   * The same for what counts them all: each row's `m` is made once, and not for each place that names it; and PostgreSQL,
   * which takes every row for a group of its own where it sees how groups are made, sorts none of them.
   */
  const every = (columns: Sql, more: readonly Sql[] = []): Sql =>
    left(
      columns,
      more,
      dialect === "postgres" ? sql` offset 0` : filter.clauses || filter.reading !== undefined ? sql` limit -1` : sql``,
    );
  const asked = askedOfResults(filter);
  const sets = asked ? sql`where ${asked}` : sql``;
  const and = asked ? sql`where ${asked} and` : sql`where`;
  const columns = sql`id, time_from, time_until, released_from, marking_rank, lon, lat, kind, act, results`;
  const run = async <R>(query: RawBuilder<R>): Promise<R[]> => (await query.execute(db)).rows;
  const foundOf = (row: Row): Found => ({
    id: row.id,
    status: row.kind,
    act: row.act,
    time: { from: millis(row.time_from), until: millis(row.time_until) },
    position: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
    marking: markingOf(row.marking_rank),
    releasedFrom: millis(row.released_from),
    results: resultsFrom(row.results).filter((r) => leaves(filter, r)),
    result: gravestOf(row.m),
  });
  const sum = (axis: string): Sql => asInt(sql`sum(${asInt(sql`${sql.ref(axis)} * ${sql.lit(TINY)}`)})`);
  // The largest set holds the gravest result of all.
  const ofGroup = [sql`count(*)`, sql`max(m)`, sum("lon"), sum("lat"), ...GROUPED.map((c) => sql`max(${sql.ref(c)})`)];
  const grouped = sql`id, act, kind, time_from, lon, lat`;
  const groups = async (
    columns: Sql,
    cell: Sql,
    more: readonly Sql[] = [],
    end: Sql = sql``,
  ): Promise<FoundGroup[]> => {
    const named = sql.join(ofGroup.map((e, i) => sql`${e} as ${sql.ref(GROUP_COLUMNS[i] as string)}`));
    const of = every(sql`${columns}, ${cell} as cell`, more);
    return foundGroups(await run(sql<GroupRow>`select ${named} from ${of} ${sets} group by cell${end}`));
  };
  /** Groups of cells that follow each other, each counted by itself: SQLite would sort all their rows to group them. */
  const groupsInTurn = async (first: number, last: number, width: number): Promise<FoundGroup[]> => {
    const rows = await run(
      sql<{ cell: string }>`with recursive cells(low) as (select ${sql.lit(first)} union all
          select low + ${sql.lit(width)} from cells where low + ${sql.lit(width)} <= ${sql.lit(last)})
        select (select json_array(${sql.join(ofGroup)}) from ${every(grouped, [sql`morton between low and low + ${sql.lit(width - 1)}`])} ${sets}) as cell from cells`,
    );
    return foundGroups(
      rows
        .map(({ cell }) => JSON.parse(cell) as (number | string)[])
        .filter(([n]) => n !== 0)
        .map((values) => Object.fromEntries(GROUP_COLUMNS.map((c, i) => [c, values[i]])) as unknown as GroupRow),
    );
  };
  /**
   * Whether a stretch of places holds so many rows that SQLite is faster to read them all in their order: of what stands
   * in rows alone, and not in the index of places.
   */
  const readsAll = async (first: number, last: number): Promise<boolean> => {
    if (dialect === "postgres" || !(filter.text || filter.sources || filter.where)) return false;
    const some = sql`select 1 from facet where ${seen} and morton between ${first} and ${last} limit ${MANY}`;
    const [row] = await run(sql<{ n: number }>`select count(*) as n from (${some}) s`);
    return row?.n === MANY;
  };
  const foundGroups = (rows: readonly GroupRow[]): FoundGroup[] =>
    rows
      .map(
        (r): FoundGroup => ({
          count: r.n,
          result: gravestOf(r.m),
          position: [Math.round(r.lon / r.n) / TINY, Math.round(r.lat / r.n) / TINY],
          ...(r.n === 1 && { only: { id: r.id, act: r.act, status: r.kind, from: r.time_from } }),
        }),
      )
      .sort(
        (a, b) =>
          b.position[1] - a.position[1] ||
          a.position[0] - b.position[0] ||
          byCodePoint(a.only?.id ?? "", b.only?.id ?? ""),
      );

  return {
    async page({ limit, order, after, inclusive, total }) {
      if (total === 0) return { rows: [], more: false };
      // PostgreSQL's rows do not lie in order: each step along the index is a page of its own.
      const few = dialect === "postgres" && total !== undefined && total < FEW * limit;
      const beyond = sql.raw(`${order === "newest" ? "<" : ">"}${inclusive ? "=" : ""}`);
      const direction = sql.raw(order === "newest" ? "desc" : "asc");
      const behind = after ? [sql`(time_from, id) ${beyond} (${after.at}, ${after.id})`] : [];
      const rows = await run(
        sql<Row>`select * from ${left(columns, behind)} ${sets} order by ${few ? sql`time_from + 0` : sql`time_from`} ${direction}, id ${direction} limit ${limit + 1}`,
      );
      return { rows: rows.slice(0, limit).map(foundOf), more: rows.length > limit };
    },
    async totals() {
      const of = left(sql`time_from, time_until, lon, lat, kind, marking_rank`);
      const [row] = await run(sql<{
        n: number;
        recorded: number;
        placed: number;
        rank: number | null;
        f: number;
        u: number;
        w: number | null;
        s: number;
        e: number;
        nn: number;
      }>`select count(*) as n, count(case when kind = 'recorded' then 1 end) as recorded, count(lon) as placed,
        max(marking_rank) as rank, min(time_from) as f, max(time_until) as u, min(lon) as w, min(lat) as s,
        max(lon) as e, max(lat) as nn from ${of} ${sets}`);
      const { n, recorded, placed, rank, f, u, w, s, e, nn } = row as NonNullable<typeof row>;
      return {
        total: n,
        recorded,
        placed,
        marking: rank === null ? null : markingOf(rank),
        period: n === 0 ? null : { from: millis(f), until: millis(u) },
        box: w === null ? null : [w, s, e, nn],
      };
    },
    async count() {
      const [row] = await run(sql<{ n: number }>`select count(*) as n from ${left(sql`id`)} ${sets}`);
      return row?.n ?? 0;
    },
    async placed() {
      const of = left(sql`id`, [sql`morton is not null`]);
      const [row] = await run(sql<{ n: number }>`select count(*) as n from ${of} ${sets}`);
      return row?.n ?? 0;
    },
    async sums() {
      const results = await run(
        sql<{ kind: string; results: string; n: number }>`select kind, results, count(*) as n
          from ${left(sql`kind, results`)} ${sets} group by kind, results`,
      );
      const counts = await run(
        sql<{
          counts: string;
          n: number;
        }>`select counts, count(*) as n from ${left(sql`counts`)} ${sets} group by counts`,
      );
      return {
        results: results
          .map(({ kind, results: text, n }) => ({
            status: kind,
            results: resultsFrom(text).filter((r) => leaves(filter, r)),
            n,
          }))
          .filter((r) => r.results.length > 0),
        counts: counts.filter((c) => c.counts !== "").sort((a, b) => byCodePoint(a.counts, b.counts)),
      };
    },
    async sources() {
      const rows = await run(sql<{ sources: string }>`select distinct sources from ${left(sql`sources`)} ${sets}`);
      return [...new Set(rows.flatMap((r) => fromList(r.sources)))].sort(byCodePoint);
    },
    async span() {
      // Each end by the order that rows lie in: of a filter that leaves much it is met at once.
      const end = async (direction: "asc" | "desc"): Promise<number | undefined> => {
        const way = sql.raw(direction);
        const rows = await run(
          sql<{
            at: number;
          }>`select time_from as at from ${left(sql`time_from, id`)} ${sets} order by time_from ${way}, id ${way} limit 1`,
        );
        return rows[0]?.at;
      };
      const first = await end("asc");
      return first === undefined ? null : [first, (await end("desc")) ?? first];
    },
    async bars(stepMs, clock = []) {
      const bar = sql`(time_from + ${offsetSql(clock)} + ${sql.lit(EPOCH)}) / ${sql.lit(stepMs)}`;
      const rows = await run(
        sql<{ bar: number; m: number; n: number }>`select bar, m, count(*) as n
          from ${every(sql`${bar} as bar`)} ${sets} group by bar, m`,
      );
      const bars = new Map<string, { from: number; result: Conduct; n: number }>();
      for (const { bar: at, m, n } of rows) {
        const result = gravestOf(m);
        const before = bars.get(`${at} ${result}`);
        if (before) before.n += n;
        else bars.set(`${at} ${result}`, { from: at * stepMs - EPOCH, result, n });
      }
      return [...bars.values()].sort((a, b) => a.from - b.from || byCodePoint(a.result, b.result));
    },
    async latest(most) {
      const since = sql`case when time_until > released_from then time_until else released_from end`;
      const rows = await run(
        sql<
          Row & { since: number }
        >`select *, ${since} as since from ${left(columns)} ${sets} order by since desc, id limit ${most}`,
      );
      return rows.map((row) => ({ ...foundOf(row), since: row.since }));
    },
    async tile(z, x, y, cells, most) {
      const [first, last] = tileRange(z, x, y);
      const all = await readsAll(first, last);
      const inside = [sql`${all ? sql`morton + 0` : sql`morton`} between ${first} and ${last}`];
      // As `foundGroups` orders them, so that no more leave the database than are drawn.
      if (cells === null) return groups(grouped, sql`id`, inside, sql` order by lat desc, lon, id limit ${most}`);
      const width = 4 ** (MORTON_ZOOM - cells);
      if (dialect === "sqlite" && !all && (last + 1 - first) / width <= MOST_IN_TURN)
        return groupsInTurn(first, last, width);
      return groups(grouped, sql`morton / ${sql.lit(width)}`, inside);
    },
    async grid(degrees) {
      // Never negative, so that SQLite's cast, which cuts off, is the floor, at a fraction of its cost.
      const step = (axis: string, low: number): Sql => {
        const steps = sql`(${sql.ref(axis)} + ${sql.lit(low)}) / ${sql.lit(degrees)}`;
        return asInt(dialect === "sqlite" ? steps : sql`floor(${steps})`);
      };
      // One number for a cell sorts faster than two: rows of cells, each as long as there are steps from pole to pole.
      const across = sql.lit(Math.ceil(180 / degrees) + 1);
      return groups(grouped, sql`${step("lon", 180)} * ${across} + ${step("lat", 90)}`, [sql`lon is not null`]);
    },
    async nextRelease() {
      const waiting = visibleFacets(mission, generation, { ...audience, at: millis(EPOCH) });
      const [row] = await run(
        sql<{ at: number | null }>`select min(released_from) as at from facet
          where ${waiting} and released_from > ${audience.at ?? -EPOCH}`,
      );
      return row?.at ?? null;
    },
    async *states() {
      let after: { time_from: number; id: string } | undefined;
      for (;;) {
        const behind: Sql = after ? sql`${and} (time_from, id) > (${after.time_from}, ${after.id})` : sets;
        const rows: { id: string; time_from: number; digest: string }[] = await run(
          sql`select * from ${left(sql`id, time_from, digest`)} ${behind} order by time_from, id limit 5000`,
        );
        for (const row of rows) yield { id: row.id, state: row.digest };
        after = rows.at(-1);
        if (rows.length < 5_000) return;
      }
    },
  };
}

/** What a clock is ahead of UTC when a row begins. */
function offsetSql(clock: Clock): Sql {
  const last = sql.lit(clock.at(-1)?.[1] ?? 0);
  if (clock.length < 2) return last;
  const earlier = clock
    .slice(1)
    .map(([from], i) => sql`when time_from < ${sql.lit(from)} then ${sql.lit(clock[i]?.[1])}`);
  return sql`(case ${sql.join(earlier, sql` `)} else ${last} end)`;
}

const resultWord = (gravity: Sql): Sql =>
  sql`(case (${gravity}) ${sql.join(
    BY_GRAVITY.map((word, g) => sql`when ${sql.lit(g)} then ${sql.lit(word)}`),
    sql` `,
  )} end)`;

/** What conditions name, as facets hold it. */
const facetColumns = (dialect: Dialect, result: Sql): Omit<ConditionColumns, "dialect"> => ({
  value(field) {
    const column = { id: "id", status: "kind", act: "act", from: "time_from", until: "time_until", geometry: "lon" }[
      field
    ];
    if (column !== undefined) return sql.ref(column);
    if (field === "marking") return markingSql();
    if (field === "result") return result;
    throw new Error(`facets have no field ${field}`);
  },
  has(field, word) {
    const column = { source: "sources", zone: "zones" }[field];
    if (column === undefined) throw new Error(`facets have no list ${field}`);
    const at = sql.raw(dialect === "sqlite" ? "instr" : "strpos");
    return sql`${at}(${sql.ref(column)}, ${`\n${listed(word)}\n`}) > 0`;
  },
  near: (w, s, e, n) => sql`(${mortonRuns([w, s, e, n])})`,
});

/** Whether a filter leaves a result of an incident that it leaves. */
const leaves = (
  { clauses, reading }: IncidentFilter,
  r: { readonly clause: string; readonly reading: string },
): boolean => (clauses === undefined || clauses.includes(r.clause)) && (reading === undefined || r.reading === reading);

/** The set of the results that a filter asks about, as a number. */
function maskExpression({ clauses, reading }: IncidentFilter, dialect: Dialect): Sql {
  if (clauses === undefined && reading === undefined) return sql`result_set`;
  const one = (clause: string): Sql => {
    const key = keyOfResult(clause, reading ?? "");
    if (dialect === "postgres") return sql`greatest(ascii(split_part(results, ${key}, 2)) - ${sql.lit(MASK_BASE)}, 0)`;
    const behind = sql.lit([...key].length);
    return sql`(case when instr(results, ${key}) = 0 then 0 else unicode(substr(results, instr(results, ${key}) + ${behind}, 1)) - ${sql.lit(MASK_BASE)} end)`;
  };
  const parts = [...new Set(clauses ?? [""])].map(one);
  return parts.length === 0 ? sql`0` : sql`(${sql.join(parts, sql` | `)})`;
}

/** What a filter asks of the set `m`: undefined where nothing. */
function askedOfResults({ clauses, results }: IncidentFilter): Sql | undefined {
  const none = results?.includes("not-applicable") ?? false;
  if (results) {
    const wanted = sql.lit(maskOf(results));
    return none ? sql`(m = 0 or (m & ${wanted}) <> 0)` : sql`(m & ${wanted}) <> 0`;
  }
  return clauses ? sql`m <> 0` : undefined;
}

/** What a filter asks beside results, as conditions on the row. */
function conditions(filter: IncidentFilter, dialect: Dialect, longest: number): Sql[] {
  const at = sql.raw(dialect === "sqlite" ? "instr" : "strpos");
  const { from, until, within, zones, statuses, acts, sources, markings, text } = filter;
  const found: Sql[] = [];
  const any = (parts: readonly Sql[]): void => {
    found.push(parts.length === 0 ? sql`1 = 0` : sql`(${sql.join(parts, sql` or `)})`);
  };
  // A moment, which has no length, is inside the window that begins with it.
  if (from !== undefined)
    found.push(sql`time_from >= ${from - longest} and (time_until > ${from} or time_from >= ${from})`);
  if (until !== undefined) found.push(sql`time_from < ${until}`);
  if (statuses) any(statuses.map((s) => sql`kind = ${s}`));
  if (markings) any(markings.map((m) => sql`marking_rank = ${sql.lit(markingRank(m))}`));
  if (acts) any(acts.map((a) => sql`(act = ${a} or substr(act, 1, ${sql.lit([...a].length + 1)}) = ${`${a}.`})`));
  if (sources) any(sources.map((s) => sql`${at}(sources, ${`\n${listed(s)}\n`}) > 0`));
  if (zones) any(zones.map((z) => sql`${at}(zones, ${`\n${listed(z)}\n`}) > 0`));
  for (const box of within ?? []) any(boxes(box).map(boxCondition));
  if (text !== undefined && text !== "") {
    const part = text.toLowerCase();
    const words = [...new Set([part, ...searchForms(text)])].map((w) => sql`${at}(words, ${listed(w)}) > 0`);
    any([sql`${at}(id, ${part}) > 0`, sql`${at}(act, ${part}) > 0`, ...words]);
  }
  return found;
}

/**
 * Rows of these ids. Facets lie by time: their incidents' rows, which are found by id, tell where. (Their rank, which
 * the index by time does not hold, keeps SQLite from reading all of that in place of a few rows by key.)
 */
const namedBy = (ids: readonly string[], mission: string, generation: number, profile: string): Sql => {
  if (ids.length === 0) return sql`1 = 0`;
  const some = sql`id in (${sql.join(ids)})`;
  return sql`${some} and time_from in (select time_from from incident where mission = ${mission} and generation = ${generation} and profile = ${profile} and ${some} and marking_rank >= 0)`;
};

/** A box as boxes that do not cross the antimeridian. */
const boxes = ([west, south, east, north]: Box): Box[] =>
  west <= east
    ? [[west, south, east, north]]
    : [
        [west, south, 180, north],
        [-180, south, east, north],
      ];

const mortonRuns = ([west, south, east, north]: Box): Sql =>
  sql.join(
    boxRanges(west, south, east, north).map(([a, b]) => sql`morton between ${a} and ${b}`),
    sql` or `,
  );

const boxCondition = (box: Box): Sql => {
  const [west, south, east, north] = box;
  return sql`((${mortonRuns(box)}) and lon between ${west} and ${east} and lat between ${south} and ${north})`;
};
