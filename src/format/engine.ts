import { catalogue, problem } from "../problems.ts";
import { Account, type FileInput, names } from "./account.ts";
import { peek, startsWith, unpacked } from "./bytes.ts";
import { decoded, firstBadUtf8 } from "./decoding.ts";
import { foreignKind } from "./foreign.ts";
import { type MappedColumns, mappedColumns } from "./mapped-columns.ts";
import { WORKBOOK } from "./mission-sheets.ts";
import type { Item, Reconciliation, TableReader } from "./reader.ts";
import type { Table, TableRow } from "./table.ts";
import { candidateHeaders, layout, textRows } from "./text-table.ts";

export type { FileInput } from "./account.ts";

const SAMPLE = 65_536;

/** `readSome`, one record at a time. */
export async function* readFile(
  input: FileInput,
  readers: readonly TableReader[],
): AsyncGenerator<Item, Reconciliation, void> {
  const source = readSome(input, readers);
  try {
    for (;;) {
      const step = await source.next();
      if (step.done) return step.value;
      for (const item of step.value) yield item;
    }
  } finally {
    // Where nobody wants the rest, the file is given back.
    await source.return(undefined as never);
  }
}

/**
 * Reads one file: yields its records as they are met, those of some rows at once, and returns the account of its rows.
 * Memory is bounded by the longest records, LIMITS.refusals, and about 24 bytes for each different row and its id.
 * @throws Problem where the file as a whole is refused (encoding, header, unknown format, limits, damage). Items that
 *   were yielded before are then void: keep nothing of a file until the generator has returned.
 */
export async function* readSome(
  input: FileInput,
  readers: readonly TableReader[],
): AsyncGenerator<readonly Item[], Reconciliation, void> {
  const named = input.as === undefined || input.as === WORKBOOK;
  const candidates = named ? readers : readers.filter((r) => r.name === input.as);
  if (candidates.length === 0) {
    const why = `no format "${input.as}"; there are ${names(readers)}`;
    throw problem(catalogue.usage, { why });
  }
  const { head, whole, all, close } = await peek(await unpacked(input.name, input.bytes), SAMPLE);
  try {
    return yield* readBytes(input, candidates, head, whole, all);
  } finally {
    await close();
  }
}

async function* readBytes(
  input: FileInput,
  candidates: readonly TableReader[],
  head: Uint8Array,
  whole: boolean,
  all: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Item[], Reconciliation, void> {
  const account = new Account(input, [...candidates]);
  refuseForeign(input.name, head, candidates);
  const first = new TextDecoder().decode(head).trimStart()[0];
  if (input.as === WORKBOOK && !isZip(head)) {
    const why = "a mission workbook is an .xlsx file, and this is none; save it as .xlsx, or leave --as out";
    throw problem(catalogue.badFile, { why }, { file: input.name });
  }
  if (isZip(head)) {
    const { readWorkbook } = await import("./workbook.ts");
    yield* readWorkbook(input, all, account);
  } else if (first === "{" || first === "[") {
    if (input.headerRow !== undefined || input.firstRow !== undefined) {
      const why = "JSON has no header row: leave --header-row and --first-row out";
      throw problem(catalogue.usage, { why });
    }
    const { jsonTable } = await import("./json-table.ts");
    const table = await jsonTable(input.name, decoded(input.name, all));
    yield* readJson(table, account);
  } else yield* readText(input, head, whole, all, account);
  return account.close();
}

async function* taken(
  rows: AsyncIterable<readonly TableRow[]>,
  take: MappedColumns["take"],
): AsyncGenerator<readonly TableRow[], void> {
  for await (const some of rows) yield some.map((row) => ("cells" in row ? { ...row, cells: take(row.cells) } : row));
}

async function* readJson(table: Table, account: Account): AsyncGenerator<readonly Item[], void, void> {
  if (table.header.length > 0) {
    yield* account.read(table, account.reader(table.header));
    return;
  }
  // No row so far has a name to know the format by: the first fault says more than an empty header.
  for await (const [row] of table.rows) {
    if (!row) continue;
    const seen = "why" in row ? `no sound row; the first fault is ${row.field}: ${row.why}` : "no property in any row";
    const known = names(account.candidates);
    throw problem(catalogue.unknownFormat, { seen, known }, { file: account.input.name, line: row.line });
  }
  account.empty("json", "the file holds no features or objects");
}

async function* readText(
  input: FileInput,
  head: Uint8Array,
  whole: boolean,
  all: AsyncIterable<Uint8Array>,
  account: Account,
): AsyncGenerator<readonly Item[], void, void> {
  const sample = new TextDecoder().decode(head);
  const file = input.name;
  // A reader that knows comments sees other headers than one that does not.
  const comments = new Set(account.candidates.map((r) => r.comment));
  for (const comment of comments) {
    const found = layout(sample, whole, comment, account.input);
    if (!found) continue;
    const { header, fixed, take } = mappedColumns(file, found.headerLine, found.header, account.input.mapping ?? {});
    const reader = account.candidates.find(
      (r) => r.comment === comment && r.recognises([...header, ...Object.keys(fixed)]),
    );
    if (!reader) continue;
    account.use(reader, header, undefined, "", Object.keys(fixed), found.headerLine);
    const text = decoded(file, all, reader.encodings, (encoding) => account.warn(`read as ${encoding}, not UTF-8`));
    const rows = textRows(file, text, found, (rule) => account.skip(rule), account.input);
    const mapped = Object.keys(input.mapping ?? {}).length > 0;
    yield* account.read({ header, rows: mapped ? taken(rows, take) : rows }, reader, "", fixed);
    return;
  }
  const found = layout(sample, whole, undefined, account.input);
  const isText = !head.includes(0) && firstBadUtf8(head.subarray(0, head.length - (whole ? 0 : 3))) < 0;
  if (!isText || !found)
    // Either throws at the first bad byte, or there is nothing but blank space, or one record longer than the sample.
    for await (const text of decoded(file, all)) if (text.trim() && !whole) break;
  const { headerRow } = account.input;
  if (!found && headerRow !== undefined) {
    const why = `no row starts on line ${headerRow}, which is said to be the header row; it has to be within the first ${SAMPLE} bytes`;
    throw problem(catalogue.badHeader, { why }, { file, line: headerRow });
  }
  if (!found && !whole) {
    const detail = { what: "the first record", limit: `${SAMPLE} bytes`, seen: "more" };
    throw problem(catalogue.limit, detail, { file, line: 1 });
  }
  if (!found) throw problem(catalogue.badFile, { why: "the file is empty: no header row" }, { file });
  account.reader(found.header, found.headerLine, candidateHeaders(sample, whole));
}

/** The first entry of a ZIP, or the end of an empty one. */
const isZip = (head: Uint8Array): boolean =>
  startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6]);
function refuseForeign(file: string, head: Uint8Array, readers: readonly TableReader[]): void {
  if (head.length === 0) throw problem(catalogue.badFile, { why: "the file is empty" }, { file });
  const seen = foreignKind(head);
  if (seen) throw problem(catalogue.unknownFormat, { seen, known: names(readers) }, { file });
}
