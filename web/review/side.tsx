import { Anchor, Box, Table, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";
import { saySpan, sayTime } from "../app/times.ts";
import { type ObservationContent, sayCount } from "../incident/content.ts";
import { usePlaceWords } from "../incident/known.tsx";
import type { Side } from "./use-review.ts";

/** One report of a pair, and the incident that it stands in. */
export function OneSide({ mission, side, n }: { mission: Mission; side: Side; n: number }) {
  const { t, i18n } = useTranslation();
  const placeWords = usePlaceWords();
  const id = useId();
  const o = side.report as ObservationContent;
  const say = numbers(i18n.language);
  const actWords = (act: string): string => t(`act.${act}` as never, { defaultValue: act });
  const time = o.time ?? side;
  const from = sayTime(time.from, mission.offsets, i18n.language);
  const kind = o.sourceKind && t(`sourceKind.${o.sourceKind}` as never, { defaultValue: o.sourceKind });
  const rows: readonly (readonly [name: string, words: ReactNode, more?: ReactNode])[] = [
    [
      t("incident.when"),
      saySpan(time, mission.offsets, i18n.language),
      t("incident.times", { mission: from.mission, own: from.own }),
    ],
    [t("incident.where"), placeWords(o.place)],
    [t("incident.what"), (o.acts ?? [side.act]).map(actWords).join(" · ")],
    [
      t("incident.howMany"),
      o.count ? sayCount(o.count, (unit) => t(`unit.${unit}` as never, { defaultValue: unit })) : t("review.uncounted"),
    ],
    [t("review.source"), <bdi key="source">{o.source ?? ""}</bdi>, kind],
    [t("review.marking"), <bdi key="marking">{side.marking}</bdi>],
  ];
  const span = saySpan(side, mission.offsets, i18n.language);
  return (
    <Box role="group" className="observation" aria-labelledby={id} style={{ minWidth: 0 }}>
      <Title order={4} size="sm" id={id}>
        {t("review.side", { n })}
      </Title>
      <Table verticalSpacing={2} layout="fixed" aria-labelledby={id}>
        <Table.Tbody>
          {rows.map(([name, words, more]) => (
            <Table.Tr key={name}>
              <Table.Th w="28%" style={{ verticalAlign: "top" }}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {words}
                {more && (
                  <Text size="xs" c="dimmed">
                    {more}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {o.text !== undefined && (
        <Text size="sm" dir="auto" component="blockquote" m={0} my={4} lineClamp={4}>
          {o.text}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {side.reports === 1
          ? t("review.alone")
          : t("review.among", { count: side.reports, n: say(side.reports), act: actWords(side.act), span })}
      </Text>
      <Anchor
        component={Link}
        to="/$mission"
        params={{ mission: mission.id } as never}
        search={{ incident: side.incident } as never}
        size="sm"
      >
        {t("review.openOf", { n })}
      </Anchor>
    </Box>
  );
}
