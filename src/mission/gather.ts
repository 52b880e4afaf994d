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

/** A record that stands in a file: an observation, a stretch of coverage, an impediment. */
export interface Filed {
  readonly id: string;
  readonly origin: { readonly file: string; readonly line: number };
}

/** What records of one id come to. */
export interface Settled<T> {
  readonly value: T;
  /** How many of them said what was known already. */
  readonly repeated: number;
  /** Whether different contents arrived under the id. */
  readonly rival: boolean;
}

const contentOf = (value: Filed): string => canonical({ ...value, origin: null });

/**
 * Chooses among the records of one id.
 * @param records in order of their contents' keys, and within a file in the file's order
 */
export function settle<T extends Filed>(records: readonly [T, ...T[]]): Settled<T> {
  let [value] = records;
  let repeated = 0;
  let rival = false;
  for (const record of records.slice(1)) {
    if (contentOf(value) === contentOf(record)) repeated++;
    else rival = true;
    const later = byCodePoint(record.origin.file, value.origin.file) || record.origin.line - value.origin.line;
    if (later > 0) value = record;
  }
  return { value, repeated, rival };
}

/** Unites records by id, whatever their order of arrival. */
function unite<T extends Filed>(
  records: Iterable<T>,
): { readonly values: T[]; readonly repeated: number; readonly rivals: string[] } {
  const byId = new Map<string, T>();
  const several = new Map<string, [T, ...T[]]>();
  for (const record of records) {
    const first = byId.get(record.id);
    if (first === undefined) {
      byId.set(record.id, record);
      continue;
    }
    const known = several.get(record.id);
    if (known) known.push(record);
    else several.set(record.id, [first, record]);
  }
  let repeated = 0;
  const rivals: string[] = [];
  for (const [id, versions] of several) {
    const settled = settle(versions);
    byId.set(id, settled.value);
    repeated += settled.repeated;
    if (settled.rival) rivals.push(id);
  }
  const values = [...byId.values()].sort((a, b) => byCodePoint(a.id, b.id));
  return { values, repeated, rivals: rivals.sort(byCodePoint) };
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
