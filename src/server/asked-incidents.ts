import type { z } from "zod";
import type { Marking } from "../access/marking.ts";
import { catalogue, problem } from "../problems.ts";
import type { Box, IncidentFilter } from "../store/found.ts";
import type { Interval } from "../time/interval.ts";
import { millis } from "../units.ts";
import type { Filter } from "./client/answers.ts";
import type { InMission, Parts } from "./route.ts";

export type FilterValues = z.output<typeof Filter> & { readonly asOf?: string | undefined };

/** "west,south,east,north" in degrees; west above east crosses the antimeridian. @throws Problem http/bad-request */
export function boxOfText(text: string, name = "bbox"): Box {
  const parts = text.split(",").map((t) => (t.trim() === "" ? Number.NaN : Number(t)));
  const [w, s, e, n] = parts as [number, number, number, number];
  const good =
    parts.length === 4 && Math.abs(w) <= 180 && Math.abs(e) <= 180 && Math.abs(s) <= 90 && Math.abs(n) <= 90 && s <= n;
  if (!good)
    throw problem(catalogue.badRequest, {
      why: `query parameter ${name}: expected west,south,east,north in degrees, saw ${JSON.stringify(text.slice(0, 80))}.`,
    });
  return [w, s, e, n];
}

/** A window of time as rows of observations are asked by it; nothing where neither end is given. */
export const windowOf = ({
  from,
  until,
}: {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}): { readonly time?: Interval } =>
  from === undefined && until === undefined
    ? {}
    : { time: { from: millis(from ?? -8.64e15), until: millis(until ?? 8.64e15) } };

/**
 * What a query asks of incidents, for the store: the one question behind list, counts, histogram, map, tiles and feeds.
 * @throws Problem http/bad-request on a box that is none, or a zone that the agreement does not have
 */
export async function filterOf(
  parts: Parts,
  { mission, audience }: Pick<InMission, "mission" | "audience">,
  query: FilterValues,
): Promise<IncidentFilter> {
  // An agreement of an earlier day may have had zones that this one has not.
  if (query.zone && query.asOf === undefined) {
    const known = (await parts.agreements.for(mission.id, audience))?.agreement.zones ?? [];
    for (const id of query.zone)
      if (!known.some((z) => z.id === id))
        throw problem(catalogue.badRequest, {
          why: `query parameter zone: no zone ${JSON.stringify(id.slice(0, 60))} in this mission's agreement.`,
        });
  }
  return {
    ...(query.from !== undefined && { from: query.from }),
    ...(query.until !== undefined && { until: query.until }),
    ...(query.bbox !== undefined && { within: [boxOfText(query.bbox)] }),
    ...(query.zone && { zones: query.zone }),
    ...(query.clause && { clauses: query.clause }),
    ...(query.reading !== undefined && { reading: query.reading }),
    ...(query.result && { results: query.result }),
    ...(query.status && { statuses: query.status }),
    ...(query.act && { acts: query.act }),
    ...(query.source && { sources: query.source }),
    ...(query.marking && { markings: query.marking as Marking[] }),
    ...(query.text !== undefined && query.text !== "" && { text: query.text }),
  };
}
