import type { CompiledAgreement } from "../agreement/compile.ts";
import type { Conduct } from "../assessment/assessment.ts";
import type { FoundIncident } from "../assessment/columns.ts";
import { conductOf } from "../assessment/conduct.ts";
import type { Context, Question } from "../assessment/context.ts";
import { type AssessOptions, contexts, questionsOf } from "../assessment/evaluate.ts";
import type { Truth } from "../certainty.ts";
import { byCodePoint } from "../units.ts";

/** One result that a fact would decide. */
export interface WouldSettle {
  readonly clause: string;
  readonly reading: string;
  /** What the result can become once the fact is known, in the order of CONDUCTS; "indeterminate": it may stay open. */
  readonly becomes: readonly Conduct[];
}

/** One fact of one incident that is not known and that results turn on. It names a fact and who told of it, never a place. */
export interface ToCheck {
  readonly fact: string;
  readonly incident: string;
  /** Ids of the observations of the incident, claims left out: what to look at again, whom to ask. */
  readonly observations: readonly string[];
  /** Results that this fact alone decides, whatever it turns out to be. */
  readonly settles: number;
  /** Further results that it decides if it turns out one way, and not if another. */
  readonly maySettle: number;
  readonly results: readonly WouldSettle[];
}

/** The same by fact, over all incidents. */
export interface FactToCheck {
  readonly fact: string;
  readonly incidents: number;
  readonly settles: number;
  readonly maySettle: number;
}

export interface CheckNext {
  /** Results that are indeterminate. */
  readonly indeterminate: number;
  readonly byFact: readonly FactToCheck[];
  /** The most telling first; `left` more are not listed. */
  readonly first: readonly ToCheck[];
  readonly left: number;
}

/** Open tests of one fact are answered in every combination up to this many. */
const MOST_TESTS = 8;

/**
 * "What to check next": the facts that would settle most indeterminate results, each counted exactly, by answering the
 * open tests that turn on that fact in every way that they can be answered.
 * @param most how many facts of single incidents to list
 */
export function checkNext(
  incidents: Iterable<FoundIncident>,
  compiled: CompiledAgreement,
  options: AssessOptions = {},
  most = 50,
): CheckNext {
  const readings = questionsOf(compiled, options);
  const contextOf = contexts(compiled, options);
  const found: ToCheck[] = [];
  let indeterminate = 0;
  for (const { incident, facts } of incidents) {
    if (incident.status === "claimed") continue;
    const context = contextOf(incident, facts);
    const byFact = new Map<string, WouldSettle[]>();
    for (const { id, clauses } of readings)
      for (const { clause, scope, conduct, exceptions } of clauses) {
        // What is certainly out of scope, not of the kind or exempt is not open, whatever else would be asked.
        if (settled(scope, false, context) || settled(conduct, false, context)) continue;
        if (settled(exceptions, true, context)) continue;
        const parts = [scope.length, conduct.length] as const;
        const questions = [...scope, ...conduct, ...exceptions];
        const answers = questions.map((q) => q.ask(context));
        if (conductFrom(answers, parts) !== "indeterminate") continue;
        indeterminate++;
        for (const [fact, becomes] of outcomes(questions, answers, parts, context))
          byFact.set(fact, [...(byFact.get(fact) ?? []), { clause, reading: id, becomes }]);
      }
    const observations = incident.members.flatMap((m) => (m.role === "claims" ? [] : [m.observation.id]));
    for (const [fact, results] of byFact) {
      const settles = results.filter((r) => !r.becomes.includes("indeterminate")).length;
      const maySettle = results.filter((r) => r.becomes.length > 1 && r.becomes.includes("indeterminate")).length;
      found.push({ fact, incident: incident.id, observations, settles, maySettle, results });
    }
  }
  found.sort(
    (x, y) =>
      y.settles - x.settles ||
      y.maySettle - x.maySettle ||
      byCodePoint(x.fact, y.fact) ||
      byCodePoint(x.incident, y.incident),
  );
  const telling = found.filter((f) => f.settles + f.maySettle > 0);
  return {
    indeterminate,
    byFact: summed(found),
    first: telling.slice(0, most),
    left: Math.max(0, telling.length - most),
  };
}

/** Whether any of the tests answers so: those of facts alone are asked before those of places and people. */
const settled = (questions: readonly Question[], answer: boolean, context: Context): boolean =>
  questions.some((q) => q.over !== undefined && q.ask(context) === answer) ||
  questions.some((q) => q.over === undefined && q.ask(context) === answer);

const conductFrom = (answers: readonly Truth[], [scope, conduct]: readonly [number, number]): Conduct =>
  conductOf({
    scope: answers.slice(0, scope),
    conduct: answers.slice(scope, scope + conduct),
    exceptions: answers.slice(scope + conduct),
  });

const ORDER: readonly Conduct[] = ["contrary", "not-contrary", "exempt", "not-applicable", "indeterminate"];

/** For each fact that an open test turns on: what the result can become once that fact is known. */
function outcomes(
  questions: readonly Question[],
  answers: readonly Truth[],
  parts: readonly [number, number],
  context: Context,
): [fact: string, becomes: readonly Conduct[]][] {
  const open = new Map<string, number[]>();
  answers.forEach((answer, i) => {
    if (answer !== "unknown") return;
    const fact = (questions[i] as Question).fact(context);
    open.set(fact, [...(open.get(fact) ?? []), i]);
  });
  return [...open].map(([fact, tests]) => {
    const becomes = new Set<Conduct>();
    const asked = tests.slice(0, MOST_TESTS);
    for (let way = 0; way < 1 << asked.length; way++) {
      const fixed = [...answers];
      asked.forEach((test, k) => {
        fixed[test] = ((way >> k) & 1) === 1;
      });
      becomes.add(conductFrom(fixed, parts));
    }
    return [fact, ORDER.filter((c) => becomes.has(c))];
  });
}

function summed(found: readonly ToCheck[]): FactToCheck[] {
  const facts = new Map<string, { fact: string; incidents: number; settles: number; maySettle: number }>();
  for (const { fact, settles, maySettle } of found) {
    const sum = facts.get(fact) ?? { fact, incidents: 0, settles: 0, maySettle: 0 };
    facts.set(fact, sum);
    sum.incidents++;
    sum.settles += settles;
    sum.maySettle += maySettle;
  }
  return [...facts.values()].sort(
    (x, y) => y.settles - x.settles || y.maySettle - x.maySettle || byCodePoint(x.fact, y.fact),
  );
}
