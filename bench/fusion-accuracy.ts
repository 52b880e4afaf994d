import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { readFile } from "../src/format/engine.ts";
import { fusionAreas, fusionReportsWith } from "../src/format/fusion-reports.ts";
import { fuse } from "../src/incident/fuse.ts";
import { MODEL_VERSION } from "../src/incident/model.ts";
import type { Observation } from "../src/observation/observation.ts";
import { crashMdAccuracy } from "./crash-md.ts";
import { byLocalRate, bySourceKind, type GroupScore, groupScores } from "./fusion-accuracy-groups.ts";
import { isSummary, withNoise } from "./made-up-noise.ts";
import { madeUpReports } from "./made-up-reports.ts";
import { type Scores, scores } from "./partition-scores.ts";

export interface FusionAccuracy extends Scores {
  /** The same over reports that are no party's claims: the recorded incidents alone. */
  readonly withoutClaims: Scores;
  /** The same as at the top: links of claims count as membership. */
  readonly withClaims: Scores;
  /** B-cubed seen from the reports of each kind of source, and of each local rate of reports. */
  readonly bySourceKind: Readonly<Record<string, GroupScore>>;
  readonly byLocalRate: Readonly<Record<string, GroupScore>>;
  /** Time of fusion alone, seconds. */
  readonly seconds: number;
  readonly observations: number;
  readonly model: string;
}

/**
 * Reads one file in the layout of the fusion sets with its truth_incident, by observation id.
 * @param reports bytes of PREFIX.reports.csv
 * @param areas text of PREFIX.areas.geojson, where there is one
 * @throws Error where a row is refused: a set that is not read whole says nothing
 */
export async function readReports(
  name: string,
  reports: Uint8Array,
  areas?: string,
): Promise<{ observations: Observation[]; truth: Map<string, string> }> {
  const known = areas === undefined ? new Map() : fusionAreas(JSON.parse(areas));
  if ("error" in known) throw new Error(`areas of ${name}: ${known.error}`);
  const sha256 = createHash("sha256").update(reports).digest("hex");
  const bytes = (async function* () {
    yield reports;
  })();
  const items = readFile({ name, sha256, bytes }, [fusionReportsWith(known)]);
  const observations: Observation[] = [];
  let next = await items.next();
  for (; !next.done; next = await items.next())
    if (next.value.type === "observation") observations.push(next.value.value);
  const refusal = next.value.refusals[0];
  if (refusal) throw new Error(`${name}:${refusal.line}: ${refusal.field}: ${refusal.why}`);
  const rows = parse(reports, { columns: true, bom: true }) as Record<string, string>[];
  // Keys and times hold no line breaks, so row k stands on line k + 2.
  const truth = new Map(observations.map((o) => [o.id, rows[o.origin.line - 2]?.truth_incident ?? ""]));
  const without = observations.find((o) => truth.get(o.id) === "");
  if (without)
    throw new Error(`${name}:${without.origin.line}: truth_incident: expected an incident, got an empty cell`);
  return { observations, truth };
}

/**
 * Fuses the reports of one file and compares with the truth; arguments as in `readReports`.
 * @param totals whether summaries (truth S…) are known for what they are, as a reader that tells totals knows them
 */
export async function fusionAccuracy(
  name: string,
  reports: Uint8Array,
  areas?: string,
  totals = true,
): Promise<FusionAccuracy> {
  const read = await readReports(name, reports, areas);
  const { truth } = read;
  const observations = read.observations.map((o) =>
    totals && isSummary(truth.get(o.id) as string) ? { ...o, kind: "aggregate" as const } : o,
  );
  for (const o of observations) if (o.kind === "aggregate") truth.delete(o.id);
  const start = performance.now();
  const incidents = fuse(observations);
  const seconds = Math.round(performance.now() - start) / 1000;
  const found = new Map(incidents.flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)));
  const recorded = new Map(
    observations.filter((o) => o.kind === "observation").map((o) => [o.id, truth.get(o.id) as string] as const),
  );
  const withClaims = scores(truth, found);
  const withoutClaims = scores(recorded, found);
  const by = (groups: ReadonlyMap<string, string>) => groupScores(truth, found, groups);
  return {
    ...withClaims,
    withClaims,
    withoutClaims,
    bySourceKind: by(bySourceKind(observations)),
    byLocalRate: by(byLocalRate(observations)),
    seconds,
    observations: observations.length,
    model: MODEL_VERSION,
  };
}

const USAGE = `usage: npm run bench:fusion-accuracy -- PREFIX.reports.csv   (PREFIX.areas.geojson beside it)
       npm run bench:fusion-accuracy -- crashMD_truth.csv
       npm run bench:fusion-accuracy -- --seeds 301-310     (fresh worlds: quiet, dense, and both with noise)
`;

/** Mean, least and most of what matters over fresh worlds; with noise over the first three of them. */
async function freshSeeds(first: number, last: number): Promise<void> {
  for (const [world, days, rate] of [
    ["quiet", 30, 1],
    ["dense", 10, 8],
  ] as const) {
    const found: Record<string, FusionAccuracy[]> = {
      "as made": [],
      "noise, totals told": [],
      "noise, totals untold": [],
    };
    for (let seed = first; seed <= last; seed++) {
      const { reports, areas } = madeUpReports(seed, days, rate);
      const noisy = new TextEncoder().encode(withNoise(reports, seed).reports);
      const name = `${world} ${seed}`;
      found["as made"]?.push(await fusionAccuracy(name, new TextEncoder().encode(reports), areas));
      process.stderr.write(`${name}\n`);
      if (seed >= first + 3) continue;
      found["noise, totals told"]?.push(await fusionAccuracy(name, noisy, areas));
      found["noise, totals untold"]?.push(await fusionAccuracy(name, noisy, areas, false));
    }
    for (const [what, all] of Object.entries(found)) {
      const of = (key: keyof Scores) => {
        const values = all.map((a) => a[key]);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        return { mean: Math.round(mean * 1e4) / 1e4, least: Math.min(...values), most: Math.max(...values) };
      };
      const keys = ["f1", "b3", "countError", "overMerged", "overSplit", "largestCluster"] as const;
      const line = { world, what, seeds: all.length, ...Object.fromEntries(keys.map((k) => [k, of(k)])) };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  }
}

async function main(): Promise<void> {
  const [path, range] = process.argv.slice(2);
  const seeds = path === "--seeds" ? /^(\d+)-(\d+)$/.exec(range ?? "") : null;
  if (seeds) return freshSeeds(Number(seeds[1]), Number(seeds[2]));
  if (path === undefined || path.startsWith("--") || process.argv.length > 3) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  if (basename(path).startsWith("crashMD")) {
    for (const line of crashMdAccuracy(readFileSync(path, "utf8"))) process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const areas = path.replace(/\.reports\.csv$/, "").concat(".areas.geojson");
  const result = await fusionAccuracy(
    basename(path),
    readFileSync(path),
    existsSync(areas) ? readFileSync(areas, "utf8") : undefined,
  );
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
