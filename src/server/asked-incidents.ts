import type { Audience } from "../access/audience.ts";
import { catalogue, problem } from "../problems.ts";
import type { Mission } from "../store/store.ts";
import { type FilterValues, type Left, left } from "./incident-filter.ts";
import type { MissionIndex } from "./mission-index.ts";
import type { Parts } from "./route.ts";

/** The mission as the audience reads it. @throws Problem http/busy while nothing is derived yet */
export async function indexFor(parts: Parts, mission: Mission, audience: Audience): Promise<MissionIndex> {
  const index = await parts.indexes.of(mission.id, audience);
  if (!index) throw problem(catalogue.busy, { why: "The mission's record is being derived for the first time" });
  return index;
}

/** What a filter leaves for an audience: the one question behind list, counts, histogram, map and feeds. */
export async function askedIncidents(
  parts: Parts,
  mission: Mission,
  audience: Audience,
  filter: FilterValues,
): Promise<{ readonly index: MissionIndex; readonly found: readonly Left[] }> {
  const index = await indexFor(parts, mission, audience);
  const agreement = filter.zone ? ((await parts.agreements.of(mission.id))?.agreement ?? null) : null;
  return { index, found: left(index, audience, filter, agreement) };
}
