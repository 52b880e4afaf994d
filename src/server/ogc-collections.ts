import { MARKINGS } from "../access/marking.ts";
import type { Permission } from "../access/roles.ts";
import { ACTS } from "../observation/taxonomy.ts";
import type { UncertainPlace } from "../place/place.ts";
import { extentOf } from "../place/shape.ts";
import { holds } from "../store/condition.ts";
import type { ObservationRow, Query } from "../store/derivations.ts";
import { BY_GRAVITY } from "../store/facet.ts";
import { byCodePoint } from "../units.ts";
import { boxOfText, filterOf, windowOf } from "./asked-incidents.ts";
import { type AssessmentFound, assessmentPage, resultPage } from "./assessment-pages.ts";
import type { Queryables } from "./cql2.ts";
import { pageOf, rowPage } from "./cursor.ts";
import { incidentPage, type Listed, listedOf } from "./incident-pages.ts";
import { partedByResult } from "./ogc-assessments.ts";
import type { Asks } from "./ogc-query.ts";
import { polygonsMeet } from "./ogc-zones.ts";
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
  /** Null where counting would mean to read everything. */
  readonly total: number | null;
  readonly next: string | null;
}

/** A kind of collection, the same in every mission. */
export interface Collection {
  readonly title: string;
  readonly summary: string;
  readonly permission: Permission;
  /** Query parameters beside bbox, datetime and filter. */
  readonly parameters: readonly string[];
  /** Whether it is shown as known at an earlier moment. */
  readonly asOf: boolean;
  /** Properties that a filter may name: each is one that the items show, in the form in which they show it. */
  readonly queryables: Queryables;
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

const zonesOf = async (parts: Parts, { mission, audience }: InMission): Promise<Feature[]> =>
  ((await parts.agreements.for(mission.id, audience))?.agreement.zones ?? []).map(({ id, name, polygons }) => ({
    type: "Feature",
    id,
    geometry: { type: "MultiPolygon", coordinates: polygons },
    properties: { id, name },
  }));

const text = (title: string, values?: readonly string[]) => ({
  kind: "text" as const,
  title,
  ...(values && { values }),
});
const TIMES = {
  from: { kind: "time", title: "Begin of the time at which it certainly or possibly was" },
  until: { kind: "time", title: "End of that time" },
} as const;
const POSITION = {
  kind: "geometry",
  title: "Position as it is shown: a point, of a blurred place the cell's",
} as const;
const OF_INCIDENTS = {
  act: text("What it was, by the taxonomy", ACTS),
  result: text("Conduct by the terms", BY_GRAVITY),
  ...TIMES,
  marking: text("Marking (TLP 2.0)", MARKINGS),
  geometry: POSITION,
} as const;

const ALIKE = ["status", "result", "clause", "reading", "source", "act", "marking"] as const;

export const COLLECTIONS = {
  incidents: {
    title: "incidents",
    summary: "What happened, each thing once, with the gravest result of the terms",
    permission: "incident.read",
    parameters: ALIKE,
    asOf: true,
    queryables: {
      id: text("Id of the incident"),
      status: text("Recorded, or claimed by a party alone", ["recorded", "claimed"]),
      ...OF_INCIDENTS,
      source: { kind: "list", title: "Sources of the reports that the reader may read" },
    },
    async page(parts, within, { filter: asked, where, limit, cursor }) {
      const { mission, audience } = within;
      const filter = { ...(await filterOf(parts, within, asked)), ...(where && { where }) };
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
    parameters: ALIKE,
    asOf: true,
    queryables: {
      incident: text("Id of the incident"),
      clause: text("Id of the clause"),
      reading: text("Reading of the agreement"),
      ...OF_INCIDENTS,
    },
    async page(parts, within, { filter: asked, where, limit, cursor }) {
      const { incidents, results } = partedByResult(where);
      const filter = { ...(await filterOf(parts, within, asked)), ...(incidents && { where: incidents }) };
      if (!results) {
        const { rows, total, next } = await assessmentPage(parts, within, filter, { cursor, limit }, ":");
        return { features: rows.map(assessmentFeature), total, next };
      }
      const { rows, next } = await resultPage(parts, within, filter, { cursor, limit }, ":", results);
      return { features: rows.map(assessmentFeature), total: null, next };
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
    parameters: [],
    asOf: false,
    queryables: {
      id: text("Id of the zone in the agreement"),
      name: text("Its name"),
      geometry: { kind: "geometry", title: "Its area" },
    },
    async page(parts, within, { filter, where, limit, cursor }) {
      const { agreement } = (await parts.agreements.for(within.mission.id, within.audience)) ?? {};
      const box = filter.bbox === undefined ? undefined : boxOfText(filter.bbox);
      const near = new Set(
        (agreement?.zones ?? [])
          .filter((zone) => !box || meets(zone.polygons, box))
          .filter(
            ({ id, name, polygons }) =>
              !where ||
              holds(where, {
                value: (field) => (field === "id" ? id : name),
                list: () => [],
                meets: (shape) => polygonsMeet(polygons, shape),
              }) === true,
          )
          .map((zone) => zone.id),
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
    parameters: ["source", "act", "marking"],
    asOf: true,
    queryables: {
      id: text("Id of the observation"),
      kind: text("Observation, claim of a party, or sum of several", ["observation", "claim", "aggregate"]),
      source: text("Who said it"),
      act: OF_INCIDENTS.act,
      ...TIMES,
      marking: OF_INCIDENTS.marking,
      geometry: POSITION,
    },
    async page(parts, { mission, audience }, { filter, where, limit, cursor }) {
      const query: Query = {
        ...windowOf(filter),
        ...(filter.bbox !== undefined && { bbox: boxOfText(filter.bbox) }),
        ...(filter.source && { sources: filter.source }),
        ...(filter.act && { acts: filter.act }),
        ...(filter.marking && { markings: filter.marking as never }),
        ...(where && { where }),
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
