import { longer } from "./link-lists.ts";

const FIRST_ROOM = 1024;
/** A float of 32 bits is no further from a number than this share of it. */
const ROUNDING = 1e-7;

/**
 * Lists of observations by cell, each with the hours between which it reaches, all in one piece of memory: a look through
 * a cell touches nothing but its own list. 12 bytes an observation and cell.
 */
export class CellLists {
  private slots = new Int32Array(FIRST_ROOM);
  private froms = new Float32Array(FIRST_ROOM);
  private untils = new Float32Array(FIRST_ROOM);
  private end = 0;
  private starts = new Int32Array(FIRST_ROOM);
  private sizes = new Int32Array(FIRST_ROOM);
  /** log₂ of a list's room. */
  private rooms = new Uint8Array(FIRST_ROOM);
  private readonly free: number[][] = [];
  private readonly spare: number[] = [];
  private cells = 0;

  /** An empty list. */
  make(): number {
    const cell = this.spare.pop() ?? this.cells++;
    if (cell >= this.sizes.length) {
      const most = 2 * this.sizes.length;
      this.starts = longer(this.starts, most);
      this.sizes = longer(this.sizes, most);
      this.rooms = longer(this.rooms, most);
    }
    this.rooms[cell] = 1;
    this.starts[cell] = this.piece(1);
    this.sizes[cell] = 0;
    return cell;
  }

  /** Gives an empty list up. */
  giveUp(cell: number): void {
    this.give(this.starts[cell] as number, this.rooms[cell] as number);
    this.spare.push(cell);
  }

  sizeOf(cell: number): number {
    return this.sizes[cell] as number;
  }

  /** All of a list, in no promised order. */
  *of(cell: number): Generator<number> {
    for (let k = 0; k < this.sizeOf(cell); k++) yield this.slots[(this.starts[cell] as number) + k] as number;
  }

  /** Visits those that may reach into some hours: all that do, and few others. */
  within(cell: number, from: number, until: number, visit: (i: number) => void): void {
    const { slots, froms, untils } = this;
    const [first, last] = [from - ROUNDING * Math.abs(from), until + ROUNDING * Math.abs(until)];
    const start = this.starts[cell] as number;
    const end = start + this.sizeOf(cell);
    for (let at = start; at < end; at++)
      if ((froms[at] as number) <= last && (untils[at] as number) >= first) visit(slots[at] as number);
  }

  put(cell: number, i: number, from: number, until: number): void {
    const [size, room] = [this.sizes[cell] as number, this.rooms[cell] as number];
    if (size === 1 << room) this.move(cell, room + 1);
    const at = (this.starts[cell] as number) + size;
    this.slots[at] = i;
    this.froms[at] = from;
    this.untils[at] = until;
    this.sizes[cell] = size + 1;
  }

  drop(cell: number, i: number): void {
    const start = this.starts[cell] as number;
    const last = start + (this.sizes[cell] as number) - 1;
    const at = this.slots.indexOf(i, start);
    if (at < 0 || at > last) return;
    this.slots[at] = this.slots[last] as number;
    this.froms[at] = this.froms[last] as number;
    this.untils[at] = this.untils[last] as number;
    this.sizes[cell] = last - start;
  }

  private move(cell: number, room: number): void {
    const start = this.piece(room);
    const from = this.starts[cell] as number;
    const until = from + (this.sizes[cell] as number);
    for (const column of [this.slots, this.froms, this.untils]) column.copyWithin(start, from, until);
    this.give(from, this.rooms[cell] as number);
    this.starts[cell] = start;
    this.rooms[cell] = room;
  }

  private piece(room: number): number {
    const given = this.free[room]?.pop();
    if (given !== undefined) return given;
    const start = this.end;
    this.end += 1 << room;
    if (this.end > this.slots.length) {
      const most = Math.max(this.end, Math.ceil(this.slots.length * 1.5));
      this.slots = longer(this.slots, most);
      this.froms = longer(this.froms, most);
      this.untils = longer(this.untils, most);
    }
    return start;
  }

  private give(start: number, room: number): void {
    const given = this.free[room];
    if (given) given.push(start);
    else this.free[room] = [start];
  }
}
