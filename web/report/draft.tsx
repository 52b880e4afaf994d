import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../api/client.ts";
import { Notice } from "../app/page.tsx";
import { type Filled, opened, type useDraft } from "./use-draft.ts";
import type { Ready } from "./use-report.ts";

interface DraftProps {
  readonly draft: ReturnType<typeof useDraft>;
  readonly ready: Ready;
  readonly onOpened: (filled: Filled) => void;
}

/** A sealed draft from before: opened by the server for its writer, or thrown away. */
export function Draft({ draft, ready, onOpened }: DraftProps) {
  const { t } = useTranslation();
  const [why, setWhy] = useState("");
  const { found } = draft;
  if (!found) return null;
  const open = async () => {
    setWhy("");
    try {
      onOpened(await opened(ready.id, found));
      await draft.drop();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setWhy(error.status === 0 ? t("report.draftOffline") : error.status === 401 ? t("report.signIn") : error.detail);
    }
  };
  return (
    <Notice>
      <Text size="sm">
        {t("report.draftFound")} {ready.without === "network" && t("report.draftOffline")}
      </Text>
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" variant="default" onClick={() => void open()}>
          {t("report.draftOpen")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void draft.drop()}>
          {t("report.draftDrop")}
        </Button>
      </Group>
      {why !== "" && (
        <Text size="sm" mt={6} role="alert">
          {why}
        </Text>
      )}
    </Notice>
  );
}
