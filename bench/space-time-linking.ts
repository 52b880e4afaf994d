/**
 * Plain linking of points in space and time: the components of "no further apart than `reach`", which is DBSCAN with
 * one point to a core: in a ball, or in a cylinder, where place and time each have to be near. A baseline of fusion, and
 * the measure of what candidates alone may cost: points are sorted by slab of time and cell of place, and each is held
 * against the neighbouring cells that come after it.
 * @param x east, y north, t time as a length, all in the unit of `reach`
 * @returns for each point the number of its component, from 0 in order of first appearance
 */
export function linkedWithin(
  x: Float64Array,
  y: Float64Array,
  t: Float64Array,
  reach: number,
  within: "ball" | "cylinder" = "ball",
): Int32Array {
  const n = x.length;
  const [[x0, x1], [y0], [t0, t1]] = [extent(x), extent(y), extent(t)];
  // A column to spare on either side, so that a neighbour of the last cell of a row is no cell of the next.
  const columns = Math.floor((x1 - x0) / reach) + 3;
  const slabs = Math.floor((t1 - t0) / reach) + 2;
  const { order, starts } = bySlab(t, t0, reach, slabs);
  const cells = new Float64Array(n);
  const px = new Float64Array(n);
  const py = new Float64Array(n);
  const pt = new Float64Array(n);
  const at = new Int32Array(n);
  sortInSlabs(
    order,
    starts,
    (i) => {
      const row = Math.floor(((y[i] as number) - y0) / reach) + 1;
      return row * columns + Math.floor(((x[i] as number) - x0) / reach) + 1;
    },
    cells,
    at,
  );
  for (let p = 0; p < n; p++) {
    const i = at[p] as number;
    px[p] = x[i] as number;
    py[p] = y[i] as number;
    pt[p] = t[i] as number;
  }
  const parent = Int32Array.from({ length: n }, (_, p) => p);
  const root = (p: number): number => {
    let a = p;
    while (parent[a] !== a) {
      parent[a] = parent[parent[a] as number] as number;
      a = parent[a] as number;
    }
    return a;
  };
  const square = reach * reach;
  const ball = within === "ball";
  const near = (p: number, from: number, end: number, last: number): void => {
    const [east, north, time] = [px[p] as number, py[p] as number, pt[p] as number];
    for (let q = from; q < end && (cells[q] as number) <= last; q++) {
      const dx = east - (px[q] as number);
      const dy = north - (py[q] as number);
      const dt = time - (pt[q] as number);
      const apart = dx * dx + dy * dy + (ball ? dt * dt : 0);
      if (apart > square || dt > reach || dt < -reach || parent[p] === parent[q]) continue;
      const [a, b] = [root(p), root(q)];
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
    }
  };
  for (let s = 0; s < slabs; s++) {
    const [start, end, after] = [starts[s] as number, starts[s + 1] as number, starts[s + 2] ?? n];
    // Where the cells that neighbour this one begin: in the next row of this slab, and in three rows of the next slab.
    let up = start;
    const later = [end, end, end];
    for (let p = start; p < end; p++) {
      const cell = cells[p] as number;
      near(p, p + 1, end, cell + 1);
      while (up < end && (cells[up] as number) < cell + columns - 1) up++;
      near(p, Math.max(up, p + 1), end, cell + columns + 1);
      for (let k = 0; k < 3; k++) {
        const middle = cell + (k - 1) * columns;
        let from = later[k] as number;
        while (from < after && (cells[from] as number) < middle - 1) from++;
        later[k] = from;
        near(p, from, after, middle + 1);
      }
    }
  }
  const labels = new Int32Array(n);
  for (let p = 0; p < n; p++) labels[at[p] as number] = root(p);
  return renumbered(labels);
}

function extent(values: Float64Array): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of values) {
    if (v < least) least = v;
    if (v > most) most = v;
  }
  return [least, most];
}

/** A counting sort by slab of time. */
function bySlab(t: Float64Array, t0: number, reach: number, slabs: number) {
  const starts = new Int32Array(slabs + 2);
  const slab = new Int32Array(t.length);
  for (let i = 0; i < t.length; i++) {
    const s = Math.floor(((t[i] as number) - t0) / reach);
    slab[i] = s;
    starts[s + 1] = (starts[s + 1] as number) + 1;
  }
  for (let s = 1; s < starts.length; s++) starts[s] = (starts[s] as number) + (starts[s - 1] as number);
  const next = starts.slice();
  const order = new Int32Array(t.length);
  for (let i = 0; i < t.length; i++) {
    const s = slab[i] as number;
    order[next[s] as number] = i;
    next[s] = (next[s] as number) + 1;
  }
  return { order, starts };
}

/** Sorts each slab by cell; fills the cells and the points in that order. */
function sortInSlabs(
  order: Int32Array,
  starts: Int32Array,
  cellOf: (i: number) => number,
  cells: Float64Array,
  at: Int32Array,
): void {
  for (let s = 0; s + 1 < starts.length; s++) {
    const [from, end] = [starts[s] as number, starts[s + 1] as number];
    const size = end - from;
    if (size === 0) continue;
    // Cell and place in the slab in one number, which sorts natively.
    const keys = new Float64Array(size);
    for (let k = 0; k < size; k++) keys[k] = cellOf(order[from + k] as number) * size + k;
    keys.sort();
    for (let k = 0; k < size; k++) {
      const key = keys[k] as number;
      const cell = Math.floor(key / size);
      cells[from + k] = cell;
      at[from + k] = order[from + (key - cell * size)] as number;
    }
  }
}

function renumbered(labels: Int32Array): Int32Array {
  const number = new Int32Array(labels.length).fill(-1);
  let count = 0;
  return labels.map((l) => {
    if (number[l] === -1) number[l] = count++;
    return number[l] as number;
  });
}
