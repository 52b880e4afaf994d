import { Box, Button, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { Answered } from "../app/screen-state.tsx";
import type { News } from "../app/use-live.ts";
import { WhoDidIt } from "./actor.tsx";
import { Deciding, decisionsOf } from "./deciding.tsx";
import { Evidence } from "./evidence.tsx";
import { History } from "./history.tsx";
import { WhatIsKnown } from "./known.tsx";
import { Observations, WhyJoined } from "./observations.tsx";
import { useIncident } from "./use-incident.ts";
import { Verdicts } from "./verdicts.tsx";

interface PanelProps {
  readonly mission: Mission;
  readonly id: string;
  readonly onOpen: (id: string) => void;
  readonly news: News;
  readonly onShow: () => void;
}

/** One incident: what is known, how sure, from whom; what each clause makes of it; what people decided. */
export function IncidentPanel({ mission, id, onOpen, news, onShow }: PanelProps) {
  const { t } = useTranslation();
  return (
    <>
      <Box role="status">
        {news.ids.has(id) && (
          <Group className="notice" justify="space-between" gap="xs" mb="md">
            <Text size="sm">{t(news.gone.has(id) ? "live.gone" : "live.incident")}</Text>
            <Button size="compact-sm" onClick={onShow}>
              {t("live.show")}
            </Button>
          </Group>
        )}
      </Box>
      <Answered query={useIncident(mission.id, id)}>
        {(incident) => <Known mission={mission} incident={incident} onOpen={onOpen} />}
      </Answered>
    </>
  );
}

const Part = ({ title, tour, children }: { title: string; tour?: string; children: ReactNode }) => (
  <Box component="section" aria-label={title} data-tour={tour}>
    <Title order={4} size="h5" mb="xs">
      {title}
    </Title>
    {children}
  </Box>
);

function Known({ mission, incident, onOpen }: Pick<PanelProps, "mission" | "onOpen"> & { incident: Incident }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg" pb="xl">
      <WhatIsKnown mission={mission} incident={incident} onOpen={onOpen} />
      <Part title={t("incident.verdicts")} tour="verdicts">
        <Verdicts mission={mission} incident={incident} />
      </Part>
      <Part title={t("incident.actor")}>
        <WhoDidIt incident={incident} />
      </Part>
      <Part title={t("incident.observations", { count: incident.members.length })}>
        <Observations mission={mission} incident={incident} />
      </Part>
      {incident.evidence.length > 0 && (
        <Part title={t("evidence.title")}>
          <Evidence mission={mission} incident={incident} />
        </Part>
      )}
      <Part title={t("incident.joined")}>
        <WhyJoined mission={mission} incident={incident} onOpen={onOpen} />
      </Part>
      <Part title={t("incident.history")}>
        <History mission={mission} incident={incident} />
      </Part>
      {decisionsOf({ mission, incident }).length > 0 && (
        <Part title={t("decision.title")}>
          <Deciding mission={mission} incident={incident} onOpen={onOpen} />
        </Part>
      )}
    </Stack>
  );
}
