import { z } from "zod";
import type { Marking } from "../access/marking.ts";
import { sha256Hex } from "../canonical.ts";
import {
  type CotEvent,
  type CotOut,
  checkUid,
  cotKey,
  cotObservation,
  cotText,
  readCot,
  skippedCot,
} from "../format/cot.ts";
import type { CoverageWindow } from "../observation/coverage-window.ts";
import { distanceM } from "../place/geodesy.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import type { HazardBody } from "../publication/hazard.ts";
import { payloadOf } from "../record/registry.ts";
import type { Draft, Once } from "../store/store.ts";
import { millis } from "../units.ts";
import { warningsOf } from "./cap.ts";
import { bodyOf } from "./limits.ts";
import { absent } from "./problem-response.ts";
import { type Asked, type InMission, type Route, route } from "./route.ts";
import { isStaff } from "./totals.ts";

const MARKING: Marking = "TLP:AMBER";
const REMEMBERED_MS = 10 * 365 * 86_400_000;
/** Versions of one uid that are told apart. */
const MOST_VERSIONS = 1_000;
const ANY = sha256Hex("cot mark");

export type Sender = Pick<Asked<unknown, unknown, unknown>, "parts" | "now"> & Pick<InMission, "mission" | "standing">;

/** What became of events. */
export interface Taken {
  taken: number;
  repeated: number;
  readonly skipped: Record<string, number>;
  readonly refused: { readonly event: number; readonly why: string }[];
}

/**
 * Keeps the events of a document as observations of the sender's own reporting. Each stands for itself: one that cannot
 * be read is named, and the others are kept.
 * @throws Problem format/file, format/limit on what is no CoT at all
 */
export async function keepCot(sender: Sender, bytes: Uint8Array): Promise<Taken> {
  const events = await readCot(bytes);
  const account: Taken = { taken: 0, repeated: 0, skipped: {}, refused: [] };
  let kept: Promise<unknown> | undefined;
  const document: Document = {
    file: sha256Hex(bytes),
    keep: () => (kept ??= sender.parts.store.evidence(sender.mission.id).put(bytes)),
  };
  for (const [i, event] of events.entries()) {
    const rule = skippedCot(event);
    if (rule !== undefined) {
      account.skipped[rule] = (account.skipped[rule] ?? 0) + 1;
      continue;
    }
    try {
      if (await keepEvent(sender, event, document)) account.taken++;
      else account.repeated++;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== catalogue.badFile.code) throw error;
      account.refused.push({ event: i + 1, why: error.message });
    }
  }
  if (account.taken > 0) sender.parts.appended(sender.mission.id);
  return account;
}

/** The document that events came in, kept as evidence once and only where one of them is new. */
interface Document {
  readonly file: string;
  readonly keep: () => Promise<unknown>;
}

async function keepEvent(
  { parts: { store }, mission, standing, now }: Sender,
  event: CotEvent,
  { file, keep }: Document,
): Promise<boolean> {
  checkUid(event.uid);
  const source = standing.author as string;
  const key = cotKey(event);
  const until = millis(now + REMEMBERED_MS);
  const of = (what: string, n: number, request: string): Once => ({
    key: sha256Hex(["cot", what, source, event.uid, String(n)].join("\n")),
    request,
    until,
  });
  let version = 0;
  for (let last: string | null | undefined; ; version++) {
    const mark = await store.answers.find(mission.id, of("mark", version, ANY));
    if (!mark) {
      if (last === key) return false;
      break;
    }
    last = mark.answer;
  }
  await keep();
  for (; version < MOST_VERSIONS; version++) {
    const observation = cotObservation(event, { source, file, marking: MARKING, version });
    const draft: Draft = {
      kind: "submission",
      author: source,
      role: standing.part.role,
      stated: now,
      marking: MARKING,
      payload: payloadOf(
        "submission",
        { via: "cot", observations: [observation], evidence: [file] },
        { exercise: mission.exercise, reason: "" },
      ),
    };
    try {
      const [entry] = await store.append(mission.id, [draft], of("entry", version, key));
      await store.answers.keep(mission.id, of("mark", version, ANY), key);
      return entry?.present === false;
    } catch (error) {
      // Another version of the same event came at the same moment and has this place: this one revises it.
      if (!(error instanceof Problem) || error.code !== catalogue.keyReused.code) throw error;
    }
  }
  throw problem(catalogue.limit, { what: "versions of one uid", limit: String(MOST_VERSIONS), seen: "more" });
}

type Reader = Pick<Asked<unknown, unknown, unknown>, "parts" | "now"> & InMission;

/**
 * All that is given out as CoT, for the mission's own staff alone: its patrols that are on their way now, and mines that
 * civilians are warned of. No party, no incident, no observation.
 */
export async function cotOut({ parts, mission, standing, audience, now }: Reader): Promise<string[]> {
  if (!standing.allows("coverage.read") || !isStaff({ audience })) throw absent();
  const events: CotOut[] = [];
  const drill = mission.exercise ? "EXERCISE " : "";
  await parts.reads.look(mission.id, audience, async (view) => {
    const time = { from: now, until: millis(now + 1) };
    for await (const { kind, content } of view.all("coverage", { time, kinds: ["window"] })) {
      const window = kind === "window" ? (JSON.parse(content) as CoverageWindow) : undefined;
      if (window?.kind !== "patrol" || window.area.kind !== "point") continue;
      const { lon, lat, radiusM } = window.area;
      events.push({
        uid: `trucekeeper.${mission.id}.patrol.${sha256Hex(window.station).slice(0, 16)}`,
        type: "a-n-G-U",
        lat,
        lon,
        radiusM,
        start: window.from,
        stale: window.until,
        callsign: `${drill}${window.station}`,
        remarks: `Patrol of ${mission.name}: ${window.state}`,
      });
    }
  });
  const all = await warningsOf(parts.store, mission.id);
  const followed = new Set(all.map((w) => w.body.follows?.commitment));
  for (const { commitment, body } of all) {
    if (body.hazard !== "mines" || body.message === "cancel" || body.until <= now || followed.has(commitment)) continue;
    for (const [i, { lon, lat, radiusM }] of circlesOf(body).entries())
      events.push({
        uid: `trucekeeper.${mission.id}.mines.${commitment.slice(0, 16)}.${i}`,
        type: "a-n-G-E-X-M",
        lat,
        lon,
        radiusM,
        start: body.from,
        stale: body.until,
        callsign: `${drill}Mines`,
        remarks: body.words[0]?.headline ?? "",
      });
  }
  return events.map((e) => cotText(e, now));
}

/** The circles of a warning, and for each of its polygons one that holds it. */
function circlesOf({
  area,
}: HazardBody): readonly { readonly lon: number; readonly lat: number; readonly radiusM: number }[] {
  const round = area.polygons.map((ring) => {
    const lons = ring.map(([x]) => x);
    const lats = ring.map(([, y]) => y);
    const middle = (of: readonly number[]): number => Math.round((Math.min(...of) + Math.max(...of)) * 5e5) / 1e6;
    const [lon, lat] = [middle(lons), middle(lats)];
    return { lon, lat, radiusM: Math.max(...ring.map((corner) => distanceM([lon, lat], corner))) };
  });
  return [...area.circles, ...round];
}

const MOST_BYTES = 1_048_576;

const into = route({
  method: "post",
  path: "/cot/{mission}",
  permission: "submission.write",
  tokensOnly: true,
  summary:
    "Cursor on Target: takes events, in one document, as reports of the token's person; positions of devices are left out",
  answer: z.object({
    taken: z.number().int(),
    repeated: z.number().int(),
    skipped: z.record(z.string(), z.number().int()).describe("By rule"),
    refused: z.array(z.object({ event: z.number().int().describe("From 1"), why: z.string() })),
  }),
  handle: async (asked) => keepCot(asked, await bodyOf(asked.request, MOST_BYTES)),
});

const out = route({
  method: "get",
  path: "/cot/{mission}",
  permission: "coverage.read",
  summary:
    "Cursor on Target: the mission's own patrols of now and mines that civilians are warned of, for its staff alone",
  answer: "bytes",
  async handle(asked) {
    const events = await cotOut(asked);
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<events>\n${events.join("\n")}\n</events>\n`;
    const headers = { "Content-Type": "application/xml; charset=utf-8", "Cache-Control": "no-store" };
    return new Response(text, { headers });
  },
});

export const cotRoutes: readonly Route[] = [into, out];
