import type { IncidentColumns, SetColumn } from "../assessment/columns.ts";

/** Places of the marks, ascending. */
export function rowsOf(marks: Uint8Array): Int32Array {
  let count = 0;
  for (const m of marks) count += m;
  const rows = new Int32Array(count);
  for (let row = 0, k = 0; row < marks.length; row++) if (marks[row] === 1) rows[k++] = row;
  return rows;
}

/** Some rows of columns as columns, in the order given; sets of facts keep their codes. */
export function subsetOf(columns: IncidentColumns, rows: Int32Array): IncidentColumns {
  if (rows.length === columns.size) return columns;
  const floats = (of: Float64Array) => Float64Array.from(rows, (row) => of[row] as number);
  const bytes = (of: Uint8Array) => Uint8Array.from(rows, (row) => of[row] as number);
  const set = ({ codes, values }: SetColumn): SetColumn => ({
    codes: Int32Array.from(rows, (row) => codes[row] as number),
    values,
  });
  const { sets } = columns;
  const at = (row: number): number => rows[row] as number;
  return {
    size: rows.length,
    from: floats(columns.from),
    until: floats(columns.until),
    sdMs: floats(columns.sdMs),
    seen: bytes(columns.seen),
    lon: floats(columns.lon),
    lat: floats(columns.lat),
    radiusM: floats(columns.radiusM),
    place: (row) => columns.place(at(row)),
    asserted: bytes(columns.asserted),
    sets: {
      acts: set(sets.acts),
      activities: set(sets.activities),
      weapons: set(sets.weapons),
      objects: set(sets.objects),
      counts: set(sets.counts),
    },
    id: (row) => columns.id(at(row)),
    incident: (row) => columns.incident(at(row)),
  };
}

/** Results of some rows put back where they belong; `none` everywhere else. */
export function scattered(results: Uint8Array, rows: Int32Array, size: number, none: number): Uint8Array {
  const whole = new Uint8Array(size).fill(none);
  rows.forEach((row, k) => {
    whole[row] = results[k] as number;
  });
  return whole;
}
