import { catalogue, problem } from "../problems.ts";
import { LIMITS } from "./reader.ts";
import { serialText } from "./serial-date.ts";
import { unescaped, type WorkbookParts } from "./sheet-parts.ts";
import type { XmlEvent } from "./xml-events.ts";

export type SheetCell = { readonly text: string } | { readonly fault: string };
export interface SheetRow {
  /** 1-based row of the sheet. */
  readonly row: number;
  readonly hidden: boolean;
  /** Cells by 0-based column; absent ones are empty. */
  readonly cells: ReadonlyMap<number, SheetCell>;
  /** Columns (0-based) whose text is the last computed value of a formula. */
  readonly formulas: number;
}

/** 0-based column of a reference such as "AB12"; null where it is none. */
export function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (!letters) return null;
  return [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** "AB" for 27. */
export const columnName = (column: number): string =>
  (column >= 26 ? columnName(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));

/**
 * Rows of a sheet in order, each cell as the text that a person sees where that matters: dates as wall-clock text of
 * the workbook's date system, text as it is, numbers as the shortest text of their value.
 * @throws Problem format/file for rows out of order, format/limit for too wide or too long a row
 */
export async function* sheetRows(
  file: string,
  events: AsyncIterable<readonly XmlEvent[]>,
  parts: WorkbookParts,
): AsyncGenerator<SheetRow, void> {
  let row = 0;
  let hidden = false;
  let cells = new Map<number, SheetCell>();
  let size = 0;
  let formulas = 0;
  let column = -1;
  let cell: { type: string; style: number; value: string | undefined; formula: boolean } | undefined;
  let into: "v" | "t" | undefined;
  let phonetic = false;
  for await (const batch of events)
    for (const event of batch) {
      if (event.kind === "text") {
        if (cell && into && !phonetic) cell.value = (cell.value ?? "") + event.text;
        continue;
      }
      const { name } = event;
      if (event.kind === "open") {
        const { attributes } = event;
        if (name === "row") {
          const number = Number(attributes["r"] ?? row + 1);
          if (!Number.isInteger(number) || number <= row)
            throw problem(
              catalogue.badFile,
              { why: "the rows of the sheet are out of order; save the workbook again" },
              { file, line: row },
            );
          row = number;
          hidden = /^(1|true)$/.test(attributes["hidden"] ?? "");
          cells = new Map();
          size = 0;
          formulas = 0;
          column = -1;
        } else if (name === "c") {
          column = columnOf(attributes["r"] ?? "") ?? column + 1;
          if (column >= LIMITS.columns)
            throw problem(
              catalogue.limit,
              {
                what: "columns of the sheet",
                limit: `${LIMITS.columns}`,
                seen: `a cell in column ${columnName(column)}`,
              },
              { file, line: row },
            );
          cell = {
            type: attributes["t"] ?? "n",
            style: Number(attributes["s"] ?? 0),
            value: undefined,
            formula: false,
          };
        } else if (name === "f" && cell) cell.formula = true;
        else if (name === "rPh") phonetic = true;
        else if (name === "v") into = "v";
        else if (name === "t" && cell?.type === "inlineStr") into = "t";
        continue;
      }
      if (name === "v" || name === "t") into = undefined;
      else if (name === "rPh") phonetic = false;
      else if (name === "c" && cell) {
        const read = cellText(cell, parts);
        cell = undefined;
        if (!read) continue;
        cells.set(column, read.cell);
        if (read.formula) formulas++;
        size += "text" in read.cell ? read.cell.text.length : 0;
        if (size > LIMITS.lineBytes)
          throw problem(
            catalogue.limit,
            { what: "one row of the sheet", limit: `${LIMITS.lineBytes} bytes`, seen: "more" },
            { file, line: row },
          );
      } else if (name === "row") yield { row, hidden, cells, formulas };
      else if (name === "sheetData") return;
    }
}

function cellText(
  { type, style, value, formula }: { type: string; style: number; value: string | undefined; formula: boolean },
  { strings, styles, epoch }: WorkbookParts,
): { readonly cell: SheetCell; readonly formula: boolean } | undefined {
  const fault = (why: string) => ({ cell: { fault: why }, formula: false });
  const text = (t: string) => ({ cell: { text: t }, formula });
  if (value === undefined || (value === "" && type === "n")) {
    if (formula && type !== "str")
      return fault("a formula without a computed value; open the workbook in a spreadsheet program and save it");
    return undefined;
  }
  if (type === "s") {
    const shared = strings[Number(value)];
    return shared === undefined ? fault("a text that the workbook does not hold; save it again") : text(shared);
  }
  if (type === "str" || type === "inlineStr") return text(unescaped(value));
  if (type === "e")
    return fault(`the cell shows the error ${value.slice(0, 20)}; correct its formula or type the value`);
  if (type === "b") return text(value === "1" ? "TRUE" : "FALSE");
  if (type === "d") return text(value.replace(/T00:00(:00(\.0+)?)?$/, ""));
  const n = Number(value);
  if (!Number.isFinite(n)) return fault(`expected a number, got "${value.slice(0, 40)}"`);
  const shows = styles[style] ?? "number";
  if (shows === "elapsed") return fault('a time span in clock format; write it as text, such as "20 min"');
  if (shows === "date" || shows === "date-time") {
    const date = serialText(n, epoch, shows);
    return date === null
      ? fault(`${value.slice(0, 40)} is no day of the workbook's calendar; write the date as text, YYYY-MM-DD`)
      : text(date);
  }
  if (typeof shows === "object" && Number.isInteger(n) && n >= 0) return text(String(n).padStart(shows.digits, "0"));
  return text(plain(n));
}

/** The shortest decimal text of a number, without an exponent. */
function plain(n: number): string {
  const short = String(n);
  return /e/.test(short) && Math.abs(n) < 1 ? n.toFixed(20).replace(/0+$/, "") : short;
}
