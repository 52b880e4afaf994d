import { z } from "zod";
import { catalogue, problem } from "../../problems.ts";
import { askedIncidents, indexFor } from "../asked-incidents.ts";
import { Filter } from "../client/answers.ts";
import { PageQuery } from "../client/queries.ts";
import { pageOf } from "../cursor.ts";
import { visibleTo } from "../mission-index.ts";
import { type Route, route } from "../route.ts";

const Observation = z.object({
  id: z.string(),
  kind: z.string(),
  marking: z.string(),
  content: z.record(z.string(), z.unknown()).describe("As it is released to the reader"),
});
const paged = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int(), next: z.string().nullable() });

const list = route({
  method: "get",
  path: "/missions/{mission}/observations",
  permission: "observation.read",
  summary: "Observations, claims and totals as sources gave them, by time",
  query: PageQuery.extend({
    from: z.coerce.number().int().optional(),
    until: z.coerce.number().int().optional(),
    source: z.array(z.string()).optional(),
    kind: z.array(z.string()).optional(),
    order: z.enum(["oldest", "newest"]).default("newest"),
  }),
  answer: paged(Observation),
  async handle({ mission, audience, parts, query }) {
    const index = await indexFor(parts, mission, audience);
    const found = [...index.observations.values()]
      .filter((o) => {
        const { time } = o.released;
        if (!visibleTo(audience, o)) return false;
        if (query.from !== undefined && time.until <= query.from && time.from < query.from) return false;
        if (query.until !== undefined && time.from >= query.until) return false;
        if (query.source && !query.source.includes(o.source)) return false;
        return !query.kind || query.kind.includes(o.kind);
      })
      .sort((a, b) => a.released.time.from - b.released.time.from || (a.id < b.id ? -1 : 1));
    const { page, next } = pageOf(found, (o) => ({ at: o.released.time.from, id: o.id }), query);
    const items = page.map(({ id, kind, released, content }) => ({
      id,
      kind,
      marking: released.marking,
      content: { ...content },
    }));
    return { items, total: found.length, next };
  },
});

const one = route({
  method: "get",
  path: "/missions/{mission}/observations/{observation}",
  permission: "observation.read",
  summary: "One observation",
  params: z.object({ mission: z.string(), observation: z.string().max(200) }),
  answer: Observation,
  async handle({ mission, audience, parts, params }) {
    const o = (await indexFor(parts, mission, audience)).observations.get(params.observation);
    if (!o || !visibleTo(audience, o)) throw problem(catalogue.absent, undefined as never);
    return { id: o.id, kind: o.kind, marking: o.released.marking, content: { ...o.content } };
  },
});

const assessments = route({
  method: "get",
  path: "/missions/{mission}/assessments",
  permission: "assessment.read",
  summary: "Results by incident, clause and reading, of the incidents that a filter leaves",
  query: Filter.extend(PageQuery.shape),
  answer: paged(z.object({ incident: z.string(), clause: z.string(), reading: z.string(), result: z.string() })),
  async handle({ mission, audience, parts, query }) {
    const { found } = await askedIncidents(parts, mission, audience, query);
    const rows = found.flatMap(({ entry, results }) =>
      results.map((r) => ({
        at: entry.released.time.from,
        id: `${entry.id}\n${r.clause}\n${r.reading}`,
        incident: entry.id,
        ...r,
      })),
    );
    rows.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const { page, next } = pageOf(rows, ({ at, id }) => ({ at, id }), { ...query, order: "oldest" });
    const items = page.map(({ incident, clause, reading, result }) => ({ incident, clause, reading, result }));
    return { items, total: rows.length, next };
  },
});

export const observationRoutes: readonly Route[] = [list, one, assessments];
