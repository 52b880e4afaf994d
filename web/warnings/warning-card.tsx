import { Anchor, Badge, Box, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import { type Act, Acting } from "../acting/acting.tsx";
import { useBoth } from "../acting/both.ts";
import { useActing } from "../acting/use-acting.ts";
import { Refused } from "../api/client.ts";
import { may } from "../app/may-on.ts";
import { MessageText } from "./message.tsx";
import type { Warning } from "./use-warnings.ts";
import { fillingOf, messageOf, WarnForm } from "./warn-form.tsx";

const feed = (mission: string): string => `/feeds/${encodeURIComponent(mission)}/cap`;

/** What may be said of a hazard: a new warning, or what follows one. Each waits for a second person. */
export function useWarnAct(mission: Mission, message: "alert" | "update" | "cancel", before: Warning | null): Act {
  const { t, i18n } = useTranslation();
  const acting = useActing(mission.id);
  const begin = () => fillingOf(message, before, i18n.language, mission);
  const [filling, setFilling] = useState(begin);
  return {
    id: message,
    label: t(`warning.${message}`),
    words: t(`warning.words.${message}`),
    fields: <WarnForm mission={mission} filling={filling} onFill={setFilling} />,
    async onAct(reason, key) {
      const message = messageOf(filling, mission);
      const { circles, polygons } = message.area;
      if (circles.length + polygons.length === 0) throw new Refused(400, "", t("warning.positionWrong"));
      const follows = before?.entry ?? null;
      const decision = { decision: "warn", ...message, observations: [], follows };
      const decided = await acting.decide(decision, reason, key);
      setFilling(begin());
      return decided;
    },
  };
}

/** One warning that was given out, and what may follow it. */
export function WarningCard({ warning, mission, asked }: { warning: Warning; mission: Mission; asked: boolean }) {
  const { t } = useTranslation();
  const both = useBoth(mission);
  const update = useWarnAct(mission, "update", warning);
  const cancel = useWarnAct(mission, "cancel", warning);
  const follows = may(mission, "release.approve") && warning.entry && warning.state === "standing" && !asked;
  return (
    <Box component="article" className="panel" data-state={warning.state}>
      <Group gap="xs" mb={6}>
        <Badge variant="outline" color="gray" className="unaltered">
          {t(`warning.state.${warning.state}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {t("warning.sent")}: {both(warning.sent)}
        </Text>
      </Group>
      <MessageText message={warning} mission={mission} />
      <Box mt="xs">
        <Anchor
          size="sm"
          href={`${feed(mission.id)}/${encodeURIComponent(warning.alert)}`}
          download={`${warning.alert}.cap.xml`}
        >
          {t("warning.download")}
        </Anchor>
      </Box>
      {follows && (
        <Box mt="xs">
          <Acting of={warning.words[0]?.headline ?? ""} acts={[update, cancel]} />
        </Box>
      )}
    </Box>
  );
}

export const FeedLink = ({ mission }: { mission: Mission }) => {
  const { t } = useTranslation();
  return (
    <Anchor size="sm" href={feed(mission.id)}>
      {t("warning.feed")}
    </Anchor>
  );
};
