import { Badge, Box, Group, SimpleGrid, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { Backing } from "./backing.tsx";
import { type Names, who } from "./names.ts";

/** What is not settled, with the rival values that are named, each with its chain of sources. */
export function Questions({ of, names }: { of: GuaranteeState["real"]["questions"]; names: Names }) {
  const { t } = useTranslation();
  if (of.length === 0) return <Text size="sm">{t("guarantees.noQuestion")}</Text>;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      {of.map((q) => (
        <Box key={q.id} component="article" className="panel">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Title order={4} size="h5" dir="auto">
              {q.asks}
            </Title>
            <Badge variant="outline" color="gray" className="unaltered" style={{ flexShrink: 0 }}>
              {t(`question.${q.state}`)}
            </Badge>
          </Group>
          {q.values.length === 0 && <Text size="sm">{t("guarantees.noValue")}</Text>}
          {q.values.map((v) => (
            <Group key={v.id} gap="xs" wrap="nowrap" align="flex-start" mt={4}>
              <Text size="sm" style={{ flex: 1 }} dir="auto">
                {v.says}
                {v.by !== null && (
                  <Text span c="dimmed">
                    {" "}
                    · {who(names, [v.by])}
                  </Text>
                )}
              </Text>
              <Backing backed={v.backed} />
            </Group>
          ))}
        </Box>
      ))}
    </SimpleGrid>
  );
}
