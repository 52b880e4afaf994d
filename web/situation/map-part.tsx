import { Box, Button, Center, Loader } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { lazy, memo, Suspense, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer, Mission } from "../../src/server/client/answers.ts";
import type { FilterChange, FilterSearch } from "../app/filter.ts";
import { boxOf, cameraOf, extentOf, type Box as MapBox, type Moved, sayBox, sayCamera, tilesOf } from "../map/view.ts";
import { Legend } from "./legend.tsx";
import { useMapLayers } from "./map-layers.ts";
import { useAgreement, useIncidentMap } from "./use-situation.ts";

const MissionMap = lazy(() => import("../map/map.tsx"));

/** Above this many the server draws groups by a grid, which come apart as one looks nearer (routes/map.ts). */
const GRID_ABOVE = 2_000;

/** Where the agreement's zones and lines lie; null where it draws none. */
const agreedBox = (agreement: AgreementAnswer | undefined): MapBox | null =>
  agreement ? extentOf([...agreement.zones.features, ...agreement.lines.features]) : null;

interface MapPartProps {
  readonly mission: Mission;
  readonly filter: FilterSearch;
  readonly wide: boolean;
  readonly onChoose: (id: string) => void;
  readonly onChange: (change: FilterChange) => void;
}

/** What the filter leaves, on the map; where one looks is part of the address. */
export const MapPart = memo(function MapPart({ mission, filter, wide, onChoose, onChange }: MapPartProps) {
  const { t } = useTranslation();
  const at = useSearch({ from: "/$mission", select: (search) => search.at });
  const [seen, setSeen] = useState<{ box: string; tiles: string; zoom: number }>();
  const [byHand, setByHand] = useState(false);
  const map = useIncidentMap(mission.id, filter, seen);
  const agreement = useAgreement(mission.id);
  const layers = useMapLayers(agreement.data, map.data, filter.incident);
  const moved = useCallback(
    ({ box, camera, byHand: hand }: Moved) => {
      const zoom = Math.floor(camera.zoom);
      setSeen({ box: sayBox(box), tiles: tilesOf(box, zoom), zoom });
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
  const loading = (
    <Center h="100%">
      <Loader role="status" aria-label={t("app.loading")} />
    </Center>
  );
  const borders = agreement.data?.boundarySet === "natural-earth";
  // Of a mission without incidents the agreement says where it is.
  const begin = boxOf(filter.bbox) ?? mission.box ?? agreedBox(agreement.data);
  if (begin === null && agreement.isLoading) return loading;
  return (
    <Suspense fallback={loading}>
      <Box pos="relative" h="100%">
        <MissionMap
          layers={layers}
          box={begin}
          camera={cameraOf(at)}
          borders={borders}
          label={t("map.title")}
          onChoose={onChoose}
          onGroup={group}
          onMove={moved}
        />
        {byHand && seen && seen.box !== filter.bbox && (
          <Button className="map-area" size="compact-sm" variant="default" onClick={() => onChange({ bbox: seen.box })}>
            {t("filter.here")}
          </Button>
        )}
        <Legend
          withoutPlace={map.data?.withoutPlace ?? 0}
          areas={(map.data?.areas.features.length ?? 0) > 0}
          groups={map.data?.incidents.features.some((f) => f.properties.count > 1) ?? false}
          zones={(agreement.data?.zones.features.length ?? 0) > 0}
          lines={(agreement.data?.lines.features.length ?? 0) > 0}
          borders={borders}
          nowhere={begin === null}
        />
      </Box>
    </Suspense>
  );
});
