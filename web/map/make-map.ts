import * as maplibregl from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { loadLand } from "./land.ts";
import { type Palette, RESULTS } from "./palette.ts";
import { RINGS, ringOf, SIGN_RATIO, signOf } from "./signs.ts";
import { styleOf } from "./style.ts";
import type { Box, Camera, Moved } from "./view.ts";

maplibregl.setWorkerUrl(workerUrl);
// On its way while the map is being made.
void loadLand();

/** Where people live: what is shown where nothing says where to look. */
const WORLD: Box = [-170, -56, 178, 72];

export interface MapMade {
  readonly container: HTMLElement;
  readonly palette: Palette;
  /** Where it begins; a camera goes before a box, and the world is shown where there is neither. */
  readonly box: Box | null;
  readonly camera: Camera | null;
  /** Words of its controls, by MapLibre's own keys. */
  readonly words: Readonly<Record<string, string>>;
  readonly fromRight: boolean;
  /** It was drawn for the first time: sources can be set. */
  readonly ready: (map: maplibregl.Map) => void;
  readonly onChoose: (id: string) => void;
  readonly onGroup: (lon: number, lat: number, zoom: number) => void;
  readonly onPick: (lon: number, lat: number) => void;
  readonly onMove: (moved: Moved) => void;
}

/** MapLibre with our style, controls and signs. The first view is told before anything is drawn. */
export function makeMap(made: MapMade): maplibregl.Map {
  const { container, palette, box, camera } = made;
  const map = new maplibregl.Map({
    container,
    style: styleOf(palette),
    ...(camera
      ? { center: [camera.lon, camera.lat] as [number, number], zoom: camera.zoom }
      : {
          bounds: [...(box ?? WORLD)] as [number, number, number, number],
          fitBoundsOptions: { padding: 32, maxZoom: 12 },
        }),
    locale: made.words,
    minZoom: 0.5,
    attributionControl: { compact: true },
    // Signs that fade keep the map drawing for a third of a second after it came to rest.
    fadeDuration: 0,
    pitchWithRotate: false,
    dragRotate: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), made.fromRight ? "top-left" : "top-right");
  map.addControl(new maplibregl.ScaleControl());
  map.on("load", () => {
    for (const result of RESULTS) {
      map.addImage(`sign-${result}`, signOf(result, palette), { pixelRatio: SIGN_RATIO });
      for (const [size, side] of Object.entries(RINGS))
        map.addImage(`ring-${result}-${size}`, ringOf(result, side, palette), { pixelRatio: SIGN_RATIO });
    }
    // Open at first it lies over the map; its button stays.
    const sources = container.querySelector(".maplibregl-ctrl-attrib");
    sources?.classList.remove("maplibregl-compact-show");
    sources?.removeAttribute("open");
    made.ready(map);
  });
  map.on("click", "incident", (event) => {
    // The graver lies above: of what lies on one another it is meant.
    const [hit] = [...(event.features ?? [])].sort(
      (a, b) => Number(b.properties["gravity"]) - Number(a.properties["gravity"]),
    );
    if (!hit) return;
    const [lon = 0, lat = 0] = (hit.geometry as GeoJSON.Point).coordinates;
    if (Number(hit.properties["count"]) > 1) made.onGroup(lon, lat, map.getZoom());
    else made.onChoose(String(hit.properties["id"]));
  });
  map.on("mousemove", ({ point }) => {
    // What lies under the pointer is looked for at rest alone: while the map moves it would be in each frame.
    if (map.isMoving() || !map.getLayer("incident")) return;
    const over = map.queryRenderedFeatures(point, { layers: ["incident"] }).length > 0;
    map.getCanvas().style.cursor = over ? "pointer" : "";
  });
  map.on("click", ({ lngLat }) => made.onPick(lngLat.wrap().lng, lngLat.lat));
  const tell = (byHand: boolean) => {
    const b = map.getBounds();
    const { lng, lat } = map.getCenter().wrap();
    made.onMove({
      box: [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()],
      camera: { lon: lng, lat, zoom: map.getZoom() },
      byHand,
    });
  };
  map.on("moveend", (event) => tell(Boolean((event as { originalEvent?: unknown }).originalEvent)));
  // What lies there can be asked for while the map is still being drawn for the first time.
  tell(false);
  return map;
}
