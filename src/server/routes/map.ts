import { askedIncidents } from "../asked-incidents.ts";
import { IncidentMap } from "../client/answers.ts";
import { MapQuery } from "../client/queries.ts";
import { gravest, gravityOf } from "../gravity.ts";
import { boxOfText, inBox, type Left } from "../incident-filter.ts";
import { type Route, route } from "../route.ts";

/** Above this many points they are drawn in groups. */
const MOST = 2_000;

const pointOf = (id: string, at: readonly [number, number], group: readonly Left[]) => {
  const result = gravest(group.map((l) => l.result));
  return {
    type: "Feature" as const,
    geometry: { type: "Point", coordinates: [at[0], at[1]] },
    properties: {
      id,
      result,
      gravity: gravityOf(result),
      count: group.length,
      label: group.length > 1 ? String(group.length) : "",
    },
  };
};

const map = route({
  method: "get",
  path: "/missions/{mission}/map",
  permission: "incident.read",
  summary: "The same incidents as points or groups, and the areas in which uncertain ones lie",
  query: MapQuery,
  answer: IncidentMap,
  async handle({ mission, audience, parts, query }) {
    const { found } = await askedIncidents(parts, mission, audience, query);
    const view = query.view === undefined ? undefined : boxOfText(query.view, "view");
    const placed = found.filter(({ entry }) => entry.released.position !== null);
    const shown = view
      ? placed.filter(({ entry }) => inBox(entry.released.position as [number, number], view))
      : placed;
    // Side of a group: about 40 pixels at this zoom.
    const degrees = (360 / 2 ** query.zoom) * (40 / 512);
    const groups = new Map<string, Left[]>();
    for (const l of shown) {
      const [lon, lat] = l.entry.released.position as readonly [number, number];
      const key = shown.length <= MOST ? `${lon},${lat}` : `${Math.floor(lon / degrees)},${Math.floor(lat / degrees)}`;
      groups.set(key, [...(groups.get(key) ?? []), l]);
    }
    const features = [...groups].map(([key, group]) => {
      const first = group[0] as Left;
      const mean = (axis: 0 | 1) =>
        group.reduce((sum, l) => sum + ((l.entry.released.position as [number, number])[axis] as number), 0) /
        group.length;
      return pointOf(group.length === 1 ? first.entry.id : `group ${key}`, [mean(0), mean(1)], group);
    });
    const areas = shown.slice(0, MOST).flatMap(({ entry, result }) =>
      entry.released.place.kind === "area"
        ? [
            {
              type: "Feature" as const,
              geometry: { type: "MultiPolygon", coordinates: entry.released.place.polygons as unknown as unknown[] },
              properties: { id: entry.id, result },
            },
          ]
        : [],
    );
    return {
      total: found.length,
      withoutPlace: found.length - placed.length,
      incidents: { type: "FeatureCollection" as const, features },
      areas: { type: "FeatureCollection" as const, features: areas },
    };
  },
});

export const mapRoutes: readonly Route[] = [map];
