import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { may } from "../app/may-on.ts";
import { DECISIONS, type Decision, NEEDS } from "./decision-body.ts";
import { DecisionForm } from "./decision-form.tsx";
import { pinnable } from "./pin.tsx";
import { Undo } from "./undo.tsx";

export interface Props {
  readonly mission: Mission;
  readonly incident: Incident;
}

export interface DecidingProps extends Props {
  readonly onOpen: (id: string) => void;
}

/** What this reader may decide here; nothing at all where that is nothing. */
export function decisionsOf({ mission, incident }: Props): readonly Decision[] {
  return DECISIONS.filter(
    (d) =>
      may(mission, NEEDS[d]) &&
      (d !== "dispute" || incident.decisions.length > 0) &&
      (d !== "split" || incident.members.length > 1) &&
      (d !== "pin" || pinnable(incident)),
  );
}

/** The decisions that the reader may enter, one form at a time. */
export function Deciding({ mission, incident, onOpen }: DecidingProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Decision | null>(null);
  const [entered, setEntered] = useState<{ readonly index: number; readonly commitment: string } | null>(null);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {decisionsOf({ mission, incident }).map((d) => (
          <Button
            key={d}
            size="xs"
            variant={open === d ? "filled" : "default"}
            aria-expanded={open === d}
            onClick={() => setOpen(open === d ? null : d)}
          >
            {t(`decision.${d}`)}
          </Button>
        ))}
      </Group>
      {entered && <Undo key={entered.index} mission={mission.id} entry={entered} />}
      {open && (
        <DecisionForm
          key={open}
          decision={open}
          mission={mission}
          incident={incident}
          onOpen={onOpen}
          onClose={() => setOpen(null)}
          onEntered={setEntered}
        />
      )}
    </Stack>
  );
}
