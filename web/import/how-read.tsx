import { Button, CloseButton, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportPreview } from "../../src/server/client/imports.ts";
import { Part } from "../app/page.tsx";
import type { HowRead } from "./use-import.ts";

interface HowProps {
  readonly preview: ImportPreview;
  readonly how: HowRead;
  readonly zone: string;
  readonly onChange: (how: HowRead) => void;
}

/** Columns that headings can be said to mean: those of the chosen format, else of our own table. */
const columnsOf = ({ formats }: ImportPreview, as: string | undefined): readonly string[] =>
  (formats.find((f) => f.name === as) ?? formats[0])?.columns ?? [];

/** Format, zone and rows: how the file is read. */
export function HowReadPart({ preview, how, zone, onChange }: HowProps) {
  const { t } = useTranslation();
  const later = useDebouncedCallback((change: Partial<HowRead>) => onChange({ ...how, ...change }), 500);
  return (
    <Part title={t("import.how")}>
      <div className="import-how">
        <NativeSelect
          label={t("import.format")}
          value={how.as ?? ""}
          onChange={(event) => onChange({ ...how, as: event.currentTarget.value || undefined })}
        >
          <option value="">{`${t("import.auto")}${preview.format && !how.as ? `: ${preview.format}` : ""}`}</option>
          {preview.formats.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </NativeSelect>
        <TextInput
          label={t("import.zone")}
          defaultValue={how.zone ?? ""}
          placeholder={zone}
          onChange={(event) => later({ zone: event.currentTarget.value })}
        />
        {(["headerRow", "firstRow"] as const).map((row) => (
          <TextInput
            key={row}
            label={t(`import.${row}`)}
            inputMode="numeric"
            defaultValue={how[row] ?? ""}
            onChange={(event) => later({ [row]: event.currentTarget.value.replaceAll(/\D/g, "") })}
          />
        ))}
        <NativeSelect
          label={t("import.order")}
          value={how.order ?? ""}
          onChange={(event) => onChange({ ...how, order: event.currentTarget.value || undefined })}
        >
          <option value="">{t("import.order.none")}</option>
          {(["lat-lon", "lon-lat"] as const).map((order) => (
            <option key={order} value={order}>
              {t(`import.order.${order}`)}
            </option>
          ))}
        </NativeSelect>
      </div>
    </Part>
  );
}

/** What each heading means, beside the first values that stand under it. */
export function MappingPart({ preview, how, onChange }: HowProps) {
  const { t } = useTranslation();
  const [column, setColumn] = useState("source_kind");
  const [text, setText] = useState("");
  const { headings } = preview;
  if (!headings) return null;
  const columns = columnsOf(preview, how.as);
  const { mapping } = how;
  const map = (heading: string, means: string | null) => {
    const { [heading]: _, ...rest } = mapping;
    onChange({ ...how, mapping: means === null ? rest : { ...rest, [heading]: means } });
  };
  const fixed = Object.entries(mapping).filter(([heading]) => heading.startsWith("="));
  return (
    <details className="fold import-mapping" open={preview.format === null || Object.keys(mapping).length > 0}>
      <summary>
        <Text span fw={600}>
          {t("import.mapping")}
        </Text>
      </summary>
      <div className="fold-body">
        <Text size="sm" mb="xs">
          {t("import.mappingWords")}
        </Text>
        <table className="data stack">
          <thead>
            <tr>
              <th>{t("import.heading")}</th>
              <th>{t("import.values")}</th>
              <th>{t("import.means")}</th>
            </tr>
          </thead>
          <tbody>
            {headings.headings.map((heading, i) => (
              <tr key={heading}>
                <th dir="auto">{heading}</th>
                <td dir="auto" data-label={t("import.values")} className="quiet">
                  {headings.rows.map((row) => row[i]).join(" · ")}
                </td>
                <td data-label={t("import.means")}>
                  <NativeSelect
                    size="xs"
                    aria-label={`${t("import.means")}: ${heading}`}
                    value={heading in mapping ? mapping[heading] || "-" : "="}
                    onChange={(event) => {
                      const { value } = event.currentTarget;
                      map(heading, value === "=" ? null : value === "-" ? "" : value);
                    }}
                  >
                    <option value="=">{t("import.asIs")}</option>
                    <option value="-">{t("import.leaveOut")}</option>
                    {columns.map((c) => (
                      <option key={c}>{c}</option>
                    ))}
                  </NativeSelect>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Text size="sm" fw={600} mt="md">
          {t("import.everyRow")}
        </Text>
        <Group gap="xs" align="end">
          <NativeSelect
            size="xs"
            label={t("import.column")}
            data={[...columns]}
            value={column}
            onChange={(event) => setColumn(event.currentTarget.value)}
          />
          <TextInput
            size="xs"
            label={t("import.text")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button
            size="xs"
            variant="default"
            disabled={text.trim() === ""}
            onClick={() => {
              const rest = Object.fromEntries(
                Object.entries(mapping).filter(([k, v]) => !(k.startsWith("=") && v === column)),
              );
              onChange({ ...how, mapping: { ...rest, [`=${text.trim()}`]: column } });
              setText("");
            }}
          >
            {t("import.add")}
          </Button>
        </Group>
        {fixed.map(([heading, means]) => (
          <Group key={heading} gap={4} mt={4}>
            <Text size="sm">
              {means}: {heading.slice(1)}
            </Text>
            <CloseButton
              size="sm"
              aria-label={t("import.remove", { what: means })}
              onClick={() => map(heading, null)}
            />
          </Group>
        ))}
      </div>
    </details>
  );
}
