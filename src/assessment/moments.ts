import type { InForceReading, Moment } from "../agreement/agreement.ts";
import { type CompiledAgreement, type CompiledClause, LATEST, windowUnder } from "../agreement/compile.ts";
import { type Anchors, anchorsOf, resolveMoment } from "../agreement/moment.ts";
import type { Truth } from "../certainty.ts";
import { during, type Interval, type UncertainTime } from "../time/interval.ts";
import type { RecordKnown } from "./record-known.ts";

/**
 * A window of which an end may hang on the record. `early` and `late` are the windows that it may be: where events
 * that may have broken a quiet count for nothing, and where they all count. A window that has not begun is null.
 */
export interface UncertainWindow {
  readonly early: Interval | null;
  readonly late: Interval | null;
  /** An end hangs on an event of which no moment is known: what the window would hold is open. */
  readonly open: boolean;
  /** What an end waits for, or hangs on; undefined: both ends are settled. */
  readonly waitsFor?: string;
}

type Known = Pick<Anchors, "done" | "quiet">;
const NOTHING: Known = {};

/** A moment of the record itself (quiet days, a decision that something is done) has not come by the as-of moment; any other is unknown. */
const ofTheRecord = (m: Moment | null): boolean =>
  m !== null && (m.kind === "quiet" || (m.kind === "relative" && m.after.kind === "done"));

/** The window of a clause under a reading; undefined: it has none of its own. */
export function clauseWindow(
  compiled: CompiledAgreement,
  { clause }: Pick<CompiledClause, "clause">,
  reading: InForceReading,
  record: RecordKnown | undefined,
): UncertainWindow | undefined {
  const { starts, ends } = clause.when;
  if (starts === null && ends === null) return undefined;
  const under = (known: Known) => windowUnder(compiled, clause, reading, known);
  const [early, late] = [under(record?.early ?? NOTHING), under(record?.late ?? NOTHING)];
  const waitsFor = late.waitsFor ?? early.waitsFor;
  const startWaits = late.window === undefined;
  const endWaits = late.window !== undefined && late.waitsFor !== undefined;
  return {
    early: early.window ?? null,
    late: late.window ?? null,
    open: (startWaits && !ofTheRecord(starts)) || (endWaits && !ofTheRecord(ends)),
    ...(waitsFor !== undefined && { waitsFor }),
  };
}

/** The window from and until two moments, as an exception narrows its own; undefined: neither is given. */
export function windowBetween(
  compiled: CompiledAgreement,
  starts: Moment | null,
  ends: Moment | null,
  reading: InForceReading,
  record: RecordKnown | undefined,
): UncertainWindow | undefined {
  if (starts === null && ends === null) return undefined;
  const at = (m: Moment | null, known: Known) =>
    m && resolveMoment(m, anchorsOf(compiled.agreement, reading.from, known), compiled.missionZone);
  let open = false;
  let waitsFor: string | undefined;
  const under = (known: Known): Interval | null => {
    const [from, until] = [at(starts, known), at(ends, known)];
    for (const [moment, resolved] of [
      [starts, from],
      [ends, until],
    ] as const)
      if (resolved && "waitsFor" in resolved) {
        waitsFor = resolved.waitsFor;
        open ||= !ofTheRecord(moment);
      }
    if (from && "waitsFor" in from) return null;
    return { from: from?.at ?? reading.from, until: until && "at" in until ? until.at : LATEST };
  };
  const [early, late] = [under(record?.early ?? NOTHING), under(record?.late ?? NOTHING)];
  return { early, late, open, ...(waitsFor !== undefined && { waitsFor }) };
}

/** Did it happen within the window, whichever of the windows it may be is the right one? */
export function duringUncertain(time: UncertainTime, w: UncertainWindow): Truth {
  const [first, last] = [w.early, w.late].map((i): Truth => (i === null ? false : during(time, i))) as [Truth, Truth];
  if (w.open) return w.late !== null && last === false ? false : "unknown";
  return first === last ? first : "unknown";
}

/** Both windows are one and no event is waited for. */
export const settled = (w: UncertainWindow): Interval | null | undefined => {
  if (w.open) return undefined;
  if (w.early === null || w.late === null) return w.early === w.late ? null : undefined;
  return w.early.from === w.late.from && w.early.until === w.late.until ? w.early : undefined;
};
