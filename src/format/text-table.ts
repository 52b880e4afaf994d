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
  /** The line ends with a carriage return alone (old spreadsheets). */
  readonly carriageReturns: boolean;
}

const isBlank = ({ cells }: ScannedRecord): boolean => cells.length === 1 && (cells[0] ?? "").trim() === "";

/**
 * Finds delimiter and header from the start of a text. The delimiter is the one that splits the most records into as
 * many cells as the header has; then the one that gives more cells; then comma, semicolon, tab in that order.
 * Undefined where the sample holds no record.
 * @param whole the sample is all there is
 */
export function layout(sample: string, whole: boolean, comment: string | undefined): Layout | undefined {
  const carriageReturns = !sample.includes("\n") && sample.includes("\r");
  const newline = carriageReturns ? "\r" : "\n";
  let best: { layout: Layout; even: number } | undefined;
  for (const delimiter of DELIMITERS) {
    const found: ScannedRecord[] = [];
    for (const record of new RecordScanner(delimiter, newline, comment).push(sample, whole)) {
      if (!isBlank(record)) found.push(record);
      if (found.length === 50) break;
    }
    const header = found[0]?.cells;
    if (!header) continue;
    const even =
      header.length < 2 ? 0 : found.filter((r) => !r.fault && r.cells.length === header.length).length / found.length;
    const better = !best || even > best.even || (even === best.even && header.length > best.layout.header.length);
    if (better) best = { layout: { delimiter, comment, header, carriageReturns }, even };
  }
  return best?.layout;
}

/**
 * Rows of a text table after its header. Blank lines are no rows. A row with another number of cells than the header,
 * or with broken quotes, comes as unreadable (case 33).
 * @param commented called for each comment line left out
 * @throws Problem format/file where a quote is never closed, format/limit where a record is too long
 */
export async function* textRows(
  file: string,
  text: AsyncIterable<string>,
  { delimiter, comment, carriageReturns, header }: Layout,
  commented: () => void,
): AsyncGenerator<TableRow, void> {
  const scanner = new RecordScanner(delimiter, carriageReturns ? "\r" : "\n", comment);
  let isHeader = true;
  function* rows(part: string, last: boolean): Generator<TableRow, void> {
    const comments = scanner.comments;
    for (const record of scanner.push(part, last)) {
      if (isBlank(record)) continue;
      if (isHeader) isHeader = false;
      else yield row(record);
    }
    for (let i = comments; i < scanner.comments; i++) commented();
    if (scanner.stop) throw stopped(file, scanner.stop);
  }
  function row({ line, cells, fault }: ScannedRecord): TableRow {
    if (fault) return { line, field: header[cells.length - 1] ?? "", why: fault };
    if (cells.length === header.length) return { line, cells };
    const sign = delimiter === "\t" ? "tab" : `"${delimiter}"`;
    const why = `the row has ${cells.length} cells, the header has ${header.length}; look for a missing or stray ${sign}, or a cell that needs quotes`;
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
