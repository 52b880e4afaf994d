import "./warnings.css";
import { Box, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Pending } from "../../src/server/client/decisions.ts";
import { Acting } from "../acting/acting.tsx";
import { Half } from "../acting/half.tsx";
import { usePending } from "../acting/use-acting.ts";
import { may } from "../app/may-on.ts";
import { Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { useMission } from "../situation/use-situation.ts";
import { MessageText } from "./message.tsx";
import { type Message, useWarnings, type Warning } from "./use-warnings.ts";
import { WarnMap } from "./warn-map.tsx";
import { FeedLink, useWarnAct, WarningCard } from "./warning-card.tsx";

/** Warnings of hazards to civilians: those in force, those that ended, and what waits for a second person. */
export default function WarningsScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const { t } = useTranslation();
  const known = useMission(mission);
  const query = useWarnings(mission);
  return (
    <Page title={t("warning.title")} lead={t("warning.lead")}>
      <Answered query={known}>
        {(m) => <Answered query={query}>{({ items }) => <Known mission={m} items={items} />}</Answered>}
      </Answered>
    </Page>
  );
}

function Known({ mission, items }: { mission: Mission; items: readonly Warning[] }) {
  const { t } = useTranslation();
  const warns = may(mission, "release.approve");
  const pending = usePending(mission.id, warns);
  const halves = (pending.data?.items ?? []).filter(({ decision }) => decision["decision"] === "warn");
  useAnewWhenSettled(mission.id, halves);
  const followed = new Set(halves.map(({ decision }) => (decision["follows"] as { index: number } | null)?.index));
  const standing = items.filter((w) => w.state === "standing");
  const ended = items.filter((w) => w.state !== "standing");
  const asked = (w: Warning): boolean => w.entry !== null && followed.has(w.entry.index);
  return (
    <>
      {warns && <Proposing mission={mission} halves={halves} />}
      <Part title={t("warning.standing")} aside={standing.length > 0 && <FeedLink mission={mission} />}>
        {standing.length === 0 ? (
          <Box className="panel" maw={640}>
            <Text fw={600}>{t("warning.none")}</Text>
            <Text size="sm">{t("warning.noneWords")}</Text>
          </Box>
        ) : (
          <>
            <StandingMap mission={mission} standing={standing} />
            <Box className="warning-list">
              {standing.map((w) => (
                <WarningCard key={w.alert} warning={w} mission={mission} asked={asked(w)} />
              ))}
            </Box>
          </>
        )}
      </Part>
      {ended.length > 0 && (
        <Part title={t("warning.ended")}>
          <Box className="warning-list">
            {ended.map((w) => (
              <WarningCard key={w.alert} warning={w} mission={mission} asked={false} />
            ))}
          </Box>
        </Part>
      )}
    </>
  );
}

function StandingMap({ mission, standing }: { mission: Mission; standing: readonly Warning[] }) {
  const { t } = useTranslation();
  const places = useMemo(
    () => standing.flatMap((w) => w.area.circles.map((c) => ({ kind: "point", ...c }) as const)),
    [standing],
  );
  const outlines = useMemo(() => standing.flatMap((w) => w.area.polygons), [standing]);
  return <WarnMap places={places} outlines={outlines} box={mission.box} label={t("warning.map")} />;
}

/** What no longer waits was confirmed, perhaps: then a warning was given out. */
function useAnewWhenSettled(mission: string, halves: readonly Pending[]): void {
  const queries = useQueryClient();
  const waiting = halves.map((h) => h.id).join(" ");
  const before = useRef(waiting);
  useEffect(() => {
    if (before.current !== waiting) void queries.invalidateQueries({ queryKey: ["warnings", mission] });
    before.current = waiting;
  }, [waiting, queries, mission]);
}

const TITLE = { alert: "warning.waits", update: "warning.waitsUpdate", cancel: "warning.waitsCancel" } as const;

function Proposing({ mission, halves }: { mission: Mission; halves: readonly Pending[] }) {
  const { t } = useTranslation();
  const alert = useWarnAct(mission, "alert", null);
  return (
    <Stack gap="sm" mt="md">
      {halves.map((half) => {
        const message = half.decision as unknown as Message;
        return (
          <Half
            key={half.id}
            half={half}
            mission={mission}
            of={message.words[0]?.headline ?? ""}
            title={t(TITLE[message.message])}
            confirm={t("warning.confirm")}
            confirmWords={t("warning.confirmWords")}
          >
            <section className="panel" aria-label={t("warning.preview")} style={{ margin: "8px 0" }}>
              <MessageText message={message} mission={mission} within />
            </section>
          </Half>
        );
      })}
      <Acting of={mission.title} acts={[alert]} />
    </Stack>
  );
}
