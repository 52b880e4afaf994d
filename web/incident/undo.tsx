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
  /** What taking it back is called, and what comes of it, where that has words of its own. */
  readonly button?: string;
  readonly words?: string;
}

/** The way back from an entry: a withdrawal with its reason, which is an entry too. */
export function Undo({ mission, entry, ...said }: UndoProps) {
  const { t } = useTranslation();
  const button = said.button ?? t("undo.button", { index: entry.index });
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
        {button}
      </Button>
      {open && (
        <Box mt="xs">
          <ReasonForm
            words={said.words ?? t("undo.words")}
            label={t("undo.reason")}
            maxLength={5_000}
            button={button}
            size="compact-sm"
            onReason={undo}
          />
        </Box>
      )}
    </Box>
  );
}
