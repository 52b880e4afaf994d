import { Anchor, Box, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Entries, Mission } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";
import { Answered } from "../app/screen-state.tsx";
import { sayTime } from "../app/times.ts";
import { Outcome } from "./outcome.tsx";
import { proofAddress, proofBytes, useEntryProof } from "./use-record.ts";
import type { Verified } from "./verify.ts";

type Entry = Entries["items"][number];

/** What an entry is about, in few words of its own. */
function gist({ body }: Entry): string {
  if (body === null) return "";
  const file = (body["file"] ?? body["text"]) as { name?: unknown } | undefined;
  const cited = body["entry"] as { index?: unknown } | undefined;
  const said = [
    file?.name,
    body["decision"],
    body["judgement"],
    body["guarantee"],
    body["step"],
    body["was"],
    body["clause"],
    Array.isArray(body["observations"]) && body["observations"].length > 0
      ? `× ${body["observations"].length}`
      : undefined,
    cited?.index === undefined ? undefined : `→ ${String(cited.index)}`,
  ];
  return said.filter((s): s is string => typeof s === "string" && s !== "").join(" · ");
}

/** One entry of the record: what, who, when and why; opened, its data and the proof that it is in the log. */
export function OneEntry({ entry, mission, vkey }: { entry: Entry; mission: Mission; vkey: string }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const [open, setOpen] = useState(false);
  if (entry.state !== "whole" && entry.kind === "")
    return (
      <Box className="fold" p="10px 18px">
        <Text size="sm" c="dimmed">
          {t("record.entry", { index: n(entry.index) })} ·{" "}
          {t(entry.state === "destroyed" ? "record.isDestroyed" : "record.isClosed")}
        </Text>
      </Box>
    );
  const stated = sayTime(entry.stated, mission.offsets, i18n.language);
  return (
    <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Box className="entry-head">
          <Text span size="sm" c="dimmed" miw={36} style={{ fontVariantNumeric: "tabular-nums" }}>
            {n(entry.index)}
          </Text>
          <Box style={{ flex: 1, minWidth: 0 }}>
            <Text span fw={600}>
              {t(`recordKind.${entry.kind}` as never, { defaultValue: entry.kind })}
            </Text>{" "}
            <Text span size="sm" dir="auto">
              {gist(entry)}
            </Text>
            {entry.reason !== null && (
              <Text size="sm" c="dimmed" dir="auto" lineClamp={2}>
                {entry.reason}
              </Text>
            )}
          </Box>
          <Text span size="sm" c="dimmed" className="entry-when">
            {stated.mission}
          </Text>
        </Box>
      </summary>
      {open && <Opened entry={entry} mission={mission} vkey={vkey} />}
    </details>
  );
}

function Opened({ entry, mission, vkey }: { entry: Entry; mission: Mission; vkey: string }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const proof = useEntryProof(mission.id, entry.index);
  const [outcome, setOutcome] = useState<Verified | null>(null);
  const [busy, setBusy] = useState(false);
  const both = (at: number): string => {
    const { mission: there, own } = sayTime(at, mission.offsets, i18n.language);
    return t("incident.times", { mission: there, own });
  };
  const check = async () => {
    setBusy(true);
    try {
      const [{ verify }, bytes] = await Promise.all([import("./verify.ts"), proofBytes(mission.id, entry.index)]);
      setOutcome(verify(bytes, vkey));
    } catch (error) {
      setOutcome({ ok: false, why: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Box className="fold-body">
      <dl className="facts">
        <dt>{t("record.stated")}</dt>
        <dd>{both(entry.stated)}</dd>
        <dt>{t("record.received")}</dt>
        <dd>
          {both(entry.received)} · {t("record.by", { author: entry.author })}
        </dd>
        <dt>{t("record.marking")}</dt>
        <dd>{entry.marking}</dd>
        <dt>{t("record.id")}</dt>
        <dd className="hash" dir="ltr">
          {entry.commitment}
        </dd>
      </dl>
      {entry.state !== "whole" && (
        <Text size="sm" mt="sm">
          {t(entry.state === "destroyed" ? "record.isDestroyed" : "record.isClosed")}
        </Text>
      )}
      {entry.body !== null && (
        <details style={{ marginTop: 12 }}>
          <summary>
            <Text span size="sm">
              {t("record.content")}
            </Text>
          </summary>
          <pre className="hash" dir="ltr" style={{ whiteSpace: "pre-wrap", margin: "6px 0 0" }}>
            {JSON.stringify(entry.body, null, 2)}
          </pre>
        </details>
      )}
      <Text fw={600} size="sm" mt="md">
        {t("record.proof")}
      </Text>
      <Answered query={proof}>
        {(p) => (
          <>
            <Text size="sm" c="dimmed" maw="72ch">
              {t("record.proofWords", { size: n(p.size) })}
            </Text>
            <dl className="facts" style={{ marginTop: 8 }}>
              <dt>{t("record.leaf")}</dt>
              <dd className="hash" dir="ltr">
                {p.leaf}
              </dd>
              {p.proof.length > 0 && (
                <>
                  <dt>{t("record.path")}</dt>
                  <dd className="hash" dir="ltr">
                    {p.proof.map((hash) => (
                      <div key={hash}>{hash}</div>
                    ))}
                  </dd>
                </>
              )}
              <dt>{t("record.root")}</dt>
              <dd className="hash" dir="ltr">
                {p.root}
              </dd>
            </dl>
          </>
        )}
      </Answered>
      <Group gap="md" mt="sm">
        <Button variant="default" size="xs" loading={busy} onClick={() => void check()}>
          {t("record.verify")}
        </Button>
        <Anchor size="sm" href={proofAddress(mission.id, entry.index)} download>
          {t("record.download")}
        </Anchor>
      </Group>
      {outcome && <Outcome outcome={outcome} />}
    </Box>
  );
}
