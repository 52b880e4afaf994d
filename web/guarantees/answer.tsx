import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { numbers } from "../app/numbers.ts";
import { Figures } from "../app/page.tsx";

type Commitment = GuaranteeState["real"]["commitments"][number];

const SIGNED: readonly unknown[] = ["signed", "in-force"];
const WITHOUT_FORCE: readonly Commitment["state"][] = ["not-in-force", "refused", "voided", "lapsed"];

/** The whole screen in one line of figures: how much is promised, how firmly, and what has come of it. */
export function Answer({ side }: { side: GuaranteeState["real"] }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const { commitments, questions } = side;
  if (commitments.length === 0) return null;
  const many = (which: (c: Commitment) => boolean): string => n(commitments.filter(which).length);
  return (
    <Figures
      items={[
        { value: n(commitments.length), label: t("guarantees.figure.named") },
        { value: many((c) => SIGNED.includes(c.backed.modality)), label: t("guarantees.figure.signed") },
        { value: many((c) => !WITHOUT_FORCE.includes(c.state)), label: t("guarantees.figure.inForce") },
        { value: many((c) => c.deliveries.some((d) => d.proven)), label: t("guarantees.figure.delivered") },
        {
          value: n(questions.filter((q) => q.state === "open").length),
          label: t("guarantees.figure.open"),
        },
      ]}
    />
  );
}
