import { canonical } from "../canonical.ts";
import { summaryOf } from "../mission/summary.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { type DeriveOutcome, deriveFiles } from "./derive-files.ts";
import { FINDINGS_FILES, findingsFiles } from "./findings-files.ts";
import { checkOutput, writeFolder } from "./output-folder.ts";
import { missionState, STORE_FLAGS } from "./stored-mission.ts";
import { result, say } from "./talk.ts";

const USAGE =
  "npx trucekeeper assess (AGREEMENT[#READING] FILE... | --mission M [--as-of CHECKPOINT] [--data DIR]) [--from T] [--until T] [--reading ID] [--zone ZONE] [--as FORMAT] [--out DIR] [--strict]";

/** What the server keeps beside the files of findings. */
const KNOWN = [...FINDINGS_FILES, "summary.json"];

/** `assess`: the summary on stdout; with --out, the files of findings, whole or not at all. Of files, or of a stored mission. */
export async function assess(args: readonly string[]): Promise<number> {
  const flags = {
    ...STORE_FLAGS,
    "as-of": "text",
    from: "text",
    until: "text",
    reading: "text",
    zone: "text",
    as: "text",
    out: "text",
    strict: "switch",
  } as const;
  const { positionals, text, on } = readArguments(args, flags, USAGE);
  const [agreement, ...paths] = positionals;
  const { out, mission } = text;
  if (mission === undefined) {
    if (agreement === undefined) wrongUsage("no agreement file named", USAGE);
    if (paths.length === 0) wrongUsage("no observation file named", USAGE);
    if (text["as-of"] !== undefined) wrongUsage("--as-of is of a stored mission: name it with --mission", USAGE);
  } else {
    if (agreement !== undefined) wrongUsage("name files or a mission", USAGE);
    if (text.zone !== undefined || text.as !== undefined)
      wrongUsage("--zone and --as belong to the import of a file, and its entry holds them", USAGE);
  }
  if (out !== undefined) checkOutput(out, KNOWN);
  const outcome: DeriveOutcome =
    mission === undefined
      ? await deriveFiles(agreement as string, paths, text)
      : { derived: await missionState(mission, text) };
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
  if (out !== undefined) await writeFolder(out, findingsFiles(outcome.derived));
  await result(canonical(summaryOf(outcome.derived)));
  return 0;
}
