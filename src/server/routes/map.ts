import type { UncertainPlace } from "../../place/place.ts";
import type { View } from "../../store/derivations.ts";
import { BY_GRAVITY } from "../../store/facet.ts";
import type { FoundGroup, IncidentFilter } from "../../store/found.ts";
import { asKnownAt } from "../as-of.ts";
import { boxOfText, filterOf } from "../asked-incidents.ts";
import { IncidentMap } from "../client/answers.ts";
import { MapQuery } from "../client/queries.ts";
import { type IncidentContent, slices } from "../incident-pages.ts";
import { type Route, route } from "../route.ts";
import { countFor, placedFor } from "../totals.ts";

/** Above this many points they are drawn in groups, and their areas are not drawn. */
const MOST = 2_000;
/** Side of a group in pixels, at the beginning of a zoom; twice as much at its end. */
const SIDE = 48;
/** The finest grid: positions that are the same make one point. */
const FINEST = 1e-7;

const pointOf = (group: FoundGroup) => ({
  type: "Feature" as const,
  geometry: { type: "Point", coordinates: [group.position[0], group.position[1]] },
  properties: {
    id: group.only?.id ?? `group ${group.position.join(",")}`,
    result: group.result,
    gravity: BY_GRAVITY.indexOf(group.result),
    count: group.count,
    label: group.count > 1 ? String(group.count) : "",
  },
});

/** Areas in which the incidents lie whose place is one, with their result. */
async function areasOf(view: View, filter: IncidentFilter) {
  const { rows } = await view.incidents(filter).page({ limit: MOST, order: "oldest" });
  const results = new Map(rows.filter((r) => r.position !== null).map((r) => [r.id, r.result]));
  const areas = [];
  for (const ids of slices([...results.keys()]))
    for await (const { id, content } of view.all("incident", { ids, order: "oldest" })) {
      const place = (JSON.parse(content) as IncidentContent).facts.place as UncertainPlace;
      const result = results.get(id);
      if (place.kind === "area" && result)
        areas.push({
          type: "Feature" as const,
          geometry: { type: "MultiPolygon", coordinates: place.polygons as unknown as unknown[] },
          properties: { id, result },
        });
    }
  return areas;
}

const map = route({
  method: "get",
  path: "/missions/{mission}/map",
  permission: "incident.read",
  summary: "The same incidents as points or groups, and the areas in which uncertain ones lie",
  query: MapQuery,
  answer: IncidentMap,
  async handle(asked) {
    const { mission, audience, query } = asked;
    const { parts } = await asKnownAt(asked, query.asOf);
    const { view: onScreen, zoom, ...filtered } = query;
    const filter = await filterOf(parts, { mission, audience }, filtered);
    const shown: IncidentFilter =
      onScreen === undefined ? filter : { ...filter, within: [...(filter.within ?? []), boxOfText(onScreen, "view")] };
    const degrees = (360 / 2 ** zoom) * (SIDE / 512);
    const [total, placed, { value }] = await Promise.all([
      countFor(parts, { mission, audience }, filter),
      placedFor(parts, { mission, audience }, filter),
      parts.reads.ask(mission.id, audience, ["map", shown, degrees], async (view) => {
        const found = view.incidents(shown);
        const groups = await found.grid(degrees);
        return groups.reduce((sum, g) => sum + g.count, 0) > MOST
          ? { groups, areas: [] }
          : { groups: await found.grid(FINEST), areas: await areasOf(view, shown) };
      }),
    ]);
    return {
      total,
      withoutPlace: total - placed,
      incidents: { type: "FeatureCollection" as const, features: value.groups.map(pointOf) },
      areas: { type: "FeatureCollection" as const, features: value.areas },
    };
  },
});

export const mapRoutes: readonly Route[] = [map];
