import { Anchor, Button, Group, List, Text, TextInput } from "@mantine/core";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { FilterSearch } from "../app/filter.ts";
import { numbers } from "../app/numbers.ts";
import { Figures, Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { dateOf, saySpan } from "../app/times.ts";
import { useLive } from "../app/use-live.ts";
import { NewsPill } from "../situation/news-pill.tsx";
import { ResultSign } from "../situation/result-sign.tsx";
import { useMission } from "../situation/use-situation.ts";
import { type Closing, nextDay, spanOf, useClosing } from "./use-closing.ts";

/** What is left to do before the day's report goes out. */
export default function ClosingScreen() {
  const { mission } = useParams({ from: "/$mission/closing" });
  const { t } = useTranslation();
  return (
    <Answered query={useMission(mission)} title={t("closing.title")}>
      {(known) => <Known mission={known} />}
    </Answered>
  );
}

function Known({ mission }: { mission: Mission }) {
  const { t } = useTranslation();
  const search = useSearch({ from: "/$mission/closing" });
  const navigate = useNavigate({ from: "/$mission/closing" });
  const { news, show } = useLive(mission.id);
  const last = mission.period ? Math.max(mission.period.from, mission.period.until - 1) : Date.now();
  const day = search.day ?? dateOf(last, mission.offsets);
  const go = (to: string) => void navigate({ search: { day: to }, replace: true });
  const query = useClosing(mission, day);
  return (
    <Page
      title={t("closing.title")}
      lead={t("closing.lead")}
      actions={
        <Group gap="xs" align="end" wrap="nowrap">
          <Button variant="default" size="sm" aria-label={t("closing.before")} onClick={() => go(nextDay(day, -1))}>
            <span className="turned">‹</span>
          </Button>
          <TextInput
            type="date"
            size="sm"
            aria-label={t("closing.day")}
            title={t("closing.day")}
            value={day}
            onChange={(event) => /^\d{4}-\d\d-\d\d$/.test(event.currentTarget.value) && go(event.currentTarget.value)}
          />
          <Button variant="default" size="sm" aria-label={t("closing.after")} onClick={() => go(nextDay(day, 1))}>
            <span className="turned">›</span>
          </Button>
        </Group>
      }
    >
      <NewsPill news={news} onShow={show} />
      <Answered query={query}>{(closing) => <Day mission={mission} day={day} closing={closing} />}</Answered>
    </Page>
  );
}

interface DayProps {
  readonly mission: Mission;
  readonly day: string;
  readonly closing: Closing;
}

function Day({ mission, day, closing }: DayProps) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const span = spanOf(day, mission.offsets);
  const opened = (words: ReactNode, filter: FilterSearch = {}) => (
    <Link to="/$mission" params={{ mission: mission.id } as never} search={{ ...span, ...filter } as never}>
      {words}
    </Link>
  );
  const { list, bars, map, results, situation } = closing;
  const equal = list === bars && list === map;
  return (
    <>
      <Part title={t("closing.figures")}>
        <Figures
          items={[
            { value: opened(n(list)), label: t("closing.incidents") },
            { value: opened(n(results.contrary), { result: ["contrary"] }), label: t("closing.contrary") },
            { value: opened(n(results.indeterminate), { result: ["indeterminate"] }), label: t("closing.unclear") },
            { value: opened(n(closing.claimed), { status: ["claimed"] }), label: t("closing.claimed") },
          ]}
        />
      </Part>
      {closing.since && <Since mission={mission} since={closing.since} />}
      <Part title={t("closing.blocks")}>
        <Blocks mission={mission} situation={situation} entries={closing.since?.size ?? situation.asKnownAt.size} />
      </Part>
      <Part title={t("closing.sums")}>
        <List size="sm" spacing={4}>
          <List.Item>
            {equal
              ? t("closing.sumsNone", { n: n(list) })
              : t("closing.sumsDiffer", { list: n(list), bars: n(bars), map: n(map) })}
          </List.Item>
          {closing.withoutPlace > 0 && (
            <List.Item>{t("closing.noPlace", { count: closing.withoutPlace, n: n(closing.withoutPlace) })}</List.Item>
          )}
        </List>
      </Part>
      <Part title={t("closing.next")} lead={closing.open.length > 0 ? t("closing.nextWords") : undefined}>
        {closing.open.length === 0 ? (
          <Text size="sm">{t("closing.nextNone")}</Text>
        ) : (
          <List listStyleType="none" spacing={4} center>
            {closing.open.map((item) => (
              <List.Item key={item.id} icon={<ResultSign result={item.result} />}>
                <Anchor
                  component={Link}
                  to="/$mission"
                  params={{ mission: mission.id } as never}
                  search={{ ...span, result: ["indeterminate"], incident: item.id } as never}
                  size="sm"
                >
                  {t(`act.${item.act}` as never, { defaultValue: item.act })}
                </Anchor>
                <Text span size="sm" c="dimmed">
                  {item.place === null ? "" : ` · ${item.place}`}
                  {` · ${saySpan(item.time, mission.offsets, i18n.language)}`}
                </Text>
              </List.Item>
            ))}
          </List>
        )}
        <Text size="xs" c="dimmed" mt="lg">
          {t("closing.print", { mission: mission.id, day })}
        </Text>
      </Part>
    </>
  );
}

function Since({ mission, since }: { mission: Mission; since: NonNullable<Closing["since"]> }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const { publication, kinds } = since;
  return (
    <Part title={t("closing.since")}>
      {publication === null ? (
        <Text size="sm">{t("closing.sinceNone", { n: n(since.size) })}</Text>
      ) : (
        <>
          <Text size="sm" mb={4}>
            {t("closing.sinceSome", {
              entry: publication.index,
              at: saySpan({ from: publication.at, until: publication.at }, mission.offsets, i18n.language),
            })}
          </Text>
          <List size="sm">
            {kinds.length === 0 && <List.Item>{t("closing.nothing")}</List.Item>}
            {kinds.map(([kind, count]) => (
              <List.Item key={kind}>
                {t(`recordKind.${kind}` as never, { defaultValue: kind })}: {n(count)}
              </List.Item>
            ))}
            {since.more && (
              <List.Item>{t("closing.more", { n: n(kinds.reduce((sum, [, k]) => sum + k, 0)) })}</List.Item>
            )}
          </List>
        </>
      )}
    </Part>
  );
}

/** What has to be looked at before figures go out. */
function Blocks({
  mission,
  situation,
  entries,
}: {
  mission: Mission;
  situation: Closing["situation"];
  entries: number;
}) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const lines = [
    ...(situation.asKnownAt.size < entries
      ? [t("closing.derived", { derived: n(situation.asKnownAt.size), all: n(entries) })]
      : []),
    ...(mission.clauses.length === 0 ? [t("closing.noAgreement")] : []),
    ...(situation.basesChanged > 0
      ? [t("closing.basis", { count: situation.basesChanged, n: n(situation.basesChanged) })]
      : []),
    ...situation.refusedFiles.map((file) => t("closing.file", { file })),
  ];
  if (lines.length === 0) return <Text size="sm">{t("closing.blocksNone")}</Text>;
  return (
    <List size="sm" spacing={4}>
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}
