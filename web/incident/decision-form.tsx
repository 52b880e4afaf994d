import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused, send } from "../api/client.ts";
import type { IncidentContent } from "./content.ts";
import type { DecidingProps } from "./deciding.tsx";
import { bodyOf, type Decision, type Filled } from "./decision-body.ts";
import { DecisionFields } from "./decision-fields.tsx";

interface FormProps extends DecidingProps {
  readonly decision: Decision;
  /** Of a merge or a split whose two sides are settled already: their reports, and what comes of it. */
  readonly pair?: { readonly a: string; readonly b: string; readonly title: string; readonly words: string };
  readonly onClose: () => void;
  readonly onEntered: (entry: { readonly index: number; readonly commitment: string }) => void;
}

/** One decision: what it asks for, its reason, and what became of it. */
export function DecisionForm({ decision, pair, mission, incident, onOpen, onClose, onEntered }: FormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { weakest } = incident.content as IncidentContent;
  const [filled, setFilled] = useState<Filled>({
    finding: "confirmed",
    actor: "",
    standard: "",
    dissents: [],
    strength: "likely",
    method: "",
    disputed: String(incident.decisions.at(-1)?.index ?? ""),
    by: "",
    grounds: "",
    a: pair?.a ?? (decision === "split" && weakest ? weakest.a : incident.id),
    b: pair?.b ?? (decision === "split" && weakest ? weakest.b : ""),
  });
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState("");
  const [busy, setBusy] = useState(false);
  // One key for this form: a second try after silence enters nothing twice.
  const [key] = useState(() => crypto.randomUUID());
  const set = (change: Partial<Filled>) => setFilled((before) => ({ ...before, ...change }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused("");
    try {
      const body = { reason, decision: bodyOf(decision, incident, filled) };
      const { index, commitment } = await send<{ index: number; commitment: string }>(
        "POST",
        `/missions/${encodeURIComponent(mission.id)}/decisions`,
        body,
        key,
      );
      notifications.show({
        title: t("decision.done", { index }),
        message: t("decision.undo", { index }),
        color: "gray",
        autoClose: 20_000,
        withBorder: true,
        closeButtonProps: { "aria-label": t("incident.close") },
      });
      onEntered({ index, commitment });
      onClose();
      // What is merged goes by the smaller id (incident.ts): the other is soon no more.
      if (decision === "merge" && filled.b < incident.id) onOpen(filled.b);
      // The record has it at once; what is derived from it follows.
      for (const wait of [0, 1_200, 4_000]) setTimeout(() => void queries.invalidateQueries({ type: "active" }), wait);
    } catch (error) {
      const status = error instanceof Refused ? error.status : 0;
      if (status === 409)
        for (const asked of ["incident", "review"]) void queries.invalidateQueries({ queryKey: [asked, mission.id] });
      setRefused(
        status === 0
          ? t("failure.network")
          : status === 409
            ? t("decision.conflict")
            : error instanceof Refused && /Who reported/.test(error.detail)
              ? t("decision.fourEyes")
              : String((error as Refused).detail || (error as Refused).title),
      );
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} aria-label={pair?.title ?? t(`decision.${decision}`)}>
      <Stack gap="xs" className="observation">
        {pair ? (
          <Text size="sm">{pair.words}</Text>
        ) : (
          <DecisionFields decision={decision} mission={mission} incident={incident} filled={filled} set={set} />
        )}
        <Textarea
          label={t("decision.reason")}
          description={t("decision.reasonHint")}
          required
          autosize
          minRows={2}
          maxLength={5_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {refused !== "" && (
          <Alert color="gray" variant="outline" role="alert" title={t("decision.refused")}>
            {refused}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" size="sm" loading={busy}>
            {t("decision.enter")}
          </Button>
          <Button size="sm" variant="default" onClick={onClose}>
            {t("decision.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
