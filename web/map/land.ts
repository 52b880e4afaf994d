import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import landUrl from "world-atlas/land-50m.json?url";

let land: Promise<GeoJSON.GeoJSON> | undefined;

/** Natural Earth's land, fetched once from this server. No country, border or name is in it. */
export function loadLand(): Promise<GeoJSON.GeoJSON> {
  land ??= fetch(landUrl)
    .then((response) => response.json() as Promise<Topology<{ land: GeometryCollection }>>)
    .then((topology) => feature(topology, topology.objects.land));
  return land;
}
