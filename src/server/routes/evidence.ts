import { Readable } from "node:stream";
import { z } from "zod";
import { catalogue, problem } from "../../problems.ts";
import { safeHeaders } from "../../record/file-kind.ts";
import { noteViewed } from "../../store/custody.ts";
import { copyName, workingCopy } from "../../store/working-copy.ts";
import { byteRange } from "../byte-range.ts";
import { etagOf, headersOf, isKnown } from "../etag.ts";
import { type HandedInFile, handedInOf, headOf, readableIn } from "../handed-in.ts";
import type { IncidentContent } from "../incident-pages.ts";
import { absent } from "../problem-response.ts";
import { type Asked, type InMission, type Route, route } from "../route.ts";
import { DATA_POLICY } from "../safe-headers.ts";
import { foundOne } from "../totals.ts";

export const EvidenceQuery = z.object({
  form: z
    .enum(["view", "thumbnail", "original"])
    .default("view")
    .describe("A picture upright and without what the camera wrote into it, large or small; or the bytes as they came"),
  why: z.string().max(500).default("").describe("Why it is looked at, for the chain of custody"),
});
export const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hex digits");

type Sent = Asked<{ readonly sha256: string }, z.output<typeof EvidenceQuery>, undefined> & InMission;

/** What every answer with evidence has: opened by itself it may run, load and embed nothing. */
const safe = (head: Uint8Array, name: string): Record<string, string> => ({
  ...safeHeaders(head, name),
  "content-security-policy": `${DATA_POLICY}; sandbox`,
});

/** That somebody looks at it is durable before its first byte leaves. */
async function enterViewed({ parts, mission, standing, now, query }: Sent, sha256: string, what: string) {
  const author = standing.author ?? "";
  const handler = { author, role: standing.part.role, now };
  const reason = [query.why.trim(), `seen with ${what}`].filter((t) => t !== "").join("; ");
  if (await noteViewed(parts.store, mission, handler, { evidence: [sha256], to: "", reason }))
    parts.appended(mission.id);
}

/**
 * Sends a file's working copy or its original.
 * @param file  that the asker may read with what the address names; undefined: there is none
 * @param what the incident or report that it is looked at with, for the chain of custody
 */
export async function send(asked: Sent, file: HandedInFile | undefined, what: string): Promise<Response> {
  if (!file) throw absent();
  return asked.query.form === "original" ? sendOriginal(asked, file, what) : sendCopy(asked, file, what);
}

async function sendCopy(asked: Sent, { sha256, kind, workingCopy: made }: HandedInFile, what: string) {
  const { parts, mission, query } = asked;
  const form = query.form === "thumbnail" ? "thumbnail" : "view";
  if (!made)
    throw problem(catalogue.badRequest, {
      why: `There is no working copy of a file of kind ${kind}; ask for form=original, which is entered as seen.`,
    });
  const etag = etagOf(`${sha256} ${copyName(form)}`);
  const headers = headersOf(etag);
  if (isKnown(etag, asked.header("If-None-Match"))) return new Response(null, { status: 304, headers });
  const bytes = await workingCopy(parts.store.evidence(mission.id), sha256, form);
  if (!bytes) throw absent();
  if (form === "view" && asked.request.method !== "HEAD") await enterViewed(asked, sha256, what);
  const name = `${sha256.slice(0, 16)}-${form}.webp`;
  return new Response(new Uint8Array(bytes), { headers: { ...headers, ...safe(bytes, name) } });
}

async function sendOriginal(asked: Sent, { sha256, kind, bytes }: HandedInFile, what: string) {
  const { parts, mission, header, request } = asked;
  const etag = `"${sha256}"`;
  if (isKnown(etag, asked.header("If-None-Match")))
    return new Response(null, { status: 304, headers: headersOf(etag) });
  // Only a part of these very bytes completes what a reader has of them.
  const whole = header("If-Range") !== undefined && header("If-Range") !== etag;
  const range = whole ? undefined : byteRange(header("Range"), bytes);
  if (range === "none") throw problem(catalogue.badRange, { bytes });
  const name = `${sha256.slice(0, 16)}.${kind}`;
  const headers = {
    ...headersOf(etag),
    ...safe(await headOf(parts.store, mission.id, sha256, bytes), name),
    "content-disposition": `attachment; filename="${name}"`,
    "Accept-Ranges": "bytes",
    "Content-Length": String(range ? range.until - range.from : bytes),
    ...(range && { "Content-Range": `bytes ${range.from}-${range.until - 1}/${bytes}` }),
  };
  const status = range ? 206 : 200;
  if (request.method === "HEAD") return new Response(null, { status, headers });
  await enterViewed(asked, sha256, what);
  const stream = await parts.store.evidence(mission.id).get(sha256, range);
  if (!stream) throw absent();
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { status, headers });
}

const ofIncident = route({
  method: "get",
  path: "/missions/{mission}/incidents/{incident}/evidence/{sha256}",
  permission: "evidence.read",
  summary: "A file that came with a report of an incident: its working copy, or the original, which is entered as seen",
  params: z.object({ mission: z.string(), incident: z.string().max(200), sha256: hash }),
  query: EvidenceQuery,
  answer: "bytes",
  async handle(asked) {
    const { parts, mission, audience, params } = asked;
    const members = await parts.reads.look(mission.id, audience, async (view) => {
      const row = await foundOne(view, params.incident);
      const whole = row && (await view.one("incident", row.id));
      if (!whole) return [];
      const { members: all } = JSON.parse(whole.content) as IncidentContent;
      return readableIn(view, all);
    });
    const file = await handedInOf(parts.store).file(mission.id, audience, members, params.sha256);
    return send(asked, file, `incident ${params.incident}`);
  },
});

const ofObservation = route({
  method: "get",
  path: "/missions/{mission}/observations/{observation}/evidence/{sha256}",
  permission: "evidence.read",
  summary: "A file that came with a report, as of an incident",
  params: z.object({ mission: z.string(), observation: z.string().max(200), sha256: hash }),
  query: EvidenceQuery,
  answer: "bytes",
  async handle(asked) {
    const { parts, mission, audience, params } = asked;
    const row = await parts.reads.look(mission.id, audience, (view) => view.one("observation", params.observation));
    const file = row && (await handedInOf(parts.store).file(mission.id, audience, [row.id], params.sha256));
    return send(asked, file, `report ${params.observation}`);
  },
});

export const evidenceRoutes: readonly Route[] = [ofIncident, ofObservation];
