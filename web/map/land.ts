import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countriesUrl from "world-atlas/countries-50m.json?url";
import landUrl from "world-atlas/land-50m.json?url";

let land: Promise<GeoJSON.GeoJSON> | undefined;

/** Natural Earth's land, fetched once from this server. No country, border or name is in it. */
export function loadLand(): Promise<GeoJSON.GeoJSON> {
  land ??= fetch(landUrl)
    .then((response) => response.json() as Promise<Topology<{ land: GeometryCollection }>>)
    .then((topology) => unbroken(feature(topology, topology.objects.land)));
  return land;
}

let borders: Promise<GeoJSON.Feature> | undefined;

/** Borders between countries as Natural Earth draws them, coasts left out; asked for only where an agreement names them. */
export function loadBorders(): Promise<GeoJSON.Feature> {
  borders ??= fetch(countriesUrl)
    .then((response) => response.json() as Promise<Topology<{ countries: GeometryCollection }>>)
    .then((topology) => ({
      type: "Feature",
      properties: {},
      geometry: mesh(topology, topology.objects.countries, (a, b) => a !== b),
    }));
  return borders;
}

/** A ring that crosses the antimeridian goes on beyond 180° instead of jumping back across the whole map. */
function goingOn(ring: GeoJSON.Position[]): GeoJSON.Position[] {
  let turn = 0;
  return ring.map(([lon = 0, lat = 0], i) => {
    const before = ring[i - 1]?.[0] ?? lon;
    if (Math.abs(lon - before) > 180) turn += lon < before ? 360 : -360;
    return [lon + turn, lat];
  });
}

function unbroken(land: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection {
  const features = land.features.map(({ geometry, ...rest }) => ({
    ...rest,
    geometry:
      geometry.type === "MultiPolygon"
        ? { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(goingOn)) }
        : geometry,
  }));
  return { ...land, features };
}
