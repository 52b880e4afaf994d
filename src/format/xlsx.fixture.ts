import { zipOf } from "./zip-writer.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const NS =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export interface Sheet {
  readonly name: string;
  /** Inside of <sheetData>; or cells as text, which become inline strings. */
  readonly rows: string | readonly (readonly string[])[];
  /** What follows <sheetData>. */
  readonly after?: string;
  readonly state?: string;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
/** A row of inline texts. */
export const textRow = (row: number, texts: readonly string[], attributes = ""): string =>
  `<row r="${row}" ${attributes}>${texts
    .map((t, i) =>
      t === "" ? "" : `<c r="${String.fromCharCode(65 + i)}${row}" t="inlineStr"><is><t>${escaped(t)}</t></is></c>`,
    )
    .join("")}</row>`;

/** The parts of an XLSX, as a spreadsheet program would write them, by name. */
export function xlsxParts(
  sheets: readonly Sheet[],
  { date1904 = false, strings = [] as readonly string[], formats = [] as readonly string[] } = {},
) {
  const data = ({ rows }: Sheet) => (typeof rows === "string" ? rows : rows.map((r, i) => textRow(i + 1, r)).join(""));
  return new Map<string, string>([
    [
      "_rels/.rels",
      `<Relationships xmlns="r"><Relationship Id="a" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `<workbook ${NS}><workbookPr${date1904 ? ' date1904="1"' : ""}/><sheets>${sheets
        .map((s, i) => `<sheet name="${s.name}" sheetId="${i + 1}" state="${s.state ?? "visible"}" r:id="s${i}"/>`)
        .join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="r">${sheets.map((_, i) => `<Relationship Id="s${i}" Type="${REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}<Relationship Id="t" Type="${REL}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="y" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ["xl/sharedStrings.xml", `<sst ${NS}>${strings.map((s) => `<si>${s}</si>`).join("")}</sst>`],
    [
      "xl/styles.xml",
      `<styleSheet ${NS}><numFmts>${formats.map((f, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(f).replaceAll('"', "&quot;")}"/>`).join("")}</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>${formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`).join("")}</cellXfs></styleSheet>`,
    ],
    ...sheets.map((s, i): [string, string] => [
      `xl/worksheets/sheet${i + 1}.xml`,
      `<worksheet ${NS}><sheetData>${data(s)}</sheetData>${s.after ?? ""}</worksheet>`,
    ]),
  ]);
}

/** An XLSX of these parts. */
export const xlsxOf = (parts: ReadonlyMap<string, string>): Uint8Array =>
  zipOf([...parts].map(([name, text]) => ({ name, bytes: utf8(text) })));

export const xlsx = (sheets: readonly Sheet[], more: Parameters<typeof xlsxParts>[1] = {}): Uint8Array =>
  xlsxOf(xlsxParts(sheets, more));
