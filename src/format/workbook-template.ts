import type { Column, DataValidation, Worksheet } from "exceljs";
import { COUNT_UNITS } from "../observation/count.ts";
import { COVERAGE_STATES, IMPEDIMENT_KINDS } from "../observation/coverage-window.ts";
import {
  ACTIVITIES,
  MARKINGS,
  MODES,
  OBJECT_KINDS,
  ROLES,
  SOURCE_KINDS,
  WEAPON_FINDINGS,
} from "../observation/observation.ts";
import { ACTS } from "../observation/taxonomy.ts";
import { joined } from "./bytes.ts";
import { COVERAGE_COLUMNS, COVERAGE_KINDS } from "./coverage-csv.ts";
import { IMPEDIMENT_COLUMNS } from "./impediments-csv.ts";
import { MISSION_SHEETS } from "./mission-sheets.ts";
import { CREDIBILITIES, KINDS, OBSERVATION_COLUMNS, RELIABILITIES, WEAPON_CLASSES } from "./trucekeeper-csv.ts";
import { EXAMPLES, NOTES, PURPOSE } from "./workbook-words.ts";
import { openZip } from "./zip-guard.ts";
import { zipOf } from "./zip-writer.ts";

/** Vocabularies behind the drop-downs, by column. Those of acts allow other text: several acts are joined by bars. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  kind: KINDS,
  source_kind: SOURCE_KINDS,
  reliability: RELIABILITIES,
  credibility: CREDIBILITIES,
  mode: MODES,
  time_kind: ["seen", "window"],
  act: ACTS,
  label_basis: ["person", "machine"],
  role: ROLES,
  weapon: WEAPON_CLASSES,
  weapon_certainty: ["stated", "assessed"],
  weapon_finding: WEAPON_FINDINGS,
  count_unit: COUNT_UNITS,
  activity: ACTIVITIES,
  object_kind: OBJECT_KINDS,
  marking: MARKINGS,
  impediment_kind: IMPEDIMENT_KINDS,
  state: COVERAGE_STATES,
  detects: ACTS,
  blind_to: ACTS,
  coverage_kind: COVERAGE_KINDS,
};
const OPEN = new Set(["act", "detects", "blind_to"]);
const ROWS = 5000;

/** Columns of a sheet: those of its format, without the ones that the sheet fixes or that only other rows use. */
export function sheetColumns(name: string): readonly string[] {
  if (name === "coverage") return COVERAGE_COLUMNS;
  if (name === "impediments") return IMPEDIMENT_COLUMNS;
  if (name === "claims") return OBSERVATION_COLUMNS.filter((c) => c !== "kind");
  if (name === "weapons") return OBSERVATION_COLUMNS.filter((c) => c !== "kind" && c !== "act" && c !== "claimant");
  return OBSERVATION_COLUMNS.filter((c) => c !== "claimant");
}

const FONT = { name: "Arial", size: 11 };
const PAGE = { paperSize: 9, fitToPage: true, fitToHeight: 0 } as const;
/** Columns without which a row of the sheet is refused; their headings stand out. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  observations: ["source", "source_kind", "time_from", "act"],
  coverage: ["station", "from", "state"],
  claims: ["source", "source_kind", "claimant", "time_from", "act"],
  weapons: ["source", "source_kind", "time_from", "weapon_finding"],
  impediments: ["impediment_kind", "from"],
};

/** Wide enough for the heading and the examples; notes and areas are cut. */
function widthOf(sheet: string, column: string): number {
  const words = (EXAMPLES[sheet] ?? []).map((example) => (example[column] ?? "").length);
  return Math.min(34, Math.max(11, column.length + 3, ...words.map((n) => n + 2)));
}

/**
 * An empty mission workbook (XLSX): a sheet of notes, the five sheets with drop-downs and two example rows each, which
 * readers skip. All cells are text, so that no spreadsheet program re-types a date. The same bytes on every run.
 */
export async function writeWorkbook(): Promise<Uint8Array> {
  // Loaded only here: it takes half a second, and reading needs none of it.
  const { default: excel } = await import("exceljs");
  const book = new excel.Workbook();
  book.creator = "Trucekeeper";
  book.lastModifiedBy = "Trucekeeper";
  book.created = new Date(0);
  book.modified = new Date(0);

  const notes = book.addWorksheet("notes", { pageSetup: { ...PAGE, orientation: "portrait", fitToWidth: 1 } });
  notes.getColumn(1).width = 34;
  notes.getColumn(2).width = 96;
  for (const [what, words] of [...NOTES, ["", ""], ["Column", "What it holds"], ...PURPOSE]) {
    const row = notes.addRow([what, words]);
    const isTitle = row.number === 1 || what === "Column";
    row.getCell(1).font = { ...FONT, bold: true, size: isTitle ? 14 : 11 };
    row.getCell(2).font = { ...FONT, bold: what === "Column" };
    row.getCell(1).alignment = { wrapText: true, vertical: "top" };
    row.getCell(2).alignment = { wrapText: true, vertical: "top" };
    // Spreadsheet programs do not fit rows that a file states no height for alike.
    row.height = Math.max(
      isTitle ? 22 : 16,
      15.5 * Math.max(Math.ceil(words.length / 92), Math.ceil(what.length / 30)),
    );
  }

  for (const { name } of MISSION_SHEETS) {
    const columns = sheetColumns(name);
    const sheet = book.addWorksheet(name, {
      views: [{ state: "frozen", xSplit: 1, ySplit: 1 }],
      pageSetup: {
        ...PAGE,
        orientation: "landscape",
        fitToWidth: Math.ceil(columns.length / 14),
        printTitlesRow: "1:1",
        printTitlesColumn: "A:A",
      },
    });
    sheet.columns = columns.map(
      (key): Partial<Column> => ({ header: key, key, width: widthOf(name, key), style: { numFmt: "@", font: FONT } }),
    );
    const needed = NEEDED[name] ?? [];
    columns.forEach((column, i) => {
      const heading = sheet.getRow(1).getCell(i + 1);
      const isNeeded = needed.includes(column);
      heading.font = { ...FONT, bold: true, color: { argb: isNeeded ? "FFFFFFFF" : "FF1F2933" } };
      heading.fill = { type: "pattern", pattern: "solid", fgColor: { argb: isNeeded ? "FF1F4E79" : "FFE3E8EE" } };
    });
    for (const example of EXAMPLES[name] ?? []) {
      const row = sheet.addRow(example);
      row.eachCell((cell) => {
        cell.font = { ...FONT, italic: true, color: { argb: "FF6B7280" } };
      });
    }
    columns.forEach((column, i) =>
      dropDown(sheet, i + 1, name === "coverage" && column === "kind" ? "coverage_kind" : column),
    );
  }

  const lists = book.addWorksheet("lists", { state: "hidden" });
  Object.entries(LISTS).forEach(([name, words], i) => {
    lists.getColumn(i + 1).values = [name, ...words];
  });
  return repacked(new Uint8Array(await book.xlsx.writeBuffer()));
}

function dropDown(sheet: Worksheet, column: number, list: string): void {
  const words = LISTS[list];
  if (!words) return;
  const letter = sheet.getColumn(column).letter;
  const at = letterOf(Object.keys(LISTS).indexOf(list) + 1, sheet);
  const rule: DataValidation = {
    type: "list",
    allowBlank: true,
    formulae: [`lists!$${at}$2:$${at}$${words.length + 1}`],
    showErrorMessage: !OPEN.has(list),
    errorStyle: "stop",
    errorTitle: "Not in the list",
    error: "Choose a word of the list, or leave the cell empty.",
  };
  // One rule for the whole column; the library's own typings leave this out.
  (sheet as unknown as { dataValidations: { add(range: string, rule: DataValidation): void } }).dataValidations.add(
    `${letter}2:${letter}${ROWS}`,
    rule,
  );
}

const letterOf = (column: number, sheet: Worksheet): string => sheet.getColumn(column).letter;

/** The same parts in a container without dates and without packing. */
async function repacked(packed: Uint8Array): Promise<Uint8Array> {
  async function* once() {
    yield packed;
  }
  const zip = await openZip("workbook", once());
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const name of zip.names) {
    if (name.endsWith("/")) continue;
    const parts: Uint8Array[] = [];
    for await (const part of zip.inflate(name)) parts.push(part);
    files.push({ name, bytes: joined(parts) });
  }
  zip.close();
  return zipOf(files);
}
