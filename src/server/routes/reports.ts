import { sha256Hex } from "../../canonical.ts";
import { MOST_SEALED_BYTES } from "../../observation/sealed-report.ts";
import { catalogue, problem } from "../../problems.ts";
import { HEAD_BYTES } from "../../record/file-kind.ts";
import { payloadOf } from "../../record/registry.ts";
import type { Draft } from "../../store/store.ts";
import { checkHandedIn } from "../../store/working-copy.ts";
import { byCodePoint, millis } from "../../units.ts";
import { ReportKey, ReportTaken } from "../client/reports.ts";
import { bodyOf } from "../limits.ts";
import { type OpenedReport, openedReport, perceivedIn, watchedIn } from "../report-form.ts";
import { type Asked, type InMission, Reply, type Route, route } from "../route.ts";

/** How long a report is remembered: as long as a device may keep one unsent. */
const REMEMBERED_MS = 10 * 365 * 86_400_000;

const key = route({
  method: "get",
  path: "/missions/{mission}/reports/key",
  permission: "submission.write",
  summary: "What a device seals reports to: a P-256 point, uncompressed, in base64",
  answer: ReportKey,
  async handle({ mission, parts, standing }) {
    const point = await parts.store.reportKey(mission.id);
    return { point: Buffer.from(point).toString("base64"), author: standing.author ?? "", zone: mission.zone };
  },
});

/** The report in the body of a request, for the person who wrote it. @throws Problem as `openedReport`, and http/not-permitted */
async function openedFrom(asked: Asked<unknown, unknown, unknown> & InMission): Promise<OpenedReport> {
  const { parts, mission, request, standing } = asked;
  const sealed = await bodyOf(request, MOST_SEALED_BYTES);
  const plain = await parts.store.openReport(mission.id, sealed);
  if (!(plain instanceof Uint8Array)) throw problem(catalogue.badFile, { why: plain.error }, { file: "report" });
  const report = openedReport(plain);
  if (report.head.mission !== mission.id || report.head.author !== standing.author)
    throw problem(catalogue.notPermitted, {
      why: "This report was written by another person or for another mission: whoever wrote it signs in and sends it.",
    });
  return report;
}

const sealed = route({
  method: "post",
  path: "/missions/{mission}/reports/sealed",
  permission: "submission.write",
  summary: "Takes a report that a device sealed; the same report again is answered as before and kept once",
  answer: ReportTaken,
  status: 201,
  async handle(asked) {
    const { parts, mission, standing, now } = asked;
    const { store } = parts;
    const report = await openedFrom(asked);
    const { head, headBytes, files } = report;
    const author = standing.author as string;
    const once = {
      key: sha256Hex(`report\n${author}\n${head.instance}`),
      request: sha256Hex(`report\n${sha256Hex(headBytes)}\n${files.map(sha256Hex).join("\n")}`),
      until: millis(now + REMEMBERED_MS),
    };
    const known = await store.answers.find(mission.id, once);
    if (known?.entries?.[0] !== undefined) return new Reply({ entry: known.entries[0], present: true }, {}, 200);
    const drafted = await draftOf(asked, report);
    const evidence = store.evidence(mission.id);
    // Evidence is durable before the entry that names it.
    for (const bytes of [...drafted.evidence, ...files]) await evidence.put(bytes);
    const [entry] = await store.append(mission.id, [drafted.draft], once);
    if (!entry) throw new Error("nothing was appended");
    if (!entry.present) parts.appended(mission.id);
    return { entry: entry.index, present: entry.present };
  },
});

/** The entry of a report, and the evidence that it rests on beside the report's files. */
async function draftOf(
  { mission, standing, now }: InMission & { readonly now: Draft["stated"] },
  report: OpenedReport,
) {
  const { head, headBytes, files } = report;
  for (const [i, bytes] of files.entries())
    checkHandedIn(head.files[i]?.name ?? "", bytes.subarray(0, HEAD_BYTES), bytes.length);
  const author = standing.author as string;
  const frame = { author, role: standing.part.role, stated: now };
  const { exercise, zone } = mission;
  if (head.what === "nothing-perceived") {
    if (files.length > 0)
      throw problem(
        catalogue.badFile,
        { why: "files go with what was perceived; a watch has none" },
        { file: "report" },
      );
    const { bytes, body } = await watchedIn(report, zone);
    const reason = head.cells["note"] ?? "";
    const draft: Draft = {
      ...frame,
      kind: "import",
      marking: "TLP:AMBER",
      payload: payloadOf("import", body, { exercise, reason }),
    };
    return { draft, evidence: [bytes] };
  }
  const observation = perceivedIn(report, author, zone);
  const hashes = [...new Set([headBytes, ...files].map((b) => sha256Hex(b)))].sort(byCodePoint);
  const body = { via: "web", observations: [observation], evidence: hashes };
  const draft: Draft = {
    ...frame,
    kind: "submission",
    marking: observation.marking,
    payload: payloadOf("submission", body, { exercise, reason: "" }),
  };
  return { draft, evidence: [headBytes] };
}

const opened = route({
  method: "post",
  path: "/missions/{mission}/reports/opened",
  permission: "submission.write",
  peopleOnly: true,
  summary: "Opens a draft or a refused report for the person who wrote it, so that they can go on; keeps nothing",
  answer: "bytes",
  async handle(asked) {
    const { headBytes, files } = await openedFrom(asked);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, headBytes.length);
    return new Response(Buffer.concat([length, headBytes, ...files]), {
      headers: { "Content-Type": "application/octet-stream", "Cache-Control": "no-store" },
    });
  },
});

export const reportRoutes: readonly Route[] = [key, sealed, opened];
