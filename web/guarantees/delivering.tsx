import { Alert, Button, CloseButton, FileButton, Group, NativeSelect, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import type { ProofTaken } from "../../src/server/client/proofs.ts";
import { Acting, typedAt, When } from "../acting/acting.tsx";
import { useActing } from "../acting/use-acting.ts";
import { sendBytes } from "../api/client.ts";
import { proofsAt } from "./use-proofs.ts";

/** Most bytes of one file, as the server takes them. */
const MOST_BYTES = 20_971_520;
/** The strictest first, as the mission's people read them. */
const MARKINGS = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"] as const;
const megabytes = (bytes: number): string => (Math.max(bytes, 104_858) / 1_048_576).toFixed(1);

interface DeliveringProps {
  readonly commitment: GuaranteesShown["real"]["commitments"][number];
  readonly mission: Mission;
}

/**
 * A guarantor enters what was delivered, with the files that show it. The files are handed in first; whatever breaks
 * off then, a second try hands in nothing twice.
 */
export function Delivering({ commitment, mission }: DeliveringProps) {
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const [what, setWhat] = useState("");
  const [share, setShare] = useState("part");
  const [files, setFiles] = useState<readonly File[]>([]);
  const [marking, setMarking] = useState<string>("TLP:AMBER");
  const [typed, setTyped] = useState("");
  const at = typedAt(typed, mission);
  const tooLarge = files.filter((f) => f.size > MOST_BYTES);
  const clear = () => {
    setWhat("");
    setFiles([]);
    setTyped("");
  };
  return (
    <Acting
      of={commitment.asWorded}
      acts={[
        {
          id: "deliver",
          label: t("acting.deliver"),
          words: t("acting.deliverWords"),
          fields: (
            <>
              <Textarea
                label={t("acting.what")}
                description={t("acting.whatHint")}
                required
                autosize
                maxLength={5_000}
                value={what}
                onChange={(event) => setWhat(event.currentTarget.value)}
              />
              <NativeSelect
                label={t("acting.share")}
                data={(["part", "whole"] as const).map((value) => ({ value, label: t(`acting.share.${value}`) }))}
                value={share}
                onChange={(event) => setShare(event.currentTarget.value)}
              />
              <Text size="sm">{t("acting.proofHint", { mb: megabytes(MOST_BYTES) })}</Text>
              <Group gap="xs">
                <FileButton multiple onChange={(added) => setFiles([...files, ...added].slice(0, 100))}>
                  {(props) => (
                    <Button {...props} variant="default" size="compact-sm">
                      {t("acting.addFiles")}
                    </Button>
                  )}
                </FileButton>
                {files.map((file, i) => (
                  <Group gap={4} key={`${file.name} ${file.size} ${file.lastModified}`} wrap="nowrap" className="proof">
                    <Text size="sm" dir="auto" truncate maw={200}>
                      {file.name}
                    </Text>
                    <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
                      {megabytes(file.size)} MB
                    </Text>
                    <CloseButton
                      size="sm"
                      aria-label={t("acting.removeFile", { name: file.name })}
                      onClick={() => setFiles(files.filter((_, n) => n !== i))}
                    />
                  </Group>
                ))}
              </Group>
              {tooLarge.length > 0 && (
                <Alert color="gray" variant="outline" role="alert">
                  {t("acting.tooLarge", { names: tooLarge.map((f) => f.name).join(", "), mb: megabytes(MOST_BYTES) })}
                </Alert>
              )}
              {files.length > 0 && (
                <NativeSelect
                  label={t("acting.marking")}
                  description={t("acting.markingHint")}
                  data={MARKINGS.map((value) => ({ value, label: `${value} · ${t(`acting.marking.${value}`)}` }))}
                  value={marking}
                  onChange={(event) => setMarking(event.currentTarget.value)}
                />
              )}
              <When mission={mission} typed={typed} onTyped={setTyped} />
            </>
          ),
          async onAct(reason, key) {
            const evidence: string[] = [];
            for (const file of files) {
              const query = { marking, reason: reason.slice(0, 500) };
              evidence.push((await sendBytes<ProofTaken>(proofsAt(mission.id, commitment.id), file, query)).sha256);
            }
            const decided = await acting.decide(
              {
                decision: "deliver",
                commitment: commitment.id,
                what,
                share,
                evidence: [...new Set(evidence)],
                ...(at === undefined ? {} : { at }),
              },
              reason,
              key,
            );
            clear();
            return decided;
          },
        },
      ]}
    />
  );
}
