import { z } from "zod";
import { takesMany } from "./query.ts";
import { addressOf, type Route } from "./route.ts";

const json = (schema: z.ZodType, io: "input" | "output"): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Record<string, unknown>;
  return rest;
};

const fields = (schema: z.ZodType | undefined): [string, z.ZodType][] =>
  schema instanceof z.ZodObject ? (Object.entries(schema.shape) as [string, z.ZodType][]) : [];

const PROBLEM = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** The OpenAPI 3.1 document, from the same definitions that parse and answer. */
export function openApi(routes: readonly Route[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const r of routes) {
    const inPath = [...r.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] as string);
    const known = new Map(fields(r.params));
    const parameters = [
      ...inPath.map((name) => {
        const schema = known.get(name);
        return { name, in: "path", required: true, schema: schema ? json(schema, "input") : { type: "string" } };
      }),
      ...fields(r.query).map(([name, schema]) => ({
        name,
        in: "query",
        required: !schema.safeParse(undefined).success,
        schema: json(schema, "input"),
        ...(takesMany(schema) && { explode: true }),
      })),
      ...(r.method !== "get" && r.path.startsWith("/missions/{mission}")
        ? [{ name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 255 } }]
        : []),
    ];
    const good =
      r.answer === "bytes"
        ? { description: "The bytes" }
        : { description: "The answer", content: { "application/json": { schema: json(r.answer, "output") } } };
    const operation = {
      summary: r.summary,
      operationId: `${r.method}${r.path.replaceAll(/[{}]/g, "").replaceAll(/[^A-Za-z0-9]+(\w?)/g, (_, c: string) => c.toUpperCase())}`,
      "x-permission": r.permission,
      ...(r.permission !== "anyone" && { security: [{ token: [] }, { session: [] }] }),
      parameters,
      ...(r.body && {
        requestBody: { required: true, content: { "application/json": { schema: json(r.body, "input") } } },
      }),
      responses: { [String(r.status ?? 200)]: good, default: PROBLEM },
    };
    const address = addressOf(r.path);
    paths[address] = { ...paths[address], [r.method]: operation };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Trucekeeper", version: "1", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths,
    components: {
      schemas: {
        Problem: {
          type: "object",
          required: ["type", "title", "status", "detail", "code"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
            code: { type: "string" },
          },
        },
      },
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "__Host-trucekeeper_session" },
      },
    },
  };
}
