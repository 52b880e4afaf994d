import { z } from "zod";
import { mayRead } from "../../access/audience.ts";
import type { Marking } from "../../access/marking.ts";
import { payloadOf } from "../../record/registry.ts";
import type { Draft } from "../../store/store.ts";
import { ImportPreview, ImportQuery, ImportTaken } from "../client/imports.ts";
import { importOf, MOST_IMPORT_BYTES, previewOf } from "../import-reading.ts";
import { bodyOf } from "../limits.ts";
import { absent } from "../problem-response.ts";
import { type Route, route } from "../route.ts";

const preview = route({
  method: "post",
  path: "/missions/{mission}/imports/preview",
  permission: "import.write",
  summary: "What a file would become: its rows used, refused and skipped, and the first of each; keeps nothing",
  query: ImportQuery,
  answer: ImportPreview,
  handle: async ({ mission, query, request }) =>
    previewOf(await bodyOf(request, MOST_IMPORT_BYTES), query, mission.zone),
});

const imported = route({
  method: "post",
  path: "/missions/{mission}/imports",
  permission: "import.write",
  summary: "Imports a file: its bytes become evidence, and one entry says how it is read and why it came",
  query: ImportQuery.extend({ reason: z.string().trim().min(1, "an import needs a reason").max(1_000) }),
  answer: ImportTaken,
  status: 201,
  async handle({ mission, query, request, parts, standing, now }) {
    const { store } = parts;
    const { reason, ...how } = query;
    const bytes = await bodyOf(request, MOST_IMPORT_BYTES);
    const { body, marking } = await importOf(bytes, how, mission.zone);
    // Evidence is durable before the entry that names it.
    await store.evidence(mission.id).put(bytes);
    const draft: Draft = {
      kind: "import",
      author: standing.author as string,
      role: standing.part.role,
      stated: now,
      marking,
      payload: payloadOf("import", body, { exercise: mission.exercise, reason }),
    };
    // The store knows an import again by file, format, mapping and assumptions: twice adds nothing.
    const [entry] = await store.append(mission.id, [draft]);
    if (!entry) throw new Error("nothing was appended");
    if (!entry.present) parts.appended(mission.id);
    return { entry: entry.index, commitment: entry.envelope.commitment, present: entry.present };
  },
});

const undone = route({
  method: "post",
  path: "/missions/{mission}/imports/{entry}/withdrawn",
  permission: "import.write",
  peopleOnly: true,
  summary: "Takes an import back with all its effect: the entry stays, and so does the withdrawal with its reason",
  params: z.object({ mission: z.string(), entry: z.coerce.number().int().min(0) }),
  body: z.object({ reason: z.string().trim().min(1, "a withdrawal needs a reason").max(5_000) }),
  answer: z.object({ entry: z.number().int().describe("Index of the withdrawal") }),
  status: 201,
  async handle({ mission, params, body, parts, standing, audience, now, once }) {
    const found = await parts.store.entry(mission.id, params.entry);
    if (found?.envelope?.kind !== "import") throw absent();
    const { commitment } = found.envelope;
    const marking = found.envelope.marking as Marking;
    if (!mayRead(audience, { marking })) throw absent();
    const draft: Draft = {
      kind: "withdrawal",
      author: standing.author as string,
      role: standing.part.role,
      stated: now,
      marking,
      payload: payloadOf(
        "withdrawal",
        { entry: { index: params.entry, commitment } },
        { exercise: mission.exercise, reason: body.reason },
      ),
    };
    const [entry] = await parts.store.append(mission.id, [draft], once);
    if (!entry) throw new Error("nothing was appended");
    if (!entry.present) parts.appended(mission.id);
    return { entry: entry.index };
  },
});

export const importRoutes: readonly Route[] = [preview, imported, undone];
