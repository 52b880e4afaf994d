import { basename } from "node:path";
import type { z } from "zod";
import { readYaml } from "../agreement/yaml-text.ts";
import { DeclaredFigure, FigureFile, figureDeclared } from "../comparison/declared-figure.ts";
import type { Figure } from "../comparison/figure.ts";
import { catalogue, type Problem, problem } from "../problems.ts";
import { readText } from "./agreement-file.ts";

const FORMS = "a declared figure (key declared-figure), or a figure as `replay --figure` writes it (key figure)";

/**
 * Reads a figure: a declared one as YAML or JSON, or one of a record with its rows.
 * @throws Problem (exit 1) with file, line and field
 */
export function readFigure(path: string): Figure {
  const name = basename(path);
  const text = readText(path, name);
  const json = parsedJson(text);
  if (json !== undefined && keysOf(json).includes("figure")) {
    const parsed = FigureFile.safeParse(json);
    if (parsed.success) return parsed.data.figure as Figure;
    throw fault(name, parsed.error, () => undefined);
  }
  if (json !== undefined && keysOf(json).includes("clauses"))
    throw problem(
      catalogue.badFile,
      {
        why: "a summary holds totals and not the rows that they rest on; write the figure with its rows: npx trucekeeper replay AGREEMENT FILE... --figure contrary:CLAUSE",
      },
      { file: name },
    );
  const yaml = readYaml(text, name);
  if ("errors" in yaml) {
    const first = yaml.errors[0] ?? { message: "not YAML", line: 1, column: 1 };
    throw problem(catalogue.badFile, { why: first.message }, { file: name, line: first.line, column: first.column });
  }
  if (!keysOf(yaml.value).includes("declared-figure"))
    throw problem(
      catalogue.badFile,
      { why: `saw the keys ${keysOf(yaml.value).join(", ") || "none"}; expected ${FORMS}` },
      { file: name },
    );
  const parsed = DeclaredFigure.safeParse(yaml.value);
  if (!parsed.success) throw fault(name, parsed.error, yaml.at);
  return figureDeclared(parsed.data);
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
