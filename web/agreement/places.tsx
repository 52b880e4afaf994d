import { Box, Button, Center, Loader, Text } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer } from "../../src/server/client/answers.ts";
import { extentOf } from "../map/view.ts";

const MissionMap = lazy(() => import("../map/map.tsx"));

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
  const box = useMemo(() => extentOf([...zones, ...lines]), [zones, lines]);
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
