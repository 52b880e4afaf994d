import { z } from "zod";
import { FILTER_LANGS, ItemsQuery } from "./ogc-query.ts";
import { takesMany } from "./query.ts";

/**
 * The definition of /ogc by itself as OpenAPI 3.0, which OGC API - Features part 1 asks for (conf/oas30): clients such as
 * GDAL look in it for the parameters of items. All of it is the same for every reader.
 * @param server address of the landing page
 */
export function ogcApi(server: string): Record<string, unknown> {
  const parameters = Object.entries(ItemsQuery.shape).map(([name, schema]) => {
    const { description } = schema;
    return {
      name,
      in: "query",
      required: false,
      ...(description !== undefined && { description }),
      schema: schema30(name, schema),
      ...(takesMany(schema) && { explode: true }),
    };
  });
  const inPath = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });
  const get = (summary: string, media: string, more: readonly unknown[] = []) => ({
    get: {
      summary,
      parameters: more,
      responses: {
        "200": { description: "The answer", content: { [media]: { schema: { type: "object" } } } },
        default: {
          description: "A problem (RFC 9457)",
          content: { "application/problem+json": { schema: { type: "object" } } },
        },
      },
    },
  });
  const id = inPath("collectionId");
  return {
    openapi: "3.0.3",
    info: { title: "Trucekeeper: OGC API - Features", version: "1", license: { name: "Apache-2.0" } },
    servers: [{ url: server }],
    paths: {
      "/": get("Landing page", "application/json"),
      "/conformance": get("Classes that are conformed to", "application/json"),
      "/collections": get("Collections that the caller may read", "application/json"),
      "/collections/{collectionId}": get("One collection", "application/json", [id]),
      "/collections/{collectionId}/queryables": get("What a filter may name", "application/schema+json", [id]),
      "/collections/{collectionId}/items": get("Features", "application/geo+json", [id, ...parameters]),
      "/collections/{collectionId}/items/{featureId}": get("One feature", "application/geo+json", [
        id,
        inPath("featureId"),
        ...parameters.filter((p) => p.name === "asOf"),
      ]),
    },
  };
}

/** A parameter's schema in the words of OpenAPI 3.0. */
function schema30(name: string, schema: z.ZodType): unknown {
  if (name === "filter-lang") return { type: "string", enum: FILTER_LANGS, default: FILTER_LANGS[0] };
  if (name === "limit") return { type: "integer", minimum: 1, default: 100 };
  return takesMany(schema) ? { type: "array", items: { type: "string" } } : { type: "string" };
}
