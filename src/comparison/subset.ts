/** Places of the marks, ascending. */
export function rowsOf(marks: Uint8Array): Int32Array {
  let count = 0;
  for (let row = 0; row < marks.length; row++) count += marks[row] as number;
  const rows = new Int32Array(count);
  for (let row = 0, k = 0; row < marks.length; row++) if (marks[row] === 1) rows[k++] = row;
  return rows;
}

/** Results of some rows put back where they belong; `none` everywhere else. */
export function scattered(results: Uint8Array, rows: Int32Array, size: number, none: number): Uint8Array {
  const whole = new Uint8Array(size).fill(none);
  for (let k = 0; k < rows.length; k++) whole[rows[k] as number] = results[k] as number;
  return whole;
}
