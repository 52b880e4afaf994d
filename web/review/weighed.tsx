import { Box, List, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { sayNats } from "../incident/content.ts";
import type { Item } from "./use-review.ts";
import { weightOf } from "./weight.ts";

/** What speaks for and against one event, in words and in nats. */
export function Weighed({ item: { kind, gain, parts } }: { item: Item }) {
  const { t } = useTranslation();
  const said = (name: string, nats: number, words: string = t(`review.${weightOf(nats)}`)) => (
    <>
      {name}: {words}{" "}
      <Text span c="dimmed" size="sm">
        (<bdi dir="ltr">{sayNats(nats)}</bdi>)
      </Text>
    </>
  );
  return (
    <Box>
      <Title order={4} size="sm">
        {t(kind === "joined" ? "review.whyJoined" : "review.why")}
      </Title>
      <List size="sm" spacing={2} my={4}>
        {parts.map(({ term, nats }) => (
          <List.Item key={term}>{said(t(`evidence.${term}` as never, { defaultValue: term }), nats)}</List.Item>
        ))}
      </List>
      <Text size="sm" fw={600}>
        {said(t("review.sum"), gain, weightOf(gain) === "hardly" ? t("review.even") : undefined)}
      </Text>
      <Text size="xs" c="dimmed">
        {t("review.whyWords")}
      </Text>
    </Box>
  );
}
