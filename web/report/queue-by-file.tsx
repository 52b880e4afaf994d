import { Button, FileButton, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sameBytes } from "../../src/log/bytes.ts";
import { Download } from "../app/download.tsx";
import { enqueue, keptForGood, type Waiting } from "./device-store.ts";
import { queueFile, readQueueFile } from "./queue-file.ts";
import { lookAgain, sendWaiting } from "./sending.ts";

/** The queue as a file and back: a browser whose data is cleared has lost what was never sent (case 91). */
export function QueueByFile({ items }: { items: readonly Waiting[] }) {
  const { t } = useTranslation();
  const [told, setTold] = useState("");
  const forGood = useQuery({ queryKey: ["keptForGood", items.length], networkMode: "always", queryFn: keptForGood });
  const take = async (file: File | null) => {
    if (!file) return;
    const reports = readQueueFile(await file.text());
    if (!reports) {
      setTold(t("report.notAQueue"));
      return;
    }
    const more = reports.filter((r) => !items.some((i) => i.mission === r.mission && sameBytes(i.sealed, r.sealed)));
    for (const one of more) await enqueue(one);
    await lookAgain();
    setTold(t("report.taken", { count: more.length }));
    void sendWaiting();
  };
  return (
    <>
      {items.length > 0 && forGood.data === false && (
        <Text size="sm" mt="sm">
          {t("report.mayGo")}
        </Text>
      )}
      <Group gap="xs" mt="sm">
        {items.length > 0 && (
          <Download name="waiting-reports.txt" text={() => queueFile(items)}>
            {t("report.saveQueue")}
          </Download>
        )}
        <FileButton accept=".txt,text/plain" onChange={(file) => void take(file)}>
          {(button) => (
            <Button size="xs" variant="default" {...button}>
              {t("report.takeQueue")}
            </Button>
          )}
        </FileButton>
      </Group>
      <Text size="sm" mt="xs" role="status">
        {told}
      </Text>
    </>
  );
}
