import { Box, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Pending } from "../../src/server/client/decisions.ts";
import { type Act, Acting } from "./acting.tsx";
import { isolated, useBoth } from "./both.ts";
import { useActing } from "./use-acting.ts";

interface HalfProps {
  readonly half: Pending;
  readonly mission: Mission;
  /** What it is about, for the names of its buttons. */
  readonly of: string;
  readonly title: string;
  readonly confirm: string;
  readonly confirmWords: string;
  /** What is asked for, shown as it would be entered. */
  readonly children?: ReactNode;
}

/** What one person asked for: it waits for another, who confirms it with a reason of their own. */
export function Half({ half, mission, of, title, confirm, confirmWords, children }: HalfProps) {
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const both = useBoth(mission);
  const confirming: Act = {
    id: "confirm",
    label: confirm,
    words: confirmWords,
    onAct: (reason, key) => acting.confirm(half.id, reason, key),
  };
  const takeBack: Act = {
    id: "take-back",
    label: t("acting.takeBack"),
    words: t("acting.takeBackWords"),
    onAct: (reason, key) => acting.takeBack(half.id, reason, key),
  };
  return (
    <Box className="half" role="group" aria-label={title}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm">{t("acting.asked", { by: isolated(half.author), at: both(half.asked) })}</Text>
      {children}
      <Text size="sm">{t("acting.reasonGiven", { reason: isolated(half.reason) })}</Text>
      <Text size="sm">{t("acting.lapses", { at: both(half.until) })}</Text>
      {!half.may && <Text size="sm">{t("acting.another")}</Text>}
      <Box mt="xs">
        <Acting of={of} acts={half.may ? [confirming, takeBack] : [takeBack]} />
      </Box>
    </Box>
  );
}
