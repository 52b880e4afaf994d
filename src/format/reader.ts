import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import type { Observation } from "../observation/observation.ts";
import type { Order } from "../place/angles.ts";
import type { Refusal } from "../problems.ts";

/** One record of a file, whatever the file's format. */
export type Item =
  | { readonly type: "observation"; readonly value: Observation }
  | { readonly type: "coverage"; readonly value: CoverageWindow }
  | { readonly type: "impediment"; readonly value: Impediment };

/** What became of one row. A row is used, skipped by a named rule, or refused; never silently changed. */
export type RowResult =
  | { readonly use: readonly Item[] }
  | { readonly skip: string }
  | { readonly refuse: readonly { readonly field: string; readonly why: string }[] };

/** What a reader had to assume, for the record of the import ("zone: Europe/Kyiv, not stated in the file"). */
export interface Assumption {
  readonly what: string;
  readonly value: string;
  readonly why: string;
}

/** Context that a reader of rows gets. */
export interface RowContext {
  /** SHA-256 (hex) of the file's bytes as they arrived. */
  readonly sha256: string;
  /** 1-based line of the file (the header is line 1), or row of the sheet, on which the row starts. */
  readonly line: number;
  /** 0 for the first row with these very cells, 1 for the second, and so on. */
  readonly ordinal: number;
  /** Zone to read local times in where the file states none, if the caller gave one. */
  readonly zone: string | undefined;
  /** Which number of a bare pair comes first, if the caller said so. */
  readonly order?: Order;
}

/** How a text table may be written. The first byte above 127 decides between several; what follows must agree. */
export type Encoding = "utf-8" | "windows-1252" | "windows-1251";

/** A reader of tables: CSV rows, a sheet's rows, or GeoJSON properties flattened to text cells. */
export interface TableReader {
  /** Stable name of the format: "viina-monthly", "ucdp-ged", … */
  readonly name: string;
  /** Whether the header (names as read, BOM removed) is this format's. The first reader that says yes reads. */
  readonly recognises: (header: readonly string[]) => boolean;
  /** Encodings to accept, in order of trial; default ["utf-8"]. A byte sequence that fits none refuses the file. */
  readonly encodings?: readonly Encoding[];
  /** A character that makes a line a comment where it stands first on it; absent: no line is a comment. */
  readonly comment?: string;
  /** Names that the format's header can have; used only to say what is wrong with a header and which format is nearest. */
  readonly columns?: readonly string[];
  /** Says why a recognised header is refused ("unknown column …"), or undefined where it is good. */
  readonly refusesHeader?: (header: readonly string[]) => { readonly field: string; readonly why: string } | undefined;
  readonly assumptions: readonly Assumption[];
  /** Rule name under which the second and later rows with the very same cells are skipped; absent: they are kept. */
  readonly exactRepeats?: string;
  /** Cells by column name, trimmed of nothing. A pure function: no state is carried from row to row. */
  readonly row: (cells: Readonly<Record<string, string>>, context: RowContext) => RowResult;
}

/**
 * The account of one file. rowsIn = rowsUsed + refused + Σ skipped, always.
 * `observations` counts the observations made of the used rows (one row may hold several, or none).
 */
export interface Reconciliation {
  /** Base name. */
  readonly file: string;
  readonly sha256: string;
  readonly format: string;
  readonly rowsIn: number;
  readonly rowsUsed: number;
  readonly refused: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly observations: number;
  /** Every fault of every refused row, up to LIMITS.refusals; a warning says how many more there are. */
  readonly refusals: readonly Refusal[];
  readonly assumptions: readonly Assumption[];
  /** Things a person should know that refuse nothing ("declared code page 1251, read as such"). */
  readonly warnings: readonly string[];
}

/** Limits of every reader; each error names the limit that was met. */
export const LIMITS = {
  /** Longest record of a text table, in bytes. */
  lineBytes: 1_048_576,
  columns: 2_000,
  /** Deepest nesting of JSON. */
  depth: 64,
  /** Bytes that a ZIP container (XLSX) may inflate to, all entries together, each byte counted as it comes out. */
  inflatedBytes: 268_435_456,
  /** Inflated bytes for each compressed byte, above the first 10 MB. */
  inflationRatio: 200,
  zipEntries: 10_000,
  /** Different texts of a workbook: each costs memory, though it take five bytes in the file. */
  sharedTexts: 2_000_000,
  /** Faults of rows that the account of one file lists; the rows beyond are refused and counted all the same. */
  refusals: 100_000,
} as const;
