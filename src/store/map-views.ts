import { createHash } from "node:crypto";
import type pg from "pg";
import { MARKINGS } from "../observation/observation.ts";
import type { PolygonRings } from "../place/place.ts";
import { markingRank } from "./visible.ts";

/** A zone of the agreement in force, as maps take it. */
export interface MapZone {
  readonly id: string;
  readonly name: string;
  readonly polygons: readonly PolygonRings[];
}

/** What keeps the views' own table up with the agreement in force. */
export interface MapViews {
  putZones(mission: string, zones: readonly MapZone[]): Promise<void>;
}

/** Name of the schema that the views stand in: apart from our tables, which know no views and no extension. */
export const mapSchema = (schema: string): string => `${schema}_gis`;

/** A view's rows for the staff, or as they are released to everybody. */
type Form = "full" | "public";

const MARKING = `case marking_rank ${MARKINGS.map((m) => `when ${markingRank(m)} then '${m}'`).join(" ")} end as marking`;

/** Columns that a view has besides time, marking and geometry; a public one names no source. */
const OWN: Readonly<Record<string, Readonly<Record<Form, readonly string[]>>>> = {
  observation: { full: ["id", "kind", "act", "source"], public: ["id", "kind", "act"] },
  incident: { full: ["id", "kind as status", "act"], public: ["id", "kind as status", "act"] },
  assessment: {
    full: ["incident", "clause", "reading", "kind as result"],
    public: ["incident", "clause", "reading", "kind as result"],
  },
};

/** Statements that make the views, in order. @param postgis the schema that the extension stands in */
function statements(schema: string, postgis: string, opened: boolean): string[] {
  const maps = mapSchema(schema);
  const made = [
    `create table if not exists ${maps}.zone_shape (mission text not null, id text not null, name text not null,
      geojson text not null, primary key (mission, id))`,
  ];
  for (const form of opened ? (["full", "public"] as const) : (["full"] as const)) {
    // A mission that is not open to the public is not there for it, whatever its rows say.
    const open = `and exists (select from ${schema}.opening o where o.mission = r.mission and o.is_public = 1)`;
    const released = `and r.marking_rank <= ${markingRank("TLP:CLEAR")}
      and r.released_from <= floor(extract(epoch from clock_timestamp()) * 1000) ${open}`;
    for (const [table, own] of Object.entries(OWN))
      made.push(`create view ${maps}.${table}_${form} with (security_barrier) as
        select r.mission, m.exercise = 1 as exercise, ${own[form].map((c) => `r.${c}`).join(", ")},
          to_timestamp(r.time_from / 1000.0) as time_from, to_timestamp(r.time_until / 1000.0) as time_until,
          ${MARKING.replace("marking_rank", "r.marking_rank")},
          ${postgis}.st_setsrid(${postgis}.st_makepoint(r.lon, r.lat), 4326)::${postgis}.geometry(Point, 4326) as geom
        from ${schema}.${table} r
        join ${schema}.derived_state d on d.mission = r.mission and d.generation = r.generation and d.active = 1
        join ${schema}.mission m on m.mission = r.mission
        where r.profile = '${form}' ${form === "public" ? released : ""}`);
    made.push(`create view ${maps}.zone_${form} with (security_barrier) as
      select r.mission, m.exercise = 1 as exercise, r.id, r.name, ${postgis}.st_setsrid(
        ${postgis}.st_geomfromgeojson(r.geojson), 4326)::${postgis}.geometry(MultiPolygon, 4326) as geom
      from ${maps}.zone_shape r join ${schema}.mission m on m.mission = r.mission
      where true ${form === "public" ? open : ""}`);
  }
  return made;
}

/**
 * Makes read-only views with geometry over the derived rows, where the database has PostGIS; made again where another
 * version of this program, or another place of the extension, would make others. Nobody is granted anything.
 * @returns undefined where the extension is not there, or this user may not make a schema
 */
export async function makeMapViews(pool: pg.Pool, schema: string): Promise<MapViews | undefined> {
  const maps = mapSchema(schema);
  const client = await pool.connect();
  try {
    await client.query("begin");
    // Several servers may start at once, and another may be migrating.
    await client.query("select pg_advisory_xact_lock(7428121)");
    const { rows } = await client.query<{
      postgis: string | null;
      ours: boolean;
      opened: boolean;
      made: string | null;
    }>(
      `select (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
          where e.extname = 'postgis') as postgis,
        to_regclass($1) is not null as opened, to_regclass($3) is not null as ours,
        (select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = $2) as made`,
      [`${schema}.opening`, maps, `${schema}.facet`],
    );
    const { postgis, ours, opened, made } = rows[0] as NonNullable<(typeof rows)[0]>;
    if (postgis === null || !ours) {
      await client.query("commit");
      return undefined;
    }
    const sql = statements(schema, postgis, opened);
    const version = `Views of Trucekeeper ${createHash("sha256").update(sql.join("\n")).digest("hex")}`;
    if (made !== version) {
      await client.query(`create schema if not exists ${maps}`);
      await dropMapViews((text) => client.query(text), schema);
      for (const statement of sql) await client.query(statement);
      await client.query(`comment on schema ${maps} is '${version}'`);
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    const INSUFFICIENT_PRIVILEGE = "42501";
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) return undefined;
    throw error;
  } finally {
    client.release();
  }
  return {
    async putZones(mission, zones) {
      const shapes = zones.map(({ polygons }) => JSON.stringify({ type: "MultiPolygon", coordinates: polygons }));
      // One statement: another server's never comes between.
      await pool.query(
        `with now as (select * from unnest($2::text[], $3::text[], $4::text[]) as z (id, name, geojson)),
          gone as (delete from ${maps}.zone_shape where mission = $1 and id not in (select id from now))
        insert into ${maps}.zone_shape select $1, id, name, geojson from now
        on conflict (mission, id) do update set name = excluded.name, geojson = excluded.geojson`,
        [mission, zones.map((z) => z.id), zones.map((z) => z.name), shapes],
      );
    },
  };
}

/**
 * Takes the views away, so that the tables under them can change; the zones stay. `makeMapViews` makes them anew.
 * @param run runs one statement, in the transaction that is to change the tables
 */
export async function dropMapViews(run: (sql: string) => Promise<unknown>, schema: string): Promise<void> {
  await run(`do $$ declare one record; begin
    for one in select viewname from pg_views where schemaname = '${mapSchema(schema)}' loop
      execute format('drop view %I.%I', '${mapSchema(schema)}', one.viewname);
    end loop;
    if exists (select from pg_namespace where nspname = '${mapSchema(schema)}') then
      comment on schema ${mapSchema(schema)} is null;
    end if;
  end $$`);
}
