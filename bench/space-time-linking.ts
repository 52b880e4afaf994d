/**
 * Plain linking of points in space and time: the components of "no further apart than `reach`", which is DBSCAN with
 * one point to a core: in a ball, or in a cylinder, where place and time each have to be near. A baseline of fusion, and
 * the measure of what candidates alone may cost: points are sorted by slab of time and along one axis of place, and each
 * is held against those of its own slab and the next that come no further along than it reaches.
 * @param x east, y north, t time as a length, all in the unit of `reach`; finite
 * @param reach more than 0
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
  const field = fieldOf(x, y, t, reach, within === "ball");
  const made: Made = {
    records: new Float64Array(n * RECORD),
    starts: new Int32Array(field.slabs + 1),
    parent: new Int32Array(n),
    labels: new Int32Array(n),
  };
  linkSlabs(field, made, 0, field.slabs);
  labelSlabs(made, 0, field.slabs);
  return numbered(made);
}

/** The points and how they are cut: slabs of time, and columns along the axis on which they lie further apart. */
export interface Field {
  readonly along: Float64Array;
  readonly across: Float64Array;
  readonly t: Float64Array;
  readonly reach: number;
  readonly ball: boolean;
  readonly firstT: number;
  readonly slabLength: number;
  readonly slabs: number;
  readonly firstAlong: number;
  readonly columnWidth: number;
}

/** What linking makes, of all slabs; threads that take different slabs write to different stretches of it. */
export interface Made {
  /** Sorted points: along, across, t, index. */
  readonly records: Float64Array;
  /** Where slabs begin among the sorted points, and where the last one ends. */
  readonly starts: Int32Array;
  /** Of each sorted point one of its component that stands before it, or itself. */
  readonly parent: Int32Array;
  readonly labels: Int32Array;
}

export const RECORD = 4;
/** Cells are wider than the reach by this share, so that rounding puts no two points that reach each other too far apart. */
const SPARE = 1 + 1e-6;
const MOST_SLABS = 2 ** 22;
const MOST_COLUMNS = 2 ** 20;
const COLUMNS_A_REACH = 32;
/** Slabs smaller than this are sorted by insertion. */
const FEW = 24;

export function fieldOf(x: Float64Array, y: Float64Array, t: Float64Array, reach: number, ball: boolean): Field {
  const [west, east] = extent(x);
  const [south, north] = extent(y);
  const [firstT, lastT] = extent(t);
  const byX = crowding(x, west, east, reach) <= crowding(y, south, north, reach);
  const [along, across, first, last] = byX ? [x, y, west, east] : [y, x, south, north];
  const slabLength = Math.max(reach * SPARE, (lastT - firstT) / MOST_SLABS);
  return {
    along,
    across,
    t,
    reach,
    ball,
    firstT,
    slabLength,
    slabs: t.length === 0 ? 0 : Math.floor((lastT - firstT) / slabLength) + 1,
    firstAlong: first,
    columnWidth: Math.max((reach * SPARE) / COLUMNS_A_REACH, (last - first) / MOST_COLUMNS),
  };
}

function extent(values: Float64Array): [least: number, most: number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const v = values[i] as number;
    if (v < least) least = v;
    if (v > most) most = v;
  }
  return [least, most];
}

/** How many of a sample of points share a stretch of the reach with each other, along one axis. */
function crowding(values: Float64Array, least: number, most: number, reach: number): number {
  const width = Math.max(reach, (most - least) / MOST_COLUMNS);
  const counts = new Map<number, number>();
  const step = Math.max(1, Math.floor(values.length / 10_000));
  let pairs = 0;
  for (let i = 0; i < values.length; i += step) {
    const column = Math.floor(((values[i] as number) - least) / width);
    const before = counts.get(column) ?? 0;
    pairs += before;
    counts.set(column, before + 1);
  }
  return pairs;
}

/** Sorts the points of some slabs and joins what reaches each other in them. The last slabs' points end at the last. */
export function linkSlabs(field: Field, made: Made, from: number, until: number): void {
  const { records, starts, parent } = made;
  sortSlabs(field, made, from, until);
  for (let p = starts[from] as number; p < (starts[until] as number); p++) parent[p] = p;
  for (let s = from; s < until; s++) {
    const [start, end] = [starts[s] as number, starts[s + 1] as number];
    sweep(field, records, parent, start, end, start, end);
    if (s + 1 < until) sweep(field, records, parent, start, end, end, starts[s + 2] as number);
  }
}

/** Joins the points of a slab with those of the next. */
export function linkAcross(field: Field, { records, starts, parent }: Made, slab: number): void {
  const [start, end, after] = [starts[slab], starts[slab + 1], starts[slab + 2]] as [number, number, number];
  sweep(field, records, parent, start, end, end, after);
}

/** A counting sort by slab, then each slab by column; points of the slabs up to the last one end at the last record. */
function sortSlabs(field: Field, { records, starts }: Made, from: number, until: number): void {
  const { along, across, t, firstT, slabLength } = field;
  const n = t.length;
  const next = new Int32Array(until - from + 1);
  for (let i = 0; i < n; i++) {
    const s = Math.floor(((t[i] as number) - firstT) / slabLength);
    if (s >= from && s < until) next[s - from + 1] = (next[s - from + 1] as number) + 1;
  }
  let [all, most] = [0, 0];
  for (const size of next) {
    all += size;
    most = Math.max(most, size);
  }
  next[0] = from === 0 ? 0 : n - all;
  for (let k = 1; k < next.length; k++) next[k] = (next[k] as number) + (next[k - 1] as number);
  starts.set(next, from);
  for (let i = 0; i < n; i++) {
    const time = t[i] as number;
    const s = Math.floor((time - firstT) / slabLength);
    if (s < from || s >= until) continue;
    const p = next[s - from] as number;
    next[s - from] = p + 1;
    records[p * RECORD] = along[i] as number;
    records[p * RECORD + 1] = across[i] as number;
    records[p * RECORD + 2] = time;
    records[p * RECORD + 3] = i;
  }
  const keys = new Float64Array(most);
  const held = new Float64Array(most * RECORD);
  for (let s = from; s < until; s++) {
    const start = starts[s] as number;
    sortSlab(field, records, start, (starts[s + 1] as number) - start, keys, held);
  }
}

function sortSlab(
  field: Field,
  records: Float64Array,
  start: number,
  size: number,
  keys: Float64Array,
  held: Float64Array,
): void {
  if (size < 2) return;
  const { firstAlong, columnWidth } = field;
  const base = start * RECORD;
  // Column and place in the slab in one number, which sorts natively.
  for (let k = 0; k < size; k++)
    keys[k] = Math.floor(((records[base + k * RECORD] as number) - firstAlong) / columnWidth) * size + k;
  if (size < FEW) insertionSort(keys, size);
  else keys.subarray(0, size).sort();
  for (let k = 0; k < size * RECORD; k++) held[k] = records[base + k] as number;
  for (let k = 0; k < size; k++) {
    const was = ((keys[k] as number) % size) * RECORD;
    const is = base + k * RECORD;
    records[is] = held[was] as number;
    records[is + 1] = held[was + 1] as number;
    records[is + 2] = held[was + 2] as number;
    records[is + 3] = held[was + 3] as number;
  }
}

function insertionSort(keys: Float64Array, size: number): void {
  for (let k = 1; k < size; k++) {
    const key = keys[k] as number;
    let j = k - 1;
    for (; j >= 0 && (keys[j] as number) > key; j--) keys[j + 1] = keys[j] as number;
    keys[j + 1] = key;
  }
}

/** Joins sorted points with those that come after them among others: of the same slab, or of the next. */
function sweep(
  { reach, ball, columnWidth }: Field,
  records: Float64Array,
  parent: Int32Array,
  start: number,
  end: number,
  otherStart: number,
  otherEnd: number,
): void {
  const own = start === otherStart;
  const square = reach * reach;
  // Sorted by column only: a later point may stand a column's width before an earlier one.
  const wide = reach + columnWidth * SPARE;
  let first = otherStart;
  for (let p = start; p < end; p++) {
    const along = records[p * RECORD] as number;
    const across = records[p * RECORD + 1] as number;
    const time = records[p * RECORD + 2] as number;
    if (own) first = p + 1;
    else while (first < otherEnd && (records[first * RECORD] as number) < along - wide) first++;
    for (let q = first; q < otherEnd; q++) {
      const dx = (records[q * RECORD] as number) - along;
      if (dx > wide) break;
      const dy = (records[q * RECORD + 1] as number) - across;
      const dt = (records[q * RECORD + 2] as number) - time;
      const apart = ball ? dx * dx + dy * dy + dt * dt : dx * dx + dy * dy;
      if (apart > square || dt > reach || dt < -reach || parent[p] === parent[q]) continue;
      const a = root(parent, p);
      const b = root(parent, q);
      if (a < b) parent[b] = a;
      else parent[a] = b;
    }
  }
}

function root(parent: Int32Array, p: number): number {
  let at = p;
  for (let up = parent[at] as number; up !== at; up = parent[at] as number) {
    const above = parent[up] as number;
    parent[at] = above;
    at = above;
  }
  return at;
}

/** Gives the points of some slabs the sorted place of their component's first. */
export function labelSlabs({ records, starts, parent, labels }: Made, from: number, until: number): void {
  for (let p = starts[from] as number; p < (starts[until] as number); p++)
    labels[records[p * RECORD + 3] as number] = root(parent, p);
}

/** The labels as numbers from 0, in order of first appearance. */
export function numbered({ labels, parent }: Made): Int32Array {
  const number = parent.fill(-1);
  let count = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    let known = number[label] as number;
    if (known === -1) number[label] = known = count++;
    labels[i] = known;
  }
  return labels;
}
