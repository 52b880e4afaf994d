import type { IncidentChange, MissionChange } from "../mission/live.ts";
import type { RowKey, TaggedRow } from "./derivations.ts";
import { idOf } from "./derived-row.ts";
import { impedimentRow, incidentRows, observationRow, windowRow } from "./derived-rows.ts";

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

/** What a step changes in the rows: only rows that are not as they were. Rows of one table come together. */
export function* changedRows(change: MissionChange): Generator<RowChange> {
  yield* moved(change.observations, (o) => [observationRow(o)]);
  for (const one of change.incidents()) yield* ofIncident(one);
  yield* moved(change.coverage, (w) => [windowRow(w)]);
  yield* moved(change.impediments, (i) => [impedimentRow(i)]);
}

const ofIncident = ({ before, after }: IncidentChange): Generator<RowChange> =>
  difference(before ? incidentRows(before.found, before.rows) : [], after ? incidentRows(after.found, after.rows) : []);

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
