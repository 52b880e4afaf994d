import { FULL, type View } from "../store/derivations.ts";
import type { Found, FoundTotals, IncidentFilter } from "../store/found.ts";
import type { InMission, Parts } from "./route.ts";

/** What a filter left, in short: the same figures for map and mission. */
export const totalsFor = async (
  parts: Parts,
  { mission, audience }: Pick<InMission, "mission" | "audience">,
  filter: IncidentFilter,
): Promise<FoundTotals> =>
  (await parts.reads.ask(mission.id, audience, ["totals", filter], (view) => view.incidents(filter).totals())).value;

/** How many a filter left: all that a list needs of its totals, and found sooner. */
export const countFor = async (
  parts: Parts,
  { mission, audience }: Pick<InMission, "mission" | "audience">,
  filter: IncidentFilter,
): Promise<number> =>
  (await parts.reads.ask(mission.id, audience, ["count", filter], (view) => view.incidents(filter).count())).value;

/** How many of these have a position. */
export const placedFor = async (
  parts: Parts,
  { mission, audience }: Pick<InMission, "mission" | "audience">,
  filter: IncidentFilter,
): Promise<number> =>
  (await parts.reads.ask(mission.id, audience, ["placed", filter], (view) => view.incidents(filter).placed())).value;

/** One incident as its reader sees it, with all its results; undefined where there is none for them. */
export async function foundOne(view: View, id: string): Promise<Found | undefined> {
  const { rows } = await view.incidents({ ids: [id] }).page({ limit: 1, order: "oldest" });
  return rows[0];
}

export const isStaff = ({ audience }: Pick<InMission, "audience">): boolean => audience.profile === FULL;
