import { Box, SimpleGrid, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { numbers } from "../app/numbers.ts";
import { Backing } from "./backing.tsx";
import { Card, Line } from "./card.tsx";
import { type Names, who } from "./names.ts";

/** Forces that are spoken of: rival strengths, places with plain distances, tasks, and the use of force. */
export function Contingents({ state, names }: { state: GuaranteeState; names: Names }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  if (state.contingents.length === 0) return <Text size="sm">{t("guarantees.noContingent")}</Text>;
  return state.contingents.map((c) => (
    <Card key={c.id} title={c.name} aside={<Backing backed={c.backed} />}>
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
    </Card>
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
