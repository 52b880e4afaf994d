import type { Observation } from "../observation/observation.ts";
import { centreOf, KM_PER_DEGREE, type Mixture } from "./mixture.ts";
import type { FusionModel } from "./model.ts";

interface Placed {
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
  const volume = Math.log(model.cellKm * model.cellKm * 24);
  for (const [i, cell] of cells.entries()) {
    let count = cell === "" ? 1 : (recorded.get(cell) ?? 1);
    if (placed.observations[i]?.kind === "claim") count = Math.max(count, claimed.get(cell) ?? 1);
    out[i] = Math.round(Math.log2(count / model.reportsPerIncident)) * Math.LN2 - volume + model.rateOffset;
  }
}
