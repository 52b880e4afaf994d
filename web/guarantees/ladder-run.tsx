import { Badge, Box, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { Undo } from "../incident/undo.tsx";
import { type Act, Acting, isolated, typedAt, useBoth, When } from "./acting.tsx";
import { Backing } from "./backing.tsx";
import { ByWhom } from "./by-whom.tsx";
import type { LadderProps } from "./ladders.tsx";
import { useActing } from "./use-guarantees.ts";

type Ladder = GuaranteesShown["real"]["ladders"][number];
type Run = Ladder["runs"][number];
type Step = Run["steps"][number];

interface RunProps extends LadderProps {
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
  const { run, ladder, mission, state } = props;
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
      <Controls {...props} />
      <Entered {...props} />
    </Box>
  );
}

const ENDED: readonly Run["state"][] = ["completed", "stood-down"];

function OneStep({ step, ...of }: RunProps & { step: Step }) {
  const { run, mission, state } = of;
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
      {step.settled === null && !ENDED.includes(run.state) && mission.may.includes("response.step") && (
        <StepActs step={step} {...of} />
      )}
    </li>
  );
}

/** The run as decisions cite it: by its place in the log, and by what it commits to. */
const citedRun = ({ run, state }: RunProps) => ({ index: state.places[run.id] ?? 0, commitment: run.id });

function StepActs({ step, ...of }: RunProps & { step: Step }) {
  const { mission, agreement } = of;
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const [by, setBy] = useState("");
  const [typed, setTyped] = useState("");
  const fields = (
    <>
      <ByWhom label={t("acting.by")} agreement={agreement} more={step.who} value={by} onValue={setBy} />
      <When mission={mission} typed={typed} onTyped={setTyped} />
    </>
  );
  const run = citedRun(of);
  const at = typedAt(typed, mission);
  const when = at === undefined ? {} : { at };
  const settle = (was: "taken" | "waived" | "fallback-taken"): Act => ({
    id: was,
    label: t(`acting.${was}`),
    words: t(was === "waived" ? "acting.waivedWords" : "acting.takenWords"),
    fields,
    onAct: (reason, key) =>
      acting.decide({ decision: "step", run, step: step.id, was, by, evidence: [], ...when }, reason, key),
  });
  const holds: Act = {
    id: "condition",
    label: t("acting.condition"),
    words: t("acting.conditionWords", { condition: step.condition ?? "" }),
    fields,
    onAct: (reason, key) => acting.decide({ decision: "condition", run, step: step.id, by, ...when }, reason, key),
  };
  const waits = step.state === "waits-for-condition";
  const acts = [
    ...(waits ? [holds] : [settle("taken")]),
    ...(step.fallback !== null && !waits ? [settle("fallback-taken")] : []),
    settle("waived"),
  ];
  return <Acting of={step.title} acts={acts} />;
}

/** The clock itself: it is paused, goes on, or is stopped for good. */
function Controls(of: RunProps) {
  const { run, mission, agreement, ladder } = of;
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const [by, setBy] = useState("");
  const [typed, setTyped] = useState("");
  if (ENDED.includes(run.state) || !mission.may.includes("response.step")) return null;
  const at = typedAt(typed, mission);
  const cited = { run: citedRun(of), ...(at === undefined ? {} : { at }) };
  const when = <When mission={mission} typed={typed} onTyped={setTyped} />;
  const moved = run.state === "paused" ? ("resume-clock" as const) : ("pause-clock" as const);
  return (
    <Box mt="sm">
      <Acting
        of={ladder.title}
        acts={[
          {
            id: moved,
            label: t(`acting.${moved}`),
            words: t(`acting.${moved}Words`),
            fields: when,
            onAct: (reason, key) => acting.decide({ decision: moved, ...cited }, reason, key),
          },
          {
            id: "stop-clock",
            label: t("acting.stop-clock"),
            words: t("acting.stop-clockWords"),
            fields: (
              <>
                <ByWhom label={t("acting.stoppedBy")} agreement={agreement} value={by} onValue={setBy} />
                {when}
              </>
            ),
            onAct: (reason, key) => acting.decide({ decision: "stop-clock", by, ...cited }, reason, key),
          },
        ]}
      />
    </Box>
  );
}

/** What was entered on the run, in order of time, each with its reason and the way back from it. */
function Entered({ run, ladder, mission, state, side }: RunProps) {
  const { t } = useTranslation();
  const both = useBoth(mission);
  const title = (step: string | null): string => ladder.steps.find((s) => s.id === step)?.title ?? "";
  const mine = mission.may.includes("response.step") && side.exercise === mission.exercise;
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
                {isolated(h.reason.replaceAll("\n\n", "\n"))}
              </Text>
              {mine && index !== undefined && <Undo mission={mission.id} entry={{ index, commitment: h.entry }} />}
            </li>
          );
        })}
      </ol>
    </details>
  );
}
