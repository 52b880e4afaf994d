import type { z } from "zod";
import type { Audience } from "../access/audience.ts";
import type { Agreement } from "../agreement/agreement.ts";
import type { Conduct } from "../assessment/assessment.ts";
import { type PreparedZone, prepareZone, probabilityInside } from "../place/zone.ts";
import { catalogue, problem } from "../problems.ts";
import type { Filter } from "./client/answers.ts";
import { gravest } from "./gravity.ts";
import { type IncidentEntry, type MissionIndex, visibleTo } from "./mission-index.ts";

export type FilterValues = z.output<typeof Filter>;

/** An incident that a filter left, with the results that the filter left of it. */
export interface Left {
  readonly entry: IncidentEntry;
  readonly results: IncidentEntry["results"];
  readonly result: Conduct;
}

/** "west,south,east,north" in degrees; west above east crosses the antimeridian. @throws Problem http/bad-request */
export function boxOfText(text: string, name = "bbox"): readonly [number, number, number, number] {
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

export const inBox = (
  [lon, lat]: readonly [number, number],
  [w, s, e, n]: readonly [number, number, number, number],
): boolean => lat >= s && lat <= n && (w <= e ? lon >= w && lon <= e : lon >= w || lon <= e);

const prepared = new WeakMap<object, PreparedZone>();

function zonesOf(agreement: Agreement | null, ids: readonly string[]): PreparedZone[] {
  return ids.map((id) => {
    const zone = agreement?.zones.find((z) => z.id === id);
    if (!zone)
      throw problem(catalogue.badRequest, {
        why: `query parameter zone: no zone ${JSON.stringify(id.slice(0, 60))} in this mission's agreement.`,
      });
    let p = prepared.get(zone);
    if (!p) {
      p = prepareZone(zone);
      prepared.set(zone, p);
    }
    return p;
  });
}

/**
 * The incidents that an audience sees and a filter leaves, in order of released time and id. List, counts, histogram,
 * map, tiles and feeds all ask here, so that none shows or counts what another does not. Everything that is compared is
 * as released: a box or a zone finds the cell, never the place in it.
 */
export function left(
  index: MissionIndex,
  audience: Audience,
  filter: FilterValues,
  agreement: Agreement | null,
): Left[] {
  const box = filter.bbox === undefined ? undefined : boxOfText(filter.bbox);
  const zones = filter.zone && zonesOf(agreement, filter.zone);
  const text = filter.text?.toLowerCase();
  const found: Left[] = [];
  for (const entry of index.incidents) {
    if (!visibleTo(audience, entry)) continue;
    const { time, position, place, marking } = entry.released;
    if (filter.from !== undefined && time.until <= filter.from && time.from < filter.from) continue;
    if (filter.until !== undefined && time.from >= filter.until) continue;
    if (filter.status && !filter.status.includes(entry.status)) continue;
    if (filter.act && !filter.act.some((a) => entry.act === a || entry.act.startsWith(`${a}.`))) continue;
    if (filter.marking && !filter.marking.includes(marking)) continue;
    if (filter.source && !filter.source.some((s) => entry.sources.has(s))) continue;
    if (text !== undefined && !entry.words.includes(text)) continue;
    if (box && (position === null || !inBox(position, box))) continue;
    // Any chance of being inside is enough: what cannot be told is not left out.
    if (zones && (position === null || !zones.some((z) => probabilityInside(place, z) > 0))) continue;
    const results = entry.results.filter(
      (r) =>
        (filter.clause === undefined || filter.clause.includes(r.clause)) &&
        (filter.reading === undefined || r.reading === filter.reading),
    );
    if (filter.clause !== undefined && results.length === 0 && !filter.result?.includes("not-applicable")) continue;
    const result = gravest(results.map((r) => r.result));
    if (filter.result && !(filter.result.includes(result) || results.some((r) => filter.result?.includes(r.result))))
      continue;
    found.push({ entry, results, result });
  }
  return found;
}
