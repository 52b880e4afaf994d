import { findZone, UTC } from "../time/zone.ts";
import { HOUR, MINUTE, type Millis, metres, span } from "../units.ts";
import type { Clause, Definition, Exception, Prohibition, SeverityRule } from "./agreement.ts";
import { distance, obligation, weapons } from "./build-obligation.ts";
import { given, many, momentOrNull, sourced } from "./build-words.ts";
import type { Moment } from "./moment-text.ts";
import type { WrittenClause, WrittenException } from "./schema-clause.ts";

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const hours = (h: { from: string; until: string; zone: string } | undefined) =>
  h && { from: minutes(h.from), until: minutes(h.until), zone: findZone(h.zone) ?? UTC };

const absolute = (m: Moment | null): Millis | null => (m?.kind === "absolute" ? m.at : null);

const once = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

/** A checked clause, its definitions worked in. */
export function clause(t: WrittenClause, definitions: readonly Definition[]): Clause {
  const use = (ids: string | readonly string[] | undefined): readonly Definition[] =>
    many(ids).flatMap((id) => definitions.find((d) => d.id === id) ?? []);
  const always = t.when?.from === "always";
  const starts = always ? null : momentOrNull(t.when?.from);
  const ends = momentOrNull(t.when?.until);
  const references = typeof t.reference === "string" ? {} : t.reference;
  const zones = use(t.where?.["as-defined"]).flatMap((d) => d.zones);
  return {
    id: t.id,
    title: t.title,
    reference: typeof t.reference === "string" ? t.reference : (Object.values(references)[0] ?? ""),
    references,
    text: t.text ?? {},
    authentic: t.authentic ?? [],
    subject: once(t.subject),
    standing: t.standing,
    ...given("prohibits", t.prohibits && prohibition(t.prohibits, use(t.prohibits["as-defined"]))),
    ...given("obliges", t.obliges && obligation(t.obliges, use(t.obliges["as-defined"]))),
    ...given(
      "permits",
      t.permits && {
        what: t.permits.what,
        acts: t.permits.acts ?? [],
        onlyIf: t.permits["only-if"] ?? [],
        notify: many(t.permits.notify),
      },
    ),
    ...given("defines", t.defines === undefined ? undefined : many(t.defines)),
    asDefined: once([
      ...many(t.prohibits?.["as-defined"]),
      ...many(t.obliges?.["as-defined"]),
      ...many(t.where?.["as-defined"]),
    ]),
    where: {
      inside: once([...many(t.where?.inside), ...zones]),
      outside: many(t.where?.outside),
      ...given("within", t.where?.within && { line: t.where.within.line, distance: metres(t.where.within.km * 1000) }),
    },
    when: {
      always,
      from: absolute(starts),
      until: absolute(ends),
      starts,
      ends,
      ...given("hours", hours(t.when?.hours)),
    },
    onlyUnder: many(t["only-under"]),
    ...given("containment", t.containment),
    ...given("threshold", t.threshold && { minCount: t.threshold["min-count"], unit: t.threshold.unit }),
    except: (t.except ?? []).map(exception),
    severity: (t.severity ?? []).map(severity),
    verifiedBy: many(t["verified-by"]),
    positions: (t.positions ?? []).map((p) => ({
      party: p.party,
      says: p.says,
      ...given("date", p.date),
      ...sourced(p),
    })),
    ...sourced(t),
  };
}

const prohibition = (p: NonNullable<WrittenClause["prohibits"]>, used: readonly Definition[]): Prohibition => ({
  acts: once([...(p.acts ?? []), ...used.flatMap((d) => d.acts)]),
  activities: once([...(p.activities ?? []), ...used.flatMap((d) => d.activities)]),
  weapons: [...weapons(p.weapons), ...used.flatMap((d) => d.weapons)],
  ...given("objects", p.objects),
  ...given("within", distance(p.within)),
  storage: many(p.storage),
});

function exception(e: WrittenException): Exception {
  const any = {
    id: e.id,
    acts: e.acts ?? [],
    starts: momentOrNull(e.from),
    ends: momentOrNull(e.until),
    ...given("hours", hours(e.hours)),
    ...given("scope", e.scope),
    ...given("note", e.note),
    ...sourced(e),
  };
  switch (e.kind) {
    case "self-defence":
      return {
        ...any,
        kind: e.kind,
        ...given("level", e.level),
        onlyIf: e["only-if"] ?? [],
        notify: many(e.notify),
      };
    case "activity":
      return { ...any, kind: e.kind, activities: e.activities };
    case "prior-notice":
    case "pre-notified-demining":
      return {
        ...any,
        kind: e.kind,
        lead: span(e["lead-hours"] * HOUR),
        overrun: span((e["overrun-minutes"] ?? 0) * MINUTE),
        to: many(e.to),
      };
    case "localised-ceasefire":
      return {
        ...any,
        kind: e.kind,
        ...given("zone", e.zone),
        overrun: span((e["overrun-minutes"] ?? 0) * MINUTE),
      };
  }
}

const severity = (s: NonNullable<WrittenClause["severity"]>[number]): SeverityRule => ({
  class: s.class,
  ...given("killed", s["killed-at-least"]),
  ...given("injured", s["injured-at-least"]),
  ...given("objects", s.objects),
  weapons: weapons(s.weapons),
  inside: many(s.inside),
  ...given("count", s["count-at-least"]),
  ...given("repeatedWithinDays", s["repeated-within-days"]),
  ...given("ordered", s.ordered),
  ...sourced(s),
});
