import { mayJudge } from "../access/separation.ts";
import { catalogue, problem } from "../problems.ts";
import { type Body, type EntryKind, parsePayload, payloadOf } from "../record/registry.ts";
import type { Appended, Draft, Mission, Once, Store, Unless } from "../store/store.ts";
import type { Millis } from "../units.ts";
import type { DraftedDecision } from "./decision-draft.ts";

/** Who decides, in what part, and why. */
export interface Deciding {
  readonly mission: Mission;
  readonly author: string;
  readonly role: string;
  readonly reason: string;
  readonly now: Millis;
  readonly once: Once | undefined;
}

/** Kinds of decision that no one makes on a report of their own. */
const JUDGES: ReadonlySet<string> = new Set(["verify", "reject", "attribute", "decide-exception", "determine"]);

/**
 * Who entered the reports that some observations came by: authors of submissions that hold them, and of imports of the
 * file that they stand in. Below every route that decides, so that no route can forget it.
 */
export async function reportersOf(
  store: Store,
  mission: string,
  observations: ReadonlySet<string>,
  files: ReadonlySet<string>,
): Promise<Set<string>> {
  const people = new Set<string>();
  for await (const { envelope, content } of store.entries(mission, { kinds: ["import", "submission"] })) {
    if (!envelope || !content) continue;
    const { kind, payload } = parsePayload(envelope.kind, content.payload);
    if (kind === "import" && files.has(payload.body.file.sha256)) people.add(envelope.author);
    if (kind === "submission" && payload.body.observations.some((o) => observations.has(o.id)))
      people.add(envelope.author);
  }
  return people;
}

/** @throws Problem decision/own-report where the author reported any of what they judge */
export async function refuseOwnReport(
  store: Store,
  mission: string,
  author: string,
  { kind, body, judged }: Pick<DraftedDecision, "kind" | "body" | "judged">,
): Promise<void> {
  if (kind !== "decision" || !JUDGES.has((body as Body<"decision">).decision)) return;
  const reporters = await reportersOf(store, mission, new Set(judged.observations), new Set(judged.files));
  if (!mayJudge(author, reporters)) throw problem(catalogue.ownReport, undefined as never);
}

/** An entry as it is appended for somebody who decides. */
export const draftFor = (
  { mission, author, role, reason, now }: Omit<Deciding, "once">,
  { kind, body, marking }: Pick<DraftedDecision, "kind" | "body" | "marking">,
): Draft => {
  const payload = payloadOf(kind, body as Body<EntryKind>, { exercise: mission.exercise, reason });
  return { kind, author, role, stated: now, marking, payload } as unknown as Draft;
};

/**
 * Appends what somebody decided.
 * @throws Problem decision/own-report where they reported any of what they judge; http/conflict where somebody else's
 *   entry came in between, or the first half that this completes is gone; record/entry on a body out of form
 */
export async function decide(
  store: Store,
  deciding: Deciding,
  drafted: DraftedDecision,
  unless: Unless | undefined = drafted.unless,
  half?: string,
): Promise<Appended> {
  await refuseOwnReport(store, deciding.mission.id, deciding.author, drafted);
  const draft = draftFor(deciding, drafted);
  const [appended] = await store.append(deciding.mission.id, [draft], deciding.once, unless, half);
  if (!appended) throw new Error("nothing was appended");
  return appended;
}
