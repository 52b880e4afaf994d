import type { ClauseResult } from "../store/facet.ts";
import type { Found, IncidentFilter } from "../store/found.ts";
import { byCodePoint } from "../units.ts";
import { cursorFrom, cursorText } from "./cursor.ts";
import type { InMission, Parts } from "./route.ts";

/** One result of an incident that a filter left. */
export interface AssessmentFound extends ClauseResult {
  readonly found: Found;
  /** Incident, clause and reading, joined: the row's own id. */
  readonly id: string;
}

interface Asks {
  readonly cursor: string | undefined;
  readonly limit: number;
}
type Within = Pick<InMission, "mission" | "audience">;

/**
 * Results of the incidents that a filter left, by time, incident, clause and reading, page by page, and how many there are.
 * @param joint what parts incident, clause and reading in an id
 */
export async function assessmentPage(
  parts: Parts,
  within: Within,
  filter: IncidentFilter,
  asks: Asks,
  joint: string,
): Promise<{ readonly rows: readonly AssessmentFound[]; readonly total: number; readonly next: string | null }> {
  const { mission, audience } = within;
  const { value: total } = await parts.reads.ask(mission.id, audience, ["assessments", filter], async (view) => {
    const { results } = await view.incidents(filter).sums();
    return results.reduce((sum, r) => sum + r.n * r.results.length, 0);
  });
  return { ...(await resultPage(parts, within, filter, asks, joint)), total };
}

/**
 * The page by itself.
 * @param leaves what is asked of each result beside the filter
 */
export async function resultPage(
  parts: Parts,
  { mission, audience }: Within,
  filter: IncidentFilter,
  { cursor, limit }: Asks,
  joint: string,
  leaves: (row: AssessmentFound) => boolean = () => true,
): Promise<{ readonly rows: readonly AssessmentFound[]; readonly next: string | null }> {
  const after = cursor === undefined ? undefined : cursorFrom(cursor);
  // The incident of the last row may have more.
  const incident = after && { at: after.at, id: after.id.split(joint)[0] as string };
  return parts.reads.look(mission.id, audience, async (view) => {
    const rows: AssessmentFound[] = [];
    let from = incident;
    let inclusive = true;
    for (;;) {
      const page = await view.incidents(filter).page({ limit, order: "oldest", after: from, inclusive });
      for (const found of page.rows) {
        const own = found.results
          .map((r) => ({ ...r, found, id: [found.id, r.clause, r.reading].join(joint) }))
          .filter(leaves)
          .sort((a, b) => byCodePoint(a.id, b.id));
        const same = after && found.id === incident?.id && found.time.from === incident.at;
        rows.push(...(same ? own.filter((r) => byCodePoint(r.id, after.id) > 0) : own));
      }
      const last = page.rows.at(-1);
      if (rows.length > limit || !page.more || !last) break;
      from = { at: last.time.from, id: last.id };
      inclusive = false;
    }
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last ? cursorText({ at: last.found.time.from, id: last.id }) : null;
    return { rows: shown, next };
  });
}
