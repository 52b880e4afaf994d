import { Button, Group, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Dissent } from "./dissent.ts";

/** Most that one decision holds. */
const MOST = 20;

interface DissentsProps {
  readonly dissents: readonly Dissent[];
  readonly onDissents: (dissents: readonly Dissent[]) => void;
}

/** Who does not share a decision, and in which words; as many as there are. */
export function Dissents({ dissents, onDissents }: DissentsProps) {
  const { t } = useTranslation();
  const shown = dissents.length === 0 ? [{ by: "", words: "" }] : dissents;
  const set = (at: number, change: Partial<Dissent>) =>
    onDissents(shown.map((d, i) => (i === at ? { ...d, ...change } : d)));
  return (
    <>
      {shown.map((d, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they stand in the order in which they are entered
        <div key={i}>
          <TextInput
            label={t("decision.dissentBy")}
            maxLength={200}
            dir="auto"
            value={d.by}
            onChange={(event) => set(i, { by: event.currentTarget.value })}
          />
          {d.by !== "" && (
            <Textarea
              label={t("decision.dissentWords")}
              autosize
              maxLength={5_000}
              dir="auto"
              value={d.words}
              onChange={(event) => set(i, { words: event.currentTarget.value })}
            />
          )}
        </div>
      ))}
      {shown.at(-1)?.by.trim() !== "" && shown.length < MOST && (
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => onDissents([...shown, { by: "", words: "" }])}>
            {t("decision.dissentMore")}
          </Button>
        </Group>
      )}
    </>
  );
}
