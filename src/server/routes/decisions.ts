import { z } from "zod";
import type { Marking } from "../../access/marking.ts";
import type { Permission } from "../../access/roles.ts";
import { toHex } from "../../log/bytes.ts";
import { catalogue, problem } from "../../problems.ts";
import type { Body } from "../../record/registry.ts";
import type { ObservationRow } from "../../store/derivations.ts";
import { decide } from "../decide.ts";
import { decisionsAbout } from "../decisions-about.ts";
import { type IncidentContent, slices } from "../incident-pages.ts";
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
    const deciding = { mission, author: standing.author, role: standing.part.role, reason, now, once };
    // As one moment shows them: the reports judged on, and of an incident which they are.
    const shown = (of: readonly string[] | { readonly incident: string }) =>
      parts.reads.look(mission.id, audience, async (view) => {
        const row = "incident" in of ? await view.one("incident", of.incident) : undefined;
        if ("incident" in of && !row) throw problem(catalogue.absent, undefined as never);
        const ids =
          "incident" in of ? (JSON.parse(row?.content ?? "") as IncidentContent).members.map((m) => m.observation) : of;
        const reports = new Map<string, ObservationRow>();
        for (const some of slices(ids))
          for await (const o of view.all("observation", { ids: some })) reports.set(o.id, o);
        if (!("incident" in of) && reports.size < new Set(ids).size)
          throw problem(catalogue.absent, undefined as never);
        const files = [...reports.values()].map(({ content }) =>
          String((JSON.parse(content) as { origin?: { file?: string } }).origin?.file ?? ""),
        );
        const marking = row?.marking ?? (reports.get(ids[0] ?? "")?.marking as Marking);
        return { state: view.state, observations: ids, files, marking };
      });
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
      const { files, marking } = await shown([a, b]);
      const judgement = decision.decision === "merge" ? "same" : "different";
      return answered(
        await decide(parts.store, deciding, "judgement", { judgement, a, b }, { observations: [a, b], files, marking }),
      );
    }
    const { state, observations: members, files, marking } = await shown({ incident: decision.incident });
    if (!once || !(await parts.store.answers.find(mission.id, once))) {
      const about = await decisionsAbout(parts.store, mission.id, decision.incident, members);
      const unseen = about.filter((d) => !decision.seen.includes(d.index));
      if (unseen.length > 0)
        throw problem(catalogue.conflict, {
          why: `Meanwhile somebody else decided on this incident (entry ${unseen.map((d) => d.index).join(", ")}): look at it, and decide again. Nothing was appended.`,
        });
    }
    const { seen: _, ...asked } = decision;
    const { size, root } = state;
    const basis = { checkpoint: { size, root }, observations: [...members], evidence: [] };
    const body_ =
      asked.decision === "dispute"
        ? { decision: "dispute" as const, entry: asked.entry, by: asked.by, grounds: asked.grounds }
        : { ...asked, members: [...members], basis };
    const about = { observations: members, files, marking };
    return answered(await decide(parts.store, deciding, "decision", body_ as Body<"decision">, about));
  },
});

export const decisionRoutes: readonly Route[] = [decisions];
