import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresBinaries, startPostgres, type TestServer } from "../../scripts/postgres-for-tests.mjs";
import { millis } from "../units.ts";
import type { Lease, ObservationRow, TaggedRow } from "./derivations.ts";
import { DERIVED_MIGRATIONS } from "./derived-schema.ts";
import { postgresIdentity } from "./identity-open.ts";
import { hashOf, row } from "./made.fixture.ts";
import { openPostgres } from "./open-postgres.ts";
import { postgresEngine, postgresPool } from "./postgres-engine.ts";
import { migrate } from "./schema.ts";
import type { Store } from "./store.ts";
import type { DerivedTables } from "./tables.ts";

const square = (west: number) =>
  [
    [
      [
        [west, 46],
        [west + 1, 46],
        [west + 1, 47],
        [west, 46],
      ],
    ],
  ] as const;

/** Three observations: for all, for all from a day to come on, and not for all; each with its row for the staff. */
async function fill(store: Store, mission: string): Promise<void> {
  await store.createMission({ id: mission, name: mission, zone: "UTC", exercise: mission === "drill" });
  const lease = (await store.derivations.acquire(mission, "test")) as Lease;
  const place = { position: [37.5, 48.25] as const };
  const observed = (n: number, more: Partial<ObservationRow>) => row(n, more).row as ObservationRow;
  const rows = [0, 1, 2].flatMap((n) => [
    observed(n, place),
    observed(n, {
      position: [37, 48],
      profile: "public",
      marking: n === 2 ? "TLP:GREEN" : "TLP:CLEAR",
      ...(n === 1 && { releasedFrom: millis(Date.UTC(2200, 0, 1)) }),
    }),
  ]);
  await store.derivations.replace(lease, { derivation: "1", size: 0, root: hashOf("r") }, [
    ...rows.map((one): TaggedRow => ({ table: "observation", row: one })),
    ...rows.map(({ source: _source, ...of }): TaggedRow => ({ table: "incident", row: { ...of, kind: "recorded" } })),
  ]);
  await store.derivations.release(lease);
}

if (postgresBinaries() === undefined)
  describe.skip("map views (left out: PostgreSQL is not installed; apt-get install postgresql-15)", () => {
    test("are made", () => undefined);
  });
else {
  let server: TestServer;
  let folder: string;
  let pool: pg.Pool;
  let there = false;
  beforeAll(async () => {
    server = await startPostgres();
    folder = await mkdtemp(join(tmpdir(), "trucekeeper-maps-"));
    pool = postgresPool(server.url);
    const found = await pool.query("select 1 from pg_available_extensions where name = 'postgis'");
    there = found.rowCount === 1;
  });
  afterAll(async () => {
    await pool.end();
    await server.stop();
    await rm(folder, { recursive: true });
  });
  const viewNames = async (): Promise<string[]> => {
    const { rows } = await pool.query<{ viewname: string }>(
      "select viewname from pg_views where schemaname = 'trucekeeper_gis' order by 1",
    );
    return rows.map((r) => r.viewname);
  };
  const NAMES = ["assessment", "incident", "observation", "zone"].flatMap((n) => [`${n}_full`, `${n}_public`]);

  test("without the extension there are none, and no schema for them", async () => {
    const store = await openPostgres(server.url, { folder });
    expect(store.maps).toBeUndefined();
    await store.close();
    const made = await pool.query("select from pg_namespace where nspname = 'trucekeeper_gis'");
    expect(made.rowCount).toBe(0);
  });

  test("with it they show each form's rows as geometry; the public's only what is released, of open missions", async (context) => {
    if (!there) return context.skip("left out: PostGIS is not installed; apt-get install postgresql-15-postgis-3");
    await pool.query("create extension postgis schema public");
    const identity = await postgresIdentity(server.url, { folder });
    const store = await openPostgres(server.url, { folder });
    expect(await viewNames()).toEqual(NAMES);
    await fill(store, "open");
    await fill(store, "shut");
    await identity.setOpening("open", { public: true });
    await store.maps?.putZones("open", [{ id: "a", name: "A", polygons: square(30) }]);
    await store.maps?.putZones("open", [
      { id: "b", name: "B", polygons: square(31) },
      { id: "c", name: "C", polygons: square(32) },
    ]);
    await store.maps?.putZones("shut", [{ id: "d", name: "D", polygons: square(33) }]);

    await pool.query("create role reader; grant usage on schema trucekeeper_gis, public to reader");
    await pool.query(
      "grant select on trucekeeper_gis.incident_public, trucekeeper_gis.observation_public, trucekeeper_gis.zone_public to reader",
    );
    const client = await pool.connect();
    try {
      await client.query("set role reader");
      for (const view of ["observation", "incident"]) {
        const { rows } = await client.query(
          `select mission, id, marking, public.st_astext(geom) as at from trucekeeper_gis.${view}_public`,
        );
        expect(rows, view).toEqual([
          { mission: "open", id: hashOf("observation 0"), marking: "TLP:CLEAR", at: "POINT(37 48)" },
        ]);
      }
      const zones = await client.query(
        "select id, public.st_xmin(geom) as west from trucekeeper_gis.zone_public order by id",
      );
      expect(zones.rows).toEqual([
        { id: "b", west: 31 },
        { id: "c", west: 32 },
      ]);
      for (const hidden of ["trucekeeper_gis.incident_full", "trucekeeper.incident", "trucekeeper_gis.zone_shape"])
        await expect(client.query(`select * from ${hidden}`)).rejects.toThrow(/permission denied/);
    } finally {
      await client.query("reset role");
      client.release();
    }
    const full = await pool.query(
      "select id, source, marking, public.st_astext(geom) as at from trucekeeper_gis.observation_full where mission = 'open' order by id",
    );
    expect(full.rows.length).toBe(3);
    expect(full.rows[0]).toMatchObject({ source: "patrol-3", at: "POINT(37.5 48.25)" });
    await expect(pool.query("delete from trucekeeper_gis.incident_full")).rejects.toThrow(
      /not automatically updatable|cannot delete/,
    );
    await store.close();
    await identity.close();
  }, 60_000);

  test("a migration takes them away and changes the tables; the next start makes them anew, the zones still there", async (context) => {
    if (!there) return context.skip("left out: PostGIS is not installed; apt-get install postgresql-15-postgis-3");
    const change = "alter table incident alter column act type varchar(100)";
    await expect(pool.query(change)).rejects.toThrow(/used by a view/);
    await migrate(
      postgresEngine<DerivedTables>(pool),
      "derived",
      [...DERIVED_MIGRATIONS, { statements: () => [change] }],
      "the database",
    );
    expect(await viewNames()).toEqual([]);
    await pool.query("update store_schema set version = version - 1 where part = 'derived'");
    const store = await openPostgres(server.url, { folder });
    expect(await viewNames()).toEqual(NAMES);
    const { rows } = await pool.query("select id from trucekeeper_gis.zone_full order by id");
    expect(rows.map((r) => r.id)).toEqual(["b", "c", "d"]);
    await store.close();
  });
}
