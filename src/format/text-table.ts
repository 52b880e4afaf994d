import { catalogue, type Problem, problem } from "../problems.ts";
import { LIMITS } from "./reader.ts";
import { RecordScanner, type ScannedRecord, type ScanStop } from "./record-scanner.ts";
import type { TableRow } from "./table.ts";

export const DELIMITERS = [",", ";", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a text table is written, as found from its start. */
export interface Layout {
  readonly delimiter: Delimiter;
  readonly comment: string | undefined;
  readonly header: readonly string[];
  /** Line on which the header starts. */
  readonly headerLine: number;
  /** Cells that each row has: the header's, with the nameless ones at its end. */
  readonly width: number;
  /** The line ends with a carriage return alone (old spreadsheets). */
  readonly carriageReturns: boolean;
}

/** Where the caller says that the table stands, in lines of the file; what stands above or between is no row of it. */
export interface TableStart {
  readonly headerRow?: number | undefined;
  readonly firstRow?: number | undefined;
}

/** Rows that are given at once: few, so that little is alive whenever memory is gone through. */
const AT_ONCE = 64;

/** "sep=;" on the first line is how spreadsheets are told the delimiter; it belongs to no table. */
const SEP = /^sep=([,;\t])(?:\r\n?|\n)/i;

const isBlank = ({ cells }: ScannedRecord): boolean => cells.length === 1 && (cells[0] ?? "").trim() === "";

/**
 * Finds delimiter and header from the start of a text. The delimiter is the one that "sep=" names; else the one that
 * splits the most records into as many cells as the header has; then the one that gives more cells; then comma,
 * semicolon, tab in that order. Names lose the blanks around them, and nameless cells at the end of the header are
 * no columns. Undefined where the sample holds no record, or none on the line that is said to be the header.
 * @param whole the sample is all there is
 */
export function layout(
  sample: string,
  whole: boolean,
  comment: string | undefined,
  { headerRow, firstRow = 0 }: TableStart = {},
): Layout | undefined {
  const carriageReturns = !sample.includes("\n") && sample.includes("\r");
  const newline = carriageReturns ? "\r" : "\n";
  const named = SEP.exec(sample)?.[1];
  const from = headerRow ?? (named === undefined ? 1 : 2);
  let best: { layout: Layout; even: number } | undefined;
  for (const delimiter of DELIMITERS) {
    if (named !== undefined && delimiter !== named) continue;
    const found: ScannedRecord[] = [];
    for (const record of new RecordScanner(delimiter, newline, comment).push(sample, whole)) {
      if (record.line < from || isBlank(record)) continue;
      if (found.length === 0 || record.line >= firstRow) found.push(record);
      if (found.length === 50) break;
    }
    const [first] = found;
    if (!first || (headerRow !== undefined && first.line !== headerRow)) continue;
    const width = first.cells.length;
    const header = first.cells.map((name) => name.trim());
    while (header.at(-1) === "") header.pop();
    const even = width < 2 ? 0 : found.filter((r) => !r.fault && r.cells.length === width).length / found.length;
    const better = !best || even > best.even || (even === best.even && width > best.layout.width);
    if (better) best = { layout: { delimiter, comment, header, headerLine: first.line, width, carriageReturns }, even };
  }
  return best?.layout;
}

/** The first 50 records as each delimiter would cut them, to look for a header that stands further down. */
export function* candidateHeaders(sample: string, whole: boolean): Generator<{ line: number; cells: string[] }, void> {
  const newline = !sample.includes("\n") && sample.includes("\r") ? "\r" : "\n";
  for (const delimiter of DELIMITERS) {
    let seen = 0;
    for (const { line, cells } of new RecordScanner(delimiter, newline, undefined).push(sample, whole)) {
      yield { line, cells: cells.map((name) => name.trim()) };
      if (++seen === 50) break;
    }
  }
}

/**
 * Rows of a text table after its header, some at a time. Blank lines are no rows. A row with another number of cells than the header,
 * or with broken quotes, comes as unreadable (case 33).
 * Nameless cells at the end of the header have to be empty in each row.
 * @param left called with the rule for each line left out: a comment, or a note above the header or the first row
 * @throws Problem format/file where a quote is never closed, format/limit where a record is too long
 */
export async function* textRows(
  file: string,
  text: AsyncIterable<string>,
  { delimiter, comment, carriageReturns, header, headerLine, width }: Layout,
  left: (rule: "comment-line" | "note-row") => void,
  { headerRow, firstRow = 0 }: TableStart = {},
): AsyncGenerator<readonly TableRow[], void> {
  const scanner = new RecordScanner(delimiter, carriageReturns ? "\r" : "\n", comment);
  function* rows(part: string, last: boolean): Generator<readonly TableRow[], void> {
    const comments = scanner.comments;
    let some: TableRow[] = [];
    for (const record of scanner.push(part, last)) {
      if (isBlank(record) || record.line === headerLine) continue;
      if (record.line >= Math.max(headerLine, firstRow)) {
        if (some.push(row(record)) < AT_ONCE) continue;
        yield some;
        some = [];
      } else if (headerRow !== undefined || record.line > headerLine) left("note-row");
    }
    for (let i = comments; i < scanner.comments; i++) left("comment-line");
    if (scanner.stop) throw stopped(file, scanner.stop);
    if (some.length > 0) yield some;
  }
  function row({ line, cells, fault }: ScannedRecord): TableRow {
    if (fault) return { line, field: header[cells.length - 1] ?? "", why: fault };
    if (cells.length === width) {
      if (width === header.length) return { line, cells };
      const beside = cells.findIndex((cell, i) => i >= header.length && cell.trim() !== "");
      if (beside < 0) return { line, cells: cells.slice(0, header.length) };
      const value = (cells[beside] ?? "").slice(0, 40);
      return { line, field: "", why: `a value ("${value}") stands in column ${beside + 1}, which has no name` };
    }
    const sign = delimiter === "\t" ? "tab" : `"${delimiter}"`;
    const why = `the row has ${cells.length} cells, the header has ${width}; look for a missing or stray ${sign}, or a cell that needs quotes`;
    return { line, field: "", why };
  }
  for await (const part of text) yield* rows(part, false);
  yield* rows("", true);
}

function stopped(file: string, stop: ScanStop): Problem {
  if (stop.kind === "too-long") {
    const detail = { what: "one record of the table", limit: `${LIMITS.lineBytes} bytes`, seen: "more" };
    return problem(catalogue.limit, detail, { file, line: stop.line });
  }
  const why = 'a quote (") is opened here and never closed; close it, or double it if it is part of the text';
  return problem(catalogue.badFile, { why }, { file, line: stop.line, column: stop.column });
}
