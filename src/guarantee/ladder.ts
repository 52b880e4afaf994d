import type { Agreement } from "../agreement/agreement.ts";
import { many } from "../agreement/build-words.ts";
import type { Guarantees, Ladder, LadderStep } from "../agreement/guarantee.ts";
import { addLength } from "../agreement/moment.ts";
import { parseLength } from "../agreement/moment-text.ts";
import { type Millis, millis } from "../units.ts";
import { type Backed, backedBy } from "./chain.ts";
import type { Act, GuaranteeBody } from "./entries.ts";
import { ofAct, type Placed, type Refused, type Side, timeFault } from "./standing.ts";

/**
 * States of a run's clock. `completed` (every step settled) and `stood-down` are its named ends.
 */
export const RUN_STATES = ["running", "paused", "completed", "stood-down"] as const;
/**
 * States of a step. `taken`, `fallback-taken`, `waived` and `cancelled` are ends. `open`: nothing says by when.
 * `overdue` reads "no action recorded": it says what the record holds, not what was done.
 */
export const STEP_STATES = [
  "waits-for-condition",
  "waits-for-step",
  "open",
  "due",
  "overdue",
  "taken",
  "fallback-taken",
  "waived",
  "cancelled",
] as const;

export interface StepState {
  readonly id: string;
  readonly title: string;
  readonly who: readonly string[];
  readonly does: readonly string[];
  readonly authority: string | null;
  readonly condition: string | null;
  readonly state: (typeof STEP_STATES)[number];
  /** By when; null: nothing says, or what it is counted from has not come. Moves on while the clock is paused. */
  readonly deadline: Millis | null;
  /** When it was taken or waived, by whom, by which entry. */
  readonly settled: { readonly at: Millis; readonly by: string; readonly entry: string; readonly late: boolean } | null;
  readonly fallback: { readonly who: string; readonly does: string } | null;
  readonly says: string;
  readonly backed: Backed;
}

export interface LadderRun {
  /** The entry that started it. */
  readonly id: string;
  readonly exercise: boolean;
  readonly startedAt: Millis;
  readonly people: readonly string[];
  readonly determination: {
    readonly entry: string;
    readonly kind: string;
    readonly body: string;
    readonly standard: string;
    readonly text: string;
    readonly dissent: readonly { readonly by: string; readonly words: string }[];
  };
  readonly state: (typeof RUN_STATES)[number];
  readonly pausedFor: number;
  readonly elapsed: number;
  readonly history: readonly {
    readonly at: Millis;
    /** What it was: start, pause, resume, stand-down, condition, or of a step what became of it. */
    readonly act: string;
    readonly step: string | null;
    readonly by: string | null;
    readonly what: string;
    readonly entry: string;
    readonly reason: string;
  }[];
  readonly steps: readonly StepState[];
}

/** A step as the text has it, whether or not a clock ever ran. */
export type WrittenStep = Pick<
  StepState,
  "id" | "title" | "who" | "does" | "authority" | "condition" | "fallback" | "backed"
> & {
  /** A length as written, such as 24 h; null: no time is stated. */
  readonly within: string | null;
  readonly countedFrom: string;
};

export interface LadderState {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** `armed` only where its text is in force; a draft or a press report runs in exercises and nowhere else. */
  readonly arming: "armed" | "exercise-only";
  readonly why: string;
  readonly unverified: boolean;
  readonly startedBy: readonly string[];
  readonly steps: readonly WrittenStep[];
  readonly runs: readonly LadderRun[];
  readonly refused: readonly Refused[];
  readonly backed: Backed;
}

const asWritten = (step: LadderStep, agreement: Agreement) => ({
  id: step.id,
  title: step.title,
  who: step.who,
  does: step.does,
  authority: step.authority ?? null,
  condition: step.if ?? null,
  fallback: step.fallback ?? null,
  backed: backedBy(agreement, step),
});

/** Whether a text is in force, and the words for it. */
export function forceOf(guarantees: Guarantees, text: string): { readonly inForce: boolean; readonly why: string } {
  const found = guarantees.texts.find((t) => t.id === text);
  if (!found) return { inForce: false, why: "its text is not known" };
  return found.status === "in-force"
    ? { inForce: true, why: `"${found.title}" is in force` }
    : { inForce: false, why: `"${found.title}" is ${found.status}, not in force: exercises only` };
}

/** A ladder with its runs on one side of the record, as of the side's moment. */
export function ladderState(agreement: Agreement, guarantees: Guarantees, ladder: Ladder, side: Side): LadderState {
  const force = forceOf(guarantees, ladder.text);
  const refused: Refused[] = [];
  const runs = new Map<string, Running>();
  // First every clock: what lies before its start is told so.
  const refusedStarts = new Set<string>();
  for (const act of ofAct(side, "start")) {
    if (act.body.ladder !== ladder.id) continue;
    const why = timeFault(act) ?? startFault(guarantees, ladder, act, side, force);
    if (why === undefined) runs.set(act.id, new Running(act, ladder, agreement));
    else {
      refused.push({ entry: act.id, act: "start", why });
      refusedStarts.add(act.id);
    }
  }
  for (const act of side.acts) {
    const { body } = act;
    if (!("run" in body)) continue;
    const run = runs.get(body.run.commitment);
    const why = run
      ? (timeFault(act) ?? run.take(act as Placed<RunAct>))
      : refusedStarts.has(body.run.commitment)
        ? "the start of its clock was refused"
        : undefined;
    if (why !== undefined) refused.push({ entry: act.id, act: body.guarantee, why });
  }
  return {
    id: ladder.id,
    title: ladder.title,
    text: ladder.text,
    arming: force.inForce ? "armed" : "exercise-only",
    why: force.why,
    unverified: ladder.unverified ?? false,
    startedBy: many(ladder.startedBy),
    steps: ladder.steps.map((s) => ({
      ...asWritten(s, agreement),
      within: s.within ?? null,
      countedFrom: s.countedFrom ?? "start",
    })),
    runs: [...runs.values()].map((r) => r.stateAt(side)),
    refused,
    backed: backedBy(agreement, ladder),
  };
}

/** Why a start is refused: the text, the determination, its kind, body or standard, or the two people. */
function startFault(
  guarantees: Guarantees,
  ladder: Ladder,
  act: Placed<Act<"start">>,
  side: Side,
  force: { readonly inForce: boolean; readonly why: string },
): string | undefined {
  if (!force.inForce && !side.exercise) return force.why;
  if (act.body.people[0] === act.body.people[1]) return "starting a clock takes two different people";
  const found = side.determinations.get(act.body.determination.commitment);
  if (!found)
    return `the determination that it cites does not stand among the ${side.exercise ? "exercise" : "real"} decisions: exercise and real never cross`;
  if (found.stated > act.stated) return "the determination was stated after the start";
  const starters = guarantees.determinations.filter((d) => many(ladder.startedBy).includes(d.id));
  const ofKind = starters.filter((d) => d.kind === found.body.determination);
  if (ofKind.length === 0)
    return `a determination of ${found.body.determination} does not start this ladder; it is started by ${starters.map((d) => d.kind).join(" or ")}`;
  const fits = ofKind.some(
    (d) =>
      (d.body === undefined || d.body === found.body.body) &&
      (d.standard === undefined || d.standard === found.body.standard),
  );
  return fits ? undefined : "the determination was made by another body, or by another standard, than the text names";
}

type RunAct = Extract<GuaranteeBody, { run: unknown }>;
type Settled = { readonly at: Millis; readonly by: string; readonly entry: string; readonly was: Act<"step">["was"] };

/** One clock: takes acts in order of time, and refuses those that make no sense where it stands. */
class Running {
  private readonly start: Placed<Act<"start">>;
  private readonly ladder: Ladder;
  private readonly agreement: Agreement;
  private readonly pauses: { from: Millis; until: Millis | null }[] = [];
  private readonly conditions = new Map<string, Millis>();
  private readonly settled = new Map<string, Settled>();
  private ended: Millis | null = null;
  private readonly history: LadderRun["history"][number][] = [];

  constructor(start: Placed<Act<"start">>, ladder: Ladder, agreement: Agreement) {
    this.start = start;
    this.ladder = ladder;
    this.agreement = agreement;
    this.note(start, `clock started by ${start.body.people.join(" and ")}`);
  }

  private note({ id, reason, body }: Placed<Act<"start"> | RunAct>, what: string): void {
    this.history.push({
      at: millis(body.at),
      act: body.guarantee === "step" ? body.was : body.guarantee,
      step: "step" in body ? body.step : null,
      by: "by" in body ? body.by : null,
      what,
      entry: id,
      reason,
    });
  }

  private get completed(): boolean {
    return this.ladder.steps.every((s) => this.settled.has(s.id));
  }

  /** Takes an act in. @returns why it has no effect, or undefined */
  take(act: Placed<RunAct>): string | undefined {
    const { body } = act;
    const at = millis(body.at);
    if (at < this.start.body.at) return "it lies before the clock was started";
    if (this.ended !== null) return "the ladder had been stood down";
    if (this.completed) return "every step had been settled";
    const last = this.pauses.at(-1);
    const paused = last !== undefined && last.until === null;
    switch (body.guarantee) {
      case "pause":
        if (paused) return "the clock is paused already";
        this.pauses.push({ from: at, until: null });
        this.note(act, "paused");
        return undefined;
      case "resume":
        if (!paused) return "the clock is not paused";
        last.until = at;
        this.note(act, "resumed");
        return undefined;
      case "stand-down":
        if (paused) last.until = at;
        this.ended = at;
        this.note(act, `stood down by ${body.by}`);
        return undefined;
      case "condition": {
        const step = this.ladder.steps.find((s) => s.id === body.step);
        if (!step) return `there is no step "${body.step}"`;
        if (step.if === undefined) return `step "${body.step}" has no condition`;
        if (this.conditions.has(step.id)) return "the condition was found to hold already";
        this.conditions.set(step.id, at);
        this.note(act, `condition of "${step.title}" found to hold by ${body.by}`);
        return undefined;
      }
      case "step": {
        const step = this.ladder.steps.find((s) => s.id === body.step);
        if (!step) return `there is no step "${body.step}"`;
        if (this.settled.has(step.id)) return "the step was settled already";
        if (body.was === "fallback-taken" && !step.fallback) return `step "${step.id}" has no fallback`;
        if (body.was !== "waived" && step.if !== undefined && !this.conditions.has(step.id))
          return `nobody had found that its condition holds: ${step.if}`;
        this.settled.set(step.id, { at, by: body.by, entry: act.id, was: body.was });
        this.note(act, `"${step.title}" ${body.was} by ${body.by}`);
        return undefined;
      }
    }
  }

  /** How long the clock stood still after a moment, up to another. */
  private stood(from: number, until: number): number {
    let sum = 0;
    for (const p of this.pauses) sum += Math.max(0, Math.min(p.until ?? until, until) - Math.max(p.from, from));
    return sum;
  }

  /** A deadline by the mission's clocks, moved on by every pause that began before it came. */
  private deadline(step: LadderStep, asOf: Millis): Millis | null {
    const length = step.within === undefined ? null : parseLength(step.within);
    if (!length) return null;
    const after = step.countedFrom?.startsWith("step ") ? step.countedFrom.slice(5) : undefined;
    const from = after === undefined ? this.start.body.at : this.settled.get(after)?.at;
    if (from === undefined) return null;
    let due: number = addLength(millis(from), length, this.agreement.missionZone);
    for (const p of this.pauses) {
      const end = p.until ?? asOf;
      if (end > from && p.from < due) due += Math.max(0, end - Math.max(p.from, from));
    }
    return millis(Math.min(8.64e15, due));
  }

  stateAt({ asOf, determinations, exercise }: Side): LadderRun {
    const { start, ladder } = this;
    const paused = this.pauses.at(-1)?.until === null;
    const state = this.ended !== null ? "stood-down" : this.completed ? "completed" : paused ? "paused" : "running";
    // A clock that has ended stands still for good, at the moment of its last act.
    const now = this.ended ?? (this.completed ? (this.history.at(-1)?.at ?? asOf) : asOf);
    const pausedFor = this.stood(start.body.at, now);
    const found = determinations.get(start.body.determination.commitment)?.body;
    return {
      id: start.id,
      exercise,
      startedAt: millis(start.body.at),
      people: [...start.body.people],
      determination: {
        entry: start.body.determination.commitment,
        kind: found?.determination ?? "",
        body: found?.body ?? "",
        standard: found?.standard ?? "",
        text: found?.text ?? "",
        dissent: found?.dissent ?? [],
      },
      state,
      pausedFor,
      elapsed: Math.max(0, now - start.body.at - pausedFor),
      history: this.history,
      steps: ladder.steps.map((s) => this.step(s, millis(now))),
    };
  }

  private step(step: LadderStep, now: Millis): StepState {
    const settled = this.settled.get(step.id);
    const deadline = this.deadline(step, now);
    const after = step.countedFrom?.startsWith("step ") ? step.countedFrom.slice(5) : undefined;
    const state = ((): StepState["state"] => {
      if (settled) return settled.was;
      if (this.ended !== null) return "cancelled";
      if (step.if !== undefined && !this.conditions.has(step.id)) return "waits-for-condition";
      if (after !== undefined && !this.settled.has(after)) return "waits-for-step";
      if (deadline === null) return "open";
      return now >= deadline ? "overdue" : "due";
    })();
    return {
      ...asWritten(step, this.agreement),
      state,
      deadline,
      settled: settled
        ? { at: settled.at, by: settled.by, entry: settled.entry, late: deadline !== null && settled.at >= deadline }
        : null,
      says: SAYS[state],
    };
  }
}

const SAYS: Readonly<Record<StepState["state"], string>> = {
  "waits-for-condition": "waits for people to find that its condition holds",
  "waits-for-step": "waits for the step that it is counted from",
  open: "no time is stated; no action recorded",
  due: "due; no action recorded yet",
  overdue: "no action recorded",
  taken: "taken",
  "fallback-taken": "the fallback was taken",
  waived: "waived",
  cancelled: "no action recorded; the ladder was stood down",
};
