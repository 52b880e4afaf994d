import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Incident } from "../../src/server/client/answers.ts";
import type { ActorContent, IncidentContent } from "./content.ts";

/** Who did it, as far as anyone said, assessed or decided: each with its strength and what it rests on. */
export function WhoDidIt({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const { facts } = incident.content as IncidentContent;
  const told = incident.assessments.map((a) => a.actor as unknown as ActorContent);
  const lines = new Set<string>();
  for (const actor of told) {
    if (actor.state === "attributed") {
      lines.add(t("actor.attributed", { actor: actor.actor, standard: actor.standard }));
      for (const d of actor.dissent ?? []) lines.add(t("actor.dissent", { by: d.by, words: d.words }));
    }
    if (actor.state === "assessed")
      for (const a of actor.assessments) {
        const strength = t(`strength.${a.strength}` as never, { defaultValue: a.strength });
        lines.add(t("actor.assessed", { actor: a.actor, strength, basis: a.basis }));
      }
  }
  const alleged = [
    ...told.flatMap((actor) => (actor.state === "alleged" || actor.state === "assessed" ? actor.allegations : [])),
    ...(facts?.alleged ?? []),
  ];
  for (const a of alleged) lines.add(t("actor.alleged", { by: a.by, actor: a.actor }));
  return (
    <Stack gap={4}>
      {lines.size === 0 ? (
        <Text size="sm">{t("actor.unknown")}</Text>
      ) : (
        [...lines].map((line) => (
          <Text key={line} size="sm">
            {line}
          </Text>
        ))
      )}
      {incident.assessments.some((a) => a.breach) && (
        <Text size="sm" fw={600}>
          {t("incident.breach")}
        </Text>
      )}
    </Stack>
  );
}
