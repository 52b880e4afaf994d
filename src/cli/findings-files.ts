import type { Derived } from "../mission/derive.ts";
import type { Findings } from "../publication/findings.ts";
import { incidentsGeojson } from "../publication/incidents-geojson.ts";
import { caseLines, obligationLines, seriesJson, severityLines } from "../publication/judged-lines.ts";
import { assessmentLines, observationLines } from "../publication/ndjson.ts";
import { reportParts } from "../publication/report.ts";
import { clientScript, mapped } from "./assets.ts";
import type { OutputFile } from "./output-folder.ts";

/** Names of the files that what is judged beside rows is written to; where there is nothing of a kind, no file is. */
export const JUDGED_FILES = ["obligations.ndjson", "cases.ndjson", "severity.ndjson", "series.json"];

/** Names of the files that findings are written to. */
export const FINDINGS_FILES = [
  "report.html",
  "incidents.geojson",
  "assessments.ndjson",
  "observations.ndjson",
  ...JUDGED_FILES,
  "reconciliation.json",
];

function report(findings: Findings): Iterable<string> {
  const map = mapped(findings);
  return reportParts(map.findings, clientScript(), map.land);
}

/** Nothing where the lines are none. */
function some(name: string, lines: () => Iterable<string>): OutputFile[] {
  for (const _ of lines()) return [{ name, content: lines() }];
  return [];
}

/** Obligations, cases, severity and the five series. */
export const judgedFiles = ({ findings, obligations, judged }: Derived): readonly OutputFile[] => [
  ...some("obligations.ndjson", () => obligationLines(obligations, judged.incidentDuties())),
  ...some("cases.ndjson", () => caseLines(judged.cases())),
  ...some("severity.ndjson", () => severityLines(judged.severities())),
  ...(findings.incidents.length === 0
    ? []
    : [
        {
          name: "series.json",
          content: [seriesJson({ whole: judged.series(), days: judged.days(), withdrawals: judged.withdrawals() })],
        },
      ]),
];

/** The files of findings: five always, and those of what is judged beside; reconciliation.json last. */
export const findingsFiles = (derived: Derived): readonly OutputFile[] => {
  const { findings } = derived;
  return [
    { name: "report.html", content: report(findings) },
    { name: "incidents.geojson", content: incidentsGeojson(findings) },
    { name: "assessments.ndjson", content: assessmentLines(findings) },
    { name: "observations.ndjson", content: observationLines(findings) },
    ...judgedFiles(derived),
    { name: "reconciliation.json", content: [`${JSON.stringify({ files: findings.files }, null, 1)}\n`] },
  ];
};
