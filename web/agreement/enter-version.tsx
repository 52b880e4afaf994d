import { Alert, Button, Select, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NewVersion } from "../../src/server/client/drafts.ts";
import { Refused, send } from "../api/client.ts";
import { dropDraft } from "./kept-draft.ts";

interface EnterVersionProps {
  readonly mission: string;
  readonly text: string;
  readonly seen: number;
  readonly readings: readonly string[];
  /** Why it cannot be entered now; null: it can. */
  readonly not: string | null;
  /** Whether the mission has no text yet: then its marking is chosen, which later ones keep. */
  readonly first: boolean;
  readonly onEntered: () => void;
}

/** Enters the text into the record: never without the author's reason. */
export function EnterVersion({ mission, text, seen, readings, not, first, onEntered }: EnterVersionProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [marking, setMarking] = useState<NonNullable<NewVersion["marking"]>>("TLP:AMBER");
  const [reading, setReading] = useState<string | null>(null);
  const enter = useMutation({
    mutationFn: (version: NewVersion) =>
      send<{ index: number }>("POST", `/missions/${encodeURIComponent(mission)}/agreement/versions`, version),
    onSuccess: async ({ index }) => {
      dropDraft(mission);
      notifications.show({ message: t("editor.entered", { index }) });
      await client.invalidateQueries();
      onEntered();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate({
      text,
      reason,
      reading: reading && readings.includes(reading) ? reading : null,
      seen,
      ...(first && { marking }),
    });
  };
  const refused = enter.error instanceof Refused && enter.error.status !== 0 ? enter.error : null;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {readings.length > 1 && (
          <Select
            label={t("editor.reading")}
            placeholder={t("editor.noReading")}
            data={[...readings]}
            value={reading}
            clearable
            onChange={setReading}
          />
        )}
        {first && (
          <Select
            label={t("editor.marking")}
            description={t("editor.markingHint")}
            data={["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER"]}
            value={marking}
            allowDeselect={false}
            onChange={(value) => value !== null && setMarking(value as typeof marking)}
          />
        )}
        <Textarea
          label={t("decision.reason")}
          description={t("decision.reasonHint")}
          required
          autosize
          minRows={3}
          maxLength={5_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {enter.isError && (
          <Alert color="gray" variant="outline" role="alert" title={t("editor.notEntered")}>
            {refused ? (
              <span lang="en" dir="auto" style={{ whiteSpace: "pre-line" }}>
                {refused.detail}
              </span>
            ) : (
              t("failure.network")
            )}
          </Alert>
        )}
        {not !== null && (
          <Text size="sm" c="dimmed">
            {not}
          </Text>
        )}
        <Button type="submit" loading={enter.isPending} disabled={not !== null || reason.trim() === ""}>
          {t("decision.enter")}
        </Button>
      </Stack>
    </form>
  );
}
