import { Alert, Anchor, Badge, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mission, Situation } from "../../src/server/client/answers.ts";
import { sayCoverage } from "../app/coverage-words.ts";
import { numbers } from "../app/numbers.ts";

interface AnswerProps {
  readonly mission: Mission;
  readonly situation: Situation;
  /** A clause's figure was chosen: what it counts is to be shown. */
  readonly onClause: (clause: string, reading: string) => void;
}

/** The answer before anything else: lines of words and figures, never one colour. Every figure opens what it counts. */
export function Answer({ mission, situation, onClause }: AnswerProps) {
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
        <Badge variant="outline" color="gray" className="unaltered" style={{ flexShrink: 0 }}>
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
      {situation.clauses.length === 0 ? (
        <Text size="sm">{t("answer.noClauses")}</Text>
      ) : (
        <Table verticalSpacing={4} stickyHeader aria-label={t("answer.contrary")} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="42%">{t("answer.clause")}</Table.Th>
              <Table.Th ta="end" fz="xs">
                {t("answer.atLeast")}
              </Table.Th>
              <Table.Th ta="end" fz="xs">
                {t("answer.atMost")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {situation.clauses.map((row) => (
              <Table.Tr key={`${row.clause} ${row.reading}`}>
                <Table.Td>
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    ta="start"
                    style={{ overflowWrap: "anywhere" }}
                    onClick={() => onClause(row.clause, row.reading)}
                  >
                    {clauseOf.get(row.clause)?.title ?? row.clause}
                  </Anchor>
                  {readings.size > 1 && (
                    <Text c="dimmed" size="xs">
                      {t("answer.reading", { reading: row.reading })}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="end" style={{ verticalAlign: "top" }}>
                  {n(row.atLeast)}
                </Table.Td>
                <Table.Td ta="end" style={{ verticalAlign: "top" }}>
                  {n(row.atMost)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Text size="sm">
        {t("answer.findings", { count: situation.adoptedFindings, n: n(situation.adoptedFindings) })}
      </Text>
      <Alert color="gray" variant="light" title={t("answer.notWatched")}>
        {sayCoverage(situation.coverage, t, i18n.language)}
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
          viewer: t(`readAs.${situation.viewer}` as never, { defaultValue: situation.viewer }),
        })}
      </Text>
    </Stack>
  );
}
