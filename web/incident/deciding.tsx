import { Alert, Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { Refused, send } from "../api/client.ts";
import { may } from "../app/may-on.ts";
import { useAgreement } from "../situation/use-situation.ts";
import type { IncidentContent } from "./content.ts";
import { bodyOf, DECISIONS, type Decision, type Filled, NEEDS } from "./decision-body.ts";
import { Undo } from "./undo.tsx";
import { useNearby } from "./use-incident.ts";

interface Props {
  readonly mission: Mission;
  readonly incident: Incident;
}

interface DecidingProps extends Props {
  readonly onOpen: (id: string) => void;
}

/** What this reader may decide here; nothing at all where that is nothing. */
export function decisionsOf({ mission, incident }: Props): readonly Decision[] {
  return DECISIONS.filter(
    (d) =>
      may(mission, NEEDS[d]) &&
      (d !== "dispute" || incident.decisions.length > 0) &&
      (d !== "split" || incident.members.length > 1),
  );
}

/** The decisions that the reader may enter, one form at a time. */
export function Deciding({ mission, incident, onOpen }: DecidingProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Decision | null>(null);
  const [entered, setEntered] = useState<{ readonly index: number; readonly commitment: string } | null>(null);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {decisionsOf({ mission, incident }).map((d) => (
          <Button
            key={d}
            size="xs"
            variant={open === d ? "filled" : "default"}
            aria-expanded={open === d}
            onClick={() => setOpen(open === d ? null : d)}
          >
            {t(`decision.${d}`)}
          </Button>
        ))}
      </Group>
      {entered && <Undo key={entered.index} mission={mission.id} entry={entered} />}
      {open && (
        <DecisionForm
          key={open}
          decision={open}
          mission={mission}
          incident={incident}
          onOpen={onOpen}
          onClose={() => setOpen(null)}
          onEntered={setEntered}
        />
      )}
    </Stack>
  );
}

interface FormProps extends DecidingProps {
  readonly decision: Decision;
  readonly onClose: () => void;
  readonly onEntered: (entry: { readonly index: number; readonly commitment: string }) => void;
}

function DecisionForm({ decision, mission, incident, onOpen, onClose, onEntered }: FormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { weakest } = incident.content as IncidentContent;
  const [filled, setFilled] = useState<Filled>({
    finding: "confirmed",
    actor: "",
    standard: "",
    dissentBy: "",
    dissentWords: "",
    disputed: String(incident.decisions.at(-1)?.index ?? ""),
    by: "",
    grounds: "",
    a: decision === "split" && weakest ? weakest.a : incident.id,
    b: decision === "split" && weakest ? weakest.b : "",
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
      if (status === 409) void queries.invalidateQueries({ queryKey: ["incident", mission.id] });
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
    <form onSubmit={(event) => void submit(event)} aria-label={t(`decision.${decision}`)}>
      <Stack gap="xs" className="observation">
        <Fields decision={decision} mission={mission} incident={incident} filled={filled} set={set} />
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

interface FieldsProps extends Props {
  readonly decision: Decision;
  readonly filled: Filled;
  readonly set: (change: Partial<Filled>) => void;
}

function Fields({ decision, mission, incident, filled, set }: FieldsProps) {
  const { t } = useTranslation();
  const parties = useAgreement(mission.id).data?.parties ?? [];
  const partyNames = parties.map(({ id, name }) => ({ value: id, label: name }));
  const within = { comboboxProps: { withinPortal: false }, allowDeselect: false } as const;
  switch (decision) {
    case "verify":
      return (
        <Select
          label={t("decision.finding")}
          data={(["confirmed", "not-confirmed"] as const).map((value) => ({ value, label: t(`decision.${value}`) }))}
          value={filled.finding}
          onChange={(finding) => finding !== null && set({ finding })}
          {...within}
        />
      );
    case "reject":
      return null;
    case "attribute":
      return (
        <>
          <Select
            label={t("decision.actor")}
            data={partyNames}
            required
            value={filled.actor || null}
            onChange={(actor) => actor !== null && set({ actor })}
            {...within}
          />
          <TextInput
            label={t("decision.standard")}
            description={t("decision.standardHint")}
            required
            maxLength={200}
            value={filled.standard}
            onChange={(event) => set({ standard: event.currentTarget.value })}
          />
          <TextInput
            label={t("decision.dissentBy")}
            maxLength={200}
            value={filled.dissentBy}
            onChange={(event) => set({ dissentBy: event.currentTarget.value })}
          />
          {filled.dissentBy !== "" && (
            <Textarea
              label={t("decision.dissentWords")}
              maxLength={5_000}
              value={filled.dissentWords}
              onChange={(event) => set({ dissentWords: event.currentTarget.value })}
            />
          )}
        </>
      );
    case "dispute":
      return (
        <>
          <Select
            label={t("decision.entry")}
            data={incident.decisions.map((d) => ({
              value: String(d.index),
              label: `${d.index}: ${t(`entered.${d.kind}` as never, { defaultValue: d.kind })}`,
            }))}
            value={filled.disputed}
            onChange={(disputed) => disputed !== null && set({ disputed })}
            {...within}
          />
          <TextInput
            label={t("decision.disputedBy")}
            required
            maxLength={200}
            value={filled.by}
            onChange={(event) => set({ by: event.currentTarget.value })}
          />
          <Textarea
            label={t("decision.grounds")}
            required
            maxLength={5_000}
            value={filled.grounds}
            onChange={(event) => set({ grounds: event.currentTarget.value })}
          />
        </>
      );
    case "merge":
      return <Other mission={mission} incident={incident} filled={filled} set={set} />;
    case "split": {
      const named = incident.members.map(({ id, content }) => ({
        value: id,
        label: `${String(content["source"] ?? "")} · ${id.slice(0, 8)}`,
      }));
      return (
        <>
          <Select
            label={t("decision.here")}
            data={named.filter((m) => m.value !== filled.b)}
            required
            value={filled.a}
            onChange={(a) => a !== null && set({ a })}
            {...within}
          />
          <Select
            label={t("decision.apart")}
            data={named.filter((m) => m.value !== filled.a)}
            required
            value={filled.b || null}
            onChange={(b) => b !== null && set({ b })}
            {...within}
          />
        </>
      );
    }
  }
}

/** Which other incident it is one with: those close in time, the nearest alternative first. */
function Other({ mission, incident, filled, set }: Omit<FieldsProps, "decision">) {
  const { t } = useTranslation();
  const nearby = useNearby(mission, incident);
  return (
    <>
      <Select
        label={t("decision.other")}
        description={t("decision.otherHint")}
        data={[...nearby]}
        required
        searchable
        value={filled.b || null}
        onChange={(b) => b !== null && set({ b })}
        comboboxProps={{ withinPortal: false }}
        allowDeselect={false}
      />
      {nearby.length === 0 && <Text size="sm">{t("list.none")}</Text>}
    </>
  );
}
