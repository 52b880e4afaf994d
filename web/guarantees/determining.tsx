import { NativeSelect, Select, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Act, Acting } from "../acting/acting.tsx";
import { ByWhom } from "../acting/by-whom.tsx";
import { type Dissent, saidDissents } from "../acting/dissent.ts";
import { Dissents } from "../acting/dissents.tsx";
import { IncidentPicker } from "../acting/incident-picker.tsx";
import { useActing } from "../acting/use-acting.ts";
import type { LadderProps } from "./ladders.tsx";

type Known = LadderProps["state"]["determinations"];

/**
 * What people determine, as an act with its form: one of those that the text knows, by which body and standard, in whose
 * words, on which incidents it rests, and who dissents. Nothing of it is computed.
 * @returns null where the text knows none
 */
export function useDetermining({ mission, side, agreement }: LadderProps, offered: Known): Act | null {
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const [which, setWhich] = useState("");
  const [body, setBody] = useState("");
  const [standard, setStandard] = useState("");
  const [clause, setClause] = useState("");
  const [text, setText] = useState("");
  const [incidents, setIncidents] = useState<readonly string[]>([]);
  const [dissents, setDissents] = useState<readonly Dissent[]>([]);
  const chosen = offered.find((d) => d.id === which) ?? offered[0];
  if (!chosen) return null;
  const breach = chosen.kind === "breach";
  const of =
    chosen.kind === "activation"
      ? side.commitments.map((c) => ({ value: c.id, label: c.asWorded }))
      : breach
        ? mission.clauses.map((c) => ({ value: c.id, label: c.title }))
        : [];
  const fields = (
    <>
      {offered.length > 1 ? (
        <NativeSelect
          label={t("acting.which")}
          data={offered.map((d) => ({ value: d.id, label: `${t(`determination.${d.kind}`)}: ${d.says}` }))}
          value={chosen.id}
          onChange={(event) => {
            setWhich(event.currentTarget.value);
            setClause("");
          }}
        />
      ) : (
        <Text size="sm" dir="auto">
          <b>{t(`determination.${chosen.kind}`)}</b>: {chosen.says}
        </Text>
      )}
      {of.length > 0 && (
        <Select
          label={t(breach ? "acting.clause" : "acting.commitment")}
          {...(breach ? { required: true } : { description: t("acting.commitmentHint"), clearable: true })}
          searchable
          data={of}
          value={clause || null}
          onChange={(id) => setClause(id ?? "")}
          comboboxProps={{ withinPortal: false }}
        />
      )}
      {chosen.body == null && <ByWhom label={t("acting.body")} agreement={agreement} value={body} onValue={setBody} />}
      {chosen.standard == null && (
        <Textarea
          label={t("acting.standard")}
          required
          autosize
          maxLength={200}
          value={standard}
          onChange={(event) => setStandard(event.currentTarget.value)}
        />
      )}
      <IncidentPicker
        mission={mission}
        label={t("acting.incidents")}
        hint={t("acting.incidentsHint")}
        value={incidents}
        onValue={setIncidents}
      />
      <Textarea
        label={t("acting.text")}
        required
        autosize
        maxLength={5_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Dissents dissents={dissents} onDissents={setDissents} />
    </>
  );
  return {
    id: "determine",
    label: t("acting.determine"),
    words: t("guarantees.determinationWords"),
    fields,
    onAct: (reason, key) =>
      acting.decide(
        {
          decision: "determine",
          determination: chosen.kind,
          clause: clause === "" ? null : clause,
          incidents,
          body: chosen.body ?? body,
          standard: chosen.standard ?? standard,
          text,
          dissent: saidDissents(dissents),
        },
        reason,
        key,
      ),
  };
}

/** Any determination that the texts know, whether or not a ladder is started by it. */
export function Determining(props: LadderProps) {
  const { t } = useTranslation();
  const act = useDetermining(props, props.state.determinations);
  return act && <Acting of={t("guarantees.determinations")} acts={[act]} />;
}
