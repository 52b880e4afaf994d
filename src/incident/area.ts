import type { Observation } from "../observation/observation.ts";
import type { AreaPlace, PointPlace } from "../place/place.ts";
import { byCodePoint } from "../units.ts";
import { above, type Grid } from "./contour.ts";
import { spokenOf } from "./facts.ts";
import type { Incident } from "./incident.ts";
import { fallen } from "./joint-place.ts";
import { densityAt, KM_PER_DEGREE, type Mixture, Product, STRIDE, turn } from "./mixture.ts";
import { type FusionModel, MODEL } from "./model.ts";
import { mixtureOf } from "./place-mixture.ts";

/** Share of the evidence that a published area holds. */
export const STATED_SHARE = 0.9;

/** Share that the area of a single report stands for, which names it and no part of it (`UncertainPlace`). */
const STATED_AREA_SHARE = 0.95;

/** Where an incident happened with a stated share of the evidence, as a circle or as polygons. */
export interface IncidentArea {
  readonly share: number;
  readonly place: PointPlace | AreaPlace;
}

/**
 * The smallest area that holds a share of the evidence of where an incident happened: the densest part of the product
 * of the places of all who speak for it. It is an estimate for people to look at: a source that tells again narrows it,
 * as it narrows no fact that a term tests (`jointPlace`). A single report of an area is that area, whatever the share.
 * Calibration (docs/fusion-accuracy.md): on synthetic truth nine of ten hold the true place.
 * @param share in (0, 1)
 * @returns undefined where no member has a place; positions to 1e-5 degree
 */
export function areaOf(
  incident: Incident,
  share: number = STATED_SHARE,
  model: FusionModel = MODEL,
): IncidentArea | undefined {
  const placed = fallen(spokenOf(incident)).filter((o) => o.place.kind !== "unknown");
  const first = placed[0];
  if (!first) return undefined;
  if (placed.length === 1 && first.place.kind === "point")
    return { share, place: { ...first.place, radiusM: circleM(first.place.radiusM, share, model) } };
  if (placed.length === 1 && first.place.kind === "area") return { share: STATED_AREA_SHARE, place: first.place };
  const mixture = placeOf(placed, model);
  if (!mixture) return undefined;
  const { level, positions } = densest(mixture, share);
  const polygons = above(gridOver(mixture, positions), level);
  return { share, place: { kind: "area", polygons, name: "" } };
}

/** The product of all places, in order of the observations' ids. */
function placeOf(observations: readonly Observation[], model: FusionModel): Mixture | undefined {
  const product = new Product();
  let begun = false;
  for (const o of [...observations].sort((a, b) => byCodePoint(a.id, b.id))) {
    const mixture = mixtureOf(o.place, model.sources[o.sourceKind].bearingSdDeg, model);
    if (!mixture) continue;
    if (begun) product.times(mixture, model.pieces);
    else product.begin(mixture);
    begun = true;
  }
  return begun ? product.taken() : undefined;
}

/** Radius of the circle that holds a share of one stated point: a bell, and a wider one in case it is plainly wrong. */
function circleM(radiusM: number, share: number, model: FusionModel): number {
  const sd = Math.max(0.02, (model.pointSd * radiusM) / 1000);
  const held = (r: number): number =>
    (1 - model.outlierShare) * (1 - Math.exp(-(r * r) / (2 * sd * sd))) +
    model.outlierShare * (1 - Math.exp(-(r * r) / (2 * (sd * model.outlierWidth) ** 2)));
  let [low, high] = [0, sd * model.outlierWidth * 8];
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    if (held(middle) < share) low = middle;
    else high = middle;
  }
  return Math.round(high * 1000);
}

/** The density above which a share of a mixture lies, and the positions of a fixed spread over it that are so dense. */
function densest(mixture: Mixture, share: number): { level: number; positions: (readonly [number, number])[] } {
  const positions = [...spreadOver(mixture)];
  const densities = Float64Array.from(positions, ([lon, lat]) => densityAt(mixture, lon, lat));
  const level = Float64Array.from(densities).sort((a, b) => a - b)[
    Math.floor(densities.length * (1 - share))
  ] as number;
  return { level, positions: positions.filter((_, i) => (densities[i] as number) >= level) };
}

const POSITIONS = 1_000;

/** Positions as a mixture is spread, the same in every run: of each piece its rings, a golden angle apart (Vogel 1979). */
function* spreadOver(mixture: Mixture): Generator<readonly [lon: number, lat: number]> {
  let [total, top] = [0, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < mixture.length; k += STRIDE) top = Math.max(top, mixture[k] as number);
  for (let k = 0; k < mixture.length; k += STRIDE) total += Math.exp((mixture[k] as number) - top);
  for (let k = 0; k < mixture.length; k += STRIDE) {
    const n = Math.round((POSITIONS * Math.exp((mixture[k] as number) - top)) / total);
    const [ee, en, nn] = [mixture[k + 4] as number, mixture[k + 5] as number, mixture[k + 6] as number];
    const across = en / Math.sqrt(ee);
    const along = Math.sqrt(Math.max(0, nn - across * across));
    for (let i = 0; i < n; i++) {
      const far = Math.sqrt(-2 * Math.log(1 - (i + 0.5) / n));
      const angle = 2 * Math.PI * ((i * 0.6180339887498949) % 1);
      const [z, w] = [far * Math.cos(angle), far * Math.sin(angle)];
      const lat = (mixture[k + 2] as number) + (across * z + along * w) / KM_PER_DEGREE;
      const east = (Math.sqrt(ee) * z) / (KM_PER_DEGREE * (mixture[k + 3] as number));
      yield [(mixture[k + 1] as number) + east, lat];
    }
  }
}

const CORNERS = 40;
/** Cells between what is dense and the border of the grid. */
const MARGIN = 3;

/** Densities over the box of some positions; longitudes run on past ±180°, so that no ring is torn there. */
function gridOver(mixture: Mixture, positions: readonly (readonly [number, number])[]): Grid {
  const from = mixture[1] as number;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    const x = turn(lon - from);
    [west, east] = [Math.min(west, x), Math.max(east, x)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  const inner = CORNERS - 1 - 2 * MARGIN;
  const [dx, dy] = [(east - west) / inner, (north - south) / inner];
  const lonOf = (column: number): number => from + west + (column - MARGIN) * dx;
  const latOf = (row: number): number => south + (row - MARGIN) * dy;
  const values = new Float64Array(CORNERS * CORNERS);
  for (let r = 0; r < CORNERS; r++)
    for (let c = 0; c < CORNERS; c++) values[r * CORNERS + c] = densityAt(mixture, lonOf(c), latOf(r));
  return { columns: CORNERS, rows: CORNERS, values, at: (c, r) => [round(lonOf(c)), round(latOf(r))] };
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
