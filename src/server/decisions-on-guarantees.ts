import { mayRead } from "../access/audience.ts";
import type { Agreement } from "../agreement/agreement.ts";
import { many } from "../agreement/build-words.ts";
import { sha256Hex } from "../canonical.ts";
import { guaranteesOfRecord } from "../mission/guarantees.ts";
import type { Recorded } from "../mission/recorded.ts";
import { catalogue, problem } from "../problems.ts";
import { payloadOf } from "../record/registry.ts";
import { recordedEntries } from "../store/mission-state.ts";
import {
  conflict,
  type DraftedDecision,
  type Drafting,
  type Drafts,
  type GuaranteeBody,
  NOTHING_JUDGED,
  wrong,
} from "./decision-draft.ts";
import { GUARANTEE_KINDS } from "./decisions-on-record.ts";
import { agreementFor, known } from "./decisions-on-terms.ts";
import { entryCited } from "./entry-cited.ts";
import { absent } from "./problem-response.ts";
import { proofsOf, readableEvidence } from "./proofs.ts";

/**
 * An act on the guarantees, if it has an effect where the record stands: a clock that is stopped is not paused, a step
 * that was taken is not waived.
 * @throws Problem http/conflict with why it has none
 */
async function act(of: Drafting, body: GuaranteeBody): Promise<DraftedDecision> {
  const { parts, mission, author, now, reason } = of;
  const agreement = await agreementFor(of);
  const from = await parts.store.size(mission.id);
  const all = await recordedEntries(parts.store, mission.id, from, GUARANTEE_KINDS);
  const entries = all.filter((e) => mayRead(of.audience, e));
  // As it would stand with it: by an id that no entry has.
  const commitment = sha256Hex("the entry that is asked for");
  const payload = payloadOf("guarantee", body, { exercise: mission.exercise, reason });
  const asked = {
    commitment,
    stated: now,
    author,
    marking: "TLP:GREEN",
    entry: { kind: "guarantee", payload },
  } as Recorded;
  const before = guaranteesOfRecord(entries, agreement, now);
  if (!before) throw conflict("The agreement in force has no guarantees: it has no ladder and no commitment.");
  const state = guaranteesOfRecord([...entries, asked], agreement, now);
  const side = mission.exercise ? state?.exercise : state?.real;
  const refused = side ? refusedIn(side).find((r) => r.entry === commitment) : undefined;
  if (refused && !of.again) throw conflict(`It would have no effect: ${refused.why}. Nothing was appended.`);
  return {
    kind: "guarantee",
    body,
    marking: "TLP:GREEN",
    judged: NOTHING_JUDGED,
    unless: {
      from,
      kinds: GUARANTEE_KINDS,
      clash: ({ index, kind, payload: other }) => {
        if (kind === "decision" && (other.body as { decision?: string }).decision !== "determine") return undefined;
        return `Meanwhile somebody else entered something on the guarantees (entry ${index}): look at it, and decide again. Nothing was appended.`;
      },
    },
  };
}

/** Everything in a state that says why an act has no effect. */
function refusedIn(value: unknown): { readonly entry: string; readonly why: string }[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "refused" && Array.isArray(inner) ? (inner as { entry: string; why: string }[]) : refusedIn(inner),
  );
}

/** What the author may not know of is answered as what is not here. */
async function haveEvidence(of: Drafting, hashes: readonly string[], known: ReadonlySet<string>): Promise<string[]> {
  for (const sha256 of hashes)
    if (!known.has(sha256) || (await of.parts.store.evidence(of.mission.id).size(sha256)) === undefined)
      throw wrong(`body decision.evidence: no evidence ${sha256} is here; hand it in first.`);
  return [...hashes];
}

/** The commitment, for a guarantor of it. @throws Problem http/not-permitted for another guarantor */
export function ownCommitment({ standing }: Pick<Drafting, "standing">, agreement: Agreement, id: string): void {
  const commitments = agreement.guarantees?.commitments ?? [];
  known(
    "commitment",
    id,
    commitments.map((c) => c.id),
  );
  const { guarantor } = standing.part;
  if (guarantor === undefined)
    throw problem(catalogue.notPermitted, {
      why: "Nobody has said which guarantor you act for: an administrator of the mission names it, by its id in the agreement.",
    });
  const guarantors = many(commitments.find((c) => c.id === id)?.guarantor);
  if (!guarantors.includes(guarantor))
    throw problem(catalogue.notPermitted, {
      why: `You act for ${guarantor}; ${JSON.stringify(id)} is a commitment of ${guarantors.join(", ") || "nobody named"}.`,
    });
}

const inLadder = async (of: Drafting, at: number | undefined) => ({
  agreement: (await agreementFor(of)).id,
  at: at ?? of.now,
});

/** Clocks and steps of the ladder, and deliveries of what was promised. */
export const guaranteeDrafts: Drafts<
  "start-clock" | "pause-clock" | "resume-clock" | "stop-clock" | "condition" | "step" | "deliver" | "confirm-delivery"
> = {
  async "start-clock"(of, { ladder, determination, at }) {
    const agreement = await agreementFor(of);
    known("ladder", ladder, agreement.guarantees?.ladders.map((l) => l.id) ?? []);
    const people = [...of.people] as [string, string];
    // While one person asks, the second is not known: any other stands for them.
    if (people[0] === people[1]) people[1] = people[0] === "second" ? "another" : "second";
    return act(of, { guarantee: "start", ...(await inLadder(of, at)), ladder, determination, people });
  },
  "pause-clock": async (of, { run, at }) => act(of, { guarantee: "pause", ...(await inLadder(of, at)), run }),
  "resume-clock": async (of, { run, at }) => act(of, { guarantee: "resume", ...(await inLadder(of, at)), run }),
  "stop-clock": async (of, { run, by, at }) =>
    act(of, { guarantee: "stand-down", ...(await inLadder(of, at)), run, by }),
  condition: async (of, { run, step, by, at }) =>
    act(of, { guarantee: "condition", ...(await inLadder(of, at)), run, step, by }),
  step: async (of, { run, step, was, by, evidence, at }) =>
    act(of, {
      guarantee: "step",
      ...(await inLadder(of, at)),
      run,
      step,
      was,
      by,
      evidence: await haveEvidence(of, evidence, await readableEvidence(of, evidence)),
    }),
  async deliver(of, { commitment, what, share, evidence, at }) {
    const agreement = await agreementFor(of);
    ownCommitment(of, agreement, commitment);
    const { parts, mission, audience, author } = of;
    const proofs = (await proofsOf(parts.store, mission.id, commitment)).filter(
      (p) => p.author === author || mayRead(audience, p),
    );
    const handedIn = new Set(proofs.map((p) => p.sha256));
    const body = { guarantee: "deliver" as const, agreement: agreement.id, commitment, at: at ?? of.now, what, share };
    return act(of, { ...body, evidence: await haveEvidence(of, evidence, handedIn) });
  },
  async "confirm-delivery"(of, { delivery, finding, by }) {
    const { parts, mission, author, now } = of;
    const cited = await entryCited(of, delivery);
    if (cited.kind !== "guarantee" || cited.payload.body.guarantee !== "deliver") throw absent();
    const { body } = cited.payload;
    const proofs = await proofsOf(parts.store, mission.id, body.commitment);
    const own = proofs.some((p) => body.evidence.includes(p.sha256) && p.author === author);
    if (own || cited.envelope.author === author) throw problem(catalogue.ownReport, undefined as never);
    const { agreement, commitment } = body;
    return act(of, { guarantee: "confirm", agreement, commitment, at: now, delivery, finding, by });
  },
};
