import { Alert, Box, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused, send } from "../api/client.ts";
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
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState("");
  const [done, setDone] = useState<number | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefused("");
    try {
      const body = { reason, decision: { decision: "withdraw", entry } };
      const { index } = await send<{ index: number }>(
        "POST",
        `/missions/${encodeURIComponent(mission)}/decisions`,
        body,
        key,
      );
      setDone(index);
      for (const wait of [0, 1_200, 4_000])
        setTimeout(() => void queries.invalidateQueries({ predicate: isMoving, type: "active" }), wait);
    } catch (error) {
      setRefused(error instanceof Refused && error.status !== 0 ? error.detail || error.title : t("failure.network"));
    }
  };
  if (done !== null) return <Text size="sm">{t("undo.done", { index: done })}</Text>;
  return (
    <Box>
      <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("undo.button", { index: entry.index })}
      </Button>
      {open && (
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="xs" mt="xs">
            <Text size="sm">{t("undo.words")}</Text>
            <Textarea
              label={t("undo.reason")}
              required
              autosize
              maxLength={5_000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            {refused !== "" && (
              <Alert color="gray" variant="outline" role="alert">
                {refused}
              </Alert>
            )}
            <Group>
              <Button type="submit" size="compact-sm" disabled={reason.trim() === ""}>
                {t("undo.button", { index: entry.index })}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Box>
  );
}
