import { Drawer, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import { CopyLink } from "../app/copy-link.tsx";
import type { News } from "../app/use-live.ts";
import { useTour } from "../tour/tour-state.ts";
import { IncidentPanel } from "./incident-panel.tsx";

interface IncidentDrawerProps {
  readonly mission: Mission;
  /** The incident that is open; absent: the drawer is closed. */
  readonly id: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
  readonly news: News;
  readonly onShow: () => void;
}

/** One incident over the situation, which stays as it was left. */
export default function IncidentDrawer({ mission, id, onOpen, onClose, news, onShow }: IncidentDrawerProps) {
  const { t, i18n } = useTranslation();
  // The tour stands beside it and must stay within reach.
  const touring = typeof useTour() === "number";
  return (
    <Drawer.Root
      opened={id !== undefined}
      onClose={onClose}
      position={i18n.dir() === "rtl" ? "left" : "right"}
      size="xl"
      trapFocus={!touring}
      lockScroll={!touring}
    >
      {!touring && <Drawer.Overlay backgroundOpacity={0.25} />}
      <Drawer.Content className="incident" aria-modal={!touring}>
        {/* Inside a dialog this is no banner of the page. */}
        <Drawer.Header role="group">
          <Drawer.Title>{t("incident.title")}</Drawer.Title>
          <Group gap="xs" ms="auto" me="xs">
            <CopyLink />
          </Group>
          <Drawer.CloseButton data-autofocus aria-label={t("incident.close")} />
        </Drawer.Header>
        <Drawer.Body>
          {id !== undefined && <IncidentPanel mission={mission} id={id} onOpen={onOpen} news={news} onShow={onShow} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
