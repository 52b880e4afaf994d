import "maplibre-gl/dist/maplibre-gl.css";
import { useComputedColorScheme } from "@mantine/core";
import * as maplibregl from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { useEffect, useRef, useState } from "react";
import { loadLand } from "./land.ts";
import { DARK, LIGHT, RESULTS } from "./palette.ts";
import { SIGN_RATIO, signOf } from "./signs.ts";
import { EMPTY, styleOf } from "./style.ts";

maplibregl.setWorkerUrl(workerUrl);

/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

export interface MapLayers {
  readonly zones: GeoJSON.FeatureCollection;
  readonly lines: GeoJSON.FeatureCollection;
  /** Uncertain places as areas, each with `result`. */
  readonly areas: GeoJSON.FeatureCollection;
  /** Points with `id`, `result`, `gravity`, `count`, `label`. */
  readonly incidents: GeoJSON.FeatureCollection;
  readonly chosen: GeoJSON.FeatureCollection;
}

export interface MapProps {
  readonly layers: Partial<MapLayers>;
  /** Shown at first; where the reader moves afterwards is told by `onMove`. */
  readonly box: Box | null;
  readonly label: string;
  readonly onChoose?: (id: string) => void;
  readonly onMove?: (box: Box, zoom: number) => void;
  /** A place was pointed at. */
  readonly onPick?: (lon: number, lat: number) => void;
  /** Brought into sight whenever it becomes another. */
  readonly fit?: Box | null;
}

/** The map of a mission. It asks nothing of any other host. */
export default function MissionMap({ layers, box, label, onChoose, onMove, onPick, fit }: MapProps) {
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<maplibregl.Map | null>(null);
  const scheme = useComputedColorScheme("light");
  const told = useRef({ onChoose, onMove, onPick });
  told.current = { onChoose, onMove, onPick };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the box is where the map begins, not where it is
  useEffect(() => {
    let gone = false;
    let made: maplibregl.Map | undefined;
    const palette = scheme === "dark" ? DARK : LIGHT;
    void loadLand().then((land) => {
      if (gone || !place.current) return;
      made = new maplibregl.Map({
        container: place.current,
        style: styleOf(palette, land),
        ...(box ? { bounds: [...box] as [number, number, number, number], fitBoundsOptions: { padding: 32 } } : {}),
        attributionControl: { compact: true },
        pitchWithRotate: false,
        dragRotate: false,
      });
      made.touchZoomRotate.disableRotation();
      made.addControl(new maplibregl.NavigationControl({ showCompass: false }));
      made.addControl(new maplibregl.ScaleControl());
      const here = made;
      here.on("load", () => {
        for (const result of RESULTS)
          here.addImage(`sign-${result}`, signOf(result, palette), { pixelRatio: SIGN_RATIO });
        setMap(here);
      });
      for (const layer of ["incident", "group"]) {
        here.on("click", layer, (event) => {
          const [hit] = event.features ?? [];
          if (!hit) return;
          if (layer === "group") here.easeTo({ center: event.lngLat, zoom: here.getZoom() + 2 });
          else told.current.onChoose?.(String(hit.properties["id"]));
        });
        here.on("mouseenter", layer, () => {
          here.getCanvas().style.cursor = "pointer";
        });
        here.on("mouseleave", layer, () => {
          here.getCanvas().style.cursor = "";
        });
      }
      here.on("click", ({ lngLat }) => told.current.onPick?.(lngLat.wrap().lng, lngLat.lat));
      here.on("moveend", () => {
        const b = here.getBounds();
        told.current.onMove?.([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()], here.getZoom());
      });
    });
    return () => {
      gone = true;
      setMap(null);
      made?.remove();
    };
  }, [scheme]);

  useEffect(() => {
    if (!map) return;
    for (const name of ["zones", "lines", "areas", "incidents", "chosen"] as const)
      map.getSource<maplibregl.GeoJSONSource>(name)?.setData(layers[name] ?? EMPTY);
  }, [map, layers]);

  const bounds = fit?.join(" ");
  useEffect(() => {
    if (!map || bounds === undefined) return;
    const box = bounds.split(" ").map(Number) as [number, number, number, number];
    map.fitBounds(box, { padding: 40, maxZoom: 13, duration: 400 });
  }, [map, bounds]);

  return <div ref={place} role="region" aria-label={label} style={{ width: "100%", height: "100%" }} />;
}
