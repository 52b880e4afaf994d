import type { Activity, ObjectKind } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import type { Position } from "../place/place.ts";
import { type PreparedZone, prepareZone } from "../place/zone.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { type Metres, type Millis, millis } from "../units.ts";
import type { Agreement, Clause, DailyHours, InForceReading, Notice, WeaponRule } from "./agreement.ts";

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

export type CompiledException =
  | { readonly kind: "self-defence"; readonly id: string; readonly disputed: boolean }
  | { readonly kind: "activity"; readonly id: string; readonly activities: readonly Activity[] }
  | {
      readonly kind: "notice";
      readonly id: string;
      readonly notices: readonly CompiledNotice[];
      readonly local: boolean;
    };

export interface CompiledNotice {
  readonly notice: Notice;
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
  /** The clause's own window; undefined: none. */
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
  readonly threshold: Clause["threshold"];
  readonly exceptions: readonly CompiledException[];
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
        ? "an obligation: whether it is fulfilled is not yet evaluated"
        : "a permission: nothing can be contrary to it",
    }));
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
          window: when.from === null && when.until === null ? undefined : windowOf(when.from, when.until),
          hours: when.hours,
          inside: where.inside.map((id) => get(zones, id)),
          outside: where.outside.map((id) => get(zones, id)),
          scopeLine: where.within && { line: get(lines, where.within.line), distance: where.within.distance },
          activities: p.activities,
          weapons: p.weapons,
          objects: list,
          conductLines: p.within && { lines: p.within.lines.map((id) => get(lines, id)), distance: p.within.perSide },
          threshold: clause.threshold,
          exceptions: clause.except.map((e): CompiledException => {
            if (e.kind === "self-defence") return { kind: e.kind, id: e.id, disputed: e.scope === "disputed" };
            if (e.kind === "activity") return { kind: e.kind, id: e.id, activities: e.activities };
            const local = e.kind === "localised-ceasefire";
            const notices = agreement.notices
              .filter((n) => local === (n.activity === "localised-ceasefire"))
              .filter((n) => !local || e.zone === undefined || n.zone === e.zone)
              .map((notice) => ({
                notice,
                window: { from: notice.from, until: notice.until },
                zone: notice.zone === undefined ? undefined : get(zones, notice.zone),
                inTime: local || notice.given + e.lead <= notice.from,
              }));
            return { kind: "notice", id: e.id, notices, local };
          }),
        },
      ];
    }),
    excluded,
  };
}
