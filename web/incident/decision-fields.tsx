import { Select, Text, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dissents } from "../acting/dissents.tsx";
import { useAgreement } from "../situation/use-situation.ts";
import type { Props } from "./deciding.tsx";
import { type Decision, type Filled, STRENGTHS } from "./decision-body.ts";
import { useNearby } from "./use-incident.ts";

interface FieldsProps extends Props {
  readonly filled: Filled;
  readonly set: (change: Partial<Filled>) => void;
}

const WITHIN = { comboboxProps: { withinPortal: false }, allowDeselect: false } as const;

/** What each decision asks for beside its reason; a rejection asks for nothing more. */
const FIELDS: Readonly<Record<Decision, (of: FieldsProps) => ReactNode>> = {
  verify: Finding,
  reject: () => null,
  attribute: Attribution,
  "assess-actor": Assessment,
  dispute: Dispute,
  merge: Merge,
  split: Split,
  pin: Pin,
};

export function DecisionFields({ decision, ...of }: FieldsProps & { readonly decision: Decision }) {
  const Fields = FIELDS[decision];
  return <Fields {...of} />;
}

function Finding({ filled, set }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={t("decision.finding")}
      data={(["confirmed", "not-confirmed"] as const).map((value) => ({ value, label: t(`decision.${value}`) }))}
      value={filled.finding}
      onChange={(finding) => finding !== null && set({ finding })}
      {...WITHIN}
    />
  );
}

/** One of the agreement's parties. */
function Party({ mission, filled, set }: FieldsProps) {
  const { t } = useTranslation();
  const parties = useAgreement(mission.id).data?.parties ?? [];
  return (
    <Select
      label={t("decision.actor")}
      data={parties.map(({ id, name }) => ({ value: id, label: name }))}
      required
      value={filled.actor || null}
      onChange={(actor) => actor !== null && set({ actor })}
      {...WITHIN}
    />
  );
}

function Attribution(of: FieldsProps) {
  const { filled, set } = of;
  const { t } = useTranslation();
  return (
    <>
      <Party {...of} />
      <TextInput
        label={t("decision.standard")}
        description={t("decision.standardHint")}
        required
        maxLength={200}
        value={filled.standard}
        onChange={(event) => set({ standard: event.currentTarget.value })}
      />
      <Dissents dissents={filled.dissents} onDissents={(dissents) => set({ dissents })} />
    </>
  );
}

/** An analyst's assessment: with its strength and what it rests on; it attributes nothing. */
function Assessment(of: FieldsProps) {
  const { filled, set } = of;
  const { t } = useTranslation();
  return (
    <>
      <Party {...of} />
      <Select
        label={t("decision.strength")}
        data={STRENGTHS.map((value) => ({ value, label: t(`strength.${value}`) }))}
        value={filled.strength}
        onChange={(strength) => strength !== null && set({ strength: strength as Filled["strength"] })}
        {...WITHIN}
      />
      <Textarea
        label={t("decision.method")}
        description={t("decision.methodHint")}
        required
        autosize
        minRows={2}
        maxLength={5_000}
        value={filled.method}
        onChange={(event) => set({ method: event.currentTarget.value })}
      />
    </>
  );
}

function Dispute({ incident, filled, set }: FieldsProps) {
  const { t } = useTranslation();
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
        {...WITHIN}
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
}

/** Which other incident it is one with: those close in time, the nearest alternative first. */
function Merge({ mission, incident, filled, set }: FieldsProps) {
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
        {...WITHIN}
      />
      {nearby.length === 0 && <Text size="sm">{t("list.none")}</Text>}
    </>
  );
}

function Split({ incident, filled, set }: FieldsProps) {
  const { t } = useTranslation();
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
        {...WITHIN}
      />
      <Select
        label={t("decision.apart")}
        data={named.filter((m) => m.value !== filled.a)}
        required
        value={filled.b || null}
        onChange={(b) => b !== null && set({ b })}
        {...WITHIN}
      />
    </>
  );
}

function Pin() {
  const { t } = useTranslation();
  return <Text size="sm">{t("decision.pinWords")}</Text>;
}
