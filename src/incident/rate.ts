import type { Observation } from "../observation/observation.ts";
import { centreOf, KM_PER_DEGREE, lnOverlap, type Mixture } from "./mixture.ts";
import type { FusionModel } from "./model.ts";

interface Placed {
  readonly bell: Uint8Array;
  readonly variance: Float64Array;
  readonly observations: readonly Observation[];
  readonly mixture: readonly (Mixture | undefined)[];
  readonly from: Float64Array;
  readonly until: Float64Array;
}

/** Numbers that rows, columns and days are taken by: of cells of a kilometre no two meet, of days those of 2,800 years. */
const [ROWS, COLUMNS, DAYS] = [2 ** 15, 2 ** 16, 2 ** 20];

const within = (n: number, most: number): number => ((n % most) + most) % most;

/** A number for the 20 km cell and UTC day of an observation, in which reports are counted; −1 where it has no place. */
export function rateCell(placed: Placed, i: number, model: FusionModel): number {
  const mixture = placed.mixture[i];
  if (!mixture) return -1;
  const [lon, lat] = centreOf(mixture);
  const row = Math.floor((lat * KM_PER_DEGREE) / model.cellKm);
  const middle = ((row + 0.5) * model.cellKm) / KM_PER_DEGREE;
  const column = Math.floor((lon * KM_PER_DEGREE * Math.max(0.01, Math.cos((middle * Math.PI) / 180))) / model.cellKm);
  const day = Math.floor(((placed.from[i] as number) + (placed.until[i] as number)) / 48);
  return (within(row, ROWS) * COLUMNS + within(column, COLUMNS)) * DAYS + within(day, DAYS);
}

/**
 * ln of incidents per km² and hour where `count` reports were made, as a power of two, so that one more report seldom
 * changes it.
 */
export function logRate(
  placed: Placed,
  i: number,
  count: number,
  model: FusionModel,
  rooms: Map<Mixture, number> | WeakMap<Mixture, number>,
): number {
  const { burst, cellKm, reportsPerIncident, rateOffset } = model;
  const volume = Math.log(cellKm * cellKm * 24);
  const rate = Math.round(Math.log2(count / reportsPerIncident)) * Math.LN2 - volume + rateOffset;
  return Math.max(rate, Math.log(burst.incidents) - Math.max(Math.log(burst.km2h), lnRoom(placed, i, rooms)));
}

/** How many reports set the rate of one in their cell. Claims are counted apart: they move no rate but that of claims. */
export function countFor(claim: boolean, placed: boolean, recorded: number, claimed: number): number {
  const count = placed ? Math.max(1, recorded) : 1;
  return claim ? Math.max(count, claimed, 1) : count;
}

/**
 * ln of incidents per km² and hour in each observation's cell and UTC day (`logRate`).
 * Source: fusion.md 5.1, Rate; design.md 1.9 for claims.
 */
export function logRates(placed: Placed, model: FusionModel, out: Float64Array): void {
  const cells = Float64Array.from(placed.mixture, (_, i) => rateCell(placed, i, model));
  const recorded = new Map<number, number>();
  const claimed = new Map<number, number>();
  for (const [i, cell] of cells.entries()) {
    const counts = placed.observations[i]?.kind === "claim" ? claimed : recorded;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const rooms = new Map<Mixture, number>();
  for (const [i, cell] of cells.entries()) {
    const claim = placed.observations[i]?.kind === "claim";
    const count = countFor(claim, cell >= 0, recorded.get(cell) ?? 0, cell < 0 ? 0 : (claimed.get(cell) ?? 0));
    out[i] = logRate(placed, i, count, model, rooms);
  }
}

/** ln of the km² and hours over which a report is spread: 1 ÷ ∫ p² of its place and of its time. */
function lnRoom(placed: Placed, i: number, rooms: Map<Mixture, number> | WeakMap<Mixture, number>): number {
  const mixture = placed.mixture[i];
  if (!mixture) return 0;
  let area = rooms.get(mixture);
  if (area === undefined) rooms.set(mixture, (area = -lnOverlap(mixture, mixture)));
  const hours = placed.bell[i]
    ? Math.sqrt(4 * Math.PI * (placed.variance[i] as number))
    : (placed.until[i] as number) - (placed.from[i] as number);
  return area + Math.log(hours);
}
