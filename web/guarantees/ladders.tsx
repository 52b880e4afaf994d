import { Box, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { sayTime } from "../app/times.ts";
import { Backing } from "./backing.tsx";

/** What follows when somebody determines that it has begun: who does what by when, and which clocks run. */
export function Ladders({ side, mission }: { side: GuaranteeState["real"]; mission: Mission }) {
  const { t, i18n } = useTranslation();
  const when = (at: number): string => sayTime(at, mission.offsets, i18n.language).mission;
  if (side.ladders.length === 0) return <Text size="sm">{t("guarantees.noLadder")}</Text>;
  return side.ladders.map((ladder) => (
    <Box key={ladder.id} component="article" className="panel">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={4} size="h5" dir="auto">
          {ladder.title}
        </Title>
        <Backing backed={ladder.backed} />
      </Group>
      <Text size="sm" fw={600}>
        {ladder.arming === "armed" ? t("ladder.armed") : t("ladder.exerciseOnly")}
        {ladder.unverified ? ` · ${t("ladder.unverified")}` : ""}
      </Text>
      {ladder.runs.length === 0 && (
        <>
          <Text size="sm">{t("ladder.noRun")}</Text>
          <ol>
            {ladder.steps.map((s) => (
              <li key={s.id}>
                <Group gap="xs" wrap="nowrap" align="flex-start">
                  <Text size="sm" style={{ flex: 1 }} dir="auto">
                    <b>{s.title}</b> · {s.who.join(", ")}: {s.does.join("; ")}
                    {s.within === null ? "" : ` · ${s.within}`}
                  </Text>
                  <Backing backed={s.backed} />
                </Group>
              </li>
            ))}
          </ol>
        </>
      )}
      {ladder.runs.map((run) => (
        <Box key={run.id} mt="xs">
          <Text size="sm">{t("ladder.started", { at: when(run.startedAt), people: run.people.join(", ") })}</Text>
          <table className="data stack" aria-label={ladder.title}>
            <tbody>
              {run.steps.map((s) => (
                <tr key={s.id}>
                  <th scope="row" dir="auto">
                    {s.title}
                  </th>
                  <td dir="auto">{s.who.join(", ")}</td>
                  <td>{s.deadline === null ? "" : when(s.deadline)}</td>
                  <td>{t(`step.${s.state}`)}</td>
                  <td>
                    <Backing backed={s.backed} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Box>
      ))}
    </Box>
  ));
}
