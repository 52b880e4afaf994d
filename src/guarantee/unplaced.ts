import type { Agreement } from "../agreement/agreement.ts";
import { byCodePoint, type Millis } from "../units.ts";
import type { GuaranteeBody } from "./entries.ts";
import { type GuaranteeEntry, type Placed, type Refused, type Side, timeFault } from "./standing.ts";

/** What an agreement has, as far as acts name it. */
interface Known {
  readonly ladders: readonly string[];
  readonly commitments: readonly string[];
  readonly questions: readonly string[];
  readonly expectations: readonly string[];
}

/**
 * Acts of one side that nothing of the agreement takes in: of another agreement, or naming a ladder, clock, commitment,
 * question or expectation that is not there. What is taken in is refused, if at all, where it belongs.
 * @param entries all that stand, of whatever agreement and side
 */
export function unplaced(
  agreement: Agreement,
  entries: readonly GuaranteeEntry[],
  side: Side,
  asOf: Millis,
): readonly Refused[] {
  const g = agreement.guarantees;
  const ids = (list: readonly { readonly id: string }[] | undefined): string[] => (list ?? []).map((x) => x.id);
  const known: Known = {
    ladders: ids(g?.ladders),
    commitments: ids(g?.commitments),
    questions: ids(g?.questions),
    expectations: ids(g?.expectations),
  };
  const starts = new Map(side.acts.flatMap((a) => (a.body.guarantee === "start" ? [[a.id, a.body.ladder]] : [])));
  const refused = side.acts.flatMap((act): Refused[] => {
    const why = placeFault(act, known, starts);
    return why === undefined ? [] : [{ entry: act.id, act: act.body.guarantee, why }];
  });
  const strangers = new Map<string, Refused>();
  for (const { id: entry, body, exercise, stated } of entries)
    if (!("decision" in body) && exercise === side.exercise && body.agreement !== agreement.id && stated <= asOf)
      strangers.set(entry, {
        entry,
        act: body.guarantee,
        why: `it is of the agreement "${body.agreement}", and the mission works by "${agreement.id}"`,
      });
  return [...refused, ...strangers.values()].sort((a, b) => byCodePoint(a.entry, b.entry));
}

function placeFault(act: Placed<GuaranteeBody>, known: Known, starts: ReadonlyMap<string, string>): string | undefined {
  const { body } = act;
  if (body.guarantee === "start") return missing("ladder", body.ladder, known.ladders);
  if ("run" in body) {
    const ladder = starts.get(body.run.commitment);
    if (ladder === undefined) return "no clock was started by the entry that it names as its run";
    return missing("ladder", ladder, known.ladders);
  }
  if ("commitment" in body) return missing("commitment", body.commitment, known.commitments);
  if ("question" in body) return missing("question", body.question, known.questions);
  if (body.guarantee === "outcome")
    return missing("expectation", body.expectation, known.expectations) ?? timeFault(act);
  return timeFault(act);
}

const missing = (what: string, id: string, known: readonly string[]): string | undefined =>
  known.includes(id) ? undefined : `there is no ${what} "${id}"; the agreement has ${known.join(", ") || "none"}`;
