import type { ProgressStep } from "../agreement/agreement.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import { type Anchors, resolveMoment } from "../agreement/moment.ts";
import type { Truth } from "../certainty.ts";
import { formatInstant } from "../time/day.ts";
import type { Millis } from "../units.ts";
import type { TraceStep } from "./assessment.ts";
import type { FulfilmentStatement } from "./obligation.ts";

const share = (s: number): string => `${Math.round(s * 1000) / 10} %`;

/** What a statement says of progress. */
export const sayProgress = (s: FulfilmentStatement): string =>
  `${
    {
      fulfilled: "done",
      partly: "done in part",
      "not-fulfilled": "not done",
      "cannot-verify": "cannot be verified",
    }[s.progress]
  }${s.share === undefined ? "" : `, ${share(s.share)}`}${s.words === "" ? "" : ` ("${s.words}")`}`;

/** A step on the way: whether a body's statement shows that it was reached. */
export function sayStep(
  step: ProgressStep,
  anchors: Anchors,
  compiled: CompiledAgreement,
  asOf: Millis,
  statement: FulfilmentStatement | undefined,
): TraceStep {
  const by = step.by && resolveMoment(step.by, anchors, compiled.missionZone);
  const when =
    by === null
      ? "no date is given"
      : "waitsFor" in by
        ? `its date hangs on ${by.waitsFor}`
        : `by ${formatInstant(by.at, compiled.missionZone, "minute")}${by.at > asOf ? ", not yet due" : ""}`;
  let reached: Truth = "unknown";
  if (statement?.progress === "fulfilled") reached = true;
  else if (statement?.share !== undefined && step.share !== undefined) {
    const after = by !== null && "at" in by && statement.asOf >= by.at;
    reached = statement.share >= step.share ? true : after ? false : "unknown";
  }
  const wanted = step.share === undefined ? "" : ` (${share(step.share)})`;
  return {
    test: `step.${step.id}`,
    outcome: reached,
    words: `step ${step.id}${wanted}${step.what === undefined ? "" : `, ${step.what}`}: ${when}: ${
      reached === true ? "reached" : reached === false ? "not reached" : "nothing is stated of it"
    }`,
  };
}
