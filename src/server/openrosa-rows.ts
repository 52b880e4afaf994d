import { sha256Hex } from "../canonical.ts";
import { instanceKey } from "../format/openrosa.ts";
import { rowOf } from "../format/openrosa-rows.ts";
import { type Payload, payloadOf } from "../record/registry.ts";
import type { Draft, Once } from "../store/store.ts";
import type { HandedIn } from "./openrosa.ts";
import type { Asked, InMission } from "./route.ts";
import { rowImport } from "./row-import.ts";

type Asking = Asked<unknown, unknown, unknown> & InMission;
const MARKING = "TLP:AMBER" as const;
/** Marks are asked for by their key alone. */
const ANY = sha256Hex("openrosa mark");

/**
 * A patrol or an impediment enters the record as a table of one row; a custody entry says of which filled-in form the
 * row was made, and which files came with it. An edit takes the entry of the form that it replaces back, whichever of
 * the two comes first.
 * @returns whether an entry was added
 */
export async function keepRow(asked: Asking, { instance, xml, files, once }: HandedIn): Promise<boolean> {
  const { parts, mission, standing, now } = asked;
  const { store } = parts;
  const author = standing.author as string;
  const { form, instanceId, deprecatedId, answers } = instance;
  const { reader, cells } = rowOf(instance, author);
  const { bytes, body } = await rowImport(reader, cells, {
    name: `${form.id.replace("trucekeeper-", "")}-${sha256Hex(once.key).slice(0, 8)}.csv`,
    zone: mission.zone,
    more: [{ what: "filled-in form", value: instanceId, why: "the row was made of it" }],
  });
  const known = await store.answers.find(mission.id, once);
  // Evidence is durable before the entry that names it.
  const evidence = store.evidence(mission.id);
  const [, , ...put] = await Promise.all([xml, bytes, ...files].map((some) => evidence.put(some)));
  const photos = put.map(({ sha256 }) => sha256);
  const draft = <K extends "import" | "custody" | "withdrawal">(
    kind: K,
    of: Payload<K>["body"],
    reason: string,
  ): Draft => ({
    kind,
    author,
    role: standing.part.role,
    stated: now,
    marking: MARKING,
    payload: payloadOf(kind, of, { exercise: mission.exercise, reason }),
  });
  const custody = (event: "received" | "derived", of: readonly string[], from: string | null): Draft =>
    draft(
      "custody",
      { event, evidence: [...of], upTo: null, derivedFrom: from, from: instanceId, to: "" },
      `form ${form.id}`,
    );
  const finding = answers.get("finding");
  const said = finding === undefined ? form.id : `${form.id}: ${finding} perceived`;
  const sha256 = sha256Hex(xml);
  const drafts = [draft("import", body, said), custody("derived", [body.file.sha256], sha256)];
  let added = false;
  let appendedAt: number | undefined;
  const append = async (some: readonly Draft[], key: string, request = once.request): Promise<void> => {
    const appended = await store.append(mission.id, some, { ...once, key, request });
    if (appended.some((e) => !e.present)) added = true;
    if (key === once.key) appendedAt = appended[0]?.index;
  };
  if (!known) await append(drafts, once.key);
  // Each once, in whichever POST it comes.
  for (const photo of photos) await append([custody("received", [photo], null)], sha256Hex(`${once.key}\n${photo}`));

  // What was kept and what was replaced are each said first and looked for then: of a form and its edit that come at
  // once, in whatever order, one sees the other.
  const mark = (key: string, what: string): Once => ({ ...once, key: sha256Hex(`${key}\n${what}`), request: ANY });
  const takeBack = async (key: string): Promise<void> => {
    const index = Number((await store.answers.find(mission.id, mark(key, "entry")))?.answer ?? Number.NaN);
    const entry = Number.isNaN(index) ? undefined : await store.entry(mission.id, index);
    if (!entry?.envelope) return;
    const { commitment } = entry.envelope;
    const replaced = draft("withdrawal", { entry: { index, commitment } }, "replaced by an edit of the form");
    await append([replaced], sha256Hex(`${key}\ntaken back`), ANY);
  };
  const [index] = known?.entries ?? [];
  const kept = appendedAt ?? index;
  if (kept !== undefined) await store.answers.keep(mission.id, mark(once.key, "entry"), String(kept));
  if (deprecatedId !== undefined) {
    const older = sha256Hex(instanceKey(form.id, author, deprecatedId).join("\n"));
    await store.answers.keep(mission.id, mark(older, "replaced"), instanceId);
    await takeBack(older);
  }
  if (await store.answers.find(mission.id, mark(once.key, "replaced"))) await takeBack(once.key);
  return added;
}
