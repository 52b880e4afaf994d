import type { Observation } from "../observation/observation.ts";
import type { Cloud } from "../place/cloud.ts";
import type { UncertainPlace } from "../place/place.ts";
import { cloudOver } from "../place/shape.ts";
import { byCodePoint, rounded } from "../units.ts";
import { Density } from "./density.ts";
import { lnOverlap, type Mixture } from "./mixture.ts";
import { MODEL } from "./model.ts";
import { mixtureOf } from "./place-mixture.ts";

/**
 * Where an incident happened: the shape of its most precise member, and where several members have a place, positions
 * in that shape weighted by what the others say. The outlier share of every place keeps any weight from vanishing: a
 * member that is plainly elsewhere leaves the shape as it is.
 *
 * Rows that a source paired are the two ends of the same rounds. Their places are not the same place, so the cloud
 * rests on the ends where the rounds fell, and the outgoing ends stand in the members.
 */
export function jointPlace(observations: readonly Observation[]): {
  readonly place: UncertainPlace;
  readonly cloud?: Cloud;
} {
  const [first] = observations;
  // Most incidents are told of once: there is nothing to weigh.
  if (first && observations.length === 1) return { place: first.place };
  const placed = fallen(observations)
    .map((o) => ({ o, mixture: mixtureOf(o.place, MODEL.sources[o.sourceKind].bearingSdDeg, MODEL) }))
    .filter((m): m is { o: Observation; mixture: Mixture } => m.mixture !== undefined)
    .map((m) => ({ ...m, spread: rounded(-lnOverlap(m.mixture, m.mixture)) }))
    .sort((a, b) => a.spread - b.spread || byCodePoint(a.o.id, b.o.id));
  const best = placed[0];
  if (!best) return { place: first?.place ?? { kind: "unknown" } };
  const place = best.o.place;
  if (placed.length < 2) return { place };
  const { lon, lat, weight: stated } = cloudOver(place);
  const others = placed.slice(1).map(({ mixture }) => new Density(mixture));
  const weights = stated.map((share, i) => {
    let weight = share;
    for (const density of others) weight *= density.at(lon[i] as number, lat[i] as number);
    return weight;
  });
  const total = weights.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return { place };
  return { place, cloud: { lon, lat, weight: weights.map((weight) => fine(weight / total)) } };
}

/** To 2⁻³⁰: beyond what two machines' exponentials can differ in. */
const fine = (weight: number): number => Math.round(weight * 2 ** 30) / 2 ** 30;

/** Those that tell where rounds fell: of rows that a source paired not the outgoing ends. */
export function fallen(observations: readonly Observation[]): readonly Observation[] {
  const landed = new Set(
    observations.filter((o) => o.pair !== undefined && o.role !== "outgoing").map((o) => `${o.source}\n${o.pair}`),
  );
  return observations.filter((o) => o.role !== "outgoing" || !landed.has(`${o.source}\n${o.pair}`));
}
