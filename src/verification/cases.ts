import { addLength } from "../agreement/moment.ts";
import { byCodePoint, type Millis } from "../units.ts";
import { type Machine, type Move, movesFrom } from "./machine.ts";
import { type Act, MACHINES, type Subject } from "./machines.ts";
import { levelAbove, type Procedure } from "./procedure.ts";

/** Checkable: who, what, how many, where, how far, by when, verified how (domain.md, consequence 10). */
export interface RemedyTerms {
  readonly addressee: string;
  readonly act: string;
  readonly quantity: string;
  readonly place: string;
  readonly due: Millis | null;
  readonly verifiedHow: string;
}

/** What a case is about. */
export interface Opening {
  readonly subject: Subject;
  readonly agreement: string;
  readonly clauses: readonly string[];
  readonly incidents: readonly string[];
  /** The case that it follows from: a complaint, an investigation, a finding. */
  readonly from: string | null;
  readonly remedy?: RemedyTerms;
  /** For an investigation or a finding: who did it, by which standard; never made a decision by being written here. */
  readonly attribution?: { readonly actor: string; readonly standard: string } | null;
}

/** One entry on a case: it opens one, or makes a move after an earlier entry of it. */
export interface CaseStep {
  /** Id of the entry: its commitment. */
  readonly id: string;
  readonly author: string;
  readonly stated: Millis;
  /** The party or body in whose name it is made. */
  readonly by: string;
  readonly words: string;
  readonly dissent: readonly { readonly by: string; readonly words: string }[];
  readonly opens: Opening | null;
  readonly move: { readonly after: string; readonly act: Act } | null;
}

export interface CaseClock {
  readonly id: string;
  readonly name: string;
  readonly started: Millis;
  readonly due: Millis;
  /** Against the record's own as-of moment. */
  readonly state: "running" | "met" | "missed";
}

/** Where a case stands, and who may do what next. */
export interface Case {
  readonly id: string;
  readonly opening: Opening;
  readonly openedBy: string;
  readonly opened: Millis;
  readonly state: string;
  /** Index of the level of escalation, 0 the lowest. */
  readonly level: number;
  /** The moves that were made, in their order. */
  readonly history: readonly { readonly step: CaseStep; readonly act: string; readonly to: string }[];
  /** Moves that contradict each other: nothing goes on until one of them is withdrawn by its author. */
  readonly conflict: readonly string[];
  readonly refused: readonly { readonly step: string; readonly why: string }[];
  readonly next: readonly {
    readonly act: string;
    readonly to: string;
    readonly by: string;
    readonly notBy: readonly string[];
  }[];
  readonly clocks: readonly CaseClock[];
  /** Why nothing follows, where the state is an end. */
  readonly ends?: string;
}

/**
 * The cases of a record: a function of the set of entries, whatever their order. Each move names the entry that it comes
 * after, so that two moves after one entry are seen as what they are: a contradiction, which people settle and no rule.
 * @param asOf how far the record reaches
 */
export function casesOf(steps: Iterable<CaseStep>, procedure: Procedure, asOf: Millis): Case[] {
  const sorted = [...steps].sort((a, b) => byCodePoint(a.id, b.id));
  const after = new Map<string, CaseStep[]>();
  for (const step of sorted) {
    if (!step.move) continue;
    const known = after.get(step.move.after);
    if (known) known.push(step);
    else after.set(step.move.after, [step]);
  }
  return sorted.flatMap((step) => (step.opens ? [caseOf(step, step.opens, after, procedure, asOf)] : []));
}

function caseOf(
  opened: CaseStep,
  opening: Opening,
  after: ReadonlyMap<string, readonly CaseStep[]>,
  procedure: Procedure,
  asOf: Millis,
): Case {
  const machine: Machine = MACHINES[opening.subject];
  const history: { readonly step: CaseStep; readonly act: string; readonly to: string }[] = [];
  const refused: { readonly step: string; readonly why: string }[] = [];
  let [state, level]: [string, number] = [machine.first, 0];
  const levelStarts: Millis[] = [opened.stated];
  let head = opened.id;
  let conflict: string[] = [];
  for (;;) {
    const allowed: { readonly step: CaseStep; readonly move: Move<string, string> }[] = [];
    for (const step of after.get(head) ?? []) {
      const found = judgeMove(step, { opened, opening, state, level, history }, machine, procedure);
      if (typeof found === "string") refused.push({ step: step.id, why: found });
      else allowed.push({ step, move: found });
    }
    const [one, ...others] = allowed;
    if (!one) break;
    if (others.length > 0) {
      conflict = allowed.map(({ step }) => step.id);
      break;
    }
    history.push({ step: one.step, act: one.move.act, to: one.move.to });
    state = one.move.to;
    if (one.move.escalates) {
      level = levelAbove(procedure, level) ?? level;
      levelStarts.push(one.step.stated);
    }
    head = one.step.id;
  }
  const ends = machine.ends[state];
  return {
    id: opened.id,
    opening,
    openedBy: opened.by,
    opened: opened.stated,
    state,
    level,
    history,
    conflict,
    refused,
    next:
      conflict.length > 0
        ? []
        : movesFrom(machine, state)
            .filter(
              (m) =>
                (!m.escalates || levelAbove(procedure, level) !== undefined) &&
                (!m.onlyAtTop || levelAbove(procedure, level) === undefined),
            )
            .map((m) => ({
              act: m.act,
              to: m.to,
              by: sayMover(m, opened, opening, level, procedure),
              notBy: [...authorsOf(m, opened, history)].sort(byCodePoint),
            })),
    clocks: clocksOf(opened, opening, history, levelStarts, procedure, asOf),
    ...(ends !== undefined && { ends }),
  };
}

interface Standing {
  readonly opened: CaseStep;
  readonly opening: Opening;
  readonly state: string;
  readonly level: number;
  readonly history: readonly { readonly step: CaseStep; readonly act: string }[];
}

/** The move that a step makes, or why it may not. */
export function judgeMove(
  step: CaseStep,
  standing: Standing,
  machine: Machine,
  procedure: Procedure,
): Move<string, string> | string {
  const { opened, opening, state, level, history } = standing;
  const move = movesFrom(machine, state).find((m) => m.act === step.move?.act);
  if (!move) {
    const may = movesFrom(machine, state).map((m) => m.act);
    return `a ${opening.subject} that is ${state} cannot be moved by "${step.move?.act}"; ${may.length === 0 ? `it has ended: ${machine.ends[state] ?? ""}` : `possible: ${may.join(", ")}`}`;
  }
  if (move.escalates && levelAbove(procedure, level) === undefined)
    return "there is no higher level in the agreement's procedure: record that it is left unresolved";
  if (move.onlyAtTop && levelAbove(procedure, level) !== undefined) return "there is a higher level: escalate";
  if (!isMover(move, step.by, opened, opening, level, procedure))
    return `"${move.act}" is for ${sayMover(move, opened, opening, level, procedure)}, and ${step.by} is not`;
  if (move.needsReason && step.words.trim() === "") return `"${move.act}" needs a reason`;
  if (authorsOf(move, opened, history).has(step.author))
    return `${step.author} took part in what this judges: the author is never the verifier`;
  return move;
}

function authorsOf(
  move: Move<string, string>,
  opened: CaseStep,
  history: readonly { readonly step: CaseStep; readonly act: string }[],
): Set<string> {
  const barred = new Set<string>();
  if (move.notByAuthorOf?.includes("open")) barred.add(opened.author);
  for (const h of history) if (move.notByAuthorOf?.includes(h.act)) barred.add(h.step.author);
  return barred;
}

function isMover(
  move: Move<string, string>,
  by: string,
  opened: CaseStep,
  opening: Opening,
  level: number,
  procedure: Procedure,
): boolean {
  const isParty = procedure.parties.includes(by);
  switch (move.by) {
    case "complainant":
      return by === opened.by;
    case "party":
      return isParty;
    case "addressee":
      return by === opening.remedy?.addressee;
    case "investigators":
    case "chair":
      return !isParty;
    case "body": {
      const seat = procedure.levels[level]?.body;
      return !isParty && by !== opening.remedy?.addressee && (seat === undefined || by === seat);
    }
  }
}

function sayMover(
  move: Move<string, string>,
  opened: CaseStep,
  opening: Opening,
  level: number,
  procedure: Procedure,
): string {
  switch (move.by) {
    case "complainant":
      return opened.by;
    case "party":
      return procedure.parties.join(" or ");
    case "addressee":
      return opening.remedy?.addressee ?? "the addressee";
    case "investigators":
      return "the investigators";
    case "chair":
      return "the chair";
    case "body":
      return procedure.levels[level]?.body ?? "a body that is no party";
  }
}

/** The clocks that run or ran on a case. One is met by the first move after it started of whoever had to act. */
function clocksOf(
  opened: CaseStep,
  opening: Opening,
  history: Case["history"],
  levelStarts: readonly Millis[],
  procedure: Procedure,
  asOf: Millis,
): CaseClock[] {
  const starts: {
    readonly id: string;
    readonly name: string;
    readonly at: Millis;
    readonly due: Millis;
    readonly met: (step: CaseStep, to: string) => boolean;
  }[] = [];
  const moveTo = (to: string) => history.find((h) => h.to === to)?.step.stated;
  for (const clock of procedure.clocks) {
    const at =
      clock.startsAt === "complaint" && opening.subject === "complaint"
        ? opened.stated
        : clock.startsAt === "order" && opening.subject === "investigation"
          ? opened.stated
          : clock.startsAt === "draft-served" && opening.subject === "finding"
            ? moveTo("party-comment")
            : clock.startsAt === "finding" && opening.subject === "finding"
              ? (moveTo("adopted") ?? moveTo("adopted-with-dissent"))
              : undefined;
    if (at === undefined) continue;
    starts.push({
      id: clock.id,
      name: clock.name,
      at,
      due: addLength(at, clock.within, procedure.zone),
      met: (step) =>
        step.stated >= at &&
        (clock.body === undefined
          ? !procedure.parties.includes(step.by) || clock.startsAt === "draft-served"
          : step.by === clock.body),
    });
  }
  levelStarts.forEach((at, k) => {
    const level = procedure.levels[levelIndex(procedure, k)];
    if (!level?.deadline || opening.subject !== "finding") return;
    starts.push({
      id: `level ${level.id}`,
      name: `decision of ${level.body}`,
      at,
      due: addLength(at, level.deadline, procedure.zone),
      met: (step, to) => step.stated >= at && DECIDED.has(to),
    });
  });
  return starts.map(({ id, name, at, due, met }) => {
    const first = history.find((h) => h.step.stated >= at && h.step.stated !== at && met(h.step, h.to));
    const done = first && first.step.stated <= due;
    return { id, name, started: at, due, state: done ? "met" : asOf >= due || first ? "missed" : "running" };
  });
}

/** The level that a case stands on after so many escalations. */
function levelIndex(procedure: Procedure, escalations: number): number {
  let level = 0;
  for (let i = 0; i < escalations; i++) level = levelAbove(procedure, level) ?? level;
  return level;
}

const DECIDED: ReadonlySet<string> = new Set(["adopted", "adopted-with-dissent", "no-consensus", "expired"]);
