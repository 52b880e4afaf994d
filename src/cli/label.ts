import { dirname, join } from "node:path";
import { strictest } from "../access/marking.ts";
import { canonical } from "../canonical.ts";
import { MODEL_VERSION } from "../incident/model.ts";
import { catalogue, problem } from "../problems.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import type { InputFile } from "./input-files.ts";
import { plainCsv, readPlainCsv } from "./label-csv.ts";
import { joinLabels, readLabels } from "./label-join.ts";
import { labelPage } from "./label-page.ts";
import { readAndFuse, rowsOf } from "./label-read.ts";
import { drawPairs, type Sample } from "./label-sample.ts";
import { type ScoredPair, scoreLabels } from "./label-score.ts";
import { framePairs } from "./label-strata.ts";
import { checkOutput, writeFolder } from "./output-folder.ts";
import { result, say } from "./talk.ts";

const USAGE = `npx trucekeeper label FILE... --out DIR [--pairs 600] [--seed WORD] [--km 10] [--hours 3] [--hide COLUMN,COLUMN] [--zone ZONE]
       npx trucekeeper label FILE... --only DIR/disagreements.csv --out DIR   (the same options as for the whole set)
       npx trucekeeper label --join A.csv B.csv [--adjudicated C.csv] --out DIR
       npx trucekeeper label --score SET.csv FILE... --strata DIR/strata.csv [--zone ZONE]`;
const FLAGS = {
  join: "switch",
  score: "switch",
  out: "text",
  pairs: "text",
  seed: "text",
  km: "text",
  hours: "text",
  hide: "text",
  zone: "text",
  adjudicated: "text",
  strata: "text",
  only: "text",
} as const;
const MADE = ["label.html", "pairs.csv", "strata.csv"];
const JOINED = ["set.csv", "disagreements.csv", "agreement.json"];

type Text = Readonly<Record<string, string | undefined>>;

/**
 * `label`: pairs of reports for two people to label blind, what their labels come to, and how fusion does on them.
 * Docs: docs/fusion-accuracy.md
 */
export async function label(args: readonly string[]): Promise<number> {
  const { positionals, text, on } = readArguments(args, FLAGS, USAGE);
  if (on.has("join") && on.has("score")) wrongUsage("--join and --score are two steps", USAGE);
  if (on.has("join")) return joined(positionals, text);
  if (on.has("score")) return score(positionals, text);
  return make(positionals, text);
}

function number(text: Text, flag: string, otherwise: number, least: number, most: number): number {
  const given = text[flag];
  if (given === undefined) return otherwise;
  const n = /^\d{1,6}(\.\d{1,3})?$/.test(given) ? Number(given) : Number.NaN;
  if (n >= least && n <= most) return n;
  return wrongUsage(`--${flag} ${given}: expected a number from ${least} to ${most}`, USAGE);
}

async function make(files: readonly string[], text: Text): Promise<number> {
  if (files.length === 0) wrongUsage("name the files whose reports are to be paired", USAGE);
  const out = text.out ?? wrongUsage("--out: name a folder for the page and the tables", USAGE);
  checkOutput(out, MADE);
  const frame = { km: number(text, "km", 10, 0, 500), hours: number(text, "hours", 3, 0, 240) };
  const size = Math.round(number(text, "pairs", 600, 1, 20_000));
  const seed = text.seed ?? "1";
  const read = await readAndFuse(files, text.zone);
  const sample = drawPairs(framePairs(read.observations, read.incidents, frame), size, seed);
  if (sample.pairs.length === 0) {
    const why = `no two reports come within ${frame.km} km and ${frame.hours} hours of each other; widen --km or --hours`;
    throw problem(catalogue.badFile, { why }, { file: files.join(", ") });
  }
  if (text.only !== undefined) {
    const some = onlyOf(sample, text.only);
    await writeFolder(out, [{ name: "label.html", content: [await pageOf(some, read.files, text)] }]);
    await result(canonical({ set: sample.set, pairs: some.pairs.length }));
    say("label.html goes to a third person; join again with --adjudicated and the labels that come of it.");
    return 0;
  }
  const populations = new Map(sample.strata.map((s) => [s.stratum, s.population]));
  await writeFolder(out, [
    { name: "label.html", content: [await pageOf(sample, read.files, text)] },
    {
      name: "pairs.csv",
      content: [
        plainCsv(
          ["set", "pair", "a", "b"],
          sample.pairs.map((p) => [sample.set, p.id, p.a.id, p.b.id]),
        ),
      ],
    },
    {
      name: "strata.csv",
      content: [
        plainCsv(
          ["set", "pair", "stratum", "cell", "weight", "population"],
          sample.pairs.map((p) => [sample.set, p.id, p.stratum, p.cell, p.weight, populations.get(p.stratum) ?? 0]),
        ),
      ],
    },
  ]);
  await result(
    canonical({
      set: sample.set,
      model: MODEL_VERSION,
      seed,
      ...frame,
      pairs: sample.pairs.length,
      strata: sample.strata,
    }),
  );
  say(
    `label.html alone goes to two people, each on their own: not the folder, since strata.csv tells what the machine made of each pair.`,
  );
  return 0;
}

/** The page that shows a sample, with the rows as they stand in the files. */
async function pageOf(sample: Sample, files: readonly InputFile[], text: Text): Promise<string> {
  const shown = sample.pairs.flatMap((p) => [p.a, p.b]);
  const hidden = new Set((text.hide ?? "truth_incident").split(","));
  const rows = await rowsOf(files, new Set(shown.map((o) => o.id)), text.zone, hidden);
  return labelPage(sample, rows, strictest(shown.map((o) => o.marking)));
}

/** The pairs of a sample that two people left open. @throws Problem (exit 1) where they are of another sample, or none */
function onlyOf(sample: Sample, path: string): Sample {
  const open = readPlainCsv(path, ["set", "pair"]);
  const of = new Set(open.map((r) => r.cells.pair));
  const other = open.find((r) => r.cells.set !== sample.set);
  if (other) {
    const why = `these pairs are of set ${other.cells.set}, and the files and options given draw set ${sample.set} (model ${MODEL_VERSION}): give those of the first draw`;
    throw problem(catalogue.badFile, { why }, { file: path, line: other.line });
  }
  const pairs = sample.pairs.filter((p) => of.has(p.id));
  if (pairs.length === 0)
    throw problem(catalogue.badFile, { why: "no pair is open: nothing is left to decide" }, { file: path });
  return { ...sample, pairs };
}

async function joined([a, b, more]: readonly string[], text: Text): Promise<number> {
  if (a === undefined || b === undefined || more !== undefined)
    wrongUsage("--join takes the labels of two people", USAGE);
  const out = text.out ?? wrongUsage("--out: name a folder for the labelled set", USAGE);
  checkOutput(out, JOINED);
  const third = text.adjudicated === undefined ? undefined : readLabels(text.adjudicated);
  const { labelled, open, ...rest } = joinLabels(readLabels(a), readLabels(b), third);
  const account = { ...rest, labelled: labelled.length, open: open.length };
  await writeFolder(out, [
    {
      name: "set.csv",
      content: [
        plainCsv(
          ["set", "pair", "label", "by"],
          labelled.map((l) => [rest.set, l.pair, l.label, l.by]),
        ),
      ],
    },
    {
      name: "disagreements.csv",
      content: [
        plainCsv(
          ["set", "pair", "first", "second"],
          open.map((o) => [rest.set, o.pair, o.first, o.second]),
        ),
      ],
    },
    { name: "agreement.json", content: [`${canonical(account)}\n`] },
  ]);
  await result(canonical(account));
  const { kappa } = rest.agreement;
  say(
    `${labelled.length} of ${rest.agreement.pairs} pairs are decided (kappa ${kappa ?? "not defined"}), ${open.length} are open, ${rest.onlyFirst + rest.onlySecond} only one of the two labelled.` +
      (open.length > 0
        ? ` disagreements.csv has the open ones: label FILE... --only ${join(out, "disagreements.csv")} makes a page of them for a third person.`
        : ""),
  );
  return 0;
}

/** The labelled pairs as the sample drew them, and the pairs of each stratum. */
function readSet(path: string, strataPath: string) {
  const drawn = new Map(
    readPlainCsv(strataPath, ["set", "pair", "stratum", "weight", "population"]).map((r) => [r.cells.pair, r.cells]),
  );
  const pairsPath = join(dirname(strataPath), "pairs.csv");
  const ids = new Map(readPlainCsv(pairsPath, ["pair", "a", "b"]).map((r) => [r.cells.pair, r.cells]));
  const populations = new Map<string, number>();
  for (const cells of drawn.values()) populations.set(cells.stratum as string, Number(cells.population));
  const labelled = readPlainCsv(path, ["set", "pair", "label"]).map(({ line, cells }) => {
    const [of, pair] = [drawn.get(cells.pair), ids.get(cells.pair)];
    const { label: said } = cells;
    const why =
      of === undefined || pair === undefined || of.set !== cells.set
        ? `pair ${cells.pair} of set ${cells.set} is not in strata.csv and pairs.csv: name those of this set by --strata`
        : said !== "same" && said !== "different"
          ? `label: expected same or different, got "${said}"; \`label --join\` makes the set`
          : undefined;
    if (why !== undefined) throw problem(catalogue.badFile, { why }, { file: path, line });
    return {
      line,
      a: pair?.a as string,
      b: pair?.b as string,
      stratum: of?.stratum as string,
      weight: Number(of?.weight),
      label: said as "same" | "different",
    };
  });
  return { labelled, populations };
}

async function score([set, ...files]: readonly string[], text: Text): Promise<number> {
  if (set === undefined || files.length === 0)
    wrongUsage("--score takes the labelled set and the files that it was drawn from", USAGE);
  const strata =
    text.strata ?? wrongUsage("--strata: name the strata.csv of the set; pairs.csv stands beside it", USAGE);
  const { labelled, populations } = readSet(set, strata);
  if (labelled.length === 0)
    throw problem(catalogue.badFile, { why: "no pair of it has a label: there is nothing to score" }, { file: set });
  const { incidents } = await readAndFuse(files, text.zone);
  const home = new Map(incidents.flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)));
  const pairs = labelled.map(({ a, b, line, ...p }): ScoredPair => {
    const [x, y] = [home.get(a), home.get(b)];
    if (x === undefined || y === undefined) {
      const why = "a report of this pair is in none of the files: name the files that the pairs were drawn from";
      throw problem(catalogue.badFile, { why }, { file: set, line });
    }
    return { ...p, together: x === y };
  });
  await result(canonical({ model: MODEL_VERSION, ...scoreLabels(pairs, populations) }));
  return 0;
}
