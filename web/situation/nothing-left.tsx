import { Anchor, Button, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import { type FilterChange, type FilterSearch, questionOf } from "../app/filter.ts";
import { may } from "../app/may-on.ts";

interface NothingLeftProps {
  readonly mission: Mission;
  readonly filter: FilterSearch;
  readonly onChange: (change: FilterChange) => void;
}

/** Nothing in the list: because of the filter, or because nothing is recorded yet; and what to do about it. */
export function NothingLeft({ mission, filter, onChange }: NothingLeftProps) {
  const { t } = useTranslation();
  const active = Object.keys(questionOf(filter));
  const params = { mission: mission.id } as never;
  if (active.length > 0)
    return (
      <Stack gap="xs" px="sm" py="md" align="flex-start">
        <Text size="sm">{t("list.none")}</Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => onChange(Object.fromEntries(active.map((key) => [key, undefined])))}
        >
          {t("filter.clear")}
        </Button>
      </Stack>
    );
  return (
    <Stack gap="xs" px="sm" py="md" align="flex-start">
      <Text size="sm" fw={600}>
        {t("empty.noReports")}
      </Text>
      <Text size="sm">{t("empty.noReportsWords")}</Text>
      {may(mission, "submission.write") && (
        <Anchor component={Link} to="/$mission/report" params={params} size="sm">
          {t("empty.report")}
        </Anchor>
      )}
      {may(mission, "import.write") && (
        <Anchor component={Link} to="/$mission/import" params={params} size="sm">
          {t("empty.import")}
        </Anchor>
      )}
      {mission.guarantees && (
        <Anchor component={Link} to="/$mission/guarantees" params={params} size="sm">
          {t("empty.guarantees")}
        </Anchor>
      )}
    </Stack>
  );
}
