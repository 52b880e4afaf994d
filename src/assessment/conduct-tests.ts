import type { WeaponRule } from "../agreement/agreement.ts";
import type { CompiledAgreement, CompiledClause } from "../agreement/compile.ts";
import { sayWeaponRule } from "../agreement/explain.ts";
import { or, type Truth } from "../certainty.ts";
import type { CountInterval } from "../observation/count.ts";
import type { Observation } from "../observation/observation.ts";
import type { Context, Question } from "./context.ts";
import { linePeriods, whicheverHolds } from "./line-periods.ts";
import { askLine } from "./scope-tests.ts";
import { objectsAre, weaponsAre } from "./weapon-is.ts";
import { anyOf, pick } from "./wording.ts";

type Weapon = NonNullable<Observation["weapon"]>;

const sayWeapon = (w: Weapon): string =>
  `${w.class}${w.model === undefined ? "" : ` ${w.model}`}${w.calibreMm === undefined ? "" : ` ${w.calibreMm} mm`} (${w.certainty})`;

const askWeapons = (rules: readonly WeaponRule[]): Question => ({
  test: "weapons",
  over: { set: "weapons" },
  ask: ({ facts }) => weaponsAre(facts.weapons, rules),
  fact: () => "weapon",
  say: ({ facts }, outcome) => {
    const asked = `the clause covers ${anyOf(rules.map(sayWeaponRule))}`;
    if (facts.weapons.length === 0) return `${asked}; no source states the weapon`;
    return `${asked}; sources give ${anyOf([...new Set(facts.weapons.map(sayWeapon))], "and")}: ${pick(outcome, "covered", "not covered", "cannot tell")}`;
  },
});

/**
 * Nearer than a distance to the line of the party that acted. Where no decision says who that was, certain is only
 * what holds for every party that is bound, each by its own line; a party without a line leaves it open.
 */
function askLines(
  compiled: CompiledAgreement,
  { lines, distance }: NonNullable<CompiledClause["conductLines"]>,
  { subject, level }: CompiledClause,
): Question {
  const periods = linePeriods(compiled, lines);
  const questions = lines.map((line) => ({ line, question: askLine("within", line, distance, level) }));
  const parties = (c: Context) => {
    const actors = new Set(c.attributions.map((a) => a.actor));
    const decided = actors.size === 1 ? subject.filter((p) => actors.has(p)) : [];
    return decided.length > 0 ? decided : subject;
  };
  const linesOf = (party: string) => questions.filter(({ line }) => line.appliesTo.includes(party));
  const answers = (c: Context) =>
    parties(c).map((party): Truth => {
      const own = linesOf(party);
      if (own.length === 0) return "unknown";
      return whicheverHolds(own, party, periods, c.facts.time, ({ question }) => question.ask(c));
    });
  return {
    test: "within",
    ask: (c) => {
      const all = answers(c);
      return all.every((a) => a === true) ? true : all.every((a) => a === false) ? false : "unknown";
    },
    // Certain for each line, and not the same for all: who acted decides it.
    fact: (c) => (answers(c).includes("unknown") ? "distance" : "actor"),
    say: (c, outcome) => {
      const bound = parties(c);
      const relevant = questions.filter(({ line }) =>
        line.appliesTo.some((p) => bound.includes(p) && periods.holds(line.id, p, c.facts.time) !== false),
      );
      const without = bound.filter((p) => linesOf(p).length === 0);
      const each = relevant.map(({ line, question }) => `${question.say(c, question.ask(c))}${periods.words(line.id)}`);
      if (without.length > 0) each.push(`no line is drawn for ${anyOf(without, "and")}`);
      if (each.length === 1) return each[0] as string;
      return `${each.join("; ")}; each party is held by its own line: ${pick(outcome, "nearer for all", "not nearer for any", "cannot tell without knowing more")}`;
    },
  };
}

/** An object counts as hit only as a source states it; nearness says nothing. */
const askObjects = (list: NonNullable<CompiledClause["objects"]>): Question => ({
  test: "objects",
  over: { set: "objects" },
  ask: ({ facts }) => objectsAre(facts.objects, list.kinds, list.lacks),
  fact: () => "object",
  say: ({ facts }, outcome) => {
    const asked = `the list ${list.id} protects ${anyOf(list.kinds, "and")}`;
    if (facts.objects.length === 0)
      return `${asked}; no source states which object was hit, and nearness to one says nothing`;
    const stated = anyOf(
      [...new Set(facts.objects.map((o) => `${o.kind}${o.name === undefined ? "" : ` (${o.name})`}`))],
      "and",
    );
    return `${asked}; a source states that it hit ${stated}: ${pick(outcome, "protected", "not protected", "the list says that it does not settle this kind")}`;
  },
});

const countable = (n: CountInterval): boolean => n.form !== "duration" && n.form !== "rate";

const askThreshold = (t: NonNullable<CompiledClause["threshold"]>): Question => ({
  test: "threshold",
  over: { set: "counts" },
  ask: ({ facts }) => {
    const counts = facts.fused.filter((n) => n.unit === t.unit && countable(n));
    if (counts.length === 0) return "unknown";
    return or(
      counts.map((n) => (n.min >= t.minCount ? true : n.max !== null && n.max < t.minCount ? false : "unknown")),
    );
  },
  fact: () => "count",
  say: ({ facts }, outcome) => {
    const asked = `the clause asks for at least ${t.minCount} (unit: ${t.unit})`;
    const counts = facts.fused.filter((n) => n.unit === t.unit && countable(n));
    if (counts.length === 0) return `${asked}; no source counts in that unit`;
    const counted = counts.map((n) =>
      n.max === n.min ? `${n.min}` : n.max === null ? `at least ${n.min}` : `${n.min} to ${n.max}`,
    );
    return `${asked}; as fused there were ${anyOf(counted)}: ${pick(outcome, "reached", "not reached", "cannot tell")}`;
  },
});

/** The conduct tests of a clause, in the order in which they are asked and told. */
export function conductQuestions(compiled: CompiledAgreement, clause: CompiledClause): Question[] {
  return [
    ...(clause.weapons.length > 0 ? [askWeapons(clause.weapons)] : []),
    ...(clause.objects ? [askObjects(clause.objects)] : []),
    ...(clause.conductLines ? [askLines(compiled, clause.conductLines, clause)] : []),
    ...(clause.threshold ? [askThreshold(clause.threshold)] : []),
  ];
}
