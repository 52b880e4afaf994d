import { Box, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { numbers } from "../app/numbers.ts";
import { RESULTS } from "../map/palette.ts";
import { ResultSign } from "./result-sign.tsx";

/** What the signs on the map mean, closed at first; and what of the list the map cannot show. */
export function Legend({ withoutPlace, areas }: { withoutPlace: number; areas: boolean }) {
  const { t, i18n } = useTranslation();
  return (
    <Box component="details" className="legend">
      <Text component="summary" size="xs" fw={600}>
        {t("map.legend")}
        {withoutPlace > 0 && ` · ${t("map.withoutPlace", { n: numbers(i18n.language)(withoutPlace) })}`}
      </Text>
      {RESULTS.map((result) => (
        <Group key={result} gap={6} wrap="nowrap">
          <ResultSign result={result} />
          <Text size="xs">{t(`result.${result}`)}</Text>
        </Group>
      ))}
      <Text size="xs">◯ {t("map.group")}</Text>
      {areas && <Text size="xs">▱ {t("map.area")}</Text>}
    </Box>
  );
}
