import type { Findings } from "../publication/findings.ts";
import { incidentsGeojson } from "../publication/incidents-geojson.ts";
import { assessmentLines, observationLines } from "../publication/ndjson.ts";
import { reportParts } from "../publication/report.ts";
import { clientScript, mapped } from "./assets.ts";
import type { OutputFile } from "./output-folder.ts";

/** Names of the files that findings are written to. */
export const FINDINGS_FILES = [
  "report.html",
  "incidents.geojson",
  "assessments.ndjson",
  "observations.ndjson",
  "reconciliation.json",
];

function report(findings: Findings): Iterable<string> {
  const map = mapped(findings);
  return reportParts(map.findings, clientScript(), map.land);
}

/** The five files of findings, reconciliation.json last. */
export const findingsFiles = (findings: Findings): readonly OutputFile[] => [
  { name: "report.html", content: report(findings) },
  { name: "incidents.geojson", content: incidentsGeojson(findings) },
  { name: "assessments.ndjson", content: assessmentLines(findings) },
  { name: "observations.ndjson", content: observationLines(findings) },
  { name: "reconciliation.json", content: [`${JSON.stringify({ files: findings.files }, null, 1)}\n`] },
];
