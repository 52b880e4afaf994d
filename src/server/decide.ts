import type { Marking } from "../access/marking.ts";
import { mayJudge } from "../access/separation.ts";
import { catalogue, problem } from "../problems.ts";
import { type Body, parsePayload, payloadOf } from "../record/registry.ts";
import type { Appended, Draft, Mission, Once, Store } from "../store/store.ts";
import type { Millis } from "../units.ts";

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
const JUDGES = new Set(["verify", "reject", "attribute", "decide-exception", "determine"]);

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
  for await (const { envelope, content } of store.entries(mission)) {
    if (!envelope || !content) continue;
    const { kind, payload } = parsePayload(envelope.kind, content.payload);
    if (kind === "import" && files.has(payload.body.file.sha256)) people.add(envelope.author);
    if (kind === "submission" && payload.body.observations.some((o) => observations.has(o.id)))
      people.add(envelope.author);
  }
  return people;
}

/** What a decision is about, as its maker saw it. */
export interface About {
  /** Ids of the observations, and hashes of the files that they stand in. */
  readonly observations: readonly string[];
  readonly files: readonly string[];
  readonly marking: Marking;
}

/**
 * Appends a decision or judgement of a person.
 * @throws Problem decision/own-report where they reported any of what they judge; record/entry on a body out of form
 */
export async function decide<K extends "decision" | "judgement">(
  store: Store,
  { mission, author, role, reason, now, once }: Deciding,
  kind: K,
  body: Body<K>,
  about: About,
): Promise<Appended> {
  if (kind === "decision" && JUDGES.has((body as Body<"decision">).decision)) {
    const reporters = await reportersOf(store, mission.id, new Set(about.observations), new Set(about.files));
    if (!mayJudge(author, reporters)) throw problem(catalogue.ownReport, undefined as never);
  }
  const payload = payloadOf(kind, body, { exercise: mission.exercise, reason });
  const draft = { kind, author, role, stated: now, marking: about.marking, payload } as unknown as Draft;
  const [appended] = await store.append(mission.id, [draft], once);
  if (!appended) throw new Error("nothing was appended");
  return appended;
}
