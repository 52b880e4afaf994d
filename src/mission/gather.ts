import { canonical } from "../canonical.ts";
import type { Item, Reconciliation } from "../format/reader.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";

/** What one file gave. */
export interface FileContents {
  readonly reconciliation: Reconciliation;
  readonly items: readonly Item[];
}

/** The contents of all files as sets, each in order of id; nothing depends on the order of the files. */
export interface Gathered {
  readonly files: readonly Reconciliation[];
  readonly observations: readonly Observation[];
  readonly coverage: readonly CoverageWindow[];
  readonly impediments: readonly Impediment[];
  /** Observations that stand in more than one file with the same content: counted once. */
  readonly repeatedAcrossFiles: number;
  /**
   * Ids under which different contents arrived: versions of one row. Files carry no time of their own, so none is
   * the later one; the version from the file with the greatest hash is used and every such id is listed.
   */
  readonly rivalVersions: readonly string[];
}

const contentOf = (value: { readonly origin: unknown }): string => canonical({ ...value, origin: null });

/** Unites records by id, whatever their order of arrival. */
function unite<T extends { readonly id: string; readonly origin: { readonly file: string; readonly line: number } }>(
  records: Iterable<T>,
): { readonly values: T[]; readonly repeated: number; readonly rivals: string[] } {
  const byId = new Map<string, T>();
  const rivals = new Set<string>();
  let repeated = 0;
  for (const record of records) {
    const known = byId.get(record.id);
    if (known === undefined) {
      byId.set(record.id, record);
      continue;
    }
    if (contentOf(known) === contentOf(record)) repeated++;
    else rivals.add(record.id);
    const later = byCodePoint(record.origin.file, known.origin.file) || record.origin.line - known.origin.line;
    if (later > 0) byId.set(record.id, record);
  }
  const values = [...byId.values()].sort((a, b) => byCodePoint(a.id, b.id));
  return { values, repeated, rivals: [...rivals].sort(byCodePoint) };
}

/** Brings the contents of files together as sets. */
export function gather(contents: readonly FileContents[]): Gathered {
  const observations: Observation[] = [];
  const coverage: CoverageWindow[] = [];
  const impediments: Impediment[] = [];
  for (const { items } of contents)
    for (const item of items) {
      if (item.type === "observation") observations.push(item.value);
      else if (item.type === "coverage") coverage.push(item.value);
      else impediments.push(item.value);
    }
  const united = unite(observations);
  return {
    files: contents.map((c) => c.reconciliation).sort((a, b) => byCodePoint(a.sha256, b.sha256)),
    observations: united.values,
    coverage: unite(coverage).values,
    impediments: unite(impediments).values,
    repeatedAcrossFiles: united.repeated,
    rivalVersions: united.rivals,
  };
}
