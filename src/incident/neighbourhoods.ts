import { KM_PER_DEGREE } from "./mixture.ts";
import type { FusionModel } from "./model.ts";
import type { Reaches } from "./reaches.ts";

const CELL_DEGREES = 0.5;
const COLUMNS = 360 / CELL_DEGREES;
/** Hours of a cell: most reports know their time to minutes, and a cell of a day would be a crowd in heavy shelling. */
const CELL_HOURS = 3;
const SLICES = 2 ** 20;
/** An observation that touches more cells is held against all others. */
const MOST_CELLS = 1000;

/** Those that touch one cell, rising; `claims` of them are claims. */
interface Crowd {
  readonly all: number[];
  claims: number;
}

/**
 * Which observations may reach each other. A cell of more than `model.crowd` observations is a crowd: there each is
 * held only against the `model.beside` before it in order of time, and in order of place (sorted neighbourhoods:
 * Hernández and Stolfo 1995), so that a file that piles everything on one spot costs no more than any other of its
 * length. What was recorded is a crowd, or none, whatever claims stand beside it.
 */
export class Neighbourhoods {
  private readonly reaches: Reaches;
  private readonly claim: Uint8Array;
  private readonly model: FusionModel;
  private readonly cells = new Map<number, Crowd>();
  private readonly wide: Crowd = { all: [], claims: 0 };
  private readonly reaching: number[] = [];
  private readonly isWide: Uint8Array;
  /** For the later of each pair that crowds leave to be considered: the earlier ones. */
  private readonly besides = new Map<number, number[]>();
  private readonly ties: Uint32Array;

  constructor(reaches: Reaches, claim: Uint8Array, ties: Uint32Array, model: FusionModel) {
    this.reaches = reaches;
    this.claim = claim;
    this.model = model;
    this.ties = ties;
    this.isWide = new Uint8Array(reaches.km.length);
    for (let i = 0; i < reaches.km.length; i++) {
      if (!((reaches.km[i] as number) > 0)) continue;
      this.reaching.push(i);
      const keys = cellsOf(reaches, i);
      if (keys) for (const key of keys) this.put(key, i);
      else {
        this.isWide[i] = 1;
        this.wide.all.push(i);
        this.wide.claims += claim[i] as number;
      }
    }
    for (const cell of this.cells.values()) this.thin(cell, cell.all, () => true);
    this.thin(this.wide, this.reaching, (a, b) => this.isWide[a] === 1 || this.isWide[b] === 1);
  }

  /** Every j before i that i may reach, some more than once. */
  each(i: number, visit: (j: number) => void): void {
    if (!((this.reaches.km[i] as number) > 0)) return;
    for (const j of this.besides.get(i) ?? []) visit(j);
    this.eachOf(this.wide, this.isWide[i] ? this.reaching : this.wide.all, i, visit);
    if (this.isWide[i]) return;
    for (const key of cellsOf(this.reaches, i) ?? []) {
      const cell = this.cells.get(key) as Crowd;
      this.eachOf(cell, cell.all, i, visit);
    }
  }

  private eachOf(crowd: Crowd, list: readonly number[], i: number, visit: (j: number) => void): void {
    const [pairs, claims] = this.whole(crowd);
    if (!claims && (!pairs || this.claim[i] === 1)) return;
    for (const j of list) {
      if (j >= i) return;
      if (claims || this.claim[j] === 0) visit(j);
    }
  }

  /** Whether every pair of what was recorded is considered, and every pair with a claim. */
  private whole({ all, claims }: Crowd): readonly [recorded: boolean, claims: boolean] {
    const { crowd } = this.model;
    return [all.length - claims <= crowd, all.length <= crowd];
  }

  private put(key: number, i: number): void {
    const cell = this.cells.get(key);
    if (cell) {
      cell.all.push(i);
      cell.claims += this.claim[i] as number;
    } else this.cells.set(key, { all: [i], claims: this.claim[i] as number });
  }

  private thin(crowd: Crowd, list: readonly number[], wanted: (a: number, b: number) => boolean): void {
    const [pairs, claims] = this.whole(crowd);
    if (!pairs)
      this.sideBySide(
        list.filter((i) => this.claim[i] === 0),
        wanted,
      );
    if (!claims && crowd.claims > 0)
      this.sideBySide(list, (a, b) => (this.claim[a] === 1 || this.claim[b] === 1) && wanted(a, b));
  }

  private sideBySide(list: readonly number[], wanted: (a: number, b: number) => boolean): void {
    sideBySide(
      this.reaches,
      this.ties,
      list,
      this.model.beside,
      (a, b) => a - b,
      (x, y) => {
        if (wanted(x, y)) this.beside(Math.max(x, y), Math.min(x, y));
      },
    );
  }

  private beside(later: number, earlier: number): void {
    const known = this.besides.get(later);
    if (known) known.push(earlier);
    else this.besides.set(later, [earlier]);
  }
}

/** Visits each pair that lies no more than `beside` apart in order of time or of place; of equals `rank` decides. */
export function sideBySide(
  r: Reaches,
  ties: Uint32Array,
  list: readonly number[],
  beside: number,
  rank: (a: number, b: number) => number,
  visit: (x: number, y: number) => void,
): void {
  const { from, until, lon, lat } = r;
  const time = new Map(list.map((i) => [i, (from[i] as number) + (until[i] as number)]));
  const place = new Map(list.map((i) => [i, zOrder(lon[i] as number, lat[i] as number)]));
  const orders = [
    [time, place],
    [place, time],
  ] as const;
  for (const [first, then] of orders) {
    const order = [...list].sort(
      (a, b) =>
        (first.get(a) as number) - (first.get(b) as number) ||
        (then.get(a) as number) - (then.get(b) as number) ||
        (ties[a] as number) - (ties[b] as number) ||
        rank(a, b),
    );
    for (let p = 1; p < order.length; p++)
      for (let q = Math.max(0, p - beside); q < p; q++) visit(order[p] as number, order[q] as number);
  }
}

/** Cells of half a degree and three hours that a reach touches; undefined where they are too many to list. */
export function cellsOf(r: Reaches, i: number): number[] | undefined {
  const north = (r.km[i] as number) / KM_PER_DEGREE + 0.01;
  const lat = r.lat[i] as number;
  const poleward = Math.cos((Math.min(89.9, Math.abs(lat) + north) * Math.PI) / 180);
  const east = north / poleward;
  const lon = r.lon[i] as number;
  const [c0, c1] = [Math.floor((lon - east + 180) / CELL_DEGREES), Math.floor((lon + east + 180) / CELL_DEGREES)];
  const [r0, r1] = [Math.floor((lat - north + 90) / CELL_DEGREES), Math.floor((lat + north + 90) / CELL_DEGREES)];
  const [t0, t1] = [Math.floor((r.from[i] as number) / CELL_HOURS), Math.floor((r.until[i] as number) / CELL_HOURS)];
  if ((c1 - c0 + 1) * (r1 - r0 + 1) * (t1 - t0 + 1) > MOST_CELLS || c1 - c0 >= COLUMNS) return undefined;
  const keys: number[] = [];
  for (let row = r0; row <= r1; row++)
    for (let c = c0; c <= c1; c++) {
      const column = ((c % COLUMNS) + COLUMNS) % COLUMNS;
      for (let t = t0; t <= t1; t++) keys.push((row * COLUMNS + column) * SLICES + (((t % SLICES) + SLICES) % SLICES));
    }
  return keys;
}

/** Rank along a Z-shaped curve through squares of some 40 m: what is near on it is near on the ground. */
function zOrder(lon: number, lat: number): number {
  const x = Math.floor(((lon + 180) / 360) * 2 ** 20);
  const y = Math.floor(((lat + 90) / 360) * 2 ** 20);
  return interleaved(x >> 10, y >> 10) * 2 ** 20 + interleaved(x & 1023, y & 1023);
}

function interleaved(x: number, y: number): number {
  let z = 0;
  for (let bit = 9; bit >= 0; bit--) z = (z << 2) | (((y >> bit) & 1) << 1) | ((x >> bit) & 1);
  return z;
}
