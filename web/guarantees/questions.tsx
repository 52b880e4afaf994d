import { Badge, SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { Card, Line } from "./card.tsx";
import { type Names, who } from "./names.ts";

/** What is not settled, with the rival values that are named, each with its chain of sources. */
export function Questions({ of, names }: { of: GuaranteeState["real"]["questions"]; names: Names }) {
  const { t } = useTranslation();
  if (of.length === 0) return <Text size="sm">{t("guarantees.noQuestion")}</Text>;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      {of.map((q) => (
        <Card
          key={q.id}
          title={q.asks}
          aside={
            <Badge variant="outline" color="gray" className="unaltered" style={{ flexShrink: 0 }}>
              {t(`question.${q.state}`)}
            </Badge>
          }
        >
          {q.values.length === 0 && <Text size="sm">{t("guarantees.noValue")}</Text>}
          {q.values.map((v) => (
            <Line key={v.id} backed={v.backed}>
              {v.says}
              {v.by !== null && (
                <Text span c="dimmed">
                  {" "}
                  · {who(names, [v.by])}
                </Text>
              )}
            </Line>
          ))}
        </Card>
      ))}
    </SimpleGrid>
  );
}
