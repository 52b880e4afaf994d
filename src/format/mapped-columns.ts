import { catalogue, problem } from "../problems.ts";

/**
 * Which column of a table means what, as a person said it: heading → column of the format; "" leaves the column out.
 * A key that begins with "=" is no heading: the text behind it stands in that column of every row.
 */
export type ColumnMapping = Readonly<Record<string, string>>;

/** A table's columns under a mapping. */
export interface MappedColumns {
  readonly header: readonly string[];
  /** Cells that every row has beside its own. */
  readonly fixed: Readonly<Record<string, string>>;
  /** A row's cells, those of left-out columns gone. */
  readonly take: (cells: readonly string[]) => readonly string[];
}

/**
 * The columns that a mapping makes of a header; headings that it does not name keep their name.
 * @throws Problem format/header where it names a heading that the file has not, or one column twice
 */
export function mappedColumns(
  file: string,
  line: number,
  header: readonly string[],
  mapping: ColumnMapping,
): MappedColumns {
  if (Object.keys(mapping).length === 0) return { header, fixed: {}, take: (cells) => cells };
  const refused = (field: string, why: string) => problem(catalogue.badHeader, { why }, { file, line, field });
  const fixed: Record<string, string> = {};
  for (const [heading, column] of Object.entries(mapping)) {
    if (heading.startsWith("=")) {
      if (column in fixed) throw refused(column, "two texts are said to stand in this column of every row; keep one");
      fixed[column] = heading.slice(1);
    } else if (!header.includes(heading))
      throw refused(heading, `the mapping names it, and the file has no such heading; it has ${header.join(", ")}`);
  }
  const named = header.map((heading) => (Object.hasOwn(mapping, heading) ? (mapping[heading] as string) : heading));
  const kept = named.flatMap((column, i) => (column === "" ? [] : [i]));
  const columns = kept.map((i) => named[i] as string);
  const twice = columns.find((column, i) => columns.indexOf(column) !== i || column in fixed);
  if (twice !== undefined) throw refused(twice, "the mapping gives this column more than one source; keep one");
  return { header: columns, fixed, take: (cells) => kept.map((i) => cells[i] ?? "") };
}
