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
 * Reports of one day and district touch the same cells: they are one class, and all but the members of a class is worked
 * out for the class. What stands for what is listed in flat pieces of memory (`Listed`).
 */
export class Neighbourhoods {
  /** All that reach anything, class by class and these in order of time: whoever asks in this order asks cheaply. */
  readonly order: Int32Array;
  private readonly reaches: Reaches;
  private readonly claim: Uint8Array;
  private readonly model: FusionModel;
  private readonly ties: Uint32Array;
  /** −1 for those that reach nothing and those that are held against all. */
  private readonly classOf: Int32Array;
  private readonly members: Listed;
  private readonly cellsOfClass: Listed;
  private readonly classesOfCell: Listed;
  /** By cell, how many observations touch it, and how many of them are claims. */
  private readonly sizes: Int32Array;
  private readonly claims: Int32Array;
  private readonly wide: Int32Array;
  private readonly wideClaims: number;
  private readonly reaching: Int32Array;
  /** For the later of each pair that crowds leave to be considered: the earlier ones. */
  private readonly besides = new Map<number, number[]>();
  /** The class last asked for, and those beside it: whose members are all to be looked at, and whose recorded ones. */
  private current = -1;
  private readonly whole: number[] = [];
  private readonly recorded: number[] = [];
  /** By class, the last question that came upon it. */
  private readonly seen: Int32Array;
  private asked = 0;

  constructor(reaches: Reaches, claim: Uint8Array, ties: Uint32Array, model: FusionModel) {
    this.reaches = reaches;
    this.claim = claim;
    this.model = model;
    this.ties = ties;
    const n = reaches.km.length;
    this.classOf = new Int32Array(n).fill(-1);
    const [reaching, wide, boxes]: [number[], number[], Box[]] = [[], [], []];
    const classes = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      if (!((reaches.km[i] as number) > 0)) continue;
      reaching.push(i);
      const box = boxOf(reaches, i);
      if (countOf(box) === undefined) {
        wide.push(i);
        continue;
      }
      const key = box.join();
      let known = classes.get(key);
      if (known === undefined) {
        classes.set(key, (known = boxes.length));
        boxes.push(box);
      }
      this.classOf[i] = known;
    }
    this.reaching = Int32Array.from(reaching);
    this.wide = Int32Array.from(wide);
    this.wideClaims = this.claimsIn(this.wide);
    this.members = listed(boxes.length, (put) => {
      for (let i = 0; i < n; i++) if (this.classOf[i] !== -1) put(this.classOf[i] as number, i);
    });
    const numbers = new CellNumbers();
    this.cellsOfClass = cellsOfBoxes(boxes, numbers);
    this.classesOfCell = listed(numbers.size, (put) => {
      for (let k = 0; k < boxes.length; k++) for (const cell of of(this.cellsOfClass, k)) put(cell, k);
    });
    this.sizes = new Int32Array(numbers.size);
    this.claims = new Int32Array(numbers.size);
    for (let k = 0; k < boxes.length; k++) {
      const own = of(this.members, k);
      const ownClaims = this.claimsIn(own);
      for (const cell of of(this.cellsOfClass, k)) {
        (this.sizes[cell] as number) += own.length;
        (this.claims[cell] as number) += ownClaims;
      }
    }
    this.seen = new Int32Array(boxes.length);
    const byTime = [...boxes.keys()].sort((a, b) => (boxes[a] as Box)[4] - (boxes[b] as Box)[4] || a - b);
    this.order = Int32Array.from([...byTime.flatMap((k) => [...of(this.members, k)]), ...wide]);
    this.thinAll(numbers.size);
  }

  /** Every j before i that i may reach, some more than once; none of another time. */
  each(i: number, visit: (j: number) => void): void {
    if (!((this.reaches.km[i] as number) > 0)) return;
    for (const j of this.besides.get(i) ?? []) visit(j);
    const own = this.classOf[i] as number;
    const isClaim = this.claim[i] === 1;
    if (this.wide.length > 0) {
      const all = this.holdsAll(this.wide.length);
      if (all || (this.holdsAll(this.wide.length - this.wideClaims) && !isClaim))
        this.among(own === -1 ? this.reaching : this.wide, i, all, visit);
    }
    if (own === -1) return;
    if (own !== this.current) this.ask(own);
    for (const k of this.whole) this.among(of(this.members, k), i, true, visit);
    if (!isClaim) for (const k of this.recorded) this.among(of(this.members, k), i, false, visit);
  }

  /** Whether so many are no crowd. */
  private holdsAll(many: number): boolean {
    return many <= this.model.crowd;
  }

  /** Which classes stand beside one in a cell that is no crowd, and in one that is none without its claims. */
  private ask(own: number): void {
    this.current = own;
    this.whole.length = 0;
    this.recorded.length = 0;
    const asked = ++this.asked;
    for (const all of [true, false])
      for (const cell of of(this.cellsOfClass, own)) {
        const size = this.sizes[cell] as number;
        if (this.holdsAll(size) !== all) continue;
        if (!all && !this.holdsAll(size - (this.claims[cell] as number))) continue;
        for (const k of of(this.classesOfCell, cell)) {
          if (this.seen[k] === asked) continue;
          this.seen[k] = asked;
          (all ? this.whole : this.recorded).push(k);
        }
      }
  }

  /** Those of a list, which rises, that stand before i and meet it in time. */
  private among(list: Int32Array, i: number, claimsToo: boolean, visit: (j: number) => void): void {
    const { from, until } = this.reaches;
    const [first, last] = [from[i] as number, until[i] as number];
    for (let at = 0; at < list.length; at++) {
      const j = list[at] as number;
      if (j >= i) return;
      if ((from[j] as number) > last || (until[j] as number) < first) continue;
      if (claimsToo || this.claim[j] === 0) visit(j);
    }
  }

  private claimsIn(list: Int32Array): number {
    let claims = 0;
    for (const i of list) claims += this.claim[i] as number;
    return claims;
  }

  private thinAll(cells: number): void {
    let before = new Int32Array(0);
    for (let cell = 0; cell < cells; cell++) {
      if (this.holdsAll(this.sizes[cell] as number)) continue;
      const classes = of(this.classesOfCell, cell);
      // The hours of one day mostly hold the same.
      if (classes.length === before.length && classes.every((k, at) => k === before[at])) continue;
      before = classes as typeof before;
      const list = new Int32Array(this.sizes[cell] as number);
      let at = 0;
      for (const k of classes) {
        const own = of(this.members, k);
        list.set(own, at);
        at += own.length;
      }
      list.sort((a, b) => a - b);
      this.thin(list.length, this.claims[cell] as number, list, () => true);
    }
    const isWide = (i: number): boolean => this.classOf[i] === -1;
    this.thin(this.wide.length, this.wideClaims, this.reaching, (a, b) => isWide(a) || isWide(b));
  }

  /** The pairs that a crowd of `all` with `claims` among them leaves of a list. */
  private thin(all: number, claims: number, list: Int32Array, wanted: (a: number, b: number) => boolean): void {
    if (!this.holdsAll(all - claims))
      this.sideBySide(
        list.filter((i) => this.claim[i] === 0),
        wanted,
      );
    if (!this.holdsAll(all) && claims > 0)
      this.sideBySide(list, (a, b) => (this.claim[a] === 1 || this.claim[b] === 1) && wanted(a, b));
  }

  private sideBySide(list: Int32Array, wanted: (a: number, b: number) => boolean): void {
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

/** Lists by number, one after the other: those of `k` stand in `all` from `begins[k]` to before `begins[k + 1]`. */
interface Listed {
  readonly begins: Int32Array;
  readonly all: Int32Array;
}

const of = ({ begins, all }: Listed, k: number): Int32Array => all.subarray(begins[k], begins[k + 1]);

/** The cells of each box, numbered as they are met. */
function cellsOfBoxes(boxes: readonly Box[], numbers: CellNumbers): Listed {
  const begins = new Int32Array(boxes.length + 1);
  for (const [k, box] of boxes.entries()) begins[k + 1] = (begins[k] as number) + (countOf(box) ?? 0);
  const all = new Int32Array(begins[boxes.length] as number);
  let at = 0;
  for (const box of boxes)
    eachKey(box, (key) => {
      all[at++] = numbers.of(key);
    });
  return { begins, all };
}

/** @param fill puts each item under its number; called twice and puts the same both times */
function listed(count: number, fill: (put: (k: number, item: number) => void) => void): Listed {
  const begins = new Int32Array(count + 1);
  fill((k) => {
    (begins[k + 1] as number)++;
  });
  for (let k = 0; k < count; k++) (begins[k + 1] as number) += begins[k] as number;
  const all = new Int32Array(begins[count] as number);
  const filled = begins.slice();
  fill((k, item) => {
    all[(filled[k] as number)++] = item;
  });
  return { begins, all };
}

/** Visits each pair that lies no more than `beside` apart in order of time or of place; of equals `rank` decides. */
export function sideBySide(
  r: Reaches,
  ties: Uint32Array,
  list: ArrayLike<number>,
  beside: number,
  rank: (a: number, b: number) => number,
  visit: (x: number, y: number) => void,
): void {
  const { from, until, lon, lat } = r;
  const time = Float64Array.from(list, (i) => (from[i] as number) + (until[i] as number));
  const place = Float64Array.from(list, (i) => zOrder(lon[i] as number, lat[i] as number));
  const orders = [
    [time, place],
    [place, time],
  ] as const;
  for (const [first, then] of orders) {
    const order = Int32Array.from(list, (_, at) => at).sort((a, b) => {
      const apart = (first[a] as number) - (first[b] as number) || (then[a] as number) - (then[b] as number);
      if (apart) return apart;
      const [i, j] = [list[a] as number, list[b] as number];
      return (ties[i] as number) - (ties[j] as number) || rank(i, j);
    });
    for (let p = 1; p < order.length; p++) {
      const x = list[order[p] as number] as number;
      for (let q = Math.max(0, p - beside); q < p; q++) visit(x, list[order[q] as number] as number);
    }
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
