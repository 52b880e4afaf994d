import { Box, Group, SimpleGrid, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { numbers } from "../app/numbers.ts";
import { Backing } from "./backing.tsx";
import { type Names, who } from "./names.ts";

/** Forces that are spoken of: rival strengths, places with plain distances, tasks, and the use of force. */
export function Contingents({ state, names }: { state: GuaranteeState; names: Names }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  if (state.contingents.length === 0) return <Text size="sm">{t("guarantees.noContingent")}</Text>;
  return state.contingents.map((c) => (
    <Box key={c.id} component="article" className="panel">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={4} size="h5" dir="auto">
          {c.name}
        </Title>
        <Backing backed={c.backed} />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} mt="xs">
        <Rows title={t("guarantees.strengths")}>
          {c.strengths.map((s) => (
            <Line key={s.id} backed={s.backed}>
              {s.min === s.max ? n(s.min) : `${n(s.min)}–${n(s.max)}`}
              {s.about ? ` · ${t("guarantees.about")}` : ""}
              {s.when === null ? "" : ` · ${s.when}`}
            </Line>
          ))}
        </Rows>
        <Rows title={t("guarantees.placements")}>
          {c.placements.map((p) => (
            <Line key={p.id} backed={p.backed}>
              {p.says}
              {p.by === null ? "" : ` · ${who(names, [p.by])}`}
              {p.distances.map((d) =>
                d.metres === null ? "" : ` · ${t("guarantees.distance", { km: n(d.metres / 1000), line: d.name })}`,
              )}
            </Line>
          ))}
        </Rows>
        <Rows title={t("guarantees.tasks")}>
          {c.tasks.map((x) => (
            <Line key={`${x.task} ${x.stance}`} backed={x.backed}>
              {x.asWorded ?? x.task} · {t(`task.${x.stance}` as never)}
            </Line>
          ))}
        </Rows>
        <Rows title={t("guarantees.force")}>
          {c.useOfForce.map((u) => (
            <Line key={u.id} backed={u.backed}>
              {u.says}
            </Line>
          ))}
        </Rows>
      </SimpleGrid>
    </Box>
  ));
}

const Rows = ({ title, children }: { title: string; children: ReactNode }) => (
  <Box>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    {children}
  </Box>
);

const Line = ({
  backed,
  children,
}: {
  backed: GuaranteeState["real"]["commitments"][number]["backed"];
  children: ReactNode;
}) => (
  <Group gap="xs" wrap="nowrap" align="flex-start" mt={2}>
    <Text size="sm" style={{ flex: 1 }} dir="auto">
      {children}
    </Text>
    <Backing backed={backed} />
  </Group>
);
