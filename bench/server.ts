// Speed of reading: lists, histograms, tiles, text and polygons over a mission, asked of the routes, cold (never asked
// before) and warm (asked again), on SQLite and PostgreSQL; and the same tiles by PostGIS's ST_AsMVT from the same rows in the
// same run, where it is installed. node --import tsx bench/server.ts, or npm run bench -- server; prints each target beside
// its figure. SERVER_ROWS: how many incidents are made (100,000). STORED: a file that lists kept missions, of which the one of
// SERVER_ROWS observations, or the last, is copied and read instead ([{"observations", "data", "url", "folder"}, …]).
// SERVER_STORES=sqlite,postgres.
import { cpSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { canonical } from "../src/canonical.ts";
import { Agreements } from "../src/server/agreement-in-force.ts";
import { api } from "../src/server/api.ts";
import { configOf } from "../src/server/config.ts";
import { serverLog, serverMetrics } from "../src/server/observability.ts";
import { Reads } from "../src/server/reads.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../src/server/routes/index.ts";
import { hashOf as secretHash } from "../src/server/secrets.ts";
import { pointsOf } from "../src/server/tiles.ts";
import { pointTile } from "../src/server/tiles-mvt.ts";
import { FULL, type Lease, type TaggedRow } from "../src/store/derivations.ts";
import { openIdentity } from "../src/store/identity-open.ts";
import { draft, hashOf, observation } from "../src/store/made.fixture.ts";
import { openStore } from "../src/store/open.ts";
import { postgresPool } from "../src/store/postgres-engine.ts";
import type { Store } from "../src/store/store.ts";
import { millis } from "../src/units.ts";
import { AGREEMENT } from "./late-made.ts";
import { type Question, questionsOf, TARGETS, tileAt, type World } from "./server-questions.ts";

const isMain = import.meta.url === pathToFileURL(process.argv[1] ?? "").href;
const DAY = 86_400_000;
const BEGIN = 1_700_000_000_000;
/** Times that each question is asked, each time another one of its kind; fewer, and three at least, once it took so long. */
const ASKED = 12;
const BUDGET_MS = 8_000;
const RESULTS = ["contrary", "indeterminate", "exempt", "not-contrary"] as const;

/** A mission that `trucekeeper import` and `rebuild` made of bench/late-made.ts, kept to be copied. */
interface Kept {
  readonly observations: number;
  readonly data: string;
  readonly url: string;
  readonly folder: string;
}
const listed = process.env["STORED"];
const all = listed === undefined ? [] : (JSON.parse(readFileSync(listed, "utf8")) as readonly Kept[]);
const kept = all.find((k) => String(k.observations) === process.env["SERVER_ROWS"]) ?? all.at(-1);
const N = kept?.observations ?? Number(process.env["SERVER_ROWS"] ?? 100_000);
const WORLD: World = kept
  ? {
      begin: BEGIN,
      days: Math.floor(N / 1_400),
      box: [33, 46.5, 38, 50],
      clauses: ["fire", "guns", "nights"],
      zone: "south",
      text: "s-",
    }
  : {
      begin: BEGIN,
      days: 730,
      box: [30, 45, 40, 52],
      clauses: Array.from({ length: 12 }, (_, c) => `clause-${c}`),
      zone: "south",
      text: "village ",
    };
const content = canonical({
  ...observation(1),
  members: [{ observation: hashOf("observation 1"), role: "supports" }],
  facts: { place: { kind: "unknown" } },
});

/** N incidents over two years and ten degrees, each under one to three clauses and two readings. */
function* rows(): Generator<TaggedRow> {
  for (let n = 0; n < N; n++) {
    const from = BEGIN + ((n * 7_919) % (730 * 24)) * (DAY / 24) + (n % 3_600) * 1_000;
    const results = Array.from({ length: 1 + (n % 3) }, (_, c) =>
      ["ours", "theirs"].map((reading) => ({
        clause: `clause-${(n + c * 7) % 12}`,
        reading,
        result: RESULTS[(n * 31 + c) % 4] as "contrary",
      })),
    ).flat();
    yield {
      table: "incident",
      row: {
        profile: FULL,
        id: hashOf(`incident ${n}`),
        time: { from: millis(from), until: millis(from + 60_000) },
        position: [30 + ((n * 7_919) % 10_007) / 1_000, 45 + ((n * 104_729) % 7_001) / 1_000],
        marking: "TLP:GREEN",
        kind: n % 9 === 0 ? "claimed" : "recorded",
        act: "undetermined",
        content,
        facet: {
          sources: [`post ${n % 40}`],
          zones: n % 4 === 0 ? ["south"] : [],
          names: [`village ${n % 3_000}`],
          results,
          heard: [{ min: 1 + (n % 5), max: 1 + (n % 5), unit: "explosion", form: "number" }],
          fused: [],
        },
      },
    };
  }
}

const at = (times: readonly number[], share: number): number =>
  Math.round(
    (times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] as number) * 10,
  ) / 10;

/** What a question cost, in milliseconds. */
interface Figure {
  readonly kind: Question["kind"];
  readonly cold: { readonly p50: number; readonly most: number };
  readonly warm: { readonly p50: number; readonly most: number };
}
type Figures = Readonly<Record<string, Figure>>;
type StoreName = "sqlite" | "postgres";
type Settings = Readonly<Record<string, string>>;

/** A mission's agreement and N made-up incidents, written as a derivation writes them. */
async function fill(store: Store): Promise<void> {
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const text = await store.evidence("m").put(Buffer.from(AGREEMENT));
  const version = { id: "bench", text: { sha256: text.sha256, name: "bench.yaml" }, parts: [], reading: null };
  await store.append("m", [draft("agreement-version", version)]);
  const lease = (await store.derivations.acquire("m", "bench")) as Lease;
  const keep = setInterval(() => void store.derivations.renew(lease), 2_000);
  await store.derivations.replace(lease, { derivation: "1", size: 0, root: hashOf("r") }, rows());
  clearInterval(keep);
}

type Ask = (path: string) => Promise<number>;

/** The routes over an open store, asked as a verifier. */
async function routesOver(store: Store, settings: Settings): Promise<{ ask: Ask; close: () => Promise<void> }> {
  const identity = await openIdentity(settings);
  const login = `bench-${process.pid}`;
  const { id } = await identity.addPerson({ login, name: "v", operator: false }, millis(0));
  await identity.setMembership("m", id, { role: "verifier" });
  const secret = login.padEnd(43, "s");
  const token = { id: login, hash: secretHash(secret), person: id, mission: "m", name: "t" };
  const scopes = ["mission.read", "agreement.read", "incident.read", "observation.read", "assessment.read"] as const;
  await identity.addToken({ ...token, scopes, created: millis(0), until: millis(9e12) });
  const config = configOf({});
  const parts = {
    store,
    identity,
    config: { ...config, limits: { ...config.limits, perMinute: 1e9 } },
    reads: new Reads(store),
    agreements: new Agreements(store),
    clock: () => millis(Date.now()),
    appended: () => undefined,
  };
  const app = api(ROUTES, parts as never, { log: serverLog("silent"), metrics: serverMetrics() }, ENTRANCE_ROUTES);
  return {
    async ask(path) {
      const t = performance.now();
      const answer = await app.request(`http://bench${path}`, { headers: { Authorization: `Bearer ${secret}` } });
      const bytes = await answer.arrayBuffer();
      if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${Buffer.from(bytes).toString()}`);
      return performance.now() - t;
    },
    close: () => identity.close(),
  };
}

async function measure(ask: Ask): Promise<Figures> {
  const figures: Record<string, Figure> = {};
  for (const [what, { kind, path }] of Object.entries(questionsOf(WORLD))) {
    const [cold, warm]: [number[], number[]] = [[], []];
    const began = performance.now();
    for (let i = 0; i < ASKED && (i < 3 || performance.now() - began < BUDGET_MS); i++) {
      cold.push(await ask(path(i)));
      warm.push(await ask(path(i)));
    }
    const of = (times: readonly number[]) => ({ p50: at(times, 0.5), most: at(times, 1) });
    figures[what] = { kind, cold: of(cold), warm: of(warm) };
  }
  return figures;
}

interface Beside {
  readonly ours: number;
  readonly route: number;
  readonly postgis: number;
  readonly ratio: number;
}

/**
 * The same tiles by PostGIS, in turn with ours: the same rows and attributes, by the same filter (a begin). Below zoom 10
 * both group: ours by Morton cell, PostGIS by ST_SnapToGrid of the same size; the last line is PostGIS without groups. Ours
 * is the question to the database in a transaction of its own and the tile made of its rows; `route` is the whole request
 * with caller, permission and filter, which the others leave out. Medians of 5.
 */
async function postgis(store: Store, url: string, ask: Ask): Promise<Readonly<Record<string, Beside>> | string> {
  const pool = postgresPool(url, { connections: 1 });
  try {
    await pool.query("create extension if not exists postgis schema public");
    await pool.query("set search_path = trucekeeper, public");
    await pool.query(`create table points as select id, act, kind as status, time_from, result_set,
      st_transform(st_setsrid(st_makepoint(lon, lat), 4326), 3857) as geom from facet
      where mission = 'm' and profile = 'full' and lon is not null`);
    await pool.query("create index points_geom on points using gist (geom)");
    await pool.query("create index points_time on points (time_from)");
    await pool.query("vacuum analyze points");
    const gravity = (m: string): string =>
      `case when ${m} >= 16 then 4 when ${m} >= 8 then 3 when ${m} >= 4 then 2 when ${m} >= 2 then 1 else 0 end`;
    const word = (m: string): string =>
      `(array['not-applicable', 'not-contrary', 'exempt', 'indeterminate', 'contrary'])[1 + ${gravity(m)}]`;
    const [lon, lat] = [(WORLD.box[0] + WORLD.box[2]) / 2, (WORLD.box[1] + WORLD.box[3]) / 2];
    const tile = (z: number, grouped: boolean, from: number): string => {
      const [x, y] = tileAt(z, lon, lat);
      const envelope = `st_tileenvelope(${z}, ${x}, ${y})`;
      const where = `geom && ${envelope} and time_from >= ${from}`;
      const size = 40_075_016.68557849 / 2 ** (z + 3);
      const source = grouped
        ? `select st_asmvtgeom(st_setsrid(st_makepoint(avg(st_x(geom)), avg(st_y(geom))), 3857), ${envelope}) as geom,
             count(*) as count, ${gravity("max(result_set)")} as gravity, ${word("max(result_set)")} as result
           from points where ${where} group by st_snaptogrid(geom, ${size})`
        : `select st_asmvtgeom(geom, ${envelope}) as geom, id, act, status, time_from as "from", 1 as count,
             ${gravity("result_set")} as gravity, ${word("result_set")} as result from points where ${where}`;
      return `select st_asmvt(t, 'incidents', 4096, 'geom') from (${source}) t`;
    };
    const theirs = async (sql: string): Promise<number> => {
      const t = performance.now();
      await pool.query(sql);
      return performance.now() - t;
    };
    const beside = async (z: number, grouped: boolean): Promise<Beside> => {
      const [x, y] = tileAt(z, lon, lat);
      const [mine, other, whole]: [number[], number[], number[]] = [[], [], []];
      for (let i = 0; i < 5; i++) {
        const from = WORLD.begin + 1_000 * (z * 10 + i + (grouped ? 5 : 0));
        const t = performance.now();
        const found = await store.derivations.still("m", { profile: FULL, upTo: "TLP:RED" }, (view) =>
          view.incidents({ from: millis(from) }).tile(z, x, y, z < 10 ? z + 3 : null, 50_000),
        );
        pointTile("incidents", pointsOf(found ?? [], z, x, y));
        mine.push(performance.now() - t);
        other.push(await theirs(tile(z, grouped, from)));
        whole.push(await ask(`/tiles/m/incidents/${z}/${x}/${y}.mvt?from=${from}`));
      }
      const [ours, them] = [at(mine, 0.5), at(other, 0.5)];
      return { ours, route: at(whole, 0.5), postgis: them, ratio: Math.round((them / ours) * 10) / 10 };
    };
    return {
      "z5 grouped": await beside(5, true),
      "z8 grouped": await beside(8, true),
      "z11, every incident": await beside(11, false),
      "z5, theirs not grouped": await beside(5, false),
    };
  } catch (error) {
    return String(error);
  } finally {
    await pool.end();
  }
}

/** A PostgreSQL with the mission in it: a copy of the kept one, or a new one with made-up rows. */
async function database(folder: string): Promise<{ settings: Settings; fresh: boolean; end: () => Promise<void> }> {
  if (!kept) {
    const server = await startPostgres();
    return { settings: { TRUCEKEEPER_DATA: folder, DATABASE_URL: server.url }, fresh: true, end: server.stop };
  }
  const [url, admin] = [new URL(kept.url), new URL(kept.url)];
  const name = `trucekeeper_read_${process.pid}`;
  admin.pathname = "/postgres";
  const pool = new pg.Pool({ connectionString: admin.href, max: 1 });
  await pool.query(`create database ${name} template ${url.pathname.slice(1)}`);
  cpSync(kept.folder, folder, { recursive: true });
  url.pathname = `/${name}`;
  return {
    settings: { TRUCEKEEPER_DATA: folder, DATABASE_URL: url.href },
    fresh: false,
    async end() {
      await pool.query(`drop database ${name} with (force)`);
      await pool.end();
    },
  };
}

async function readingOf(settings: Settings, fresh: boolean) {
  const store = await openStore(settings, { apart: true });
  if (fresh) await fill(store);
  const url = settings["DATABASE_URL"];
  if (url !== undefined) {
    // As the server's own autovacuum leaves it within minutes; PostGIS's table gets the same.
    const pool = postgresPool(url, { connections: 1 });
    await pool.query("vacuum analyze facet");
    await pool.end();
  }
  const routes = await routesOver(store, settings);
  const figures = await measure(routes.ask);
  const beside = url === undefined ? undefined : await postgis(store, url, routes.ask);
  await routes.close();
  await store.close();
  return { figures, beside };
}

/** Both stores in one run, and PostGIS over the same rows. */
async function reading() {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-"));
  const wanted = (process.env["SERVER_STORES"] ?? "sqlite,postgres").split(",");
  try {
    let sqlite: Figures | undefined;
    if (wanted.includes("sqlite")) {
      const data = join(folder, "embedded");
      if (kept) cpSync(kept.data, data, { recursive: true });
      sqlite = (await readingOf({ TRUCEKEEPER_DATA: data }, kept === undefined)).figures;
      await rm(data, { recursive: true });
      said("sqlite", sqlite);
    }
    if (!wanted.includes("postgres") || postgresBinaries() === undefined)
      return { sqlite, postgres: undefined, beside: "PostgreSQL is not installed, or was left out" };
    const { settings, fresh, end } = await database(join(folder, "postgres"));
    try {
      const { figures, beside } = await readingOf(settings, fresh);
      said("postgres", figures);
      return { sqlite, postgres: figures, beside };
    } finally {
      await end();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each figure with what was asked for beside it. */
function said(store: StoreName, figures: Figures): void {
  for (const [what, { kind, cold, warm }] of Object.entries(figures)) {
    const target = TARGETS[kind];
    const one = ({ p50, most }: Figure["cold"], asked: number): string =>
      `${String(p50).padStart(8)} ${String(most).padStart(8)} (${asked}${most > asked ? ", NOT reached" : ""})`;
    console.error(
      `${store.padEnd(9)}${what.padEnd(42)} cold ${one(cold, target.cold[store])}   warm ${one(warm, target.warm[store])}`,
    );
  }
}

const most = (store: StoreName, figures: Figures | undefined, kind: Question["kind"]): string => {
  if (!figures) return "left out";
  const of = Object.values(figures).filter((f) => f.kind === kind);
  const worst = (when: "cold" | "warm"): string => {
    const ms = Math.max(...of.map((f) => f[when].most));
    return `${ms} ms ${when} (${TARGETS[kind][when][store]} asked)`;
  };
  return `${worst("cold")}, ${worst("warm")}`;
};

/** Lines for the README's table. */
export async function serverRows() {
  const { sqlite, postgres, beside } = await reading();
  const what = kept ? `a mission of ${N} observations` : `${N} incidents`;
  const kinds = (["list", "histogram", "tile", "search"] as const).map((kind) => ({
    what: `Slowest of at most ${ASKED} of each ${kind === "search" ? "text and polygon filter" : kind} over ${what}, asked of the routes; first time, and again`,
    ours: `PostgreSQL ${most("postgres", postgres, kind)}`,
    baseline: `SQLite ${most("sqlite", sqlite, kind)}`,
  }));
  if (beside === undefined || typeof beside === "string") return kinds;
  return [
    ...kinds,
    {
      what: `Vector tiles over ${what}, question and encoding (and the whole request), beside PostGIS's ST_AsMVT of the same rows, attributes and groups; medians of 5 in turn`,
      ours: Object.entries(beside)
        .map(([k, b]) => `${k}: ${b.ours} ms (${b.route})`)
        .join("; "),
      baseline: Object.entries(beside)
        .map(([k, b]) => `${k}: ${b.postgis} ms (ratio ${b.ratio})`)
        .join("; "),
    },
  ];
}

if (isMain) console.log(JSON.stringify(await serverRows(), null, 1));
