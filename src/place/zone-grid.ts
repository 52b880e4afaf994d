import { edgesOf } from "./rings.ts";
import type { PreparedZone } from "./zone.ts";

/** A box of more cells than this is not looked at cell by cell; below the mark of an edge. */
const MOST_CELLS = 64;
const EDGE = 255;
const NONE: readonly PreparedZone[] = [];

/** Cells of the grid at most and for each edge, and entries (zone, cell) at most for each cell. */
const CELLS = 1 << 19;
const CELLS_PER_EDGE = 16;
const ENTRIES_PER_CELL = 4;

/**
 * A raster over zones: each cell says which zones hold all of it, and which have an edge in it. What holds of a cell
 * holds of every position in it, so that only the zones with an edge near a position are ever asked exactly.
 */
export class ZoneGrid {
  private readonly zones: readonly PreparedZone[];
  private readonly marks: Uint8Array;
  private readonly west: number;
  private readonly south: number;
  private readonly size: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly starts: Int32Array;
  /** 2·zone where the zone holds the whole cell, 2·zone + 1 where an edge may be in it. */
  private readonly entries: Int32Array;

  constructor(zones: readonly PreparedZone[]) {
    this.zones = zones;
    this.marks = new Uint8Array(zones.length);
    const boxes = zones.map((z) => z.extent).filter((e) => e[0] <= e[2]);
    this.west = Math.min(...boxes.map((e) => e[0]), 180);
    this.south = Math.min(...boxes.map((e) => e[1]), 90);
    const width = Math.max(...boxes.map((e) => e[2]), -180) - this.west;
    const height = Math.max(...boxes.map((e) => e[3]), -90) - this.south;
    const area = (w: number, h: number) => Math.max(w, 1e-6) * Math.max(h, 1e-6);
    const wanted = boxes.reduce((sum, e) => sum + area(e[2] - e[0], e[3] - e[1]), 0);
    // A grid finer than its edges are many only costs memory.
    const edges = zones.reduce((sum, z) => sum + z.zone.polygons.flat().reduce((n, ring) => n + ring.length, 0), 0);
    const cells = Math.max(256, Math.min(CELLS, CELLS_PER_EDGE * edges));
    this.size = Math.max(1e-4, Math.sqrt(area(width, height) / cells), Math.sqrt(wanted / (ENTRIES_PER_CELL * cells)));
    this.columns = boxes.length === 0 ? 0 : Math.floor(width / this.size) + 1;
    this.rows = boxes.length === 0 ? 0 : Math.floor(height / this.size) + 1;
    const found: number[] = [];
    zones.forEach((zone, i) => {
      if (zone.extent[0] <= zone.extent[2]) this.raster(zone, i, found);
    });
    this.starts = new Int32Array(this.columns * this.rows + 1);
    for (let k = 0; k < found.length; k += 2) {
      const at = (found[k] as number) + 1;
      this.starts[at] = (this.starts[at] as number) + 1;
    }
    for (let c = 1; c < this.starts.length; c++)
      this.starts[c] = (this.starts[c] as number) + (this.starts[c - 1] as number);
    this.entries = new Int32Array(found.length / 2);
    const fill = this.starts.slice();
    for (let k = 0; k < found.length; k += 2) {
      const cell = found[k] as number;
      this.entries[fill[cell] as number] = found[k + 1] as number;
      fill[cell] = (fill[cell] as number) + 1;
    }
  }

  private column(lon: number): number {
    return Math.max(0, Math.min(this.columns - 1, Math.floor((lon - this.west) / this.size)));
  }

  private row(lat: number): number {
    return Math.max(0, Math.min(this.rows - 1, Math.floor((lat - this.south) / this.size)));
  }

  private raster(zone: PreparedZone, index: number, found: number[]): void {
    const [west, south, east, north] = zone.extent;
    const [c0, c1, r0, r1] = [this.column(west), this.column(east), this.row(south), this.row(north)];
    const across = c1 - c0 + 1;
    const crossed = new Uint8Array(across * (r1 - r0 + 1));
    for (const rings of zone.zone.polygons)
      for (const ring of rings) for (const edge of edgesOf(ring)) this.mark(edge, crossed, c0, c1, r0);
    for (let r = r0; r <= r1; r++) {
      let inside: boolean | undefined;
      for (let c = c0; c <= c1; c++) {
        const cell = r * this.columns + c;
        if (crossed[(r - r0) * across + c - c0]) {
          found.push(cell, 2 * index + 1);
          inside = undefined;
          continue;
        }
        // No edge lies between two such cells of a row: what holds for one holds for the next.
        inside ??= zone.contains(this.west + (c + 0.5) * this.size, this.south + (r + 0.5) * this.size);
        if (inside) found.push(cell, 2 * index);
      }
    }
  }

  /** Marks each cell that the edge touches, and those a hair away from it, so that rounding cannot hide one. */
  private mark(
    [x1, y1, x2, y2]: readonly [number, number, number, number],
    crossed: Uint8Array,
    c0: number,
    c1: number,
    r0: number,
  ): void {
    const hair = 1e-9;
    const [low, high] = [Math.min(y1, y2), Math.max(y1, y2)];
    const last = this.row(high + hair);
    for (let r = this.row(low - hair); r <= last; r++) {
      const bottom = Math.max(low, this.south + r * this.size - hair);
      const top = Math.min(high, this.south + (r + 1) * this.size + hair);
      const at = (y: number) => (y1 === y2 ? x1 : x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
      const [a, b] = y1 === y2 ? [x1, x2] : [at(bottom), at(top)];
      const left = Math.max(Math.min(x1, x2), Math.min(a, b));
      const right = Math.min(Math.max(x1, x2), Math.max(a, b));
      const end = Math.min(c1, this.column(right + hair));
      const row = (r - r0) * (c1 - c0 + 1) - c0;
      if (r < r0) continue;
      for (let c = Math.max(c0, this.column(left - hair)); c <= end; c++) crossed[row + c] = 1;
    }
  }

  at(lon: number, lat: number): readonly PreparedZone[] {
    const c = Math.floor((lon - this.west) / this.size);
    const r = Math.floor((lat - this.south) / this.size);
    if (!(c >= 0 && c < this.columns && r >= 0 && r < this.rows)) return NONE;
    const cell = r * this.columns + c;
    const end = this.starts[cell + 1] as number;
    let start = this.starts[cell] as number;
    if (start === end) return NONE;
    const held: PreparedZone[] = [];
    for (; start < end; start++) {
      const code = this.entries[start] as number;
      const zone = this.zones[code >> 1] as PreparedZone;
      if ((code & 1) === 0 || zone.contains(lon, lat)) held.push(zone);
    }
    return held;
  }

  /**
   * The zones that may touch a box of longitudes and latitudes, west ≤ east. All others have nothing in it.
   * @param found gets, at the front, 2·zone where the zone holds the whole box, 2·zone + 1 where an edge may be in it;
   *   as long as there are zones. In no order.
   * @returns how many were put there, or −1 where the box has so many cells that each zone is better asked by itself
   */
  over(west: number, south: number, east: number, north: number, found: Int32Array): number {
    if (this.columns === 0) return 0;
    const { size, marks } = this;
    const c0 = Math.floor((west - this.west) / size - 1e-9);
    const c1 = Math.floor((east - this.west) / size + 1e-9);
    const r0 = Math.floor((south - this.south) / size - 1e-9);
    const r1 = Math.floor((north - this.south) / size + 1e-9);
    if (!((c1 - c0 + 1) * (r1 - r0 + 1) <= MOST_CELLS)) return -1;
    let count = 0;
    // A mark is 1 and the number of cells that the zone holds whole, or EDGE.
    const [left, right] = [Math.max(0, c0), Math.min(this.columns - 1, c1)];
    const [low, high] = [Math.max(0, r0), Math.min(this.rows - 1, r1)];
    const cells = (c1 - c0 + 1) * (r1 - r0 + 1);
    for (let r = low; r <= high; r++)
      for (let c = left; c <= right; c++) {
        const cell = r * this.columns + c;
        const end = this.starts[cell + 1] as number;
        for (let k = this.starts[cell] as number; k < end; k++) {
          const code = this.entries[k] as number;
          const zone = code >> 1;
          if (marks[zone] === 0) {
            found[count++] = zone;
            marks[zone] = 1;
          }
          if ((code & 1) === 1) marks[zone] = EDGE;
          else if (marks[zone] !== EDGE) marks[zone] = (marks[zone] as number) + 1;
        }
      }
    for (let i = 0; i < count; i++) {
      const zone = found[i] as number;
      // Held whole in every cell of the box, its own first mark being one more.
      found[i] = 2 * zone + (marks[zone] === cells + 1 ? 0 : 1);
      marks[zone] = 0;
    }
    return count;
  }
}
