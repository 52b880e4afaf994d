import "./record.css";
import { Box, Button, FileButton, Group, Select, Text, TextInput } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import { Download } from "../app/download.tsx";
import { may } from "../app/may-on.ts";
import { numbers } from "../app/numbers.ts";
import { Notice, Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { useMission } from "../situation/use-situation.ts";
import { OneEntry } from "./one-entry.tsx";
import { Outcome } from "./outcome.tsx";
import { type Checkpoint, useCheckpoint, useEntries } from "./use-record.ts";
import type { Verified } from "./verify.ts";
import { Waiting } from "./waiting.tsx";

/** Kinds of entry, those that come most often first. */
const KINDS = [
  "import",
  "submission",
  "agreement-version",
  "decision",
  "judgement",
  "statement",
  "quiet",
  "case",
  "notice",
  "guarantee",
  "publication",
  "release-rules",
  "release-early",
  "hazard",
  "custody",
  "withdrawal",
  "erasure",
  "key-destruction",
  "sealing",
  "opening",
] as const;

/** The record itself: every entry with its proof, the signed checkpoint, and the check of a proof in this browser. */
export default function RecordScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const { t } = useTranslation();
  const known = useMission(mission);
  const checkpoint = useCheckpoint(mission);
  return (
    <Page title={t("nav.record")} lead={t("record.lead")}>
      <Answered query={known}>
        {(m) => <Answered query={checkpoint}>{(c) => <Known mission={m} checkpoint={c} />}</Answered>}
      </Answered>
    </Page>
  );
}

function Known({ mission, checkpoint }: { mission: Mission; checkpoint: Checkpoint }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const [vkey, setVkey] = useState(checkpoint.vkey);
  const [kind, setKind] = useState<string | null>(null);
  const mayRead = may(mission, "entry.read");
  const entries = useEntries(mission.id, kind, mayRead);
  return (
    <>
      <Waiting mission={mission} />
      <Part
        title={t("record.entries")}
        aside={
          mayRead && (
            <Select
              aria-label={t("record.kind")}
              placeholder={t("record.all")}
              data={KINDS.map((value) => ({ value, label: t(`recordKind.${value}`) }))}
              value={kind}
              onChange={setKind}
              clearable
              size="xs"
              w={220}
            />
          )
        }
      >
        {!mayRead ? (
          <Notice>{t("record.closed")}</Notice>
        ) : (
          <Answered query={entries}>
            {({ pages }) => {
              const items = pages.flatMap((p) => p.items);
              return (
                <>
                  {items.length === 0 && <Text size="sm">{t("record.none")}</Text>}
                  {items.map((e) => (
                    <OneEntry key={e.index} entry={e} mission={mission} vkey={vkey} />
                  ))}
                  {entries.hasNextPage && (
                    <Button
                      variant="default"
                      mt="md"
                      loading={entries.isFetchingNextPage}
                      onClick={() => void entries.fetchNextPage()}
                    >
                      {t("record.more")}
                    </Button>
                  )}
                </>
              );
            }}
          </Answered>
        )}
      </Part>
      <Part title={t("record.checkpoint")} lead={t("record.checkpointWords")}>
        <dl className="facts">
          <dt>{t("record.size")}</dt>
          <dd>{n(checkpoint.size)}</dd>
          <dt>{t("record.root")}</dt>
          <dd className="hash" dir="ltr">
            {checkpoint.root}
          </dd>
        </dl>
        <pre className="code" dir="ltr">
          {checkpoint.note}
        </pre>
        <Download name={`${mission.id}-${checkpoint.size}.checkpoint`} text={checkpoint.note}>
          {t("record.downloadCheckpoint")}
        </Download>
      </Part>
      <VerifyFile vkey={vkey} onKey={setVkey} />
      <Part title={t("record.export")} lead={t("record.exportWords")}>
        <pre className="code" dir="ltr">
          {`npx trucekeeper export --mission ${mission.id} --out ${mission.id}-record\nnpx trucekeeper verify ${mission.id}-record --key ${checkpoint.vkey}`}
        </pre>
      </Part>
    </>
  );
}

function VerifyFile({ vkey, onKey }: { vkey: string; onKey: (key: string) => void }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Verified | null>(null);
  // A file that is chosen again is checked again, under the key of now.
  const again = useRef<() => void>(null);
  const check = async (file: File | null) => {
    again.current?.();
    if (!file) return;
    const { verify } = await import("./verify.ts");
    setOutcome(verify(new Uint8Array(await file.arrayBuffer()), vkey));
  };
  return (
    <Part title={t("record.verifyFile")} lead={t("record.verifyFileWords")}>
      <Box maw={760}>
        <TextInput
          label={t("record.key")}
          description={t("record.keyWords")}
          value={vkey}
          dir="ltr"
          spellCheck={false}
          styles={{ input: { fontFamily: "ui-monospace, monospace", fontSize: 12 } }}
          onChange={(event) => onKey(event.currentTarget.value)}
        />
        <Group mt="sm">
          <FileButton resetRef={again} onChange={(file) => void check(file)}>
            {(props) => (
              <Button variant="default" {...props}>
                {t("record.chooseFile")}
              </Button>
            )}
          </FileButton>
        </Group>
        {outcome && <Outcome outcome={outcome} />}
      </Box>
    </Part>
  );
}
