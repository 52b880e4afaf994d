import { Box, Group, SimpleGrid, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { mayOn } from "../app/may-on.ts";
import { Backing } from "./backing.tsx";
import { ExerciseMark } from "./exercise-mark.tsx";
import { Delivering, Undo } from "./lazy-acts.tsx";
import { type Names, who } from "./names.ts";

interface CommitmentsProps {
  readonly side: GuaranteesShown["real"];
  readonly state: GuaranteesShown;
  readonly mission: Mission;
  readonly names: Names;
}

type Commitment = GuaranteesShown["real"]["commitments"][number];

const isDelivery = (c: Commitment, entry: string): boolean =>
  c.deliveries.some(({ backed }) => backed.links.some((link) => link.kind === "entry" && link.id === entry));

/** Who promised what, in which words, and what has come of it. */
export function Commitments({ side, state, mission, names }: CommitmentsProps) {
  const { t } = useTranslation();
  const delivers = mayOn(side, mission, "commitment.deliver");
  const settles = mayOn(side, mission, "response.step");
  if (side.commitments.length === 0) return <Text size="sm">{t("guarantees.noCommitment")}</Text>;
  return (
    <SimpleGrid cols={{ base: 1, md: 2, lg: 3 }}>
      {side.commitments.map((c) => (
        <Box key={c.id} component="article" className={side.exercise ? "panel drill" : "panel"}>
          {side.exercise && <ExerciseMark />}
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Title order={4} size="h5" dir="auto">
              {c.asWorded}
            </Title>
            <Backing backed={c.backed} />
          </Group>
          <Text size="sm">{who(names, c.guarantors)}</Text>
          <Text size="sm" c="dimmed">
            {c.kinds.map((k) => t(`kind.${k}` as never)).join(" · ")}
          </Text>
          <Text size="sm" mt={4} fw={600}>
            {t(`commitment.${c.state}`)}
          </Text>
          <Text size="sm">
            {t("guarantees.trigger", { trigger: t(`trigger.${c.trigger.on}` as never) })}
            {c.activation === null ? "" : ` · ${c.activation}`}
          </Text>
          <Text size="sm">{t("guarantees.binding", { binding: t(`binding.${c.binding}` as never) })}</Text>
          {c.void !== null && (
            <Text size="sm" dir="auto">
              {c.void}
            </Text>
          )}
          {c.deliveries.map((d) => (
            <Text key={`${d.what} ${d.when}`} size="sm" dir="auto">
              {d.what}
              {d.proven ? "" : ` · ${t("guarantees.unproven")}`}
            </Text>
          ))}
          {(delivers || settles) && (
            <Box mt="xs">
              {c.history.map(({ entry }) => {
                const index = state.places[entry];
                // Taking back takes the permission of making it: a delivery is its guarantor's, all else the mission's.
                const mine = isDelivery(c, entry) ? delivers : settles;
                return index === undefined || !mine ? null : (
                  <Undo key={entry} mission={mission.id} entry={{ index, commitment: entry }} />
                );
              })}
              {delivers && c.ended === null && <Delivering commitment={c} mission={mission} />}
            </Box>
          )}
        </Box>
      ))}
    </SimpleGrid>
  );
}
