import { atLevel, type Truth } from "../certainty.ts";
import { rounded } from "../units.ts";
import { boxOf, type Cloud } from "./cloud.ts";
import type { PolygonRings, UncertainPlace } from "./place.ts";
import { boundsOf, type Extent, edgesOf, orientation } from "./rings.ts";
import { cloudOver, extentOf } from "./shape.ts";
import { ZoneGrid } from "./zone-grid.ts";

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
  /**
   * Whether an edge may touch a disc of this extent (west ≤ east): never false where one does. Where it is false, all of
   * the disc lies as its centre does, and no position need be drawn.
   */
  readonly edgeNear: (lon: number, lat: number, radiusM: number, extent: Extent) => boolean;
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

/**
 * No determinant of positions in degrees that is larger has the wrong sign: its two products are below 720², and the
 * band in which `orientation` asks again is 3.4e-16 of their sum.
 */
const FAR_FROM_LINE = 1e-9;

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
    const { edges, listed, starts, extent } = this;
    if (!(x >= extent[0] && x <= extent[2] && y >= extent[1] && y <= extent[3])) return "outside";
    const b = this.band(y);
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
          // As `orientation` decides far from the line; a call for each edge would make six numbers on the heap.
          const det = (x1 - x) * (y2 - y) - (y1 - y) * (x2 - x);
          const side = Math.abs(det) > FAR_FROM_LINE ? det : orientation(x1, y1, x2, y2, x, y);
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
  const margin = 1e-12;
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [from, until] = [0, 1];
  if (dx === 0) {
    if (x1 < box[0] - margin || x1 > box[2] + margin) return false;
  } else {
    const [a, b] = [(box[0] - margin - x1) / dx, (box[2] + margin - x1) / dx];
    from = Math.max(from, Math.min(a, b));
    until = Math.min(until, Math.max(a, b));
    if (from > until + 1e-12) return false;
  }
  if (dy === 0) return y1 >= box[1] - margin && y1 <= box[3] + margin;
  const [a, b] = [(box[1] - margin - y1) / dy, (box[3] + margin - y1) / dy];
  return Math.max(from, Math.min(a, b)) <= Math.min(until, Math.max(a, b)) + 1e-12;
}

/** Whether a segment comes within 1 of the origin. */
function reachesUnitCircle(x1: number, y1: number, x2: number, y2: number): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = -(x1 * dx + y1 * dy) / (dx * dx + dy * dy);
  const t = along < 0 ? 0 : along > 1 ? 1 : along;
  const [x, y] = [x1 + t * dx, y1 + t * dy];
  return x * x + y * y <= 1;
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
    edgeIn: (e) =>
      polygons.some((p) => p.some(e[1] - 1e-12, e[3] + 1e-12, (x1, y1, x2, y2) => touches(x1, y1, x2, y2, e))),
    edgeNear: (lon, lat, radiusM, e) => {
      // In degrees a disc is an ellipse but for the bend of the parallels, which the margin pays for many times over.
      const margin = 1.01 + (3 * radiusM * Math.tan((Math.min(89, Math.abs(lat)) * Math.PI) / 180)) / 6_300_000;
      const [a, b] = [(margin * (e[2] - e[0])) / 2, (margin * (e[3] - e[1])) / 2];
      return polygons.some((p) =>
        p.some(lat - b, lat + b, (x1, y1, x2, y2) =>
          reachesUnitCircle((x1 - lon) / a, (y1 - lat) / b, (x2 - lon) / a, (y2 - lat) / b),
        ),
      );
    },
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
  const grid = new ZoneGrid(prepared);
  return { zones: prepared, get: (id) => byId.get(id), zonesAt: (lon, lat) => grid.at(lon, lat) };
}

/**
 * The probability that the true place lies in the zone, edges included.
 * Exactly 0 or 1 where no edge of the zone comes near the place; else the share of 256 positions spread evenly over
 * it, or the weight of the cloud's positions inside.
 * @returns NaN for an unknown place and for an empty cloud: there is nothing to say, which `atLevel` reads as "unknown"
 */
export function probabilityInside(place: UncertainPlace | Cloud, zone: PreparedZone): number {
  if (!("kind" in place)) return weightInside(place, zone);
  const extent = extentOf(place);
  if (!extent) return Number.NaN;
  const [west, south, east, north] = extent;
  if (west <= east) {
    const z = zone.extent;
    if (west > z[2] || east < z[0] || south > z[3] || north < z[1]) return 0;
    if (!zone.edgeIn(extent)) return zone.contains((west + east) / 2, (south + north) / 2) ? 1 : 0;
    if (place.kind === "point" && !zone.edgeNear(place.lon, place.lat, place.radiusM, extent))
      return zone.contains(place.lon, place.lat) ? 1 : 0;
  }
  return weightInside(cloudOver(place, SAMPLES), zone);
}

function weightInside(cloud: Cloud, zone: PreparedZone): number {
  const { lon, lat, weight } = cloud;
  if (lon.length === 0) return Number.NaN;
  const box = boxOf(cloud);
  const z = zone.extent;
  if (box[0] > z[2] || box[2] < z[0] || box[1] > z[3] || box[3] < z[1]) return 0;
  // No edge parts the positions: they all lie as one of them does.
  if (!zone.edgeIn(box)) return zone.contains(lon[0] as number, lat[0] as number) ? 1 : 0;
  let [inside, all] = [0, 0];
  for (let i = 0; i < lon.length; i++) {
    all += weight[i] as number;
    if (zone.contains(lon[i] as number, lat[i] as number)) inside += weight[i] as number;
  }
  return inside === all ? 1 : rounded(inside / all);
}

/** Whether the place lies in the zone, at a containment level (0.95 unless the agreement says otherwise). An unknown place is "unknown". */
export const insideZone = (place: UncertainPlace | Cloud, zone: PreparedZone, level: number): Truth =>
  atLevel(probabilityInside(place, zone), level);
