import { strictest } from "../access/marking.ts";
import type { Agreement } from "../agreement/agreement.ts";
import type { Body } from "../record/registry.ts";
import { byCodePoint } from "../units.ts";
import { conflict, type DraftedDecision, type Drafting, type Drafts, NOTHING_JUDGED, wrong } from "./decision-draft.ts";
import { judgedOn } from "./decisions-on-incidents.ts";

/** @throws Problem http/conflict where the mission works by no agreement that the author may read */
export async function agreementFor({ parts, mission, audience }: Drafting): Promise<Agreement> {
  const found = await parts.agreements.for(mission.id, audience);
  if (!found) throw conflict("This mission works by no agreement yet: enter its text first.");
  return found.agreement;
}

/** @throws Problem http/bad-request that names what there is */
export function known(what: string, id: string, ids: readonly string[]): void {
  if (!ids.includes(id))
    throw wrong(
      `body decision.${what}: no ${what} ${JSON.stringify(id)} in the agreement; it has ${ids.join(", ") || "none"}.`,
    );
}

/** Nothing of the same kind, said by `same` of a body, may have come in between. */
async function notTwice(
  { parts, mission }: Drafting,
  what: string,
  same: (body: Body<"decision">) => boolean,
): Promise<NonNullable<DraftedDecision["unless"]>> {
  return {
    from: await parts.store.size(mission.id),
    kinds: ["decision"],
    clash: ({ index, payload }) =>
      same(payload.body as Body<"decision">)
        ? `Meanwhile ${what} (entry ${index}): look at it, and decide again. Nothing was appended.`
        : undefined,
  };
}

/** Readings of clauses, and the three determinations. */
export const termsDrafts: Drafts<"interpret" | "read-clause" | "determine"> = {
  async interpret(of, { clause, reading, words }) {
    const agreement = await agreementFor(of);
    known(
      "clause",
      clause,
      agreement.clauses.map((c) => c.id),
    );
    if (reading !== null)
      known(
        "reading",
        reading,
        agreement.readings.map((r) => r.id),
      );
    const body = { decision: "interpret" as const, agreement: agreement.id, clause, reading, words };
    return { kind: "decision", body, marking: "TLP:GREEN", judged: NOTHING_JUDGED };
  },
  async "read-clause"(of, decision) {
    const agreement = await agreementFor(of);
    known(
      "clause",
      decision.clause,
      agreement.clauses.map((c) => c.id),
    );
    const body = { ...decision, agreement: agreement.id };
    const unless = await notTwice(
      of,
      "the same body gave another reading of this clause",
      (b) => b.decision === "read-clause" && b.clause === decision.clause && b.body === decision.body,
    );
    return { kind: "decision", body, marking: "TLP:GREEN", judged: NOTHING_JUDGED, unless };
  },
  async determine(of, decision) {
    const agreement = await agreementFor(of);
    const { determination, clause, body: by } = decision;
    if (determination === "breach" && clause === null)
      throw wrong("body decision.clause: a breach is one of a clause.");
    if (clause !== null && determination !== "aggression") {
      const commitments = agreement.guarantees?.commitments.map((c) => c.id) ?? [];
      known("clause", clause, determination === "breach" ? agreement.clauses.map((c) => c.id) : commitments);
    }
    const judged = await Promise.all(decision.incidents.map((incident) => judgedOn(of, { incident })));
    const state = await of.parts.reads.state(of.mission.id);
    const observations = [...new Set(judged.flatMap((j) => j.observations))].sort(byCodePoint);
    const checkpoint = state ? { size: state.size, root: state.root } : null;
    const body = { ...decision, agreement: agreement.id, basis: { checkpoint, observations, evidence: [] } };
    const unless = await notTwice(
      of,
      "the same body determined the same",
      (b) =>
        b.decision === "determine" &&
        b.determination === determination &&
        b.clause === clause &&
        b.body === by &&
        b.incidents.join(" ") === decision.incidents.join(" "),
    );
    return {
      kind: "decision",
      body,
      marking: judged.length === 0 ? "TLP:GREEN" : strictest(judged.map((j) => j.marking)),
      judged: { observations, files: judged.flatMap((j) => j.files) },
      unless,
    };
  },
};
