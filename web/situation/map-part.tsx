import { Box, Button, Center, Loader } from "@mantine/core";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentMap, Mission } from "../../src/server/client/answers.ts";
import type { FilterChange, FilterSearch } from "../app/filter.ts";
import type { Camera, Box as MapBox, Moved } from "../map/map.tsx";
import { RESULTS } from "../map/palette.ts";
import { Legend } from "./legend.tsx";
import { useAgreement, useIncidentMap } from "./use-situation.ts";

const MissionMap = lazy(() => import("../map/map.tsx"));

/** Above this many the server draws groups by a grid, which come apart as one looks nearer (routes/map.ts). */
const GRID_ABOVE = 2_000;

/** A box that an address names, where it is one. */
function boxOf(text: string | undefined): MapBox | null {
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = (text ?? "")
    .split(",")
    .map(Number);
  return west < east && south < north ? [west, south, east, north] : null;
}

/** The camera that an address names, where it is one. */
function cameraOf(text: string | undefined): Camera | null {
  const [lat = Number.NaN, lon = Number.NaN, zoom = Number.NaN] = (text ?? "").split(",").map(Number);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24 ? { lat, lon, zoom } : null;
}

const sayCamera = ({ lat, lon, zoom }: Camera): string => `${lat.toFixed(4)},${lon.toFixed(4)},${zoom.toFixed(2)}`;

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

interface MapPartProps {
  readonly mission: Mission;
  readonly filter: FilterSearch;
  readonly wide: boolean;
  readonly onChoose: (id: string) => void;
  readonly onChange: (change: FilterChange) => void;
}

/** What the filter leaves, on the map; where one looks is part of the address. */
export function MapPart({ mission, filter, wide, onChoose, onChange }: MapPartProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<{ bbox: string; zoom: number }>();
  const [byHand, setByHand] = useState(false);
  const map = useIncidentMap(mission.id, filter, view?.bbox, view?.zoom ?? 5);
  const agreement = useAgreement(mission.id);
  const layers = useMemo(
    () => ({
      ...(agreement.data && {
        zones: agreement.data.zones as GeoJSON.FeatureCollection,
        lines: agreement.data.lines as GeoJSON.FeatureCollection,
      }),
      ...(map.data && {
        incidents: map.data.incidents as GeoJSON.FeatureCollection,
        areas: areasOf(map.data.areas, filter.incident),
        chosen: {
          type: "FeatureCollection",
          features: map.data.incidents.features.filter((f) => f.properties.id === filter.incident),
        } as GeoJSON.FeatureCollection,
      }),
    }),
    [agreement.data, map.data, filter.incident],
  );
  const moved = useCallback(
    ({ box, camera, byHand: hand }: Moved) => {
      setView({ bbox: box.map((d) => d.toFixed(3)).join(","), zoom: camera.zoom });
      if (!hand) return;
      setByHand(true);
      onChange({ at: sayCamera(camera) });
    },
    [onChange],
  );
  const held = map.data?.incidents.features.reduce((sum, f) => sum + f.properties.count, 0) ?? 0;
  const group = (lon: number, lat: number, zoom: number) => {
    // Groups of a grid come apart nearer by; what lies at one point never does, and the list has it apart.
    if (held > GRID_ABOVE) onChange({ at: sayCamera({ lon, lat, zoom: Math.min(18, zoom + 2) }) });
    else
      onChange({
        bbox: [lon - 1e-5, lat - 1e-5, lon + 1e-5, lat + 1e-5].map((d) => d.toFixed(6)).join(","),
        at: sayCamera({ lon, lat, zoom }),
        ...(!wide && { front: "list" }),
      });
  };
  return (
    <Suspense
      fallback={
        <Center h="100%">
          <Loader role="status" aria-label={t("app.loading")} />
        </Center>
      }
    >
      <Box pos="relative" h="100%">
        <MissionMap
          layers={layers}
          box={boxOf(filter.bbox) ?? ((mission.box ?? null) as MapBox | null)}
          camera={cameraOf(filter.at)}
          label={t("map.title")}
          onChoose={onChoose}
          onGroup={group}
          onMove={moved}
        />
        {byHand && view && view.bbox !== filter.bbox && (
          <Button
            className="map-area"
            size="compact-sm"
            variant="default"
            onClick={() => onChange({ bbox: view.bbox })}
          >
            {t("filter.here")}
          </Button>
        )}
        <Legend
          withoutPlace={map.data?.withoutPlace ?? 0}
          areas={(map.data?.areas.features.length ?? 0) > 0}
          groups={map.data?.incidents.features.some((f) => f.properties.count > 1) ?? false}
          zones={(agreement.data?.zones.features.length ?? 0) > 0}
          lines={(agreement.data?.lines.features.length ?? 0) > 0}
        />
      </Box>
    </Suspense>
  );
}
