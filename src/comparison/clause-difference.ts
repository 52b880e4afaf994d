import type { Agreement, Clause } from "../agreement/agreement.ts";
import { sayClause, sayWeaponRule } from "../agreement/explain.ts";
import { valueChanges } from "../agreement/what-changed.ts";
import { canonical, sha256Hex } from "../canonical.ts";
import { formatInstant } from "../time/day.ts";
import { byCodePoint } from "../units.ts";
import type { Both } from "./side.ts";

/** One thing that two texts say differently, in words; null: nothing is said of it. */
export interface Difference {
  readonly field: string;
  readonly a: string | null;
  readonly b: string | null;
}

const list = (words: readonly string[]): string | null => (words.length === 0 ? null : words.join(", "));
const km = (metres: number): string => `${Math.round(metres) / 1000} km`;

/** The words of the text in every language that it is given in. */
const textOf = (c: Clause): string | null =>
  list(
    Object.entries(c.text)
      .sort(([x], [y]) => byCodePoint(x, y))
      .map(([language, words]) => `${language}${c.authentic.includes(language) ? " (authentic)" : ""}: ${words}`),
  );

type Field = (c: Clause, agreement: Agreement) => string | null;

/** What is compared one by one, in words. All else of a clause is compared as data. */
const FIELDS: Readonly<Record<string, Field>> = {
  id: (c) => c.id,
  title: (c) => c.title,
  reference: (c) => c.reference,
  text: textOf,
  standing: (c) => c.standing,
  "who is bound": (c) => list([...c.subject].sort(byCodePoint)),
  acts: (c) => list(c.prohibits?.acts ?? []),
  activities: (c) => list(c.prohibits?.activities ?? []),
  weapons: (c) => list((c.prohibits?.weapons ?? []).map(sayWeaponRule)),
  objects: (c, agreement) => {
    const id = c.prohibits?.objects;
    if (id === undefined) return null;
    const kinds = agreement.objects.find((o) => o.id === id)?.kinds ?? [];
    return `list ${id}: ${kinds.join(", ")}`;
  },
  "distance from lines": (c) => {
    const within = c.prohibits?.within;
    return within === undefined ? null : `${km(within.perSide)} from ${within.lines.join(", ")}, per side`;
  },
  where: (c) => {
    const { inside, outside, within } = c.where;
    return list([
      ...(inside.length > 0 ? [`inside ${inside.join(", ")}`] : []),
      ...(outside.length > 0 ? [`outside ${outside.join(", ")}`] : []),
      ...(within ? [`nearer than ${km(within.distance)} to ${within.line}`] : []),
    ]);
  },
  threshold: (c) => (c.threshold ? `at least ${c.threshold.minCount} (unit: ${c.threshold.unit})` : null),
  exceptions: (c) => list(c.except.map((e) => `${e.id} (${e.kind}${e.scope === undefined ? "" : `, ${e.scope}`})`)),
};

/** Keys of a clause that FIELDS speaks of, and those that say only where a value comes from. */
const SPOKEN_OF = new Set([
  "id",
  "title",
  "reference",
  "text",
  "authentic",
  "standing",
  "subject",
  "prohibits",
  "where",
]);
const PROVENANCE = new Set(["sources", "words", "voice", "modality", "note", "threshold", "except"]);

/** The same within a duty, a step or a position. */
const ORIGIN = new Set(["source", "words", "voice", "modality"]);

/**
 * What differs between two clauses, field by field in words, and last what the machine makes of each ("as tested"),
 * where that differs. Where a value comes from is no difference of the text.
 */
export function clauseDifferences(clauses: Both<Clause>, agreements: Both<Agreement>): Difference[] {
  const { a, b } = clauses;
  const found: Difference[] = [];
  for (const [field, of] of Object.entries(FIELDS)) {
    const [x, y] = [of(a, agreements.a), of(b, agreements.b)];
    if (x !== y) found.push({ field, a: x, b: y });
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(byCodePoint);
  for (const key of keys) {
    if (SPOKEN_OF.has(key) || PROVENANCE.has(key)) continue;
    const [x, y] = [a, b].map((c) => (c as unknown as Readonly<Record<string, unknown>>)[key]);
    for (const { path, before, after } of valueChanges({ a: x, b: y }, key, agreements))
      if (!path.split(".").some((part) => ORIGIN.has(part))) found.push({ field: path, a: before, b: after });
  }
  const [x, y] = [sayClause(a, agreements.a), sayClause(b, agreements.b)];
  if (x !== y) found.push({ field: "as tested", a: x, b: y });
  return found;
}

/** What differs between two agreements beside their clauses: the instrument, the reading, parties, shapes. */
export function agreementDifferences(
  agreements: Both<Agreement>,
  readings: Both<Agreement["readings"][number]>,
): Difference[] {
  const { a, b } = agreements;
  const pairs: [string, string | null, string | null][] = [
    ["agreement", `${a.id}: ${a.title}`, `${b.id}: ${b.title}`],
    ["status", a.status, b.status],
    ["reading", `${readings.a.id}, by ${readings.a.by}`, `${readings.b.id}, by ${readings.b.by}`],
    ["in force from", instant(readings.a.from, a), instant(readings.b.from, b)],
    ["in force until", instant(readings.a.until, a), instant(readings.b.until, b)],
    ["parties", list(a.parties.map((p) => p.id)), list(b.parties.map((p) => p.id))],
    ["clocks", a.missionZone.name, b.missionZone.name],
    ["containment level", String(a.containment), String(b.containment)],
    ...named("zone", a.zones, b.zones),
    ...named("line", a.lines, b.lines),
    ...named("object list", a.objects, b.objects),
    ...named("notice", a.notices, b.notices),
  ];
  return pairs.filter(([, x, y]) => x !== y).map(([field, x, y]) => ({ field, a: x, b: y }));
}

const instant = (at: Agreement["readings"][number]["from"] | null, { missionZone }: Agreement): string =>
  at === null ? "open" : formatInstant(at, missionZone, "minute");

/** Things with ids that stand in one text alone or differ in content. */
function named<T extends { readonly id: string }>(
  what: string,
  a: readonly T[],
  b: readonly T[],
): [string, string | null, string | null][] {
  const [ofA, ofB] = [new Map(a.map((x) => [x.id, x])), new Map(b.map((x) => [x.id, x]))];
  const ids = [...new Set([...ofA.keys(), ...ofB.keys()])].sort(byCodePoint);
  return ids.flatMap((id): [string, string | null, string | null][] => {
    const [x, y] = [ofA.get(id), ofB.get(id)];
    if (!x || !y) return [[`${what} ${id}`, x ? "stands here" : null, y ? "stands here" : null]];
    if (content(x) === content(y)) return [];
    return [[`${what} ${id}`, fingerprint(x), fingerprint(y)]];
  });
}

const content = (value: object): string => canonical(JSON.parse(JSON.stringify({ ...value, sources: null })));

/** A shape or a list is too long to be said; that it is another one can be checked. */
const fingerprint = (value: object): string =>
  `its own content (fingerprint ${sha256Hex(content(value)).slice(0, 12)})`;
