import type { WeaponRule } from "../agreement/agreement.ts";
import type { CompiledAgreement, CompiledLine, CompiledStorage } from "../agreement/compile.ts";
import { and, atLevel, or, type Truth } from "../certainty.ts";
import type { WeaponFinding } from "../observation/observation.ts";
import { probabilityWithinOfLine } from "../place/line.ts";
import type { PreparedZone } from "../place/zone.ts";
import { byCodePoint, type Metres } from "../units.ts";
import type { FoundIncident } from "./columns.ts";
import type { Context } from "./context.ts";
import { type AssessOptions, contexts, readingsOf } from "./evaluate.ts";
import { linePeriods, whicheverHolds } from "./line-periods.ts";
import { insideOf, scopeQuestions } from "./scope-tests.ts";
import { weaponsAre } from "./weapon-is.ts";

/**
 * The three-way finding on a weapon under a withdrawal (domain.md a, withdrawal line): nearer than the line allows;
 * behind it, and outside the storage of its side; in a site that does not meet the criteria, so that it cannot be
 * verified as withdrawn. "in-storage" is none of them: it is where it should be.
 */
export const THREE_WAYS = [
  "in-violation",
  "beyond-line-outside-storage",
  "not-verified-as-withdrawn",
  "in-storage",
] as const;
export type ThreeWay = (typeof THREE_WAYS)[number];

/** Where weapons may not be, and where they have to be. */
export interface Withdrawal {
  readonly subject: readonly string[];
  readonly weapons: readonly WeaponRule[];
  readonly level: number;
  /** Zones to leave. */
  readonly from: readonly PreparedZone[];
  readonly beyond: { readonly lines: readonly CompiledLine[]; readonly distance: Metres } | undefined;
  readonly storage: readonly CompiledStorage[];
}

/** What an incident shows of a withdrawal. */
export interface FoundWeapon {
  /** What the geometry gives: a finding, null where none of the weapons is covered, or "indeterminate" with the fact that would decide it. */
  readonly computed: ThreeWay | null | "indeterminate";
  readonly fact?: "weapon" | "distance" | "place" | "actor";
  /** What observers say themselves, each once. It stands beside the computed finding and never in its place. */
  readonly asserted: readonly WeaponFinding[];
}

/** Asks whether weapons are covered, nearer than allowed, and in which site, for one side or for each that is bound. */
export function weaponFinding(c: Context, w: Withdrawal, compiled: CompiledAgreement): FoundWeapon {
  const asserted = assertedFindings(c);
  const covered: Truth = w.weapons.length === 0 ? true : weaponsAre(c.facts.weapons, w.weapons);
  if (covered === false) return { computed: null, asserted };
  if (covered === "unknown") return { computed: "indeterminate", fact: "weapon", asserted };
  const actors = [...new Set(c.attributions.map((a) => a.actor))];
  const sides = actors.length === 1 ? w.subject.filter((p) => p === actors[0]) : w.subject;
  if (sides.length === 0) return { computed: null, asserted };
  const found = sides.map((side) => ofSide(c, w, side, compiled));
  const [first] = found as [ReturnType<typeof ofSide>, ...ReturnType<typeof ofSide>[]];
  const open = found.find((f) => f.computed === "indeterminate");
  if (open) return { ...open, asserted };
  return found.every((f) => f.computed === first.computed)
    ? { ...first, asserted }
    : { computed: "indeterminate", fact: "actor", asserted };
}

function ofSide(
  c: Context,
  w: Withdrawal,
  side: string,
  compiled: CompiledAgreement,
): Pick<FoundWeapon, "computed" | "fact"> {
  const inZone = or(w.from.map((z) => insideOf(c, z, w.level)));
  let near: Truth = false;
  if (w.beyond) {
    const { lines, distance } = w.beyond;
    const own = lines.filter((l) => l.appliesTo.includes(side)).map((line) => ({ line }));
    near =
      own.length === 0
        ? "unknown"
        : whicheverHolds(own, side, linePeriods(compiled, lines), c.facts.time, ({ line }) =>
            atLevel(probabilityWithinOfLine(c.place, line.positions, distance), w.level),
          );
  }
  const forbidden = or([inZone, near]);
  if (forbidden === true) return { computed: "in-violation" };
  if (forbidden === "unknown") return { computed: "indeterminate", fact: near === "unknown" ? "distance" : "place" };
  const sites = w.storage.filter((s) => s.belongsTo.length === 0 || s.belongsTo.includes(side));
  const within = sites.map((s) => ({ meets: s.meetsCriteria, inside: insideOf(c, s.zone, w.level) }));
  if (within.some((s) => s.meets && s.inside === true)) return { computed: "in-storage" };
  if (within.some((s) => s.inside === "unknown")) return { computed: "indeterminate", fact: "place" };
  if (within.some((s) => s.inside === true)) return { computed: "not-verified-as-withdrawn" };
  // Without a list of sites there is nothing to be outside of.
  return sites.length === 0 ? { computed: null } : { computed: "beyond-line-outside-storage" };
}

function assertedFindings(c: Context): WeaponFinding[] {
  const told = c.incident.members.filter((m) => m.role !== "claims").flatMap((m) => m.observation.weaponFinding ?? []);
  return [...new Set(told)].sort(byCodePoint);
}

/** Findings counted apart: at least, and with what is indeterminate at most. Never added to one figure. */
export type WeaponFindingTotals = Readonly<Record<ThreeWay, { readonly atLeast: number; readonly atMost: number }>>;

/**
 * Counts findings; an indeterminate one may be any of those that its tests leave open, and is added to each at most.
 * One that may lie outside the time or the place that is asked for (`unsure`) is added at most.
 */
export function countFindings(found: Iterable<FoundWeapon & { readonly unsure?: boolean }>): WeaponFindingTotals {
  const totals = Object.fromEntries(THREE_WAYS.map((t) => [t, { atLeast: 0, atMost: 0 }])) as Record<
    ThreeWay,
    { atLeast: number; atMost: number }
  >;
  for (const { computed, unsure } of found) {
    if (computed === null) continue;
    for (const way of THREE_WAYS) {
      if (computed === way && unsure !== true) totals[way].atLeast++;
      if (computed === way || computed === "indeterminate") totals[way].atMost++;
    }
  }
  return totals;
}

/** The three findings of one clause under one reading, each at least and at most. */
export interface ClauseFindings {
  readonly clause: string;
  readonly reading: string;
  readonly totals: WeaponFindingTotals;
}

/**
 * The three findings over a record, under every clause that names storage sites and every reading under which it stands.
 * A weapon counts where the clause speaks of it: while the reading and the clause hold, in its area, of a side that it
 * binds; where that cannot be told, it counts at most.
 */
export function withdrawalFindings(
  incidents: Iterable<FoundIncident>,
  compiled: CompiledAgreement,
  options: AssessOptions = {},
): ClauseFindings[] {
  const clauses = compiled.clauses.filter((c) => c.storage.length > 0);
  const asked = readingsOf(compiled, options.readings).flatMap((reading) =>
    clauses
      .filter((c) => c.onlyUnder.length === 0 || c.onlyUnder.includes(reading.reading.id))
      .map((clause) => ({
        clause,
        reading: reading.reading.id,
        // Whose it is only the line and the sites can tell apart.
        scope: scopeQuestions(compiled, clause, reading, options.record).filter((q) => q.test !== "subject"),
        found: [] as (FoundWeapon & { readonly unsure: boolean })[],
      })),
  );
  if (asked.length === 0) return [];
  const contextOf = contexts(compiled, options);
  for (const { incident, facts } of incidents) {
    if (incident.status !== "recorded" || facts.weapons.length === 0) continue;
    const context = contextOf(incident, facts);
    for (const { clause, scope, found } of asked) {
      const speaks = and(scope.map((q) => q.ask(context)));
      if (speaks === false) continue;
      const one = weaponFinding(context, { ...clause, from: [], beyond: clause.conductLines }, compiled);
      found.push({ ...one, unsure: speaks !== true });
    }
  }
  return asked.map(({ clause, reading, found }) => ({
    clause: clause.clause.id,
    reading,
    totals: countFindings(found),
  }));
}
