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

/**
 * ln of incidents per km² and hour in each observation's cell and UTC day, as a power of two, so that one more report
 * seldom changes it. Claims are counted apart: they move no rate but that of claims (design.md 1.9).
 * Source: fusion.md 5.1, Rate.
 */
export function logRates(placed: Placed, model: FusionModel, out: Float64Array): void {
  const cells = placed.mixture.map((mixture, i) => {
    if (!mixture) return "";
    const [lon, lat] = centreOf(mixture);
    const row = Math.floor((lat * KM_PER_DEGREE) / model.cellKm);
    const middle = ((row + 0.5) * model.cellKm) / KM_PER_DEGREE;
    const column = Math.floor(
      (lon * KM_PER_DEGREE * Math.max(0.01, Math.cos((middle * Math.PI) / 180))) / model.cellKm,
    );
    const day = Math.floor(((placed.from[i] as number) + (placed.until[i] as number)) / 48);
    return `${row} ${column} ${day}`;
  });
  const recorded = new Map<string, number>();
  const claimed = new Map<string, number>();
  for (const [i, cell] of cells.entries()) {
    const counts = placed.observations[i]?.kind === "claim" ? claimed : recorded;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const [lnBurst, lnVolume] = [Math.log(model.burst.incidents), Math.log(model.burst.km2h)];
  const rooms = new Map<Mixture, number>();
  const volume = Math.log(model.cellKm * model.cellKm * 24);
  for (const [i, cell] of cells.entries()) {
    let count = cell === "" ? 1 : (recorded.get(cell) ?? 1);
    if (placed.observations[i]?.kind === "claim") count = Math.max(count, claimed.get(cell) ?? 1);
    const rate = Math.round(Math.log2(count / model.reportsPerIncident)) * Math.LN2 - volume + model.rateOffset;
    out[i] = Math.max(rate, lnBurst - Math.max(lnVolume, lnRoom(placed, i, rooms)));
  }
}

/** ln of the km² and hours over which a report is spread: 1 ÷ ∫ p² of its place and of its time. */
function lnRoom(placed: Placed, i: number, rooms: Map<Mixture, number>): number {
  const mixture = placed.mixture[i];
  if (!mixture) return 0;
  let area = rooms.get(mixture);
  if (area === undefined) rooms.set(mixture, (area = -lnOverlap(mixture, mixture)));
  const hours = placed.bell[i]
    ? Math.sqrt(4 * Math.PI * (placed.variance[i] as number))
    : (placed.until[i] as number) - (placed.from[i] as number);
  return area + Math.log(hours);
}
