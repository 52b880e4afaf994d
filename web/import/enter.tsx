import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportTaken } from "../../src/server/client/imports.ts";
import { Refused, send, sendBytes } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { at, type ChosenFile, type HowRead, questionOf } from "./use-import.ts";

const wordsOf = (error: unknown, network: string): string =>
  error instanceof Refused && error.status !== 0 ? error.detail || error.title : network;

interface EnterProps {
  readonly mission: string;
  readonly file: ChosenFile;
  readonly how: HowRead;
  readonly onDone: (taken: ImportTaken) => void;
}

/** The reason, and the import itself. */
export function EnterPart({ mission, file, how, onDone }: EnterProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused("");
    try {
      onDone(await sendBytes<ImportTaken>(at(mission), file.bytes, { ...questionOf(file, how), reason }));
    } catch (error) {
      setRefused(wordsOf(error, t("failure.network")));
      setBusy(false);
    }
  };
  return (
    <Part title={t("import.enter")}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm" maw={640}>
          <Textarea
            label={t("import.reason")}
            description={t("import.reasonHint")}
            required
            autosize
            minRows={2}
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {refused !== "" && (
            <Alert color="gray" variant="outline" role="alert">
              {refused}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={busy} disabled={reason.trim() === ""}>
              {t("import.button")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Part>
  );
}

/** What the import became, and the way back. */
export function Taken({ mission, taken }: { mission: string; taken: ImportTaken }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [undone, setUndone] = useState<number | null>(null);
  const [refused, setRefused] = useState("");
  // One key: a second try after silence takes nothing back twice.
  const [key] = useState(() => crypto.randomUUID());
  const undo = async (event: FormEvent) => {
    event.preventDefault();
    setRefused("");
    try {
      const { entry } = await send<{ entry: number }>(
        "POST",
        `${at(mission)}/${taken.entry}/withdrawn`,
        { reason },
        key,
      );
      setUndone(entry);
      void queries.invalidateQueries();
    } catch (error) {
      setRefused(wordsOf(error, t("failure.network")));
    }
  };
  return (
    <div className="panel" role="status">
      <Text fw={600}>{t(taken.present ? "import.present" : "import.done", { entry: taken.entry })}</Text>
      {undone !== null ? (
        <Text mt="xs">{t("import.undone", { entry: undone })}</Text>
      ) : (
        <Group mt="sm" gap="xs">
          <Button component={Link} to="/$mission" params={{ mission } as never} variant="default" size="sm">
            {t("import.inSituation")}
          </Button>
          <Button variant="default" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("import.undo")}
          </Button>
        </Group>
      )}
      {open && undone === null && (
        <form onSubmit={(event) => void undo(event)}>
          <Stack gap="xs" mt="sm" maw={640}>
            <Text size="sm">{t("import.undoWords")}</Text>
            <Textarea
              label={t("import.undoReason")}
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
              <Button type="submit" size="sm" disabled={reason.trim() === ""}>
                {t("import.undo")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </div>
  );
}
