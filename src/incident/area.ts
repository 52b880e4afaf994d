import type { Observation } from "../observation/observation.ts";
import type { AreaPlace, PointPlace } from "../place/place.ts";
import { byCodePoint } from "../units.ts";
import { above, type Grid } from "./contour.ts";
import { Density } from "./density.ts";
import { spokenOf } from "./facts.ts";
import type { Incident } from "./incident.ts";
import { fallen } from "./joint-place.ts";
import { type Mixture, Product, turn } from "./mixture.ts";
import { type FusionModel, MODEL } from "./model.ts";
import { mixtureOf } from "./place-mixture.ts";
import { smallest, spreadOver } from "./spread.ts";

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
  const density = new Density(mixture);
  const { level, box } = densest(mixture, density, share);
  const polygons = above(gridOver(density, box), level);
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

/** The density above which a share of a mixture lies, and the box of the positions of a fixed spread over it that are so dense. */
function densest(mixture: Mixture, density: Density, share: number): { level: number; box: Box } {
  const { lon, lat } = spreadOver(mixture);
  const n = lon.length;
  const densities = new Float64Array(n);
  for (let i = 0; i < n; i++) densities[i] = density.at(lon[i] as number, lat[i] as number);
  const level = smallest(densities.slice(), Math.floor(n * (1 - share)));
  const from = mixture[1] as number;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < n; i++) {
    if (!((densities[i] as number) >= level)) continue;
    const x = turn((lon[i] as number) - from);
    const y = lat[i] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return { level, box: { from, west, south, east, north } };
}

const CORNERS = 40;
/** Cells between what is dense and the border of the grid. */
const MARGIN = 3;

/** In degrees; west and east are told from the longitude `from`. */
interface Box {
  readonly from: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Densities over a box; longitudes run on past ±180°, so that no ring is torn there. */
function gridOver(density: Density, { from, west, south, east, north }: Box): Grid {
  const inner = CORNERS - 1 - 2 * MARGIN;
  const [dx, dy] = [(east - west) / inner, (north - south) / inner];
  const lonOf = (column: number): number => from + west + (column - MARGIN) * dx;
  const latOf = (row: number): number => south + (row - MARGIN) * dy;
  const lons = new Float64Array(CORNERS);
  for (let c = 0; c < CORNERS; c++) lons[c] = lonOf(c);
  const values = new Float64Array(CORNERS * CORNERS);
  for (let r = 0; r < CORNERS; r++) density.along(latOf(r), lons, values, r * CORNERS);
  return { columns: CORNERS, rows: CORNERS, values, at: (c, r) => [round(lonOf(c)), round(latOf(r))] };
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
