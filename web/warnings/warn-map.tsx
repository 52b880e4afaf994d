import { Box, Loader } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { UncertainPlace } from "../../src/place/place.ts";
import { extentOf, outline } from "../../src/place/shape.ts";
import type { Box as MapBox } from "../map/view.ts";

const MissionMap = lazy(() => import("../map/map.tsx"));

interface WarnMapProps {
  readonly places: readonly UncertainPlace[];
  readonly outlines?: readonly (readonly (readonly [number, number])[])[];
  /** Where the map begins while no area is told. */
  readonly box: MapBox | null;
  readonly label: string;
  readonly onPick?: (lon: number, lat: number) => void;
}

/** Areas of warnings: circles and outlines, all drawn alike. */
export function WarnMap({ places, outlines = [], box, label, onPick }: WarnMapProps) {
  const { t } = useTranslation();
  const { areas, fit } = useMemo(() => {
    const rings = [...places.flatMap((p) => outline(p)), ...outlines.map((ring) => [ring])];
    const all = [
      ...places.flatMap((p): MapBox[] => {
        const extent = extentOf(p);
        return extent ? [extent] : [];
      }),
      ...outlines.map((ring): MapBox => {
        const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
        return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
      }),
    ];
    const features = rings.map(
      (coordinates): GeoJSON.Feature => ({
        type: "Feature",
        geometry: { type: "Polygon", coordinates } as unknown as GeoJSON.Polygon,
        properties: { id: "warning", result: "indeterminate" },
      }),
    );
    const least = (at: 0 | 1): number => Math.min(...all.map((b) => b[at]));
    const most = (at: 2 | 3): number => Math.max(...all.map((b) => b[at]));
    return {
      areas: { type: "FeatureCollection", features } satisfies GeoJSON.FeatureCollection,
      fit: all.length > 0 ? ([least(0), least(1), most(2), most(3)] as MapBox) : null,
    };
  }, [places, outlines]);
  return (
    <Box className="warning-map">
      <Suspense fallback={<Loader role="status" aria-label={t("app.loading")} m="md" />}>
        <MissionMap layers={{ areas }} box={fit ?? box} fit={fit} label={label} {...(onPick && { onPick })} />
      </Suspense>
    </Box>
  );
}
