import "./acting.css";
import { Box, Button, Group, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Decided } from "../../src/server/client/decisions.ts";
import { ReasonForm } from "../app/reason-form.tsx";
import { clockOf, instantOf, offsetAt, offsetName } from "../app/times.ts";
import { useBoth } from "./both.ts";

/** A moment typed on the mission's clocks; undefined while nothing is typed. */
export const typedAt = (typed: string, { offsets }: Mission): number | undefined => instantOf(typed, offsets);

/** A moment as it is typed on the mission's clocks, to the minute. */
export const typedOf = (at: number, { offsets }: Mission): string => clockOf(at, offsets);

interface WhenProps {
  readonly mission: Mission;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  /** What the moment is of; left out, when it was. */
  readonly label?: string;
  readonly hint?: string;
  readonly required?: boolean;
}

/** A moment on the mission's clocks, said on both; left empty, now. */
export function When({ mission, typed, onTyped, label, hint, required = false }: WhenProps) {
  const { t } = useTranslation();
  const both = useBoth(mission);
  const at = typedAt(typed, mission);
  const offset = offsetName(offsetAt(mission.offsets, at ?? Date.now()));
  return (
    <TextInput
      type="datetime-local"
      label={label === undefined ? t("acting.when", { offset }) : `${label} (${offset})`}
      description={[hint, at === undefined ? (required ? "" : t("acting.whenHint")) : both(at)]
        .filter(Boolean)
        .join(" ")}
      required={required}
      value={typed}
      onChange={(event) => onTyped(event.currentTarget.value)}
    />
  );
}

export interface Act {
  readonly id: string;
  /** What is done, as its button says it. */
  readonly label: string;
  /** What comes of it, said before. */
  readonly words?: string;
  readonly fields?: ReactNode;
  /** What is done with the reason; where it throws, the form says why and stays. */
  readonly onAct: (reason: string, key: string) => Promise<Partial<Decided>>;
}

/** What the reader may enter here: a button each, which opens its form with a reason that is required. */
export function Acting({ of, acts }: { of: string; acts: readonly Act[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const chosen = acts.find((a) => a.id === open);
  if (acts.length === 0) return null;
  const close = () => {
    // Whoever works by keys goes on where the form was opened.
    buttons.current?.querySelector<HTMLElement>("[aria-expanded=true]")?.focus();
    setOpen(null);
  };
  return (
    <>
      <Group gap="xs" ref={buttons}>
        {acts.map(({ id, label }) => (
          <Button
            key={id}
            size="compact-sm"
            variant={open === id ? "filled" : "default"}
            aria-expanded={open === id}
            aria-label={t("acting.of", { act: label, of })}
            onClick={() => setOpen(open === id ? null : id)}
          >
            {label}
          </Button>
        ))}
      </Group>
      {chosen && <OneAct key={chosen.id} act={chosen} of={of} onClose={close} />}
    </>
  );
}

function OneAct({ act, of, onClose }: { act: Act; of: string; onClose: () => void }) {
  const { t } = useTranslation();
  // One key for this form: a second try after silence enters nothing twice.
  const [key] = useState(() => crypto.randomUUID());
  return (
    <Box className="act-form" role="group" aria-label={t("acting.of", { act: act.label, of })}>
      <ReasonForm
        {...(act.words !== undefined && { words: act.words })}
        fields={act.fields}
        label={t("decision.reason")}
        hint={t("decision.reasonHint")}
        maxLength={5_000}
        button={act.label}
        size="compact-sm"
        onCancel={onClose}
        onReason={async (reason) => {
          const { index } = await act.onAct(reason, key);
          notifications.show({
            message:
              index === undefined
                ? t("acting.gone")
                : index === null
                  ? t("acting.waitsNow")
                  : t("acting.done", { index }),
            color: "gray",
            autoClose: 10_000,
            withBorder: true,
            closeButtonProps: { "aria-label": t("incident.close") },
          });
          onClose();
        }}
      />
    </Box>
  );
}
