import { Box, Button, MultiSelect, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { FilterSearch } from "../app/filter.ts";
import { RESULTS, type Result } from "../map/palette.ts";

interface FiltersProps {
  readonly mission: Mission;
  readonly filter: FilterSearch;
  readonly onChange: (change: { [K in keyof FilterSearch]?: FilterSearch[K] | undefined }) => void;
}

const some = <T,>(values: readonly T[]): readonly T[] | undefined => (values.length > 0 ? values : undefined);

/** The one filter of list, timeline and map. */
export function Filters({ mission, filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const [written, setWritten] = useState(filter.text ?? "");
  const search = useDebouncedCallback((text: string) => onChange({ text: text.trim() === "" ? undefined : text }), 350);
  const wide = useMediaQuery("(min-width: 62em)", true);
  const active = (["text", "result", "clause", "reading", "source"] as const).filter((k) => filter[k] !== undefined);
  const fields = (
    <Box className="filters">
      <TextInput
        label={t("filter.text")}
        value={written}
        size="xs"
        maxLength={200}
        onChange={(event) => {
          setWritten(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <MultiSelect
        label={t("filter.result")}
        placeholder={filter.result ? undefined : t("filter.any")}
        data={RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))}
        value={[...(filter.result ?? [])]}
        onChange={(values) => onChange({ result: some(values as Result[]) })}
        size="xs"
        clearable
      />
      <MultiSelect
        label={t("filter.clause")}
        placeholder={filter.clause ? undefined : t("filter.any")}
        data={mission.clauses.map(({ id, title }) => ({ value: id, label: title }))}
        value={[...(filter.clause ?? [])]}
        onChange={(values) => onChange({ clause: some(values) })}
        size="xs"
        clearable
        searchable
      />
      {mission.readings.length > 1 && (
        <Select
          label={t("filter.reading")}
          placeholder={t("filter.any")}
          data={mission.readings.map(({ id }) => id)}
          value={filter.reading ?? null}
          onChange={(value) => onChange({ reading: value ?? undefined })}
          size="xs"
          clearable
        />
      )}
      {mission.sources.length > 0 && (
        <MultiSelect
          label={t("filter.source")}
          placeholder={filter.source ? undefined : t("filter.any")}
          data={[...mission.sources]}
          value={[...(filter.source ?? [])]}
          onChange={(values) => onChange({ source: some(values) })}
          size="xs"
          clearable
          searchable
        />
      )}
      {active.length > 0 && (
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setWritten("");
            onChange({ text: undefined, result: undefined, clause: undefined, reading: undefined, source: undefined });
          }}
        >
          {t("filter.clear")}
        </Button>
      )}
    </Box>
  );
  if (wide) return <search>{fields}</search>;
  // On a phone the filter folds away, and its title says how much of it is in force.
  return (
    <search>
      <details open={active.length > 0}>
        <summary>{active.length > 0 ? t("filter.active", { count: active.length }) : t("filter.title")}</summary>
        {fields}
      </details>
    </search>
  );
}
