import type { Observation } from "../observation/observation.ts";
import type { Order } from "../place/angles.ts";
import { catalogue, problem, type Refusal } from "../problems.ts";
import { byCodePoint } from "../units.ts";
import type { ColumnMapping } from "./mapped-columns.ts";
import {
  type Assumption,
  type Item,
  LIMITS,
  type Reconciliation,
  type RowContext,
  type TableReader,
} from "./reader.ts";
import { Repeats } from "./repeats.ts";
import type { Table, TableRow } from "./table.ts";

/** A file to read, as bytes handed over by the caller; nothing here opens files. */
export interface FileInput {
  /** Base name, used in messages and in the account. */
  readonly name: string;
  /** SHA-256 (hex) of the bytes as they arrived. */
  readonly sha256: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** IANA zone or offset for local times of files that state none. */
  readonly zone?: string;
  /** Name of the format to read it as; the header must be that format's. */
  readonly as?: string;
  /** Line of the file, or row of each sheet, that holds the names of the columns; absent: the first that is filled. */
  readonly headerRow?: number;
  /** Line or row of the first record; those between it and the header are notes. Absent: the one below the header. */
  readonly firstRow?: number;
  /** What the headings of a text table mean, where the format does not know them. */
  readonly mapping?: ColumnMapping;
  /** Which number of a bare pair in `position` comes first; absent: a bare pair is refused. */
  readonly order?: Order;
}

/** Names of formats, for a message. */
export const names = (readers: readonly TableReader[]): string => readers.map((r) => r.name).join(", ");

/** The table that a row is of, and how it is read. */
interface RowsOf {
  readonly header: readonly string[];
  readonly reader: TableReader;
  readonly where: string;
  readonly fixed: Readonly<Record<string, string>>;
}

/**
 * Cells by the names of their columns, none of them inherited: a column may be called "constructor". A class of our own
 * keeps the objects of one table alike, which an object without prototype is not to the engine: reading is by half faster.
 */
const NamedCells = function (this: object) {} as unknown as new () => Record<string, string>;
NamedCells.prototype = Object.freeze(Object.create(null));

/** The running account of one file. */
export class Account {
  private format: string | undefined;
  private readonly repeats = new Repeats();
  private readonly refusals: Refusal[] = [];
  private readonly skipped = new Map<string, number>();
  private readonly assumptions: Assumption[] = [];
  private readonly warnings: string[] = [];
  private rowsIn = 0;
  private rowsUsed = 0;
  private rowsRefused = 0;
  private observations = 0;
  private readonly ids = new Repeats();
  private zoneNoted = false;
  private unlisted = 0;
  readonly input: FileInput;
  readonly candidates: readonly TableReader[];

  constructor(input: FileInput, candidates: readonly TableReader[]) {
    this.input = input;
    this.candidates = candidates;
  }

  warn(warning: string): void {
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }

  /** A sound file without rows, whose format its content does not tell. */
  empty(format: string, warning?: string): void {
    this.format ??= format;
    if (warning !== undefined) this.warn(warning);
  }

  /** Counts a row in, and skips it under a named rule. */
  skip(rule: string): void {
    this.rowsIn++;
    this.skipped.set(rule, (this.skipped.get(rule) ?? 0) + 1);
  }

  refuse(line: number, faults: readonly { readonly field: string; readonly why: string }[]): void {
    this.rowsIn++;
    this.rowsRefused++;
    for (const { field, why } of faults)
      if (this.refusals.length < LIMITS.refusals) this.refusals.push({ line, field, why });
      else this.unlisted++;
  }

  /**
   * The first candidate that recognises the header.
   * @throws Problem format/unknown with the header as seen and what the nearest format would need
   */
  reader(header: readonly string[], line = 1, below: Iterable<HeaderRow> = []): TableReader {
    const reader = this.candidates.find((r) => r.recognises(header));
    if (!reader) throw unknownHeader(this.input.name, header, this.candidates, line, below);
    this.use(reader, header, undefined, "", [], line);
    return reader;
  }

  /**
   * Checks the header and notes the format. `where` names the sheet, `fixed` the columns that it fixes.
   * @throws Problem format/header, format/limit
   */
  use(
    reader: TableReader,
    header: readonly string[],
    format: string = reader.name,
    where = "",
    fixed: readonly string[] = [],
    line = 1,
  ): void {
    const file = this.input.name;
    if (header.length > LIMITS.columns) {
      const detail = { what: `${where}the header`, limit: `${LIMITS.columns} columns`, seen: `${header.length}` };
      throw problem(catalogue.limit, detail, { file, line });
    }
    const whole = [...header, ...fixed.filter((name) => !header.includes(name))];
    const bad = headerFault(header) ?? reader.refusesHeader?.(header);
    if (bad) throw problem(catalogue.badHeader, { why: where + bad.why }, { file, line, field: bad.field });
    if (!reader.recognises(whole)) {
      const why = `${where}columns are missing: ${neededBy(reader, whole).join(", ")}`;
      throw problem(catalogue.badHeader, { why }, { file, line });
    }
    this.format ??= format;
    const { order } = this.input;
    const ordered: readonly Assumption[] =
      order && header.includes("position")
        ? [{ what: "order of a bare pair in position", value: order, why: "given for the import" }]
        : [];
    for (const a of [...reader.assumptions, ...ordered])
      if (!this.assumptions.some((b) => b.what === a.what && b.value === a.value)) this.assumptions.push(a);
  }

  /**
   * Reads the rows of one table, and gives the records of as many of them as come at once. `where` names the sheet in
   * refusals; `fixed` cells are set in every row.
   */
  async *read(
    table: Table,
    reader: TableReader,
    where = "",
    fixed: Readonly<Record<string, string>> = {},
  ): AsyncGenerator<readonly Item[], void, void> {
    const of: RowsOf = { header: table.header, reader, where, fixed };
    for await (const rows of table.rows) {
      const items: Item[] = [];
      for (const row of rows) this.row(row, of, items);
      if (items.length > 0) yield items;
    }
  }

  /** Reads one row, and adds its records to `items`. */
  private row(row: TableRow, { header: shared, reader, where, fixed }: RowsOf, items: Item[]): void {
    if ("why" in row) {
      this.refuse(row.line, [{ field: where + row.field, why: row.why }]);
      return;
    }
    if (row.cells.every((cell) => cell === "")) {
      this.skip("empty-row");
      return;
    }
    const header = row.header ?? shared;
    const ordinal = this.repeats.ordinal(told(row.cells, row.header ?? [], header, fixed));
    if (ordinal > 0 && reader.exactRepeats !== undefined) {
      this.skip(reader.exactRepeats);
      return;
    }
    const cells: Record<string, string> = new NamedCells();
    for (let i = 0; i < header.length; i++) cells[header[i] ?? ""] = row.cells[i] ?? "";
    for (const name of Object.keys(fixed)) {
      const stated = (cells[name] ?? "").trim();
      if (!stated || stated === fixed[name]) continue;
      const why = `this sheet fixes ${name} to ${fixed[name]}; leave it empty, or move the row to the sheet observations`;
      this.refuse(row.line, [{ field: where + name, why }]);
      return;
    }
    for (const name of Object.keys(fixed)) cells[name] = fixed[name] ?? "";
    const { sha256, zone, order } = this.input;
    const context: RowContext = { sha256, line: row.line, ordinal, zone, ...(order && { order }) };
    const result = reader.row(cells, context);
    if ("refuse" in result) {
      const before = where + (row.at ?? "");
      this.refuse(row.line, before ? result.refuse.map((f) => ({ ...f, field: before + f.field })) : result.refuse);
    } else if ("skip" in result) this.skip(result.skip);
    else if (!this.isNew(result.use)) {
      const why = "a row above has the same id (source and key) and other cells; keep one of the two";
      this.refuse(row.line, [{ field: where + (row.at ?? ""), why }]);
    } else {
      this.rowsIn++;
      this.rowsUsed++;
      for (const item of result.use) {
        if (item.type === "observation") this.note(item.value);
        else if (zone !== undefined && assumesZone(cells)) this.noteZone(zone);
        items.push(item);
      }
    }
  }

  /** Whether none of these observations has the id of one above: which of the two holds could not be told. */
  private isNew(items: readonly Item[]): boolean {
    let fresh = true;
    for (const item of items)
      if (item.type === "observation") fresh = this.ids.ordinalOfHash(item.value.id) === 0 && fresh;
    return fresh;
  }

  private note({ time }: Observation): void {
    this.observations++;
    if (time.zoneBasis === "assumed") this.noteZone(time.zone);
  }

  private noteZone(zone: string): void {
    if (this.zoneNoted || this.input.zone === undefined) return;
    this.zoneNoted = true;
    const why = "some rows state no zone; this one was given for the import";
    if (!this.assumptions.some((a) => a.what === "zone")) this.assumptions.push({ what: "zone", value: zone, why });
  }

  /** The account, closed. @throws Error where it does not add up, which is a mistake in our own code */
  close(): Reconciliation {
    const { input, rowsIn, rowsUsed, rowsRefused, observations, refusals, assumptions, warnings } = this;
    if (this.unlisted > 0)
      this.warn(
        `${this.unlisted} further faults are counted and not listed: the limit is ${LIMITS.refusals} in a file`,
      );
    const skipped = [...this.skipped].sort(([a], [b]) => byCodePoint(a, b));
    const sum = skipped.reduce((n, [, times]) => n + times, 0);
    if (rowsIn !== rowsUsed + rowsRefused + sum)
      throw new Error(`reconciliation of ${input.name}: ${rowsIn} rows in, ${rowsUsed} + ${rowsRefused} + ${sum} out`);
    return {
      file: input.name,
      sha256: input.sha256,
      format: this.format ?? "",
      rowsIn,
      rowsUsed,
      refused: rowsRefused,
      skipped: Object.fromEntries(skipped),
      observations,
      refusals,
      assumptions,
      warnings,
    };
  }
}

/** Whether a row of coverage or impediments states neither a zone nor an offset, so that the import's was used. */
const assumesZone = (cells: Readonly<Record<string, string>>): boolean =>
  !(cells["zone"] ?? "").trim() &&
  !/:\d\d.*(?:Z|UTC|GMT|[+\-\u2212]\d{2}(?::?\d{2})?)$/i.test((cells["from"] ?? "").trim());

/**
 * What tells a row from another: its cells; where each row has its own columns, the filled ones by name; where a sheet
 * fixes cells, these instead of what stands there.
 */
function told(
  cells: readonly string[],
  own: readonly string[],
  header: readonly string[],
  fixed: Readonly<Record<string, string>>,
): readonly string[] {
  const names = Object.keys(fixed);
  if (own.length > 0)
    return own
      .map((name, i) => [name, cells[i] ?? ""] as const)
      .filter(([, cell]) => cell !== "")
      .sort(([a], [b]) => byCodePoint(a, b))
      .flat();
  if (names.length === 0) return cells;
  return [...cells.map((cell, i) => (names.includes(header[i] ?? "") ? "" : cell)), ...Object.values(fixed)];
}

function headerFault(header: readonly string[]): { field: string; why: string } | undefined {
  const seen = new Map<string, number>();
  for (const [i, name] of header.entries()) {
    if (name.trim() === "") return { field: "", why: `column ${i + 1} has no name; name it or delete it` };
    const before = seen.get(name);
    if (before !== undefined)
      return { field: name, why: `columns ${before + 1} and ${i + 1} are both called "${name}"; rename or delete one` };
    seen.set(name, i);
  }
  return undefined;
}

/** A row that may be the header, with the line on which it stands. */
export interface HeaderRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What to do where the names of the columns stand further down than the table was looked for (case 17). */
export function headerBelow(
  rows: Iterable<HeaderRow>,
  readers: readonly Pick<TableReader, "name" | "recognises">[],
): string | undefined {
  for (const { line, cells } of rows) {
    const reader = readers.find((r) => r.recognises(cells));
    if (reader)
      return `row ${line} looks like the header of ${reader.name}; delete the rows above it, or give the header row (--header-row ${line})`;
  }
  return undefined;
}

function unknownHeader(
  file: string,
  header: readonly string[],
  readers: readonly TableReader[],
  line: number,
  below: Iterable<HeaderRow>,
): Error {
  const shown = header.slice(0, 12).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name));
  const more = header.length > shown.length ? ` and ${header.length - shown.length} more` : "";
  let nearest: { reader: TableReader; share: number } | undefined;
  for (const reader of readers) {
    const columns = reader.columns ?? [];
    const share = header.filter((h) => columns.includes(h)).length / Math.max(header.length, 1);
    if (share >= 1 / 3 && share > (nearest?.share ?? 0)) nearest = { reader, share };
  }
  const seen = `the columns ${shown.join(", ")}${more}`;
  const advice = headerBelow(below, readers) ?? otherSpelling(header, readers);
  const missing = nearest && neededBy(nearest.reader, header);
  const near = nearest && `the nearest is ${nearest.reader.name}; it needs the missing ${missing?.join(", ")}`;
  const hint = (advice ?? near) ? ` (${advice ?? near})` : "";
  return problem(catalogue.unknownFormat, { seen, known: names(readers) + hint }, { file, line });
}

/** Names that would be known in small letters with underscores: what spreadsheets and people make of them. */
function otherSpelling(header: readonly string[], readers: readonly TableReader[]): string | undefined {
  const plain = header.map((name) => name.toLowerCase().replaceAll(/[\s-]+/g, "_"));
  const reader = readers.find((r) => r.recognises(plain));
  const at = plain.findIndex((name, i) => name !== header[i] && reader?.columns?.includes(name));
  return reader && at >= 0
    ? `these are the columns of ${reader.name}, spelt otherwise; write "${plain[at]}" and not "${header[at]}"`
    : undefined;
}

/** Columns that a reader needs and a header lacks: without them the format would not know its own full header. */
function neededBy({ columns = [], recognises }: TableReader, header: readonly string[]): string[] {
  return columns.filter((c) => !header.includes(c) && !recognises(columns.filter((other) => other !== c)));
}
