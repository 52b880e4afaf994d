// Import of N made-up CSV observations into PostgreSQL, beside psql's \copy of the same rows into a table with the same
// indexes. node --import tsx bench/import.ts [N] [RUNS] [--stored]; prints JSON. --stored leaves out what comes after
// storing. The command is that of dist/: build it first. Each ratio is of the same run, by the clock and by CPU: our
// whole process and the database's, beside psql's and the database's.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
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

const COLUMNS = `key text collate "C" not null, source text, source_kind text, time_from timestamptz,
  time_until timestamptz, zone text, lon double precision, lat double precision, radius_m double precision, act text`;

/**
 * What is copied into: the CSV's own columns behind the four indexes that the table \`observation\` has, each beginning
 * with the mission, generation and profile: its key, time, place, and kind. \copy fills those three by their defaults.
 * "three": one index on each of key, time and place of the CSV, and nothing before them: as it was measured at first.
 */
const TABLES = {
  same: `create table reports (mission text collate "C" not null default 'm', generation bigint not null default 1,
    profile text collate "C" not null default 'full', ${COLUMNS}, primary key (mission, generation, profile, key));
  create index on reports (mission, generation, profile, time_from, key);
  create index on reports (mission, generation, profile, lon, lat);
  create index on reports (mission, generation, profile, source_kind, act);`,
  three: `create table reports (${COLUMNS}, primary key (key));
  create index on reports (time_from, key);
  create index on reports (lon, lat);`,
} as const;
const OF_THE_CSV = "(key, source, source_kind, time_from, time_until, zone, lon, lat, radius_m, act)";

/** Seconds of CPU of a process and of those it has waited for: Linux only. */
function cpuOf(pid: number): number {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
  return (
    sum(
      stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .slice(11, 15)
        .map(Number),
    ) / 100
  );
}

/** The same of a PostgreSQL server: its backends end with their connections, and it waits for them. */
function cpuOfServer(pid: number): number {
  const children = `/proc/${pid}/task/${pid}/children`;
  const pids = existsSync(children) ? readFileSync(children, "utf8").trim().split(" ").map(Number) : [];
  return cpuOf(pid) + sum(pids.map(cpuOf));
}

const sum = (of: readonly number[]): number => of.reduce((all, n) => all + n, 0);

/** What a command took: by the clock, and in seconds of CPU, its own and the server's. */
interface Took {
  readonly seconds: number;
  readonly cpu: number;
}

function run(
  server: number,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Took {
  const [begun, database] = [performance.now(), cpuOfServer(server)];
  const timed = ["-f", "%U %S", program, ...args];
  const ran = spawnSync("/usr/bin/time", timed, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(" ")}: exit ${ran.status}\n${ran.stderr}`);
  const seconds = (performance.now() - begun) / 1_000;
  // The database has the time of a backend once that has ended.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  const ours = sum((ran.stderr.trimEnd().split("\n").at(-1) ?? "").split(" ").map(Number));
  return { seconds, cpu: ours + cpuOfServer(server) - database };
}

/** What one run took. */
interface Times {
  readonly copied: Took;
  readonly copiedUnderThree: Took;
  readonly stored: Took;
  readonly derived: Took;
  readonly derivedCopied: Took;
  readonly rows: number;
}

const NOTHING: Took = { seconds: 0, cpu: 0 };

async function once(folder: string, psql: string, csv: string, agreement: string): Promise<Times> {
  const server = await startPostgres();
  const data = join(folder, `data-${performance.now()}`);
  const settings = { TRUCEKEEPER_DATA: data, DATABASE_URL: server.url };
  try {
    const sql = (text: string): Took => run(server.pid(), psql, [server.url, "-v", "ON_ERROR_STOP=1", "-qc", text]);
    const copyInto = (table: keyof typeof TABLES): Took => {
      sql(`drop table if exists reports; ${TABLES[table]} checkpoint`);
      return sql(`\\copy reports ${OF_THE_CSV} from '${csv}' csv header`);
    };
    const copiedUnderThree = copyInto("three");
    const copied = copyInto("same");
    sql("checkpoint");
    const args = [command, "import", "--mission", "m", "--agreement", agreement, csv];
    const stored = run(server.pid(), process.execPath, args, settings);
    if (STORED) return { copied, copiedUnderThree, stored, derived: NOTHING, derivedCopied: NOTHING, rows: 0 };
    const store = await openStore(settings);
    const mission = await store.mission("m");
    if (!mission) throw new Error("the mission is not there");
    const lease = (await store.derivations.acquire("m", "bench")) as Lease;
    const derivation = new Derivation(store, mission);
    const [begun, own, database] = [performance.now(), process.cpuUsage(), cpuOfServer(server.pid())];
    const state = await derivation.run(lease);
    const used = process.cpuUsage(own);
    await derivation.close();
    await store.close();
    await pause(100);
    const derived = {
      seconds: (performance.now() - begun) / 1_000,
      cpu: (used.user + used.system) / 1e6 + cpuOfServer(server.pid()) - database,
    };
    const found = JSON.parse(state.account ?? "{}") as { readonly observations?: number };
    if (found.observations !== N) throw new Error(`${found.observations} observations were derived of ${N}`);
    // The rows that derivation wrote, by PostgreSQL's own means into the same tables.
    const again: Took[] = [];
    let rows = 0;
    for (const table of ["observation", "incident", "facet", "assessment"]) {
      const file = join(data, `${table}.copy`);
      sql(`\\copy trucekeeper.${table} to '${file}'`);
      rows += Number(spawnSync("wc", ["-l", file], { encoding: "utf8" }).stdout.split(" ")[0]);
      sql(`create table ${table}_again (like trucekeeper.${table} including all)`);
      again.push(sql(`\\copy ${table}_again from '${file}'`));
    }
    const derivedCopied = { seconds: sum(again.map((t) => t.seconds)), cpu: sum(again.map((t) => t.cpu)) };
    return { copied, copiedUnderThree, stored, derived, derivedCopied, rows };
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
  const round = (x: number): number => Math.round(x * 100) / 100;
  const of = (one: Exclude<keyof Times, "rows">) => ({
    seconds: round(median(times.map((t) => t[one].seconds))),
    cpu: round(median(times.map((t) => t[one].cpu))),
  });
  const ratio = (above: (t: Times) => number, below: (t: Times) => number): number =>
    round(median(times.map((t) => above(t) / below(t))));
  const both = (above: (t: Times) => readonly Took[], below: (t: Times) => Took) => ({
    clock: ratio(
      (t) => sum(above(t).map((x) => x.seconds)),
      (t) => below(t).seconds,
    ),
    cpu: ratio(
      (t) => sum(above(t).map((x) => x.cpu)),
      (t) => below(t).cpu,
    ),
  });
  console.log(
    JSON.stringify({
      observations: N,
      runs: RUNS,
      megabytes: Math.round(readFileSync(csv).byteLength / 1e6),
      copy: of("copied"),
      copyUnderThreeIndexes: of("copiedUnderThree"),
      stored: of("stored"),
      storedToCopy: both(
        (t) => [t.stored],
        (t) => t.copied,
      ),
      storedToCopyUnderThreeIndexes: both(
        (t) => [t.stored],
        (t) => t.copiedUnderThree,
      ),
      ...(!STORED && {
        derived: of("derived"),
        wholeToCopy: both(
          (t) => [t.stored, t.derived],
          (t) => t.copied,
        ),
        derivedRows: median(times.map((t) => t.rows)),
        copyOfDerivedRows: of("derivedCopied"),
        derivedToCopyOfDerivedRows: both(
          (t) => [t.derived],
          (t) => t.derivedCopied,
        ),
      }),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
