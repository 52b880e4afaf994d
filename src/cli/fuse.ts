import { existsSync, readFileSync } from "node:fs";
import { readFile } from "../format/engine.ts";
import { fusionAreas, fusionReportsWith } from "../format/fusion-reports.ts";
import { fuse as fuseObservations } from "../incident/fuse.ts";
import type { Observation } from "../observation/observation.ts";
import type { PolygonRings } from "../place/place.ts";
import { catalogue, problem } from "../problems.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { bytesOf, inputSet } from "./input-files.ts";
import { accountLine, refusalLines } from "./read-files.ts";
import { result, say } from "./talk.ts";

const USAGE = "npx trucekeeper fuse REPORTS.csv   (PREFIX.areas.geojson beside PREFIX.reports.csv)";

function areasBeside(path: string): ReadonlyMap<string, readonly PolygonRings[]> {
  const beside = path.replace(/(\.reports)?\.csv(\.gz)?$/i, ".areas.geojson");
  if (beside === path || !existsSync(beside)) return new Map();
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(beside, "utf8"));
  } catch (error) {
    throw problem(catalogue.badFile, { why: `not JSON: ${(error as Error).message}` }, { file: beside });
  }
  const areas = fusionAreas(parsed);
  if ("error" in areas) throw problem(catalogue.badFile, { why: areas.error as string }, { file: beside });
  return areas;
}

/** `fuse`: which incident each report is of, in the order of the file; parties' claims are linked and form none. */
export async function fuse(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, USAGE);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) wrongUsage("name one file of reports", USAGE);
  const [file] = await inputSet([path], say);
  if (!file) wrongUsage("name one file of reports", USAGE);
  const { name, sha256 } = file;
  const generator = readFile({ name, sha256, bytes: bytesOf(file) }, [fusionReportsWith(areasBeside(path))]);
  const observations: Observation[] = [];
  for (;;) {
    const step = await generator.next();
    if (step.done) {
      for (const line of refusalLines(step.value)) say(line);
      say(accountLine(step.value));
      break;
    }
    if (step.value.type === "observation") observations.push(step.value.value);
  }
  const incidentOf = new Map<string, string>();
  const reportOf = new Map(observations.map((o) => [o.id, o.report]));
  for (const incident of fuseObservations(observations))
    for (const { observation } of incident.members)
      incidentOf.set(observation.id, reportOf.get(incident.id) ?? incident.id);
  for (const o of observations) await result(JSON.stringify({ obs_id: o.report, incident: incidentOf.get(o.id) }));
  return 0;
}
