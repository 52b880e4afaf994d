import type { Permission } from "../access/roles.ts";
import type { UncertainPlace } from "../place/place.ts";
import { extentOf } from "../place/shape.ts";
import type { ObservationRow, Query } from "../store/derivations.ts";
import { byCodePoint } from "../units.ts";
import { boxOfText, filterOf, windowOf } from "./asked-incidents.ts";
import { type AssessmentFound, assessmentPage } from "./assessment-pages.ts";
import { pageOf, rowPage } from "./cursor.ts";
import { incidentPage, type Listed, listedOf } from "./incident-pages.ts";
import type { Asks } from "./ogc-query.ts";
import type { InMission, Parts } from "./route.ts";
import { foundOne, totalsFor } from "./totals.ts";

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
export function incidentFeature({ item, content }: Listed): Feature {
  const { id, status, time, position, act, result, observations, marking } = item;
  const place = content.facts.place as UncertainPlace;
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
      basis: content.basis ?? "staff",
    },
  };
}

/** A result of an incident, by clause and reading. */
const assessmentFeature = ({ id, found, clause, reading, result }: AssessmentFound): Feature => ({
  type: "Feature",
  id,
  geometry: point(found.position),
  properties: {
    incident: found.id,
    clause,
    reading,
    result,
    act: found.act,
    from: iso(found.time.from),
    until: iso(found.time.until),
    marking: found.marking,
  },
});

function observationFeature({ id, kind, source, act, time, position, marking, content }: ObservationRow): Feature {
  const { place, basis } = JSON.parse(content) as { place: UncertainPlace; basis?: string };
  return {
    type: "Feature",
    id,
    geometry: point(position),
    properties: {
      id,
      kind,
      source,
      act,
      from: iso(time.from),
      until: iso(time.until),
      marking,
      place: place.kind,
      basis: basis ?? "staff",
    },
  };
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
    async page(parts, within, { filter: asked, limit, cursor }) {
      const { mission, audience } = within;
      const filter = await filterOf(parts, mission, asked);
      const { total } = await totalsFor(parts, within, filter);
      const { listed, next } = await parts.reads.look(mission.id, audience, (view) =>
        incidentPage(view, filter, { cursor, limit, order: "oldest", total }),
      );
      return { features: listed.map(incidentFeature), total, next };
    },
    one: (parts, { mission, audience }, id) =>
      parts.reads.look(mission.id, audience, async (view) => {
        const found = await foundOne(view, id);
        const [listed] = found ? await listedOf(view, [found]) : [];
        return listed && incidentFeature(listed);
      }),
  },
  assessments: {
    title: "assessments",
    summary: "The result of each clause under each reading for each incident",
    permission: "assessment.read",
    queryables: ALIKE,
    async page(parts, within, { filter: asked, limit, cursor }) {
      const filter = await filterOf(parts, within.mission, asked);
      const { rows, total, next } = await assessmentPage(parts, within, filter, { cursor, limit }, ":");
      return { features: rows.map(assessmentFeature), total, next };
    },
    one: (parts, { mission, audience }, id) =>
      parts.reads.look(mission.id, audience, async (view) => {
        const found = await foundOne(view, id.slice(0, Math.max(0, id.indexOf(":"))));
        const row = found?.results.find((r) => `${found.id}:${r.clause}:${r.reading}` === id);
        return found && row && assessmentFeature({ ...row, found, id });
      }),
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
    async page(parts, { mission, audience }, { filter, limit, cursor }) {
      const query: Query = {
        ...windowOf(filter),
        ...(filter.bbox !== undefined && { bbox: boxOfText(filter.bbox) }),
        ...(filter.source && { sources: filter.source }),
        ...(filter.act && { acts: filter.act }),
        ...(filter.marking && { markings: filter.marking as never }),
      };
      const { value: total } = await parts.reads.ask(mission.id, audience, ["observations", query], (view) =>
        view.count("observation", query as Query<never>),
      );
      const { rows, next } = await parts.reads.look(mission.id, audience, (view) =>
        rowPage(view, "observation", query, { cursor, limit, order: "oldest" }),
      );
      return { features: rows.map(observationFeature), total, next };
    },
    async one(parts, { mission, audience }, id) {
      const row = await parts.reads.look(mission.id, audience, (view) => view.one("observation", id));
      return row && observationFeature(row);
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
