import { Alert, Box, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dequeue, type Waiting } from "./device-store.ts";
import { QueueByFile } from "./queue-by-file.tsx";
import { lookAgain, type Sending, sendWaiting } from "./sending.ts";

interface QueueProps {
  readonly sending: Sending;
  /** A report of this mission is to be opened again, to correct it. */
  readonly onCorrect?: (one: Waiting) => void;
}

/** What waits on this device, and what became of what was sent since the page was opened. */
export function QueueList({ sending, onCorrect }: QueueProps) {
  const { t } = useTranslation();
  const { items, busy, sent, why } = sending;
  return (
    <Box component="section" className="panel" aria-label={t("report.queue")}>
      <Group justify="space-between" mb={6}>
        <Text fw={600}>{t("report.queue")}</Text>
        {items.length > 0 && (
          <Button size="compact-sm" variant="default" loading={busy !== null} onClick={() => void sendWaiting(true)}>
            {t("report.sendNow")}
          </Button>
        )}
      </Group>
      <Text size="sm" role="status">
        {items.length === 0 ? t("report.queueNone") : t("report.waiting", { count: items.length })}
      </Text>
      <Stack gap={6} mt={6}>
        {items.map((one) => (
          <Item key={one.number} one={one} busy={busy === one.number} why={why.get(one.number)} onCorrect={onCorrect} />
        ))}
        {[...sent].map(([number, entry]) => (
          <Text key={number} size="sm" className="queue-item">
            ✓ {t("report.sent", { number, entry })}
          </Text>
        ))}
      </Stack>
      <QueueByFile items={items} />
      <Text size="xs" c="dimmed" mt="sm">
        {t("report.lost")}
      </Text>
    </Box>
  );
}

interface ItemProps {
  readonly one: Waiting;
  readonly busy: boolean;
  readonly why: { readonly why: string; readonly words: string } | undefined;
  readonly onCorrect: ((one: Waiting) => void) | undefined;
}

function Item({ one, busy, why, onCorrect }: ItemProps) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const drop = async () => {
    await dequeue(one.number);
    await lookAgain();
  };
  return (
    <Box className="queue-item">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">{t("report.item", { number: one.number, kb: Math.ceil(one.sealed.length / 1024) })}</Text>
        <Text size="sm" c="dimmed">
          {t(`report.state.${busy ? "sending" : one.refused ? "refused" : "waiting"}`)}
        </Text>
      </Group>
      {why?.why === "sign-in" && <Text size="sm">{t("report.signIn")}</Text>}
      {why?.why === "other-person" && <Text size="sm">{t("report.otherPerson")}</Text>}
      {one.refused && (
        <>
          {why?.words && (
            <Alert color="gray" variant="outline" p="xs" role="alert" title={t("report.state.refused")}>
              {why.words.split("\n").map((line) => (
                <Text key={line} size="sm" lang="en" dir="ltr">
                  {line}
                </Text>
              ))}
            </Alert>
          )}
          <Group gap="xs" mt={6}>
            {onCorrect && (
              <Button size="compact-sm" variant="default" onClick={() => onCorrect(one)}>
                {t("report.correct")}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => (sure ? void drop() : setSure(true))}>
              {t("report.drop")}
            </Button>
          </Group>
          {sure && (
            <Text size="sm" role="alert">
              {t("report.dropSure")}
            </Text>
          )}
        </>
      )}
    </Box>
  );
}
