import type { Agreement } from "../agreement/agreement.ts";
import type { LadderStep } from "../agreement/guarantee.ts";
import { addLength } from "../agreement/moment.ts";
import { parseLength } from "../agreement/moment-text.ts";
import { byCodePoint, type Millis } from "../units.ts";
import { type Compared, NONE } from "./compared.ts";
import { agreementsOf, type Both, both } from "./side.ts";

/**
 * A step of a response ladder, and the first moment at which it could have been armed. It could have been: what arms a
 * step is a determination by the body that the text names, never a count and never this program.
 */
export interface StepMoment {
  readonly ladder: string;
  readonly step: string;
  /** When the first incident that is contrary for certain was over; null: there is none, or conduct does not start it. */
  readonly earliest: Millis | null;
  /** By when it would have been due had the determination come at that moment; null: no time is stated from the start. */
  readonly due: Millis | null;
  /** The incident that a determination could have rested on. */
  readonly incident: string | null;
  readonly words: string;
}

/** Steps of both texts, in their own order. */
export interface ComparedLadder {
  readonly steps: Both<readonly StepMoment[]>;
  /** Some ladder of the text runs in exercises only: what holds it is not in force. */
  readonly exerciseOnly: Both<boolean>;
}

/** When which step could have been armed under each text; null where neither has a ladder. */
export function compareLadders(compared: Compared): ComparedLadder | null {
  const agreements = agreementsOf(compared.input.sides);
  const ladders = both(agreements, (a) => a.guarantees?.ladders ?? []);
  if (ladders.a.length + ladders.b.length === 0) return null;
  return {
    steps: both(agreements, (a, side) => stepsOf(a, firstContrary(compared, side))),
    exerciseOnly: both(agreements, (a) =>
      (a.guarantees?.ladders ?? []).some(
        (l) => a.guarantees?.texts.find((t) => t.id === l.text)?.status !== "in-force",
      ),
    ),
  };
}

interface First {
  readonly at: Millis;
  readonly incident: string;
}

/** The place of "contrary" in CONDUCTS. */
const CONTRARY = 0;

/** The incident that was over first of those that are contrary for certain to a clause. */
function firstContrary({ clauses, input: { columns } }: Compared, side: "a" | "b"): First | null {
  let first: First | null = null;
  for (let row = 0; row < columns.size; row++) {
    if (!clauses.some(({ results }) => (results?.[side][row] ?? NONE) === CONTRARY)) continue;
    const [at, incident] = [columns.until[row] as Millis, columns.id(row)];
    if (first === null || at < first.at || (at === first.at && byCodePoint(incident, first.incident) < 0))
      first = { at, incident };
  }
  return first;
}

function stepsOf(agreement: Agreement, first: First | null): StepMoment[] {
  const { guarantees } = agreement;
  if (!guarantees) return [];
  return guarantees.ladders.flatMap((ladder) => {
    const started = typeof ladder.startedBy === "string" ? [ladder.startedBy] : ladder.startedBy;
    const found = started.flatMap((id) => guarantees.determinations.filter((d) => d.id === id));
    const byConduct = found.some((d) => d.kind === "breach");
    const bodies = [...new Set(found.map((d) => d.body ?? "a body that the text does not name"))].join(" or ");
    const basis = byConduct ? first : null;
    const start = `a determination by ${bodies === "" ? "nobody that the text names" : bodies} starts the clock`;
    return ladder.steps.map(
      (step): StepMoment => ({
        ladder: ladder.id,
        step: step.title,
        earliest: basis?.at ?? null,
        due: basis && dueAt(step, basis.at, agreement),
        incident: basis?.incident ?? null,
        words: [
          start,
          ...(byConduct ? [] : ["conduct under a clause does not lead to it"]),
          step.within === undefined ? "no time is stated" : `within ${step.within} of ${step.countedFrom ?? "start"}`,
          ...(step.if === undefined ? [] : [`only where people find: ${step.if}`]),
        ].join("; "),
      }),
    );
  });
}

function dueAt(step: LadderStep, at: Millis, { missionZone }: Agreement): Millis | null {
  if (step.within === undefined || (step.countedFrom ?? "start") !== "start") return null;
  const length = parseLength(step.within);
  return length && addLength(at, length, missionZone);
}
