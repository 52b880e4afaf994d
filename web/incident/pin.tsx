import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { may } from "../app/may-on.ts";
import { saySpan } from "../app/times.ts";
import { type IncidentContent, sayNats } from "./content.ts";
import { takenBack } from "./taken-back.ts";
import { Undo } from "./undo.tsx";

type Entered = Incident["decisions"][number];

const pinned = (d: Entered): readonly string[] | undefined =>
  d.kind === "judgement" && d.body["judgement"] === "pin" ? (d.body["observations"] as string[]) : undefined;

/** Pins of an incident that nobody took back, the oldest first. */
export function pinsOf({ decisions }: Incident): readonly Entered[] {
  const gone = takenBack(decisions);
  return decisions.filter((d) => pinned(d) && !gone.has(d.index));
}

/** Whether there is anything to pin: not of claims alone, nor where one person's pin names all reports already. */
export const pinnable = (incident: Incident): boolean =>
  incident.status === "recorded" &&
  !pinsOf(incident).some((d) => d.contradicts.length === 0 && newTo(d, incident) === 0);

/** How many reports of an incident a pin does not name, claims aside. */
function newTo(pin: Entered, { members }: Incident): number {
  const names = new Set(pinned(pin));
  return members.filter((m) => m.role !== "claims" && !names.has(m.id)).length;
}

interface PinProps {
  readonly mission: Mission;
  readonly incident: Incident;
  readonly onOpen: (id: string) => void;
}

/** Who pinned the incident, what came in since, and what a pin keeps out; nothing where no pin has to do with it. */
export function PinNotice({ mission, incident, onOpen }: PinProps) {
  const { t } = useTranslation();
  const { alternative } = incident.content as IncidentContent;
  const pins = pinsOf(incident);
  const outside = alternative?.pinned && alternative.gain > 0 ? alternative : undefined;
  if (pins.length === 0 && !outside) return null;
  return (
    <Stack gap={6} className="observation" role="group" aria-label={t("pin.badge")}>
      {pins.map((d) => (
        <OnePin key={d.entry} mission={mission} incident={incident} entered={d} />
      ))}
      {outside && (
        <Group gap="xs" justify="space-between">
          <Text size="sm">{t("pin.outside", { gain: sayNats(outside.gain) })}</Text>
          <Button size="compact-sm" variant="default" onClick={() => onOpen(outside.incident)}>
            {t("incident.openOther")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function OnePin({ mission, incident, entered }: Pick<PinProps, "mission" | "incident"> & { entered: Entered }) {
  const { t, i18n } = useTranslation();
  const { index, author, stated, contradicts } = entered;
  const since = newTo(entered, incident);
  // The record has a pin at once; what is derived from it follows.
  const settled = (incident.content as IncidentContent).pinned === true;
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {t("pin.by", { author, index, when: saySpan({ from: stated, until: stated }, mission.offsets, i18n.language) })}
      </Text>
      {contradicts.length > 0 && (
        <Text size="sm" fw={600}>
          {t("judged.contradicts", { entries: contradicts.join(", ") })}
        </Text>
      )}
      {settled && since > 0 && <Text size="sm">{t("pin.since", { count: since })}</Text>}
      {may(mission, "judgement.write") && (
        <Undo
          mission={mission.id}
          entry={{ index, commitment: entered.entry }}
          button={t("pin.lift", { index })}
          words={t("pin.liftWords")}
        />
      )}
    </Stack>
  );
}
