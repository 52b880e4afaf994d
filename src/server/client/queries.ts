import { z } from "zod";
import { Filter } from "./answers.ts";

/** How a list is read page by page. */
const pages = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(500).optional().describe("As the page before gave it"),
};
export const PageQuery = z.object(pages);
export const IncidentsQuery = Filter.extend({ ...pages, order: z.enum(["oldest", "newest"]).default("newest") });
export const HistogramQuery = Filter.extend({
  step: z.enum(["hour", "day"]).optional().describe("Chosen by the span where not given"),
});
export const MapQuery = Filter.extend({
  view: z.string().optional().describe("West,south,east,north of what is on screen; not a filter"),
  zoom: z.coerce.number().min(0).max(24).default(5),
});
