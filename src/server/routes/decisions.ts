import { randomBytes } from "node:crypto";
import { z } from "zod";
import { mayRead } from "../../access/audience.ts";
import { MARKINGS } from "../../access/marking.ts";
import { toHex } from "../../log/bytes.ts";
import { catalogue, problem } from "../../problems.ts";
import type { Appended, PendingAct } from "../../store/store.ts";
import { millis } from "../../units.ts";
import type { Caller, Standing } from "../caller.ts";
import {
  Confirming,
  Decided,
  Deciding,
  Decision,
  type DecisionKind,
  type Opened,
  type Pending,
  PendingList,
  TWO_PEOPLE,
} from "../client/decisions.ts";
import { decide, draftFor } from "../decide.ts";
import { carriedOut, conflict, type Drafting, NEEDS } from "../decision-draft.ts";
import { draftOf } from "../decision-drafts.ts";
import { absent } from "../problem-response.ts";
import { type Asked, type InMission, type Parts, Reply, type Route, route } from "../route.ts";
import { mayStill } from "../standing-now.ts";

/** How long a first person's half waits for a second. */
const WAITS_MS = 7 * 86_400_000;

const isOfTwo = (decision: Decision): boolean => (TWO_PEOPLE as readonly string[]).includes(decision.decision);

/** @throws Problem http/sign-in: a person in a session of their own, with a part in the mission */
function authorOf(caller: Caller, standing: Standing): string {
  if (caller.kind !== "person" || !standing.author) throw problem(catalogue.signInNeeded, undefined as never);
  return standing.author;
}

/** What is kept of a first half: what was asked for, and the marking that the entry will have. */
const Half = z.object({ decision: Decision, marking: z.enum(MARKINGS) });
/** Halves that were asked for by a program that kept no marking are for those who read everything. */
const halfOf = ({ act }: PendingAct): z.output<typeof Half> => {
  const kept: unknown = JSON.parse(act);
  const whole = Half.safeParse(kept);
  return whole.success ? whole.data : { decision: Decision.parse(kept), marking: "TLP:RED" };
};

/** Acts that name places in the record and nothing of what stands there: whoever may confirm them may see them. */
const NAMES_NO_CONTENT: ReadonlySet<string> = new Set<DecisionKind>(["erase", "destroy-keys", "open-sealed"]);

const shown = (act: PendingAct, { standing, audience }: Pick<InMission, "standing" | "audience">): Pending => {
  const { decision, marking } = halfOf(act);
  const { id, author, asked, until, reason } = act;
  const reads = NAMES_NO_CONTENT.has(decision.decision) || mayRead(audience, { marking });
  const may = author !== standing.author && standing.allows(NEEDS[decision.decision]) && reads;
  return { id, decision: { ...decision }, reason, author, asked, until, may };
};

const made = ({ index, envelope, leaf, present }: Appended, opened: Opened | null = null) => ({
  index,
  commitment: envelope.commitment,
  leaf: toHex(leaf),
  present,
  pending: null,
  opened,
});

type In = InMission & Pick<Asked<unknown, unknown, unknown>, "parts" | "caller" | "now">;

async function drafting(of: In, reason: string, first?: string): Promise<Drafting> {
  const { parts, mission, standing, audience, caller, now, once } = of;
  const author = authorOf(caller, standing);
  const again = await carriedOut(parts, mission, once);
  return { parts, mission, standing, audience, author, now, reason, people: [first ?? author, author], again };
}

const decisions = route({
  method: "post",
  path: "/missions/{mission}/decisions",
  // Reading is what all who decide may; which decision takes which permission is held in the handler.
  permission: "mission.read",
  peopleOnly: true,
  summary:
    "A decision of a person: an entry in the record, with its reason. What needs two people waits for the second (202)",
  body: Deciding,
  answer: Decided,
  status: 201,
  async handle(of) {
    const { mission, parts, body, standing, now, once } = of;
    const { decision, reason } = body;
    const drafted = await drafting(of, reason);
    const draft = await draftOf(drafted, decision);
    const { author } = drafted;
    if (isOfTwo(decision)) {
      const id = randomBytes(12).toString("hex");
      const until = millis(now + WAITS_MS);
      const act = {
        id,
        author,
        asked: now,
        until,
        act: JSON.stringify({ decision, marking: draft.restsOn ?? draft.marking }),
        reason,
      };
      await parts.store.pending.add(mission.id, act);
      const pending = shown(act, of);
      return new Reply({ index: null, commitment: null, leaf: null, present: false, pending, opened: null }, {}, 202);
    }
    const appended = await decide(parts.store, { mission, author, role: standing.part.role, reason, now, once }, draft);
    if (!appended.present) parts.appended(mission.id);
    return made(appended);
  },
});

const pendingList = route({
  method: "get",
  path: "/missions/{mission}/pending",
  permission: "mission.read",
  peopleOnly: true,
  summary: "First halves of decisions of two people: the caller's own, and those that the caller may confirm",
  answer: PendingList,
  async handle({ mission, parts, standing, audience, now }) {
    const all = (await parts.store.pending.list(mission.id, now)).map((act) => shown(act, { standing, audience }));
    return { items: all.filter((p) => p.may || p.author === standing.author) };
  },
});

const OnePending = z.object({ mission: z.string(), pending: z.string().max(100) });

/** The half of a first person that the caller may see. @throws Problem http/absent */
async function pendingFor({ mission, parts, standing, audience, now }: In, id: string): Promise<PendingAct> {
  const act = (await parts.store.pending.list(mission.id, now)).find((a) => a.id === id);
  const seen = act && shown(act, { standing, audience });
  if (!act || !(seen?.may || act.author === standing.author)) throw absent();
  return act;
}

const confirm = route({
  method: "post",
  path: "/missions/{mission}/pending/{pending}/confirm",
  permission: "mission.read",
  peopleOnly: true,
  summary: "The second person of a decision of two: the entry is made, in both their names",
  params: OnePending,
  body: Confirming,
  answer: Decided,
  status: 201,
  async handle(of) {
    const { mission, parts, params, body, standing, now } = of;
    const act = await pendingFor(of, params.pending);
    const { decision } = halfOf(act);
    const reason = `${act.reason}\n\nConfirmed: ${body.reason}`;
    const drafted = await drafting(of, reason, act.author);
    const { author } = drafted;
    if (author === act.author)
      throw problem(catalogue.notPermitted, { why: "You asked for it: another person has to confirm it." });
    if (!(await mayStill(parts, mission.id, act.author, NEEDS[decision.decision])))
      throw conflict("Who asked for it may not decide on it any more: ask for it anew.");
    const draft = await draftOf(drafted, decision);
    const deciding = { mission, author, role: standing.part.role, reason, now };
    // The half goes in the transaction that makes the entry: of several who confirm at once, one gets it.
    const answer =
      decision.decision === "open-sealed"
        ? await opening(parts, deciding, draft, act.id)
        : made(await decide(parts.store, { ...deciding, once: undefined }, draft, draft.unless, act.id));
    parts.appended(mission.id);
    return answer;
  },
});

/** It is entered, and then opened, once and for this answer. */
async function opening(
  parts: Parts,
  deciding: Parameters<typeof draftFor>[0],
  draft: Awaited<ReturnType<typeof draftOf>>,
  half: string,
) {
  const { store } = parts;
  const { entry, sealed, names } = await store.open(deciding.mission.id, draftFor(deciding, draft) as never, half);
  return made(entry, {
    index: entry.index,
    blobs: [...sealed].map(([blob, found]) => {
      const bytes = "bytes" in found ? Buffer.from(found.bytes) : null;
      return { blob, text: bytes && textOf(bytes), base64: bytes && bytes.toString("base64") };
    }),
    names: [...names].map(([author, name]) => ({ author, name })),
  });
}

function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const takeBack = route({
  method: "post",
  path: "/missions/{mission}/pending/{pending}/withdraw",
  permission: "mission.read",
  peopleOnly: true,
  summary: "Takes a first half away before it is confirmed: who asked for it, or who may confirm it",
  params: OnePending,
  body: Confirming,
  answer: z.object({ done: z.boolean() }),
  async handle(of) {
    const act = await pendingFor(of, of.params.pending);
    if (!(await of.parts.store.pending.take(of.mission.id, act.id, of.now)))
      throw conflict("Meanwhile somebody else confirmed it, or it was taken back.");
    return { done: true };
  },
});

export const decisionRoutes: readonly Route[] = [decisions, pendingList, confirm, takeBack];
