import "./report.css";
import { List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Page, Part } from "../app/page.tsx";
import { keptMissions } from "./device-store.ts";
import { keepShell } from "./keep-shell.ts";
import { QueueList } from "./queue-list.tsx";
import { useSending } from "./use-report.ts";

/** Where an installed application begins without a connection: the missions that this device can report into. */
export default function KeptMissions() {
  const { t } = useTranslation();
  const sending = useSending();
  useEffect(() => keepShell(), []);
  const missions = useQuery({
    queryKey: ["keptMissions"],
    networkMode: "always",
    queryFn: () => keptMissions().catch(() => []),
  });
  return (
    <Page title={t("report.title")} lead={t("report.lead")}>
      <Part title={t("report.missions")}>
        {missions.data?.length === 0 && <Text size="sm">{t("report.missionsNone")}</Text>}
        <List spacing="xs">
          {missions.data?.map(({ id }) => (
            <List.Item key={id}>
              <Link to="/$mission/report" params={{ mission: id } as never}>
                {id}
              </Link>
            </List.Item>
          ))}
        </List>
      </Part>
      <div style={{ marginTop: 28 }}>
        <QueueList sending={sending} />
      </div>
    </Page>
  );
}
