import type { Assessment, TraceStep } from "../assessment/assessment.ts";
import type { AssessmentRow } from "../assessment/evaluate.ts";
import type { FindingRow, NotApplicableRow } from "../publication/findings.ts";
import { becauseWords } from "./because.ts";

type Reasons = Pick<NotApplicableRow, "clauses" | "because">;

/**
 * Holds rows in little memory: a step of a trace that recurs is kept once, and so is each sentence and each set of
 * reasons why clauses do not apply. A large record has a hundred thousand rows and few different sentences in them.
 */
export class LeanRows {
  private readonly sentences = new Map<string, string>();
  /** Steps by their words; of one sentence there are few. */
  private readonly steps = new Map<string, TraceStep[]>();
  private readonly reasons = new Map<string, Reasons>();

  /** The first string with this text. Looking it up also makes it one piece where it was put together of many. */
  private one(text: string): string {
    const known = this.sentences.get(text);
    if (known !== undefined) return known;
    this.sentences.set(text, text);
    return text;
  }

  private step(step: TraceStep): TraceStep {
    const known = this.steps.get(step.words);
    const same = known?.find((s) => s.test === step.test && s.outcome === step.outcome);
    if (same) return same;
    const kept = { ...step, words: this.one(step.words) };
    if (known) known.push(kept);
    else this.steps.set(kept.words, [kept]);
    return kept;
  }

  private because(row: Extract<AssessmentRow, { clauses: unknown }>): Reasons {
    const key = JSON.stringify(row.because);
    const known = this.reasons.get(key);
    if (known) return known;
    const reasons = { clauses: row.clauses, because: becauseWords(row.because) };
    this.reasons.set(key, reasons);
    return reasons;
  }

  /** The same row, its words shared. */
  row(row: AssessmentRow): FindingRow {
    if ("clauses" in row) {
      const { clauses, because } = this.because(row);
      return { incident: row.incident, reading: row.reading, result: row.result, clauses, because };
    }
    const { decides } = row;
    const lean: Assessment = {
      ...row,
      trace: row.trace.map((step) => this.step(step)),
      ...(decides && { decides: { ...decides, words: this.one(decides.words) } }),
    };
    return lean;
  }
}
