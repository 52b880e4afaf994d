import { Badge, Box, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { isolated, useBoth } from "../acting/both.ts";
import { mayOn } from "../app/may-on.ts";
import { Backing } from "./backing.tsx";
import type { LadderProps } from "./ladders.tsx";
import { Controls, StepActs, Undo } from "./lazy-acts.tsx";

type Ladder = GuaranteesShown["real"]["ladders"][number];
type Run = Ladder["runs"][number];
export type Step = Run["steps"][number];

export interface RunProps extends LadderProps {
  readonly ladder: Ladder;
  readonly run: Run;
}

const MINUTE = 60_000;

/** "2 days 3 h 5 min", of a length in milliseconds, to the minute. */
export function useLength(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => {
    const all = Math.floor(Math.abs(ms) / MINUTE);
    const [days, hours, minutes] = [Math.floor(all / 1_440), Math.floor(all / 60) % 24, all % 60];
    const said = [
      days > 0 ? t("clock.days", { count: days }) : "",
      hours > 0 ? t("clock.hours", { n: hours }) : "",
      minutes > 0 || all === 0 ? t("clock.minutes", { n: minutes }) : "",
    ];
    return said.filter((s) => s !== "").join(" ");
  };
}

/** A clock that was started: how it stands, what each step waits for or by when it is due, and what was entered. */
export function LadderRun(props: RunProps) {
  const { run, ladder, mission, state, side } = props;
  const { t } = useTranslation();
  const both = useBoth(mission);
  const length = useLength();
  return (
    <Box className="run" component="section" aria-label={t("clock.of", { ladder: ladder.title })}>
      <Group gap="xs" align="center">
        <Badge variant="outline" color="gray" className="unaltered">
          {t(`clock.${run.state}`)}
        </Badge>
        <Text size="sm">{t("clock.elapsed", { length: length(run.elapsed) })}</Text>
        {run.pausedFor > 0 && <Text size="sm">{t("clock.pausedFor", { length: length(run.pausedFor) })}</Text>}
      </Group>
      <Text size="sm" mt={4}>
        {t("ladder.started", { at: both(run.startedAt), people: run.people.map(isolated).join(", ") })}
      </Text>
      <Text size="sm">
        {t(`determination.${run.determination.kind}` as never, { defaultValue: run.determination.kind })} ·{" "}
        {t("guarantees.body", { body: isolated(run.determination.body) })} ·{" "}
        {t("guarantees.standard", { standard: isolated(run.determination.standard) })}:{" "}
        {isolated(run.determination.text)}
      </Text>
      <Text size="xs" c="dimmed">
        {t("clock.asOf", { at: both(state.asOf) })}
      </Text>
      <ol className="steps">
        {run.steps.map((step) => (
          <OneStep key={step.id} step={step} {...props} />
        ))}
      </ol>
      {!ENDED.includes(run.state) && mayOn(side, mission, "response.step") && <Controls {...props} />}
      <Entered {...props} />
    </Box>
  );
}

/** States of a clock that goes on no more. */
export const ENDED: readonly Run["state"][] = ["completed", "stood-down"];

function OneStep({ step, ...of }: RunProps & { step: Step }) {
  const { run, mission, state, side } = of;
  const { t } = useTranslation();
  const both = useBoth(mission);
  const length = useLength();
  const left = step.deadline === null ? 0 : step.deadline - state.asOf;
  const counts = step.deadline !== null && step.settled === null && !ENDED.includes(run.state);
  return (
    <li className="step" data-state={step.state} aria-label={step.title}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm" dir="auto" style={{ flex: 1, minWidth: 0 }}>
          <b>{step.title}</b> · {step.who.join(", ")}: {step.does.join("; ")}
        </Text>
        <Backing backed={step.backed} />
      </Group>
      {step.condition !== null && (
        <Text size="sm">{t("clock.condition", { condition: isolated(step.condition) })}</Text>
      )}
      <Text size="sm" fw={600}>
        {t(`step.${step.state}`)}
        {step.settled?.late ? ` · ${t("clock.late")}` : ""}
      </Text>
      {step.settled && (
        <Text size="sm">{t("clock.settled", { by: isolated(step.settled.by), at: both(step.settled.at) })}</Text>
      )}
      {step.deadline !== null && (
        <Text size="sm" mb={4}>
          {t("clock.deadline", { at: both(step.deadline) })}
          {counts && run.state === "running" && (
            <b> · {t(left > 0 ? "clock.left" : "clock.past", { length: length(left) })}</b>
          )}
          {counts && run.state === "paused" && <> · {t("clock.movesOn")}</>}
        </Text>
      )}
      {step.settled === null && !ENDED.includes(run.state) && mayOn(side, mission, "response.step") && (
        <StepActs step={step} {...of} />
      )}
    </li>
  );
}

/** What was entered on the run, in order of time, each with its reason and the way back from it. */
function Entered({ run, ladder, mission, state, side }: RunProps) {
  const { t } = useTranslation();
  const both = useBoth(mission);
  const title = (step: string | null): string => ladder.steps.find((s) => s.id === step)?.title ?? "";
  const mine = mayOn(side, mission, "response.step");
  return (
    <details className="run-entries">
      <summary>{t("clock.entered", { count: run.history.length })}</summary>
      <ol>
        {run.history.map((h) => {
          const index = state.places[h.entry];
          return (
            <li key={h.entry}>
              <Text size="sm">
                <b>{t(`clock.act.${h.act}` as never, { step: isolated(title(h.step)), by: isolated(h.by ?? "") })}</b> ·{" "}
                {both(h.at)}
              </Text>
              <Text size="sm" c="dimmed" mb={4} style={{ whiteSpace: "pre-line" }}>
                {index === undefined ? "" : `${t("clock.entry", { index })} · `}
                {h.reason.split(/\n+/).map(isolated).join("\n")}
              </Text>
              {mine && index !== undefined && <Undo mission={mission.id} entry={{ index, commitment: h.entry }} />}
            </li>
          );
        })}
      </ol>
    </details>
  );
}
