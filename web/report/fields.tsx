import { NativeSelect, type NativeSelectProps, Textarea, TextInput, type TextInputProps } from "@mantine/core";
import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { WordKey } from "../words/en.ts";
import type { Cells, Fault } from "./read-cells.ts";

/** What every field of the form reads and writes. */
export interface Filling {
  readonly cells: Cells;
  readonly set: (change: Cells) => void;
  /** Faults as they are shown: once sealing was tried, or where something unreadable stands in a field. */
  readonly faults: readonly Fault[];
}

export const FillingContext = createContext<Filling>({ cells: {}, set: () => undefined, faults: [] });

export const LABELS: Readonly<Record<string, WordKey>> = {
  time_from: "report.from",
  time_until: "report.until",
  from: "report.watchFrom",
  until: "report.until",
  position: "report.position",
  radius_m: "report.radius",
  bearing: "report.bearing",
  bearing_halfwidth_deg: "report.halfwidth",
  distance_min_m: "report.least",
  distance_max_m: "report.most",
  place_name: "report.placeName",
  area_name: "report.placeName",
  station: "report.station",
  mode: "report.mode",
  act: "report.act",
  role: "report.sound",
  weapon: "report.weapon",
  count: "report.count",
  count_unit: "report.unit",
  activity: "report.activity",
  object_kind: "report.object",
  object_name: "report.objectName",
  killed: "report.killed",
  injured: "report.injured",
  note: "report.note",
  marking: "report.marking",
  kind: "report.watchKind",
  state: "report.watchState",
};

function useField(field: string) {
  const { t } = useTranslation();
  const { cells, set, faults } = useContext(FillingContext);
  const fault = faults.find((f) => f.field === field);
  return {
    id: `report-${field}`,
    label: t(LABELS[field] ?? "report.note"),
    value: cells[field] ?? "",
    error:
      fault &&
      (fault.words === "" ? (
        t("report.missing")
      ) : (
        <span lang="en" dir="ltr">
          {fault.words}
        </span>
      )),
    change: (value: string) => set({ [field]: value }),
  };
}

/** A field that is typed. */
export function Typed({ field, ...rest }: { field: string } & TextInputProps) {
  const { change, ...own } = useField(field);
  return <TextInput {...rest} {...own} onChange={(event) => change(event.currentTarget.value)} maxLength={2_000} />;
}

export function LongTyped({ field, description }: { field: string; description: string }) {
  const { change, ...own } = useField(field);
  return (
    <Textarea
      {...own}
      description={description}
      autosize
      minRows={3}
      maxLength={9_000}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

interface ChosenProps extends Omit<NativeSelectProps, "data"> {
  readonly field: string;
  readonly values: readonly string[];
  /** Key of a value's word begins so: "mode." */
  readonly words: string;
  /** What stands there while nothing is chosen; absent: something always is. */
  readonly empty?: string;
}

/** A field that is chosen by the device's own list: quick on a phone, and read out by every screen reader. */
export function Chosen({ field, values, words, empty, ...rest }: ChosenProps) {
  const { t } = useTranslation();
  const { change, ...own } = useField(field);
  return (
    <NativeSelect {...rest} {...own} onChange={(event) => change(event.currentTarget.value)}>
      {empty !== undefined && <option value="">{empty}</option>}
      {values.map((value) => (
        <option key={value} value={value}>
          {t(`${words}${value}` as never, { defaultValue: value })}
        </option>
      ))}
    </NativeSelect>
  );
}
