import { canonical, type Json } from "../canonical.ts";
import { formatInstant } from "../time/day.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { byCodePoint, HOUR, MINUTE, type Millis } from "../units.ts";
import type { Agreement, Moment } from "./agreement.ts";
import { sayWeaponRule } from "./explain.ts";
import { saying } from "./say-clause.ts";
import { momentNotation, sayMoment } from "./say-moment.ts";

/** One value that differs. `path` is written as in the file: prohibits.within.per-side-km. Null: there is none. */
export interface ValueChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** "per-side-km was 15, is 25". */
  readonly words: string;
}

/** What became of one entry of a section. */
export interface EntryChange {
  readonly section: "in-force" | "zones" | "lines" | "objects" | "definitions" | "interpretations" | "terms";
  readonly id: string;
  readonly kind: "added" | "removed" | "changed";
  /** Of what was changed; by path. */
  readonly changes: readonly ValueChange[];
}

/** How keys of the agreement are called in the file. */
const WRITTEN: Readonly<Record<string, string>> = {
  perSide: "per-side-km",
  width: "width-km",
  distance: "km",
  lines: "line",
  minMm: "calibre-mm.min",
  maxMm: "calibre-mm.max",
  families: "family",
  asOf: "as-of",
  appliesTo: "applies-to",
  belongsTo: "belongs-to",
  meetsCriteria: "meets-criteria",
  markedOnGround: "marked-on-ground",
  minCount: "min-count",
  onlyUnder: "only-under",
  onlyIf: "only-if",
  verifiedBy: "verified-by",
  asDefined: "as-defined",
  startBy: "start-by",
  lead: "lead-hours",
  overrun: "overrun-minutes",
  starts: "from",
  ends: "until",
  killed: "killed-at-least",
  injured: "injured-at-least",
  repeatedWithinDays: "repeated-within-days",
  sources: "source",
  polygons: "shape",
};
/** Said by another key already. */
const SKIPPED = new Set(["when.from", "when.until", "asDefined"]);

const isClock = (v: unknown): v is Clock => typeof v === "object" && v !== null && "untils" in v && "name" in v;
const isMoment = (v: unknown): v is Moment =>
  typeof v === "object" && v !== null && "kind" in v && ["absolute", "relative", "quiet"].includes(String(v.kind));
const isLength = (v: unknown): boolean => typeof v === "object" && v !== null && "months" in v && "ms" in v;
const idsOf = (v: readonly unknown[]): readonly string[] | undefined => {
  const ids = v.map((o) => (typeof o === "object" && o !== null && "id" in o ? String(o.id) : undefined));
  return ids.length > 0 && ids.every((i) => i !== undefined) ? ids : undefined;
};

/**
 * What differs between two versions of an agreement, entry by entry and value by value, in the order of the later
 * version; what was removed comes last in its section. Neither version is "right".
 */
export function whatChanged(a: Agreement, b: Agreement): EntryChange[] {
  const sections = [
    ["in-force", [...a.readings, ...a.pendingReadings], [...b.readings, ...b.pendingReadings]],
    ["zones", a.zones, b.zones],
    ["lines", a.lines, b.lines],
    ["objects", a.objects, b.objects],
    ["definitions", a.definitions, b.definitions],
    ["interpretations", a.interpretations, b.interpretations],
    ["terms", a.clauses, b.clauses],
  ] as const;
  return sections.flatMap(([section, before, after]): EntryChange[] => {
    const old = new Map<string, object>(before.map((o) => [o.id, o]));
    const kept = new Set<string>(after.map((o) => o.id));
    return [
      ...after.flatMap((entry): EntryChange[] => {
        const was = old.get(entry.id);
        if (!was) return [{ section, id: entry.id, kind: "added", changes: [] }];
        const changes = difference(was, entry, [], { a, b });
        return changes.length > 0 ? [{ section, id: entry.id, kind: "changed", changes }] : [];
      }),
      ...before
        .filter((o) => !kept.has(o.id))
        .map((o): EntryChange => ({ section, id: o.id, kind: "removed", changes: [] })),
    ];
  });
}

interface Both {
  readonly a: Agreement;
  readonly b: Agreement;
}

/** What differs between two values of one key, value by value as the file would write them. */
export const valueChanges = (
  values: { readonly a: unknown; readonly b: unknown },
  key: string,
  agreements: { readonly a: Agreement; readonly b: Agreement },
): ValueChange[] => difference(values.a, values.b, [key], agreements);

function difference(x: unknown, y: unknown, path: readonly string[], both: Both): ValueChange[] {
  if (Object.is(x, y) || SKIPPED.has(path.join("."))) return [];
  const key = path.at(-1) ?? "";
  const [u, v] = [x, y].map((o) => (o === undefined || (Array.isArray(o) && o.length === 0) ? null : o));
  if (u === null && v === null) return [];
  if (Array.isArray(u) || Array.isArray(v)) return lists(asList(u), asList(v), path, both);
  if (isGroup(u) && isGroup(v) && (u as { kind?: unknown }).kind === (v as { kind?: unknown }).kind) {
    const keys = [...new Set([...Object.keys(u), ...Object.keys(v)])].sort(byCodePoint);
    return keys.flatMap((k) => difference(u[k], v[k], [...path, k], both));
  }
  const [before, after] = [say(u, key, both.a), say(v, key, both.b)];
  return before === after ? [] : [changed(path, before, after)];
}

const asList = (v: unknown): readonly unknown[] => (v === null ? [] : Array.isArray(v) ? v : [v]);

/** A group whose keys are compared one by one; what has words of its own is compared by these. */
const isGroup = (v: unknown): v is Readonly<Record<string, unknown>> =>
  typeof v === "object" && v !== null && !Array.isArray(v) && !isClock(v) && !isMoment(v) && !isLength(v) && !isRule(v);

const isRule = (v: unknown): v is Parameters<typeof sayWeaponRule>[0] =>
  typeof v === "object" && v !== null && "minMm" in v && "class" in v;

/** Entries with ids are compared by id; words are compared as a set; everything else as a whole. */
function lists(u: readonly unknown[], v: readonly unknown[], path: readonly string[], both: Both): ValueChange[] {
  const key = path.at(-1) ?? "";
  if (key === "polygons" || (key === "positions" && idsOf([...u, ...v]) === undefined && u.every(Array.isArray)))
    return canonical(u as Json) === canonical(v as Json)
      ? []
      : [changed(path, sayShape(u), sayShape(v), "is drawn otherwise")];
  if (idsOf([...u, ...v])) {
    const find = (list: readonly unknown[], id: string) => list.find((o) => (o as { id: unknown }).id === id);
    const ids = [...new Set([...(idsOf(u) ?? []), ...(idsOf(v) ?? [])])];
    return ids.flatMap((id) => {
      const [was, is] = [find(u, id), find(v, id)];
      if (was !== undefined && is !== undefined) return difference(was, is, [...path, id], both);
      const what = say(was ?? is, key, was === undefined ? both.b : both.a);
      return [changed([...path, id], was === undefined ? null : what, is === undefined ? null : what)];
    });
  }
  const [before, after] = [u.map((o) => say(o, key, both.a) ?? ""), v.map((o) => say(o, key, both.b) ?? "")];
  const [gone, come] = [before.filter((o) => !after.includes(o)), after.filter((o) => !before.includes(o))];
  if (gone.length === 0 && come.length === 0) return [];
  const words = [
    ...(come.length > 0 ? [`now also holds ${come.join(", ")}`] : []),
    ...(gone.length > 0 ? [`no longer holds ${gone.join(", ")}`] : []),
  ].join(", and ");
  return [changed(path, before.join(", ") || null, after.join(", ") || null, words)];
}

const sayShape = (v: readonly unknown[]): string | null => (v.length === 0 ? null : canonical(v as Json));

function changed(path: readonly string[], before: string | null, after: string | null, words?: string): ValueChange {
  const written = path.map((k) => WRITTEN[k] ?? k).join(".");
  const said =
    words ??
    (before === null
      ? `is new: ${after}`
      : after === null
        ? `is gone; it was ${before}`
        : `was ${before}, is ${after}`);
  return { path: written, before, after, words: `${written} ${said}` };
}

const KM = new Set(["perSide", "width", "distance"]);
const INSTANTS = new Set(["from", "until", "given", "at"]);

/** A value as the file would write it, or as a sentence says it. */
function say(v: unknown, key: string, agreement: Agreement): string | null {
  if (v === null || v === undefined) return null;
  if (isClock(v)) return v.name;
  if (isRule(v)) return sayWeaponRule(v);
  if (isMoment(v)) {
    const { p, named } = saying("en", agreement);
    return v.kind === "quiet" ? sayMoment(v, p, named) : momentNotation(v, agreement.missionZone);
  }
  if (typeof v === "number") {
    if (KM.has(key)) return String(Math.round(v) / 1000);
    if (key === "lead") return String(v / HOUR);
    if (key === "overrun") return String(v / MINUTE);
    return INSTANTS.has(key) ? formatInstant(v as Millis, agreement.missionZone, "minute") : String(v);
  }
  if (typeof v === "string") return v;
  if (typeof v === "boolean") return String(v);
  return canonical(JSON.parse(JSON.stringify(v, (_, o: unknown) => (isClock(o) ? o.name : o))));
}
