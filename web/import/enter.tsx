import { Box, Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportTaken } from "../../src/server/client/imports.ts";
import { send, sendBytes } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { ReasonForm } from "../app/reason-form.tsx";
import { at, type ChosenFile, type HowRead, questionOf } from "./use-import.ts";

interface EnterProps {
  readonly mission: string;
  readonly file: ChosenFile;
  readonly how: HowRead;
  readonly onDone: (taken: ImportTaken) => void;
}

/** The reason, and the import itself. */
export function EnterPart({ mission, file, how, onDone }: EnterProps) {
  const { t } = useTranslation();
  return (
    <Part title={t("import.enter")}>
      <Box maw={640}>
        <ReasonForm
          label={t("import.reason")}
          hint={t("import.reasonHint")}
          minRows={2}
          maxLength={1_000}
          button={t("import.button")}
          gap="sm"
          onReason={async (reason) =>
            onDone(await sendBytes<ImportTaken>(at(mission), file.bytes, { ...questionOf(file, how), reason }))
          }
        />
      </Box>
    </Part>
  );
}

/** What the import became, and the way back. */
export function Taken({ mission, taken }: { mission: string; taken: ImportTaken }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [undone, setUndone] = useState<number | null>(null);
  // One key: a second try after silence takes nothing back twice.
  const [key] = useState(() => crypto.randomUUID());
  const undo = async (reason: string) => {
    const path = `${at(mission)}/${taken.entry}/withdrawn`;
    const { entry } = await send<{ entry: number }>("POST", path, { reason }, key);
    setUndone(entry);
    void queries.invalidateQueries();
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
        <Box mt="sm" maw={640}>
          <ReasonForm
            words={t("import.undoWords")}
            label={t("import.undoReason")}
            maxLength={5_000}
            button={t("import.undo")}
            size="sm"
            onReason={undo}
          />
        </Box>
      )}
    </div>
  );
}
