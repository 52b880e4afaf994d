import { columnsOf } from "../assessment/columns.ts";
import { canonical } from "../canonical.ts";
import { compareResults } from "../comparison/compared.ts";
import { comparisonOf } from "../comparison/comparison.ts";
import { pairReadings } from "../comparison/side.ts";
import { comparePage } from "../publication/compare-page.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { HISTORY_FLAGS, historyOf, judgedFor, refused, strictlyRefused, toRun } from "./history.ts";
import { checkOutput, writeFolder } from "./output-folder.ts";
import { result, say } from "./talk.ts";

const USAGE =
  "npx trucekeeper compare A[#READING] B[#READING] (FILE... | --mission M [--as-of CHECKPOINT] [--data DIR]) [--from T] [--until T] [--zone ZONE] [--as FORMAT] [--out DIR] [--strict]";

const OUTPUTS = ["compare.html", "compare.json"];

/** `compare`: two drafts or readings over one history; the difference on stdout, with --out also as a page. Exit 0 also where they differ. */
export async function compare(args: readonly string[]): Promise<number> {
  const { positionals, text, on } = readArguments(args, { ...HISTORY_FLAGS, out: "text" }, USAGE);
  const [first, second, ...paths] = positionals;
  if (first === undefined || second === undefined)
    wrongUsage("name two agreements, or one twice with two readings", USAGE);
  const { out } = text;
  if (out !== undefined) checkOutput(out, OUTPUTS);
  const [a, b] = [toRun(first), toRun(second)];
  const paired = pairReadings({ a: { ...a, asked: a.reading }, b: { ...b, asked: b.reading } });
  if (a.compiled.missionZone.name !== b.compiled.missionZone.name)
    say(
      `clocks differ: ${a.compiled.missionZone.name} and ${b.compiled.missionZone.name}; days and dates are those of the first`,
    );
  if (paired.pairs.length === 0)
    wrongUsage(
      `the readings have no name in common (${paired.onlyA.join(", ") || "none"}; ${paired.onlyB.join(", ") || "none"}); choose one of each with #READING`,
      USAGE,
    );
  const history = await historyOf(first, paths, text, USAGE);
  if ("problems" in history) return refused(history.problems);
  const { findings } = history.derived;
  if (strictlyRefused(history.derived, on)) return 1;
  const judged = { a: judgedFor(history.derived, a.compiled), b: judgedFor(history.derived, b.compiled) };
  const options = { a: judged.a.options, b: judged.b.options };
  const obligations = { a: judged.a.obligations(), b: judged.b.obligations() };
  const columns = columnsOf(findings.incidents);
  const comparisons = paired.pairs.map((sides) =>
    comparisonOf(compareResults({ columns, sides, options, countEqual: true }), {
      clock: a.compiled.missionZone,
      period: findings.period,
      obligations,
    }),
  );
  const difference = {
    comparisons,
    onlyA: paired.onlyA,
    onlyB: paired.onlyB,
    period: findings.period,
    vintage: findings.vintage,
    marking: findings.marking,
    coverage: { known: findings.coverage.known, statement: findings.coverage.statement },
    files: findings.files.map(({ file, sha256 }) => ({ file, sha256 })),
  };
  const json = canonical(difference);
  if (out !== undefined)
    await writeFolder(out, [
      {
        name: "compare.html",
        content: comparePage({ ...difference, incidents: findings.incidents, viewer: findings.viewer }),
      },
      { name: "compare.json", content: [`${json}\n`] },
    ]);
  await result(json);
  return 0;
}
