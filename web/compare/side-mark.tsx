import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Comparison } from "../../src/server/client/comparison.ts";
import { RESULTS, type Result } from "../map/palette.ts";
import { ResultSign } from "../situation/result-sign.tsx";

export type SideKey = "a" | "b";

/** The letter of a text, round for the first and square for the second: told apart without colour. */
export const SideMark = ({ side }: { side: SideKey }) => (
  <span className="side-mark" data-side={side}>
    {side.toUpperCase()}
  </span>
);

/** What a side is called: by its reading where both are of one text. */
export function sideNames({ sides: { a, b } }: Comparison): Readonly<Record<SideKey, string>> {
  if (a.agreement === b.agreement && a.title === b.title && a.reading !== b.reading)
    return { a: a.reading, b: b.reading };
  return a.title === b.title ? { a: `${a.title} (A)`, b: `${b.title} (B)` } : { a: a.title, b: b.title };
}

/** A side's letter and words. */
export const SideName = ({ side, name }: { side: SideKey; name: string }) => (
  <Group gap={8} wrap="nowrap" align="flex-start">
    <SideMark side={side} />
    <Text span fw={600} dir="auto">
      {name}
    </Text>
  </Group>
);

/** A result in its sign and words; null: the text has no such clause. */
export function ResultWords({ result }: { result: string | null }) {
  const { t } = useTranslation();
  const known = RESULTS.find((r) => r === result) as Result | undefined;
  if (!known) return <span className="quiet">{t("compare.noClause")}</span>;
  return (
    <span className="result-words">
      <ResultSign result={known} />
      {t(`result.${known}`)}
    </span>
  );
}
