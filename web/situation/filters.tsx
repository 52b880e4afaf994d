import { Box, Button, MultiSelect, Popover, Select, Stack, TextInput } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ACTS } from "../../src/observation/taxonomy.ts";
import type { Mission } from "../../src/server/client/answers.ts";
import type { FilterSearch } from "../app/filter.ts";
import { RESULTS, type Result } from "../map/palette.ts";
import { useAgreement } from "./use-situation.ts";

interface FiltersProps {
  readonly mission: Mission;
  readonly filter: FilterSearch;
  readonly onChange: (change: { [K in keyof FilterSearch]?: FilterSearch[K] | undefined }) => void;
}

/** What stands behind "More", in its order. */
const FOLDED = ["act", "zone", "status", "reading"] as const;
const STATUSES = ["recorded", "claimed"] as const;

const some = <T,>(values: readonly T[]): readonly T[] | undefined => (values.length > 0 ? values : undefined);

/** The one filter of list, timeline and map. */
export function Filters({ mission, filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const [written, setWritten] = useState(filter.text ?? "");
  const search = useDebouncedCallback((text: string) => onChange({ text: text.trim() === "" ? undefined : text }), 350);
  const wide = useMediaQuery("(min-width: 62em)", true);
  const active = (["text", "result", "clause", "source", "bbox", ...FOLDED] as const).filter(
    (k) => filter[k] !== undefined,
  );
  const zones = useAgreement(mission.id).data?.zones.features.map((f) => f.properties) ?? [];
  const folded = FOLDED.filter((k) => filter[k] !== undefined).length;
  const inside = { size: "xs", comboboxProps: { withinPortal: false } } as const;
  const fields = (
    <Box className="filters">
      <TextInput
        label={t("filter.text")}
        placeholder={t("filter.textHint")}
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
      <Popover position="bottom-end" width={300} trapFocus withinPortal>
        <Popover.Target>
          <Button size="xs" variant="default" style={{ flexShrink: 0 }}>
            {folded > 0 ? t("filter.moreActive", { count: folded }) : t("filter.more")}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <MultiSelect
              label={t("filter.act")}
              placeholder={filter.act ? undefined : t("filter.any")}
              data={ACTS.map((value) => ({ value, label: t(`act.${value}`) }))}
              value={[...(filter.act ?? [])]}
              onChange={(values) => onChange({ act: some(values) })}
              clearable
              searchable
              {...inside}
            />
            {zones.length > 0 && (
              <MultiSelect
                label={t("filter.zone")}
                placeholder={filter.zone ? undefined : t("filter.any")}
                data={zones.map(({ id, name }) => ({ value: id, label: name || id }))}
                value={[...(filter.zone ?? [])]}
                onChange={(values) => onChange({ zone: some(values) })}
                clearable
                searchable
                {...inside}
              />
            )}
            <Select
              label={t("filter.status")}
              placeholder={t("filter.any")}
              data={STATUSES.map((value) => ({ value, label: t(`filter.status.${value}`) }))}
              value={filter.status?.[0] ?? null}
              onChange={(value) => onChange({ status: value === null ? undefined : [value] })}
              clearable
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
                clearable
              />
            )}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {filter.bbox !== undefined && (
        <Button
          size="xs"
          variant="light"
          rightSection="✕"
          onClick={() => onChange({ bbox: undefined })}
          title={t("filter.areaOff")}
        >
          {t("filter.area")}
        </Button>
      )}
      {active.length > 0 && (
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setWritten("");
            onChange(Object.fromEntries(active.map((k) => [k, undefined])));
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
