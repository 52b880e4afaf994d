import { canonical } from "../canonical.ts";
import { summaryOf } from "../mission/summary.ts";
import { incidentsGeojson } from "../publication/incidents-geojson.ts";
import { assessmentLines, observationLines } from "../publication/ndjson.ts";
import { reportParts } from "../publication/report.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { basemapFor, clientScript } from "./assets.ts";
import { deriveFiles } from "./derive-files.ts";
import { checkOutput, writeFolder } from "./output-folder.ts";
import { READ_FLAGS, READ_USAGE, readOptions } from "./read-files.ts";
import { result, say } from "./talk.ts";

const USAGE = `npx trucekeeper assess AGREEMENT[#READING] FILE... [--from T] [--until T] [--reading ID] ${READ_USAGE} [--out DIR] [--strict]`;

const OUTPUTS = [
  "report.html",
  "incidents.geojson",
  "assessments.ndjson",
  "observations.ndjson",
  "reconciliation.json",
];
/** What the server keeps beside them. */
const KNOWN = [...OUTPUTS, "summary.json"];

/** `assess`: the summary on stdout; with --out, the five files, whole or not at all. */
export async function assess(args: readonly string[]): Promise<number> {
  const flags = {
    from: "text",
    until: "text",
    reading: "text",
    ...READ_FLAGS,
    out: "text",
    strict: "switch",
  } as const;
  const { positionals, text, on } = readArguments(args, flags, USAGE);
  const [agreement, ...paths] = positionals;
  if (agreement === undefined) wrongUsage("no agreement file named", USAGE);
  if (paths.length === 0) wrongUsage("no observation file named", USAGE);
  const { out } = text;
  if (out !== undefined) checkOutput(out, KNOWN);
  const outcome = await deriveFiles(agreement, paths, { ...text, ...readOptions(text) });
  if ("problems" in outcome) {
    for (const p of outcome.problems) say(p.toString());
    return Math.max(...outcome.problems.map((p) => p.exit));
  }
  const { findings } = outcome.derived;
  const refused = findings.files.some((f) => f.refused > 0);
  if (on.has("strict") && refused) {
    say("--strict: rows were refused; nothing written");
    return 1;
  }
  if (out !== undefined) {
    await writeFolder(out, [
      { name: "report.html", content: reportParts(findings, clientScript(), basemapFor(findings)) },
      { name: "incidents.geojson", content: incidentsGeojson(findings) },
      { name: "assessments.ndjson", content: assessmentLines(findings) },
      { name: "observations.ndjson", content: observationLines(findings) },
      { name: "reconciliation.json", content: [`${JSON.stringify({ files: findings.files }, null, 1)}\n`] },
    ]);
  }
  await result(canonical(summaryOf(outcome.derived)));
  return 0;
}
