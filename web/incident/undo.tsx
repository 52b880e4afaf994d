import { Box, Button, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../api/client.ts";
import { ReasonForm } from "../app/reason-form.tsx";
import { isMoving } from "../app/use-live.ts";

interface UndoProps {
  readonly mission: string;
  /** As it was shown: by its place in the log, and by what it commits to. */
  readonly entry: { readonly index: number; readonly commitment: string };
}

/** The way back from an entry: a withdrawal with its reason, which is an entry too. */
export function Undo({ mission, entry }: UndoProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const undo = async (reason: string) => {
    const body = { reason, decision: { decision: "withdraw", entry } };
    const path = `/missions/${encodeURIComponent(mission)}/decisions`;
    const { index } = await send<{ index: number }>("POST", path, body, key);
    setDone(index);
    for (const wait of [0, 1_200, 4_000])
      setTimeout(() => void queries.invalidateQueries({ predicate: isMoving, type: "active" }), wait);
  };
  if (done !== null) return <Text size="sm">{t("undo.done", { index: done })}</Text>;
  return (
    <Box>
      <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("undo.button", { index: entry.index })}
      </Button>
      {open && (
        <Box mt="xs">
          <ReasonForm
            words={t("undo.words")}
            label={t("undo.reason")}
            maxLength={5_000}
            button={t("undo.button", { index: entry.index })}
            size="compact-sm"
            onReason={undo}
          />
        </Box>
      )}
    </Box>
  );
}
