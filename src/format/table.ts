import type { Encoding } from "./reader.ts";

/** One row of a table as it stands in the file: its cells, or what makes it unreadable. */
export type RawRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly field: string; readonly why: string };

/** A table of text cells, whatever the file was: a text file, the features of a GeoJSON, a sheet. */
export interface Table {
  readonly header: readonly string[];
  /** Rows after the header. A row may bring a header of its own, where the format allows other columns in each row. */
  readonly rows: AsyncIterable<RawRow & { readonly header?: readonly string[] }>;
}

/** What a table wants said in the account of its file. */
export interface Remarks {
  readonly warn: (warning: string) => void;
  /** Counts a row in and skips it under this rule. */
  readonly skip: (rule: string) => void;
  readonly encoding: (encoding: Encoding) => void;
}
