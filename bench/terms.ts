// Terms over a large record: three-valued results of incidents × clauses × zones, beside PostGIS on the same question.
// node --import tsx bench/terms.ts [INCIDENTS] [RUNS]; prints JSON. PostgreSQL is started by the bench and thrown away.
import process from "node:process";
import pg from "pg";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { type CompiledAgreement, compile } from "../src/agreement/compile.ts";
import { parseAgreement } from "../src/agreement/parse.ts";
import { actTest } from "../src/assessment/act-test.ts";
import { resultCodes, summariesOf } from "../src/assessment/codes.ts";
import type { IncidentColumns, SetFacts } from "../src/assessment/columns.ts";
import type { ActId } from "../src/observation/taxonomy.ts";
import { localPlane } from "../src/place/geodesy.ts";
import type { Position } from "../src/place/place.ts";
import { DAY, HOUR } from "../src/units.ts";
import { median } from "./measured.ts";
import { seeded } from "./seeded.ts";

const INCIDENTS = Number(process.argv[2] ?? 1_000_000);
const RUNS = Number(process.argv[3] ?? 5);
const CLAUSES = 30;
const ZONES = 200;
const CORNERS = 1_000;
const LEVEL = 0.95;
const START = Date.UTC(2025, 0, 1);
const DAYS = 120;

const ACTS: readonly (readonly ActId[])[] = [
  ["explosion"],
  ["explosion.artillery"],
  ["explosion.mortar"],
  ["explosion.mlrs"],
  ["explosion.uav-strike"],
  ["explosion.artillery", "explosion.mortar"],
  ["fire"],
  ["fire.small-arms"],
  ["fire.heavy-machine-gun"],
  ["movement.assault"],
  ["clash"],
  ["undetermined"],
];
const FORBIDDEN: readonly (readonly ActId[])[] = [
  ["explosion"],
  ["fire", "explosion"],
  ["explosion.artillery", "explosion.mlrs"],
  ["explosion.uav-strike"],
  ["fire"],
  ["movement.assault"],
];

function ring(z: number): Position[] {
  const random = seeded(1000 + z);
  const [lon, lat] = [24 + 15 * random(), 45.8 + 5.4 * random()];
  const reach = 0.35 + 0.55 * random();
  const points = Array.from({ length: CORNERS }, (_, k): Position => {
    const angle = (2 * Math.PI * k) / CORNERS;
    const r = reach * (1 + 0.12 * Math.sin(7 * angle + z) + 0.05 * Math.sin(41 * angle) + 0.01 * random());
    return [
      Math.round((lon + 1.45 * r * Math.cos(angle)) * 1e6) / 1e6,
      Math.round((lat + r * Math.sin(angle)) * 1e6) / 1e6,
    ];
  });
  return [...points, points[0] as Position];
}

const zonesOfClause = (c: number): number[] =>
  Array.from({ length: ZONES }, (_, z) => z).filter((z) => z % CLAUSES === c);
const windowOfClause = (c: number): [from: number, until: number] => [
  START + (c % 6) * 10 * DAY,
  START + ((c % 6) * 10 + 60) * DAY + 7 * HOUR,
];
const iso = (ms: number) => new Date(ms).toISOString().replace(".000Z", "+00:00");

function agreement(rings: readonly Position[][]): CompiledAgreement {
  const text = [
    "agreement:",
    "  id: large",
    "  title: Thirty clauses over two hundred zones (bench)",
    "  status: draft",
    "  parties: [{id: A, name: Side A}, {id: B, name: Side B}]",
    "  mission-zone: Europe/Kyiv",
    `  containment: ${LEVEL}`,
    "in-force:",
    `  - {reading: R, by: A, from: "${iso(START)}"}`,
    "zones:",
    ...rings.map((_, z) => `  - {id: z${z}, as-of: 2025-01-01, file: "z${z}.geojson#z${z}"}`),
    "terms:",
    ...Array.from({ length: CLAUSES }, (_, c) => {
      const [from, until] = windowOfClause(c);
      return [
        `  - id: c${c}`,
        `    title: Clause ${c}`,
        `    reference: "para. ${c}"`,
        "    subject: [A, B]",
        "    standing: agreed",
        `    prohibits: {acts: [${(FORBIDDEN[c % FORBIDDEN.length] as readonly string[]).join(", ")}]}`,
        `    where: {inside: [${zonesOfClause(c)
          .map((z) => `z${z}`)
          .join(", ")}]}`,
        `    when: {from: "${iso(from)}", until: "${iso(until)}"}`,
      ].join("\n");
    }),
  ].join("\n");
  const parts = (path: string) => {
    const z = Number(/^z(\d+)\.geojson$/.exec(path)?.[1]);
    return JSON.stringify({
      type: "FeatureCollection",
      features: [
        { type: "Feature", id: `z${z}`, properties: {}, geometry: { type: "Polygon", coordinates: [rings[z]] } },
      ],
    });
  };
  const parsed = parseAgreement(text, "large.yaml", parts);
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors.slice(0, 3)));
  return compile(parsed.agreement);
}

/** Discs of 100 m to 3 km; two in three timed to the second, the rest known to some hours or to the day. */
function record(): IncidentColumns {
  const random = seeded(7);
  const doubles = () => new Float64Array(INCIDENTS);
  const [from, until, lon, lat, radiusM] = [doubles(), doubles(), doubles(), doubles(), doubles()];
  const seen = new Uint8Array(INCIDENTS);
  const codes = new Int32Array(INCIDENTS);
  for (let i = 0; i < INCIDENTS; i++) {
    const at = START + Math.floor((random() * DAYS * DAY) / 1000) * 1000;
    seen[i] = random() < 0.67 ? 1 : 0;
    from[i] = at;
    until[i] = at + (seen[i] === 1 ? 0 : random() < 0.5 ? 6 * HOUR : DAY);
    lon[i] = 22.5 + 18 * random();
    lat[i] = 44.5 + 8 * random();
    radiusM[i] = 100 * 30 ** random();
    codes[i] = Math.floor(random() * ACTS.length);
  }
  const set: SetFacts = {
    acts: [],
    labelBasis: "person",
    activities: ["ceasefire-event"],
    weapons: [],
    objects: [],
    fused: [],
  };
  const none = { codes: new Int32Array(INCIDENTS), values: [set] };
  const absent = (): never => {
    throw new Error("the bench's incidents have columns alone");
  };
  return {
    size: INCIDENTS,
    from,
    until,
    sdMs: doubles(),
    seen,
    lon,
    lat,
    radiusM,
    place: absent,
    asserted: new Uint8Array(INCIDENTS),
    sets: {
      acts: { codes, values: ACTS.map((acts) => ({ ...set, acts })) },
      activities: none,
      weapons: none,
      objects: none,
      counts: none,
    },
    id: absent,
    incident: absent,
  };
}

/** Loads the record and the zones, indexes and analyses them: none of it is on the clock. */
async function load(client: pg.Client, columns: IncidentColumns, rings: readonly Position[][]): Promise<void> {
  await client.query("create extension postgis");
  await client.query(`create table zone (id int primary key, g geometry(Polygon) not null);
    create table incident (id int primary key, f float8, u float8, seen bool, act int, g geometry(Polygon) not null);
    create table clause (id int primary key, f float8, u float8); create table clause_zone (clause int, zone int);
    create table clause_act (clause int, act int, truth int)`);
  for (const [z, r] of rings.entries())
    await client.query("insert into zone values ($1, ST_SetSRID(ST_GeomFromGeoJSON($2), 0))", [
      z,
      JSON.stringify({ type: "Polygon", coordinates: [r] }),
    ]);
  const step = 20_000;
  for (let i = 0; i < columns.size; i += step) {
    const end = Math.min(columns.size, i + step);
    const rows = Array.from({ length: end - i }, (_, k) => i + k);
    const sides = rows.map((row) => {
      const [x, y, r] = [columns.lon[row] as number, columns.lat[row] as number, columns.radiusM[row] as number];
      const plane = localPlane(x, y);
      return [plane.fromPlane(r, 0)[0] - x, plane.fromPlane(0, r)[1] - y] as const;
    });
    const slice = (a: ArrayLike<number>) => rows.map((row) => a[row]);
    await client.query(
      `insert into incident select id, f, u, seen = 1, act,
         ST_Translate(ST_Scale(ST_Buffer(ST_Point(0, 0), 1, 8), rx, ry), x, y)
       from unnest($1::int[], $2::float8[], $3::float8[], $4::int[], $5::int[], $6::float8[], $7::float8[], $8::float8[], $9::float8[])
         as t(id, f, u, seen, act, x, y, rx, ry)`,
      [
        rows,
        slice(columns.from),
        slice(columns.until),
        slice(columns.seen),
        slice(columns.sets.acts.codes),
        slice(columns.lon),
        slice(columns.lat),
        sides.map((s) => s[0]),
        sides.map((s) => s[1]),
      ],
    );
  }
  for (let c = 0; c < CLAUSES; c++) {
    const [f, u] = windowOfClause(c);
    await client.query("insert into clause values ($1, $2, $3)", [c, f, u]);
    for (const z of zonesOfClause(c)) await client.query("insert into clause_zone values ($1, $2)", [c, z]);
  }
  await client.query("create index on incident using gist (g); create index on zone using gist (g)");
}

/** The truth of each kind of act under each clause, as a small table: PostGIS is not asked to know the taxonomy. */
async function loadActs(client: pg.Client, truths: readonly (readonly number[])[]): Promise<void> {
  for (const [c, row] of truths.entries())
    for (const [a, truth] of row.entries())
      await client.query("insert into clause_act values ($1, $2, $3)", [c, a, truth]);
  await client.query("vacuum analyze");
}

const QUESTION = `
  with place as (
    select i.id, z.id as zone, case
      when ST_Contains(z.g, i.g) then 2
      else (select case when s >= ${LEVEL} then 2 when s <= ${1 - LEVEL} then 0 else 1 end
            from (select ST_Area(ST_Intersection(z.g, i.g)) / ST_Area(i.g) as s) share) end as truth
    from zone z join incident i on ST_Intersects(z.g, i.g)),
  inside as (
    select p.id, cz.clause, max(p.truth) as truth
    from place p join clause_zone cz on cz.zone = p.zone group by p.id, cz.clause)
  select k.clause, least(k.truth, a.truth, case
      when i.seen then case when i.f >= c.f and i.f < c.u then 2 else 0 end
      when i.f >= c.f and i.u <= c.u then 2 when i.u <= c.f or i.f >= c.u then 0 else 1 end) as result, count(*)::int as n
  from inside k join incident i on i.id = k.id join clause c on c.id = k.clause
    join clause_act a on a.clause = k.clause and a.act = i.act
  group by 1, 2`;

async function main(): Promise<void> {
  const rings = Array.from({ length: ZONES }, (_, z) => ring(z));
  let t = performance.now();
  const compiled = agreement(rings);
  const compileMs = Math.round(performance.now() - t);
  const columns = record();
  const ours = (): { readonly ms: number; readonly counts: Map<string, number> } => {
    t = performance.now();
    const results = resultCodes(columns, compiled);
    const ms = performance.now() - t;
    const counts = new Map<string, number>();
    for (const s of summariesOf(results)) {
      counts.set(`${s.clause.slice(1)} 2`, s.results.contrary);
      counts.set(`${s.clause.slice(1)} 1`, s.results.indeterminate);
    }
    return { ms, counts };
  };
  const first = ours();
  const figures: Record<string, unknown> = {
    incidents: INCIDENTS,
    clauses: CLAUSES,
    zones: ZONES,
    corners: CORNERS,
    compileMs,
    contrary: sum(first.counts, "2"),
    indeterminate: sum(first.counts, "1"),
  };
  const cluster = postgresBinaries() ? await startPostgres() : undefined;
  try {
    let client: pg.Client | undefined;
    if (cluster) {
      client = new pg.Client(cluster.url);
      // What goes wrong is told by the query that it breaks.
      client.on("error", () => {});
      await client.connect();
      const there = await client.query("select 1 from pg_available_extensions where name = 'postgis'");
      if (there.rowCount === 0) {
        await client.end();
        client = undefined;
      }
    }
    if (!client) {
      figures.postgis = "left out: PostgreSQL with PostGIS is not installed (apt-get install postgresql-15-postgis-3)";
      figures.seconds = Math.round(median(Array.from({ length: RUNS }, () => ours().ms))) / 1000;
    } else {
      await client.query("set work_mem = '1GB'");
      await client.query("set jit = off");
      await client.query("set max_parallel_workers_per_gather = 0");
      await load(client, columns, rings);
      await loadActs(client, actTruths(compiled));
      const times: { readonly ours: number; readonly theirs: number }[] = [];
      let theirCounts = new Map<string, number>();
      for (let run = 0; run < RUNS; run++) {
        const { ms } = ours();
        t = performance.now();
        const answer = await client.query<{ clause: number; result: number; n: number }>(QUESTION);
        times.push({ ours: ms, theirs: performance.now() - t });
        theirCounts = new Map(answer.rows.map((r) => [`${r.clause} ${r.result}`, r.n]));
      }
      await client.end();
      const seconds = median(times.map((x) => x.ours)) / 1000;
      const postgis = median(times.map((x) => x.theirs)) / 1000;
      Object.assign(figures, {
        seconds: Number(seconds.toFixed(3)),
        postgisSeconds: Number(postgis.toFixed(1)),
        timesFaster: Number((postgis / seconds).toFixed(1)),
        postgisContrary: sum(theirCounts, "2"),
        postgisIndeterminate: sum(theirCounts, "1"),
      });
    }
  } finally {
    await cluster?.stop();
  }
  figures.runs = RUNS;
  figures.node = process.version;
  console.log(JSON.stringify(figures));
}

const sum = (counts: ReadonlyMap<string, number>, result: string): number =>
  [...counts].reduce((n, [key, of]) => n + (key.endsWith(` ${result}`) ? of : 0), 0);

/** Truth of each set of acts under each clause: 2 true, 1 unknown, 0 false. */
function actTruths(compiled: CompiledAgreement): number[][] {
  return compiled.clauses.map((c) =>
    ACTS.map((acts) => {
      const truth = actTest(acts, "person", c.acts);
      return truth === true ? 2 : truth === false ? 0 : 1;
    }),
  );
}

await main();
