import type { Assessment } from "../assessment/assessment.ts";
import { resultCodes } from "../assessment/codes.ts";
import { columnsOf, type FoundIncident } from "../assessment/columns.ts";
import { type CountInterval, type CountUnit, sumCounts } from "../observation/count.ts";
import type { Interval } from "../time/interval.ts";
import { byCodePoint, type Millis } from "../units.ts";
import { type Cause, type Figure, type FigureBounds, type FigureRow, sumOf } from "./figure.ts";
import type { Side, SideOptions } from "./side.ts";

/** Which figure of a record: incidents, events of a unit as heard or as fused, contrary conduct, breaches. */
export type Series =
  | { readonly of: "incidents" }
  | { readonly of: "heard" | "fused"; readonly unit: CountUnit }
  | { readonly of: "contrary" | "breaches"; readonly clause: string };

export interface FigureInput {
  /** All incidents of the history, those that rest on claims alone included. */
  readonly incidents: readonly FoundIncident[];
  readonly series: Series;
  readonly side: Side;
  readonly options?: SideOptions;
  readonly says: string;
  readonly period: Interval | null;
  readonly watched: readonly Interval[] | null;
  readonly record: Figure["record"];
}

const EDGE = 8.64e15;
const end = (ms: number | undefined): Millis | null =>
  ms === undefined || Math.abs(ms) >= EDGE ? null : (ms as Millis);

/** A figure of a record with every incident that it counts, may count, or leaves out, and why. */
export function figureOf(input: FigureInput): Figure {
  const { incidents, series, side, says, period, watched, record } = input;
  const judge = countingOf(input);
  let uncounted = 0;
  const rows = incidents
    .map(({ incident, facts }): FigureRow => {
      const {
        count,
        left,
        without = 0,
      } = incident.status === "claimed"
        ? { count: NOTHING, left: "claim-without-observation" as const }
        : judge({ incident, facts });
      uncounted += without;
      return {
        id: incident.id,
        same: incident.members.map((m) => m.observation.id).sort(byCodePoint),
        words: facts.acts.join(" or "),
        count,
        unit: "unit" in series ? series.unit : "incident",
        from: end(facts.time.from),
        until: end(facts.time.until),
        accuses: null,
        left,
      };
    })
    .sort((x, y) => byCodePoint(x.id, y.id));
  const { reading, window } = side.reading;
  const judged = series.of === "contrary" || series.of === "breaches";
  return {
    what:
      "clause" in series
        ? `${series.of}: ${series.clause}`
        : "unit" in series
          ? `${series.of}: ${series.unit}`
          : series.of,
    says,
    basis: "record",
    value: sumOf(rows),
    units: ["unit" in series ? series.unit : "incident"],
    from: end(period?.from),
    until: end(period?.until),
    zone: side.compiled.missionZone.name,
    reading: judged ? reading.id : null,
    inForce: judged ? { from: end(window.from), until: end(window.until) } : null,
    accuses: null,
    area: null,
    watched,
    record,
    source: null,
    rows,
    uncounted,
  };
}

const NOTHING: FigureBounds = { atLeast: 0, atMost: 0 };
const ONE: FigureBounds = { atLeast: 1, atMost: 1 };

interface Judged {
  readonly count: FigureBounds;
  readonly left: Cause | null;
  readonly without?: number;
}

function countingOf({ incidents, series, side, options }: FigureInput): (found: FoundIncident) => Judged {
  if (series.of === "incidents") return () => ({ count: ONE, left: null });
  if ("unit" in series) return ({ facts }) => counted(facts[series.of], series.unit);
  const clauses = side.compiled.clauses.filter((c) => c.clause.id === series.clause);
  const columns = columnsOf(incidents);
  const codes = resultCodes(
    columns,
    { ...side.compiled, clauses },
    { ...options, readings: [side.reading.reading.id] },
  );
  const at = new Map(Array.from({ length: columns.size }, (_, row) => [columns.id(row), row]));
  const attributed = new Map<string, Set<string>>();
  for (const { incident, actor } of options?.attributions ?? [])
    attributed.set(incident, (attributed.get(incident) ?? new Set()).add(actor));
  return ({ incident }) => {
    const code = codes.at(at.get(incident.id) as number, 0, 0);
    const result = codes.result(code);
    if (result === "contrary")
      return series.of === "breaches" && attributed.get(incident.id)?.size !== 1
        ? { count: NOTHING, left: "not-attributed" }
        : { count: ONE, left: null };
    if (result === "indeterminate")
      return series.of === "breaches" && attributed.get(incident.id)?.size !== 1
        ? { count: NOTHING, left: "not-attributed" }
        : { count: { atLeast: 0, atMost: 1 }, left: "not-determined" };
    return { count: NOTHING, left: leftBy(result, codes.test(code)) };
  };
}

/** Why an incident is not counted, by its result and the test that excluded it. */
function leftBy(result: Assessment["result"], test: string | undefined): Cause {
  if (result === "exempt") return "exempt";
  if (result === "not-contrary") return "not-contrary";
  if (test === undefined) return "unexplained";
  if (test === "in-force" || test === "reading") return "start-reading";
  if (test === "when" || test === "hours") return "cut-off";
  if (test.startsWith("where.")) return "zone";
  return test === "subject" ? "not-attributed" : "other-act";
}

function counted(counts: readonly CountInterval[], unit: CountUnit): Judged {
  const own = counts.filter((c) => c.unit === unit);
  const { min, max, uncounted } = sumCounts(own);
  return { count: { atLeast: min, atMost: max }, left: own.length === 0 ? "unit" : null, without: uncounted };
}
