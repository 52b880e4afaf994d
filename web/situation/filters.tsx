import { Group, MultiSelect, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
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
  const search = useDebouncedCallback((text: string) => onChange({ text: text.trim() === "" ? undefined : text }), 350);
  return (
    <Group gap="xs" align="flex-end" component="search">
      <TextInput
        label={t("filter.text")}
        defaultValue={filter.text ?? ""}
        size="xs"
        w={180}
        maxLength={200}
        onChange={(event) => search(event.currentTarget.value)}
      />
      <MultiSelect
        label={t("filter.result")}
        placeholder={filter.result ? undefined : t("filter.any")}
        data={RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))}
        value={[...(filter.result ?? [])]}
        onChange={(values) => onChange({ result: some(values as Result[]) })}
        size="xs"
        w={220}
        clearable
      />
      <MultiSelect
        label={t("filter.clause")}
        placeholder={filter.clause ? undefined : t("filter.any")}
        data={mission.clauses.map(({ id, title }) => ({ value: id, label: title }))}
        value={[...(filter.clause ?? [])]}
        onChange={(values) => onChange({ clause: some(values) })}
        size="xs"
        w={240}
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
          w={120}
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
          w={180}
          clearable
          searchable
        />
      )}
    </Group>
  );
}
