import { z } from "zod";
import { Filter } from "./answers.ts";

/** How a list is read page by page. */
const pages = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(500).optional().describe("As the page before gave it"),
};
/** As known when: of today's rows where it is not given. */
const known = {
  asOf: z
    .string()
    .max(64)
    .optional()
    .describe(
      "As known at a moment (RFC 3339, or milliseconds), at a number of entries, or at the first digits of a root; for the staff",
    ),
};
export const AsOfQuery = z.object(known);
export const AssessmentsQuery = Filter.extend({ ...pages, ...known });
export const SituationQuery = Filter.extend(known);
export const PageQuery = z.object(pages);
export const IncidentsQuery = Filter.extend({
  ...pages,
  ...known,
  order: z.enum(["oldest", "newest"]).default("newest"),
});
export const HistogramQuery = Filter.extend({
  ...known,
  step: z.enum(["hour", "day"]).optional().describe("Chosen by the span where not given"),
});
export const MapQuery = Filter.extend({
  ...known,
  view: z.string().optional().describe("West,south,east,north of what is on screen; not a filter"),
  zoom: z.coerce.number().min(0).max(24).default(5),
});
