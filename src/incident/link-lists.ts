const FIRST_ROOM = 1024;

/**
 * For each observation those that it is linked to and the gain, all in one piece of memory: 12 bytes a link and end. A
 * list that outgrows its room moves to twice the room.
 */
export class LinkLists {
  private to = new Int32Array(FIRST_ROOM);
  private gains = new Float64Array(FIRST_ROOM);
  private end = 0;
  private starts = new Int32Array(0);
  private sizes = new Int32Array(0);
  /** log₂ of a list's room; 255: it has none. */
  private rooms = new Uint8Array(0);
  /** Pieces given up, by log₂ of their room. */
  private readonly free: number[][] = [];

  /** Makes room for observations below `n`. */
  widen(n: number): void {
    const had = this.sizes.length;
    if (n <= had) return;
    const most = Math.max(n, 2 * had);
    this.starts = longer(this.starts, most);
    this.sizes = longer(this.sizes, most);
    this.rooms = longer(this.rooms, most).fill(NONE, had);
  }

  sizeOf(i: number): number {
    return this.sizes[i] as number;
  }

  /** The k-th that one is linked to, in no promised order. */
  other(i: number, k: number): number {
    return this.to[(this.starts[i] as number) + k] as number;
  }

  gain(i: number, k: number): number {
    return this.gains[(this.starts[i] as number) + k] as number;
  }

  *of(i: number): Generator<number> {
    for (let k = 0; k < this.sizeOf(i); k++) yield this.other(i, k);
  }

  /** Two that are not linked yet. */
  link(i: number, j: number, gain: number): void {
    this.put(i, j, gain);
    this.put(j, i, gain);
  }

  /** Takes all links of one, at both ends. */
  clear(i: number): void {
    for (let k = 0; k < this.sizeOf(i); k++) this.drop(this.other(i, k), i);
    const room = this.rooms[i] as number;
    if (room !== NONE) this.give(this.starts[i] as number, room);
    this.rooms[i] = NONE;
    this.sizes[i] = 0;
  }

  private put(i: number, j: number, gain: number): void {
    const size = this.sizes[i] as number;
    const room = this.rooms[i] as number;
    if (room === NONE || size === 1 << room) this.move(i, room === NONE ? 1 : room + 1);
    const at = (this.starts[i] as number) + size;
    this.to[at] = j;
    this.gains[at] = gain;
    this.sizes[i] = size + 1;
  }

  private drop(i: number, j: number): void {
    const [start, size] = [this.starts[i] as number, this.sizes[i] as number];
    for (let at = start; at < start + size; at++) {
      if (this.to[at] !== j) continue;
      this.to[at] = this.to[start + size - 1] as number;
      this.gains[at] = this.gains[start + size - 1] as number;
      this.sizes[i] = size - 1;
      return;
    }
  }

  private move(i: number, room: number): void {
    const start = this.free[room]?.pop() ?? this.fresh(1 << room);
    const [from, size, had] = [this.starts[i] as number, this.sizes[i] as number, this.rooms[i] as number];
    this.to.copyWithin(start, from, from + size);
    this.gains.copyWithin(start, from, from + size);
    if (had !== NONE) this.give(from, had);
    this.starts[i] = start;
    this.rooms[i] = room;
  }

  private fresh(room: number): number {
    const start = this.end;
    this.end += room;
    if (this.end > this.to.length) {
      const most = Math.max(this.end, Math.ceil(this.to.length * 1.5));
      this.to = longer(this.to, most);
      this.gains = longer(this.gains, most);
    }
    return start;
  }

  private give(start: number, room: number): void {
    const given = this.free[room];
    if (given) given.push(start);
    else this.free[room] = [start];
  }
}

const NONE = 255;

export type Column = Float64Array | Float32Array | Int32Array | Uint32Array | Int8Array | Uint8Array;

/** The same numbers with room for more. */
export function longer<C extends Column>(column: C, most: number): C {
  const wider = new (column.constructor as new (n: number) => C)(most);
  wider.set(column as never);
  return wider;
}
