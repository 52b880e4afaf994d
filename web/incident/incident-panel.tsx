import { Accordion, Badge, Box, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { ask } from "../api/client.ts";
import { Answered } from "../app/screen-state.tsx";
import { saySpan, sayTime } from "../app/times.ts";
import { ResultSign } from "../situation/result-sign.tsx";

/** One incident: what is known, from whom, and what each clause makes of it, with the trace in words. */
export function IncidentPanel({ mission, id }: { mission: Mission; id: string }) {
  const query = useQuery({
    queryKey: ["incident", mission.id, id],
    queryFn: ({ signal }) =>
      ask<Incident>(`/missions/${encodeURIComponent(mission.id)}/incidents/${encodeURIComponent(id)}`, {}, signal),
  });
  return <Answered query={query}>{(incident) => <Known mission={mission} incident={incident} />}</Answered>;
}

function Known({ mission, incident }: { mission: Mission; incident: Incident }) {
  const { t, i18n } = useTranslation();
  const clauses = new Map(mission.clauses.map((c) => [c.id, c]));
  const from = sayTime(incident.time.from, mission.offsets, i18n.language);
  return (
    <Stack gap="md">
      <Box>
        <Group gap="xs" wrap="nowrap">
          <ResultSign result={incident.result} size={22} />
          <Title order={3} size="h4">
            {t(`act.${incident.act}` as never, { defaultValue: incident.act })} · {t(`result.${incident.result}`)}
          </Title>
        </Group>
        <Text size="sm">{saySpan(incident.time, mission.offsets, i18n.language)}</Text>
        <Text size="xs" c="dimmed">
          {t("incident.times", { mission: from.mission, own: from.own })}
        </Text>
        <Group gap="xs" mt={4}>
          <Badge variant="outline" color="gray">
            {incident.marking}
          </Badge>
          {incident.status === "claimed" && <Badge variant="outline">{t("list.claimed")}</Badge>}
        </Group>
      </Box>
      <Box component="section">
        <Title order={4} size="h5" mb="xs">
          {t("incident.verdicts")}
        </Title>
        <Accordion variant="separated" multiple>
          {incident.assessments.map((a) => (
            <Accordion.Item key={`${a.clause} ${a.reading}`} value={`${a.clause} ${a.reading}`}>
              <Accordion.Control>
                <Group gap="xs" wrap="nowrap">
                  <ResultSign result={a.result} />
                  <Text size="sm">
                    {clauses.get(a.clause)?.title ?? a.clause} · <b>{t(`result.${a.result}`)}</b>
                    {mission.readings.length > 1 && ` · ${t("answer.reading", { reading: a.reading })}`}
                  </Text>
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                {a.decides && (
                  <Text size="sm" mb="xs">
                    {t("incident.decides", {
                      words: a.decides.words,
                      yes: t(`result.${a.decides.ifTrue}`),
                      no: t(`result.${a.decides.ifFalse}`),
                    })}
                  </Text>
                )}
                <Table verticalSpacing={3} aria-label={t("incident.trace")}>
                  <Table.Tbody>
                    {a.trace.map((step) => (
                      <Table.Tr key={`${step.test} ${step.words}`}>
                        <Table.Td w={90}>
                          {t(`outcome.${step.outcome}` as never, { defaultValue: step.outcome })}
                        </Table.Td>
                        <Table.Td>{step.words}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Box>
      <Box component="section">
        <Title order={4} size="h5" mb="xs">
          {t("incident.observations", { count: incident.members.length })}
        </Title>
        <Stack gap="xs">
          {incident.members.map(({ id, role, content }) => (
            <Box key={id} className="observation" component="article">
              <Group justify="space-between">
                <Text size="sm" fw={600}>
                  {String(content["source"] ?? "")}
                </Text>
                <Badge variant="outline" color="gray">
                  {t(`role.${role}` as never, { defaultValue: role })}
                </Badge>
              </Group>
              {typeof content["text"] === "string" && (
                <Text size="sm" dir="auto">
                  {content["text"]}
                </Text>
              )}
              <Text size="xs" c="dimmed" ff="monospace">
                {id}
              </Text>
            </Box>
          ))}
        </Stack>
      </Box>
    </Stack>
  );
}
