import { Alert, Badge, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mission, Situation } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";

/** The answer before anything else: lines of words and figures, never one colour. */
export function Answer({ mission, situation }: { mission: Mission; situation: Situation }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const clauseOf = new Map(mission.clauses.map((c) => [c.id, c]));
  const readings = new Set(situation.clauses.map((c) => c.reading));
  return (
    <Stack gap="sm" component="section" aria-labelledby="answer-title">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="h3" id="answer-title">
          {mission.title}
        </Title>
        <Badge variant="outline" color="gray" style={{ flexShrink: 0 }}>
          {situation.marking}
        </Badge>
      </Group>
      {mission.demonstration && (
        <Text size="sm" fw={600}>
          {t("app.demonstration")}
        </Text>
      )}
      <Text>
        {t("answer.recorded", {
          observations: t("answer.observations", { count: situation.observations, n: n(situation.observations) }),
          incidents: t("answer.incidents", { count: situation.incidents, n: n(situation.incidents) }),
        })}
        {situation.claims > 0 && ` ${t("answer.claims", { count: situation.claims, n: n(situation.claims) })}`}
      </Text>
      <Table withTableBorder={false} verticalSpacing={4} aria-label={t("answer.contrary")} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="58%">{t("answer.clause")}</Table.Th>
            <Table.Th ta="end">{t("answer.atLeast")}</Table.Th>
            <Table.Th ta="end">{t("answer.atMost")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {situation.clauses.map((row) => (
            <Table.Tr key={`${row.clause} ${row.reading}`}>
              <Table.Td>
                <Text size="sm">
                  {clauseOf.get(row.clause)?.title ?? row.clause}
                  {readings.size > 1 && (
                    <Text span c="dimmed" size="xs">
                      {` · ${t("answer.reading", { reading: row.reading })}`}
                    </Text>
                  )}
                </Text>
              </Table.Td>
              <Table.Td ta="end">{n(row.atLeast)}</Table.Td>
              <Table.Td ta="end">{n(row.atMost)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm">
        {t("answer.findings", { count: situation.adoptedFindings, n: n(situation.adoptedFindings) })}
      </Text>
      <Alert color="gray" variant="light" title={t("answer.notWatched")}>
        {situation.coverage.statement}
      </Alert>
      {situation.basesChanged > 0 && (
        <Alert color="gray" variant="outline" title={t("answer.basisChanged")}>
          {t("answer.basisChangedWords", { count: situation.basesChanged, n: n(situation.basesChanged) })}
        </Alert>
      )}
      <Text size="xs" c="dimmed">
        {t("answer.vintage", {
          size: n(situation.asKnownAt.size),
          root: situation.asKnownAt.root.slice(0, 12),
          viewer: situation.viewer,
        })}
      </Text>
    </Stack>
  );
}
