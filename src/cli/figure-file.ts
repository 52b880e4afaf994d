import { basename } from "node:path";
import type { z } from "zod";
import { readYaml } from "../agreement/yaml-text.ts";
import { DeclaredFigure, FigureFile, figureDeclared } from "../comparison/declared-figure.ts";
import type { Figure } from "../comparison/figure.ts";
import type { Series } from "../comparison/figure-of.ts";
import { catalogue, type Problem, problem } from "../problems.ts";
import {
  AssessSummary,
  DailyTotals,
  figureOfDaily,
  figureOfSummary,
  seriesOfDaily,
  seriesOfSummary,
  type Written,
} from "../publication/compare-written.ts";
import { namedFile, readText } from "./agreement-file.ts";
import { seriesOf } from "./record-figure.ts";

const FORMS =
  "a declared figure (key declared-figure), a figure as `replay --figure` writes it (key figure), the summary that `assess` prints, or report.json of `report daily`";

/** Which figure of a file that holds several, and under which reading. */
export interface AskedFigure {
  readonly figure?: string | undefined;
  readonly reading?: string | undefined;
}

/**
 * Reads a figure: a declared one as YAML or JSON, one of a record with its rows, or a total out of a summary or a daily
 * report, which "FILE#SERIES" or "FILE#SERIES@READING" chooses.
 * @param asked what is chosen of a file that is named without a series
 * @throws Problem (exit 1) with file, line and field; (exit 2) on a series that is none
 */
export function readFigure(argument: string, asked: AskedFigure, usage: string): Figure {
  const { path, reading: chosen } = namedFile(argument);
  const name = basename(path);
  const text = readText(path, name);
  const json = parsedJson(text);
  const keys = keysOf(json);
  const only = () => {
    if (chosen !== undefined) throw bad(name, `holds one figure alone: name it without #${chosen}`);
  };
  if (keys.includes("figure")) {
    only();
    const parsed = FigureFile.safeParse(json);
    if (parsed.success) return parsed.data.figure as Figure;
    throw fault(name, parsed.error, () => undefined);
  }
  if (keys.includes("clauses") && keys.includes("incidents")) {
    const parsed = AssessSummary.safeParse(json);
    if (!parsed.success) throw fault(name, parsed.error, () => undefined);
    const { series, reading } = wanted(name, chosen, asked, seriesOfSummary(parsed.data), usage);
    return figureOr(name, figureOfSummary(parsed.data, series, reading));
  }
  if (keys.includes("kind") && (json as { kind: unknown }).kind === "daily") {
    const parsed = DailyTotals.safeParse(json);
    if (!parsed.success) throw fault(name, parsed.error, () => undefined);
    const { series } = wanted(name, chosen, asked, seriesOfDaily(parsed.data), usage);
    return figureOr(name, figureOfDaily(parsed.data, series));
  }
  const instead = insteadOf(keys, text);
  if (instead !== undefined) throw bad(name, instead);
  const yaml = readYaml(text, name);
  if ("errors" in yaml) {
    const first = yaml.errors[0] ?? { message: "not YAML", line: 1, column: 1 };
    throw problem(catalogue.badFile, { why: first.message }, { file: name, line: first.line, column: first.column });
  }
  if (!keysOf(yaml.value).includes("declared-figure"))
    throw bad(name, `saw the keys ${keysOf(yaml.value).join(", ") || "none"}; expected ${FORMS}`);
  only();
  const parsed = DeclaredFigure.safeParse(yaml.value);
  if (!parsed.success) throw fault(name, parsed.error, yaml.at);
  return figureDeclared(parsed.data);
}

const bad = (file: string, why: string): Problem => problem(catalogue.badFile, { why }, { file });

function figureOr(name: string, written: Written): Figure {
  if ("figure" in written) return written.figure;
  throw bad(name, written.why);
}

/** The series that the file's name or the flags choose; a file with several figures has none of itself. */
function wanted(
  name: string,
  chosen: string | undefined,
  asked: AskedFigure,
  has: readonly string[],
  usage: string,
): { readonly series: Series; readonly reading: string | undefined } {
  const at = chosen?.lastIndexOf("@") ?? -1;
  const series = chosen === undefined ? asked.figure : at < 0 ? chosen : chosen.slice(0, at);
  if (series === undefined)
    throw bad(
      name,
      `holds several figures; choose one as ${name}#SERIES or by --figure SERIES: ${has.join(", ") || "none is there"}`,
    );
  return { series: seriesOf(series, usage), reading: at < 0 ? asked.reading : chosen?.slice(at + 1) };
}

/** What stands in the folders of other commands and is no figure, and what to give instead. */
function insteadOf(keys: readonly string[], text: string): string | undefined {
  if (keys.includes("comparisons"))
    return "is what `compare` writes: a difference already; give the two figures themselves";
  if (keys.includes("asKnownAt") && keys.includes("summary"))
    return "is what `report daily` prints; give report.json of the folder that it wrote";
  if (keys.includes("files") && keys.length === 1)
    return "is a reconciliation; give the summary that `assess` prints on stdout";
  const first = keysOf(parsedJson(text.slice(0, text.indexOf("\n") + 1)));
  if (first.includes("incident") || first.includes("obs_id") || first.includes("origin"))
    return "holds rows and no figure; write one with its rows: npx trucekeeper replay AGREEMENT FILE... --figure contrary:CLAUSE";
  return undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const keysOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

function fault(
  name: string,
  error: z.ZodError,
  at: (path: readonly PropertyKey[]) => { readonly line: number; readonly column: number } | undefined,
): Problem {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  const position = at(path);
  return problem(
    catalogue.badFile,
    { why: issue?.message ?? "not a figure" },
    {
      file: name,
      field: path.map(String).join("."),
      ...(position && { line: position.line, column: position.column }),
    },
  );
}
