import { rounded } from "../units.ts";
import type { Cloud } from "./cloud.ts";
import { localPlane } from "./geodesy.ts";
import type { UncertainPlace } from "./place.ts";
import { extentOf } from "./shape.ts";
import { insideZone, type PreparedZone } from "./zone.ts";
import { ZoneGrid } from "./zone-grid.ts";

/** Answers as bytes: what `Truth` says, in the order in which a disjunction takes the greatest. */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;

/** As many positions as `probabilityInside` draws, and the same ones. */
const SAMPLES = 256;
const GOLDEN = 0.6180339887498949;
const PLANE_REACH_M = 100_000;
/** Prime to the number of samples: near and far positions of the spiral take turns, so that a cut disc shows early. */
const STRIDE = 97;
const SIN = Float64Array.from({ length: SAMPLES }, (_, i) =>
  Math.sin((((i * GOLDEN + 0.5) % 1) * 360 * Math.PI) / 180),
);
const COS = Float64Array.from({ length: SAMPLES }, (_, i) =>
  Math.cos((((i * GOLDEN + 0.5) % 1) * 360 * Math.PI) / 180),
);

/**
 * Three-valued answers of many places, one after the other, against the same zones: for each what `insideZone` says.
 * Positions are drawn only where an edge of the zone comes near the place, and only until the answer is settled.
 */
export class ZoneTruths {
  readonly zones: readonly PreparedZone[];
  readonly level: number;
  /** The answer of each zone for the place asked last. */
  readonly answers: Uint8Array;
  /** The zones whose answer is not FALSE: the first `count` of `touched`, in no order. */
  readonly touched: Int32Array;
  count = 0;
  private readonly grid: ZoneGrid;
  private readonly found: Int32Array;
  /** From so many positions inside the answer is true; up to so many it is false. */
  private readonly enough: number;
  private readonly few: number;

  constructor(zones: readonly PreparedZone[], level: number) {
    this.zones = zones;
    this.level = level;
    this.grid = new ZoneGrid(zones);
    this.answers = new Uint8Array(zones.length);
    this.touched = new Int32Array(zones.length);
    this.found = new Int32Array(zones.length);
    let enough = 0;
    while (enough < SAMPLES && rounded(enough / SAMPLES) < level) enough++;
    let few = -1;
    while (few + 1 < SAMPLES && rounded((few + 1) / SAMPLES) <= 1 - level && few + 1 < enough) few++;
    this.enough = enough;
    this.few = few;
  }

  private put(zone: number, answer: number): void {
    if (answer === FALSE) return;
    this.answers[zone] = answer;
    this.touched[this.count++] = zone;
  }

  private clear(): void {
    for (let i = 0; i < this.count; i++) this.answers[this.touched[i] as number] = FALSE;
    this.count = 0;
  }

  /** Asks for any place, or a cloud of weighted positions. */
  ask(place: UncertainPlace | Cloud): void {
    this.clear();
    if ("kind" in place && place.kind === "point") return this.disc(place.lon, place.lat, place.radiusM);
    for (let z = 0; z < this.zones.length; z++) {
      const answer = insideZone(place, this.zones[z] as PreparedZone, this.level);
      this.put(z, answer === true ? TRUE : answer === false ? FALSE : UNKNOWN);
    }
  }

  /** Asks for a point with the radius to which it was stated. @param radiusM above 0 */
  disc(lon: number, lat: number, radiusM: number): void {
    this.clear();
    const place = { kind: "point", lon, lat, radiusM } as const;
    const extent = extentOf(place);
    const [west, south, east, north] = extent ?? [1, 0, 0, 0];
    const flat = radiusM <= PLANE_REACH_M && Math.abs(lat) < 85;
    const held = west <= east && flat ? this.grid.over(west, south, east, north, this.found) : -1;
    if (held < 0 || extent === null) {
      for (let z = 0; z < this.zones.length; z++) {
        const answer = insideZone(place, this.zones[z] as PreparedZone, this.level);
        this.put(z, answer === true ? TRUE : answer === false ? FALSE : UNKNOWN);
      }
      return;
    }
    let plane: ReturnType<typeof localPlane> | undefined;
    for (let i = 0; i < held; i++) {
      const code = this.found[i] as number;
      const z = code >> 1;
      if ((code & 1) === 0) {
        this.put(z, TRUE);
        continue;
      }
      const zone = this.zones[z] as PreparedZone;
      const box = zone.extent;
      if (west > box[2] || east < box[0] || south > box[3] || north < box[1]) continue;
      if (!zone.edgeIn(extent)) {
        if (zone.contains((west + east) / 2, (south + north) / 2)) this.put(z, TRUE);
        continue;
      }
      if (!zone.edgeNear(lon, lat, radiusM, extent)) {
        if (zone.contains(lon, lat)) this.put(z, TRUE);
        continue;
      }
      plane ??= localPlane(lon, lat);
      this.put(z, this.drawn(zone, plane, radiusM));
    }
  }

  /** The answer of the positions drawn, as soon as no further one can change it. */
  private drawn(zone: PreparedZone, plane: ReturnType<typeof localPlane>, reach: number): number {
    const { enough, few } = this;
    let inside = 0;
    for (let k = 0; k < SAMPLES; k++) {
      const i = (k * STRIDE) % SAMPLES;
      const r = Math.sqrt(((i + 0.5) / SAMPLES) * (reach * reach));
      const [lon, lat] = plane.fromPlane(r * (SIN[i] as number), r * (COS[i] as number));
      if (zone.contains(lon, lat)) inside++;
      const open = SAMPLES - 1 - k;
      if (inside >= enough) return TRUE;
      if (inside + open <= few) return FALSE;
      if (inside > few && inside + open < enough) return UNKNOWN;
    }
    return inside >= enough ? TRUE : inside <= few ? FALSE : UNKNOWN;
  }
}
