import { Alert, Box, Button, Group, List, SegmentedControl, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mode } from "../../src/observation/observation.ts";
import { REACH_M } from "../../src/observation/reach.ts";
import { packReport } from "../../src/observation/sealed-report.ts";
import { formatPosition } from "../../src/place/notation.ts";
import { Refused } from "../api/client.ts";
import { Notice } from "../app/page.tsx";
import type { Box as MapBox } from "../map/view.ts";
import { useMission } from "../situation/use-situation.ts";
import { dequeue, enqueue, type Waiting } from "./device-store.ts";
import { Draft } from "./draft.tsx";
import { FillingContext, LABELS } from "./fields.tsx";
import { bytesOf, FilesPart, MOST_FILE_BYTES } from "./files-part.tsx";
import { PlaceMap } from "./place-map.tsx";
import { QueueList } from "./queue-list.tsx";
import { type Cells, readCells, type What } from "./read-cells.ts";
import { seal } from "./seal.ts";
import { lookAgain, sendWaiting } from "./sending.ts";
import { type Filled, headOf, opened, useDraft } from "./use-draft.ts";
import { type Ready, useSending } from "./use-report.ts";
import { WhatPart } from "./what-part.tsx";
import { WhenPart } from "./when-part.tsx";
import { WherePart } from "./where-part.tsx";

const emptyOf = (what: What, zone: string): Cells =>
  what === "observation"
    ? { zone, count_unit: "explosion", activity: "unknown", marking: "TLP:AMBER" }
    : { zone, kind: "patrol", state: "watching" };

/** One report: read while it is typed by the server's own readers, sealed when it is whole, then sent. */
export default function ReportForm({ ready }: { ready: Ready }) {
  const { t } = useTranslation();
  const [filled, setFilled] = useState<Filled>({ what: "observation", cells: emptyOf("observation", ready.zone) });
  const [files, setFiles] = useState<readonly File[]>([]);
  const [touched, setTouched] = useState(false);
  const [tried, setTried] = useState(false);
  const [failed, setFailed] = useState("");
  const summary = useRef<HTMLDivElement>(null);
  const sending = useSending();
  const draft = useDraft(ready, filled, touched);
  const wide = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const box = (useMission(ready.id).data?.box ?? null) as MapBox | null;
  const { what, cells } = filled;
  const reach = REACH_M[(cells["mode"] || "heard") as Mode]?.m ?? REACH_M.heard.m;
  const read = useMemo(() => readCells(what, cells, reach), [what, cells, reach]);
  // Until sealing is tried only what cannot be read is a fault; what is not there yet is none.
  const faults = tried ? read.faults : read.faults.filter((f) => f.words !== "");
  const filling = useMemo(
    () => ({
      cells,
      faults,
      set: (change: Cells) => {
        setTouched(true);
        setFilled((before) => ({ ...before, cells: { ...before.cells, ...change } }));
      },
    }),
    [cells, faults],
  );
  useEffect(() => {
    if (tried && read.faults.length > 0) summary.current?.focus();
    // Only the try brings the reader to the summary, not each letter typed afterwards.
    // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  }, [tried]);

  const begin = (next: Filled, more: readonly File[] = []) => {
    setFilled({ ...next, cells: { ...emptyOf(next.what, ready.zone), ...next.cells } });
    setFiles(more);
    setTried(false);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailed("");
    if (read.faults.length > 0 || bytesOf(files) > MOST_FILE_BYTES) {
      setTried(true);
      summary.current?.focus();
      return;
    }
    try {
      const attached = what === "observation" ? files : [];
      const bytes = await Promise.all(attached.map(async (f) => new Uint8Array(await f.arrayBuffer())));
      const sealed = await seal(packReport(headOf(ready, filled, attached), bytes), {
        mission: ready.id,
        point: ready.point,
      });
      await enqueue({ mission: ready.id, sealed });
    } catch (error) {
      setFailed(String(error));
      return;
    }
    await draft.drop();
    setTouched(false);
    begin({ what, cells: {} });
    await lookAgain();
    notifications.show({
      message: t("report.queued"),
      color: "gray",
      withBorder: true,
      closeButtonProps: { "aria-label": t("incident.close") },
    });
    void sendWaiting();
  };
  const correct = async (one: Waiting) => {
    try {
      const { files: had, ...again } = await opened(one.mission, one.sealed);
      begin(again, had);
      setTouched(true);
      await dequeue(one.number);
      await lookAgain();
    } catch (error) {
      setFailed(error instanceof Refused && error.status !== 0 ? error.detail : t("failure.network"));
    }
  };

  const map = (
    <PlaceMap
      place={read.place}
      box={box}
      onPick={(lon, lat) => filling.set({ position: formatPosition(lon, lat, "decimal", 5) })}
    />
  );
  return (
    <FillingContext.Provider value={filling}>
      {ready.without !== null && <Notice>{t(ready.without === "network" ? "report.offline" : "report.signIn")}</Notice>}
      {!ready.kept && <Notice>{t("report.noStore")}</Notice>}
      <Draft draft={draft} ready={ready} onOpened={(again) => begin(again)} />
      <Box className="report">
        <form noValidate autoComplete="off" onSubmit={(event) => void submit(event)} aria-label={t("report.title")}>
          <SegmentedControl
            fullWidth
            orientation={wide ? "horizontal" : "vertical"}
            value={what}
            onChange={(value) => begin({ what: value as What, cells: {} })}
            data={[
              { value: "observation", label: t("report.perceived") },
              { value: "nothing-perceived", label: t("report.nothing") },
            ]}
          />
          {what === "nothing-perceived" && (
            <Text size="sm" mt="xs" c="dimmed">
              {t("report.nothingWords")}
            </Text>
          )}
          <WhenPart what={what} zone={ready.zone} time={read.time} />
          <WherePart key={what} what={what} place={read.place} map={wide ? null : map} />
          <WhatPart what={what} />
          {what === "observation" && <FilesPart files={files} onChange={setFiles} />}
          <Box ref={summary} tabIndex={-1} mt="lg">
            {tried && read.faults.length > 0 && (
              <Alert
                color="gray"
                variant="outline"
                role="alert"
                title={t("report.faults", { count: read.faults.length })}
              >
                <List size="sm">
                  {read.faults.map(({ field }) => (
                    <List.Item key={field}>
                      <a href={`#report-${field}`}>{t(LABELS[field] ?? "report.note")}</a>
                    </List.Item>
                  ))}
                </List>
              </Alert>
            )}
            {failed !== "" && (
              <Alert color="gray" variant="outline" role="alert" mt="sm">
                {failed}
              </Alert>
            )}
          </Box>
          <Group className="report-seal" justify="space-between" gap="sm">
            <Text size="xs" c="dimmed" role="status" style={{ flex: "1 1 200px" }}>
              {draft.kept ? t("report.draftKept") : ""}
            </Text>
            <Button type="submit" size="md">
              {t("report.seal")}
            </Button>
          </Group>
        </form>
        <Box className="report-side">
          {wide && map}
          <QueueList sending={sending} onCorrect={(one) => void correct(one)} />
        </Box>
      </Box>
    </FillingContext.Provider>
  );
}
