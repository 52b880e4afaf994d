import { Box, Button, Center, Loader, Text } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer } from "../../src/server/client/answers.ts";
import type { Box as MapBox } from "../map/view.ts";

const MissionMap = lazy(() => import("../map/map.tsx"));

type Features = AgreementAnswer["zones"]["features"] | AgreementAnswer["lines"]["features"];

/** The extent of shapes, with a margin; null where there is none. */
function boxOf(features: Features): MapBox | null {
  let [w, s, e, n] = [180, 90, -180, -90];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [lon, lat] = value;
    if (typeof lon === "number" && typeof lat === "number") {
      [w, s, e, n] = [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)];
    } else for (const one of value) visit(one);
  };
  for (const f of features) visit(f.geometry.coordinates);
  return w <= e && s <= n ? [w, s, e, n] : null;
}

interface PlacesProps {
  readonly agreement: AgreementAnswer;
  /** Ids of the zones and lines to show; null: all. */
  readonly shown: ReadonlySet<string> | null;
  readonly onAll: () => void;
}

/** The agreement's zones and lines on a small map. */
export function Places({ agreement, shown, onAll }: PlacesProps) {
  const { t } = useTranslation();
  const [zones, lines] = useMemo(() => {
    const of = <F extends { readonly properties: { readonly id: string } }>(features: readonly F[]) =>
      features.filter((f) => shown === null || shown.has(f.properties.id));
    return [of(agreement.zones.features), of(agreement.lines.features)];
  }, [agreement, shown]);
  const layers = useMemo(
    () => ({
      zones: { type: "FeatureCollection", features: zones } as GeoJSON.FeatureCollection,
      lines: { type: "FeatureCollection", features: lines } as GeoJSON.FeatureCollection,
    }),
    [zones, lines],
  );
  const box = useMemo(() => boxOf([...zones, ...lines] as Features), [zones, lines]);
  return (
    <Box className="agreement-places" component="aside" aria-label={t("agreement.places")}>
      <Box className="agreement-map">
        <Suspense
          fallback={
            <Center h="100%">
              <Loader aria-label={t("app.loading")} />
            </Center>
          }
        >
          <MissionMap layers={layers} box={box} fit={box} label={t("agreement.mapLabel")} />
        </Suspense>
      </Box>
      <Text size="xs" c="dimmed" mt="xs" dir="auto" className="agreement-names">
        {[...zones, ...lines].map((f) => f.properties.name).join(" · ")}
      </Text>
      {shown !== null && (
        <Button variant="default" size="compact-xs" mt="xs" onClick={onAll}>
          {t("agreement.allPlaces")}
        </Button>
      )}
    </Box>
  );
}
