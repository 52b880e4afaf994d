import type { Cql2Json } from "../format/cql2-text.ts";
import { type Comparison, type Condition, compared, type Operand } from "../store/condition.ts";
import { shown, wrongFilter } from "./cql2-problem.ts";

/** A time as a filter gives it; a text is the name of a property. Both ends are part of it. */
export interface Temporal {
  readonly is: "instant" | "interval";
  readonly from: number | string;
  readonly to: number | string;
}

const EVER = 8.64e15;
const DAY_MS = 86_400_000;

/** Whether it has the form of a time: {date}, {timestamp} or {interval}, or a text, which is then a date or a time. */
export const isTemporal = (e: Cql2Json): boolean =>
  typeof e === "string" ||
  (e !== null && typeof e === "object" && ("date" in e || "timestamp" in e || "interval" in e));

/** @throws Problem http/bad-request on what is no time. @param what where it stands, for the sentence */
export function temporalOf(e: Cql2Json, what: string): Temporal {
  if (typeof e === "string") return { is: "instant", ...momentOf(e, what) };
  const is = (member: string): Cql2Json | undefined =>
    e !== null && typeof e === "object" && member in e ? (e as Readonly<Record<string, Cql2Json>>)[member] : undefined;
  const date = is("date");
  const timestamp = is("timestamp");
  if (date !== undefined && typeof date === "string" && DATE.test(date))
    return { is: "instant", ...momentOf(date, what) };
  if (timestamp !== undefined && typeof timestamp === "string" && !DATE.test(timestamp))
    return { is: "instant", ...momentOf(timestamp, what) };
  const interval = is("interval");
  if (!Array.isArray(interval) || interval.length !== 2)
    throw wrongFilter(`${what}: expected a date, a time or an interval of two ends, saw ${shown(e)}`);
  const [first, last] = interval as [Cql2Json, Cql2Json];
  const from = endOf(first, "from", what);
  const to = endOf(last, "to", what);
  if (typeof from === "number" && typeof to === "number" && from > to)
    throw wrongFilter(`${what}: the interval ends before it begins`);
  return { is: "interval", from, to };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant, or a day from its first to its last millisecond. */
function momentOf(text: string, what: string): { readonly from: number; readonly to: number } {
  const day = DATE.test(text);
  const at = Date.parse(day ? `${text}T00:00:00Z` : text);
  const date = text.slice(0, 10);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March.
  const real = !Number.isNaN(at) && !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
  if (!real || !(day || TIME.test(text)))
    throw wrongFilter(`${what}: expected a date 2025-04-20 or a time 2025-04-20T18:00:00Z, saw ${shown(text)}`);
  return { from: at, to: day ? at + DAY_MS - 1 : at };
}

function endOf(e: Cql2Json, which: "from" | "to", what: string): number | string {
  if (e === "..") return which === "from" ? -EVER : EVER;
  if (typeof e === "string") return momentOf(e, what)[which];
  if (e !== null && typeof e === "object" && "property" in e && typeof e["property"] === "string") return e["property"];
  throw wrongFilter(`${what}: expected a date, a time, ".." or a property as the end of an interval, saw ${shown(e)}`);
}

type Relation = (a: Temporal, b: Temporal) => Condition;

const operand = (end: number | string): Operand => (typeof end === "string" ? { field: end } : { value: end });
const test = (a: number | string, by: Comparison, b: number | string): Condition =>
  typeof a === "number" && typeof b === "number"
    ? { is: "constant", value: compared(a - b, by) }
    : { is: "compare", left: operand(a), by, right: operand(b) };
const all = (...of: readonly Condition[]): Condition => ({ is: "and", of });

/** How two times stand to each other, by their ends (OGC 21-065r2, table 8; Allen, CACM 26, 1983). */
export const RELATIONS: Readonly<Record<string, Relation>> = {
  t_after: (a, b) => test(a.from, ">", b.to),
  t_before: (a, b) => test(a.to, "<", b.from),
  t_contains: (a, b) => all(test(a.from, "<", b.from), test(a.to, ">", b.to)),
  t_disjoint: (a, b) => ({ is: "or", of: [test(a.to, "<", b.from), test(a.from, ">", b.to)] }),
  t_during: (a, b) => all(test(a.from, ">", b.from), test(a.to, "<", b.to)),
  t_equals: (a, b) => all(test(a.from, "=", b.from), test(a.to, "=", b.to)),
  t_finishedby: (a, b) => all(test(a.from, "<", b.from), test(a.to, "=", b.to)),
  t_finishes: (a, b) => all(test(a.from, ">", b.from), test(a.to, "=", b.to)),
  t_intersects: (a, b) => all(test(a.from, "<=", b.to), test(a.to, ">=", b.from)),
  t_meets: (a, b) => test(a.to, "=", b.from),
  t_metby: (a, b) => test(a.from, "=", b.to),
  t_overlappedby: (a, b) => all(test(a.from, ">", b.from), test(a.from, "<", b.to), test(a.to, ">", b.to)),
  t_overlaps: (a, b) => all(test(a.from, "<", b.from), test(a.to, ">", b.from), test(a.to, "<", b.to)),
  t_startedby: (a, b) => all(test(a.from, "=", b.from), test(a.to, ">", b.to)),
  t_starts: (a, b) => all(test(a.from, "=", b.from), test(a.to, "<", b.to)),
};
