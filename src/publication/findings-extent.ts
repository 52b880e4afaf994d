import type { UncertainPlace } from "../place/place.ts";
import { type Extent, extentAround } from "./basemap.ts";
import type { Findings } from "./findings.ts";

function* positionsOf(place: UncertainPlace): Generator<readonly [number, number, number]> {
  if (place.kind === "point") yield [place.lon, place.lat, place.radiusM];
  if (place.kind === "sector") yield [place.lon, place.lat, place.maxM];
  if (place.kind === "area")
    for (const rings of place.polygons) for (const [lon, lat] of rings[0] ?? []) yield [lon, lat, 0];
}

function* drawn(findings: Findings): Generator<readonly [number, number, number]> {
  const areas = new WeakSet<object>();
  for (const zone of findings.agreement.zones)
    for (const rings of zone.polygons) for (const [lon, lat] of rings[0] ?? []) yield [lon, lat, 0];
  for (const line of findings.agreement.lines) for (const [lon, lat] of line.positions) yield [lon, lat, 0];
  for (const { facts } of findings.incidents) {
    if (facts.place.kind === "area") {
      if (areas.has(facts.place.polygons)) continue;
      areas.add(facts.place.polygons);
    }
    yield* positionsOf(facts.place);
  }
}

/** The box that a map of these findings needs, for `landWithin`; undefined where nothing has a place. */
export const extentOf = (findings: Findings): Extent | undefined => extentAround(drawn(findings));
