import { CellNumbers } from "./cell-numbers.ts";
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

/**
 * Which observations may reach each other. A cell of more than `model.crowd` observations is a crowd: there each is
 * held only against the `model.beside` before it in order of time, and in order of place (sorted neighbourhoods:
 * Hernández and Stolfo 1995), so that a file that piles everything on one spot costs no more than any other of its
 * length. What was recorded is a crowd, or none, whatever claims stand beside it.
 *
 * Cells are numbered; which cells an observation touches and which observations touch a cell stand one after the other
 * in two pieces of memory: 8 bytes an observation and cell.
 */
export class Neighbourhoods {
  private readonly reaches: Reaches;
  private readonly claim: Uint8Array;
  private readonly model: FusionModel;
  /** Where the cells of an observation begin in `touched`; those of the last end at the end. */
  private readonly touches: Int32Array;
  private readonly touched: Int32Array;
  /** Where the observations of a cell begin in `listed`, rising; those of the last end at the end. */
  private readonly begins: Int32Array;
  private readonly listed: Int32Array;
  /** By cell, how many of its observations are claims. */
  private readonly claims: Int32Array;
  private readonly wide: Int32Array;
  private readonly wideClaims: number;
  private readonly reaching: Int32Array;
  private readonly isWide: Uint8Array;
  /** For the later of each pair that crowds leave to be considered: the earlier ones. */
  private readonly besides = new Map<number, number[]>();
  private readonly ties: Uint32Array;

  constructor(reaches: Reaches, claim: Uint8Array, ties: Uint32Array, model: FusionModel) {
    this.reaches = reaches;
    this.claim = claim;
    this.model = model;
    this.ties = ties;
    const n = reaches.km.length;
    this.isWide = new Uint8Array(n);
    this.touches = new Int32Array(n + 1);
    const [reaching, wide]: [number[], number[]] = [[], []];
    for (let i = 0; i < n; i++) {
      this.touches[i + 1] = this.touches[i] as number;
      if (!((reaches.km[i] as number) > 0)) continue;
      reaching.push(i);
      const cells = countOf(boxOf(reaches, i));
      if (cells === undefined) {
        this.isWide[i] = 1;
        wide.push(i);
      } else this.touches[i + 1] = (this.touches[i] as number) + cells;
    }
    this.reaching = Int32Array.from(reaching);
    this.wide = Int32Array.from(wide);
    this.wideClaims = wide.filter((i) => claim[i] === 1).length;

    const total = this.touches[n] as number;
    this.touched = new Int32Array(total);
    const numbers = new CellNumbers();
    for (let i = 0; i < n; i++) {
      let at = this.touches[i] as number;
      if (at === this.touches[i + 1]) continue;
      eachKey(boxOf(reaches, i), (key) => {
        this.touched[at++] = numbers.of(key);
      });
    }
    this.begins = new Int32Array(numbers.size + 1);
    for (const cell of this.touched) (this.begins[cell + 1] as number)++;
    for (let c = 0; c < numbers.size; c++) (this.begins[c + 1] as number) += this.begins[c] as number;
    this.listed = new Int32Array(total);
    this.claims = new Int32Array(numbers.size);
    const filled = this.begins.slice(0, numbers.size);
    for (let i = 0; i < n; i++)
      for (let at = this.touches[i] as number; at < (this.touches[i + 1] as number); at++) {
        const cell = this.touched[at] as number;
        this.listed[(filled[cell] as number)++] = i;
        (this.claims[cell] as number) += claim[i] as number;
      }

    for (let c = 0; c < numbers.size; c++) {
      const [begin, end] = [this.begins[c] as number, this.begins[c + 1] as number];
      const list = this.listed.subarray(begin, end);
      this.thin(list.length, this.claims[c] as number, list, () => true);
    }
    const wanted = (a: number, b: number): boolean => this.isWide[a] === 1 || this.isWide[b] === 1;
    this.thin(this.wide.length, this.wideClaims, this.reaching, wanted);
  }

  /** Every j before i that i may reach, some more than once; none of another time. */
  each(i: number, visit: (j: number) => void): void {
    if (!((this.reaches.km[i] as number) > 0)) return;
    for (const j of this.besides.get(i) ?? []) visit(j);
    if (this.isWide[i]) this.among(this.reaching, 0, this.reaching.length, this.wide.length, this.wideClaims, i, visit);
    else if (this.wide.length > 0)
      this.among(this.wide, 0, this.wide.length, this.wide.length, this.wideClaims, i, visit);
    for (let at = this.touches[i] as number; at < (this.touches[i + 1] as number); at++) {
      const cell = this.touched[at] as number;
      const [begin, end] = [this.begins[cell] as number, this.begins[cell + 1] as number];
      this.among(this.listed, begin, end, end - begin, this.claims[cell] as number, i, visit);
    }
  }

  /** Those of a piece of a list, which rises, that a crowd of `all` with `claims` among them leaves to i. */
  private among(
    list: Int32Array,
    begin: number,
    end: number,
    all: number,
    claims: number,
    i: number,
    visit: (j: number) => void,
  ): void {
    const { crowd } = this.model;
    const withClaims = all <= crowd;
    if (!withClaims && (all - claims > crowd || this.claim[i] === 1)) return;
    const { from, until } = this.reaches;
    const [first, last] = [from[i] as number, until[i] as number];
    for (let at = begin; at < end; at++) {
      const j = list[at] as number;
      if (j >= i) return;
      if ((from[j] as number) > last || (until[j] as number) < first) continue;
      if (withClaims || this.claim[j] === 0) visit(j);
    }
  }

  /** The pairs that a crowd of `all` with `claims` among them leaves of a list. */
  private thin(all: number, claims: number, list: Int32Array, wanted: (a: number, b: number) => boolean): void {
    const { crowd } = this.model;
    if (all - claims > crowd)
      this.sideBySide(
        list.filter((i) => this.claim[i] === 0),
        wanted,
      );
    if (all > crowd && claims > 0)
      this.sideBySide(list, (a, b) => (this.claim[a] === 1 || this.claim[b] === 1) && wanted(a, b));
  }

  private sideBySide(list: Int32Array, wanted: (a: number, b: number) => boolean): void {
    sideBySide(
      this.reaches,
      this.ties,
      [...list],
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

/** Columns, rows and slices of time that a reach touches, the first and the last of each. */
type Box = readonly [c0: number, c1: number, r0: number, r1: number, t0: number, t1: number];

function boxOf(r: Reaches, i: number): Box {
  const north = (r.km[i] as number) / KM_PER_DEGREE + 0.01;
  const lat = r.lat[i] as number;
  const poleward = Math.cos((Math.min(89.9, Math.abs(lat) + north) * Math.PI) / 180);
  const east = north / poleward;
  const lon = r.lon[i] as number;
  return [
    Math.floor((lon - east + 180) / CELL_DEGREES),
    Math.floor((lon + east + 180) / CELL_DEGREES),
    Math.floor((lat - north + 90) / CELL_DEGREES),
    Math.floor((lat + north + 90) / CELL_DEGREES),
    Math.floor((r.from[i] as number) / CELL_HOURS),
    Math.floor((r.until[i] as number) / CELL_HOURS),
  ];
}

/** @returns undefined where the cells are too many to list */
function countOf([c0, c1, r0, r1, t0, t1]: Box): number | undefined {
  const count = (c1 - c0 + 1) * (r1 - r0 + 1) * (t1 - t0 + 1);
  return count > MOST_CELLS || c1 - c0 >= COLUMNS ? undefined : count;
}

function eachKey([c0, c1, r0, r1, t0, t1]: Box, visit: (key: number) => void): void {
  for (let row = r0; row <= r1; row++)
    for (let c = c0; c <= c1; c++) {
      const column = ((c % COLUMNS) + COLUMNS) % COLUMNS;
      for (let t = t0; t <= t1; t++) visit((row * COLUMNS + column) * SLICES + (((t % SLICES) + SLICES) % SLICES));
    }
}

/** Cells of half a degree and three hours that a reach touches; undefined where they are too many to list. */
export function cellsOf(r: Reaches, i: number): number[] | undefined {
  const box = boxOf(r, i);
  if (countOf(box) === undefined) return undefined;
  const keys: number[] = [];
  eachKey(box, (key) => keys.push(key));
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
