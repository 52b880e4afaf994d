import { Anchor, Badge, Group, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Mission, Situation } from "../../src/server/client/answers.ts";
import { CopyLink } from "../app/copy-link.tsx";
import { sayCoverage } from "../app/coverage-words.ts";
import { may } from "../app/may-on.ts";
import { numbers } from "../app/numbers.ts";

interface AnswerProps {
  readonly mission: Mission;
  readonly situation: Situation;
  /** A clause's figure was chosen: what it counts is to be shown. */
  readonly onClause: (clause: string, reading: string) => void;
}

/** The answer before anything else: lines of words and figures, never one colour. Every figure opens what it counts. */
export const Answer = memo(function Answer({ mission, situation, onClause }: AnswerProps) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  return (
    <Stack gap="lg" component="section" aria-labelledby="answer-title" className="answer">
      <div>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} size="h3" lh={1.25} id="answer-title" dir="auto">
            {mission.title}
          </Title>
          <Badge variant="outline" color="gray" className="unaltered" style={{ flexShrink: 0 }}>
            {situation.marking}
          </Badge>
        </Group>
        {mission.demonstration && (
          <Text size="sm" c="dimmed" mt={2}>
            {t("app.demonstration")}
          </Text>
        )}
      </div>
      <Contrary mission={mission} situation={situation} onClause={onClause} />
      <section aria-label={t("answer.recordedTitle")}>
        <h3 className="answer-head">{t("answer.recordedTitle")}</h3>
        <dl className="answer-figures">
          {(
            [
              ["incidents", situation.incidents],
              ["observations", situation.observations],
              ["findings", situation.adoptedFindings],
            ] as const
          ).map(([key, count]) => (
            <div key={key}>
              <dt>{t(`answer.${key}Label`, { count })}</dt>
              <dd>{n(count)}</dd>
            </div>
          ))}
        </dl>
        {situation.claims > 0 && (
          <Text size="sm" c="dimmed" mt={6}>
            {t("answer.claims", { count: situation.claims, n: n(situation.claims) })}
          </Text>
        )}
      </section>
      <section aria-label={t("answer.notWatched")} className="answer-watch">
        <h3 className="answer-head">{t("answer.notWatched")}</h3>
        <Text size="sm">{sayCoverage(situation.coverage, t, i18n.language)}</Text>
      </section>
      {situation.basesChanged > 0 && (
        <section aria-label={t("answer.basisChanged")} className="answer-watch">
          <h3 className="answer-head">{t("answer.basisChanged")}</h3>
          <Text size="sm">
            {t("answer.basisChangedWords", { count: situation.basesChanged, n: n(situation.basesChanged) })}
          </Text>
        </section>
      )}
      <Group justify="space-between" gap={4} wrap="nowrap" align="flex-end">
        <Text size="xs" c="dimmed">
          {t("answer.vintage", {
            size: n(situation.asKnownAt.size),
            root: situation.asKnownAt.root.slice(0, 12),
            viewer: t(`readAs.${situation.viewer}` as never, { defaultValue: situation.viewer }),
          })}
        </Text>
        <CopyLink />
      </Group>
    </Stack>
  );
});

/** Each clause with both ends of its count: certain, and with everything of which the record cannot tell. */
function Contrary({ mission, situation: { clauses }, onClause }: AnswerProps) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const titles = new Map(mission.clauses.map((c) => [c.id, c.title]));
  const readings = new Set(clauses.map((c) => c.reading));
  const most = Math.max(1, ...clauses.map((c) => c.atMost));
  const share = (count: number): string => `${Math.round((count / most) * 1_000) / 10}%`;
  if (clauses.length === 0)
    return (
      <section aria-label={t("answer.contrary")}>
        <h3 className="answer-head">{t("answer.contrary")}</h3>
        <Text size="sm">{t("answer.noClauses")}</Text>
        <Anchor component={Link} to="/$mission/agreement" params={{ mission: mission.id } as never} size="sm">
          {t(may(mission, "agreement.write") ? "empty.writeAgreement" : "empty.agreement")}
        </Anchor>
      </section>
    );
  return (
    <table className="contrary" data-few={clauses.length <= 3 || undefined}>
      <caption className="answer-head">{t("answer.contrary")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("filter.clause")}</th>
          <th scope="col" className="n">
            {t("answer.atLeast")}
          </th>
          <th scope="col" className="n">
            {t("answer.atMost")}
          </th>
        </tr>
      </thead>
      <tbody>
        {clauses.map((row) => (
          <tr key={`${row.clause} ${row.reading}`}>
            <th scope="row">
              <UnstyledButton className="contrary-clause" onClick={() => onClause(row.clause, row.reading)}>
                <span dir="auto">{titles.get(row.clause) ?? row.clause}</span>
              </UnstyledButton>
              {readings.size > 1 && (
                <Text c="dimmed" size="xs" fw={400}>
                  {t("answer.reading", { reading: row.reading })}
                </Text>
              )}
              <span className="interval" aria-hidden="true">
                <span style={{ width: share(row.atLeast) }} />
                <span data-open="" style={{ width: share(row.atMost - row.atLeast) }} />
              </span>
            </th>
            <td className="n">{n(row.atLeast)}</td>
            <td className="n">{n(row.atMost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
