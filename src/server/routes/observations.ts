import { z } from "zod";
import type { Query } from "../../store/derivations.ts";
import { asKnownAt } from "../as-of.ts";
import { type FilterValues, filterOf, windowOf } from "../asked-incidents.ts";
import { assessmentPage } from "../assessment-pages.ts";
import { EvidenceOf } from "../client/answers.ts";
import { AsOfQuery, AssessmentsQuery, PageQuery } from "../client/queries.ts";
import { rowPage } from "../cursor.ts";
import { handedInOf } from "../handed-in.ts";
import { absent } from "../problem-response.ts";
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
    ...AsOfQuery.shape,
    from: z.coerce.number().int().optional(),
    until: z.coerce.number().int().optional(),
    source: z.array(z.string()).optional(),
    kind: z.array(z.string()).optional(),
    order: z.enum(["oldest", "newest"]).default("newest"),
  }),
  answer: paged(Observation),
  async handle(of) {
    const { mission, audience, query } = of;
    const { parts } = await asKnownAt(of, query.asOf);
    const asked: Query = {
      ...windowOf(query),
      ...(query.source && { sources: query.source }),
      ...(query.kind && { kinds: query.kind }),
    };
    const { value: total } = await parts.reads.ask(mission.id, audience, ["observations", asked], (view) =>
      view.count("observation", asked as Query<never>),
    );
    const { rows, next } = await parts.reads.look(mission.id, audience, (view) =>
      rowPage(view, "observation", asked, query),
    );
    const items = rows.map(({ id, kind, marking, content }) => ({
      id,
      kind,
      marking,
      content: JSON.parse(content) as Record<string, unknown>,
    }));
    return { items, total, next };
  },
});

const one = route({
  method: "get",
  path: "/missions/{mission}/observations/{observation}",
  permission: "observation.read",
  summary: "One observation",
  params: z.object({ mission: z.string(), observation: z.string().max(200) }),
  query: AsOfQuery,
  answer: Observation.extend({ evidence: z.array(EvidenceOf).describe("Files that came with it") }),
  async handle(asked) {
    const { mission, audience, params, standing } = asked;
    const { parts, size } = await asKnownAt(asked, asked.query.asOf);
    const row = await parts.reads.look(mission.id, audience, (view) => view.one("observation", params.observation));
    if (!row) throw absent();
    const { id, kind, marking, content } = row;
    const evidence = standing.allows("evidence.read")
      ? (await handedInOf(parts.store).files(mission.id, audience, [id])).filter((f) => size === null || f.entry < size)
      : [];
    return { id, kind, marking, content: JSON.parse(content) as Record<string, unknown>, evidence };
  },
});

const assessments = route({
  method: "get",
  path: "/missions/{mission}/assessments",
  permission: "assessment.read",
  summary: "Results by incident, clause and reading, of the incidents that a filter leaves",
  query: AssessmentsQuery,
  answer: paged(z.object({ incident: z.string(), clause: z.string(), reading: z.string(), result: z.string() })),
  async handle(of) {
    const { mission, audience } = of;
    const { cursor, limit, ...asked } = of.query;
    const { parts } = await asKnownAt(of, asked.asOf);
    const filter = await filterOf(parts, { mission, audience }, asked as FilterValues);
    const { rows, total, next } = await assessmentPage(parts, { mission, audience }, filter, { cursor, limit }, "\n");
    const items = rows.map(({ found, clause, reading, result }) => ({ incident: found.id, clause, reading, result }));
    return { items, total, next };
  },
});

export const observationRoutes: readonly Route[] = [list, one, assessments];
