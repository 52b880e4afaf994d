import "./sources.css";
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Sources } from "../../src/server/client/sources.ts";
import { ask } from "../api/client.ts";
import { COVERAGE_STATES } from "../app/coverage-words.ts";
import { numbers } from "../app/numbers.ts";
import { Figures, Notice, Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { saySpan } from "../app/times.ts";
import { useMission } from "../situation/use-situation.ts";
import { CoverageTable, Impediments } from "./coverage-table.tsx";
import { Strip } from "./strip.tsx";

/** Who told what, and what was and was not watched. */
export default function SourcesScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const { t } = useTranslation();
  const known = useMission(mission);
  const query = useQuery({
    queryKey: ["sources", mission],
    queryFn: ({ signal }) => ask<Sources>(`/missions/${encodeURIComponent(mission)}/sources`, {}, signal),
  });
  return (
    <Page title={t("nav.sources")} lead={t("sources.lead")}>
      <Answered query={known}>
        {(m) => <Answered query={query}>{(s) => <Known mission={m} sources={s} />}</Answered>}
      </Answered>
    </Page>
  );
}

function Known({ mission, sources }: { mission: Mission; sources: Sources }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const { coverage } = sources;
  return (
    <>
      <Part title={t("sources.watched")}>
        {coverage === null ? (
          <Notice>
            {t("coverage.notShown")} {t("sources.closed")}
          </Notice>
        ) : !coverage.known ? (
          <Notice>
            {t("coverage.none")} {t("sources.noneHint")}
          </Notice>
        ) : (
          <>
            <Figures
              items={COVERAGE_STATES.filter((s) => (coverage.hours[s] ?? 0) > 0).map((s) => ({
                value: t("sources.hours", { n: n(Math.round((coverage.hours[s] ?? 0) * 10) / 10) }),
                label: t(`coverage.${s}`),
              }))}
            />
            <Text size="sm" c="dimmed" my="md">
              {t("coverage.outside")}
            </Text>
            <Strip coverage={coverage} offsets={mission.offsets} />
            <details style={{ marginTop: 16 }}>
              <summary>
                <Text span size="sm">
                  {t("sources.table")}
                </Text>
              </summary>
              <CoverageTable coverage={coverage} />
            </details>
          </>
        )}
      </Part>
      {coverage && <Impediments coverage={coverage} offsets={mission.offsets} />}
      <Part
        title={t("sources.told")}
        lead={
          sources.groupsOpen ? t("sources.independence") : `${t("sources.independence")} ${t("sources.groupsClosed")}`
        }
      >
        {sources.sources.length === 0 ? <Text size="sm">{t("sources.none")}</Text> : <Told {...{ mission, sources }} />}
      </Part>
      <Text size="xs" c="dimmed" mt="xl">
        {t("answer.vintage", {
          size: n(sources.asKnownAt.size),
          root: sources.asKnownAt.root.slice(0, 12),
          viewer: t(`readAs.${sources.viewer}` as never, { defaultValue: sources.viewer }),
        })}
      </Text>
    </>
  );
}

function Told({ mission, sources }: { mission: Mission; sources: Sources }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const grades = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([grade, count]) => `${grade} × ${n(count)}`)
      .join(", ");
  const figures = ["observations", "claims", "aggregates", "incidents"] as const;
  return (
    <table className="data stack">
      <thead>
        <tr>
          <th scope="col">{t("sources.source")}</th>
          {sources.groupsOpen && <th scope="col">{t("sources.group")}</th>}
          {sources.groupsOpen && <th scope="col">{t("sources.grades")}</th>}
          {figures.map((f) => (
            <th key={f} scope="col" className="n">
              {t(`sources.${f}`)}
            </th>
          ))}
          <th scope="col">{t("sources.span")}</th>
        </tr>
      </thead>
      <tbody>
        {sources.sources.map((s) => (
          <tr key={`${s.source} ${s.kind} ${s.group}`}>
            <th scope="row">
              <Link to="/$mission" params={{ mission: mission.id }} search={{ source: [s.source] } as never}>
                <span dir="auto">{s.source}</span>
              </Link>
              <Text size="xs" c="dimmed" fw={400}>
                {t(`sourceKind.${s.kind}` as never, { defaultValue: s.kind })}
              </Text>
            </th>
            {sources.groupsOpen && (
              <td data-label={t("sources.group")}>
                {s.group ?? <span className="quiet">{t("sources.noGroup")}</span>}
              </td>
            )}
            {sources.groupsOpen && (
              <td data-label={t("sources.grades")}>
                {[grades(s.reliability), grades(s.credibility)].filter(Boolean).join("; ") || (
                  <span className="quiet">{t("sources.noGrade")}</span>
                )}
              </td>
            )}
            {figures.map((f) => (
              <td key={f} className="n" data-label={t(`sources.${f}`)}>
                {n(s[f])}
              </td>
            ))}
            <td data-label={t("sources.span")}>
              {saySpan({ from: s.first, until: s.last }, mission.offsets, i18n.language)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
