import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { useComputedColorScheme } from "@mantine/core";
import type * as maplibregl from "maplibre-gl";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { loadBorders, loadLand } from "./land.ts";
import { makeMap } from "./make-map.ts";
import { DARK, LIGHT } from "./palette.ts";
import { loadPlaces } from "./places.ts";
import { EMPTY } from "./style.ts";
import type { Box, Camera, Moved } from "./view.ts";

const SOURCES = ["zones", "lines", "areas", "incidents", "chosen"] as const;

export interface MapLayers {
  readonly zones: GeoJSON.FeatureCollection;
  readonly lines: GeoJSON.FeatureCollection;
  /** Uncertain places as areas, each with `result` and whether it is `chosen`. */
  readonly areas: GeoJSON.FeatureCollection;
  /** Points with `id`, `result`, `gravity`, `count`, `label`. */
  readonly incidents: GeoJSON.FeatureCollection;
  readonly chosen: GeoJSON.FeatureCollection;
}

export interface MapProps {
  readonly layers: Partial<MapLayers>;
  /** Shown at first, null for the world; where the reader moves afterwards is told by `onMove`. */
  readonly box: Box | null;
  /** Goes before `box`. */
  readonly camera?: Camera | null;
  readonly label: string;
  readonly onChoose?: (id: string) => void;
  /** A group was chosen: where it lies, and how far one looks. */
  readonly onGroup?: (lon: number, lat: number, zoom: number) => void;
  readonly onMove?: (moved: Moved) => void;
  /** A place was pointed at. */
  readonly onPick?: (lon: number, lat: number) => void;
  /** Whether the borders between countries are drawn: an agreement names the set, and the key says whose they are. */
  readonly borders?: boolean;
  /** Brought into sight whenever it becomes another. */
  readonly fit?: Box | null;
}

/** The map of a mission. It asks nothing of any other host. */
export default function MissionMap(props: MapProps) {
  const { layers, box, camera, label, onChoose, onGroup, onMove, onPick, borders = false, fit } = props;
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<maplibregl.Map | null>(null);
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const told = useRef({ onChoose, onGroup, onMove, onPick });
  told.current = { onChoose, onGroup, onMove, onPick };
  const { t, i18n } = useTranslation();
  const seen = useRef(camera ?? null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the box is where the map begins, not where it is
  useEffect(() => {
    if (!place.current) return;
    const made = makeMap({
      container: place.current,
      palette: scheme === "dark" ? DARK : LIGHT,
      box,
      camera: seen.current,
      words: {
        "NavigationControl.ZoomIn": t("map.zoomIn"),
        "NavigationControl.ZoomOut": t("map.zoomOut"),
        "AttributionControl.ToggleAttribution": t("map.sources"),
        "Map.Title": t("map.canvas"),
      },
      fromRight: i18n.dir() === "rtl",
      ready: setMap,
      onChoose: (id) => told.current.onChoose?.(id),
      onGroup: (lon, lat, zoom) => told.current.onGroup?.(lon, lat, zoom),
      onPick: (lon, lat) => told.current.onPick?.(lon, lat),
      onMove: (moved) => {
        seen.current = moved.camera;
        told.current.onMove?.(moved);
      },
    });
    return () => {
      setMap(null);
      made.remove();
    };
  }, [scheme, i18n.language]);

  // What a source holds is cut into tiles anew whenever it is set: only what is another is.
  const put = useRef(new WeakMap<maplibregl.Map, Partial<MapLayers>>());
  useEffect(() => {
    if (!map) return;
    const before = put.current.get(map);
    for (const name of SOURCES)
      if (before?.[name] !== layers[name])
        map.getSource<maplibregl.GeoJSONSource>(name)?.setData(layers[name] ?? EMPTY);
    put.current.set(map, layers);
  }, [map, layers]);

  useEffect(() => (map ? fill(map, "land", loadLand()) : undefined), [map]);
  useEffect(() => (map && borders ? fill(map, "borders", loadBorders()) : undefined), [map, borders]);

  useEffect(() => {
    if (!map) return;
    let gone = false;
    let towns = false;
    const put = async () => {
      towns ||= map.getZoom() >= 6.5;
      const sizes = towns ? (["cities", "towns"] as const) : (["cities"] as const);
      const features = (await Promise.all(sizes.map((size) => loadPlaces(size, i18n.language)))).flat();
      if (!gone) map.getSource<maplibregl.GeoJSONSource>("places")?.setData({ type: "FeatureCollection", features });
    };
    const nearer = () => {
      if (!towns && map.getZoom() >= 6.5) void put();
    };
    void put();
    map.on("zoomend", nearer);
    return () => {
      gone = true;
      map.off("zoomend", nearer);
    };
  }, [map, i18n.language]);

  const to = camera ? `${camera.lon} ${camera.lat} ${camera.zoom}` : undefined;
  useEffect(() => {
    const [lon = 0, lat = 0, zoom = 0] = (to ?? "").split(" ").map(Number);
    const here = seen.current;
    if (!map || to === undefined) return;
    // What the reader's own hand brought about comes back as an address, rounded: that is no wish to go there.
    if (here && Math.abs(here.lon - lon) < 1e-3 && Math.abs(here.lat - lat) < 1e-3 && Math.abs(here.zoom - zoom) < 0.02)
      return;
    map.easeTo({ center: [lon, lat], zoom, duration: 300 });
  }, [map, to]);

  const bounds = fit?.join(" ");
  useEffect(() => {
    if (!map || bounds === undefined) return;
    const box = bounds.split(" ").map(Number) as [number, number, number, number];
    map.fitBounds(box, { padding: 40, maxZoom: 13, duration: 400 });
  }, [map, bounds]);

  return (
    <div
      ref={place}
      dir="ltr"
      role="region"
      aria-label={label}
      aria-busy={map === null}
      style={{ width: "100%", height: "100%" }}
    />
  );
}

/** Puts what is being fetched into a source, unless the map is gone by then. */
function fill(map: maplibregl.Map, source: string, fetched: Promise<GeoJSON.GeoJSON>): () => void {
  let gone = false;
  void fetched.then((data) => {
    if (!gone) map.getSource<maplibregl.GeoJSONSource>(source)?.setData(data);
  });
  return () => {
    gone = true;
  };
}
