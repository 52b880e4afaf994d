import { Alert, Anchor, Badge, Box, Container, Group, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer, Mission, Situation } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";
import { Answered } from "../app/screen-state.tsx";
import { sayTime } from "../app/times.ts";
import { useAgreement, useMission, useSituation } from "../situation/use-situation.ts";

/** The agreement: each clause in its own words and as data, with what the record makes of it. */
export default function AgreementScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const known = useMission(mission);
  const situation = useSituation(mission);
  const agreement = useAgreement(mission);
  return (
    <Container size="xl" py="md">
      <Answered query={agreement}>
        {(a) => (
          <Answered query={known}>
            {(m) => <Known agreement={a} mission={m} situation={situation.data ?? null} />}
          </Answered>
        )}
      </Answered>
    </Container>
  );
}

interface KnownProps {
  readonly agreement: AgreementAnswer;
  readonly mission: Mission;
  readonly situation: Situation | null;
}

function Known({ agreement, mission, situation }: KnownProps) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const when = (at: number | null): string =>
    at === null ? t("agreement.openEnd") : sayTime(at, mission.offsets, i18n.language).mission;
  return (
    <Stack gap="lg">
      <Box>
        <Title order={2}>{agreement.title}</Title>
        <Group gap="xs" mt={4}>
          <Badge variant="outline" color="gray">
            {t(`status.${agreement.status}` as never, { defaultValue: agreement.status })}
          </Badge>
          <Text size="sm">{agreement.parties.map((p) => p.name).join(" · ")}</Text>
          <Anchor href={`/api/v1/missions/${encodeURIComponent(mission.id)}/agreement/text`} size="sm">
            {t("agreement.file")}
          </Anchor>
        </Group>
        {agreement.demonstration && (
          <Text size="sm" fw={600} mt={4}>
            {t("app.demonstration")}
          </Text>
        )}
      </Box>
      <Box component="section">
        <Title order={3} size="h4" mb={4}>
          {t("agreement.readings")}
        </Title>
        {agreement.readings.length === 0 ? (
          <Text size="sm">{t("agreement.noReading")}</Text>
        ) : (
          <Table verticalSpacing={4} aria-label={t("agreement.readings")}>
            <Table.Tbody>
              {agreement.readings.map((r) => (
                <Table.Tr key={r.id}>
                  <Table.Th>{t("answer.reading", { reading: r.id })}</Table.Th>
                  <Table.Td>{t("agreement.span", { from: when(r.from), until: when(r.until) })}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Box>
      <Stack component="section" gap="md" aria-label={t("agreement.clauses")}>
        <Title order={3} size="h4">
          {t("agreement.clauses")}
        </Title>
        {agreement.clauses.map((clause) => {
          const rows = situation?.clauses.filter((r) => r.clause === clause.id) ?? [];
          const says = clause.says[i18n.language] ?? clause.says["en"];
          return (
            <Box key={clause.id} component="article" className="clause" id={`clause-${clause.id}`}>
              <Group justify="space-between" align="flex-start">
                <Title order={4} size="h5">
                  {clause.reference} · {clause.title}
                </Title>
                <Badge variant="outline" color="gray">
                  {t(`standing.${clause.standing}` as never, { defaultValue: clause.standing })}
                </Badge>
              </Group>
              <SimpleGrid cols={{ base: 1, md: 2 }} mt="xs">
                <Box>
                  <Text size="xs" c="dimmed">
                    {t("agreement.words")}
                  </Text>
                  {Object.entries(clause.text).map(([language, words]) => (
                    <Text key={language} lang={language} dir="auto" size="sm" mb={4}>
                      {words}{" "}
                      <Text span size="xs" c="dimmed">
                        {language}
                        {clause.authentic.includes(language) ? ` · ${t("agreement.authentic")}` : ""}
                      </Text>
                    </Text>
                  ))}
                </Box>
                <Box>
                  <Text size="xs" c="dimmed">
                    {t("agreement.says")}
                  </Text>
                  <Text size="sm" lang={clause.says[i18n.language] ? i18n.language : "en"} dir="auto">
                    {says}
                  </Text>
                </Box>
              </SimpleGrid>
              {clause.positions.map((p) => (
                <Text key={`${p.party} ${p.says}`} size="sm" mt={4}>
                  {t("agreement.position", { party: p.party, says: p.says })}
                </Text>
              ))}
              {rows.map((r) => (
                <Text key={r.reading} size="sm" mt={4}>
                  <Link
                    to="/$mission"
                    params={{ mission: mission.id }}
                    search={{ clause: [clause.id], reading: r.reading, result: ["contrary", "indeterminate"] }}
                  >
                    {t("agreement.results", { least: n(r.atLeast), most: n(r.atMost), reading: r.reading })}
                  </Link>
                </Text>
              ))}
              <Sources of={clause.sources} agreement={agreement} />
            </Box>
          );
        })}
      </Stack>
      {agreement.zones.features.length + agreement.lines.features.length > 0 && (
        <Alert color="gray" variant="light" title={t("agreement.places")}>
          {[...agreement.zones.features, ...agreement.lines.features].map((f) => f.properties.name).join(" · ")}
        </Alert>
      )}
    </Stack>
  );
}

function Sources({ of, agreement }: { of: readonly string[]; agreement: AgreementAnswer }) {
  const { t } = useTranslation();
  const found = of.flatMap((id) => agreement.sources.find((s) => s.id === id) ?? []);
  if (found.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" mt={4}>
      {t("agreement.sources")}
      {found.map((s) => {
        const chain = [...s.via, s.publisher].join(" → ");
        return ` ${chain}: ${s.title}, ${s.date}${s.unseen ? ` (${t("agreement.unseen")})` : ""}.`;
      })}
    </Text>
  );
}
