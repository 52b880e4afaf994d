import { z } from "zod";
import type { Permission } from "../../access/roles.ts";
import { toHex } from "../../log/bytes.ts";
import { catalogue, problem } from "../../problems.ts";
import type { Body } from "../../record/registry.ts";
import { indexFor } from "../asked-incidents.ts";
import { decide } from "../decide.ts";
import { decisionsAbout } from "../decisions-about.ts";
import { visibleTo } from "../mission-index.ts";
import { type Route, route } from "../route.ts";

const id = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const name = z.string().min(1).max(200);
const on = {
  incident: id,
  /** Indexes of the decisions about it that the maker saw: where another came in between, nothing is appended. */
  seen: z.array(z.number().int().min(0)).max(10_000),
};

/** What people decide, as it is asked for. Basis and members are what the server shows at that moment. */
export const Deciding = z.object({
  reason: z.string().trim().min(1, "a decision needs a reason").max(5_000),
  decision: z.discriminatedUnion("decision", [
    z.strictObject({ decision: z.literal("verify"), ...on, finding: z.enum(["confirmed", "not-confirmed"]) }),
    z.strictObject({ decision: z.literal("reject"), ...on }),
    z.strictObject({
      decision: z.literal("attribute"),
      ...on,
      actor: name,
      standard: name,
      dissent: z
        .array(z.strictObject({ by: name, words: z.string().max(5_000) }))
        .max(20)
        .default([]),
    }),
    z.strictObject({
      decision: z.literal("dispute"),
      ...on,
      entry: z.strictObject({ index: z.number().int().min(0), commitment: id }),
      by: name,
      grounds: z.string().min(1).max(5_000),
    }),
    z.strictObject({ decision: z.literal("merge"), a: id, b: id }),
    z.strictObject({ decision: z.literal("split"), a: id, b: id }),
  ]),
});

const NEEDS: Readonly<Record<z.output<typeof Deciding>["decision"]["decision"], Permission>> = {
  verify: "decision.verify",
  reject: "decision.verify",
  attribute: "decision.attribute",
  dispute: "decision.dispute",
  merge: "judgement.write",
  split: "judgement.write",
};

const decisions = route({
  method: "post",
  path: "/missions/{mission}/decisions",
  // Reading is what all who decide may; which decision takes which permission is held in the handler.
  permission: "incident.read",
  peopleOnly: true,
  summary: "Verify, reject, attribute, dispute, merge or split: an entry in the record, with its reason",
  body: Deciding,
  answer: z.object({ index: z.number().int(), commitment: z.string(), leaf: z.string(), present: z.boolean() }),
  status: 201,
  async handle({ mission, audience, parts, body, standing, caller, now, once }) {
    const { decision, reason } = body;
    if (caller.kind !== "person" || !standing.author) throw problem(catalogue.signInNeeded, undefined as never);
    if (!standing.allows(NEEDS[decision.decision]))
      throw problem(catalogue.notPermitted, {
        why: `Your part in this mission does not allow ${NEEDS[decision.decision]}.`,
      });
    const index = await indexFor(parts, mission, audience);
    const deciding = { mission, author: standing.author, role: standing.part.role, reason, now, once };
    const observation = (key: string) => {
      const o = index.observations.get(key);
      if (!o || !visibleTo(audience, o)) throw problem(catalogue.absent, undefined as never);
      return o;
    };
    const fileOf = (key: string): string =>
      String((observation(key).content["origin"] as { file?: string } | undefined)?.file ?? "");
    const answered = async (appended: Awaited<ReturnType<typeof decide>>) => {
      if (!appended.present) parts.appended(mission.id);
      return {
        index: appended.index,
        commitment: appended.envelope.commitment,
        leaf: toHex(appended.leaf),
        present: appended.present,
      };
    };
    if (decision.decision === "merge" || decision.decision === "split") {
      const { a, b } = decision;
      const marking = observation(a).released.marking;
      const judgement = decision.decision === "merge" ? "same" : "different";
      return answered(
        await decide(
          parts.store,
          deciding,
          "judgement",
          { judgement, a, b },
          { observations: [a, b], files: [fileOf(a), fileOf(b)], marking },
        ),
      );
    }
    const entry = index.incident.get(decision.incident);
    if (!entry || !visibleTo(audience, entry)) throw problem(catalogue.absent, undefined as never);
    const members = entry.members.map((m) => m.id);
    if (!once || !(await parts.store.answers.find(mission.id, once))) {
      const about = await decisionsAbout(parts.store, mission.id, entry.id, members);
      const unseen = about.filter((d) => !decision.seen.includes(d.index));
      if (unseen.length > 0)
        throw problem(catalogue.conflict, {
          why: `Meanwhile somebody else decided on this incident (entry ${unseen.map((d) => d.index).join(", ")}): look at it, and decide again. Nothing was appended.`,
        });
    }
    const { seen: _, ...asked } = decision;
    const { size, root } = index.state;
    const basis = { checkpoint: { size, root }, observations: members, evidence: [] };
    const body_ =
      asked.decision === "dispute"
        ? { decision: "dispute" as const, entry: asked.entry, by: asked.by, grounds: asked.grounds }
        : { ...asked, members, basis };
    const about = { observations: members, files: members.map(fileOf), marking: entry.released.marking };
    return answered(await decide(parts.store, deciding, "decision", body_ as Body<"decision">, about));
  },
});

export const decisionRoutes: readonly Route[] = [decisions];
