import type { ClauseSummary } from "../../assessment/assessment.ts";
import { countsFrom } from "../../store/facet.ts";
import type { FoundSums } from "../../store/found.ts";
import { byCodePoint } from "../../units.ts";
import { accountFor, troublesFor } from "../account-for.ts";
import { asKnownAt } from "../as-of.ts";
import { filterOf } from "../asked-incidents.ts";
import { type Result, Situation } from "../client/answers.ts";
import { SituationQuery } from "../client/queries.ts";
import { type Route, route } from "../route.ts";
import { noResults } from "./incidents.ts";

/** Sums of counts by unit, as intervals: as heard and as fused. Claims are not among them. */
function totals({ counts }: FoundSums, which: 0 | 1) {
  const units = new Map<string, { unit: string; atLeast: number; atMost: number | null }>();
  for (const { counts: text, n } of counts)
    for (const [unit, min, max] of countsFrom(text)[which]) {
      const sum = units.get(unit) ?? { unit, atLeast: 0, atMost: 0 };
      sum.atLeast += min * n;
      sum.atMost = sum.atMost === null || max === null ? null : sum.atMost + max * n;
      units.set(unit, sum);
    }
  return [...units].sort(([a], [b]) => byCodePoint(a, b)).map(([, sum]) => sum);
}

/** Results by clause and reading of the incidents found; claims enter no figure. */
function clausesOf({ results: sums }: FoundSums) {
  const rows = new Map<string, { clause: string; reading: string; results: Record<Result, number> }>();
  for (const { status, results, n } of sums) {
    if (status === "claimed") continue;
    for (const { clause, reading, result } of results) {
      const key = `${clause}\n${reading}`;
      const row = rows.get(key) ?? { clause, reading, results: noResults() };
      row.results[result] += n;
      rows.set(key, row);
    }
  }
  return [...rows].sort(([a], [b]) => byCodePoint(a, b)).map(([, r]) => r);
}

const situation = route({
  method: "get",
  path: "/missions/{mission}/situation",
  permission: "incident.read",
  summary: "The figures of a filter: at least and at most for each clause, as heard and as fused",
  query: SituationQuery,
  answer: Situation,
  async handle(asked) {
    const { mission, audience } = asked;
    const { parts } = await asKnownAt(asked, asked.query.asOf);
    const { asOf: _asOf, ...query } = asked.query;
    const filter = await filterOf(parts, { mission, audience }, query);
    const { state, value } = await parts.reads.ask(mission.id, audience, ["situation", filter], async (view) => {
      const troubles = await troublesFor(parts.store, mission.id, audience, view, view.state);
      const found = view.incidents(filter);
      return {
        troubles,
        totals: await found.totals(),
        sums: await found.sums(),
        observations: await view.count("observation", { kinds: ["observation"] }),
        claims: await view.count("observation", { kinds: ["claim"] }),
      };
    });
    const account = accountFor(state, audience);
    const filtered = Object.values(query).some((v) => v !== undefined);
    const summaries = new Map(
      (filtered ? [] : account.clauses).map((c): [string, ClauseSummary] => [`${c.clause}\n${c.reading}`, c]),
    );
    return {
      asKnownAt: { size: state.size, root: state.root },
      marking: value.totals.marking ?? "TLP:CLEAR",
      viewer: audience.profile,
      coverage: account.coverage,
      observations: value.observations,
      claims: value.claims,
      incidents: value.totals.recorded,
      claimedIncidents: value.totals.total - value.totals.recorded,
      heard: totals(value.sums, 0),
      fused: totals(value.sums, 1),
      clauses: clausesOf(value.sums).map(({ clause, reading, results }) => {
        const known = summaries.get(`${clause}\n${reading}`);
        return {
          clause,
          reading,
          results,
          atLeast: results.contrary,
          atMost: results.contrary + results.indeterminate,
          indeterminateBy: known ? { ...known.indeterminateBy } : {},
          breaches: known?.breaches ?? 0,
        };
      }),
      adoptedFindings: 0,
      basesChanged: value.troubles.basesChanged,
      refusedFiles: value.troubles.refusedFiles.map((f) => JSON.stringify(f)),
    };
  },
});

export const situationRoutes: readonly Route[] = [situation];
