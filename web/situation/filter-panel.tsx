import { MultiSelect, Select, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ACTS } from "../../src/observation/taxonomy.ts";
import type { FiltersProps } from "./filters.tsx";
import { useAgreement } from "./use-situation.ts";

const STATUSES = ["recorded", "claimed"] as const;

const some = (values: readonly string[]): readonly string[] | undefined => (values.length > 0 ? values : undefined);

/** What a reader may narrow by beside words and results; loaded when it is opened. */
export default function FilterPanel({ mission, filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const zones = useAgreement(mission.id).data?.zones.features.map((f) => f.properties) ?? [];
  const many = [
    { key: "clause", data: mission.clauses.map(({ id, title }) => ({ value: id, label: title })) },
    { key: "source", data: [...mission.sources] },
    { key: "act", data: ACTS.map((value) => ({ value, label: t(`act.${value}`) })) },
    { key: "zone", data: zones.map(({ id, name }) => ({ value: id, label: name || id })) },
  ] as const;
  const inside = { size: "xs", clearable: true, comboboxProps: { withinPortal: false } } as const;
  return (
    <Stack gap="xs">
      {many.map(
        ({ key, data }) =>
          data.length > 0 && (
            <MultiSelect
              key={key}
              label={t(`filter.${key}`)}
              placeholder={filter[key] ? undefined : t("filter.any")}
              data={data as { value: string; label: string }[]}
              value={[...(filter[key] ?? [])]}
              onChange={(values) => onChange({ [key]: some(values) })}
              searchable
              {...inside}
            />
          ),
      )}
      <Select
        label={t("filter.status")}
        placeholder={t("filter.any")}
        data={STATUSES.map((value) => ({ value, label: t(`filter.status.${value}`) }))}
        value={filter.status?.[0] ?? null}
        onChange={(value) => onChange({ status: value === null ? undefined : [value] })}
        {...inside}
      />
      {mission.readings.length > 1 && (
        <Select
          label={t("filter.reading")}
          placeholder={t("filter.any")}
          data={mission.readings.map(({ id }) => id)}
          value={filter.reading ?? null}
          onChange={(value) => onChange({ reading: value ?? undefined })}
          {...inside}
        />
      )}
    </Stack>
  );
}
