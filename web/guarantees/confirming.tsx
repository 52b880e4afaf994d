import { NativeSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import { Acting } from "../acting/acting.tsx";
import { ByWhom } from "../acting/by-whom.tsx";
import { useActing } from "../acting/use-acting.ts";
import { useAgreement } from "../situation/use-situation.ts";

interface ConfirmingProps {
  readonly mission: Mission;
  readonly delivery: { readonly index: number; readonly commitment: string };
  readonly what: string;
}

/** The mission's second look at a delivery: whoever looked says whether the proof shows it. */
export function Confirming({ mission, delivery, what }: ConfirmingProps) {
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const agreement = useAgreement(mission.id).data;
  const [finding, setFinding] = useState("confirmed");
  const [by, setBy] = useState("");
  return (
    <Acting
      of={what}
      acts={[
        {
          id: "confirm-delivery",
          label: t("acting.confirm-delivery"),
          words: t("acting.confirm-deliveryWords"),
          fields: (
            <>
              <Text size="sm" dir="auto">
                {what}
              </Text>
              <NativeSelect
                label={t("decision.finding")}
                data={(["confirmed", "not-confirmed"] as const).map((value) => ({
                  value,
                  label: t(`delivery.${value}`),
                }))}
                value={finding}
                onChange={(event) => setFinding(event.currentTarget.value)}
              />
              <ByWhom label={t("acting.foundBy")} agreement={agreement} value={by} onValue={setBy} />
            </>
          ),
          onAct: (reason, key) => acting.decide({ decision: "confirm-delivery", delivery, by, finding }, reason, key),
        },
      ]}
    />
  );
}
