import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { useComputedColorScheme } from "@mantine/core";
import * as maplibregl from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { loadBorders, loadLand } from "./land.ts";
import { DARK, LIGHT, RESULTS } from "./palette.ts";
import { loadPlaces } from "./places.ts";
import { RINGS, ringOf, SIGN_RATIO, signOf } from "./signs.ts";
import { EMPTY, styleOf } from "./style.ts";
import type { Box, Camera } from "./view.ts";

maplibregl.setWorkerUrl(workerUrl);

/** Where people live: what is shown where nothing says where to look. */
const WORLD: Box = [-170, -56, 178, 72];
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

/** A view that the reader or the screen brought about. */
export interface Moved {
  readonly box: Box;
  readonly camera: Camera;
  /** The reader moved it, by pointer or keys. */
  readonly byHand: boolean;
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
  const scheme = useComputedColorScheme("light");
  const told = useRef({ onChoose, onGroup, onMove, onPick });
  told.current = { onChoose, onGroup, onMove, onPick };
  const { t, i18n } = useTranslation();
  const seen = useRef(camera ?? null);

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
        ...(seen.current
          ? { center: [seen.current.lon, seen.current.lat] as [number, number], zoom: seen.current.zoom }
          : {
              bounds: [...(box ?? WORLD)] as [number, number, number, number],
              fitBoundsOptions: { padding: 32, maxZoom: 12 },
            }),
        locale: {
          "NavigationControl.ZoomIn": t("map.zoomIn"),
          "NavigationControl.ZoomOut": t("map.zoomOut"),
          "AttributionControl.ToggleAttribution": t("map.sources"),
          "Map.Title": t("map.canvas"),
        },
        minZoom: 1.5,
        attributionControl: { compact: true },
        // Signs that fade keep the map drawing for a third of a second after it came to rest.
        fadeDuration: 0,
        pitchWithRotate: false,
        dragRotate: false,
      });
      made.touchZoomRotate.disableRotation();
      made.addControl(
        new maplibregl.NavigationControl({ showCompass: false }),
        i18n.dir() === "rtl" ? "top-left" : "top-right",
      );
      made.addControl(new maplibregl.ScaleControl());
      const here = made;
      here.on("load", () => {
        for (const result of RESULTS) {
          here.addImage(`sign-${result}`, signOf(result, palette), { pixelRatio: SIGN_RATIO });
          for (const [size, side] of Object.entries(RINGS))
            here.addImage(`ring-${result}-${size}`, ringOf(result, side, palette), { pixelRatio: SIGN_RATIO });
        }
        // Open at first it lies over the map; its button stays.
        place.current?.querySelector(".maplibregl-ctrl-attrib")?.classList.remove("maplibregl-compact-show");
        place.current?.querySelector(".maplibregl-ctrl-attrib")?.removeAttribute("open");
        setMap(here);
      });
      here.on("click", "incident", (event) => {
        // The graver lies above: of what lies on one another it is meant.
        const [hit] = [...(event.features ?? [])].sort(
          (a, b) => Number(b.properties["gravity"]) - Number(a.properties["gravity"]),
        );
        if (!hit) return;
        const [lon = 0, lat = 0] = (hit.geometry as GeoJSON.Point).coordinates;
        if (Number(hit.properties["count"]) > 1) told.current.onGroup?.(lon, lat, here.getZoom());
        else told.current.onChoose?.(String(hit.properties["id"]));
      });
      here.on("mouseenter", "incident", () => {
        here.getCanvas().style.cursor = "pointer";
      });
      here.on("mouseleave", "incident", () => {
        here.getCanvas().style.cursor = "";
      });
      here.on("click", ({ lngLat }) => told.current.onPick?.(lngLat.wrap().lng, lngLat.lat));
      const tell = (byHand: boolean) => {
        const b = here.getBounds();
        const { lng, lat } = here.getCenter().wrap();
        seen.current = { lon: lng, lat, zoom: here.getZoom() };
        told.current.onMove?.({
          box: [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()],
          camera: seen.current,
          byHand,
        });
      };
      here.on("moveend", (event) => tell(Boolean((event as { originalEvent?: unknown }).originalEvent)));
      // What lies there can be asked for while the map is still being drawn for the first time.
      tell(false);
    });
    return () => {
      gone = true;
      setMap(null);
      made?.remove();
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

  useEffect(() => {
    if (!map || !borders) return;
    let gone = false;
    void loadBorders().then((lines) => {
      if (!gone) map.getSource<maplibregl.GeoJSONSource>("borders")?.setData(lines);
    });
    return () => {
      gone = true;
    };
  }, [map, borders]);

  useEffect(() => {
    if (!map) return;
    let gone = false;
    let towns = false;
    const put = async () => {
      towns ||= map.getZoom() >= 6.5;
      const features = (await Promise.all([loadPlaces("cities"), ...(towns ? [loadPlaces("towns")] : [])])).flat();
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
  }, [map]);

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
