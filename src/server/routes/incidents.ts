import { z } from "zod";
import { type Marking, markingRank } from "../../access/marking.ts";
import type { Assessment } from "../../assessment/assessment.ts";
import { differencesOf, type Told } from "../../incident/differences.ts";
import type { Member } from "../../incident/incident.ts";
import { zoneOf } from "../../publication/zone-offsets.ts";
import { FULL, type View } from "../../store/derivations.ts";
import { asKnownAt } from "../as-of.ts";
import { filterOf } from "../asked-incidents.ts";
import { clockOf, STEP_MS, stepFor, stretchOf } from "../bars.ts";
import { Histogram, Incident, Incidents, type Result } from "../client/answers.ts";
import type { Difference } from "../client/differences.ts";
import { AsOfQuery, HistogramQuery, IncidentsQuery } from "../client/queries.ts";
import { decisionsAbout } from "../decisions-about.ts";
import { handedInOf } from "../handed-in.ts";
import { type IncidentContent, incidentPage, listedOf, slices } from "../incident-pages.ts";
import { absent } from "../problem-response.ts";
import { type Route, route } from "../route.ts";
import { countFor, foundOne } from "../totals.ts";

const list = route({
  method: "get",
  path: "/missions/{mission}/incidents",
  permission: "incident.read",
  summary: "Incidents that a filter leaves, page by page, with their number",
  query: IncidentsQuery,
  answer: Incidents,
  async handle(asked) {
    const { mission, audience, query } = asked;
    const { parts } = await asKnownAt(asked, query.asOf);
    const filter = await filterOf(parts, { mission, audience }, query);
    const total = await countFor(parts, { mission, audience }, filter);
    const { listed, next } = await parts.reads.look(mission.id, audience, (view) =>
      incidentPage(view, filter, { ...query, total }),
    );
    return { items: listed.map((l) => l.item), total, next };
  },
});

const histogram = route({
  method: "get",
  path: "/missions/{mission}/histogram",
  permission: "incident.read",
  summary: "The same incidents by hour or day of their begin, on the mission's clocks, by result",
  query: HistogramQuery,
  answer: Histogram,
  async handle(asked) {
    const { mission, audience, query } = asked;
    const { parts } = await asKnownAt(asked, query.asOf);
    const filter = await filterOf(parts, { mission, audience }, query);
    const zone = zoneOf(mission.zone);
    const { value } = await parts.reads.ask(mission.id, audience, ["bars", query.step, filter], async (view) => {
      const found = view.incidents(filter);
      const [first, last] = (await found.span()) ?? [0, 0];
      const step = query.step ?? stepFor(first, last);
      const clock = clockOf(step, zone, first, last);
      return { step, clock, counted: await found.bars(STEP_MS[step], clock) };
    });
    const bars = new Map<number, Record<Result, number>>();
    let total = 0;
    for (const { from, result, n } of value.counted) {
      const bar = bars.get(from) ?? noResults();
      bar[result] += n;
      total += n;
      bars.set(from, bar);
    }
    return {
      step: value.step,
      total,
      bars: [...bars].map(([from, results]) => ({ ...stretchOf(from, value.step, zone, value.clock), results })),
    };
  },
});

export const noResults = (): Record<Result, number> => ({
  contrary: 0,
  indeterminate: 0,
  exempt: 0,
  "not-contrary": 0,
  "not-applicable": 0,
});

/** The reports of an incident that its reader may read, with what they tell. */
async function reportsOf(view: View, { members }: IncidentContent) {
  const found = new Map<string, Record<string, unknown>>();
  for (const ids of slices(members.map((m) => m.observation)))
    for await (const row of view.all("observation", { ids }))
      found.set(row.id, JSON.parse(row.content) as Record<string, unknown>);
  return members.flatMap(({ observation: id, role }) => {
    const content = found.get(id);
    return content ? [{ id, role, content }] : [];
  });
}

/** Where reports contradict each other, as far as the reader may have them; places for the staff alone. */
const differing = (reports: Awaited<ReturnType<typeof reportsOf>>, staff: boolean) =>
  differencesOf(
    reports.map(({ id, role, content }) => {
      const { place, ...rest } = content as Partial<Told>;
      return { role: role as Member["role"], told: { ...rest, id, ...(staff && place && { place }) } };
    }),
  ).map((d) => ({ ...d, says: d.says.map((s) => ({ ...s })) }) as Difference);

/** Assessments of an incident as its reader's profile has them. */
async function assessmentsOf(view: View, incident: string, results: readonly { clause: string; reading: string }[]) {
  const found = [];
  for (const r of results) {
    const row = await view.one("assessment", `${incident}\n${r.clause}\n${r.reading}`);
    if (!row) continue;
    const a = JSON.parse(row.content) as Partial<Assessment> & Pick<Assessment, "result">;
    found.push({
      clause: r.clause,
      reading: r.reading,
      result: a.result,
      trace: (a.trace ?? []).map(({ test, outcome, words }) => ({
        test,
        outcome: String(outcome),
        words: words ?? "",
      })),
      decides: a.decides ? { ...a.decides, words: a.decides.words ?? "" } : null,
      actor: { ...(a.actor ?? { state: "unknown" }) },
      breach: a.breach ?? false,
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
  query: AsOfQuery,
  answer: Incident,
  async handle(asked) {
    const { mission, audience, params, standing, query } = asked;
    const { parts, size } = await asKnownAt(asked, query.asOf);
    const found = await parts.reads.look(mission.id, audience, async (view) => {
      const row = await foundOne(view, params.incident);
      const [listed] = row ? await listedOf(view, [row]) : [];
      if (!row || !listed) return undefined;
      const { item, content } = listed;
      const members = await reportsOf(view, content);
      return {
        ...item,
        content: { ...content },
        members,
        differs: differing(members, audience.profile === FULL),
        assessments: await assessmentsOf(view, row.id, row.results),
      };
    });
    if (!found) throw absent();
    const reader = (marking: Marking): boolean =>
      audience.profile === FULL && markingRank(marking) <= markingRank(audience.upTo);
    const decisions = standing.allows("entry.read")
      ? (
          await decisionsAbout(
            parts.store,
            mission.id,
            found.id,
            found.content.members.map((m) => m.observation),
            { reads: reader, ...(size !== null && { before: size }) },
          )
        )
          .filter((d) => reader(d.marking))
          .map(({ marking: _marking, ...d }) => d)
      : [];
    const evidence = standing.allows("evidence.read")
      ? (
          await handedInOf(parts.store).files(
            mission.id,
            audience,
            found.members.map((m) => m.id),
          )
        ).filter((e) => size === null || e.entry < size)
      : [];
    return { ...found, decisions, evidence };
  },
});

export const incidentRoutes: readonly Route[] = [list, histogram, one];
