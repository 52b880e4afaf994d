import { z } from "zod";
import type { Finding } from "../../agreement/finding.ts";
import { sayFinding } from "../../agreement/finding.ts";
import { parseAgreement } from "../../agreement/parse.ts";
import { catalogue, problem } from "../../problems.ts";
import { payloadOf } from "../../record/registry.ts";
import { versionsOf } from "../agreement-versions.ts";
import { DraftAsked, DraftChecked, NewVersion } from "../client/drafts.ts";
import { type InMission, type Parts, type Route, route } from "../route.ts";

/** Name under which a text of the editor is checked and kept. */
const NAME = "agreement.yaml";

/** The version in force, whose zones and lists beside it a draft may draw on; undefined where no text was entered yet. */
async function current({ mission, audience, parts }: Pick<InMission, "mission" | "audience"> & { parts: Parts }) {
  return (await versionsOf(parts.store, mission.id, audience)).find((v) => v.inForce);
}

const shown =
  (severity: "error" | "warning") =>
  ({ line, column, rule, message }: Finding) => ({ line, column, rule, message, severity });

const check = route({
  method: "post",
  path: "/missions/{mission}/agreement/check",
  permission: "agreement.read",
  summary: "Whether a text is an agreement: every mistake with its line, and what a lawyer would ask. Nothing is kept",
  body: DraftAsked,
  answer: DraftChecked,
  async handle({ mission, audience, parts, standing, body }) {
    if (standing.author === null)
      throw problem(catalogue.notPermitted, { why: "Texts are checked for people with a part in this mission." });
    const kept = (await current({ mission, audience, parts }))?.kept;
    const parsed = parseAgreement(body.text, NAME, (path) => kept?.parts.get(path));
    if ("errors" in parsed) return { findings: parsed.errors.map(shown("error")), agreement: null };
    const { id, title, readings } = parsed.agreement;
    return {
      findings: parsed.warnings.map(shown("warning")),
      agreement: { id, title, readings: readings.map((r) => r.id) },
    };
  },
});

const enter = route({
  method: "post",
  path: "/missions/{mission}/agreement/versions",
  permission: "agreement.write",
  summary: "Enters a version of the agreement, with its author's reason; the mission works by it from then on",
  body: NewVersion,
  answer: z.object({ index: z.number().int(), commitment: z.string(), present: z.boolean() }),
  status: 201,
  async handle({ mission, audience, parts, standing, body, now, once }) {
    if (standing.author === null) throw problem(catalogue.signInNeeded, undefined as never);
    const { store } = parts;
    const version = await current({ mission, audience, parts });
    const used = new Set<string>();
    const parsed = parseAgreement(body.text, NAME, (path) => {
      const found = version?.kept.parts.get(path);
      if (found !== undefined) used.add(path);
      return found;
    });
    if ("errors" in parsed) throw problem(catalogue.agreement, { why: parsed.errors.map(sayFinding).join("\n") });
    const { agreement } = parsed;
    const readings = agreement.readings.map((r) => r.id);
    if (body.reading !== null && !readings.includes(body.reading))
      throw problem(catalogue.noSuchReading, { reading: body.reading, known: readings.join(", ") || "none" });
    const { sha256 } = await store.evidence(mission.id).put(new TextEncoder().encode(body.text));
    const payload = payloadOf(
      "agreement-version",
      {
        id: agreement.id,
        text: { sha256, name: NAME },
        parts: (version?.body.parts ?? []).filter((p) => used.has(p.path)),
        reading: body.reading,
      },
      { exercise: mission.exercise, reason: body.reason },
    );
    const draft = {
      kind: "agreement-version" as const,
      author: standing.author,
      role: standing.part.role,
      stated: now,
      marking: version?.marking ?? body.marking,
      payload,
    };
    const [appended] = await store.append(mission.id, [draft], once, {
      from: body.seen,
      kinds: ["agreement-version"],
      clash: ({ index }) =>
        `Meanwhile somebody else entered a version of the agreement (entry ${index}): open it, and bring your changes to it. Nothing was appended.`,
    });
    if (!appended) throw new Error("nothing was appended");
    if (!appended.present) parts.appended(mission.id);
    return { index: appended.index, commitment: appended.envelope.commitment, present: appended.present };
  },
});

export const draftRoutes: readonly Route[] = [check, enter];
