import { readFile } from "../format/engine.ts";
import { doubtful } from "../incident/doubtful.ts";
import { fuse as fuseObservations } from "../incident/fuse.ts";
import type { Incident } from "../incident/incident.ts";
import type { Observation } from "../observation/observation.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { bytesOf, inputSet } from "./input-files.ts";
import { accountLine, refusalLines } from "./read-files.ts";
import { reportsReader } from "./reports-file.ts";
import { result, say } from "./talk.ts";

const USAGE = "npx trucekeeper fuse REPORTS.csv [--doubtful]   (PREFIX.areas.geojson beside PREFIX.reports.csv)";

/**
 * `fuse`: which incident each report is of, in the order of the file; parties' claims are linked and form none.
 * With `--doubtful` the review queue instead: merges that evidence made or left by little, the most doubtful first.
 */
export async function fuse(args: readonly string[]): Promise<number> {
  const { positionals, on } = readArguments(args, { doubtful: "switch" }, USAGE);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) wrongUsage("name one file of reports", USAGE);
  const [file] = await inputSet([path], say);
  if (!file) wrongUsage("name one file of reports", USAGE);
  const { name, sha256 } = file;
  const generator = readFile({ name, sha256, bytes: bytesOf(file) }, [reportsReader(path)]);
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
  const incidents = fuseObservations(observations);
  const reportOf = new Map(observations.map((o) => [o.id, o.report]));
  const lines = on.has("doubtful") ? queueOf(incidents, reportOf) : membershipOf(observations, incidents, reportOf);
  for (const line of lines) await result(JSON.stringify(line));
  return 0;
}

function membershipOf(
  observations: readonly Observation[],
  incidents: readonly Incident[],
  reportOf: ReadonlyMap<string, string>,
): object[] {
  const incidentOf = new Map<string, string>();
  for (const incident of incidents)
    for (const { observation } of incident.members)
      incidentOf.set(observation.id, reportOf.get(incident.id) ?? incident.id);
  return observations.map((o) => ({ obs_id: o.report, incident: incidentOf.get(o.id) }));
}

/** Each doubtful merge by the reports on both sides, with the terms for and against it and the nearest alternative. */
function queueOf(incidents: readonly Incident[], reportOf: ReadonlyMap<string, string>): object[] {
  const holder = new Map(incidents.flatMap((i) => i.members.map((m) => [m.observation.id, i] as const)));
  const named = (id: string): string => reportOf.get(id) ?? id;
  return doubtful(incidents).map(({ kind, gain, a, b }) => {
    const held = holder.get(a);
    const other = holder.get(b);
    // The terms of a merge left stand with the side that names the other as its nearest.
    const left = [held?.alternative, other?.alternative].find((t, k) => t?.incident === [b, a][k] && t?.gain === gain);
    const nearest = held?.alternative;
    return {
      kind,
      pair: [named(a), named(b)],
      gain,
      whyOf: kind === "joined" ? "the whole incident over its reports apart" : "the two as one over the two apart",
      why: (kind === "joined" ? held?.evidence : left?.parts) ?? [],
      nearest: nearest ? { incident: named(nearest.incident), gain: nearest.gain } : null,
    };
  });
}
