import { mayRead } from "../access/audience.ts";
import type { Marking } from "../access/marking.ts";
import { catalogue, problem } from "../problems.ts";
import { type KindAndPayload, parsePayload } from "../record/registry.ts";
import { type Placed, placedOf, WITHDRAWING, withdrawals } from "../record/standing.ts";
import { casesOf } from "../verification/cases.ts";
import { caseStepOf } from "../verification/entries.ts";
import { procedureOf } from "../verification/procedure.ts";
import { conflict, type Drafting, type Drafts, NOTHING_JUDGED } from "./decision-draft.ts";
import { agreementFor } from "./decisions-on-terms.ts";
import { entryCited } from "./entry-cited.ts";
import { absent } from "./problem-response.ts";

/** The cases of a mission as its record has them, each with the step that came last. */
async function casesIn(of: Drafting) {
  const { parts, mission, audience, now } = of;
  const placed: Placed[] = [];
  const steps = [];
  for await (const { envelope, content } of parts.store.entries(mission.id, { kinds: ["case", ...WITHDRAWING] })) {
    if (!envelope || !content || !mayRead(audience, { marking: envelope.marking as Marking })) continue;
    const entry: KindAndPayload = parsePayload(envelope.kind, content.payload);
    const { commitment, author, stated } = envelope;
    placed.push(...placedOf(commitment, entry));
    if (entry.kind === "case") steps.push(caseStepOf(entry.payload.body, commitment, author, stated));
  }
  const gone = withdrawals(placed);
  const standing = steps.filter((s) => !gone.has(s.id));
  return casesOf(standing, procedureOf(await agreementFor(of)), now);
}

/**
 * A body makes a finding its own. Of a case that is the move that its procedure knows; of any other entry a decision.
 */
export const caseDrafts: Drafts<"adopt"> = {
  async adopt(of, { entry, body: by, dissent }) {
    const { parts, mission, author, reason } = of;
    const { kind, marking } = await entryCited(of, entry);
    const from = await parts.store.size(mission.id);
    const meanwhile = (index: number): string =>
      `Meanwhile somebody else moved it on (entry ${index}): look at it, and decide again. Nothing was appended.`;
    if (kind !== "case")
      return {
        kind: "decision",
        body: { decision: "adopt", entry, body: by },
        marking,
        judged: NOTHING_JUDGED,
        unless: {
          from,
          kinds: ["decision"],
          clash: ({ index, payload }) => {
            const other = payload.body as { decision?: string; entry?: { commitment: string }; body?: string };
            const same =
              other.decision === "adopt" && other.entry?.commitment === entry.commitment && other.body === by;
            return same ? meanwhile(index) : undefined;
          },
        },
      };
    const found = (await casesIn(of)).find(
      (c) => c.id === entry.commitment || c.history.some((h) => h.step.id === entry.commitment),
    );
    if (!found) throw absent();
    const act = dissent.length > 0 ? "adopt-with-dissent" : "adopt";
    const next = found.next.find((n) => n.act === act);
    if (found.conflict.length > 0)
      throw conflict("Two moves of this case contradict each other: one of them has to be taken back first.");
    if (!next && !of.again) {
      const may = found.next.map((n) => n.act).join(", ") || "nothing";
      throw conflict(`The case is ${found.state}, where it cannot be adopted; what may follow is ${may}.`);
    }
    if (next?.notBy.includes(author)) throw problem(catalogue.ownReport, undefined as never);
    const last = found.history.at(-1)?.step.id ?? found.id;
    const after = await indexOf(of, last);
    return {
      kind: "case",
      body: {
        by,
        words: reason,
        dissent,
        evidence: [],
        opens: null,
        move: { after: { index: after, commitment: last }, act },
      },
      marking,
      judged: NOTHING_JUDGED,
      unless: {
        from,
        kinds: ["case"],
        clash: ({ index, payload }) => {
          const { move } = payload.body as { move: { after: { commitment: string } } | null };
          return move?.after.commitment === last ? meanwhile(index) : undefined;
        },
      },
    };
  },
};

async function indexOf({ parts, mission }: Drafting, commitment: string): Promise<number> {
  for await (const { index, envelope } of parts.store.entries(mission.id, { kinds: ["case"] }))
    if (envelope?.commitment === commitment) return index;
  throw absent();
}
