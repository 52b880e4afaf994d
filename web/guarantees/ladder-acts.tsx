import { Box } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Act, Acting, typedAt, When } from "../acting/acting.tsx";
import { ByWhom } from "../acting/by-whom.tsx";
import { useActing } from "../acting/use-acting.ts";
import type { RunProps, Step } from "./ladder-run.tsx";

/** The run as decisions cite it: by its place in the log, and by what it commits to. */
const citedRun = ({ run, state }: RunProps) => ({ index: state.places[run.id] ?? 0, commitment: run.id });

/** What may be entered on a step that is not settled. */
export function StepActs({ step, ...of }: RunProps & { step: Step }) {
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
export function Controls(of: RunProps) {
  const { run, mission, agreement, ladder } = of;
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const [by, setBy] = useState("");
  const [typed, setTyped] = useState("");
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
