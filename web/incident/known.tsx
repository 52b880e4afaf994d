import { Badge, Box, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { saySpan, sayTime } from "../app/times.ts";
import { ResultSign } from "../situation/result-sign.tsx";
import type { IncidentContent, Place } from "./content.ts";
import { sayCount } from "./content.ts";
import { useDifferences } from "./differs.ts";
import { PinNotice } from "./pin.tsx";

/** Where, in words, and how surely. */
export function usePlaceWords(): (place: Place | undefined) => string {
  const { t } = useTranslation();
  return (place) => {
    if (!place || place.kind === "unknown" || place.kind === "none") return t("incident.unplaced");
    const name = place.name ?? "";
    // Without a name nothing stands before the comma, or after the colon.
    const said = (words: string): string => (name === "" ? words.replace(/^[,،\s]+|[:\s]+$/gu, "") : words);
    if (place.radiusM !== undefined)
      return said(t("incident.within", { name, km: String(Math.round(place.radiusM / 100) / 10) }));
    return said(t("incident.area", { name }));
  };
}

const DIFFERS = { borderInlineStart: "2px solid var(--mantine-color-dimmed)" };

interface KnownProps {
  readonly mission: Mission;
  readonly incident: Incident;
  readonly onOpen: (id: string) => void;
}

/** A fact, what else there is to say of it, and where the reports differ on it. */
type Row = readonly [name: string, words: string, more: string | undefined, differs: readonly string[]];

/** What is known of an incident, and how surely. */
export function WhatIsKnown({ mission, incident, onOpen }: KnownProps) {
  const { t, i18n } = useTranslation();
  const placeWords = usePlaceWords();
  const differs = useDifferences(mission, incident);
  const { facts, basis, pinned } = incident.content as IncidentContent;
  const from = sayTime(incident.time.from, mission.offsets, i18n.language);
  const actWords = (act: string): string => t(`act.${act}` as never, { defaultValue: act });
  const unitWords = (unit: string): string => t(`unit.${unit}` as never, { defaultValue: unit });
  const counts = (["heard", "fused"] as const).flatMap((how) =>
    (facts?.[how] ?? []).map((c) => `${sayCount(c, unitWords)} (${t(`incident.${how}`)})`),
  );
  const rows: readonly Row[] = [
    [
      t("incident.when"),
      saySpan(incident.time, mission.offsets, i18n.language),
      t("incident.times", { mission: from.mission, own: from.own }),
      differs("time"),
    ],
    [
      t("incident.where"),
      placeWords(facts?.place),
      basis === undefined || basis === "published-by-source" ? undefined : t("incident.coarse"),
      differs("place"),
    ],
    [t("incident.what"), (facts?.acts ?? [incident.act]).map(actWords).join(" · "), undefined, differs("act")],
    ...(counts.length > 0 ? [[t("incident.howMany"), counts.join("; "), undefined, differs("count")] as const] : []),
  ];
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Box pt={2}>
          <ResultSign result={incident.result} size={22} />
        </Box>
        <Title order={3} size="h4">
          {actWords(incident.act)} · {t(`result.${incident.result}`)}
        </Title>
      </Group>
      <Group gap="xs">
        <Badge variant="outline" color="gray" className="unaltered">
          {incident.marking}
        </Badge>
        {incident.status === "claimed" && (
          <Badge variant="outline" className="unaltered">
            {t("list.claimed")}
          </Badge>
        )}
        {pinned && (
          <Badge variant="outline" className="unaltered">
            {t("pin.badge")}
          </Badge>
        )}
      </Group>
      <PinNotice mission={mission} incident={incident} onOpen={onOpen} />
      <Table verticalSpacing={4} aria-label={t("incident.known")} layout="fixed">
        <Table.Tbody>
          {rows.map(([name, words, more, differ]) => (
            <Table.Tr key={name}>
              <Table.Th w="26%" style={{ verticalAlign: "top" }}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {words}
                {more !== undefined && (
                  <Text size="xs" c="dimmed">
                    {more}
                  </Text>
                )}
                {differ.map((said) => (
                  <Text key={said} size="sm" mt={4} ps="xs" style={DIFFERS}>
                    {said}
                  </Text>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {facts?.independentGroups !== undefined && (
        <Text size="sm">{t("incident.independent", { n: String(facts.independentGroups) })}</Text>
      )}
      {facts?.labelBasis === "machine" && <Text size="sm">{t("incident.machine")}</Text>}
    </Stack>
  );
}
