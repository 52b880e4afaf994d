import { MultiSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentItem, Incidents, Mission } from "../../src/server/client/answers.ts";
import { ask } from "../api/client.ts";
import { saySpan } from "../app/times.ts";

/** An incident in one line: what, when, where, and the beginning of its id. */
export function useSayIncident(mission: Mission): (item: IncidentItem) => string {
  const { t, i18n } = useTranslation();
  return (i) =>
    [
      t(`act.${i.act}` as never, { defaultValue: i.act }),
      saySpan(i.time, mission.offsets, i18n.language),
      i.place ?? t("list.noPlace"),
      i.id.slice(0, 8),
    ].join(" · ");
}

interface IncidentPickerProps {
  readonly mission: Mission;
  readonly label: string;
  readonly hint?: string;
  readonly value: readonly string[];
  readonly onValue: (ids: string[]) => void;
}

/** Incidents found by the mission's own search, in any spelling; those that were chosen stay, whatever is searched next. */
export function IncidentPicker({ mission, label, hint, value, onValue }: IncidentPickerProps) {
  const { t } = useTranslation();
  const say = useSayIncident(mission);
  const [search, setSearch] = useState("");
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const text = search.trim();
  const { data, isFetching } = useQuery({
    queryKey: ["incidents-found", mission.id, text],
    queryFn: ({ signal }) =>
      ask<Incidents>(`/missions/${encodeURIComponent(mission.id)}/incidents`, { text, limit: 25 }, signal),
    placeholderData: keepPreviousData,
  });
  const found = (data?.items ?? []).map((i) => ({ value: i.id, label: say(i) }));
  const kept = value.filter((id) => !found.some((f) => f.value === id));
  return (
    <MultiSelect
      label={label}
      {...(hint !== undefined && { description: hint })}
      data={[...found, ...kept.map((id) => ({ value: id, label: known.get(id) ?? id.slice(0, 8) }))]}
      // What is searched for is in the incident, perhaps in another spelling, and not always in its line.
      filter={({ options }) => options}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={isFetching ? t("app.loading") : t("acting.noIncident")}
      maxValues={1_000}
      value={[...value]}
      onChange={(ids) => {
        setKnown(new Map([...known, ...found.map((f) => [f.value, f.label] as const)]));
        onValue(ids);
      }}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
