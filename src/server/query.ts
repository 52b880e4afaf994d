import { z } from "zod";
import { catalogue, problem } from "../problems.ts";

/** Whether a field of a query takes several values: repeated keys are alternatives. */
export function takesMany(field: unknown): boolean {
  let at = field as z.ZodType;
  while (at instanceof z.ZodOptional || at instanceof z.ZodDefault || at instanceof z.ZodNullable)
    at = at.unwrap() as z.ZodType;
  return at instanceof z.ZodArray;
}

/**
 * A query string as its schema reads it. A key that the schema does not know, or one given twice that is one value, is
 * refused: a filter that is misspelt must never show more than was asked for.
 * @throws Problem http/bad-request that names the key
 */
export function queryOf(schema: z.ZodType | undefined, given: URLSearchParams): unknown {
  const shape: Readonly<Record<string, unknown>> = schema instanceof z.ZodObject ? schema.shape : {};
  const values: Record<string, unknown> = {};
  for (const key of new Set(given.keys())) {
    const all = given.getAll(key);
    if (key === "asOf" && !Object.hasOwn(shape, key))
      throw problem(catalogue.badRequest, {
        why: "query parameter asOf: what stands here is as of now only; incidents, assessments, observations, counts, map and tiles are shown as known earlier.",
      });
    if (!Object.hasOwn(shape, key))
      throw problem(catalogue.badRequest, {
        why: `Unknown query parameter ${JSON.stringify(key.slice(0, 60))}; expected ${Object.keys(shape).join(", ") || "none"}.`,
      });
    if (takesMany(shape[key])) values[key] = all;
    else if (all.length > 1)
      throw problem(catalogue.badRequest, { why: `The query parameter ${key} is given ${all.length} times.` });
    else values[key] = all[0];
  }
  return schema ? parsed(schema, values, "query parameter") : undefined;
}

/** Parses what a caller sent. @throws Problem http/bad-request that names the field and what was expected */
export function parsed(schema: z.ZodType, value: unknown, what: string): unknown {
  const found = schema.safeParse(value);
  if (found.success) return found.data;
  const why = found.error.issues.slice(0, 5).map((i) => `${what} ${i.path.join(".") || "as a whole"}: ${i.message}`);
  throw problem(catalogue.badRequest, { why: `${why.join("; ")}.` });
}
