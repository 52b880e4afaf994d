import { Box, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import type { Permission } from "../../src/server/client/decisions.ts";
import { may } from "../app/may-on.ts";
import { saySpan } from "../app/times.ts";
import { NEEDS } from "./decision-body.ts";
import { takenBack } from "./taken-back.ts";
import { Undo } from "./undo.tsx";

/** What taking an entry about an incident back takes; what is not here is not taken back. */
const TAKES: Readonly<Record<string, Permission>> = {
  ...NEEDS,
  judgement: "judgement.write",
  determine: "decision.attribute",
  adopt: "decision.adopt",
  "release-early": "release.approve",
};

/** What people entered about the incident, oldest first; what was taken back stays in sight. */
export function History({ mission, incident }: { mission: Mission; incident: Incident }) {
  const { t, i18n } = useTranslation();
  if (!may(mission, "entry.read")) return <Text size="sm">{t("incident.historyClosed")}</Text>;
  if (incident.decisions.length === 0) return <Text size="sm">{t("incident.noHistory")}</Text>;
  const withdrawn = takenBack(incident.decisions);
  const kinds = new Map(incident.decisions.map((d) => [d.index, d.kind]));
  // Taking back takes the permission of making it, also of a taking back.
  const mayTakeBack = ({ kind, body }: (typeof incident.decisions)[number]): boolean => {
    const of = kind === "withdrawal" ? kinds.get(Number((body["entry"] as { index?: number })?.index)) : kind;
    const needs = of === undefined ? undefined : TAKES[of];
    return needs !== undefined && may(mission, needs);
  };
  return (
    <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: "none" }}>
      {incident.decisions.map((d) => {
        const said = [
          typeof d.body["finding"] === "string" &&
            t(`decision.${d.body["finding"]}` as never, { defaultValue: d.body["finding"] }),
          typeof d.body["judgement"] === "string" &&
            t(`judged.${d.body["judgement"]}` as never, { defaultValue: d.body["judgement"] }),
          d.body["actor"],
          d.body["grounds"],
        ].filter((w): w is string => typeof w === "string" && w !== "");
        return (
          <Box key={d.entry} component="li" className="observation">
            <Text size="sm">
              <b>
                {d.body["judgement"] === "pin"
                  ? t("entered.pin")
                  : t(`entered.${d.kind}` as never, { defaultValue: d.kind })}
              </b>
              {said.length > 0 && `: ${said.join("; ")}`}
              {withdrawn.has(d.index) && ` (${t("undo.withdrawn")})`}
            </Text>
            {d.contradicts.length > 0 && (
              <Text size="sm" fw={600}>
                {t("judged.contradicts", { entries: d.contradicts.join(", ") })}
              </Text>
            )}
            {d.reason !== null && (
              <Text size="sm" dir="auto" style={{ overflowWrap: "anywhere" }}>
                {d.reason}
              </Text>
            )}
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {saySpan({ from: d.stated, until: d.stated }, mission.offsets, i18n.language)} ·{" "}
              {t("incident.by", { index: d.index, author: d.author })}
            </Text>
            {mayTakeBack(d) && !withdrawn.has(d.index) && (
              <Box mt={6}>
                <Undo mission={mission.id} entry={{ index: d.index, commitment: d.entry }} />
              </Box>
            )}
          </Box>
        );
      })}
    </Stack>
  );
}
