import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { canonical } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";
import { dailyJson, dailyReport } from "../publication/daily.ts";
import { checkDaily } from "../publication/daily-check.ts";
import { dailyDocx } from "../publication/daily-docx.ts";
import { dailyHtml } from "../publication/daily-html.ts";
import { dayInterval } from "../time/day.ts";
import { findZone } from "../time/zone.ts";
import { byCodePoint } from "../units.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { bytesFrom } from "./by-whom.ts";
import { type DeriveOutcome, deriveFiles } from "./derive-files.ts";
import { checkOutput, writeFolder } from "./output-folder.ts";
import { installation } from "./root.ts";
import { isStored, missionState, STORE_FLAGS } from "./stored-mission.ts";
import { result, say } from "./talk.ts";
import { textOf } from "./unread.ts";

const USAGE =
  "npx trucekeeper report daily (AGREEMENT[#READING] FILE... | --mission M [--as-of CHECKPOINT]) --date YYYY-MM-DD --out DIR [--number N] [--data DIR]\n       npx trucekeeper report --check FILE.json      a daily report against its own lists: does every figure follow from its rows?";

const OUTPUTS = ["report.html", "report.docx", "report.json"];

/** A worked example by name, as agreement and files. @throws Problem (exit 1) that lists the examples there are */
function exampleFiles(name: string): readonly string[] {
  const folder = join(installation(), "examples");
  const known = readdirSync(folder)
    .filter((n) => existsSync(join(folder, n, "agreement.yaml")))
    .sort(byCodePoint);
  if (!known.includes(name)) {
    say(`worked examples: ${known.join(", ")}`);
    throw problem(catalogue.noSuchMission, { mission: name });
  }
  const files = readdirSync(join(folder, name)).filter((f) => f.endsWith(".csv"));
  return [join(folder, name, "agreement.yaml"), ...files.sort(byCodePoint).map((f) => join(folder, name, f))];
}

/** `report --check`: what a report says against what its own rows give. @returns 1 where they differ */
async function checkReport(path: string): Promise<number> {
  const file = basename(path);
  const text = textOf(await bytesFrom(path), file);
  const checked = checkDaily(text);
  if (!checked) throw problem(catalogue.badFile, { why: "is no report.json of `report daily`" }, { file });
  const { differences, recounted, notRecounted } = checked;
  await result(canonical({ file, ok: differences.length === 0, differences, recounted, notRecounted }));
  for (const words of differences) say(`${file}: ${words}`);
  const open = notRecounted > 0 ? `; ${notRecounted} hold what nobody counted, and were not` : "";
  if (differences.length === 0) say(`${file}: ${recounted} figures follow from their rows${open}`);
  return differences.length === 0 ? 0 : 1;
}

/** `report daily`: the report of one mission day as HTML, DOCX and JSON that say the same; its summary on stdout. */
export async function report(args: readonly string[]): Promise<number> {
  const flags = {
    ...STORE_FLAGS,
    "as-of": "text",
    date: "text",
    out: "text",
    zone: "text",
    number: "text",
    check: "text",
  } as const;
  const { positionals, text } = readArguments(args, flags, USAGE);
  if (text["check"] !== undefined) {
    if (positionals.length > 0 || Object.keys(text).length > 1) wrongUsage("--check: goes by itself", USAGE);
    return checkReport(text["check"]);
  }
  const [kind, ...named] = positionals;
  if (kind !== "daily")
    wrongUsage(kind === undefined ? "no kind of report named" : `no report "${kind}"; there is: daily`, USAGE);
  const { date, out, mission } = text;
  if (date === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) wrongUsage("--date: expected YYYY-MM-DD", USAGE);
  if (out === undefined) wrongUsage("--out: name a folder to write", USAGE);
  if ((mission === undefined) === (named.length === 0)) wrongUsage("name an agreement and files, or a mission", USAGE);
  const stored = mission !== undefined && (await isStored(mission, text));
  if (text["as-of"] !== undefined && !stored) wrongUsage("--as-of is of a stored mission", USAGE);
  const [agreement, ...files] = stored ? [] : mission === undefined ? named : exampleFiles(mission);
  if (!stored && (agreement === undefined || files.length === 0)) wrongUsage("no observation file named", USAGE);
  checkOutput(out, OUTPUTS);
  const outcome: DeriveOutcome = stored
    ? { derived: await missionState(mission, text) }
    : await deriveFiles(agreement as string, files, { zone: text.zone });
  if ("problems" in outcome) {
    for (const p of outcome.problems) say(p.toString());
    return Math.max(...outcome.problems.map((p) => p.exit));
  }
  const { findings } = outcome.derived;
  const clock = findZone(findings.agreement.zone);
  if (clock) {
    try {
      dayInterval(date, clock);
    } catch {
      wrongUsage(`--date ${date}: there is no such day`, USAGE);
    }
  }
  const daily = dailyReport(findings, { date, ...(text.number !== undefined && { number: text.number }) });
  await writeFolder(out, [
    { name: "report.html", content: [dailyHtml(daily)] },
    { name: "report.docx", content: [await dailyDocx(daily)] },
    { name: "report.json", content: [dailyJson(daily)] },
  ]);
  await result(
    JSON.stringify({ date: daily.date, zone: daily.zone, asKnownAt: daily.asKnownAt, summary: daily.summary }),
  );
  return 0;
}
