import type { Moment } from "../agreement/agreement.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import type { Observation } from "../observation/observation.ts";
import { type Millis, millis } from "../units.ts";
import type { AssessOptions } from "./evaluate.ts";
import {
  assessObligations,
  type FulfilmentStatement,
  type ObligationInput,
  type ObligationResult,
} from "./obligation.ts";
import { newestOf, type QuietConfirmation, recordKnown } from "./record-known.ts";

/** What is judged of a record as a whole and not incident by incident. */
export interface WholeRecord extends Omit<ObligationInput, "asOf"> {
  readonly observations: readonly Pick<Observation, "time">[];
  readonly confirmations: readonly QuietConfirmation[];
}

const ofTheRecord = (m: Moment | null): boolean =>
  m !== null && (m.kind === "quiet" || (m.kind === "relative" && m.after.kind === "done"));

/** Whether any result of the agreement hangs on the record as a whole: quiet days, or a duty that is done. */
export const hangsOnRecord = (compiled: CompiledAgreement): boolean =>
  compiled.agreement.clauses.some(
    (c) =>
      [c.when.starts, c.when.ends, c.obliges?.deadline ?? null, c.obliges?.startBy ?? null].some(ofTheRecord) ||
      c.except.some((e) => ofTheRecord(e.starts) || ofTheRecord(e.ends)),
  );

/** How far a record reaches: its own newest moment, never a clock. */
export const asOfRecord = (record: WholeRecord): Millis =>
  newestOf(
    (function* () {
      for (const o of record.observations) yield o.time.until;
      for (const s of record.statements) yield s.asOf;
      for (const w of record.coverage) yield w.until;
      for (const c of record.confirmations) yield c.until;
    })(),
    millis(-8.64e15),
  );

/**
 * The options with what moments of the agreement need to know of the record, and a function that judges the obligations.
 * The same options where nothing hangs on it.
 */
export function overRecord(
  options: AssessOptions,
  record: WholeRecord,
  compiled: CompiledAgreement,
): { readonly options: AssessOptions; readonly obligations: () => ObligationResult[] } {
  const hangs = hangsOnRecord(compiled);
  if (!hangs && compiled.obligations.length === 0) return { options, obligations: () => [] };
  const asOf = asOfRecord(record);
  const known: AssessOptions = hangs
    ? { ...options, record: recordKnown(record.incidents, compiled, asOf, record, doneBy(record.statements, compiled)) }
    : options;
  return { options: known, obligations: () => assessObligations({ ...record, asOf }, compiled, known) };
}

/** When a clause was done: the earliest moment as of which a body states it of every party that it binds. */
function doneBy(
  statements: readonly FulfilmentStatement[],
  compiled: CompiledAgreement,
): (clause: string) => Millis | null {
  const parties = new Set(compiled.parties);
  return (clause) => {
    const bound = compiled.obligations.find((o) => o.clause.id === clause)?.clause;
    if (!bound) return null;
    const named = bound.obliges?.verifiedBy.length ? bound.obliges.verifiedBy : bound.verifiedBy;
    const each = bound.subject.map((party) =>
      statements
        .filter(
          (s) =>
            s.clause === clause &&
            s.party === party &&
            s.progress === "fulfilled" &&
            !parties.has(s.by) &&
            (named.length === 0 || named.includes(s.by)),
        )
        .reduce((least, s) => Math.min(least, s.asOf), Number.POSITIVE_INFINITY),
    );
    const last = Math.max(...each);
    return Number.isFinite(last) ? millis(last) : null;
  };
}
