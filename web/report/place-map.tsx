import { Box, Loader } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { UncertainPlace } from "../../src/place/place.ts";
import { extentOf, outline } from "../../src/place/shape.ts";
import type { Box as MapBox } from "../map/view.ts";

const MissionMap = lazy(() => import("../map/map.tsx"));

interface PlaceMapProps {
  readonly place: UncertainPlace | null;
  /** Where the map begins while nothing is typed. */
  readonly box: MapBox | null;
  readonly onPick: (lon: number, lat: number) => void;
}

/** The place as it was read, drawn with its radius or as the sector of bearing and distance; a touch sets it. */
export function PlaceMap({ place, box, onPick }: PlaceMapProps) {
  const { t } = useTranslation();
  const drawn = useMemo(() => {
    if (!place || place.kind === "area" || place.kind === "unknown") return { layers: {}, fit: null };
    const geometry = { type: "MultiPolygon", coordinates: outline(place) } as unknown as GeoJSON.MultiPolygon;
    const point: GeoJSON.Point = { type: "Point", coordinates: [place.lon, place.lat] };
    const feature = (g: GeoJSON.Geometry): GeoJSON.FeatureCollection => ({
      type: "FeatureCollection",
      features: [{ type: "Feature", geometry: g, properties: { id: "place", result: "indeterminate" } }],
    });
    return { layers: { areas: feature(geometry), chosen: feature(point) }, fit: extentOf(place) };
  }, [place]);
  return (
    <Box className="report-map">
      <Suspense fallback={<Loader role="status" aria-label={t("app.loading")} m="md" />}>
        <MissionMap layers={drawn.layers} box={box} fit={drawn.fit} label={t("report.map")} onPick={onPick} />
      </Suspense>
    </Box>
  );
}
