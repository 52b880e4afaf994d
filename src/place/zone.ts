import { atLevel, type Truth } from "../certainty.ts";
import { rounded } from "../units.ts";
import type { PolygonRings, UncertainPlace, WeightedPosition } from "./place.ts";
import { boundsOf, type Extent, edgesOf, orientation } from "./rings.ts";
import { extentOf, samplePoints } from "./shape.ts";

/** An area with a name that terms speak of. Edges are straight in longitude and latitude (RFC 7946 section 3.1.1). */
export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly polygons: readonly PolygonRings[];
}

/** How a position lies to a zone. One rule for all edges and holes: a position on an edge is "edge", and in the zone (case 75). */
export type Relation = "inside" | "edge" | "outside";

/** A zone with its edges indexed. */
export interface PreparedZone {
  readonly zone: Zone;
  readonly extent: Extent;
  readonly relation: (lon: number, lat: number) => Relation;
  /** Inside or on an edge. */
  readonly contains: (lon: number, lat: number) => boolean;
  /** Whether any edge touches the box, exactly up to rounding outwards. */
  readonly edgeIn: (extent: Extent) => boolean;
}

/** Zones under one grid, in the order in which they were given. */
export interface PreparedZones {
  readonly zones: readonly PreparedZone[];
  readonly get: (id: string) => PreparedZone | undefined;
  /** The zones that hold a position, edges included, in the order given. */
  readonly zonesAt: (lon: number, lat: number) => readonly PreparedZone[];
}

/** Positions drawn for a probability: its error at a disc cut by one edge is below 0.02. */
const SAMPLES = 256;

/** The edges of one polygon, listed by bands of latitude. */
class EdgeBands {
  readonly edges: Float64Array;
  readonly extent: Extent;
  private readonly starts: Int32Array;
  private readonly listed: Int32Array;
  private readonly count: number;
  private readonly perDegree: number;

  constructor(rings: PolygonRings) {
    const list = rings.flatMap((ring) => [...edgesOf(ring)]);
    this.edges = Float64Array.from(list.flat());
    this.extent = boundsOf([rings]) ?? [0, 0, 0, 0];
    const height = this.extent[3] - this.extent[1];
    this.count = Math.max(1, Math.min(8192, list.length));
    this.perDegree = height > 0 ? this.count / height : 0;
    const sizes = new Int32Array(this.count + 1);
    const each = (use: (band: number, edge: number) => void) => {
      for (let i = 0; i < list.length; i++) {
        const [y1, y2] = [this.edges[4 * i + 1] as number, this.edges[4 * i + 3] as number];
        const last = this.band(Math.max(y1, y2));
        for (let b = this.band(Math.min(y1, y2)); b <= last; b++) use(b, i);
      }
    };
    each((b) => {
      sizes[b + 1] = (sizes[b + 1] as number) + 1;
    });
    for (let b = 0; b < this.count; b++) sizes[b + 1] = (sizes[b + 1] as number) + (sizes[b] as number);
    this.starts = sizes;
    this.listed = new Int32Array(sizes[this.count] as number);
    const fill = sizes.slice();
    each((b, i) => {
      this.listed[fill[b] as number] = i;
      fill[b] = (fill[b] as number) + 1;
    });
  }

  /** Rises with latitude, so an edge is listed in every band that a latitude between its ends can fall in. */
  private band(lat: number): number {
    const b = Math.floor((lat - this.extent[1]) * this.perDegree);
    return b < 0 ? 0 : b >= this.count ? this.count - 1 : b;
  }

  relation(x: number, y: number): Relation {
    const [west, south, east, north] = this.extent;
    if (!(x >= west && x <= east && y >= south && y <= north)) return "outside";
    const b = this.band(y);
    const { edges, listed, starts } = this;
    let inside = false;
    for (let k = starts[b] as number; k < (starts[b + 1] as number); k++) {
      const at = 4 * (listed[k] as number);
      const x1 = edges[at] as number;
      const y1 = edges[at + 1] as number;
      const x2 = edges[at + 2] as number;
      const y2 = edges[at + 3] as number;
      if (y1 > y !== y2 > y) {
        if (x < x1 && x < x2) inside = !inside;
        else if (x <= x1 || x <= x2) {
          const side = orientation(x1, y1, x2, y2, x, y);
          if (side === 0) return "edge";
          if (side > 0 === y2 > y1) inside = !inside;
        }
      } else if (y1 === y && (x1 === x || (y2 === y && x > x1 !== x > x2))) return "edge";
      else if (y2 === y && x2 === x) return "edge";
    }
    return inside ? "inside" : "outside";
  }

  /** Calls `use` with each edge that comes into the latitudes; an edge may come more than once. True stops. */
  some(south: number, north: number, use: (x1: number, y1: number, x2: number, y2: number) => boolean): boolean {
    if (north < this.extent[1] || south > this.extent[3]) return false;
    const { edges, listed, starts } = this;
    for (let k = starts[this.band(south)] as number; k < (starts[this.band(north) + 1] as number); k++) {
      const at = 4 * (listed[k] as number);
      if (use(edges[at] as number, edges[at + 1] as number, edges[at + 2] as number, edges[at + 3] as number))
        return true;
    }
    return false;
  }
}

/** Whether a segment touches a box. Source: Liang and Barsky 1984; rounding is paid for by a margin of the box. */
function touches(x1: number, y1: number, x2: number, y2: number, box: Extent): boolean {
  let [from, until] = [0, 1];
  const margin = 1e-12;
  for (const [p, d, low, high] of [
    [x1, x2 - x1, box[0], box[2]],
    [y1, y2 - y1, box[1], box[3]],
  ] as const) {
    if (d === 0) {
      if (p < low - margin || p > high + margin) return false;
      continue;
    }
    const [a, b] = [(low - margin - p) / d, (high + margin - p) / d];
    from = Math.max(from, Math.min(a, b));
    until = Math.min(until, Math.max(a, b));
    if (from > until + 1e-12) return false;
  }
  return true;
}

/** Index one zone. Its polygons are taken together: a position inside any of them is inside, whatever the others say. */
export function prepareZone(zone: Zone): PreparedZone {
  const polygons = zone.polygons.filter((rings) => rings[0]?.length).map((rings) => new EdgeBands(rings));
  const relation = (lon: number, lat: number): Relation => {
    let best: Relation = "outside";
    for (const polygon of polygons) {
      const r = polygon.relation(lon, lat);
      if (r === "inside") return r;
      if (r === "edge") best = r;
    }
    return best;
  };
  return {
    zone,
    // An empty zone has a box that nothing is in.
    extent: boundsOf(zone.polygons) ?? [Infinity, Infinity, -Infinity, -Infinity],
    relation,
    contains: (lon, lat) => relation(lon, lat) !== "outside",
    edgeIn: (e) => polygons.some((p) => p.some(e[1] - 1e-12, e[3] + 1e-12, (...edge) => touches(...edge, e))),
  };
}

/**
 * Index zones for many questions: a grid says of each cell which zones hold all of it, and which have an edge in it;
 * only those are asked exactly.
 * @throws RangeError where two zones have one id
 */
export function prepareZones(zones: readonly Zone[]): PreparedZones {
  const prepared = zones.map(prepareZone);
  const byId = new Map(prepared.map((p) => [p.zone.id, p]));
  if (byId.size !== zones.length) throw new RangeError("prepareZones: two zones have one id");
  const grid = new Grid(prepared);
  return { zones: prepared, get: (id) => byId.get(id), zonesAt: (lon, lat) => grid.at(lon, lat) };
}

/** Cells of the grid at most and for each edge, and entries (zone, cell) at most for each cell. */
const CELLS = 1 << 19;
const CELLS_PER_EDGE = 16;
const ENTRIES_PER_CELL = 4;

class Grid {
  private readonly zones: readonly PreparedZone[];
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
}

const NONE: readonly PreparedZone[] = [];

/**
 * The probability that the true place lies in the zone, edges included.
 * Exactly 0 or 1 where no edge of the zone comes near the place; else the share of 256 positions spread evenly over
 * it, or the weight of the cloud's positions inside.
 * @returns NaN for an unknown place and for an empty cloud: there is nothing to say, which `atLevel` reads as "unknown"
 */
export function probabilityInside(place: UncertainPlace | readonly WeightedPosition[], zone: PreparedZone): number {
  if (isCloud(place)) return weightInside(place, zone);
  const extent = extentOf(place);
  if (!extent) return Number.NaN;
  const [west, south, east, north] = extent;
  if (west <= east) {
    const z = zone.extent;
    if (west > z[2] || east < z[0] || south > z[3] || north < z[1]) return 0;
    if (!zone.edgeIn(extent)) return zone.contains((west + east) / 2, (south + north) / 2) ? 1 : 0;
  }
  return weightInside(samplePoints(place, SAMPLES), zone);
}

function weightInside(cloud: readonly WeightedPosition[], zone: PreparedZone): number {
  if (cloud.length === 0) return Number.NaN;
  let [inside, all] = [0, 0];
  for (const { lon, lat, weight } of cloud) {
    all += weight;
    if (zone.contains(lon, lat)) inside += weight;
  }
  return inside === all ? 1 : rounded(inside / all);
}

const isCloud = (place: UncertainPlace | readonly WeightedPosition[]): place is readonly WeightedPosition[] =>
  Array.isArray(place);

/** Whether the place lies in the zone, at a containment level (0.95 unless the agreement says otherwise). An unknown place is "unknown". */
export const insideZone = (
  place: UncertainPlace | readonly WeightedPosition[],
  zone: PreparedZone,
  level: number,
): Truth => atLevel(probabilityInside(place, zone), level);
