import type { Interpretation } from "../agreement/agreement.ts";
import type { CompiledAgreement, CompiledReading } from "../agreement/compile.ts";
import type { Truth } from "../certainty.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import { catalogue, problem } from "../problems.ts";
import { byCodePoint } from "../units.ts";
import { actorOf } from "./actor.ts";
import type { Assessment, Conduct } from "./assessment.ts";
import { conductOf } from "./conduct.ts";
import { conductQuestions } from "./conduct-tests.ts";
import type { AssessedActor, Attribution, Context, Invocation, Question } from "./context.ts";
import { exceptionQuestions } from "./exception-tests.ts";
import { interpretationsOf, interpreted } from "./interpretations.ts";
import type { RecordKnown } from "./record-known.ts";
import { scopeQuestions } from "./scope-tests.ts";

/** The clauses of one reading that do not apply to an incident, on one row, each with the first test that says so. */
export interface NotApplicableRow {
  readonly incident: string;
  readonly reading: string;
  readonly result: "not-applicable";
  readonly clauses: readonly string[];
  readonly because: Readonly<Record<string, string>>;
}

/** A row of assessments.ndjson: one incident under one clause, or all clauses that do not apply to it. */
export type AssessmentRow = Assessment | NotApplicableRow;

export interface AssessOptions {
  /** Ids of the readings to assess; left out: all. */
  readonly readings?: readonly string[];
  /** Decisions on who did it that stand. */
  readonly attributions?: readonly Attribution[];
  /** Exceptions that parties invoke. */
  readonly invocations?: readonly Invocation[];
  /** What analysts assess of who did it, short of a decision. */
  readonly actorAssessments?: readonly AssessedActor[];
  /** Interpretations of clauses by bodies, entered in the record beside those of the agreement's file. */
  readonly interpretations?: readonly Interpretation[];
  /** What quiet days and other moments of the agreement need to know of the record. */
  readonly record?: RecordKnown;
}

/** A clause under a reading as the questions that it asks. */
export interface Asked {
  readonly clause: string;
  readonly scope: readonly Question[];
  readonly conduct: readonly Question[];
  readonly exceptions: readonly Question[];
}

/** The readings that were asked for, in the order of the agreement. @throws Problem (no such reading) */
export function readingsOf(compiled: CompiledAgreement, asked?: readonly string[]): readonly CompiledReading[] {
  if (asked === undefined) return compiled.readings;
  const known = compiled.readings.map((r) => r.reading.id);
  for (const reading of asked)
    if (!known.includes(reading))
      throw problem(catalogue.noSuchReading, { reading, known: known.length === 0 ? "none" : known.join(", ") });
  return compiled.readings.filter((r) => asked.includes(r.reading.id));
}

/** Every clause under every reading asked for, as its questions: made once, asked of any number of incidents. */
export const questionsOf = (
  compiled: CompiledAgreement,
  options: AssessOptions,
): { readonly id: string; readonly clauses: readonly Asked[] }[] =>
  readingsOf(compiled, options.readings).map((reading) => ({
    id: reading.reading.id,
    clauses: compiled.clauses.map((c): Asked => {
      const questions = {
        scope: scopeQuestions(compiled, c, reading, options.record),
        conduct: conductQuestions(compiled, c),
        exceptions: exceptionQuestions(compiled, c, reading, options.record),
      };
      const read = interpretationsOf(compiled, c, options.interpretations);
      return { clause: c.clause.id, ...interpreted(questions, read, compiled) };
    }),
  }));

/** Makes what the tests of one incident share. */
export function contexts(
  compiled: CompiledAgreement,
  options: AssessOptions,
): (incident: Incident, facts: IncidentFacts) => Context {
  const attributions = byIncident(options.attributions ?? [], (a) => `${a.decision}\n${a.actor}\n${a.standard}`);
  const invocations = byIncident(
    options.invocations ?? [],
    (i) => `${i.clause}\n${i.exception}\n${i.by}\n${i.decided?.decision ?? ""}`,
  );
  const actors = byIncident(options.actorAssessments ?? [], (a) => a.entry);
  return (incident, facts) => ({
    incident,
    facts,
    place: facts.cloud ?? facts.place,
    actKey: `${facts.labelBasis} ${facts.acts.join(" ")}`,
    attributions: attributions.get(incident.id) ?? [],
    invocations: invocations.get(incident.id) ?? [],
    actorAssessments: actors.get(incident.id) ?? [],
    probabilities: new Map(),
    clock: compiled.missionZone,
  });
}

/**
 * Assesses incidents against an agreement: exactly one result for each incident × clause × reading, in the order of
 * the incidents, readings and clauses. Incidents that rest on parties' claims alone are left out of every result.
 * @throws Problem (no such reading) on the first step
 */
export function* assess(
  incidents: Iterable<{ readonly incident: Incident; readonly facts: IncidentFacts }>,
  compiled: CompiledAgreement,
  options: AssessOptions = {},
): Generator<AssessmentRow> {
  const readings = questionsOf(compiled, options);
  const contextOf = contexts(compiled, options);
  for (const { incident, facts } of incidents) {
    if (incident.status === "claimed") continue;
    const context = contextOf(incident, facts);
    for (const reading of readings) {
      const out: string[] = [];
      const because: Record<string, string> = {};
      for (const asked of reading.clauses) {
        const test = outOfScope(asked.scope, context);
        if (test === undefined) yield row(asked, reading.id, context);
        else {
          out.push(asked.clause);
          because[asked.clause] = test;
        }
      }
      if (out.length > 0)
        yield { incident: incident.id, reading: reading.id, result: "not-applicable", clauses: out, because };
    }
  }
}

function byIncident<T extends { readonly incident: string }>(
  values: readonly T[],
  key: (v: T) => string,
): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const v of [...values].sort((a, b) => byCodePoint(key(a), key(b)))) {
    const known = map.get(v.incident);
    if (known) known.push(v);
    else map.set(v.incident, [v]);
  }
  return map;
}

/** The first test of the scope that is certainly false. */
function outOfScope(scope: readonly Question[], c: Context): string | undefined {
  for (const q of scope) if (q.ask(c) === false) return q.test;
  return undefined;
}

/** One incident under one clause with every answer, also where the clause does not apply. */
export function row(asked: Asked, reading: string, c: Context): Assessment {
  const ask = (questions: readonly Question[]) => questions.map((q) => q.ask(c));
  const [scope, conduct, exceptions] = [ask(asked.scope), ask(asked.conduct), ask(asked.exceptions)];
  const questions = [...asked.scope, ...asked.conduct, ...asked.exceptions];
  const answers = [...scope, ...conduct, ...exceptions];
  const resultOf = (a: readonly Truth[]): Conduct =>
    conductOf({
      scope: a.slice(0, scope.length),
      conduct: a.slice(scope.length, scope.length + conduct.length),
      exceptions: a.slice(scope.length + conduct.length),
    });
  const result = resultOf(answers);
  const actor = actorOf(c);
  const words = questions.map((q, i) => q.say(c, answers[i] as Truth));
  return {
    incident: c.incident.id,
    clause: asked.clause,
    reading,
    result,
    trace: questions.map((q, i) => ({ test: q.test, outcome: answers[i] as Truth, words: words[i] as string })),
    ...(result === "indeterminate" ? { decides: deciding(questions, answers, words, resultOf, c) } : {}),
    actor,
    breach: result === "contrary" && actor.state === "attributed",
  };
}

/**
 * The fact that would decide an indeterminate row: the first open test in the order of the trace, the actor last. What
 * it would be either way comes from asking again with that test fixed.
 */
function deciding(
  questions: readonly Question[],
  answers: readonly Truth[],
  words: readonly string[],
  resultOf: (answers: readonly Truth[]) => Conduct,
  c: Context,
): NonNullable<Assessment["decides"]> {
  const open = questions.flatMap((q, i) => (answers[i] === "unknown" ? [{ q, i }] : []));
  const last = (test: string) => (test === "subject" ? 1 : 0);
  open.sort((a, b) => last(a.q.test) - last(b.q.test) || a.i - b.i);
  const [first, second] = open;
  if (!first) throw new TypeError("deciding: an indeterminate row without an open test");
  const fixed = (value: boolean) => resultOf(answers.map((a, i) => (i === first.i ? value : a)));
  const [ifTrue, ifFalse] = [fixed(true), fixed(false)];
  const then =
    second && (ifTrue === "indeterminate" || ifFalse === "indeterminate")
      ? `; if ${ifTrue === "indeterminate" ? "so" : "not"}, it would still turn on ${second.q.fact(c)} (${words[second.i]})`
      : "";
  return { fact: first.q.fact(c), words: `${words[first.i]}${then}`, ifTrue, ifFalse };
}
