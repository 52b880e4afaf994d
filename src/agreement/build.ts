import { parseInstant } from "../time/day.ts";
import { findZone, UTC } from "../time/zone.ts";
import { HOUR, type Millis, metres, span } from "../units.ts";
import type { Agreement, Clause, Exception, Prohibition, Sourced } from "./agreement.ts";
import { polygonsOf, positionsOf } from "./geometry.ts";
import type { Parts } from "./parts.ts";
import type { AgreementFile, WrittenClause, WrittenException } from "./schema.ts";

const many = (v: string | readonly string[] | undefined): readonly string[] =>
  v === undefined ? [] : typeof v === "string" ? [v] : v;

/** A member only where there is a value: what is not written is absent. */
const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

type WrittenSourced = { [K in "source"]?: string | string[] | undefined } & {
  words?: string | undefined;
  voice?: Sourced["voice"] | undefined;
  modality?: Sourced["modality"] | undefined;
};
const sourced = (w: WrittenSourced): Sourced => ({
  sources: many(w.source),
  ...given("words", w.words),
  ...given("voice", w.voice),
  ...given("modality", w.modality),
});

const instant = (text: string): Millis => {
  const at = parseInstant(text);
  if (at === null) throw new TypeError(`build: ${text} was not checked`);
  return at;
};
const instantOrNull = (text: string | undefined): Millis | null => (text === undefined ? null : instant(text));
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The agreement that a checked file means. @throws TypeError where the file was not checked */
export function build(file: AgreementFile, parts: Parts | undefined): Agreement {
  const head = file.agreement;
  return {
    id: head.id,
    title: head.title,
    status: head.status,
    parties: head.parties.map((p) => ({ id: p.id, name: p.name, ...sourced(p) })),
    thirdParties: (head["third-parties"] ?? []).map((p) => ({ id: p.id, name: p.name, role: p.role, ...sourced(p) })),
    missionZone: findZone(head["mission-zone"]) ?? UTC,
    demonstration: head.demonstration ?? false,
    containment: head.containment ?? 0.95,
    boundarySet: head["boundary-set"] ?? null,
    sources: Object.entries(file.sources ?? {}).map(([id, s]) => ({
      id,
      publisher: s.publisher,
      title: s.title,
      date: s.date,
      via: s.via ?? [],
      unseen: s.unseen ?? false,
      ...given("speaker", s.speaker),
      ...given("url", s.url),
      ...given("language", s.language),
    })),
    readings: (file["in-force"] ?? []).map((r) => ({
      id: r.reading,
      by: r.by,
      from: instant(r.from),
      until: instantOrNull(r.until),
      ...sourced(r),
    })),
    zones: (file.zones ?? []).map((z) => {
      const drawn = polygonsOf(z, parts);
      if ("problems" in drawn) throw new TypeError(`build: zone ${z.id} was not checked`);
      return {
        id: z.id,
        name: z.name ?? z.id,
        polygons: drawn.polygons,
        ...given("kind", z.kind),
        ...given("asOf", z["as-of"]),
        ...sourced(z),
      };
    }),
    lines: (file.lines ?? []).map((l) => {
      const drawn = positionsOf(l, parts);
      if ("problems" in drawn) throw new TypeError(`build: line ${l.id} was not checked`);
      return {
        id: l.id,
        name: l.name ?? l.id,
        appliesTo: l["applies-to"],
        positions: drawn.positions,
        ...given("asOf", l["as-of"]),
        ...sourced(l),
      };
    }),
    objects: (file.objects ?? []).map((o) => ({
      id: o.id,
      kinds: o.kinds,
      lacks: o.lacks ?? [],
      facilities: (o.facilities ?? []).map((f) => ({
        id: f.id,
        name: f.name,
        kind: f.kind,
        ...given("position", f.position),
      })),
      ...sourced(o),
    })),
    notices: (file.notices ?? []).map((n) => ({
      id: n.id,
      by: n.by,
      given: instant(n.given),
      from: instant(n.from),
      until: instant(n.until),
      activity: n.activity,
      ...given("zone", n.zone),
      ...sourced(n),
    })),
    clauses: file.terms.map(clause),
  };
}

function clause(t: WrittenClause): Clause {
  const hours = t.when?.hours;
  return {
    id: t.id,
    title: t.title,
    reference: t.reference,
    text: t.text ?? {},
    authentic: t.authentic ?? [],
    subject: [...new Set(t.subject)],
    standing: t.standing,
    ...given("prohibits", t.prohibits && prohibition(t.prohibits)),
    ...given(
      "obliges",
      t.obliges && {
        duty: t.obliges.duty,
        deadline: instantOrNull(t.obliges.deadline),
        ...given("progress", t.obliges.progress),
      },
    ),
    ...given("permits", t.permits && { what: t.permits.what, acts: t.permits.acts ?? [] }),
    where: {
      inside: many(t.where?.inside),
      outside: many(t.where?.outside),
      ...given("within", t.where?.within && { line: t.where.within.line, distance: metres(t.where.within.km * 1000) }),
    },
    when: {
      always: t.when?.from === "always",
      from: t.when?.from === "always" ? null : instantOrNull(t.when?.from),
      until: instantOrNull(t.when?.until),
      ...given(
        "hours",
        hours && { from: minutes(hours.from), until: minutes(hours.until), zone: findZone(hours.zone) ?? UTC },
      ),
    },
    ...given("threshold", t.threshold && { minCount: t.threshold["min-count"], unit: t.threshold.unit }),
    except: (t.except ?? []).map(exception),
    positions: (t.positions ?? []).map((p) => ({ party: p.party, says: p.says, ...sourced(p) })),
    ...sourced(t),
  };
}

const prohibition = (p: NonNullable<WrittenClause["prohibits"]>): Prohibition => ({
  acts: [...new Set(p.acts)],
  activities: p.activities ?? [],
  weapons: (p.weapons ?? []).map((w) => ({
    class: w.class,
    minMm: w["calibre-mm"]?.min ?? null,
    maxMm: w["calibre-mm"]?.max ?? null,
    models: w.models ?? [],
  })),
  ...given("objects", p.objects),
  ...given("within", p.within && { lines: many(p.within.line), perSide: metres(p.within["per-side-km"] * 1000) }),
});

function exception(e: WrittenException): Exception {
  const any = { id: e.id, ...given("scope", e.scope), ...given("note", e.note), ...sourced(e) };
  switch (e.kind) {
    case "self-defence":
      return { ...any, kind: e.kind };
    case "activity":
      return { ...any, kind: e.kind, activities: e.activities };
    case "prior-notice":
      return { ...any, kind: e.kind, lead: span(e["lead-hours"] * HOUR) };
    case "localised-ceasefire":
      return { ...any, kind: e.kind, ...given("zone", e.zone) };
  }
}
