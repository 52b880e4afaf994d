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

type AskedHere = Asked<unknown, unknown, unknown> & InMission;

/** How long going on with a report is one act: a page that is loaded again opens it again. */
const LOOK_MS = 900_000;

const doesNotOpen = (why: string) => problem(catalogue.badFile, { why }, { file: "report" });

/** The report, for the person who wrote it. @throws Problem as `openedReport`, and http/not-permitted */
function ownReport({ mission, standing }: AskedHere, plain: Uint8Array): OpenedReport {
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
    const author = standing.author as string;
    const bytes = await bodyOf(asked.request, MOST_SEALED_BYTES);
    const entry = await store.takeReport(mission.id, bytes, async (plain) => {
      const report = ownReport(asked, plain);
      const { head, headBytes, files } = report;
      const once = {
        key: sha256Hex(`report\n${author}\n${head.instance}`),
        request: sha256Hex(`report\n${sha256Hex(headBytes)}\n${files.map(sha256Hex).join("\n")}`),
        until: millis(now + REMEMBERED_MS),
      };
      const make = async () => {
        const { draft, evidence } = await draftOf(asked, report);
        return { draft, evidence: [...evidence, ...files] };
      };
      return { once, make };
    });
    if ("error" in entry) throw doesNotOpen(entry.error);
    if (entry.present) return new Reply({ entry: entry.index, present: true }, {}, 200);
    parts.appended(mission.id);
    return { entry: entry.index, present: false };
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
    const draft: Draft<"import"> = {
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
  const draft: Draft<"submission"> = {
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
  summary:
    "Opens a draft or a refused report for the person who wrote it, so that they can go on; the record says that they did, and keeps nothing of it",
  answer: "bytes",
  async handle(asked) {
    const { parts, mission, standing, now } = asked;
    const author = standing.author as string;
    const bytes = await bodyOf(asked.request, MOST_SEALED_BYTES);
    const report = sha256Hex(bytes);
    const request = sha256Hex(`opened\n${author}\n${report}\n${Math.floor(now / LOOK_MS)}`);
    const payload = payloadOf(
      "opening",
      { blobs: [], names: [], reports: [report], people: [author] },
      { exercise: mission.exercise, reason: "to go on with a report of one's own" },
    );
    const draft = {
      kind: "opening",
      author,
      role: standing.part.role,
      stated: now,
      marking: "TLP:AMBER",
      payload,
    } as const;
    const once = { key: `opened:${request}`, request, until: millis(now + 2 * LOOK_MS) };
    const plain = await parts.store.openReport(mission.id, bytes, draft, once);
    if (!(plain instanceof Uint8Array)) throw doesNotOpen(plain.error);
    const { headBytes, files } = ownReport(asked, plain);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, headBytes.length);
    return new Response(Buffer.concat([length, headBytes, ...files]), {
      headers: { "Content-Type": "application/octet-stream", "Cache-Control": "no-store" },
    });
  },
});

export const reportRoutes: readonly Route[] = [key, sealed, opened];
