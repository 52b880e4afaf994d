import { sayClause } from "../agreement/explain.ts";
import { CONDUCTS, type Conduct } from "../assessment/assessment.ts";
import type { FoundIncident } from "../assessment/columns.ts";
import { explainer } from "../assessment/explain.ts";
import type { ObligationResult } from "../assessment/obligation.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { byCodePoint, type Millis } from "../units.ts";
import { type CheckNext, checkNext } from "./check-next.ts";
import { agreementDifferences, clauseDifferences, type Difference } from "./clause-difference.ts";
import { type Compared, type ComparedClause, moved, NONE, STRONGEST } from "./compared.ts";
import { type PartyDifference, partyDifferences, type ZoneDifference, zoneDifferences } from "./dimensions.ts";
import { type ComparedLadder, compareLadders } from "./ladder-moments.ts";
import { type ComparedObligation, compareObligations } from "./obligations.ts";
import { type ComparedPlacement, comparePlacements } from "./placement.ts";
import { differingTests, groupedReasons, type IncidentChange, type Reason } from "./reasons.ts";
import { type Bounds, type Replayed, replay } from "./replay.ts";
import { agreementsOf, type Both, both, type Side } from "./side.ts";

/** Incidents by their result under a clause; for an obligation or a permission, and where a text has no such clause: null. */
export type Results = Readonly<Record<Conduct, number>>;

export interface ComparedTerm {
  readonly by: ComparedClause["by"];
  readonly clause: { readonly a: string | null; readonly b: string | null };
  readonly title: { readonly a: string | null; readonly b: string | null };
  readonly reference: { readonly a: string | null; readonly b: string | null };
  /** Plain English of the clause as data: what is tested. */
  readonly says: { readonly a: string | null; readonly b: string | null };
  /** What the two texts say differently. */
  readonly differences: readonly Difference[];
  /** Both ask the same of every incident. */
  readonly sameTest: boolean;
  readonly results: { readonly a: Results | null; readonly b: Results | null };
  /** Incidents whose result differs, by what it is on either side and by the tests that it turns on. */
  readonly reasons: readonly Reason[];
}

/** Incidents that are this under all clauses of A together, and that under those of B. */
export interface IncidentMove {
  readonly a: Conduct;
  readonly b: Conduct;
  readonly incidents: readonly string[];
}

/** Incidents that count under one side alone. Certain: contrary there, and neither contrary nor open on the other side. */
export interface OnlyUnder {
  readonly certain: readonly string[];
  /** It cannot be told there whether it is contrary, and on the other side it certainly is not. */
  readonly possible: readonly string[];
}

export interface ComparedDay {
  readonly period: string;
  readonly contrary: Both<Bounds>;
  readonly exempt: Both<number>;
  readonly indeterminate: Both<number>;
}

export interface SideNamed {
  readonly agreement: string;
  readonly title: string;
  readonly status: string;
  readonly demonstration: boolean;
  readonly reading: string;
  readonly by: string;
  readonly from: Millis;
  readonly until: Millis | null;
}

/** What two texts, or two readings of one, make of the same history. */
export interface Comparison {
  readonly sides: Both<SideNamed>;
  /** Neither the texts nor any result differ. */
  readonly same: boolean;
  readonly zone: string;
  readonly incidents: number;
  /** Incidents of which a decision that stands says who did it. */
  readonly attributed: number;
  /** Incidents that count: contrary under at least one clause (at least), or that may be (at most). */
  readonly counts: Both<Bounds>;
  readonly onlyUnder: Both<OnlyUnder>;
  /** Contrary under one side, open under the other: certain here, possible there. */
  readonly firmerUnder: Both<readonly string[]>;
  readonly moves: readonly IncidentMove[];
  readonly text: readonly Difference[];
  readonly terms: readonly ComparedTerm[];
  /** Duties row by row; [] where neither text has any, or they were not judged. */
  readonly obligations: readonly ComparedObligation[];
  readonly parties: readonly PartyDifference[];
  readonly zones: readonly ZoneDifference[];
  readonly days: readonly ComparedDay[];
  readonly undated: ComparedDay;
  readonly changes: readonly IncidentChange[];
  readonly checkNext: Both<CheckNext>;
  /** Null: neither text has a ladder. */
  readonly ladder: ComparedLadder | null;
  readonly placements: readonly ComparedPlacement[];
}

export interface ComparisonOptions {
  readonly clock: Clock;
  readonly period: Interval | null;
  /** The duties of each side as judged over the record, of the readings compared and perhaps of others. */
  readonly obligations?: Both<readonly ObligationResult[]>;
}

/**
 * The whole difference of two texts over one history, with the reason for every incident that they treat otherwise.
 * @param compared from `compareResults` with `countEqual`
 */
export function comparisonOf(compared: Compared, options: ComparisonOptions): Comparison {
  const { columns, sides, options: decided } = compared.input;
  const agreements = agreementsOf(sides);
  const changes = changesOf(compared);
  const terms = compared.clauses.map((c) => termOf(c, changes, agreements));
  const text = agreementDifferences(
    agreements,
    both(sides, (s) => s.reading.reading),
  );
  const placements = comparePlacements(agreements);
  const obligations = options.obligations
    ? compareObligations(
        compared.clauses,
        both(options.obligations, (rows, k) => rows.filter((r) => r.reading === sides[k].reading.reading.id)),
      )
    : [];
  const ids = (from: readonly number[]): readonly string[] => from.map((row) => columns.id(row)).sort(byCodePoint);
  const series = both(sides, (side, k) =>
    replay({
      columns,
      side,
      ...(decided && { options: decided[k] }),
      by: "day",
      clock: options.clock,
      period: options.period,
    }),
  );
  const incidents = Array.from({ length: columns.size }, (_, row): FoundIncident => columns.incident(row));
  return {
    sides: both(sides, named),
    same:
      changes.length === 0 &&
      text.length === 0 &&
      terms.every((t) => t.differences.length === 0) &&
      obligations.every((o) => o.same) &&
      placements.every((p) => p.same),
    zone: options.clock.name,
    incidents: columns.size,
    attributed: attributed(decided?.a.attributions ?? [], incidents),
    counts: both(series, (s) => s.total.contrary),
    onlyUnder: {
      a: { certain: ids(rows(compared, "contrary", CLEAR)), possible: ids(rows(compared, "indeterminate", CLEAR)) },
      b: { certain: ids(rows(compared, CLEAR, "contrary")), possible: ids(rows(compared, CLEAR, "indeterminate")) },
    },
    firmerUnder: {
      a: ids(rows(compared, "contrary", "indeterminate")),
      b: ids(rows(compared, "indeterminate", "contrary")),
    },
    moves: STRONGEST.flatMap((a) =>
      STRONGEST.flatMap((b) => {
        const found = a === b ? [] : rows(compared, a, b);
        return found.length > 0 ? [{ a, b, incidents: ids(found) }] : [];
      }),
    ),
    text,
    terms,
    obligations,
    parties: partyDifferences(compared),
    zones: zoneDifferences(compared),
    days: daysOf(series),
    undated: dayOf("", series.a.undated, series.b.undated),
    changes,
    checkNext: both(sides, ({ compiled, reading }, k) =>
      checkNext(incidents, compiled, { ...decided?.[k], readings: [reading.reading.id] }, 20),
    ),
    ladder: compareLadders(compared),
    placements,
  };
}

const attributed = (
  decisions: readonly { readonly incident: string }[],
  incidents: readonly FoundIncident[],
): number => {
  const named = new Set(decisions.map((d) => d.incident));
  return incidents.filter(({ incident }) => named.has(incident.id)).length;
};

const CLEAR: readonly Conduct[] = ["exempt", "not-contrary", "not-applicable"];

/** Changed rows that are one of these under A and one of those under B. */
function rows(compared: Compared, a: Conduct | readonly Conduct[], b: Conduct | readonly Conduct[]): number[] {
  const is = (wanted: Conduct | readonly Conduct[], strongest: number) =>
    typeof wanted === "string" ? STRONGEST[strongest] === wanted : wanted.includes(STRONGEST[strongest] as Conduct);
  const found: number[] = [];
  compared.changed.forEach((row, k) => {
    if (is(a, compared.strongest.a[k] as number) && is(b, compared.strongest.b[k] as number)) found.push(row);
  });
  return found;
}

function named({ compiled: { agreement }, reading: { reading } }: Side): SideNamed {
  return {
    agreement: agreement.id,
    title: agreement.title,
    status: agreement.status,
    demonstration: agreement.demonstration,
    reading: reading.id,
    by: reading.by,
    from: reading.from,
    until: reading.until,
  };
}

const conductOf = (result: number): Conduct | null => (result === NONE ? null : (CONDUCTS[result] as Conduct));

/** Every incident × clause that comes out otherwise, with the tests that differ; by incident, then in the order of the clauses. */
export function changesOf({ clauses, changed, input }: Compared): IncidentChange[] {
  const { columns, sides, options } = input;
  const explain = both(sides, ({ compiled }, side) => explainer(compiled, options?.[side] ?? {}));
  const found: IncidentChange[] = [];
  const order = [...changed].sort((x, y) => byCodePoint(columns.id(x), columns.id(y)));
  for (const row of order)
    for (const { a, b, same, results } of clauses) {
      if (same || !results) continue;
      const [x, y] = [conductOf(results.a[row] as number), conductOf(results.b[row] as number)];
      if ((x ?? "not-applicable") === (y ?? "not-applicable")) continue;
      const incident = columns.incident(row);
      const trace = both({ a: x, b: y }, (result, side) => {
        const clause = side === "a" ? a : b;
        return result === null || !clause
          ? null
          : explain[side].explain(incident, clause.id, sides[side].reading.reading.id);
      });
      found.push({
        incident: columns.id(row),
        clause: { a: a?.id ?? null, b: b?.id ?? null },
        a: x,
        b: y,
        because: differingTests(trace.a, trace.b),
      });
    }
  return found;
}

function termOf(
  clause: ComparedClause,
  changes: readonly IncidentChange[],
  agreements: ReturnType<typeof agreementsOf>,
): ComparedTerm {
  const { a, b, by, same, results } = clause;
  const of = <T>(get: (c: NonNullable<typeof a>) => T) => ({ a: a ? get(a) : null, b: b ? get(b) : null });
  const own = changes.filter((c) => c.clause.a === (a?.id ?? null) && c.clause.b === (b?.id ?? null));
  return {
    by,
    clause: of((c) => c.id),
    title: of((c) => c.title),
    reference: of((c) => c.reference),
    says: { a: a && sayClause(a, agreements.a), b: b && sayClause(b, agreements.b) },
    differences:
      a && b
        ? clauseDifferences({ a, b }, agreements)
        : [{ field: "clause", a: a ? "stands here" : null, b: b ? "stands here" : null }],
    sameTest: same,
    results: results ? { a: totals(clause, "a"), b: totals(clause, "b") } : { a: null, b: null },
    reasons: groupedReasons(own),
  };
}

/** Incidents by result on one side; null where that side has no such clause, or none that is assessed. */
function totals({ moves, results }: ComparedClause, side: "a" | "b"): Results | null {
  if (!results || results[side].every((r) => r === NONE)) return null;
  const other = [...CONDUCTS, null];
  const sum = (c: Conduct): number =>
    other.reduce((n, o) => n + (side === "a" ? moved(moves, c, o) : moved(moves, o, c)), 0);
  return Object.fromEntries(CONDUCTS.map((c) => [c, sum(c)])) as Record<Conduct, number>;
}

const EMPTY = { contrary: { atLeast: 0, atMost: 0 }, exempt: 0, indeterminate: 0 };
type DaySide = Pick<Replayed["undated"], "contrary" | "exempt" | "indeterminate">;

const dayOf = (period: string, a: DaySide, b: DaySide): ComparedDay => ({
  period,
  contrary: { a: a.contrary, b: b.contrary },
  exempt: { a: a.exempt, b: b.exempt },
  indeterminate: { a: a.indeterminate, b: b.indeterminate },
});

/** Days on which the two sides differ. */
function daysOf({ a, b }: Both<Replayed>): ComparedDay[] {
  const ofB = new Map(b.series.map((e) => [e.period, e]));
  return a.series
    .map((e) => dayOf(e.period, e, ofB.get(e.period) ?? EMPTY))
    .filter(
      ({ contrary: c, exempt: e, indeterminate: i }) =>
        c.a.atLeast !== c.b.atLeast || c.a.atMost !== c.b.atMost || e.a !== e.b || i.a !== i.b,
    );
}
