import "./evidence.css";
import { Badge, Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EvidenceOf } from "../../src/server/client/answers.ts";
import { address, Refused } from "../api/client.ts";
import { numbers } from "../app/numbers.ts";
import { ReasonForm } from "../app/reason-form.tsx";

/** Markings under which not even a blurred picture is fetched before somebody asks for it. */
const CLOSED = new Set(["TLP:RED", "TLP:AMBER+STRICT"]);

interface FileProps {
  readonly file: Pick<EvidenceOf, "sha256" | "kind" | "bytes" | "workingCopy" | "marking">;
  /** Who handed it in, as far as it is told. */
  readonly source: string;
  readonly path: string;
}

/** A file that was handed in: blurred until it is asked for, its original for a reason alone. */
export function EvidenceFile({ file, source, path }: FileProps) {
  const { t, i18n } = useTranslation();
  const [shown, setShown] = useState(false);
  const [failed, setFailed] = useState(false);
  const [asking, setAsking] = useState(false);
  const closed = CLOSED.has(file.marking);
  const size = t("evidence.size", { kb: numbers(i18n.language)(Math.max(1, Math.round(file.bytes / 1_000))) });
  const name = `${file.kind.toUpperCase()} · ${size}`;
  return (
    <li className="evidence-file">
      {file.workingCopy && (
        <div className="evidence-picture" data-shown={shown || undefined}>
          {failed ? (
            <Text size="sm" p="sm">
              {t("evidence.failed")}
            </Text>
          ) : (
            (shown || !closed) && (
              <img
                src={address(path, { form: shown ? "view" : "thumbnail" })}
                alt={shown ? t("evidence.alt", { source, name }) : ""}
                loading="lazy"
                onError={() => setFailed(true)}
              />
            )
          )}
          {!shown && !failed && (
            <button type="button" className="evidence-cover" onClick={() => setShown(true)}>
              <b>{t("evidence.show")}</b>
              <span>{t("evidence.distressing")}</span>
              {closed && <span>{t("evidence.notLoaded")}</span>}
            </button>
          )}
        </div>
      )}
      <Group justify="space-between" gap={6} p="xs" align="center">
        <Text size="xs" c="dimmed">
          {source !== "" && `${source} · `}
          {name}
        </Text>
        <Badge variant="outline" color="gray" size="xs" className="unaltered">
          {file.marking}
        </Badge>
        <Group gap={6}>
          {shown && (
            <Button size="compact-xs" variant="default" onClick={() => setShown(false)}>
              {t("evidence.hide")}
            </Button>
          )}
          <Button size="compact-xs" variant="default" aria-expanded={asking} onClick={() => setAsking(!asking)}>
            {t("evidence.original")}
          </Button>
        </Group>
      </Group>
      {asking && (
        <div className="evidence-why">
          <Original path={path} name={`${file.sha256.slice(0, 16)}.${file.kind}`} onDone={() => setAsking(false)} />
        </div>
      )}
    </li>
  );
}

/** The bytes as they came, for a reason that stands in the chain of custody. */
function Original({ path, name, onDone }: { path: string; name: string; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const fetchIt = async (why: string) => {
    const answer = await fetch(address(path, { form: "original", why })).catch((error: unknown) => {
      throw new Refused(0, "no answer", String(error));
    });
    if (!answer.ok) {
      const problem = (await answer.json().catch(() => null)) as { title?: string; detail?: string } | null;
      throw new Refused(answer.status, problem?.title ?? answer.statusText, problem?.detail ?? "");
    }
    const url = URL.createObjectURL(await answer.blob());
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    URL.revokeObjectURL(url);
    void queries.invalidateQueries({ queryKey: ["record"] });
    onDone();
  };
  return (
    <ReasonForm
      words={t("evidence.whyWords")}
      label={t("evidence.why")}
      minRows={1}
      maxLength={500}
      button={t("evidence.open")}
      size="compact-sm"
      onReason={fetchIt}
    />
  );
}
