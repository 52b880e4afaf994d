/** One row of a table as it stands in the file: its cells, or what makes it unreadable. */
export type TableRow = {
  readonly line: number;
  /** The row's own columns, where the format lets each row have others. */
  readonly header?: readonly string[];
  /** Path of the row, set before the field's name in refusals ("features[3]."). */
  readonly at?: string;
} & ({ readonly cells: readonly string[] } | { readonly field: string; readonly why: string });

/** A table of text cells, whatever the file was: a text file, the features of a GeoJSON, a sheet. */
export interface Table {
  readonly header: readonly string[];
  /** Some at a time, as the file gives them. */
  readonly rows: AsyncIterable<readonly TableRow[]>;
}
