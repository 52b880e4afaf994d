import { Box, Button, FileButton, Group, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementVersions, SideAsked } from "../../src/server/client/comparison.ts";
import { type SideKey, SideMark } from "./side-mark.tsx";

/** The choice "a text of my own" among the versions. */
export const OWN = "own";

/** A version and a reading as one word of the address. */
export const wordOf = (version: string, reading: string): string => `${version.slice(0, 16)}~${reading}`;

/** The side that a word of the address names. */
export function sideOf(word: string | undefined, { items }: AgreementVersions): SideAsked | null {
  for (const v of items)
    for (const r of v.readings) if (word === wordOf(v.version, r.id)) return { version: v.version, reading: r.id };
  return null;
}

interface SidePickerProps {
  readonly side: SideKey;
  readonly versions: AgreementVersions;
  readonly sayDate: (at: number) => string;
  readonly chosen: string | undefined;
  readonly mayBringText: boolean;
  /** A text of one's own that there is already. */
  readonly begun: string;
  readonly onChoose: (word: string | undefined) => void;
  readonly onText: (asked: SideAsked | null) => void;
}

/** Chooses one of the two texts: a version and reading of the record, or a text of one's own. */
export function SidePicker(props: SidePickerProps) {
  const { side, versions, sayDate, chosen, mayBringText, begun, onChoose, onText } = props;
  const { t } = useTranslation();
  const [text, setText] = useState(begun);
  const [reading, setReading] = useState("");
  const several = versions.items.length > 1;
  const stored = versions.items.flatMap((v) =>
    v.readings.map((r) => ({
      value: wordOf(v.version, r.id),
      label: [
        t("answer.reading", { reading: r.id }),
        ...(several ? [v.inForce ? t("compare.current") : t("compare.version", { date: sayDate(v.stated) })] : []),
        ...(r.by === r.id ? [] : [r.by]),
      ].join(" · "),
    })),
  );
  const tell = (own: string, of: string) =>
    onText(own.trim() === "" ? null : { text: own, ...(of.trim() !== "" && { reading: of.trim() }) });
  return (
    <Box className="panel">
      <Group gap={8} mb="xs">
        <SideMark side={side} />
        <Text fw={600}>{t("compare.side", { side: side.toUpperCase() })}</Text>
      </Group>
      <Select
        label={t("compare.stored")}
        data={[...stored, ...(mayBringText ? [{ value: OWN, label: t("compare.own") }] : [])]}
        value={chosen ?? null}
        onChange={(value) => {
          onChoose(value ?? undefined);
          if (value !== OWN) onText(null);
        }}
        searchable={stored.length > 8}
        comboboxProps={{ withinPortal: true }}
      />
      {chosen === OWN && (
        <Box mt="sm">
          <Textarea
            label={t("compare.own")}
            description={t("compare.ownHint")}
            value={text}
            minRows={6}
            maxRows={14}
            autosize
            spellCheck={false}
            dir="ltr"
            styles={{ input: { fontFamily: "ui-monospace, monospace", fontSize: 12 } }}
            onChange={(event) => {
              setText(event.currentTarget.value);
              tell(event.currentTarget.value, reading);
            }}
          />
          <Group mt="xs" align="flex-end" gap="sm">
            <FileButton
              accept=".yaml,.yml,text/yaml"
              onChange={(file) =>
                void file?.text().then((read) => {
                  setText(read);
                  tell(read, reading);
                })
              }
            >
              {(open) => (
                <Button variant="default" {...open}>
                  {t("compare.open")}
                </Button>
              )}
            </FileButton>
            <TextInput
              label={t("compare.reading")}
              value={reading}
              style={{ flex: "1 1 140px" }}
              onChange={(event) => {
                setReading(event.currentTarget.value);
                tell(text, event.currentTarget.value);
              }}
            />
          </Group>
        </Box>
      )}
    </Box>
  );
}
