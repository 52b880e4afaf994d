import type { CompiledAgreement } from "../agreement/compile.ts";
import { type Truth } from "../certainty.ts";
import { FALSE, TRUE, UNKNOWN } from "../place/zone-truths.ts";
import { byCodePoint } from "../units.ts";
import { type ClauseSummary, CONDUCTS, type Conduct } from "./assessment.ts";
import { Names, NOT_ASKED, Windows, ZonesOf } from "./code-columns.ts";
import type { IncidentColumns } from "./columns.ts";
import type { Context, FactSet, Question } from "./context.ts";
import { type Asked, type AssessOptions, contexts, questionsOf } from "./evaluate.ts";

/** A result in a byte: contrary, not contrary or exempt as they are; not applicable with the test that says so; indeterminate with the fact that would decide it. */
const CONTRARY = 0;
const NOT_CONTRARY = 1;
const EXEMPT = 2;
const NOT_APPLICABLE = 3;
const INDETERMINATE = 64;

/** Results of incident × clause × reading, without traces; `explain` gives the trace of any of them on demand. */
export interface ResultCodes {
  readonly readings: readonly string[];
  readonly clauses: readonly string[];
  /** One byte each: reading by reading, in it clause by clause, in it incident by incident. */
  readonly codes: Uint8Array;
  readonly size: number;
  /** The code of a row. */
  readonly at: (row: number, clause: number, reading: number) => number;
  readonly result: (code: number) => Conduct;
  /** The fact that would decide an indeterminate result. */
  readonly fact: (code: number) => string | undefined;
  /** The first test that says that the clause does not apply. */
  readonly test: (code: number) => string | undefined;
}

export const conductOfCode = (code: number): Conduct =>
  code >= INDETERMINATE
    ? "indeterminate"
    : code >= NOT_APPLICABLE
      ? "not-applicable"
      : ((["contrary", "not-contrary", "exempt"] as const)[code] as Conduct);

const byteOf = (t: Truth): number => (t === true ? TRUE : t === false ? FALSE : UNKNOWN);
/** One test made ready to run over columns. */
interface Step {
  readonly question: Question;
  readonly subject: boolean;
  readonly test: number;
  readonly run: (row: number) => number;
  /** Code of the fact, for a row where the answer is UNKNOWN. */
  readonly fact: (row: number) => number;
}

interface Program {
  readonly scope: readonly Step[];
  readonly conduct: readonly Step[];
  readonly exceptions: readonly Step[];
}

/** An agreement to run, with the decisions that stand. */
export interface Run {
  readonly compiled: CompiledAgreement;
  readonly options?: AssessOptions;
}

/**
 * The result of every incident × clause × reading, equal to that of `assess`, run over columns: no trace is made.
 * Tests of facts that recur are asked once for each value, windows and zones once for each incident.
 * @throws Problem where a reading is asked for that the agreement does not have
 */
export const resultCodes = (
  columns: IncidentColumns,
  compiled: CompiledAgreement,
  options: AssessOptions = {},
): ResultCodes => resultCodesOf(columns, [{ compiled, options }])[0] as ResultCodes;

/**
 * The same for several agreements at once: windows and zones that they share are asked once for each incident.
 * @param rows only these rows of the columns, and in this order; left out: all
 */
export function resultCodesOf(columns: IncidentColumns, runs: readonly Run[], rows?: Int32Array): ResultCodes[] {
  const shared: Shared = { windows: new Windows(columns), byLevel: new Map() };
  const size = rows?.length ?? columns.size;
  const made = runs.map((run) => programsOf(columns, run, shared, size));
  for (let k = 0; k < size; k++) {
    const row = rows ? (rows[k] as number) : k;
    for (const { programs, codes } of made)
      for (let p = 0; p < programs.length; p++) codes[p * size + k] = codeOf(programs[p] as Program, row);
  }
  return made.map((m) => m.results);
}

/** What is asked of an incident once for all agreements. */
interface Shared {
  readonly windows: Windows;
  readonly byLevel: Map<number, ZonesOf>;
}

function programsOf(
  columns: IncidentColumns,
  { compiled, options = {} }: Run,
  { windows, byLevel }: Shared,
  size: number,
): { readonly programs: readonly Program[]; readonly codes: Uint8Array; readonly results: ResultCodes } {
  const readings = questionsOf(compiled, options);
  const tests = new Names(INDETERMINATE - NOT_APPLICABLE);
  const facts = new Names(256 - INDETERMINATE);
  const zonesAt = (level: number): ZonesOf => {
    let zones = byLevel.get(level);
    if (!zones) byLevel.set(level, (zones = new ZonesOf(columns, level)));
    return zones;
  };
  const contextOf = contexts(compiled, options);
  const special = specialRows(columns, options);
  let [contextRow, context] = [-1, undefined as Context | undefined];
  const contextAt = (row: number): Context => {
    if (row !== contextRow || !context) {
      const { incident, facts: known } = columns.incident(row);
      context = contextOf(incident, known);
      contextRow = row;
    }
    return context;
  };
  const step = (question: Question): Step => {
    const { over, test } = question;
    const ask = (row: number): number => byteOf(question.ask(contextAt(row)));
    const common = { question, subject: test === "subject", test: tests.code(test) };
    const asked = (run: (row: number) => number): Step => ({
      ...common,
      run: (row) => (special[row] === 1 ? ask(row) : run(row)),
      fact: (row) => facts.code(question.fact(contextAt(row))),
    });
    if (over === undefined) return { ...asked(ask), run: ask };
    if ("set" in over) return { ...common, ...setStep(columns, over.set, question, compiled, facts) };
    if ("window" in over) {
      const index = windows.add(over.window);
      const fact = facts.code("time");
      return { ...common, run: (row) => windows.ask(row, index), fact: () => fact };
    }
    if ("always" in over) {
      const answer = byteOf(over.always);
      return asked(() => answer);
    }
    if ("onlyDuring" in over) {
      const indices = over.onlyDuring.map((w) => windows.add(w));
      return asked((row) => (indices.every((i) => windows.ask(row, i) === FALSE) ? FALSE : ask(row)));
    }
    const zones = zonesAt(over.level);
    const list = Int32Array.from(zones.add(over.zones));
    let member: Uint8Array | undefined;
    const place = facts.code("place");
    const inZones = asked((row) => {
      if (!member) {
        member = new Uint8Array(zones.zones.length);
        for (const zone of list) member[zone] = 1;
      }
      const any = zones.any(row, list, member);
      return over.outside ? TRUE - any : any;
    });
    return { ...inZones, fact: () => place };
  };
  const programs = readings.flatMap((r) =>
    r.clauses.map(
      (asked: Asked): Program => ({
        scope: asked.scope.map(step),
        conduct: asked.conduct.map(step),
        exceptions: asked.exceptions.map(step),
      }),
    ),
  );
  const codes = new Uint8Array(programs.length * size);
  const clauses = readings[0]?.clauses.map((c) => c.clause) ?? [];
  const results: ResultCodes = {
    readings: readings.map((r) => r.id),
    clauses,
    codes,
    size,
    at: (row, clause, reading) => codes[(reading * clauses.length + clause) * size + row] as number,
    result: conductOfCode,
    fact: (code) => (code >= INDETERMINATE ? facts.list[code - INDETERMINATE] : undefined),
    test: (code) => (code >= NOT_APPLICABLE && code < INDETERMINATE ? tests.list[code - NOT_APPLICABLE] : undefined),
  };
  return { programs, codes, results };
}

/** Kleene's logic as `conductOf` has it, stopping at the first answer that settles the result. */
function codeOf(program: Program, row: number): number {
  let open: Step | undefined;
  let subject: Step | undefined;
  for (const s of program.scope) {
    const answer = s.run(row);
    if (answer === FALSE) return NOT_APPLICABLE + s.test;
    if (answer !== UNKNOWN) continue;
    if (s.subject) subject ??= s;
    else open ??= s;
  }
  for (const s of program.conduct) {
    const answer = s.run(row);
    if (answer === FALSE) return NOT_CONTRARY;
    if (answer === UNKNOWN) open ??= s;
  }
  for (const s of program.exceptions) {
    const answer = s.run(row);
    if (answer === TRUE) return EXEMPT;
    if (answer === UNKNOWN) open ??= s;
  }
  const first = open ?? subject;
  return first ? INDETERMINATE + first.fact(row) : CONTRARY;
}

/** A test of a set of facts: its answer and its deciding fact are kept by the code of the set. */
function setStep(
  columns: IncidentColumns,
  set: FactSet,
  question: Question,
  compiled: CompiledAgreement,
  facts: Names,
): Pick<Step, "run" | "fact"> {
  const { codes, values } = columns.sets[set];
  const answers = new Uint8Array(values.length).fill(NOT_ASKED);
  const kept = new Uint8Array(values.length).fill(NOT_ASKED);
  const contextOf = (code: number): Context => {
    const known = values[code] as Context["facts"];
    return {
      facts: known,
      actKey: `${known.labelBasis} ${known.acts.join(" ")}`,
      clock: compiled.missionZone,
    } as Context;
  };
  return {
    run: (row) => {
      const code = codes[row] as number;
      const answer = answers[code] as number;
      if (answer !== NOT_ASKED) return answer;
      return (answers[code] = byteOf(question.ask(contextOf(code))));
    },
    fact: (row) => {
      const code = codes[row] as number;
      const fact = kept[code] as number;
      if (fact !== NOT_ASKED) return fact;
      return (kept[code] = facts.code(question.fact(contextOf(code))));
    },
  };
}

/** Rows that have an attribution, an invocation or an asserted zone: no shortcut holds for them. */
function specialRows(columns: IncidentColumns, options: AssessOptions): Uint8Array {
  const special = columns.asserted.slice();
  const named = new Set(
    [...(options.attributions ?? []), ...(options.invocations ?? [])].map((decision) => decision.incident),
  );
  if (named.size > 0) for (let row = 0; row < columns.size; row++) if (named.has(columns.id(row))) special[row] = 1;
  return special;
}

/** The totals of each clause and reading as `countRows` gives them, from codes. Breaches come from attributions alone. */
export function summariesOf(
  r: ResultCodes,
  breaches: (clause: string, reading: string) => number = () => 0,
): ClauseSummary[] {
  return r.readings.flatMap((reading, k) =>
    r.clauses.map((clause, c) => {
      const tally = new Float64Array(256);
      const start = (k * r.clauses.length + c) * r.size;
      for (let i = start; i < start + r.size; i++) {
        const code = r.codes[i] as number;
        tally[code] = (tally[code] as number) + 1;
      }
      const results = Object.fromEntries(CONDUCTS.map((name) => [name, 0])) as Record<Conduct, number>;
      const by: [string, number][] = [];
      tally.forEach((n, code) => {
        if (n === 0) return;
        results[conductOfCode(code)] += n;
        const fact = r.fact(code);
        if (fact !== undefined) by.push([fact, n]);
      });
      return {
        clause,
        reading,
        results,
        atLeast: results.contrary,
        atMost: results.contrary + results.indeterminate,
        indeterminateBy: Object.fromEntries(by.sort(([a], [b]) => byCodePoint(a, b))),
        breaches: breaches(clause, reading),
      };
    }),
  );
}
