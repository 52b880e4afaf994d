import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { beginTour, leaveTour, useTour } from "./tour-state.ts";

/** Offers the tour once; who said no is not asked again. */
export function Invitation() {
  const { t } = useTranslation();
  if (useTour() !== "new") return null;
  return (
    <Group className="notice" justify="space-between" gap="xs" mb="lg">
      <Text size="sm">{t("tour.invite")}</Text>
      <Group gap="xs">
        <Button size="compact-sm" onClick={beginTour}>
          {t("tour.begin")}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={leaveTour}>
          {t("tour.notNow")}
        </Button>
      </Group>
    </Group>
  );
}
