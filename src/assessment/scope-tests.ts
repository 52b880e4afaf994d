import type { CompiledClause, CompiledLine, CompiledReading } from "../agreement/compile.ts";
import { atLevel, not, or, type Truth } from "../certainty.ts";
import type { Activity } from "../observation/observation.ts";
import { probabilityWithinOfLine } from "../place/line.ts";
import type { PreparedZone } from "../place/zone.ts";
import { during, type Interval } from "../time/interval.ts";
import { askAct } from "./act-test.ts";
import { type Context, probabilityIn, type Question } from "./context.ts";
import { duringHours, sayHours } from "./hours.ts";
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
export const insideOf = (c: Context, zone: PreparedZone): Truth =>
  asserted(c, zone) ?? atLevel(probabilityIn(c, zone), c.level);

export function sayInside(c: Context, zone: PreparedZone): string {
  const p = probabilityIn(c, zone);
  const computed = Number.isNaN(p)
    ? "no place is known that could be compared with it"
    : `probability of inside ${sayProbability(p)}, level ${c.level}`;
  const said = asserted(c, zone);
  if (said === undefined) return `zone "${zone.zone.name}": ${computed}`;
  return `zone "${zone.zone.name}": ${pick(said, "the observer asserts inside", "the observer asserts outside", "observers assert both inside and outside")}, which goes before the computed ${Number.isNaN(p) ? "test" : `answer "${pick(atLevel(p, c.level), "inside", "outside", "cannot tell")}"`} (${computed})`;
}

const askInside = (zones: readonly PreparedZone[]): Question => ({
  test: "where.inside",
  over: { zones, outside: false },
  ask: (c) => {
    let outcome: Truth = false;
    for (const zone of zones) {
      const inside = insideOf(c, zone);
      if (inside === true) return true;
      if (inside === "unknown") outcome = inside;
    }
    return outcome;
  },
  fact: constant("place"),
  say: (c, outcome) => sayZones(c, zones, outcome, pick(outcome, "inside", "not inside", "cannot tell whether inside")),
});

const askOutside = (zones: readonly PreparedZone[]): Question => ({
  test: "where.outside",
  over: { zones, outside: true },
  ask: (c) => not(or(zones.map((z) => insideOf(c, z)))),
  fact: constant("place"),
  say: (c, outcome) =>
    sayZones(
      c,
      zones,
      not(outcome),
      pick(outcome, "outside all of them", "not outside", "cannot tell whether outside"),
    ),
});

/** Of many zones only those that bear on the answer are named. */
function sayZones(c: Context, zones: readonly PreparedZone[], inside: Truth, answer: string): string {
  const named = zones.length === 1 ? zones : zones.filter((z) => insideOf(c, z) === inside && inside !== false);
  if (named.length === 0) return `none of the ${zones.length} zones: ${answer}`;
  const more = named.length > 3 ? `; and ${named.length - 3} more` : "";
  const said = named
    .slice(0, 3)
    .map((z) => sayInside(c, z))
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
export const askLine = (test: string, line: CompiledLine, distance: number): Question => {
  const probability = (c: Context) => probabilityWithinOfLine(c.place, line.positions, distance);
  return {
    test,
    ask: (c) => atLevel(probability(c), c.level),
    fact: constant("distance"),
    say: (c, outcome) => {
      const p = probability(c);
      const computed = Number.isNaN(p) ? "no place is known" : `probability ${sayProbability(p)}, level ${c.level}`;
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

/** The scope of a clause under a reading, in the order in which it is asked and told: cheap tests first. */
export function scopeQuestions(clause: CompiledClause, reading: CompiledReading): Question[] {
  return [
    ...(clause.always ? [] : [askWindow("in-force", reading.window, `in force under reading ${reading.reading.id}`)]),
    ...(clause.window ? [askWindow("when", clause.window, "the clause holds")] : []),
    askAct(clause),
    ...(clause.activities.length > 0 ? [askActivities(clause.activities)] : []),
    ...(clause.hours ? [askHours(clause.hours)] : []),
    ...(clause.inside.length > 0 ? [askInside(clause.inside)] : []),
    ...(clause.outside.length > 0 ? [askOutside(clause.outside)] : []),
    ...(clause.scopeLine ? [askLine("where.within", clause.scopeLine.line, clause.scopeLine.distance)] : []),
    askSubject(clause),
  ];
}
