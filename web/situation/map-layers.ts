import { useMemo } from "react";
import type { AgreementAnswer, IncidentMap } from "../../src/server/client/answers.ts";
import type { MapLayers } from "../map/map.tsx";
import { RESULTS } from "../map/palette.ts";

/** Uncertain places, each drawn once however many incidents lie in it, by the gravest of them. */
function areasOf(areas: IncidentMap["areas"], chosen: string | undefined): GeoJSON.FeatureCollection {
  const once = new Map<string, { feature: IncidentMap["areas"]["features"][number]; chosen: boolean }>();
  for (const feature of areas.features) {
    const key = JSON.stringify(feature.geometry.coordinates);
    const before = once.get(key);
    const { id, result } = feature.properties;
    const graver =
      !before || RESULTS.indexOf(result) < RESULTS.indexOf(before.feature.properties.result) ? feature : before.feature;
    once.set(key, { feature: graver, chosen: before?.chosen || id === chosen });
  }
  return {
    type: "FeatureCollection",
    features: [...once.values()].map(({ feature, chosen: here }) => ({
      ...(feature as GeoJSON.Feature),
      properties: { ...feature.properties, chosen: here },
    })),
  };
}

/** A number with room for four signs: "980", "9.8k", "98k", "1.2M". Cut off, never rounded up: a ring holds at least so many. */
export function shortNumber(n: number): string {
  for (const [unit, sign] of [
    [1e6, "M"],
    [1e3, "k"],
  ] as const)
    if (n >= unit)
      return n >= 10 * unit ? `${Math.floor(n / unit)}${sign}` : `${Math.floor((n * 10) / unit) / 10}${sign}`;
  return String(n);
}

const pointsOf = ({ features, ...rest }: IncidentMap["incidents"]): GeoJSON.FeatureCollection => ({
  ...rest,
  features: features.map((f) => ({
    ...(f as GeoJSON.Feature),
    properties: { ...f.properties, label: f.properties.count > 1 ? shortNumber(f.properties.count) : "" },
  })),
});

/** What is drawn. Each layer stays the same object while what it is made from does: the map cuts anew only what changed. */
export function useMapLayers(
  agreement: AgreementAnswer | undefined,
  map: IncidentMap | undefined,
  open: string | undefined,
): Partial<MapLayers> {
  const incidents = useMemo(() => map && pointsOf(map.incidents), [map]);
  const areas = useMemo(() => map && areasOf(map.areas, open), [map, open]);
  const chosen = useMemo(
    () =>
      incidents && {
        type: "FeatureCollection" as const,
        features: open === undefined ? [] : incidents.features.filter((f) => f.properties?.["id"] === open),
      },
    [incidents, open],
  );
  return useMemo(
    () => ({
      ...(agreement && {
        zones: agreement.zones as GeoJSON.FeatureCollection,
        lines: agreement.lines as GeoJSON.FeatureCollection,
      }),
      ...(incidents && { incidents }),
      ...(areas && { areas }),
      ...(chosen && { chosen }),
    }),
    [agreement, incidents, areas, chosen],
  );
}
