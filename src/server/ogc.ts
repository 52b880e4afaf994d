import { z } from "zod";
import type { Permission } from "../access/roles.ts";
import { catalogue, problem } from "../problems.ts";
import { asKnownAt } from "./as-of.ts";
import { AsOfQuery } from "./client/queries.ts";
import type { Queryable } from "./cql2.ts";
import { inMission } from "./mount.ts";
import { ogcApi } from "./ogc-api.ts";
import { COLLECTIONS, type Collection, type CollectionKind, kindOfCollection } from "./ogc-collections.ts";
import { ItemsQuery, itemsFilter } from "./ogc-query.ts";
import { originOf } from "./own-origin.ts";
import { absent } from "./problem-response.ts";
import { type Asked, type InMission, type Parts, Reply, type Route, route } from "./route.ts";

/**
 * OGC API - Features, part 1 (OGC 17-069r4): core and GeoJSON, over what the caller may read in each mission. A
 * collection that the caller may not read is absent, word for word as one that does not exist.
 */
const FEATURES = "http://www.opengis.net/spec/ogcapi-features";
const CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf";
const CONFORMS = [
  `${FEATURES}-1/1.0/conf/core`,
  `${FEATURES}-1/1.0/conf/oas30`,
  `${FEATURES}-1/1.0/conf/geojson`,
  `${FEATURES}-3/1.0/conf/queryables`,
  `${FEATURES}-3/1.0/conf/filter`,
  `${FEATURES}-3/1.0/conf/features-filter`,
  `${CQL2}/cql2-text`,
  `${CQL2}/cql2-json`,
  `${CQL2}/basic-cql2`,
  `${CQL2}/advanced-comparison-operators`,
  `${CQL2}/basic-spatial-functions`,
  `${CQL2}/temporal-functions`,
  `${CQL2}/property-property`,
];
const CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0";
const GEOJSON = { "Content-Type": "application/geo+json" };

type Plain = Asked<unknown, unknown, undefined>;
const Format = z.object({ f: z.literal("json").optional().describe("JSON is all that there is") });
const AsOf = Format.extend(AsOfQuery.shape);
const Anything = z.record(z.string(), z.unknown());

const link = (href: string, rel: string, type: string, title: string) => ({ href, rel, type, title });

/** The collection of a name, for a caller who may read it. @throws Problem http/absent */
async function collectionOf(asked: Plain, name: string): Promise<{ kind: CollectionKind; within: InMission }> {
  const { mission, kind } = kindOfCollection(name);
  const within = kind && (await inMission(asked.parts, asked.caller, mission, asked.now));
  if (!kind || !within?.standing.allows(COLLECTIONS[kind].permission)) throw absent();
  return { kind, within };
}

/** What a collection is read with, as known at the moment that was asked for. @throws Problem as `asKnownAt` does */
async function readAt(asked: Plain, kind: CollectionKind, within: InMission, asOf: string | undefined): Promise<Parts> {
  if (asOf !== undefined && !COLLECTIONS[kind].asOf)
    throw problem(catalogue.badRequest, {
      why: `query parameter asOf: ${kind} are of the agreement in force now; incidents, assessments and observations are shown as known earlier.`,
    });
  return (await asKnownAt({ ...within, parts: asked.parts, now: asked.now }, asOf)).parts;
}

const about = (origin: string, id: string, name: string, { title, summary }: Collection) => ({
  id,
  title: `${name}: ${title}`,
  description: summary,
  itemType: "feature",
  crs: [CRS84],
  links: [
    link(`${origin}/ogc/collections/${id}`, "self", "application/json", title),
    link(`${origin}/ogc/collections/${id}/items`, "items", "application/geo+json", title),
    link(
      `${origin}/ogc/collections/${id}/queryables`,
      "http://www.opengis.net/def/rel/ogc/1.0/queryables",
      "application/schema+json",
      "What can be asked for",
    ),
  ],
});

const landing = route({
  method: "get",
  path: "/ogc",
  permission: "anyone",
  summary: "OGC API - Features: where everything is",
  query: Format,
  answer: Anything,
  async handle(asked) {
    const at = `${originOf(asked)}/ogc`;
    return {
      title: "Trucekeeper",
      description: "Incidents, assessments, zones and observations of the missions that you may read",
      links: [
        link(at, "self", "application/json", "This page"),
        link(`${at}/api`, "service-desc", OPENAPI_30, "This API's definition"),
        link(`${at}/conformance`, "conformance", "application/json", "What is conformed to"),
        link(`${at}/collections`, "data", "application/json", "Collections"),
      ],
    };
  },
});

const definition = route({
  method: "get",
  path: "/ogc/api",
  permission: "anyone",
  summary: "OGC API - Features: its definition as OpenAPI 3.0, with the parameters that every collection takes",
  query: Format,
  answer: Anything,
  handle: async (asked) => new Reply(ogcApi(`${originOf(asked)}/ogc`), { "Content-Type": OPENAPI_30 }),
});

const conformance = route({
  method: "get",
  path: "/ogc/conformance",
  permission: "anyone",
  summary: "OGC API - Features: classes that are conformed to",
  query: Format,
  answer: Anything,
  handle: async () => ({ conformsTo: CONFORMS }),
});

const collections = route({
  method: "get",
  path: "/ogc/collections",
  permission: "anyone",
  summary: "OGC API - Features: the collections that the caller may read",
  query: Format,
  answer: Anything,
  async handle(asked) {
    const origin = originOf(asked);
    const found = [];
    for (const { id, name } of await asked.parts.store.missions()) {
      const within = await inMission(asked.parts, asked.caller, id, asked.now).catch(absentAsNull);
      for (const [kind, c] of Object.entries(COLLECTIONS))
        if (within?.standing.allows(c.permission as Permission)) found.push(about(origin, `${id}.${kind}`, name, c));
    }
    return {
      collections: found,
      links: [link(`${origin}/ogc/collections`, "self", "application/json", "Collections")],
    };
  },
});

function absentAsNull(error: unknown): null {
  if ((error as { code?: unknown }).code === catalogue.absent.code) return null;
  throw error;
}

const Name = z.object({ collection: z.string().max(100) });

const collection = route({
  method: "get",
  path: "/ogc/collections/{collection}",
  permission: "anyone",
  summary: "OGC API - Features: one collection",
  params: Name,
  query: Format,
  answer: Anything,
  async handle(asked) {
    const { kind, within } = await collectionOf(asked, asked.params.collection);
    return about(originOf(asked), asked.params.collection, within.mission.name, COLLECTIONS[kind]);
  },
});

const queryables = route({
  method: "get",
  path: "/ogc/collections/{collection}/queryables",
  permission: "anyone",
  summary: "OGC API - Features: the properties that items can be asked by",
  params: Name,
  query: Format,
  answer: Anything,
  async handle(asked) {
    const { kind } = await collectionOf(asked, asked.params.collection);
    const { title, queryables: names } = COLLECTIONS[kind];
    const value = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: `${originOf(asked)}/ogc/collections/${asked.params.collection}/queryables`,
      title,
      type: "object",
      properties: Object.fromEntries(Object.entries(names).map(([name, q]) => [name, schemaOf(q)])),
      additionalProperties: false,
    };
    return new Reply(value, { "Content-Type": "application/schema+json" });
  },
});

function schemaOf({ kind, title, values }: Queryable): unknown {
  if (kind === "geometry") return { title, format: "geometry-any" };
  if (kind === "time") return { title, type: "string", format: "date-time" };
  const text = { title, type: "string", ...(values && { enum: values }) };
  return kind === "list" ? { ...text, description: "Of several: = and in hold where one of them is" } : text;
}

const items = route({
  method: "get",
  path: "/ogc/collections/{collection}/items",
  permission: "anyone",
  summary: "OGC API - Features: features by bbox, datetime, parameters and filter, page by page",
  params: Name,
  query: ItemsQuery,
  answer: Anything,
  async handle(asked) {
    const { kind, within } = await collectionOf(asked, asked.params.collection);
    const asks = itemsFilter(asked.query, COLLECTIONS[kind]);
    const parts = await readAt(asked, kind, within, asked.query.asOf);
    const { features, total, next } = await COLLECTIONS[kind].page(parts, within, asks);
    const address = new URL(asked.request.url);
    const self = `${originOf(asked)}${address.pathname}`;
    const links = [link(`${self}${address.search}`, "self", "application/geo+json", "This page")];
    if (next !== null) {
      address.searchParams.set("cursor", next);
      links.push(link(`${self}?${address.searchParams}`, "next", "application/geo+json", "The next page"));
    }
    const matched = total !== null && { numberMatched: total };
    const value = { type: "FeatureCollection", features, links, ...matched, numberReturned: features.length };
    return new Reply(value, GEOJSON);
  },
});

const item = route({
  method: "get",
  path: "/ogc/collections/{collection}/items/{item}",
  permission: "anyone",
  summary: "OGC API - Features: one feature",
  params: Name.extend({ item: z.string().max(500) }),
  query: AsOf,
  answer: Anything,
  async handle(asked) {
    const { kind, within } = await collectionOf(asked, asked.params.collection);
    const parts = await readAt(asked, kind, within, asked.query.asOf);
    const feature = await COLLECTIONS[kind].one(parts, within, asked.params.item);
    if (!feature) throw absent();
    const at = `${originOf(asked)}/ogc/collections/${asked.params.collection}`;
    const links = [
      link(
        `${at}/items/${encodeURIComponent(feature.id)}${new URL(asked.request.url).search}`,
        "self",
        "application/geo+json",
        "This feature",
      ),
      link(at, "collection", "application/json", "Its collection"),
    ];
    return new Reply({ ...feature, links }, GEOJSON);
  },
});

export const ogcRoutes: readonly Route[] = [
  landing,
  definition,
  conformance,
  collections,
  collection,
  queryables,
  items,
  item,
];
