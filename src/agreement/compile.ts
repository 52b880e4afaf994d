import type { Activity, ObjectKind } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import type { Position } from "../place/place.ts";
import { type PreparedZone, prepareZone } from "../place/zone.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { type Metres, type Millis, millis } from "../units.ts";
import type {
  Agreement,
  AgreementZone,
  Clause,
  DailyHours,
  Exception,
  InForceReading,
  Moment,
  Notice,
  SeverityRule,
  WeaponRule,
} from "./agreement.ts";
import { type Anchors, anchorsOf, resolveMoment } from "./moment.ts";

/** First and last instants that a Date can hold: ends of an open window. */
export const EARLIEST: Millis = millis(-8.64e15);
export const LATEST: Millis = millis(8.64e15);

/** A reading with its window closed at the ends of time. */
export interface CompiledReading {
  readonly reading: InForceReading;
  readonly window: Interval;
}

export interface CompiledLine {
  readonly id: string;
  readonly name: string;
  readonly appliesTo: readonly string[];
  readonly positions: readonly Position[];
}

/** What narrows an exception: only these acts (empty: all), these hours, and from and until these moments. */
interface Narrowed {
  readonly acts: readonly ActId[];
  readonly hours: DailyHours | undefined;
  readonly starts: Moment | null;
  readonly ends: Moment | null;
}
export type CompiledException = Narrowed &
  (
    | { readonly kind: "self-defence"; readonly id: string; readonly disputed: boolean }
    | { readonly kind: "activity"; readonly id: string; readonly activities: readonly Activity[] }
    | {
        readonly kind: "notice";
        readonly id: string;
        readonly notices: readonly CompiledNotice[];
        readonly local: boolean;
      }
  );

export interface CompiledNotice {
  readonly notice: Notice;
  /** As announced, and the overrun that the exception allows. */
  readonly window: Interval;
  readonly zone: PreparedZone | undefined;
  /** Given early enough for the exception's lead time. */
  readonly inTime: boolean;
}

/** A prohibition made ready for fast tests. */
export interface CompiledClause {
  readonly clause: Clause;
  readonly acts: readonly ActId[];
  readonly subject: readonly string[];
  /** Every party to the agreement is bound: whoever of them acted, the clause was meant. */
  readonly bindsAll: boolean;
  readonly always: boolean;
  /** Containment level of the clause. */
  readonly level: number;
  /** Ids of the readings under which the clause stands; empty: all. */
  readonly onlyUnder: readonly string[];
  /** The clause's own absolute window; undefined: none. Ends that hang on the reading or the record: `windowUnder`. */
  readonly window: Interval | undefined;
  readonly hours: DailyHours | undefined;
  readonly inside: readonly PreparedZone[];
  readonly outside: readonly PreparedZone[];
  readonly scopeLine: { readonly line: CompiledLine; readonly distance: Metres } | undefined;
  /** Empty: whatever the activity. */
  readonly activities: readonly Activity[];
  readonly weapons: readonly WeaponRule[];
  readonly objects:
    | { readonly id: string; readonly kinds: readonly ObjectKind[]; readonly lacks: readonly ObjectKind[] }
    | undefined;
  readonly conductLines: { readonly lines: readonly CompiledLine[]; readonly distance: Metres } | undefined;
  /** Storage sites of the three-way weapon finding, each with whose it is. */
  readonly storage: readonly CompiledStorage[];
  readonly threshold: Clause["threshold"];
  readonly exceptions: readonly CompiledException[];
  readonly severity: readonly SeverityRule[];
}

export interface CompiledStorage {
  readonly zone: PreparedZone;
  readonly belongsTo: readonly string[];
  /** The site meets the criteria of the text; weapons in one that does not cannot be verified as withdrawn. */
  readonly meetsCriteria: boolean;
}

/** An obligation made ready: its zones indexed, its lines resolved. */
export interface CompiledObligation {
  readonly clause: Clause;
  readonly obligation: NonNullable<Clause["obliges"]>;
  readonly level: number;
  readonly onlyUnder: readonly string[];
  /** Zones to leave, to deploy to, to clear or to open. */
  readonly zones: readonly PreparedZone[];
  readonly beyond: { readonly lines: readonly CompiledLine[]; readonly distance: Metres } | undefined;
  readonly storage: readonly CompiledStorage[];
}

/** An agreement made ready to assess incidents. */
export interface CompiledAgreement {
  readonly agreement: Agreement;
  readonly level: number;
  readonly missionZone: Clock;
  readonly parties: readonly string[];
  readonly readings: readonly CompiledReading[];
  /** The clauses that are assessed, in the order of the file. */
  readonly clauses: readonly CompiledClause[];
  /** Clauses that are listed and left out of the assessment, and why. */
  readonly excluded: readonly { readonly clause: string; readonly reason: string }[];
  /** Obligations, in the order of the file. */
  readonly obligations: readonly CompiledObligation[];
}

const windowOf = (from: Millis | null, until: Millis | null): Interval => ({
  from: from ?? EARLIEST,
  until: until ?? LATEST,
});

/** Prepares an agreement: zones indexed, names resolved, windows closed. @throws TypeError where a name refers to nothing: such an agreement has not been parsed */
export function compile(agreement: Agreement): CompiledAgreement {
  const zones = new Map(agreement.zones.map((z) => [z.id, prepareZone(z)]));
  const lines = new Map(
    agreement.lines.map((l): [string, CompiledLine] => [
      l.id,
      { id: l.id, name: l.name, appliesTo: l.appliesTo, positions: l.positions },
    ]),
  );
  const get = <T>(map: ReadonlyMap<string, T>, id: string): T => {
    const found = map.get(id);
    if (found === undefined) throw new TypeError(`compile: no "${id}"`);
    return found;
  };
  const parties = agreement.parties.map((p) => p.id);
  const excluded = agreement.clauses
    .filter((c) => c.prohibits === undefined)
    .map((c) => ({
      clause: c.id,
      reason: c.obliges
        ? "an obligation: its rows stand apart, by party"
        : c.defines
          ? "a definition: nothing can be contrary to it"
          : "a permission: nothing can be contrary to it",
    }));
  const linesOf = (ids: readonly string[]) => ids.map((id) => get(lines, id));
  const storageOf = (ids: readonly string[]): CompiledStorage[] =>
    ids.map((id) => {
      const written = agreement.zones.find((z) => z.id === id) as AgreementZone;
      return {
        zone: get(zones, id),
        belongsTo: written.belongsTo,
        meetsCriteria: written.meetsCriteria === true,
      };
    });
  return {
    agreement,
    level: agreement.containment,
    missionZone: agreement.missionZone,
    parties,
    readings: agreement.readings.map((reading) => ({ reading, window: windowOf(reading.from, reading.until) })),
    clauses: agreement.clauses.flatMap((clause) => {
      const p = clause.prohibits;
      if (!p) return [];
      const { when, where } = clause;
      const list = p.objects === undefined ? undefined : agreement.objects.find((o) => o.id === p.objects);
      if (p.objects !== undefined && !list) throw new TypeError(`compile: no "${p.objects}"`);
      return [
        {
          clause,
          acts: p.acts,
          subject: clause.subject,
          bindsAll: parties.every((id) => clause.subject.includes(id)),
          always: when.always,
          level: clause.containment ?? agreement.containment,
          onlyUnder: clause.onlyUnder,
          window: when.from === null && when.until === null ? undefined : windowOf(when.from, when.until),
          hours: when.hours,
          inside: where.inside.map((id) => get(zones, id)),
          outside: where.outside.map((id) => get(zones, id)),
          scopeLine: where.within && { line: get(lines, where.within.line), distance: where.within.distance },
          activities: p.activities,
          weapons: p.weapons,
          objects: list,
          conductLines: p.within && { lines: linesOf(p.within.lines), distance: p.within.perSide },
          storage: storageOf(p.storage),
          threshold: clause.threshold,
          exceptions: clause.except.map((e) => compileException(e, agreement, (id) => get(zones, id))),
          severity: clause.severity,
        },
      ];
    }),
    excluded,
    obligations: agreement.clauses.flatMap((clause) => {
      const o = clause.obliges;
      if (!o) return [];
      const places =
        o.kind === "withdraw-by"
          ? o.from
          : o.kind === "deploy-by"
            ? o.to
            : o.kind === "dismantle" || o.kind === "grant-access"
              ? o.inside
              : [];
      const beyond = o.kind === "withdraw-by" ? o.beyond : undefined;
      return [
        {
          clause,
          obligation: o,
          level: clause.containment ?? agreement.containment,
          onlyUnder: clause.onlyUnder,
          zones: places.map((id) => get(zones, id)),
          beyond: beyond && { lines: linesOf(beyond.lines), distance: beyond.perSide },
          storage: o.kind === "withdraw-by" ? storageOf(o.storage) : [],
        },
      ];
    }),
  };
}

function compileException(e: Exception, agreement: Agreement, zone: (id: string) => PreparedZone): CompiledException {
  const any = { id: e.id, acts: e.acts, hours: e.hours, starts: e.starts, ends: e.ends };
  if (e.kind === "self-defence") return { ...any, kind: e.kind, disputed: e.scope === "disputed" };
  if (e.kind === "activity") return { ...any, kind: e.kind, activities: e.activities };
  const local = e.kind === "localised-ceasefire";
  const notices = agreement.notices
    .filter((n) => local === (n.activity === "localised-ceasefire"))
    .filter((n) => !local || e.zone === undefined || n.zone === e.zone)
    .filter((n) => e.kind !== "pre-notified-demining" || DEMINING.includes(n.activity))
    .map((notice) => ({
      notice,
      window: { from: notice.from, until: millis(Math.min(notice.until + e.overrun, LATEST)) },
      zone: notice.zone === undefined ? undefined : zone(notice.zone),
      inTime: local || notice.given + e.lead <= notice.from,
    }));
  return { ...any, kind: "notice", notices, local };
}

/** What a notice of demining can announce. */
export const DEMINING: readonly string[] = ["demining", "controlled-explosion"];

/**
 * The clause's own window under a reading, its relative ends resolved.
 * @param known what only the record knows: fulfilment, quiet days
 * @returns the window, or undefined where the clause has none; `waitsFor` says what an end still hangs on: a
 *   beginning that waits has no window yet, an end that waits is open
 */
export function windowUnder(
  compiled: CompiledAgreement,
  clause: Clause,
  reading: InForceReading,
  known: Pick<Anchors, "done" | "quiet"> = {},
): { readonly window: Interval | undefined; readonly waitsFor?: string } {
  const { starts, ends } = clause.when;
  if (starts === null && ends === null) return { window: undefined };
  const anchors = anchorsOf(compiled.agreement, reading.from, known);
  const from = starts && resolveMoment(starts, anchors, compiled.missionZone);
  if (from && !("at" in from)) return { window: undefined, waitsFor: from.waitsFor };
  const until = ends && resolveMoment(ends, anchors, compiled.missionZone);
  const window = windowOf(from?.at ?? null, until && "at" in until ? until.at : null);
  return until && !("at" in until) ? { window, waitsFor: until.waitsFor } : { window };
}
