import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { fusionAccuracy } from "./fusion-accuracy.ts";
import { baselineScores } from "./fusion-baselines.ts";
import type { LateReports } from "./fusion-incremental.ts";
import { calibrationRows, ceilingRows, fitRows } from "./fusion-rows.ts";
import type { FusionVolume } from "./fusion-volume.ts";
import { median, runModule, runScript } from "./measured.ts";
import { wideAgreement } from "./wide-agreement.ts";

/** One line of the README's table: what, beside which baseline, and both figures of the same run. */
export interface Measured {
  readonly what: string;
  readonly ours: string;
  readonly baseline: string;
}

const root = fileURLToPath(new URL("../", import.meta.url));
const shared = fileURLToPath(new URL("../../shared/data/", import.meta.url));
const dist = join(root, "dist/trucekeeper.mjs");

/** Alternating runs, medians of `runs`. */
function alternate<T>(runs: number, measures: readonly (() => T)[]): T[][] {
  const out: T[][] = measures.map(() => []);
  for (let i = 0; i < runs; i++) for (const [k, measure] of measures.entries()) (out[k] as T[]).push(measure());
  return out;
}

/** `assess` over all VIINA months, 10 clauses and 50 zones, beside DuckDB counting the same rows by day. */
function assessVolume(runs: number): Measured {
  const folder = mkdtempSync(join(tmpdir(), "trucekeeper-bench-"));
  const agreement = join(folder, "wide.yaml");
  writeFileSync(agreement, wideAgreement());
  const months = join(shared, "viina/monthly");
  const files = readdirSync(months).map((f) => join(months, f));
  const [ours = [], theirs = []] = alternate(runs, [
    () => runModule(dist, ["assess", agreement, ...files, "--out", join(folder, "out")]),
    () => runScript(join(root, "bench/duckdb-by-day.mjs"), files),
  ]);
  const seconds = median(ours.map((r) => r.seconds));
  const duckdb = median(theirs.map((r) => r.seconds));
  const memory = Math.max(...ours.map((r) => r.maxRssMb));
  return {
    what: "`assess` over 22 months of VIINA (169,454 rows), 10 clauses, 50 zones: read, fused, assessed, five files written; whole process",
    ours: `${seconds.toFixed(1)} s, ${memory} MB`,
    baseline: `DuckDB's node package, the same files read and counted by day: ${duckdb.toFixed(1)} s (ratio ${(seconds / duckdb).toFixed(0)})`,
  };
}

/** Accuracy of fusion on the sets of the fusion study, beside the best baseline measured there. */
async function accuracy(): Promise<Measured[]> {
  const baselines: Record<string, string> = {
    test: "supervised Fellegi–Sunter, average linkage: F1 0.687, B³ 0.841",
    dense: "supervised Fellegi–Sunter, average linkage: F1 0.566, B³ 0.779",
  };
  const lines: Measured[] = [];
  for (const [name, baseline] of Object.entries(baselines)) {
    const prefix = join(shared, "fusion", name);
    const reports = readFileSync(`${prefix}.reports.csv`);
    const areas = readFileSync(`${prefix}.areas.geojson`, "utf8");
    const a = await fusionAccuracy(`${name}.reports.csv`, reports, areas);
    const rules = Object.entries(await baselineScores(`${name}.reports.csv`, reports, areas))
      .filter(([, s]) => s.f1 > 0)
      .map(([rule, s]) => `${rule} ${s.f1.toFixed(3)}`);
    const percent = `${a.countError >= 0 ? "+" : "−"}${Math.abs(a.countError * 100).toFixed(1)} %`;
    lines.push({
      what: `Fusion on synthetic truth, set \`${name}\` (${a.observations} reports)`,
      ours: `F1 ${a.f1.toFixed(3)}, B³ ${a.b3.toFixed(3)}, incidents ${percent}, largest ${a.largestCluster}; without claims F1 ${a.withoutClaims.f1.toFixed(3)}`,
      baseline: `${baseline} (quoted); F1 of rules run beside it: ${rules.join("; ")}`,
    });
  }
  return lines;
}

/** Runs a bench that prints JSON; its arguments are those of a whole measurement. */
const script = <T>(name: string, ...args: readonly (string | number)[]): T => JSON.parse(printed(name, args)) as T;

/** The same of one that prints a line of JSON for each of several measurements. */
const lines = <T>(name: string, ...args: readonly (string | number)[]): T[] =>
  printed(name, args)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);

/** The same of one that needs more memory than Node takes by itself, and collects garbage before it measures any. */
const largeScript = <T>(name: string, ...args: readonly (string | number)[]): T =>
  JSON.parse(printed(name, args, ["--expose-gc", "--max-old-space-size=12000"])) as T;

function printed(name: string, args: readonly (string | number)[], flags: readonly string[] = []): string {
  const file = join(root, "bench", name);
  const ran = spawnSync(process.execPath, [...flags, "--import", "tsx", file, ...args.map(String)], {
    cwd: root,
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(`${name}: exit ${ran.status}\n${ran.stderr}`);
  return ran.stdout;
}

/** Plain linking of a million points beside the two clustering packages of Debian, and of ten million by ours alone. */
function linking(runs: number): Measured[] {
  const found = script<{
    seconds: number;
    maxRssMb: number;
    beside: { name: string; version?: string; seconds?: number; ratio?: number; leftOut?: string }[];
    tenfold: { seconds: number; secondsOnTwo: number; timesAsLong: number; timesAsLongOnTwo: number; maxRssMb: number };
  }>("linking.ts", 1_000_000, runs, "--tenfold");
  const { tenfold } = found;
  return [
    {
      what: "Plain linking of 1,000,000 points (2 km, an hour): the same components",
      ours: `${found.seconds.toFixed(2)} s, ${found.maxRssMb} MB`,
      baseline: found.beside
        .map((b) =>
          b.leftOut ? `${b.name} ${b.leftOut}` : `${b.version}: ${b.seconds?.toFixed(1)} s (ratio ${b.ratio})`,
        )
        .join("; "),
    },
    {
      what: "Plain linking of 10,000,000 points of the same two years: one thread; two",
      ours: `${tenfold.seconds.toFixed(1)} s; ${tenfold.secondsOnTwo.toFixed(1)} s; ${tenfold.maxRssMb} MB`,
      baseline: `itself with 1,000,000: ${tenfold.timesAsLong} times as long on one thread, ${tenfold.timesAsLongOnTwo} on two`,
    },
  ];
}

/** A million points in zones beside GEOS. */
function zones(runs: number): Measured[] {
  const found = script<{ seconds: number; geosWasm?: number; ratio?: number; leftOut?: string }>(
    "zones.ts",
    1_000_000,
    runs,
  );
  return [
    {
      what: "1,000,000 points in 100 zones of 1,000 corners: the same answers",
      ours: `${found.seconds.toFixed(2)} s`,
      baseline:
        found.leftOut ??
        `geos-wasm, prepared geometries behind flatbush: ${found.geosWasm?.toFixed(1)} s (ratio ${found.ratio})`,
    },
  ];
}

/** Terms over many incidents beside PostGIS. */
function terms(): Measured[] {
  const found = script<{ seconds?: number; postgisSeconds?: number; timesFaster?: number }>("terms.ts", 100_000, 1);
  return [
    {
      what: "100,000 incidents × 30 clauses × 200 zones of 1,000 corners, three-valued, one thread",
      ours: `${found.seconds?.toFixed(1)} s`,
      baseline:
        found.postgisSeconds === undefined
          ? "PostGIS left out: it is not installed"
          : `PostGIS with GiST, the same question: ${found.postgisSeconds} s (ratio ${found.timesFaster})`,
    },
  ];
}

/** By the clock and by CPU. */
interface Both {
  readonly clock: number;
  readonly cpu: number;
}

interface Imported {
  readonly observations: number;
  readonly copy: { readonly seconds: number };
  readonly stored: { readonly seconds: number; readonly cpu: number };
  readonly storedToCopy: Both;
  readonly storedToCopyUnderThreeIndexes: Both;
  readonly wholeToCopy?: Both;
  readonly derived?: { readonly seconds: number };
  readonly derivedRows?: number;
  readonly derivedToCopyOfDerivedRows?: Both;
  readonly leftOut?: string;
}

const many = (n: number): string => n.toLocaleString("en");

/** Import into PostgreSQL beside its own \copy of the same file. `IMPORT` sets how many rows. */
function importing(runs: number): Measured[] {
  const n = Number(process.env["IMPORT"] ?? 1_000_000);
  const found = script<Imported>("import.ts", n, Math.min(runs, 3), "--stored");
  const { leftOut } = found;
  return [
    {
      what: `\`import\` of ${many(n)} CSV observations into PostgreSQL: read, checked and stored as one entry and its evidence; whole process`,
      ours: leftOut === undefined ? `${found.stored.seconds} s, ${found.stored.cpu} s of CPU` : "left out",
      baseline:
        leftOut ??
        `psql's \`\\copy\` of the file under four indexes as table \`observation\` has them: ${found.copy.seconds} s (ratio ${found.storedToCopy.clock}, by CPU ${found.storedToCopy.cpu}); under three of the CSV's columns alone: ratio ${found.storedToCopyUnderThreeIndexes.clock}, by CPU ${found.storedToCopyUnderThreeIndexes.cpu}`,
    },
  ];
}

/** The same rows fused, assessed and written. `IMPORT_WHOLE` sets how many. */
function importingWhole(): Measured[] {
  const n = Number(process.env["IMPORT_WHOLE"] ?? 100_000);
  const found = script<Imported>("import.ts", n, 1);
  const { leftOut } = found;
  return [
    {
      what: `The same of ${many(n)}, fused and assessed as well: ${many(found.derivedRows ?? 0)} rows written`,
      ours:
        leftOut === undefined ? `stored ${found.stored.seconds} s, derived ${found.derived?.seconds} s` : "left out",
      baseline:
        leftOut ??
        `\`\\copy\` of the file: ratio ${found.wholeToCopy?.clock}, by CPU ${found.wholeToCopy?.cpu}; \`\\copy\` of the rows that were written: ratio ${found.derivedToCopyOfDerivedRows?.clock}, by CPU ${found.derivedToCopyOfDerivedRows?.cpu}`,
    },
  ];
}

/** Stored missions that were made before, of which copies are measured. */
interface KeptMission {
  readonly observations: number;
  /** Data folder of the embedded one. */
  readonly data: string;
  /** Of the one in PostgreSQL, and the folder of its keys, evidence and snapshot. */
  readonly url: string;
  readonly folder: string;
}

interface StoredMission {
  readonly store: string;
  readonly start: { readonly firstPageMs: number; readonly firstPageCpuMs: number };
  readonly startAgain: { readonly firstPageMs: number; readonly firstPageCpuMs: number };
  readonly begunAgain: {
    readonly begunAgain: { readonly seconds: number };
    readonly late: {
      readonly n: number;
      readonly whole: { readonly p50: number; readonly p99: number; readonly most: number };
      readonly cpu: { readonly p50: number; readonly p99: number };
    };
  };
}

/**
 * A server's start on a stored mission and late reports into it by the whole path, in both databases. `STORED` names a
 * file with a list of `KeptMission`; without it one of 20,000 observations is made.
 */
function lateStored(): Measured[] {
  const file = process.env["STORED"];
  const kept = file === undefined ? [undefined] : (JSON.parse(readFileSync(file, "utf8")) as KeptMission[]);
  return kept.flatMap((mission) => {
    const n = mission?.observations ?? 20_000;
    const where = mission && [`--kept=${mission.data}`, `--kept-url=${mission.url}`, `--kept-folder=${mission.folder}`];
    return lines<StoredMission>("stored.ts", n, "--late=2000", ...(where ?? [])).map(
      ({ store, start, startAgain, begunAgain: { begunAgain, late } }) => ({
        what: `One late report into a stored mission of ${many(n)} observations (${store}): entered, derived, assessed, its rows in the database`,
        ours: `p50 ${late.whole.p50} ms, p99 ${late.whole.p99} ms, most ${late.whole.most} ms (of ${late.n}); CPU p50 ${late.cpu.p50} ms, p99 ${late.cpu.p99} ms`,
        baseline: `100 ms asked at p99; a server's first page of incidents ${start.firstPageMs} and ${startAgain.firstPageMs} ms after its start (CPU ${start.firstPageCpuMs} and ${startAgain.firstPageCpuMs} ms; 3,000 asked), the state in memory begun again in ${begunAgain.seconds} s`,
      }),
    );
  });
}

/** The browser application over a million incidents, beside the base map with zones and the figures asked for. */
function web(): Measured[] {
  const found = script<{
    incidents: number;
    firstPaintMs: number;
    everythingMs: number;
    frameMs: number;
    frameOfBaseMapMs: number;
    frameRatio: number;
    brushMs: number;
    scriptBytes: { firstView: number; withMap: number };
  }>("web.ts");
  const count = many(found.incidents);
  return [
    {
      what: `The application over ${count} incidents in Chromium (software rendering): first paint; answer, map, timeline and list whole`,
      ours: `${found.firstPaintMs} ms; ${found.everythingMs} ms`,
      baseline: `2,000 ms asked; first view ${Math.round(found.scriptBytes.firstView / 1_000)} kB of gzipped script, ${Math.round(found.scriptBytes.withMap / 1_000)} kB with the map`,
    },
    {
      what: `A frame while the map of ${count} incidents is dragged and zoomed`,
      ours: `${found.frameMs} ms`,
      baseline: `the base map with zones alone: ${found.frameOfBaseMapMs} ms (ratio ${found.frameRatio})`,
    },
    {
      what: `A stroke over the timeline of ${count} incidents until map and list have changed`,
      ours: `${found.brushMs} ms`,
      baseline: "200 ms asked",
    },
  ];
}

/**
 * One report late into fusion that holds a million, beside fusing all anew. `LATE_REPORTS` says how many it holds,
 * `LATE_KIND` which worlds: each of a million takes some three minutes.
 */
function late(): Measured[] {
  const [held, kinds] = [process.env.LATE_REPORTS ?? "1000000", process.env.LATE_KIND ?? "quiet"];
  return largeScript<LateReports[]>("fusion-incremental.ts", `--n=${held}`, `--kind=${kinds}`).map((l) => ({
    what: `One late report into fusion of ${l.observations} reports, ${l.kind} worlds of the truth generator: CPU of the process`,
    ours: `p50 ${l.cpuMs.p50} ms, p99 ${l.cpuMs.p99} ms, most ${l.cpuMs.most} ms; ${l.reportsPerSecond} reports/s one after another; ${l.bytesEach} B an observation`,
    baseline: `all of them fused anew: ${l.wholeSeconds} s`,
  }));
}

/** Whole fusion beside R's dbscan on the same points. `FUSE_REPORTS` says of how many. */
function fusionVolume(): Measured[] {
  const found = largeScript<FusionVolume>("fusion-volume.ts", process.env.FUSE_REPORTS ?? "1000000", "1");
  const { beside } = found;
  return [
    {
      what: `Whole fusion of ${many(found.reports)} reports of quiet worlds: places, times, acts, counts, actors and sources weighed, incidents told`,
      ours: `${found.seconds.toFixed(1)} s (CPU ${found.cpuSeconds.toFixed(1)} s), ${found.maxRssMb} MB`,
      baseline:
        "leftOut" in beside
          ? `R dbscan left out: ${beside.leftOut}`
          : `R dbscan ${beside.version} on the same points, by place and time alone: ${beside.seconds.toFixed(2)} s (ours ${beside.times} times as long, by CPU ${beside.timesByCpu})`,
    },
  ];
}

const BENCHES: Readonly<Record<string, (runs: number) => Measured[] | Promise<Measured[]>>> = {
  volume: (runs) => [assessVolume(runs)],
  accuracy,
  "fusion-calibration": calibrationRows,
  "fusion-ceiling": ceilingRows,
  "fusion-fit": fitRows,
  linking,
  zones,
  terms,
  import: importing,
  "import-whole": importingWhole,
  late,
  "fusion-volume": fusionVolume,
  "late-stored": lateStored,
  server: async () => (await import("./server.ts")).serverRows(),
  submissions: async () => (await import("./submissions.ts")).submissionRows(),
  web,
};

interface Results {
  readonly runs: number;
  readonly node: string;
  /** Lines by bench, in the order of `BENCHES`. */
  readonly measured: readonly (Measured & { readonly bench: string })[];
}

/** `npm run bench` measures all, `npm run bench -- NAME...` some; lines of the others stay as they are. */
async function main(): Promise<void> {
  if (!existsSync(shared)) {
    console.log("left out: ../shared/data is not here");
    return;
  }
  const names = process.argv.slice(2);
  const unknown = names.find((n) => BENCHES[n] === undefined);
  if (unknown !== undefined) throw new Error(`no bench "${unknown}"; there are ${Object.keys(BENCHES).join(", ")}`);
  if (!existsSync(join(root, "bench/node_modules")))
    spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: join(root, "bench"), stdio: "inherit" });
  const runs = Number(process.env.RUNS ?? 5);
  const path = join(root, "bench/results.json");
  const kept = (JSON.parse(readFileSync(path, "utf8")) as Results).measured;
  const measured: Results["measured"][number][] = [];
  for (const [bench, measure] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(bench)) {
      measured.push(...kept.filter((m) => m.bench === bench));
      continue;
    }
    const lines = await measure(runs);
    for (const m of lines) console.log(`${m.what}\n  ${m.ours}\n  ${m.baseline}`);
    measured.push(...lines.map((m) => ({ bench, ...m })));
  }
  writeFileSync(path, `${JSON.stringify({ runs, node: process.version, measured }, null, 2)}\n`);
  spawnSync(process.execPath, [join(root, "scripts/readme-table.mjs"), "--write"], { stdio: "inherit" });
}

await main();
