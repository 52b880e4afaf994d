import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { catalogue, problem } from "../problems.ts";
import { textOf, unread } from "./unread.ts";

/** Plain tables that this command writes: no cell holds a comma, a quote or a line break. */
export const plainCsv = (columns: readonly string[], rows: Iterable<readonly (string | number)[]>): string =>
  `${[columns.join(","), ...[...rows].map((r) => r.join(","))].join("\n")}\n`;

export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A spreadsheet may have saved it with other separators, and with quotes around its cells. */
const cellsOf = (line: string, separator: string): string[] =>
  line.split(separator).map((cell) => (/^".*"$/.test(cell) ? cell.slice(1, -1) : cell).trim());

/**
 * Reads such a table, as this program wrote it or as a spreadsheet saved it again.
 * @param columns that its header must have, in any order, with any others beside them
 * @throws Problem (exit 1) that names file, line, what was seen and what was expected
 */
export function readPlainCsv(path: string, columns: readonly string[]): CsvRow[] {
  const file = basename(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw unread(path, error);
  }
  const lines = textOf(bytes, file).split(/\r\n|\n/);
  const separator = [",", ";", "\t"].find((s) => (lines[0] ?? "").includes(s)) ?? ",";
  const header = cellsOf(lines[0] ?? "", separator);
  const missing = columns.filter((c) => !header.includes(c));
  if (missing.length > 0) {
    const why = `expected the columns ${columns.join(", ")}; ${missing.join(", ")} missing; saw ${header.join(", ").slice(0, 80)}`;
    throw problem(catalogue.badHeader, { why }, { file, line: 1 });
  }
  const rows: CsvRow[] = [];
  for (const [k, line] of lines.entries()) {
    if (k === 0 || line === "") continue;
    const cells = cellsOf(line, separator);
    if (cells.length !== header.length || cells.some((c) => c.includes('"'))) {
      const why = `expected ${header.length} plain cells, got ${cells.length}: ${line.slice(0, 60)}`;
      throw problem(catalogue.badFile, { why }, { file, line: k + 1 });
    }
    rows.push({ line: k + 1, cells: Object.fromEntries(header.map((c, i) => [c, cells[i] as string])) });
  }
  return rows;
}
