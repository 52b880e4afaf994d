import type { CompiledAgreement, CompiledClause, CompiledLine, CompiledReading } from "../agreement/compile.ts";
import { atLevel, not, or, type Truth } from "../certainty.ts";
import type { Activity } from "../observation/observation.ts";
import type { PreparedZone } from "../place/zone.ts";
import { during, type Interval } from "../time/interval.ts";
import { askAct } from "./act-test.ts";
import { type Context, probabilityIn, probabilityNear, type Question } from "./context.ts";
import { duringHours, sayHours } from "./hours.ts";
import { clauseWindow, duringUncertain, settled, type UncertainWindow } from "./moments.ts";
import type { RecordKnown } from "./record-known.ts";
import { anyOf, pick, sayKm, sayProbability, sayTime, sayWindow } from "./wording.ts";

const constant = (fact: string) => () => fact;

function askWindow(test: string, window: Interval, name: string): Question {
  return {
    test,
    over: { window },
    ask: (c) => during(c.facts.time, window),
    fact: constant("time"),
    say: (c, outcome) =>
      `it happened ${sayTime(c.facts.time, c.clock)}; ${name} ${sayWindow(window, c.clock)}: ${pick(outcome, "within it", "not within it", "cannot tell, as the time reaches over an end of it")}`,
  };
}

const askHours = (hours: NonNullable<CompiledClause["hours"]>): Question => ({
  test: "hours",
  ask: (c) => duringHours(c.facts.time, hours),
  fact: constant("time"),
  say: (c, outcome) =>
    `it happened ${sayTime(c.facts.time, c.clock)}; the clause holds daily from ${sayHours(hours)}: ${pick(outcome, "within these hours", "not within these hours", "cannot tell, as the time reaches over an end of these hours")}`,
});

/** What observers assert of the zone themselves: agreed true or false, "unknown" where they differ, undefined: nothing. */
export function asserted(c: Context, zone: PreparedZone): Truth | undefined {
  let found: Truth | undefined;
  for (const a of c.facts.assertedZones) {
    if (a.zone !== zone.zone.id) continue;
    const said = a.relation === "inside";
    found = found === undefined || found === said ? said : "unknown";
  }
  return found;
}

/** Inside the zone: as an observer asserts it, else as computed from the place at the containment level. */
export const insideOf = (c: Context, zone: PreparedZone, level: number): Truth =>
  asserted(c, zone) ?? atLevel(probabilityIn(c, zone), level);

export function sayInside(c: Context, zone: PreparedZone, level: number): string {
  const p = probabilityIn(c, zone);
  const computed = Number.isNaN(p)
    ? "no place is known that could be compared with it"
    : `probability of inside ${sayProbability(p)}, level ${level}`;
  const said = asserted(c, zone);
  if (said === undefined) return `zone "${zone.zone.name}": ${computed}`;
  return `zone "${zone.zone.name}": ${pick(said, "the observer asserts inside", "the observer asserts outside", "observers assert both inside and outside")}, which goes before the computed ${Number.isNaN(p) ? "test" : `answer "${pick(atLevel(p, level), "inside", "outside", "cannot tell")}"`} (${computed})`;
}

const askInside = (zones: readonly PreparedZone[], level: number): Question => ({
  test: "where.inside",
  over: { zones, outside: false, level },
  ask: (c) => {
    let outcome: Truth = false;
    for (const zone of zones) {
      const inside = insideOf(c, zone, level);
      if (inside === true) return true;
      if (inside === "unknown") outcome = inside;
    }
    return outcome;
  },
  fact: constant("place"),
  say: (c, outcome) =>
    sayZones(c, zones, level, outcome, pick(outcome, "inside", "not inside", "cannot tell whether inside")),
});

const askOutside = (zones: readonly PreparedZone[], level: number): Question => ({
  test: "where.outside",
  over: { zones, outside: true, level },
  ask: (c) => not(or(zones.map((z) => insideOf(c, z, level)))),
  fact: constant("place"),
  say: (c, outcome) =>
    sayZones(
      c,
      zones,
      level,
      not(outcome),
      pick(outcome, "outside all of them", "not outside", "cannot tell whether outside"),
    ),
});

/** Of many zones only those that bear on the answer are named. */
function sayZones(c: Context, zones: readonly PreparedZone[], level: number, inside: Truth, answer: string): string {
  const named = zones.length === 1 ? zones : zones.filter((z) => insideOf(c, z, level) === inside && inside !== false);
  if (named.length === 0) return `none of the ${zones.length} zones: ${answer}`;
  const more = named.length > 3 ? `; and ${named.length - 3} more` : "";
  const said = named
    .slice(0, 3)
    .map((z) => sayInside(c, z, level))
    .join("; ");
  return `${said}${more}: ${answer}`;
}

/** A prohibition of an activity speaks of what was that activity; where no source says what it was, it stays open. */
const askActivities = (listed: readonly Activity[]): Question => ({
  test: "activity",
  over: { set: "activities" },
  ask: ({ facts }) => {
    const seen = facts.activities;
    if (seen.length > 0 && seen.every((a) => listed.includes(a))) return true;
    return seen.length === 0 || seen.some((a) => a === "unknown" || listed.includes(a)) ? "unknown" : false;
  },
  fact: constant("activity"),
  say: ({ facts }, outcome) =>
    `the clause speaks of ${anyOf(listed)}; sources give ${anyOf(facts.activities, "and")}: ${pick(outcome, "one of them", "not one of them", "cannot tell")}`,
});

/** Nearer than a distance to a line. */
export const askLine = (test: string, line: CompiledLine, distance: number, level: number): Question => {
  const probability = (c: Context) => probabilityNear(c, line.positions, distance);
  return {
    test,
    ask: (c) => atLevel(probability(c), level),
    fact: constant("distance"),
    say: (c, outcome) => {
      const p = probability(c);
      const computed = Number.isNaN(p) ? "no place is known" : `probability ${sayProbability(p)}, level ${level}`;
      return `nearer than ${sayKm(distance)} to line "${line.name}": ${computed}: ${pick(outcome, "nearer", "not nearer", "cannot tell")}`;
    },
  };
};

/** Is the one who acted bound by the clause? Only a decision says who acted; direction and allegation never do. */
const askSubject = (clause: CompiledClause): Question => ({
  test: "subject",
  over: { always: clause.bindsAll ? true : "unknown" },
  ask: (c) => {
    const contradictory = new Set(c.attributions.map((a) => a.actor)).size > 1;
    const [first] = c.attributions;
    if (!first) return clause.bindsAll ? true : "unknown";
    if (!contradictory) return clause.subject.includes(first.actor);
    const bound = c.attributions.map((a) => clause.subject.includes(a.actor));
    return bound.every((b) => b) ? true : bound.every((b) => !b) ? false : "unknown";
  },
  fact: constant("actor"),
  say: (c, outcome) => {
    const bound = clause.bindsAll ? "the clause binds all parties" : `the clause binds ${anyOf(clause.subject, "and")}`;
    const named = [...new Set(c.attributions.map((a) => `${a.actor} (decision ${a.decision}, ${a.standard})`))];
    if (named.length === 0)
      return clause.bindsAll ? `${bound}, whoever of them acted` : `${bound}, and no decision says who acted`;
    return `${bound}; attributed to ${anyOf(named, "and")}: ${pick(outcome, "bound", "not bound", "decisions contradict each other")}`;
  },
});

/** A clause that stands under some readings only. */
const askReading = (reading: CompiledReading): Question => ({
  test: "reading",
  over: { always: false },
  ask: () => false,
  fact: constant("reading"),
  say: () => `the clause does not stand under reading ${reading.reading.id}`,
});

/** A window of which an end hangs on what has happened. */
function askMoment(test: string, w: UncertainWindow, name: string): Question {
  const window = settled(w);
  if (window) return askWindow(test, window, name);
  return {
    test,
    ...(window === null && { over: { always: false } }),
    ask: (c) => duringUncertain(c.facts.time, w),
    fact: constant(w.open ? "event" : "quiet-days"),
    say: (c, outcome) => {
      const at = `it happened ${sayTime(c.facts.time, c.clock)}`;
      const hangs = w.waitsFor === undefined ? "" : `, which hangs on ${w.waitsFor}`;
      if (w.early === null)
        return `${at}; ${name} from a moment that ${w.open ? "is not known" : "has not come"}${hangs}: ${pick(outcome, "within it", "not within it", "cannot tell")}`;
      const late =
        w.late === null ? "never yet, if all that may have broken the quiet did" : sayWindow(w.late, c.clock);
      return `${at}; ${name} ${sayWindow(w.early, c.clock)}, or ${late}${hangs}: ${pick(outcome, "within either", "not within either", "cannot tell")}`;
    },
  };
}

/** The scope of a clause under a reading, in the order in which it is asked and told: cheap tests first. */
export function scopeQuestions(
  compiled: CompiledAgreement,
  clause: CompiledClause,
  reading: CompiledReading,
  record?: RecordKnown,
): Question[] {
  const when = clauseWindow(compiled, clause, reading.reading, record);
  const stands = clause.onlyUnder.length === 0 || clause.onlyUnder.includes(reading.reading.id);
  return [
    ...(stands ? [] : [askReading(reading)]),
    ...(clause.always ? [] : [askWindow("in-force", reading.window, `in force under reading ${reading.reading.id}`)]),
    ...(when ? [askMoment("when", when, "the clause holds")] : []),
    askAct(clause),
    ...(clause.activities.length > 0 ? [askActivities(clause.activities)] : []),
    ...(clause.hours ? [askHours(clause.hours)] : []),
    ...(clause.inside.length > 0 ? [askInside(clause.inside, clause.level)] : []),
    ...(clause.outside.length > 0 ? [askOutside(clause.outside, clause.level)] : []),
    ...(clause.scopeLine
      ? [askLine("where.within", clause.scopeLine.line, clause.scopeLine.distance, clause.level)]
      : []),
    askSubject(clause),
  ];
}
