import type { Permission } from "../access/roles.ts";
import { extentOf } from "../place/shape.ts";
import { byCodePoint } from "../units.ts";
import { askedIncidents, indexFor } from "./asked-incidents.ts";
import { pageOf } from "./cursor.ts";
import { boxOfText, inBox, type Left } from "./incident-filter.ts";
import { type MissionIndex, type ObservationEntry, visibleTo } from "./mission-index.ts";
import type { Asks } from "./ogc-query.ts";
import type { InMission, Parts } from "./route.ts";
import { itemOf } from "./routes/incidents.ts";

/** A feature of GeoJSON (RFC 7946). */
export interface Feature {
  readonly type: "Feature";
  readonly id: string;
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
  readonly properties: Readonly<Record<string, string | number | boolean | null>>;
}

interface Page {
  readonly features: readonly Feature[];
  readonly total: number;
  readonly next: string | null;
}

/** A kind of collection, the same in every mission. */
export interface Collection {
  readonly title: string;
  readonly summary: string;
  readonly permission: Permission;
  /** Query parameters beside bbox and datetime. */
  readonly queryables: readonly string[];
  readonly page: (parts: Parts, within: InMission, asks: Asks) => Promise<Page>;
  readonly one: (parts: Parts, within: InMission, id: string) => Promise<Feature | undefined>;
}

const iso = (at: number): string => new Date(at).toISOString();
const point = (at: readonly [number, number] | null): Feature["geometry"] =>
  at && { type: "Point", coordinates: [at[0], at[1]] };

/** An incident as a feature: what the list of the API says of it, and no more. */
export function incidentFeature(index: MissionIndex, within: InMission, found: Left): Feature {
  const { id, status, time, position, act, result, observations, marking } = itemOf(index, within.audience, found);
  const { place, basis } = found.entry.released;
  return {
    type: "Feature",
    id,
    geometry: point(position as [number, number] | null),
    properties: {
      id,
      status,
      act,
      result,
      from: iso(time.from),
      until: iso(time.until),
      observations,
      marking,
      place: place.kind,
      radius_m: place.kind === "point" ? place.radiusM : null,
      basis,
    },
  };
}

/** One row for each assessment of an incident, by clause and reading. */
const assessmentFeatures = ({ entry, results }: Left): Feature[] =>
  results.map((r) => ({
    type: "Feature",
    id: `${entry.id}:${r.clause}:${r.reading}`,
    geometry: point(entry.released.position),
    properties: {
      incident: entry.id,
      clause: r.clause,
      reading: r.reading,
      result: r.result,
      act: entry.act,
      from: iso(entry.released.time.from),
      until: iso(entry.released.time.until),
      marking: entry.released.marking,
    },
  }));

const observationFeature = ({ id, kind, source, act, released }: ObservationEntry): Feature => ({
  type: "Feature",
  id,
  geometry: point(released.position),
  properties: {
    id,
    kind,
    source,
    act,
    from: iso(released.time.from),
    until: iso(released.time.until),
    marking: released.marking,
    place: released.place.kind,
    basis: released.basis,
  },
});

const all = (entry: Left["entry"]): Left => ({ entry, results: entry.results, result: entry.gravest });

async function leftOf(parts: Parts, within: InMission, id: string) {
  const index = await indexFor(parts, within.mission, within.audience);
  const entry = index.incident.get(id);
  return entry && visibleTo(within.audience, entry) ? { index, found: all(entry) } : undefined;
}

const zonesOf = async (parts: Parts, { mission }: InMission): Promise<Feature[]> =>
  ((await parts.agreements.of(mission.id))?.agreement.zones ?? []).map(({ id, name, polygons }) => ({
    type: "Feature",
    id,
    geometry: { type: "MultiPolygon", coordinates: polygons },
    properties: { id, name },
  }));

const ALIKE = ["status", "result", "clause", "reading", "source", "act", "marking"] as const;

export const COLLECTIONS = {
  incidents: {
    title: "incidents",
    summary: "What happened, each thing once, with the gravest result of the terms",
    permission: "incident.read",
    queryables: ALIKE,
    async page(parts, within, { filter, limit, cursor }) {
      const { index, found } = await askedIncidents(parts, within.mission, within.audience, filter);
      const at = ({ entry }: Left) => ({ at: entry.released.time.from, id: entry.id });
      const { page, next } = pageOf(found, at, { cursor, limit, order: "oldest" });
      return { features: page.map((l) => incidentFeature(index, within, l)), total: found.length, next };
    },
    async one(parts, within, id) {
      const left = await leftOf(parts, within, id);
      return left && incidentFeature(left.index, within, left.found);
    },
  },
  assessments: {
    title: "assessments",
    summary: "The result of each clause under each reading for each incident",
    permission: "assessment.read",
    queryables: ALIKE,
    async page(parts, within, { filter, limit, cursor }) {
      const { found } = await askedIncidents(parts, within.mission, within.audience, filter);
      const rows = found.flatMap((l) =>
        assessmentFeatures(l)
          .filter((feature) => !filter.result || filter.result.includes(feature.properties["result"] as never))
          .map((feature) => ({ at: l.entry.released.time.from, id: feature.id, feature })),
      );
      rows.sort((a, b) => a.at - b.at || byCodePoint(a.id, b.id));
      const { page, next } = pageOf(rows, (r) => r, { cursor, limit, order: "oldest" });
      return { features: page.map((r) => r.feature), total: rows.length, next };
    },
    async one(parts, within, id) {
      const left = await leftOf(parts, within, id.slice(0, Math.max(0, id.indexOf(":"))));
      return left && assessmentFeatures(left.found).find((feature) => feature.id === id);
    },
  },
  zones: {
    title: "zones",
    summary: "Zones that the agreement in force names",
    permission: "agreement.read",
    queryables: [],
    async page(parts, within, { filter, limit, cursor }) {
      const { agreement } = (await parts.agreements.of(within.mission.id)) ?? {};
      const box = filter.bbox === undefined ? undefined : boxOfText(filter.bbox);
      const near = new Set(
        (agreement?.zones ?? []).filter((zone) => !box || meets(zone.polygons, box)).map((zone) => zone.id),
      );
      const rows = (await zonesOf(parts, within)).filter((feature) => near.has(feature.id));
      rows.sort((a, b) => byCodePoint(a.id, b.id));
      const { page, next } = pageOf(rows, ({ id }) => ({ at: 0, id }), { cursor, limit, order: "oldest" });
      return { features: page, total: rows.length, next };
    },
    one: async (parts, within, id) => (await zonesOf(parts, within)).find((feature) => feature.id === id),
  },
  observations: {
    title: "observations",
    summary: "What each source said, one claim a feature",
    permission: "observation.read",
    queryables: ["source", "act", "marking"],
    async page(parts, within, { filter, limit, cursor }) {
      const index = await indexFor(parts, within.mission, within.audience);
      const box = filter.bbox === undefined ? undefined : boxOfText(filter.bbox);
      const rows = [...index.observations.values()].filter((o) => {
        const { time, position, marking } = o.released;
        if (!visibleTo(within.audience, o)) return false;
        if (filter.from !== undefined && time.until <= filter.from && time.from < filter.from) return false;
        if (filter.until !== undefined && time.from >= filter.until) return false;
        if (filter.source && !filter.source.includes(o.source)) return false;
        if (filter.act && !filter.act.some((a) => o.act === a || o.act.startsWith(`${a}.`))) return false;
        if (filter.marking && !filter.marking.includes(marking)) return false;
        return !box || (position !== null && inBox(position, box));
      });
      rows.sort((a, b) => a.released.time.from - b.released.time.from || byCodePoint(a.id, b.id));
      const at = (o: ObservationEntry) => ({ at: o.released.time.from, id: o.id });
      const { page, next } = pageOf(rows, at, { cursor, limit, order: "oldest" });
      return { features: page.map(observationFeature), total: rows.length, next };
    },
    async one(parts, within, id) {
      const o = (await indexFor(parts, within.mission, within.audience)).observations.get(id);
      return o && visibleTo(within.audience, o) ? observationFeature(o) : undefined;
    },
  },
} satisfies Readonly<Record<string, Collection>>;
export type CollectionKind = keyof typeof COLLECTIONS;

/** Whether a zone's box and a box share a position. */
function meets(
  polygons: Parameters<typeof boxOfPolygons>[0],
  [w, s, e, n]: readonly [number, number, number, number],
): boolean {
  const extent = boxOfPolygons(polygons);
  if (!extent) return false;
  const [west, south, east, north] = extent;
  const across = w <= e ? west <= e && east >= w : east >= w || west <= e;
  return across && south <= n && north >= s;
}
const boxOfPolygons = (polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]) =>
  extentOf({ kind: "area", name: "", polygons });

/** "mission.kind" of a collection's name; `kind` is undefined where there is no such kind. */
export function kindOfCollection(name: string): {
  readonly mission: string;
  readonly kind: CollectionKind | undefined;
} {
  const at = name.lastIndexOf(".");
  const kind = name.slice(at + 1);
  return { mission: name.slice(0, at), kind: Object.hasOwn(COLLECTIONS, kind) ? (kind as CollectionKind) : undefined };
}
