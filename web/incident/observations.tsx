import { Badge, Box, Button, Group, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { saySpan } from "../app/times.ts";
import { type EvidencePart, type IncidentContent, type ObservationContent, sayCount, sayNats } from "./content.ts";
import { usePlaceWords } from "./known.tsx";

/** Every observation of the incident side by side, as its source gave it. */
export function Observations({ mission, incident }: { mission: Mission; incident: Incident }) {
  const { t, i18n } = useTranslation();
  const placeWords = usePlaceWords();
  return (
    <SimpleGrid cols={{ base: 1, sm: incident.members.length > 1 ? 2 : 1 }} spacing="xs">
      {incident.members.map(({ id, role, content }) => {
        const o = content as ObservationContent;
        const acts = (o.acts ?? []).map((act) => t(`act.${act}` as never, { defaultValue: act })).join(" · ");
        return (
          <Stack key={id} gap={4} className="observation" component="article">
            <Group justify="space-between" align="flex-start" gap="xs">
              <Text size="sm" fw={600} style={{ overflowWrap: "anywhere", minWidth: 0 }}>
                {o.source ?? ""}
              </Text>
              <Badge variant="outline" color="gray" className="unaltered">
                {t(`role.${role}` as never, { defaultValue: role })}
              </Badge>
            </Group>
            <Text size="sm">{acts}</Text>
            {o.time && (
              <Text size="sm">
                {saySpan(o.time, mission.offsets, i18n.language)}
                {o.time.stated !== undefined && (
                  <Text span size="xs" c="dimmed" dir="auto">
                    {` (${t("incident.asStated", { words: o.time.stated })})`}
                  </Text>
                )}
              </Text>
            )}
            <Text size="sm" dir="auto">
              {placeWords(o.place)}
            </Text>
            {o.count && (
              <Text size="sm">{sayCount(o.count, (unit) => t(`unit.${unit}` as never, { defaultValue: unit }))}</Text>
            )}
            {o.alleged && <Text size="sm">{t("actor.alleged", { by: o.alleged.by, actor: o.alleged.actor })}</Text>}
            {o.text !== undefined && (
              <Text size="sm" dir="auto" component="blockquote" m={0}>
                {o.text}
              </Text>
            )}
            {o.origin?.line !== undefined && (
              <Text size="xs" c="dimmed">
                {t("incident.line", { line: o.origin.line, file: String(o.origin.file ?? "").slice(0, 12) })}
              </Text>
            )}
            <Text size="xs" c="dimmed" ff="monospace" title={id} truncate>
              {id}
            </Text>
          </Stack>
        );
      })}
    </SimpleGrid>
  );
}

function Parts({ parts, label }: { parts: readonly EvidencePart[]; label: string }) {
  const { t } = useTranslation();
  return (
    <Table verticalSpacing={2} aria-label={label} w="auto">
      <Table.Tbody>
        {parts.map(({ term, nats }) => (
          <Table.Tr key={term}>
            <Table.Td>{t(`evidence.${term}` as never, { defaultValue: term })}</Table.Td>
            <Table.Td ta="end" dir="ltr">
              {sayNats(nats)}
            </Table.Td>
          </Table.Tr>
        ))}
        <Table.Tr>
          <Table.Th>{t("incident.sum")}</Table.Th>
          <Table.Th ta="end" dir="ltr">
            {sayNats(parts.reduce((sum, p) => sum + p.nats, 0))}
          </Table.Th>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}

interface JoinedProps {
  readonly mission: Mission;
  readonly incident: Incident;
  readonly onOpen: (id: string) => void;
}

/** Why these observations are one incident, and what the nearest other grouping would have been. */
export function WhyJoined({ mission, incident, onOpen }: JoinedProps) {
  const { t } = useTranslation();
  const { evidence, weakest, alternative } = incident.content as IncidentContent;
  const gain = sayNats(alternative?.gain ?? 0);
  const heldOut = alternative?.pinned && alternative.gain > 0;
  const other = heldOut ? t("pin.outside", { gain }) : t("incident.alternative", { gain });
  if (mission.profile !== "full") return <Text size="sm">{t("incident.joinedClosed")}</Text>;
  return (
    <Stack gap="xs" align="flex-start">
      {evidence && evidence.length > 0 ? (
        <>
          <Text size="sm">{t("incident.joinedWords")}</Text>
          <Parts parts={evidence} label={t("incident.joined")} />
        </>
      ) : (
        <Text size="sm">{t("incident.single")}</Text>
      )}
      {weakest && <Text size="sm">{t("incident.weakest", { gain: sayNats(weakest.gain) })}</Text>}
      {alternative && (
        <Box>
          <Title order={5} size="sm" fw={400}>
            {other}
          </Title>
          <Parts parts={alternative.parts} label={other} />
          <Button size="compact-sm" variant="default" mt={4} onClick={() => onOpen(alternative.incident)}>
            {t("incident.openOther")}
          </Button>
        </Box>
      )}
    </Stack>
  );
}
