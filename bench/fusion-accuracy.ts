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
import { type Scores, scores } from "./partition-scores.ts";

export interface FusionAccuracy extends Scores {
  /** The same over reports that are no party's claims: the recorded incidents alone. */
  readonly withoutClaims: Scores;
  /** The same as at the top: links of claims count as membership. */
  readonly withClaims: Scores;
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

/** Fuses the reports of one file and compares with the truth; arguments as in `readReports`. */
export async function fusionAccuracy(name: string, reports: Uint8Array, areas?: string): Promise<FusionAccuracy> {
  const { observations, truth } = await readReports(name, reports, areas);
  const start = performance.now();
  const incidents = fuse(observations);
  const seconds = Math.round(performance.now() - start) / 1000;
  const found = new Map(incidents.flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)));
  const recorded = new Map(
    observations.filter((o) => o.kind !== "claim").map((o) => [o.id, truth.get(o.id) as string] as const),
  );
  const withClaims = scores(truth, found);
  const withoutClaims = scores(recorded, found);
  return { ...withClaims, withClaims, withoutClaims, seconds, observations: observations.length, model: MODEL_VERSION };
}

async function main(): Promise<void> {
  const path = process.argv[2];
  if (path === undefined || process.argv.length > 3) {
    process.stderr.write(
      "usage: npm run bench:fusion-accuracy -- PREFIX.reports.csv (PREFIX.areas.geojson beside it)\n",
    );
    process.exitCode = 2;
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
