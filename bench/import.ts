// Import of N made-up CSV observations into PostgreSQL, beside psql's \copy of the same rows into a table with the same
// indexes. node --import tsx bench/import.ts [N] [RUNS] [--stored]; prints JSON. --stored leaves out what comes after
// storing. The command is that of dist/: build it first.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { Derivation } from "../src/store/derivation.ts";
import type { Lease } from "../src/store/derivations.ts";
import { openStore } from "../src/store/open.ts";
import { AGREEMENT, bytes } from "./late-made.ts";
import { median } from "./measured.ts";

const STORED = process.argv.includes("--stored");
const numbers = process.argv.slice(2).filter((a) => /^\d+$/.test(a));
const N = Number(numbers[0] ?? 100_000);
const RUNS = Number(numbers[1] ?? 3);
const command = fileURLToPath(new URL("../scripts/trucekeeper.mjs", import.meta.url));

/** The CSV's own columns, each under an index as the derived rows have them: by key, by time, by place. */
const TABLE = `create table reports (key text collate "C" primary key, source text, source_kind text, time_from timestamptz,
  time_until timestamptz, zone text, lon double precision, lat double precision, radius_m double precision, act text);
create index on reports (time_from, key);
create index on reports (lon, lat);`;

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  const begun = performance.now();
  const ran = spawnSync(program, args, { encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(" ")}: exit ${ran.status}\n${ran.stderr}`);
  return (performance.now() - begun) / 1_000;
}

/** What one run took, in seconds. */
interface Times {
  readonly copied: number;
  readonly derivedCopied: number;
  readonly stored: number;
  readonly derived: number;
  readonly rows: number;
}

async function once(folder: string, psql: string, csv: string, agreement: string): Promise<Times> {
  const server = await startPostgres();
  const data = join(folder, `data-${performance.now()}`);
  const settings = { TRUCEKEEPER_DATA: data, DATABASE_URL: server.url };
  try {
    const sql = (text: string): number => run(psql, [server.url, "-v", "ON_ERROR_STOP=1", "-qc", text]);
    sql(TABLE);
    const copied = sql(`\\copy reports from '${csv}' csv header`);
    const stored = run(
      process.execPath,
      [command, "import", "--mission", "m", "--agreement", agreement, csv],
      settings,
    );
    if (STORED) return { copied, stored, derived: 0, derivedCopied: 0, rows: 0 };
    const store = await openStore(settings);
    const mission = await store.mission("m");
    if (!mission) throw new Error("the mission is not there");
    const lease = (await store.derivations.acquire("m", "bench")) as Lease;
    const derivation = new Derivation(store, mission);
    const begun = performance.now();
    const state = await derivation.run(lease);
    const derived = (performance.now() - begun) / 1_000;
    await derivation.close();
    await store.close();
    const found = JSON.parse(state.account ?? "{}") as { readonly observations?: number };
    if (found.observations !== N) throw new Error(`${found.observations} observations were derived of ${N}`);
    // The rows that derivation wrote, by PostgreSQL's own means into the same tables.
    const tables = ["observation", "incident", "assessment"];
    let derivedCopied = 0;
    let rows = 0;
    for (const table of tables) {
      const file = join(data, `${table}.copy`);
      sql(`\\copy trucekeeper.${table} to '${file}'`);
      rows += Number(spawnSync("wc", ["-l", file], { encoding: "utf8" }).stdout.split(" ")[0]);
      sql(`create table ${table}_again (like trucekeeper.${table} including all)`);
      derivedCopied += sql(`\\copy ${table}_again from '${file}'`);
    }
    return { copied, derivedCopied, stored, derived, rows };
  } finally {
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

const bin = postgresBinaries();
const psql = bin && [join(bin, "psql"), "/usr/bin/psql"].find((f) => existsSync(f));
if (!psql) {
  const leftOut = "PostgreSQL with psql is not installed (apt-get install postgresql-15 postgresql-client-15)";
  console.log(JSON.stringify({ leftOut }));
  process.exit(0);
}
const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-"));
try {
  const csv = join(folder, "reports.csv");
  writeFileSync(csv, "");
  for await (const chunk of bytes(N)) await writeFile(csv, chunk, { flag: "a" });
  const agreement = join(folder, "agreement.yaml");
  writeFileSync(agreement, AGREEMENT);
  const times: Times[] = [];
  for (let i = 0; i < RUNS; i++) times.push(await once(folder, psql, csv, agreement));
  const of = (one: keyof Times): number => median(times.map((t) => t[one]));
  const round = (x: number): number => Math.round(x * 100) / 100;
  const whole = of("stored") + of("derived");
  console.log(
    JSON.stringify({
      observations: N,
      runs: RUNS,
      megabytes: Math.round(readFileSync(csv).byteLength / 1e6),
      copySeconds: round(of("copied")),
      storedSeconds: round(of("stored")),
      storedRatio: round(of("stored") / of("copied")),
      ...(!STORED && {
        derivedSeconds: round(of("derived")),
        wholeRatio: round(whole / of("copied")),
        derivedRows: of("rows"),
        copyOfDerivedRowsSeconds: round(of("derivedCopied")),
        derivedToCopyOfDerivedRows: round(of("derived") / of("derivedCopied")),
      }),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
