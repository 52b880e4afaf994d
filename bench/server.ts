// Speed of reading: lists, histograms, counts and tiles over N incidents, asked of the routes, cold and warm, on SQLite and
// PostgreSQL, with PostGIS's ST_AsMVT over the same rows where it is installed. node --import tsx bench/server.ts [N] prints the figures of reading; npm run bench -- server all.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { canonical } from "../src/canonical.ts";
import { Agreements } from "../src/server/agreement-in-force.ts";
import { api } from "../src/server/api.ts";
import { configOf } from "../src/server/config.ts";
import { serverLog, serverMetrics } from "../src/server/observability.ts";
import { Reads } from "../src/server/reads.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../src/server/routes/index.ts";
import { hashOf as secretHash } from "../src/server/secrets.ts";
import { FULL, type Lease, type TaggedRow } from "../src/store/derivations.ts";
import { embeddedIdentity } from "../src/store/identity-open.ts";
import { hashOf, observation } from "../src/store/made.fixture.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { openPostgres } from "../src/store/open-postgres.ts";
import { postgresPool } from "../src/store/postgres-engine.ts";
import type { Store } from "../src/store/store.ts";
import { millis } from "../src/units.ts";

const isMain = import.meta.url === pathToFileURL(process.argv[1] ?? "").href;
const N = Number((isMain ? process.argv[2] : process.env["SERVER_ROWS"]) ?? 100_000);
const DAY = 86_400_000;
const BEGIN = 1_700_000_000_000;
const RESULTS = ["contrary", "indeterminate", "exempt", "not-contrary"] as const;
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
          zones: n % 4 === 0 ? ["north"] : n % 7 === 0 ? ["south"] : [],
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

/** What a question cost, cold and warm, in milliseconds. */
type Figures = Readonly<
  Record<string, Readonly<Record<"cold" | "warm", { readonly p50: number; readonly most: number }>>>
>;

async function measure(name: string, store: Store, folder: string): Promise<Figures> {
  const identity = await embeddedIdentity({ folder });
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const lease = (await store.derivations.acquire("m", "bench")) as Lease;
  const begun = performance.now();
  const keep = setInterval(() => void store.derivations.renew(lease), 2_000);
  await store.derivations.replace(lease, { derivation: "1", size: 0, root: hashOf("r") }, rows());
  clearInterval(keep);
  const written = performance.now() - begun;
  const { id } = await identity.addPerson({ login: "v", name: "v", operator: false }, millis(0));
  await identity.setMembership("m", id, { role: "verifier" });
  const secret = "s".repeat(43);
  const scopes = ["mission.read", "agreement.read", "incident.read", "observation.read", "assessment.read"] as const;
  await identity.addToken({
    id: "t",
    hash: secretHash(secret),
    person: id,
    mission: "m",
    name: "t",
    scopes,
    created: millis(0),
    until: millis(9e12),
  });
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
  const ask = async (path: string): Promise<number> => {
    const t = performance.now();
    const answer = await app.request(`http://bench${path}`, { headers: { Authorization: `Bearer ${secret}` } });
    await answer.arrayBuffer();
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status}`);
    return performance.now() - t;
  };
  const window = (i: number, days: number): string => {
    const from = BEGIN + ((i * 37) % 700) * DAY;
    return `from=${from}&until=${from + days * DAY}`;
  };
  const questions: Readonly<Record<string, (i: number) => string>> = {
    "list, a day, 100 rows": (i) => `/api/v1/missions/m/incidents?${window(i, 1)}`,
    "list, newest 100 of all": (i) => `/api/v1/missions/m/incidents?limit=${100 + i}`,
    "list, clause and result": (i) =>
      `/api/v1/missions/m/incidents?clause=clause-${i % 12}&result=contrary&limit=${60 + i}`,
    "histogram, all": (i) => `/api/v1/missions/m/histogram?from=${BEGIN - i}`,
    "histogram, clause, result, status": (i) =>
      `/api/v1/missions/m/histogram?clause=clause-${i % 12}&result=contrary&status=recorded&from=${BEGIN - i}`,
    "histogram, 90 days": (i) => `/api/v1/missions/m/histogram?${window(i, 90)}`,
    "histogram, zone-like text": (i) => `/api/v1/missions/m/histogram?text=village%20${100 + i}`,
    "situation, all": (i) => `/api/v1/missions/m/situation?from=${BEGIN - i}`,
    "tile z5, all": (i) => `/tiles/m/incidents/5/18/11.mvt?from=${BEGIN - i}`,
    "tile z8, clause": (i) => `/tiles/m/incidents/8/${150 + (i % 4)}/88.mvt?clause=clause-${i % 12}`,
    "tile z11": (i) => `/tiles/m/incidents/11/${1_200 + (i % 40)}/${700 + (i % 9)}.mvt`,
  };
  const figures: Record<string, Figures[string]> = {};
  for (const [what, path] of Object.entries(questions)) {
    const cold: number[] = [];
    const warm: number[] = [];
    for (let i = 0; i < 12; i++) {
      cold.push(await ask(path(i)));
      warm.push(await ask(path(i)));
    }
    figures[what] = {
      cold: { p50: at(cold, 0.5), most: at(cold, 1) },
      warm: { p50: at(warm, 0.5), most: at(warm, 1) },
    };
  }
  console.log(
    JSON.stringify({ store: name, incidents: N, rowsPerSecond: Math.round(N / (written / 1_000)), figures }, null, 1),
  );
  await identity.close();
  return figures;
}

/** The same low tile by PostGIS, over a table of points with a GiST index: grouped by it, and as single points. */
async function postgis(url: string): Promise<Readonly<Record<string, number>> | string> {
  const pool = postgresPool(url);
  try {
    await pool.query("create extension if not exists postgis schema public");
    await pool.query("set search_path = trucekeeper, public");
    const on = async (query: string): Promise<number> => {
      const client = await pool.connect();
      try {
        await client.query("set search_path = trucekeeper, public");
        const t = performance.now();
        await client.query(query);
        return performance.now() - t;
      } finally {
        client.release();
      }
    };
    await on(
      "create table points as select id, result_set, act, st_transform(st_setsrid(st_makepoint(lon, lat), 4326), 3857) as geom from facet",
    );
    await on("create index points_geom on points using gist (geom)");
    await on("vacuum analyze points");
    const tile = (z: number, x: number, y: number) => `select st_asmvt(t, 'incidents') from (select id, result_set, act,
      st_asmvtgeom(geom, st_tileenvelope(${z}, ${x}, ${y})) as geom from points where geom && st_tileenvelope(${z}, ${x}, ${y})) t`;
    const times = async (query: string) => {
      const all: number[] = [];
      for (let i = 0; i < 5; i++) all.push(await on(query));
      return at(all, 0.5);
    };
    return {
      "tile z5, all": await times(tile(5, 18, 11)),
      "tile z8": await times(tile(8, 151, 88)),
      "tile z11": await times(tile(11, 1_210, 705)),
    };
  } catch (error) {
    return String(error);
  } finally {
    await pool.end();
  }
}

/** Both stores in one run, and PostGIS over the same rows. */
async function reading() {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-"));
  const embedded = await openEmbedded(join(folder, "embedded"), { apart: true });
  const sqlite = await measure("sqlite", embedded, join(folder, "embedded"));
  await embedded.close();
  let postgres: Figures | undefined;
  let theirs: Awaited<ReturnType<typeof postgis>> = "PostgreSQL is not installed";
  if (postgresBinaries() !== undefined) {
    const server = await startPostgres();
    try {
      const store = await openPostgres(server.url, { folder: join(folder, "postgres") });
      postgres = await measure("postgres", store, join(folder, "postgres"));
      await store.close();
      theirs = await postgis(server.url);
    } finally {
      await server.stop();
    }
  }
  await rm(folder, { recursive: true });
  return { sqlite, postgres, postgis: theirs };
}

const most = (figures: Figures | undefined, kind: string): string => {
  if (!figures) return "left out";
  const of = Object.entries(figures).filter(([what]) => what.startsWith(kind));
  const worst = (when: "cold" | "warm"): number => Math.max(...of.map(([, f]) => f[when].most));
  return `${worst("cold")} ms cold, ${worst("warm")} ms warm`;
};

/** Lines for the README's table. SERVER_ROWS says how many incidents are read. */
export async function serverRows() {
  const { sqlite, postgres, postgis: theirs } = await reading();
  const kinds = ["list", "histogram", "tile"].map((kind) => ({
    what: `Slowest of 12 of each ${kind} over ${N} incidents, asked of the routes`,
    ours: `PostgreSQL ${most(postgres, kind)}; SQLite ${most(sqlite, kind)}`,
    baseline:
      kind !== "tile"
        ? "asked: lists 50 ms; histograms 500 ms cold and 50 warm on PostgreSQL, 1 s cold on SQLite"
        : `PostGIS ST_AsMVT of the same rows, medians of 5: ${
            typeof theirs === "string"
              ? theirs
              : Object.entries(theirs)
                  .map(([k, ms]) => `${k} ${ms} ms`)
                  .join(", ")
          }`,
  }));
  return kinds;
}

if (isMain) console.log(JSON.stringify({ postgis: (await reading()).postgis }));
