import { RESULTS, type Result } from "../map/palette.ts";

export const FRONTS = ["answer", "map", "list"] as const;
export type Front = (typeof FRONTS)[number];

/** What list, timeline and map are narrowed by: the address of the screen, and the question to the API. */
export interface FilterSearch {
  readonly from?: number;
  readonly until?: number;
  readonly bbox?: string;
  readonly clause?: readonly string[];
  readonly result?: readonly Result[];
  readonly reading?: string;
  readonly status?: readonly string[];
  readonly source?: readonly string[];
  readonly act?: readonly string[];
  readonly zone?: readonly string[];
  readonly text?: string;
  /** The incident that is open. */
  readonly incident?: string;
  /** Where the map is looked at from: latitude, longitude, zoom. */
  readonly at?: string;
  /** On a phone, what of the screen is in front; absent: the answer. */
  readonly front?: Front;
}

/** What of a filter becomes otherwise; undefined takes a part out. */
export type FilterChange = { [K in keyof FilterSearch]?: FilterSearch[K] | undefined };

const whole = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
const word = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && value.length <= 200 ? value : undefined;
const words = (value: unknown): readonly string[] | undefined => {
  const list = (Array.isArray(value) ? value : [value]).flatMap((v) => word(v) ?? []);
  return list.length > 0 ? list : undefined;
};

/** What an address says, without what no filter has: a link from anyone opens, and at worst shows more. */
export function filterFrom(search: Readonly<Record<string, unknown>>): FilterSearch {
  const results = words(search["result"])?.filter((r): r is Result => (RESULTS as readonly string[]).includes(r));
  const entries = {
    from: whole(search["from"]),
    until: whole(search["until"]),
    bbox: word(search["bbox"]),
    clause: words(search["clause"]),
    result: results && results.length > 0 ? results : undefined,
    reading: word(search["reading"]),
    status: words(search["status"]),
    source: words(search["source"]),
    act: words(search["act"]),
    zone: words(search["zone"]),
    text: word(search["text"]),
    incident: word(search["incident"]),
    at: word(search["at"]),
    front: FRONTS.find((f) => f === search["front"]),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, v]) => v !== undefined)) as FilterSearch;
}

/** The filter as the API takes it; the same for all three views, so that they are equal. */
export function questionOf({ incident: _open, at: _at, front: _front, ...filter }: FilterSearch): FilterSearch {
  return filter;
}
