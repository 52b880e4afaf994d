import "./missions.css";
import { Box, Button, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Missions as MissionsAnswer } from "../../src/server/client/answers.ts";
import type { Overview } from "../../src/server/client/overview.ts";
import { ask } from "../api/client.ts";
import { sayCoverage } from "../app/coverage-words.ts";
import { numbers } from "../app/numbers.ts";
import { Page } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { dateForm } from "../app/times.ts";
import { Invitation } from "../tour/invitation.tsx";

type Item = MissionsAnswer["items"][number];
type Figures = Overview["items"][number];

/** Every mission that the reader may read, each in a few figures. */
export default function Missions() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["missions"],
    queryFn: ({ signal }) => ask<MissionsAnswer>("/missions", {}, signal),
  });
  const overview = useQuery({
    queryKey: ["overview"],
    queryFn: ({ signal }) => ask<Overview>("/overview", {}, signal),
  });
  const figures = new Map(overview.data?.items.map((i) => [i.id, i]));
  return (
    <Page title={t("missions.title")} lead={t("missions.lead")}>
      {query.data?.items.some((m) => m.demonstration) && <Invitation />}
      <Answered query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <NoMission />
          ) : (
            // Where something is recorded comes first; missions of texts alone follow in rows of their own height.
            [true, false].map((recorded) => (
              <Box key={String(recorded)} className="missions">
                {items
                  .filter(({ id }) => (figures.get(id)?.incidents ?? 0) > 0 === recorded)
                  .map((mission) => (
                    <MissionCard key={mission.id} mission={mission} figures={figures.get(mission.id) ?? null} />
                  ))}
              </Box>
            ))
          )
        }
      </Answered>
    </Page>
  );
}

/** What to do where there is nothing to read. */
function NoMission() {
  const { t } = useTranslation();
  return (
    <Box className="panel" maw={640}>
      <Text fw={600}>{t("missions.none")}</Text>
      <Text size="sm" mt={4}>
        {t("missions.noneSignIn")}
      </Text>
      <Button component={Link} to="/sign-in" size="xs" mt="xs">
        {t("app.signIn")}
      </Button>
      <Text size="sm" mt="lg">
        {t("missions.noneImport")}
      </Text>
      <Text component="code" className="hash" dir="ltr" display="block" mt={4}>
        npx trucekeeper import --mission NAME --agreement agreement.yaml FILE
      </Text>
    </Box>
  );
}

function MissionCard({ mission, figures }: { mission: Item; figures: Figures | null }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const days = dateForm(i18n.language, { dateStyle: "medium", timeZone: "UTC" });
  return (
    <Box component="article" className="mission">
      <Title order={3} size="h4" lh={1.3}>
        <Link
          to={
            mission.asKnownAt && figures?.incidents === 0 && mission.guarantees ? "/$mission/guarantees" : "/$mission"
          }
          params={{ mission: mission.id } as never}
          className="mission-link"
        >
          <span dir="auto">{mission.title}</span>
        </Link>
      </Title>
      <Text size="xs" c="dimmed" mt={4}>
        {mission.exercise
          ? t("missions.exercise")
          : mission.demonstration
            ? t("app.demonstration")
            : mission.zone.replaceAll("_", " ")}
      </Text>
      {figures && figures.incidents > 0 && figures.period && (
        <>
          <Picture days={figures.days} />
          <Text size="xs" c="dimmed" mt={-8} mb={12}>
            {days.formatRange(figures.period.from, figures.period.until)}
          </Text>
          <Box className="mission-figures">
            <div>
              <b>{n(figures.incidents)}</b>
              <Text size="xs" c="dimmed">
                {t("missions.incidents")}
              </Text>
            </div>
            {figures.contrary && (
              <div>
                <b>
                  {figures.contrary.atLeast === figures.contrary.atMost
                    ? n(figures.contrary.atLeast)
                    : `${n(figures.contrary.atLeast)} – ${n(figures.contrary.atMost)}`}
                </b>
                <Text size="xs" c="dimmed">
                  {t("missions.contrary")}
                </Text>
              </div>
            )}
          </Box>
        </>
      )}
      <Box className="mission-foot">
        <Text size="xs" c="dimmed">
          {mission.asKnownAt === null
            ? t("missions.deriving")
            : figures === null
              ? ""
              : figures.incidents === 0
                ? t(mission.guarantees ? "missions.noIncidents" : "missions.nothing")
                : sayCoverage(figures.coverage, t, i18n.language)}
        </Text>
        {figures?.adopted !== null && figures !== null && figures.incidents > 0 && (
          <Text size="xs" c="dimmed" mt={2}>
            {t("answer.findings", { count: figures.adopted, n: n(figures.adopted) })}
          </Text>
        )}
        {mission.asKnownAt && (
          <Text size="xs" c="dimmed" mt={2}>
            {t("missions.entries", { size: n(mission.asKnownAt.size) })}
          </Text>
        )}
      </Box>
    </Box>
  );
}

/** When things were recorded, in small: heights only, no judgement in them. */
function Picture({ days }: { days: readonly number[] }) {
  const most = Math.max(1, ...days);
  return (
    <svg
      className="mission-picture"
      viewBox={`0 0 ${days.length * 4} 34`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {days.map((n, i) => {
        const height = n === 0 ? 0.8 : Math.max(2, (n / most) * 34);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps of time stand in a fixed order
          <rect
            key={i}
            x={i * 4}
            width="3"
            y={34 - height}
            height={height}
            fill="currentColor"
            opacity={n === 0 ? 0.35 : 0.75}
          />
        );
      })}
    </svg>
  );
}
