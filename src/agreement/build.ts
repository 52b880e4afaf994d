import { findZone, UTC } from "../time/zone.ts";
import type { Agreement, Definition, InForceReading, PendingReading } from "./agreement.ts";
import { clause } from "./build-clause.ts";
import { weapons } from "./build-obligation.ts";
import { given, instant, many, moment, momentOrNull, sourced } from "./build-words.ts";
import { polygonsOf, positionsOf } from "./geometry.ts";
import { guaranteesFrom } from "./guarantee-build.ts";
import { anchorsOf, resolveMoment } from "./moment.ts";
import type { Parts } from "./parts.ts";
import type { AgreementFile } from "./schema.ts";

/**
 * The agreement that a checked file means.
 * @param base the agreement that the file amends: its definitions can be used here
 * @throws TypeError where the file was not checked
 */
export function build(file: AgreementFile, parts: Parts | undefined, base?: Agreement): Agreement {
  const head = file.agreement;
  const definitions = Object.entries(file.definitions ?? {}).map(
    ([id, d]): Definition => ({
      id,
      term: d.term,
      text: d.text ?? {},
      ...given("means", d.means),
      acts: d.acts ?? [],
      activities: d.activities ?? [],
      weapons: weapons(d.weapons),
      zones: d.zones ?? [],
      ...sourced(d),
    }),
  );
  const usable = [...definitions, ...(base?.definitions ?? []).filter((d) => !definitions.some((o) => o.id === d.id))];
  const built: Agreement = {
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
    readings: [],
    pendingReadings: [],
    zones: (file.zones ?? []).map((z) => {
      const drawn = polygonsOf(z, parts);
      if ("problems" in drawn) throw new TypeError(`build: zone ${z.id} was not checked`);
      return {
        id: z.id,
        name: z.name ?? z.id,
        polygons: drawn.polygons,
        belongsTo: many(z["belongs-to"]),
        ...given("meetsCriteria", z["meets-criteria"]),
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
        ...given("markedOnGround", l["marked-on-ground"]),
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
    clauses: file.terms.map((t) => clause(t, usable)),
    events: (file.events ?? []).map((e) => ({
      id: e.id,
      name: e.name,
      at: e.at === undefined ? null : instant(e.at),
      ...sourced(e),
    })),
    definitions,
    interpretations: (file.interpretations ?? []).map((i) => ({
      id: i.id,
      by: i.by,
      date: i.date,
      clause: i.clause,
      text: i.text,
      effect: i.effect,
      acts: i.acts ?? [],
      activities: i.activities ?? [],
      objects: i.objects ?? [],
      weapons: weapons(i.weapons),
      from: momentOrNull(i.from),
      ...sourced(i),
    })),
    versions: (head.versions ?? []).map((v) => ({ id: v.id, date: v.date, status: v.status, ...sourced(v) })),
    ...given("guarantees", guaranteesFrom(file)),
    ...given(
      "amends",
      file.amends && {
        agreement: file.amends.agreement,
        file: file.amends.file,
        from: moment(file.amends.from),
        removes: many(file.amends.removes),
        ...sourced(file.amends),
      },
    ),
  };
  return { ...built, ...readingsOf(file, built) };
}

/** The readings whose window is known, and those that wait for an event. */
function readingsOf(file: AgreementFile, built: Agreement): Pick<Agreement, "readings" | "pendingReadings"> {
  const readings: InForceReading[] = [];
  const pendingReadings: PendingReading[] = [];
  const zone = built.missionZone;
  for (const r of file["in-force"] ?? []) {
    const stated = { from: moment(r.from), until: momentOrNull(r.until) };
    const from = resolveMoment(stated.from, anchorsOf(built, null), zone);
    const until =
      "at" in from && stated.until ? resolveMoment(stated.until, anchorsOf(built, from.at), zone) : undefined;
    const any = { id: r.reading, by: r.by, ...sourced(r) };
    if (!("at" in from)) pendingReadings.push({ ...any, ...stated, waitsFor: from.waitsFor });
    else
      readings.push({
        ...any,
        from: from.at,
        // An end that waits for something that has not happened is open.
        until: until && "at" in until ? until.at : null,
        ...(stated.from.kind === "absolute" && (stated.until === null || stated.until.kind === "absolute")
          ? {}
          : { stated }),
      });
  }
  return { readings, pendingReadings };
}
