import { peek, startsWith, unpacked } from "./bytes.ts";
import { candidateHeaders, layout } from "./text-table.ts";

const SAMPLE = 65_536;
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** The start of a text table as it is written, for a person who says what its columns mean. */
export interface Headings {
  /** Line on which the names of the columns stand. */
  readonly line: number;
  readonly headings: readonly string[];
  /** The first rows below them. */
  readonly rows: readonly (readonly string[])[];
}

/** The headings of a text table and its first rows; null for a workbook, JSON, and what is no table. */
export async function headingsOf(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  headerRow?: number,
): Promise<Headings | null> {
  const { head, whole, close } = await peek(await unpacked(file, bytes), SAMPLE);
  await close();
  const text = new TextDecoder().decode(head);
  if (startsWith(head, ZIP) || /^\s*[{[]/.test(text) || head.includes(0)) return null;
  const found = layout(text, whole, undefined, { headerRow });
  if (!found) return null;
  const rows: (readonly string[])[] = [];
  for (const { line, cells } of candidateHeaders(text, whole))
    if (line > found.headerLine && cells.length === found.width && rows.length < 3) rows.push(cells);
  return { line: found.headerLine, headings: found.header, rows };
}
