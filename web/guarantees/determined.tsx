import { Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { isolated, useBoth } from "../acting/both.ts";
import { mayOn } from "../app/may-on.ts";
import { ExerciseMark } from "./exercise-mark.tsx";
import { Undo } from "./lazy-acts.tsx";
import { type Names, who } from "./names.ts";

interface DeterminedProps {
  readonly side: GuaranteesShown["real"];
  readonly state: GuaranteesShown;
  readonly mission: Mission;
  readonly names: Names;
}

/** What people determined, in their own words: by which body and standard, and who dissents. */
export function Determined({ side, state, mission, names }: DeterminedProps) {
  const { t } = useTranslation();
  const both = useBoth(mission);
  const mine = mayOn(side, mission, "decision.attribute");
  return side.determinations.map((d) => {
    const index = state.places[d.entry];
    return (
      <Box key={d.entry} component="article" className={side.exercise ? "panel drill" : "panel"} mt="sm">
        {side.exercise && <ExerciseMark />}
        <Text size="sm" fw={600}>
          {t("acting.determined", { kind: t(`determination.${d.determination}`), at: both(d.stated) })}
        </Text>
        <Text size="sm" dir="auto">
          {d.text}
        </Text>
        <Text size="sm">
          {t("guarantees.body", { body: isolated(who(names, [d.body])) })} ·{" "}
          {t("guarantees.standard", { standard: isolated(d.standard) })}
          {index === undefined ? "" : ` · ${t("clock.entry", { index })}`}
        </Text>
        {d.dissent.map((other) => (
          <Text key={`${other.by} ${other.words}`} size="sm">
            {t("actor.dissent", { by: isolated(other.by), words: isolated(other.words) })}
          </Text>
        ))}
        {mine && index !== undefined && (
          <Box mt="xs">
            <Undo mission={mission.id} entry={{ index, commitment: d.entry }} />
          </Box>
        )}
      </Box>
    );
  });
}
