import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { Acting, typedAt, When } from "../acting/acting.tsx";
import { useActing } from "../acting/use-acting.ts";

interface DeliveringProps {
  readonly commitment: GuaranteesShown["real"]["commitments"][number];
  readonly mission: Mission;
}

/** A guarantor enters what was delivered; without a proof that is in the record it counts as claimed only. */
export function Delivering({ commitment, mission }: DeliveringProps) {
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const [what, setWhat] = useState("");
  const [share, setShare] = useState("part");
  const [proof, setProof] = useState("");
  const [typed, setTyped] = useState("");
  const at = typedAt(typed, mission);
  const evidence = proof.split(/[\s,;]+/).filter((hash) => hash !== "");
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
              <TextInput
                label={t("acting.proof")}
                description={t("acting.proofHint")}
                dir="ltr"
                value={proof}
                onChange={(event) => setProof(event.currentTarget.value)}
              />
              <When mission={mission} typed={typed} onTyped={setTyped} />
            </>
          ),
          onAct: (reason, key) =>
            acting.decide(
              {
                decision: "deliver",
                commitment: commitment.id,
                what,
                share,
                evidence,
                ...(at === undefined ? {} : { at }),
              },
              reason,
              key,
            ),
        },
      ]}
    />
  );
}
