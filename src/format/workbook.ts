import { Buffer } from "node:buffer";
import { catalogue, problem } from "../problems.ts";
import { type Account, type FileInput, headerBelow } from "./account.ts";
import { blocks } from "./bytes.ts";
import { MISSION_SHEETS, OTHER_SHEETS, WORKBOOK } from "./mission-sheets.ts";
import type { Item } from "./reader.ts";
import { type SheetPart, type WorkbookParts, workbookParts } from "./sheet-parts.ts";
import { columnName, type SheetRow, sheetRows } from "./sheet-rows.ts";
import type { TableRow } from "./table.ts";
import { xmlEvents } from "./xml-events.ts";
import { type GuardedZip, openZip } from "./zip-guard.ts";

export { writeWorkbook } from "./workbook-template.ts";

/**
 * Reads a mission workbook (XLSX): the five sheets by name; or, where it has none of them, its first visible sheet by
 * its header, in whatever format that is. Lines of the account are rows of the sheet, fields are "sheet!column".
 * @throws Problem as readFile
 */
export async function* readWorkbook(
  input: FileInput,
  bytes: AsyncIterable<Uint8Array>,
  account: Account,
): AsyncGenerator<readonly Item[], void, void> {
  const zip = await openZip(input.name, bytes);
  try {
    const parts = await workbookParts(input.name, zip);
    const named = (name: string) => parts.sheets.find((s) => s.name.trim().toLowerCase() === name);
    const known = MISSION_SHEETS.filter(({ name }) => named(name));
    const first = parts.sheets.find((s) => !s.hidden);
    if (known.length === 0 && !first)
      throw problem(catalogue.badFile, { why: "the workbook has no visible sheet" }, { file: input.name });
    if (known.length === 0 && first) {
      const table = await sheetTable(input.name, zip, parts, first, account);
      if (!table)
        throw problem(
          catalogue.badFile,
          { why: `the sheet ${first.name} is empty: no header row` },
          { file: input.name },
        );
      yield* account.read(table, account.reader(table.header, table.line, table.below));
    }
    for (const { name, reader, fixed } of known) {
      const sheet = named(name);
      const table = sheet && (await sheetTable(input.name, zip, parts, sheet, account));
      if (!table) continue;
      const missing = Object.keys(fixed);
      const below = headerBelow(table.below, [
        { name: `the sheet ${name}`, recognises: (cells) => reader.recognises([...cells, ...missing]) },
      ]);
      if (below !== undefined && !reader.recognises([...table.header, ...missing]))
        throw problem(catalogue.badHeader, { why: `sheet ${name}: ${below}` }, { file: input.name, line: table.line });
      account.use(reader, table.header, WORKBOOK, `sheet ${name}: `, missing, table.line);
      yield* account.read(table, reader, `${name}!`, fixed);
    }
    if (known.length > 0) account.empty(WORKBOOK);
    for (const sheet of parts.sheets) {
      const name = sheet.name.trim().toLowerCase();
      const isRead = known.length > 0 ? MISSION_SHEETS.some((m) => m.name === name) : sheet === first;
      if (!isRead && !OTHER_SHEETS.some((other) => other === name))
        account.warn(`the sheet "${sheet.name}" is not read`);
      else if (isRead && sheet.hidden) account.warn(`the sheet "${sheet.name}" is hidden; it was read`);
    }
  } finally {
    zip.close();
  }
}

async function sheetTable(file: string, zip: GuardedZip, parts: WorkbookParts, sheet: SheetPart, account: Account) {
  const part = () => xmlEvents(file, sheet.part, zip.inflate(sheet.part));
  // Merged cells stand at the end of a sheet's part, and have to be known before its rows are read.
  const merged: Merge[] = [];
  if (await mentions(zip.inflate(sheet.part), "mergeCell"))
    for await (const batch of part())
      for (const event of batch)
        if (event.kind === "open" && event.name === "mergeCell") merged.push(mergeOf(event.attributes["ref"] ?? ""));
  if (merged.length > 10_000) {
    const detail = { what: `merged cells of the sheet ${sheet.name}`, limit: "10000", seen: `${merged.length}` };
    throw problem(catalogue.limit, detail, { file });
  }
  const source = sheetRows(file, part(), parts);
  const { headerRow, firstRow = 0 } = account.input;
  let first = await source.next();
  let notes = 0;
  while (!first.done && (isBlank(first.value) || first.value.row < (headerRow ?? 0))) {
    if (!isBlank(first.value)) notes++;
    first = await source.next();
  }
  if (headerRow !== undefined && (first.done || first.value.row !== headerRow)) {
    const why = `sheet ${sheet.name}: row ${headerRow}, which is said to be the header row, is empty`;
    throw problem(catalogue.badHeader, { why }, { file, line: headerRow });
  }
  if (first.done) return undefined;
  const header = headerOf(file, sheet.name, first.value);
  const ahead: SheetRow[] = [];
  for (let next = await source.next(); !next.done; next = await source.next()) {
    ahead.push(next.value);
    if (ahead.length === AHEAD) break;
  }
  for (let i = 0; i < notes; i++) account.skip("note-row");
  async function* both(): AsyncGenerator<SheetRow, void> {
    yield* ahead;
    if (ahead.length === AHEAD) yield* source;
  }
  async function* rows(): AsyncGenerator<readonly TableRow[], void> {
    let hidden = 0;
    let formulas = 0;
    for await (const row of both()) {
      const used = [...row.cells.values()].some((c) => !("text" in c) || c.text !== "");
      if (!used) continue;
      if (row.row < firstRow) {
        account.skip("note-row");
        continue;
      }
      if (row.hidden) hidden++;
      formulas += row.formulas;
      yield [tableRow(row, header, merged)];
    }
    if (hidden > 0) account.warn(`the sheet "${sheet.name}" has ${hidden} hidden rows; they were read`);
    if (formulas > 0)
      account.warn(`the sheet "${sheet.name}" has ${formulas} formulas; their last computed values were read`);
  }
  const below = ahead.map(({ row, cells }) => ({ line: row, cells: namesOf(cells) }));
  return { header, rows: rows(), line: first.value.row, below };
}

/** How far down a header is looked for, so that an error can say where it stands. */
const AHEAD = 30;

const isBlank = ({ cells }: SheetRow): boolean => [...cells.values()].every((c) => "text" in c && c.text.trim() === "");

/** Whether the bytes hold a word of ASCII: far quicker than parsing a sheet to find that it has no merged cells. */
async function mentions(bytes: AsyncIterable<Uint8Array>, word: string): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for await (const block of blocks(bytes)) {
    const text = Buffer.concat([tail, block]);
    if (text.includes(word)) return true;
    tail = text.subarray(text.length - word.length + 1);
  }
  return false;
}

function headerOf(file: string, sheet: string, { row, cells }: SheetRow): string[] {
  for (const [column, cell] of cells) {
    if ("fault" in cell)
      throw problem(
        catalogue.badHeader,
        { why: `sheet ${sheet}, cell ${columnName(column)}${row}: ${cell.fault}` },
        { file, line: row },
      );
  }
  return namesOf(cells);
}

/** Cells of a row as names of columns, without the empty ones at its end. */
function namesOf(cells: SheetRow["cells"]): string[] {
  const header: string[] = [];
  for (const [column, cell] of cells) header[column] = "text" in cell ? cell.text.trim() : "";
  const filled = Array.from(header, (name) => name ?? "");
  while (filled.at(-1) === "") filled.pop();
  return filled;
}

interface Merge {
  readonly ref: string;
  readonly from: number;
  readonly until: number;
}

function mergeOf(ref: string): Merge {
  const rows = [...ref.matchAll(/\d+/g)].map((m) => Number(m[0]));
  return { ref, from: rows[0] ?? 0, until: rows[1] ?? rows[0] ?? 0 };
}

function tableRow({ row: line, cells }: SheetRow, header: readonly string[], merged: readonly Merge[]): TableRow {
  const merge = merged.find((m) => m.from <= line && line <= m.until);
  if (merge) {
    const why = `the row has merged cells (${merge.ref}), of which only the first holds a value; unmerge them and fill in each row`;
    return { line, field: "", why };
  }
  const texts = header.map(() => "");
  for (const [column, cell] of cells) {
    if ("fault" in cell) return { line, field: header[column] ?? columnName(column), why: cell.fault };
    if (column < header.length) texts[column] = cell.text;
    else if (cell.text.trim() !== "")
      return {
        line,
        field: columnName(column),
        why: `a value ("${cell.text.slice(0, 40)}") stands in a column without a heading`,
      };
  }
  return { line, cells: texts };
}
