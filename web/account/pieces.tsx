import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sayTime } from "../app/times.ts";

/** Why a change was not made. */
export function Fault({ fault }: { fault: string | null }) {
  const { t } = useTranslation();
  return fault === null ? null : (
    <Alert color="gray" variant="outline" role="alert" title={t("account.notChanged")}>
      {fault}
    </Alert>
  );
}

/** A moment on the reader's own clock, and in UTC: an account belongs to no mission. */
export function Moment({ at }: { at: number }) {
  const { i18n } = useTranslation();
  const { own, mission } = sayTime(at, [], i18n.language);
  return (
    <Text span size="sm" title={mission}>
      {own}
    </Text>
  );
}

/** A secret that is shown only now: it stays until the reader says that it is kept. */
export function ShownOnce({ words, lines, onKept }: { words: string; lines: readonly string[]; onKept: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <Alert color="gray" variant="outline" role="status">
      <Stack gap="sm">
        <Text size="sm">{words}</Text>
        <Code block dir="ltr" className="shown-once" tabIndex={0} role="group" aria-label={words}>
          {lines.join("\n")}
        </Code>
        <Group>
          <Button
            variant="default"
            size="xs"
            onClick={() => void navigator.clipboard?.writeText(lines.join("\n")).then(() => setCopied(true))}
          >
            {t("account.copy")}
            {copied && " ✓"}
          </Button>
          <Button size="xs" onClick={onKept}>
            {t("account.kept")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
