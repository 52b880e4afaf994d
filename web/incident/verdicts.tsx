import { Accordion, Box, Group, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { RESULTS } from "../map/palette.ts";
import { ResultSign } from "../situation/result-sign.tsx";

/** What each clause makes of it: the result, each test with its outcome, and what would decide an open one. */
export function Verdicts({ mission, incident }: { mission: Mission; incident: Incident }) {
  const { t } = useTranslation();
  const clauses = new Map(mission.clauses.map((c) => [c.id, c]));
  if (incident.assessments.length === 0) return <Text size="sm">{t("incident.noVerdict")}</Text>;
  const ordered = [...incident.assessments].sort((a, b) => RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result));
  const testWords = (test: string): string => {
    const [, kind, id] = /^(except|interpretation)\.(.+)$/.exec(test) ?? [];
    const words: unknown = t(`test.${kind ?? test}` as never, { id, defaultValue: test } as never);
    return String(words);
  };
  return (
    // The gravest stands first, and open: its tests are the answer to "why?".
    <Accordion variant="separated" multiple order={5} defaultValue={["0"]}>
      {ordered.map((a, i) => (
        <Accordion.Item key={`${a.clause} ${a.reading}`} value={String(i)}>
          <Accordion.Control>
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <Box pt={3}>
                <ResultSign result={a.result} />
              </Box>
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                {clauses.get(a.clause)?.title ?? a.clause} · <b>{t(`result.${a.result}`)}</b>
                {mission.readings.length > 1 && ` · ${t("answer.reading", { reading: a.reading })}`}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            {a.decides && (
              <Box className="observation" mb="xs">
                <Text size="xs" fw={600}>
                  {t("incident.wouldDecide")}
                </Text>
                <Text size="sm" dir="auto">
                  {a.decides.words || a.decides.fact}
                </Text>
                <Text size="sm">
                  {t("incident.ifYes", {
                    result: t(`result.${a.decides.ifTrue}`),
                    other: t(`result.${a.decides.ifFalse}`),
                  })}
                </Text>
              </Box>
            )}
            <Table verticalSpacing={3} aria-label={t("incident.trace")}>
              <Table.Tbody>
                {a.trace.map((step, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a trace is a fixed sequence
                  <Table.Tr key={i}>
                    <Table.Th w={92} style={{ verticalAlign: "top", fontWeight: 600 }}>
                      {t(`outcome.${step.outcome}` as never, { defaultValue: step.outcome })}
                    </Table.Th>
                    <Table.Td dir="auto" style={{ overflowWrap: "anywhere" }}>
                      {step.words || testWords(step.test)}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {a.trace.some((step) => step.words === "") && (
              <Text size="xs" c="dimmed" mt={6}>
                {t("incident.closedWords")}
              </Text>
            )}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}
