import type { IncidentChange, MissionChange } from "../mission/live.ts";
import type { RowKey, TaggedRow } from "./derivations.ts";
import { idOf } from "./derived-row.ts";
import { impedimentRow, incidentRows, observationRows, windowRow } from "./derived-rows.ts";
import type { Filing } from "./filing.ts";

/** A row to write, or the key of one to remove. */
export type RowChange =
  | { readonly row: TaggedRow; readonly removed?: undefined }
  | { readonly row?: undefined; readonly removed: RowKey };

export const keyOf = (tagged: TaggedRow): RowKey => ({
  table: tagged.table,
  profile: tagged.row.profile,
  id: idOf(tagged),
});

const textOf = ({ table, profile, id }: RowKey): string => `${table} ${profile} ${id}`;

/**
 * What a step changes in the rows: only rows that are not as they were. Rows of observations come last, since a report
 * may have gone from one incident to another.
 */
export function* changedRows(change: MissionChange, filing: Filing): Generator<RowChange> {
  if (change.first) {
    yield* allRows(change, filing);
    return;
  }
  const before: TaggedRow[] = [];
  const after: TaggedRow[] = [];
  for (const one of change.incidents()) yield* ofIncident(one, filing, before, after);
  for (const { before: was, after: is } of change.observations.values()) {
    if (was) before.push(...observationRows(was, filing));
    if (is) after.push(...observationRows(is, filing));
  }
  yield* difference(before, after);
  yield* moved(change.coverage, (w) => [windowRow(w)]);
  yield* moved(change.impediments, (i) => [impedimentRow(i)]);
}

/** Where nothing was before there is nothing to compare with, and nothing to put by: a first step is the whole mission. */
function* allRows(change: MissionChange, filing: Filing): Generator<RowChange> {
  for (const { after } of change.incidents()) for (const row of after ? incidentRows(after, filing) : []) yield { row };
  for (const { after } of change.observations.values())
    for (const row of after ? observationRows(after, filing) : []) yield { row };
  for (const { after } of change.coverage.values()) if (after) yield { row: windowRow(after) };
  for (const { after } of change.impediments.values()) if (after) yield { row: impedimentRow(after) };
}

/** Rows of an incident and its assessments; those of its reports are put by. */
function* ofIncident(
  change: IncidentChange,
  filing: Filing,
  before: TaggedRow[],
  after: TaggedRow[],
): Generator<RowChange> {
  const own = (assessed: IncidentChange["after"], reports: TaggedRow[]): TaggedRow[] => {
    const rows: TaggedRow[] = [];
    for (const row of assessed ? incidentRows(assessed, filing) : [])
      (row.table === "observation" ? reports : rows).push(row);
    return rows;
  };
  yield* difference(own(change.before, before), own(change.after, after));
}

function* moved<T>(
  changes: ReadonlyMap<string, { readonly before: T | undefined; readonly after: T | undefined }>,
  rowsOf: (value: T) => readonly TaggedRow[],
): Generator<RowChange> {
  for (const { before, after } of changes.values())
    yield* difference(before === undefined ? [] : rowsOf(before), after === undefined ? [] : rowsOf(after));
}

function* difference(before: Iterable<TaggedRow>, after: Iterable<TaggedRow>): Generator<RowChange> {
  const known = new Map<string, TaggedRow>();
  for (const row of before) known.set(textOf(keyOf(row)), row);
  for (const row of after) {
    const key = textOf(keyOf(row));
    const was = known.get(key);
    known.delete(key);
    if (!was || !sameRow(was, row)) yield { row };
  }
  for (const row of known.values()) yield { removed: keyOf(row) };
}

function sameRow(a: TaggedRow, b: TaggedRow): boolean {
  const { places: _a, ...one } = a.row;
  const { places: _b, ...two } = b.row;
  return one.content === two.content && JSON.stringify(one) === JSON.stringify(two);
}
