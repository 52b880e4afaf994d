import { coverageStatement } from "../../coverage/statement.ts";
import { PUBLIC_SOURCES } from "../../mission/compared-history.ts";
import type { CoverageWindow, Impediment } from "../../observation/coverage-window.ts";
import type { Observation } from "../../observation/observation.ts";
import { catalogue, problem } from "../../problems.ts";
import { FULL, type View } from "../../store/derivations.ts";
import { byCodePoint } from "../../units.ts";
import { Sources } from "../client/sources.ts";
import { type Route, route } from "../route.ts";

type Row = {
  -readonly [K in keyof Sources["sources"][number]]: Sources["sources"][number][K];
};

/** What each source told, by what it told it in. Groups and grades are the staff's own judgement and stay with them. */
async function sourcesOf(view: View, staff: boolean): Promise<Row[]> {
  const found = new Map<string, Row>();
  const of = new Map<string, Row>();
  for await (const { content } of view.all("observation")) {
    const o = JSON.parse(content) as Observation;
    if (!staff && !PUBLIC_SOURCES.has(o.sourceKind)) continue;
    const group = staff ? (o.independenceGroup ?? null) : null;
    const key = `${o.source}\n${o.sourceKind}\n${group ?? ""}`;
    const row = found.get(key) ?? {
      source: o.source,
      kind: o.sourceKind,
      group,
      reliability: {},
      credibility: {},
      observations: 0,
      claims: 0,
      aggregates: 0,
      incidents: 0,
      first: o.time.from,
      last: o.time.until,
    };
    found.set(key, row);
    of.set(o.id, row);
    row[o.kind === "observation" ? "observations" : o.kind === "claim" ? "claims" : "aggregates"]++;
    row.first = Math.min(row.first, o.time.from);
    row.last = Math.max(row.last, o.time.until);
    if (staff && o.reliability) row.reliability[o.reliability] = (row.reliability[o.reliability] ?? 0) + 1;
    if (staff && o.credibility) row.credibility[o.credibility] = (row.credibility[o.credibility] ?? 0) + 1;
  }
  for await (const { content } of view.all("incident", { kinds: ["recorded"] })) {
    const { members } = JSON.parse(content) as { members: readonly { observation: string; role: string }[] };
    // For those outside an incident is there only where every member of it is.
    if (!staff && !members.every((m) => of.has(m.observation))) continue;
    const told = new Set(members.flatMap((m) => (m.role === "claims" ? [] : (of.get(m.observation) ?? []))));
    for (const row of told) row.incidents++;
  }
  return [...found].sort(([a], [b]) => byCodePoint(a, b)).map(([, row]) => row);
}

/** Windows of a station that are listed; hours are counted over all. */
const LISTED = 2_000;

async function coverageOf(view: View): Promise<NonNullable<Sources["coverage"]>> {
  const windows: CoverageWindow[] = [];
  const impediments: Impediment[] = [];
  for await (const row of view.all("coverage", { order: "oldest" })) {
    if (row.kind === "window") windows.push(JSON.parse(row.content) as CoverageWindow);
    else impediments.push(JSON.parse(row.content) as Impediment);
  }
  const { known, hours, stations } = coverageStatement(windows, null);
  const byStation = new Map<string, CoverageWindow[]>();
  for (const w of windows) byStation.set(w.station, [...(byStation.get(w.station) ?? []), w]);
  const all = (station: string, get: (w: CoverageWindow) => readonly string[]): string[] =>
    [...new Set((byStation.get(station) ?? []).flatMap(get))].sort(byCodePoint);
  return {
    known,
    hours: { ...hours },
    stations: stations.map(({ station, hours: own }) => {
      const list = byStation.get(station) ?? [];
      const [first] = list;
      return {
        station,
        kind: first?.kind ?? "",
        area: first?.area.name ?? null,
        detects: all(station, (w) => w.detects),
        blindTo: all(station, (w) => w.blindTo),
        hours: { ...own },
        windows: list.slice(0, LISTED).map(({ state, from, until }) => ({ state, from, until })),
      };
    }),
    impediments: impediments.map(({ kind, from, until, place, minutes, by, reason }) => ({
      kind,
      from,
      until,
      place: place.name ?? null,
      minutes,
      by,
      reason,
    })),
  };
}

const sources = route({
  method: "get",
  path: "/missions/{mission}/sources",
  permission: "incident.read",
  summary:
    "Who told what, with independence groups and grades where people gave them; what was watched, and what was not",
  answer: Sources,
  async handle({ mission, audience, parts, standing }) {
    const staff = audience.profile === FULL;
    const upTo = staff ? audience.upTo : "TLP:CLEAR";
    const view = await parts.store.derivations.visible(mission.id, { profile: FULL, upTo });
    if (!view) throw problem(catalogue.busy, { why: "The mission's record is being derived for the first time" });
    return {
      asKnownAt: { size: view.state.size, root: view.state.root },
      viewer: audience.profile,
      sources: await sourcesOf(view, staff),
      groupsOpen: staff,
      coverage: staff && standing.allows("coverage.read") ? await coverageOf(view) : null,
    };
  },
});

export const sourceRoutes: readonly Route[] = [sources];
