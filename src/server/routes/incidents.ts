import { z } from "zod";
import type { Audience } from "../../access/audience.ts";
import { markingRank } from "../../access/marking.ts";
import type { Assessment } from "../../assessment/assessment.ts";
import { catalogue, problem } from "../../problems.ts";
import { FULL } from "../../store/derivations.ts";
import { askedIncidents, indexFor } from "../asked-incidents.ts";
import { Histogram, Incident, type IncidentItem, Incidents, type Result } from "../client/answers.ts";
import { HistogramQuery, IncidentsQuery } from "../client/queries.ts";
import { pageOf } from "../cursor.ts";
import { decisionsAbout } from "../decisions-about.ts";
import type { Left } from "../incident-filter.ts";
import { type MissionIndex, visibleTo } from "../mission-index.ts";
import { type Parts, type Route, route } from "../route.ts";

export function itemOf(index: MissionIndex, audience: Audience, { entry, results, result }: Left): IncidentItem {
  const { time, position, marking } = entry.released;
  return {
    id: entry.id,
    status: entry.status,
    time,
    position: position && [position[0], position[1]],
    act: entry.act,
    result,
    results: results.map((r) => ({ ...r })),
    observations: entry.members.filter((m) => {
      const o = index.observations.get(m.id);
      return o && visibleTo(audience, o);
    }).length,
    marking,
  };
}

const list = route({
  method: "get",
  path: "/missions/{mission}/incidents",
  permission: "incident.read",
  summary: "Incidents that a filter leaves, page by page, with their number",
  query: IncidentsQuery,
  answer: Incidents,
  async handle({ mission, audience, parts, query }) {
    const { index, found } = await askedIncidents(parts, mission, audience, query);
    const { page, next } = pageOf(found, ({ entry }) => ({ at: entry.released.time.from, id: entry.id }), query);
    return { items: page.map((l) => itemOf(index, audience, l)), total: found.length, next };
  },
});

const DAY_MS = 86_400_000;

const histogram = route({
  method: "get",
  path: "/missions/{mission}/histogram",
  permission: "incident.read",
  summary: "The same incidents by hour or day of their begin, by result",
  query: HistogramQuery,
  answer: Histogram,
  async handle({ mission, audience, parts, query }) {
    const { found } = await askedIncidents(parts, mission, audience, query);
    const times = found.map(({ entry }) => entry.released.time.from);
    const span = times.length === 0 ? 0 : Math.max(...bounds(times)) - Math.min(...bounds(times));
    const step = query.step ?? (span <= 4 * DAY_MS ? "hour" : "day");
    const width = step === "hour" ? DAY_MS / 24 : DAY_MS;
    const bars = new Map<number, Record<Result, number>>();
    for (const { entry, result } of found) {
      const from = Math.floor(entry.released.time.from / width) * width;
      const bar = bars.get(from) ?? {
        contrary: 0,
        indeterminate: 0,
        exempt: 0,
        "not-contrary": 0,
        "not-applicable": 0,
      };
      bar[result]++;
      bars.set(from, bar);
    }
    const sorted = [...bars].sort(([a], [b]) => a - b);
    return {
      step,
      total: found.length,
      bars: sorted.map(([from, results]) => ({ from, until: from + width, results })),
    };
  },
});

/** Least and greatest, without spreading a long list over a call's arguments. */
const bounds = (times: readonly number[]): [number, number] =>
  times.reduce<[number, number]>(
    ([least, most], t) => [Math.min(least, t), Math.max(most, t)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );

async function assessmentsOf(parts: Parts, mission: string, audience: Audience, incident: string, index: MissionIndex) {
  const entry = index.incident.get(incident);
  const view = await parts.store.derivations.visible(mission, { profile: FULL, upTo: audience.upTo });
  const found = [];
  for (const r of entry?.results ?? []) {
    const row = await view?.one("assessment", `${incident}\n${r.clause}\n${r.reading}`);
    const a = row && (JSON.parse(row.content) as Assessment);
    const full = audience.profile === "full";
    found.push({
      clause: r.clause,
      reading: r.reading,
      result: r.result,
      // A trace tells distances and zones: outside the staff the tests and their outcomes stand without their words.
      trace: (a?.trace ?? []).map(({ test, outcome, words }) => ({
        test,
        outcome: String(outcome),
        words: full ? words : "",
      })),
      decides: a?.decides ? { ...a.decides, words: full ? a.decides.words : "" } : null,
      actor: { ...(a?.actor ?? { state: "unknown" }) },
      breach: a?.breach ?? false,
    });
  }
  return found;
}

const one = route({
  method: "get",
  path: "/missions/{mission}/incidents/{incident}",
  permission: "incident.read",
  summary: "One incident with its observations, its assessments and what people decided about it",
  params: z.object({ mission: z.string(), incident: z.string().max(200) }),
  answer: Incident,
  async handle({ mission, audience, parts, params, standing }) {
    const index = await indexFor(parts, mission, audience);
    const entry = index.incident.get(params.incident);
    if (!entry || !visibleTo(audience, entry)) throw problem(catalogue.absent, undefined as never);
    const members = entry.members.flatMap(({ id, role }) => {
      const o = index.observations.get(id);
      return o && visibleTo(audience, o) ? [{ id, role, content: { ...o.content } }] : [];
    });
    return {
      ...itemOf(index, audience, { entry, results: entry.results, result: entry.gravest }),
      content: { ...entry.content },
      members,
      assessments: await assessmentsOf(parts, mission.id, audience, entry.id, index),
      decisions: standing.allows("entry.read")
        ? (
            await decisionsAbout(
              parts.store,
              mission.id,
              entry.id,
              entry.members.map((m) => m.id),
            )
          )
            .filter((d) => markingRank(d.marking) <= markingRank(audience.upTo))
            .map(({ marking: _marking, ...d }) => d)
        : [],
    };
  },
});

export const incidentRoutes: readonly Route[] = [list, histogram, one];
