import { z } from "zod";
import { type Cql2Json, cql2FromText } from "../format/cql2-text.ts";
import { catalogue, problem } from "../problems.ts";
import type { Condition } from "../store/condition.ts";
import type { FilterValues } from "./asked-incidents.ts";
import { Filter } from "./client/answers.ts";
import { AsOfQuery } from "./client/queries.ts";
import { conditionOf, type Queryables } from "./cql2.ts";

const CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
/** Most features of a page; a greater limit gives as many (OGC 17-069r4, /rec/core/fc-limit-response). */
const MOST = 10_000;

export const FILTER_LANGS = ["cql2-text", "cql2-json", "cql-text"] as const;

export const ItemsQuery = z.object({
  f: z.literal("json").optional(),
  bbox: z.string().max(200).optional().describe("West,south,east,north; of six numbers the heights are left out"),
  "bbox-crs": z.literal(CRS84).optional(),
  crs: z.literal(CRS84).optional(),
  datetime: z.string().max(100).optional().describe("An instant, or start/end, either of which may be .."),
  limit: z.coerce.number().int().min(1).default(100).describe(`${MOST} at most`),
  filter: z
    .string()
    .max(4_000)
    .optional()
    .describe("CQL2: and, or, not, comparisons, like, between, in, is null, s_intersects, t_after and the like"),
  "filter-lang": z
    .enum(FILTER_LANGS)
    .default("cql2-text")
    .describe("cql-text is the draft's name of cql2-text, which GDAL before 3.10 says"),
  "filter-crs": z.literal(CRS84).optional(),
  cursor: z.string().max(500).optional().describe("As the next link has it"),
  status: Filter.shape.status,
  result: Filter.shape.result,
  clause: Filter.shape.clause,
  reading: Filter.shape.reading,
  source: Filter.shape.source,
  act: Filter.shape.act,
  marking: Filter.shape.marking,
  asOf: AsOfQuery.shape.asOf,
});
export type ItemsValues = z.output<typeof ItemsQuery>;

/** What a page of a collection is asked for. */
export interface Asks {
  readonly filter: FilterValues;
  readonly where: Condition | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
}

const wrong = (why: string) => problem(catalogue.badRequest, { why });

/** RFC 3339 time, or a date, which is then its whole day. Ends are part of an interval (OGC 17-069r4, 7.15.4). */
function moment(text: string, end: boolean): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const found = Date.parse(day ? `${text}T00:00:00Z` : text);
  if (!(day || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)) || Number.isNaN(found))
    throw wrong(
      `query parameter datetime: expected an RFC 3339 time or start/end, saw ${JSON.stringify(text.slice(0, 60))}.`,
    );
  if (!end) return found;
  return day ? found + 86_400_000 : found + 1;
}

/** "from/until" of a datetime, as `[from, until)`. @throws Problem http/bad-request */
export function windowOf(text: string): { readonly from?: number; readonly until?: number } {
  const [start = "", end = start, more] = text.split("/");
  const open = (t: string) => t === "" || t === "..";
  if (more !== undefined || (open(start) && open(end)))
    throw wrong("query parameter datetime: expected an RFC 3339 time or start/end with one end given at least.");
  const from = open(start) ? undefined : moment(start, false);
  const until = open(end) ? undefined : moment(end, true);
  if (from !== undefined && until !== undefined && from >= until)
    throw wrong("query parameter datetime: it ends before it begins.");
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
}

/**
 * The one filter of the API from a query as OGC words it.
 * @throws Problem http/bad-request on a property that the collection cannot be asked by
 */
export function itemsFilter(
  query: ItemsValues,
  { parameters, queryables }: { readonly parameters: readonly string[]; readonly queryables: Queryables },
): Asks {
  const { f: _f, asOf: _asOf, crs: _crs, "bbox-crs": _boxCrs, "filter-crs": _filterCrs, ...own } = query;
  const { bbox, datetime, limit, cursor, filter, "filter-lang": lang, ...properties } = own;
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  for (const [name] of given)
    if (!parameters.includes(name))
      throw wrong(
        `Unknown query parameter ${JSON.stringify(name)}; this collection can be asked by ${[...parameters, "filter"].join(", ")}.`,
      );
  const numbers = bbox?.split(",");
  const flat = numbers?.length === 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]].join(",") : bbox;
  return {
    filter: {
      ...(Object.fromEntries(given) as FilterValues),
      ...(flat !== undefined && { bbox: flat }),
      ...(datetime !== undefined && windowOf(datetime)),
    },
    where: filter === undefined ? undefined : conditionOf(expressionOf(filter, lang), queryables),
    limit: Math.min(limit, MOST),
    cursor,
  };
}

function expressionOf(filter: string, lang: ItemsValues["filter-lang"]): Cql2Json {
  if (lang !== "cql2-json") return cql2FromText(filter);
  try {
    return JSON.parse(filter) as Cql2Json;
  } catch {
    throw wrong("query parameter filter: expected JSON, as filter-lang=cql2-json says.");
  }
}
