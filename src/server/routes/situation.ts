import { strictest } from "../../access/marking.ts";
import type { ClauseSummary } from "../../assessment/assessment.ts";
import type { Account } from "../../mission/account.ts";
import { type CountInterval, HEARD_UNITS, sumCounts } from "../../observation/count.ts";
import { byCodePoint } from "../../units.ts";
import { askedIncidents } from "../asked-incidents.ts";
import { Filter, Situation } from "../client/answers.ts";
import type { Left } from "../incident-filter.ts";
import { visibleTo } from "../mission-index.ts";
import { type Route, route } from "../route.ts";

/** Sums of counts by unit, as intervals. */
function totals(found: readonly Left[], field: "heard" | "fused") {
  const units = new Map<string, CountInterval[]>();
  for (const { entry } of found) {
    if (entry.status === "claimed") continue;
    const facts = entry.content["facts"] as Readonly<Record<string, readonly CountInterval[] | undefined>> | undefined;
    for (const c of facts?.[field] ?? [])
      if (HEARD_UNITS.includes(c.unit)) units.set(c.unit, [...(units.get(c.unit) ?? []), c]);
  }
  return [...units]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([unit, counts]) => {
      const { min, max } = sumCounts(counts);
      return { unit, atLeast: min, atMost: max };
    });
}

/** Results by clause and reading of the incidents found; claims enter no figure. */
function clausesOf(found: readonly Left[]) {
  const rows = new Map<
    string,
    { clause: string; reading: string; results: ClauseSummary["results"] & Record<string, number> }
  >();
  for (const { entry, results } of found) {
    if (entry.status === "claimed") continue;
    for (const { clause, reading, result } of results) {
      const key = `${clause}\n${reading}`;
      const row = rows.get(key) ?? {
        clause,
        reading,
        results: { contrary: 0, indeterminate: 0, exempt: 0, "not-contrary": 0, "not-applicable": 0 },
      };
      (row.results as Record<string, number>)[result] = (row.results[result] ?? 0) + 1;
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
  query: Filter,
  answer: Situation,
  async handle({ mission, audience, parts, query }) {
    const { index, found } = await askedIncidents(parts, mission, audience, query);
    const full = audience.profile === "full";
    const account = index.state.account === undefined ? null : (JSON.parse(index.state.account) as Account);
    const filtered = Object.values(query).some((v) => v !== undefined);
    const summaries = new Map(
      (full && !filtered ? (account?.clauses ?? []) : []).map((c) => [`${c.clause}\n${c.reading}`, c]),
    );
    const observations = [...index.observations.values()].filter((o) => visibleTo(audience, o));
    return {
      asKnownAt: { size: index.state.size, root: index.state.root },
      marking: strictest(found.map(({ entry }) => entry.released.marking)),
      viewer: audience.profile,
      coverage:
        full && account
          ? account.coverage
          : {
              known: false,
              statement: "No observation coverage is shown here; counts are of reports, and silence means nothing.",
            },
      observations: observations.filter((o) => o.kind === "observation").length,
      claims: observations.filter((o) => o.kind === "claim").length,
      incidents: found.filter(({ entry }) => entry.status === "recorded").length,
      claimedIncidents: found.filter(({ entry }) => entry.status === "claimed").length,
      heard: totals(found, "heard"),
      fused: totals(found, "fused"),
      clauses: clausesOf(found).map(({ clause, reading, results }) => {
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
      basesChanged: full ? (account?.basesChanged.length ?? 0) : 0,
      refusedFiles: full ? (account?.refusedFiles.map((f) => JSON.stringify(f)) ?? []) : [],
    };
  },
});

export const situationRoutes: readonly Route[] = [situation];
