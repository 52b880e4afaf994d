import type { Interpretation } from "../agreement/agreement.ts";
import type { CompiledAgreement, CompiledClause } from "../agreement/compile.ts";
import { LATEST } from "../agreement/compile.ts";
import { anchorsOf, resolveMoment } from "../agreement/moment.ts";
import { and, not, or, type Truth } from "../certainty.ts";
import { during } from "../time/interval.ts";
import { actTest } from "./act-test.ts";
import type { Context, Question } from "./context.ts";
import { objectsAre, weaponsAre } from "./weapon-is.ts";
import { pick } from "./wording.ts";

/**
 * The interpretations of a clause that a body gave. What a party says of a clause is its position and changes nothing:
 * else each party would read its own conduct out of the text.
 */
export function interpretationsOf(
  compiled: CompiledAgreement,
  clause: CompiledClause,
  entered: readonly Interpretation[] = [],
): readonly Interpretation[] {
  const parties = new Set(compiled.parties);
  return [...compiled.agreement.interpretations, ...entered].filter(
    (i) => i.clause === clause.clause.id && !parties.has(i.by),
  );
}

const activityIs = (c: Context, listed: Interpretation["activities"]): Truth => {
  const seen = c.facts.activities;
  if (seen.length > 0 && seen.every((a) => listed.includes(a))) return true;
  return seen.length === 0 || seen.some((a) => a === "unknown" || listed.includes(a)) ? "unknown" : false;
};

/** Whether an incident is of the kind that the interpretation speaks of, and after it began to apply. */
export function matches(i: Interpretation, c: Context, compiled: CompiledAgreement): Truth {
  const tests: Truth[] = [];
  if (i.acts.length > 0) tests.push(actTest(c.facts.acts, c.facts.labelBasis, i.acts));
  if (i.activities.length > 0) tests.push(activityIs(c, i.activities));
  if (i.objects.length > 0) tests.push(objectsAre(c.facts.objects, i.objects, []));
  if (i.weapons.length > 0) tests.push(weaponsAre(c.facts.weapons, i.weapons));
  if (i.from !== null) {
    const from = resolveMoment(i.from, anchorsOf(compiled.agreement, null), compiled.missionZone);
    tests.push("at" in from ? during(c.facts.time, { from: from.at, until: LATEST }) : "unknown");
  }
  return and(tests);
}

const cited = (i: Interpretation): string => `interpretation ${i.id} by ${i.by}, ${i.date}: ${i.text}`;

/** "does-not-cover" takes what matches out of the clause. */
const outOf = (i: Interpretation, compiled: CompiledAgreement): Question => ({
  test: `interpretation.${i.id}`,
  ask: (c) => not(matches(i, c, compiled)),
  fact: () => "interpretation",
  say: (_, outcome) =>
    `${cited(i)}; what it speaks of does not fall under the clause: ${pick(outcome, "this is not of that kind", "this is of that kind", "cannot tell whether this is of that kind")}`,
});

const exempting = (i: Interpretation, compiled: CompiledAgreement): Question => ({
  test: `except.${i.id}`,
  ask: (c) => matches(i, c, compiled),
  fact: () => "interpretation",
  say: (_, outcome) =>
    `${cited(i)}; what it speaks of is exempt: ${pick(outcome, "this is of that kind", "this is not of that kind", "cannot tell whether this is of that kind")}`,
});

/** "confirms" and "none" are shown and change nothing. */
const shown = (i: Interpretation): Question => ({
  test: `interpretation.${i.id}`,
  over: { always: true },
  ask: () => true,
  fact: () => "interpretation",
  say: () => `${cited(i)}; it changes no result`,
});

/** "covers" widens what the clause names by what matches: a test of acts, activities, objects or weapons. */
function widened(question: Question, covering: readonly Interpretation[], compiled: CompiledAgreement): Question {
  if (covering.length === 0 || !["act", "activity", "objects", "weapons"].includes(question.test)) return question;
  const { over: _, ...own } = question;
  const used = (c: Context) => covering.filter((i) => matches(i, c, compiled) !== false);
  return {
    ...own,
    ask: (c) => or([question.ask(c), ...covering.map((i) => matches(i, c, compiled))]),
    say: (c, outcome) => {
      const plain = question.ask(c);
      const more = used(c).map((i) => `; ${cited(i)}; what it speaks of falls under the clause`);
      return plain === outcome || more.length === 0
        ? question.say(c, plain)
        : `${question.say(c, plain)}${more.join("")}: ${pick(outcome, "it does", "it does not", "cannot tell")}`;
    },
  };
}

/** The questions of a clause with the interpretations of bodies worked in. */
export function interpreted(
  questions: {
    readonly scope: readonly Question[];
    readonly conduct: readonly Question[];
    readonly exceptions: readonly Question[];
  },
  interpretations: readonly Interpretation[],
  compiled: CompiledAgreement,
): { scope: readonly Question[]; conduct: readonly Question[]; exceptions: readonly Question[] } {
  if (interpretations.length === 0) return questions;
  const of = (effect: Interpretation["effect"]) => interpretations.filter((i) => i.effect === effect);
  const covering = of("covers");
  const wide = (q: Question) => widened(q, covering, compiled);
  return {
    scope: [
      ...questions.scope.map(wide),
      ...of("does-not-cover").map((i) => outOf(i, compiled)),
      ...[...of("confirms"), ...of("none")].map(shown),
    ],
    conduct: questions.conduct.map(wide),
    exceptions: [...questions.exceptions, ...of("exempts").map((i) => exempting(i, compiled))],
  };
}
