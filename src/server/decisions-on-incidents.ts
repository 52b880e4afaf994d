import { mayRead } from "../access/audience.ts";
import { type Marking, strictest } from "../access/marking.ts";
import { PINNED_MOST } from "../incident/entries.ts";
import type { Body } from "../record/registry.ts";
import type { ObservationRow } from "../store/derivations.ts";
import { byCodePoint } from "../units.ts";
import { conflict, type Drafting, type Drafts, wrong } from "./decision-draft.ts";
import { ABOUT, decisionsAbout, Speaks } from "./decisions-about.ts";
import { entryCited } from "./entry-cited.ts";
import { type IncidentContent, slices } from "./incident-pages.ts";
import { absent } from "./problem-response.ts";

/** What is judged on, as one moment shows it to who judges. */
export interface Judged {
  readonly observations: readonly string[];
  readonly files: readonly string[];
  readonly marking: Marking;
  /** Of an incident: recorded, or claimed by a party alone. */
  readonly status: string | null;
  readonly checkpoint: { readonly size: number; readonly root: string };
}

/** Reports by id, or those of an incident. @throws Problem http/absent on what the author does not see */
export const judgedOn = (
  { parts, mission, audience }: Drafting,
  of: readonly string[] | { readonly incident: string },
): Promise<Judged> =>
  parts.reads.look(mission.id, audience, async (view) => {
    const row = "incident" in of ? await view.one("incident", of.incident) : undefined;
    if ("incident" in of && !row) throw absent();
    const content = row && (JSON.parse(row.content) as IncidentContent);
    const ids = content?.members.map((m) => m.observation) ?? (of as readonly string[]);
    const reports = new Map<string, ObservationRow>();
    for (const some of slices(ids)) for await (const o of view.all("observation", { ids: some })) reports.set(o.id, o);
    if (!row && reports.size < new Set(ids).size) throw absent();
    const files = [...reports.values()].map(({ content }) =>
      String((JSON.parse(content) as { origin?: { file?: string } }).origin?.file ?? ""),
    );
    const { size, root } = view.state;
    // What is said of several reports tells of each of them.
    const marking = row?.marking ?? strictest([...reports.values()].map((o) => o.marking));
    return { observations: ids, files, marking, status: content?.status ?? null, checkpoint: { size, root } };
  });

type OnIncident = { readonly incident: string; readonly seen: readonly number[] };

/** @throws Problem http/conflict where somebody decided on the incident whom the author did not see */
async function onIncident(of: Drafting, { incident, seen }: OnIncident) {
  const { parts, mission } = of;
  const judged = await judgedOn(of, { incident });
  const from = await parts.store.size(mission.id);
  const speaks = new Speaks(incident, judged.observations);
  const about = of.again
    ? []
    : await decisionsAbout(parts.store, mission.id, incident, judged.observations, { speaks });
  // Nobody is asked to have seen what they may not read.
  const unseen = about.filter((d) => !seen.includes(d.index) && mayRead(of.audience, d)).map((d) => d.index);
  const meanwhile = (entries: string): string =>
    `Meanwhile somebody else decided on this incident (entry ${entries}): look at it, and decide again. Nothing was appended.`;
  if (unseen.length > 0) throw conflict(meanwhile(unseen.join(", ")));
  const known = new Set(about.map((d) => d.index));
  return {
    judged,
    basis: { checkpoint: judged.checkpoint, observations: [...judged.observations], evidence: [] },
    unless: {
      from: Math.min(from, ...about.map((d) => d.index + 1)),
      kinds: ABOUT,
      clash: (entry: Parameters<Speaks["of"]>[0] & { readonly index: number; readonly commitment: string }) =>
        !known.has(entry.index) && speaks.of(entry, entry.commitment) ? meanwhile(String(entry.index)) : undefined,
    },
  };
}

/** A decision on an incident whose body has its members and its basis. */
async function based(
  of: Drafting,
  { seen, ...decision }: OnIncident & { readonly decision: string; readonly [member: string]: unknown },
) {
  const { judged, basis, unless } = await onIncident(of, { incident: decision.incident, seen });
  const body = { ...decision, members: [...judged.observations], basis } as unknown as Body<"decision">;
  return { kind: "decision" as const, body, marking: judged.marking, judged, unless };
}

async function together(of: Drafting, judgement: "same" | "different", { a, b }: { a: string; b: string }) {
  const judged = await judgedOn(of, [a, b]);
  const from = await of.parts.store.size(of.mission.id);
  const pair = [a, b].sort(byCodePoint).join(" ");
  return {
    kind: "judgement" as const,
    body: { judgement, a, b },
    marking: judged.marking,
    judged,
    unless: {
      from,
      kinds: ["judgement" as const],
      clash: (entry: {
        readonly index: number;
        readonly kind: string;
        readonly payload: { readonly body: unknown };
      }) => {
        const other = entry.payload.body as { a: string; b: string };
        return [other.a, other.b].sort(byCodePoint).join(" ") === pair
          ? `Meanwhile somebody else judged on these two observations (entry ${entry.index}): look at it, and judge again.`
          : undefined;
      },
    },
  };
}

type Kinds = "verify" | "reject" | "attribute" | "dispute" | "assess-actor" | "merge" | "split" | "pin";

/** Decisions on one incident, and whether two observations tell of one. */
export const incidentDrafts: Drafts<Kinds> = {
  verify: based,
  reject: based,
  attribute: based,
  "assess-actor": based,
  async dispute(of, { entry, by, grounds, incident, seen }) {
    const { judged, unless } = await onIncident(of, { incident, seen });
    await entryCited(of, entry);
    const body = { decision: "dispute" as const, entry, by, grounds };
    return { kind: "decision", body, marking: judged.marking, judged, unless };
  },
  async pin(of, { incident, seen }) {
    const { judged, unless } = await onIncident(of, { incident, seen });
    if (judged.status === "claimed")
      throw wrong(
        "body decision.incident: it rests on parties' claims alone: nothing was recorded that could be pinned.",
      );
    const observations = [...judged.observations];
    if (observations.length > PINNED_MOST)
      throw wrong(
        `body decision.incident: it has ${observations.length} reports, and a pin names ${PINNED_MOST} at most.`,
      );
    const body: Body<"judgement"> = { judgement: "pin", observations };
    return { kind: "judgement", body, marking: judged.marking, judged, unless };
  },
  merge: (of, decision) => together(of, "same", decision),
  split: (of, decision) => together(of, "different", decision),
};
