import { createHash } from "node:crypto";
import { z } from "zod";
import { sha256Hex } from "../canonical.ts";
import { type Instance, instanceKey, isObservation, observationOf, readInstance } from "../format/openrosa.ts";
import { FORMS, type Form, formOf, xform, xmlText } from "../format/openrosa-form.ts";
import { formLanguages } from "../format/openrosa-languages.ts";
import { catalogue, problem } from "../problems.ts";
import { HEAD_BYTES } from "../record/file-kind.ts";
import { payloadOf } from "../record/registry.ts";
import type { Draft, Once } from "../store/store.ts";
import { checkHandedIn } from "../store/working-copy.ts";
import { byCodePoint, millis } from "../units.ts";
import { bodyOf, Room } from "./limits.ts";
import { partsOf } from "./multipart.ts";
import { keepRow } from "./openrosa-rows.ts";
import { originOf } from "./own-origin.ts";
import { absent } from "./problem-response.ts";
import { type Asked, type InMission, type Parts, type Route, route } from "./route.ts";

/** Most bytes of one POST; a phone spreads what is more over several. */
const MOST_BYTES = 10_485_760;
const MOST_FILES = 20;
/** Parts of a body that are looked at: its files, and fields that are no files. */
const MOST_PARTS = 100;
/** How long an instance is remembered: as long as a phone may keep one unsent. */
const REMEMBERED_MS = 10 * 365 * 86_400_000;

const answer = (status: number, body: string | null): Response =>
  new Response(body, {
    status,
    headers: {
      "X-OpenRosa-Version": "1.0",
      "X-OpenRosa-Accept-Content-Length": String(MOST_BYTES),
      "Content-Type": "text/xml; charset=utf-8",
      "Cache-Control": "no-store",
      Date: new Date().toUTCString(),
    },
  });
const at = (asked: Asked<unknown, unknown, unknown> & InMission): string =>
  `${originOf(asked)}/openrosa/${asked.mission.id}`;

const textOf = (form: Form, mission: string): string => xform(form, mission, formLanguages);

const formList = route({
  method: "get",
  path: "/openrosa/{mission}/formList",
  permission: "submission.write",
  tokensOnly: true,
  summary: "OpenRosa: forms by which a device reports into the mission",
  query: z.object({ formID: z.string().max(200).optional(), verbose: z.string().max(10).optional() }),
  answer: "bytes",
  async handle(asked) {
    const { mission, query } = asked;
    const shown = FORMS.filter(({ id }) => query.formID === undefined || query.formID === id);
    const forms = shown.map((form) => {
      const hash = createHash("md5").update(textOf(form, mission.name)).digest("hex");
      const address = `${xmlText(at(asked))}/forms/${form.id}`;
      return `<xform><formID>${form.id}</formID><name>${xmlText(`${mission.name}: ${form.title}`)}</name><version>${form.version}</version><hash>md5:${hash}</hash><downloadUrl>${address}</downloadUrl><manifestUrl>${address}/manifest</manifestUrl></xform>`;
    });
    return answer(
      200,
      `<?xml version="1.0" encoding="UTF-8"?>\n<xforms xmlns="http://openrosa.org/xforms/xformsList">${forms.join("")}</xforms>\n`,
    );
  },
});

const FormName = z.object({ mission: z.string(), form: z.string().max(200) });

const form = route({
  method: "get",
  path: "/openrosa/{mission}/forms/{form}",
  permission: "submission.write",
  tokensOnly: true,
  summary: "OpenRosa: one form as an XForm",
  params: FormName,
  answer: "bytes",
  async handle({ mission, params }) {
    const found = formOf(params.form);
    if (!found) throw absent();
    return answer(200, textOf(found, mission.name));
  },
});

const manifest = route({
  method: "get",
  path: "/openrosa/{mission}/forms/{form}/manifest",
  permission: "submission.write",
  tokensOnly: true,
  summary: "OpenRosa: media of a form; there are none",
  params: FormName,
  answer: "bytes",
  async handle({ params }) {
    if (!formOf(params.form)) throw absent();
    return answer(
      200,
      '<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="http://openrosa.org/xforms/xformsManifest"/>\n',
    );
  },
});

const Device = z.object({ deviceID: z.string().max(200).optional() });

const greeting = route({
  method: "get",
  path: "/openrosa/{mission}/submission",
  permission: "submission.write",
  tokensOnly: true,
  summary: "OpenRosa: asked by HEAD before a submission, for sign-in and the size that is taken",
  query: Device,
  answer: "bytes",
  handle: async () => answer(204, null),
});

/** The files of a multipart body. @throws Problem http/bad-request, format/limit */
async function filesOf(request: Request): Promise<Map<string, Uint8Array>> {
  const type = request.headers.get("Content-Type") ?? "";
  const parts = await partsOf(await bodyOf(request, MOST_BYTES), type, MOST_PARTS);
  if (!parts)
    throw problem(catalogue.badRequest, { why: "The body is not multipart/form-data, as OpenRosa submissions are." });
  const files = new Map<string, Uint8Array>();
  for (const { name, file, bytes } of parts) {
    // "*isIncomplete*" and the like: more may come, as it always may.
    if (file === undefined && name !== "xml_submission_file") continue;
    if (files.has(name))
      throw problem(catalogue.badRequest, { why: `The file ${JSON.stringify(name.slice(0, 60))} is there twice.` });
    files.set(name, bytes);
  }
  if (files.size > MOST_FILES)
    throw problem(catalogue.limit, { what: "the submission", limit: `${MOST_FILES} files`, seen: `${files.size}` });
  return files;
}

const submission = route({
  method: "post",
  path: "/openrosa/{mission}/submission",
  permission: "submission.write",
  tokensOnly: true,
  summary: "OpenRosa: takes a filled-in form and its files, in one POST or several",
  query: Device,
  answer: "bytes",
  status: 201,
  async handle(asked) {
    const { parts, request } = asked;
    const room = rooms.get(parts) ?? new Room(AT_ONCE);
    rooms.set(parts, room);
    // Before the body is read, where it can be said already; a slow line holds no room while it brings one.
    room.check("reports");
    const files = await filesOf(request);
    return room.take("reports", () => taken(asked, files));
  },
});

/** Reports of one server that are checked and kept at one time: see `Room`. */
const AT_ONCE = { always: 16, most: 128, waitMs: 350 };
const rooms = new WeakMap<Parts, Room>();

async function taken(asked: Asking, files: Map<string, Uint8Array>): Promise<Response> {
  const { parts, mission } = asked;
  const xml = files.get("xml_submission_file");
  if (!xml) throw problem(catalogue.badRequest, { why: "There is no xml_submission_file in the body." });
  files.delete("xml_submission_file");
  const instance = await readInstance(xml);
  for (const [name, bytes] of files) checkHandedIn(name, bytes.subarray(0, HEAD_BYTES), bytes.length);
  const handed = { instance, xml, files: [...files.values()], once: onceOf(instance, xml, asked) };
  const added = isObservation(instance) ? await keepObservation(asked, handed) : await keepRow(asked, handed);
  if (added) parts.appended(mission.id);
  const lacking = namedIn(instance).filter((name) => !files.has(name));
  const rest = lacking.length === 0 ? "" : ` Named in the form, and not in this request: ${lacking.join(", ")}.`;
  return answer(
    201,
    `<?xml version="1.0" encoding="UTF-8"?>\n<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>Kept in the record.${xmlText(rest)}</message></OpenRosaResponse>\n`,
  );
}

/** Files that a filled-in form names. They may come with another request of the same instance. */
const namedIn = ({ form: { questions }, answers }: Instance): string[] =>
  questions.flatMap(({ name, type }) => {
    const file = type === "binary" ? answers.get(name) : undefined;
    return file === undefined ? [] : [file.slice(0, 200)];
  });

/** A filled-in form as it was handed in. */
export interface HandedIn {
  readonly instance: Instance;
  readonly xml: Uint8Array;
  readonly files: readonly Uint8Array[];
  readonly once: Once;
}
type Asking = Asked<unknown, unknown, unknown> & InMission;

/** An instance is its reporter's own: another one's of the same id is another. */
function onceOf({ form, instanceId }: Instance, xml: Uint8Array, { standing, now }: Asking): Once {
  const scope = instanceKey(form.id, standing.author as string, instanceId).join("\n");
  return {
    key: sha256Hex(scope),
    request: sha256Hex(`openrosa\n${sha256Hex(xml)}`),
    until: millis(now + REMEMBERED_MS),
  };
}

/** @returns whether an entry was added */
async function keepObservation(
  { parts: { store }, mission, standing, now }: Asking,
  { instance, xml, files, once }: HandedIn,
): Promise<boolean> {
  const author = standing.author as string;
  const file = sha256Hex(xml);
  const marking = "TLP:AMBER" as const;
  const observation = observationOf(instance, file, { source: author, zone: mission.zone, marking });
  // What is refused, the same id with other content, is to leave nothing behind.
  const known = await store.answers.find(mission.id, once);
  // Evidence is durable before the entry that names it.
  const evidence = store.evidence(mission.id);
  const [, ...put] = await Promise.all([xml, ...files].map((bytes) => evidence.put(bytes)));
  const hashes = put.map(({ sha256 }) => sha256).sort(byCodePoint);
  const drafted = (more: readonly string[]): Draft => ({
    kind: "submission",
    author,
    role: standing.part.role,
    stated: now,
    marking,
    payload: payloadOf(
      "submission",
      { via: "openrosa", observations: [observation], evidence: [...new Set([file, ...more])] },
      { exercise: mission.exercise, reason: "" },
    ),
  });
  let [entry] = known ? [] : await store.append(mission.id, [drafted(hashes)], once);
  if (entry && !entry.present) hashes.length = 0;
  // Files that come later, or came while the first POST was under way, are an entry of their own, each set once.
  if (hashes.length > 0) {
    const index = known?.entries?.[0] ?? entry?.index;
    const stored = index === undefined ? undefined : await store.entry(mission.id, index);
    const had = new Set((stored?.content?.payload as { body?: { evidence?: string[] } })?.body?.evidence ?? []);
    const late = hashes.filter((h) => !had.has(h));
    if (late.length > 0) {
      const key = sha256Hex(`${once.key}\n${late.join("\n")}`);
      [entry] = await store.append(mission.id, [drafted(late)], { ...once, key });
    }
  }
  return entry !== undefined && !entry.present;
}

export const openrosaRoutes: readonly Route[] = [formList, form, manifest, greeting, submission];
