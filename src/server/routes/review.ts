import { type Doubtful, doubtful } from "../../incident/doubtful.ts";
import type { Incident } from "../../incident/incident.ts";
import { FULL, type ObservationRow, type View } from "../../store/derivations.ts";
import type { Found, IncidentFilter } from "../../store/found.ts";
import { filterOf } from "../asked-incidents.ts";
import { Review, ReviewQuery } from "../client/review.ts";
import { slices } from "../incident-pages.ts";
import { type Route, route } from "../route.ts";

/** Incidents that are looked at for one answer. */
const MOST = 5_000;
const AT_ONCE = 500;

/** What of an incident's row the queue is made of. */
type Row = Pick<Incident, "id" | "weakest" | "alternative" | "evidence"> & {
  readonly members: readonly { readonly observation: string }[];
};

/** Incidents of a filter, the newest first, and their rows. */
async function lookedAt(view: View, filter: IncidentFilter) {
  const found = new Map<string, Found>();
  let more = true;
  for (let last: Found | undefined; more && found.size < MOST; ) {
    const after = last && { at: last.time.from, id: last.id };
    const page = await view.incidents(filter).page({ limit: AT_ONCE, order: "newest", after });
    for (const one of page.rows) found.set(one.id, one);
    last = page.rows.at(-1);
    more = page.more && last !== undefined;
  }
  const rows = new Map<string, Row>();
  for (const ids of slices([...found.keys()]))
    for await (const row of view.all("incident", { ids })) rows.set(row.id, JSON.parse(row.content) as Row);
  return { found, rows, more };
}

/** Reports by id. */
async function reportsOf(view: View, of: readonly string[]) {
  const found = new Map<string, ObservationRow>();
  for (const ids of slices(of)) for await (const row of view.all("observation", { ids })) found.set(row.id, row);
  return found;
}

const queue = route({
  method: "get",
  path: "/missions/{mission}/review",
  permission: "entry.read",
  summary: "What waits for a person's judgement: reports that a pin keeps out, and merges made or left by little",
  query: ReviewQuery,
  answer: Review,
  async handle({ parts, mission, audience, query }) {
    // How reports were joined is the staff's to see.
    if (audience.profile !== FULL) return { looked: 0, more: false, total: 0, items: [] };
    const { limit, ...asked } = query;
    const filter = await filterOf(parts, { mission, audience }, asked);
    const { value } = await parts.reads.ask(mission.id, audience, ["review", limit, filter], async (view) => {
      const { found, rows, more } = await lookedAt(view, filter);
      const holder = new Map([...rows.values()].flatMap((r) => r.members.map((m) => [m.observation, r.id] as const)));
      // Of two incidents one may be none of those looked at, or none that the reader may read.
      const both = doubtful([...rows.values()]).filter(({ a, b }) => holder.has(a) && holder.has(b));
      const shown = both.slice(0, limit);
      const reports = await reportsOf(view, [...new Set(shown.flatMap(({ a, b }) => [a, b]))]);
      const sideOf = (observation: string) => {
        const incident = holder.get(observation) as string;
        const { act, time } = found.get(incident) as Found;
        const { members } = rows.get(incident) as Row;
        const { marking, content } = reports.get(observation) as ObservationRow;
        const report = JSON.parse(content) as Record<string, unknown>;
        return {
          incident,
          observation,
          act,
          from: time.from,
          until: time.until,
          reports: members.length,
          marking,
          report,
        };
      };
      const items = shown.map((d) => ({
        kind: d.kind,
        gain: d.gain,
        parts: partsOf(d, (id) => rows.get(holder.get(id) as string) as Row),
        sides: [sideOf(d.a), sideOf(d.b)],
      }));
      return { looked: rows.size, more, total: both.length, items };
    });
    return value;
  },
});

/** Terms of a merge that was made stand with its incident, of one that was left with the side that names the other. */
function partsOf({ kind, gain, a, b }: Doubtful, rowOf: (observation: string) => Row) {
  const [one, other] = [rowOf(a), rowOf(b)];
  if (kind === "joined") return [...one.evidence];
  const left = [one, other].find((r, k) => r.alternative?.gain === gain && r.alternative.incident === [b, a][k]);
  return [...(left?.alternative?.parts ?? [])];
}

export const reviewRoutes: readonly Route[] = [queue];
