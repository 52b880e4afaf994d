import type { CompiledAgreement, CompiledObligation, CompiledReading } from "../agreement/compile.ts";
import { addLength, anchorsOf, resolveMoment } from "../agreement/moment.ts";
import type { Conduct } from "../assessment/assessment.ts";
import type { FoundIncident } from "../assessment/columns.ts";
import { type AssessOptions, readingsOf } from "../assessment/evaluate.ts";
import { clauseWindow, duringUncertain } from "../assessment/moments.ts";
import {
  decides,
  type Fulfilment,
  type FulfilmentStatement,
  inOrder,
  inTime,
  lastOf,
  type ObligationResult,
  resultOf,
} from "../assessment/obligation.ts";
import { anyOf } from "../assessment/wording.ts";
import { and, type Truth } from "../certainty.ts";
import { during, type UncertainTime } from "../time/interval.ts";
import { byCodePoint, type Millis, millis } from "../units.ts";
import type { CaseStep } from "./cases.ts";
import type { Procedure } from "./procedure.ts";

/**
 * A duty that one incident gives rise to: to report or investigate it within so many hours. One row for each party that
 * is bound, or for the body whose clock it is.
 */
export interface IncidentDuty {
  /** The obligation that it comes from, or the clock of the procedure. */
  readonly from: { readonly clause: string } | { readonly clock: string };
  readonly reading: string;
  /** Whose duty it is; null: of any body. */
  readonly party: string | null;
  readonly incident: string;
  /** Unknown where it is not known whether the incident is one that the text means. */
  readonly arises: true | "unknown";
  /** As the end of the incident is known within bounds, so is when it is due. */
  readonly dueBetween: { readonly notBefore: Millis; readonly notAfter: Millis };
  /** Against the record's own as-of moment. */
  readonly due: Exclude<ObligationResult["due"], "none">;
  readonly result: Fulfilment;
  /** Whether it was done by then. */
  readonly inTime: Truth;
  /** The entries that the result rests on; [] where no action is recorded. */
  readonly entries: readonly string[];
  readonly words: string;
  /** What parties claim; it decided nothing. */
  readonly claims: readonly { readonly by: string; readonly progress: string; readonly entry: string }[];
}

/** A row of an assessment, as far as a duty asks for it. */
interface Judged {
  readonly reading: string;
  readonly result: Conduct;
}

export interface IncidentDutyInput {
  /** Each incident with all its rows, in order of id. */
  readonly incidents: Iterable<{ readonly found: FoundIncident; readonly rows: readonly Judged[] }>;
  readonly statements: readonly FulfilmentStatement[];
  readonly steps: readonly CaseStep[];
  readonly procedure: Procedure;
  readonly asOf: Millis;
}

/** An obligation whose deadline is counted from each incident. */
export const followsIncidents = ({ obligation }: Pick<CompiledObligation, "obligation">): boolean =>
  obligation.deadline?.kind === "relative" && obligation.deadline.after.kind === "incident";

/** Whether an agreement has duties of the kind. */
export const hasIncidentDuties = (compiled: CompiledAgreement, procedure: Procedure): boolean =>
  compiled.obligations.some(followsIncidents) || procedure.clocks.some((c) => c.startsAt === "incident");

/**
 * The duties that incidents give rise to, incident by incident as they come: nothing is held of those gone by. A duty
 * follows every recorded incident that is contrary to a clause under the reading (it arises), or may be (unknown); where
 * no clause is assessed, every recorded incident while the reading holds.
 * @throws Problem (no such reading)
 */
export function* incidentDuties(
  input: IncidentDutyInput,
  compiled: CompiledAgreement,
  options: AssessOptions = {},
): Generator<IncidentDuty> {
  const { procedure, asOf } = input;
  const readings = readingsOf(compiled, options.readings);
  const obligations = compiled.obligations.filter(followsIncidents);
  const clocks = procedure.clocks.filter((c) => c.startsAt === "incident");
  if (obligations.length + clocks.length === 0) return;
  const statements = byIncident(
    input.statements.filter((s) => s.incident !== undefined && s.asOf <= asOf).sort(inOrder),
    (s) => [s.incident as string],
  );
  const openings = byIncident(
    input.steps.filter((s) => s.opens !== null).sort((a, b) => a.stated - b.stated || byCodePoint(a.id, b.id)),
    (s) => s.opens?.incidents ?? [],
  );
  for (const { found, rows } of input.incidents) {
    const { incident, facts } = found;
    if (incident.status !== "recorded") continue;
    const ended = endOf(facts.time);
    for (const reading of readings) {
      const conduct = conductUnder(rows, reading.reading.id, compiled);
      if (conduct === false) continue;
      const own = { reading: reading.reading.id, incident: incident.id };
      const opened = openings.get(incident.id) ?? [];
      for (const o of obligations) {
        const arises = and([conduct, holds(o, reading, facts.time, compiled, options)]);
        if (arises === false) continue;
        const told = (statements.get(incident.id) ?? []).filter((s) => s.clause === o.clause.id);
        const dueBetween = dueOf(o, reading, ended, compiled);
        for (const party of o.clause.subject)
          yield {
            from: { clause: o.clause.id },
            ...own,
            party,
            arises,
            dueBetween,
            due: dueAt(dueBetween, asOf),
            ...fulfilment(o, party, told, opened, dueBetween, asOf, compiled),
          };
      }
      for (const { id, body, within } of clocks) {
        const arises = and([conduct, during(facts.time, reading.window)]);
        if (arises === false) continue;
        const [notBefore, notAfter] = ended.map((t) => addLength(t, within, procedure.zone)) as [Millis, Millis];
        const first = opened.find((s) => (body === undefined ? !procedure.parties.includes(s.by) : s.by === body));
        yield {
          from: { clock: id },
          ...own,
          party: body ?? null,
          arises,
          dueBetween: { notBefore, notAfter },
          due: dueAt({ notBefore, notAfter }, asOf),
          ...byCase(first, { notBefore, notAfter }),
        };
      }
    }
  }
}

/** When the incident was over: at some moment between both. */
function endOf(time: UncertainTime): readonly [Millis, Millis] {
  const slack = 2 * time.sdMs;
  return [
    millis(Math.floor((time.kind === "seen" ? time.until : time.from) - slack)),
    millis(Math.ceil(time.until + slack)),
  ];
}

function conductUnder(rows: readonly Judged[], reading: string, { clauses }: CompiledAgreement): Truth {
  if (clauses.length === 0) return true;
  let found: Truth = false;
  for (const r of rows) {
    if (r.reading !== reading) continue;
    if (r.result === "contrary") return true;
    if (r.result === "indeterminate") found = "unknown";
  }
  return found;
}

/** While the reading and the duty's own window hold. */
function holds(
  o: CompiledObligation,
  reading: CompiledReading,
  time: UncertainTime,
  compiled: CompiledAgreement,
  { record }: AssessOptions,
): Truth {
  if (o.onlyUnder.length > 0 && !o.onlyUnder.includes(reading.reading.id)) return false;
  const own = clauseWindow(compiled, o, reading.reading, record);
  return and([
    o.clause.when.always ? true : during(time, reading.window),
    own === undefined ? true : duringUncertain(time, own),
  ]);
}

function dueOf(
  o: CompiledObligation,
  reading: CompiledReading,
  ended: readonly [Millis, Millis],
  compiled: CompiledAgreement,
): IncidentDuty["dueBetween"] {
  const [notBefore, notAfter] = ended.map((incident) => {
    const anchors = anchorsOf(compiled.agreement, reading.reading.from, { incident });
    const due = o.obligation.deadline && resolveMoment(o.obligation.deadline, anchors, compiled.missionZone);
    if (!due || !("at" in due)) throw new TypeError(`dueOf: clause "${o.clause.id}" is not counted from an incident`);
    return due.at;
  }) as [Millis, Millis];
  return { notBefore, notAfter };
}

const dueAt = ({ notBefore, notAfter }: IncidentDuty["dueBetween"], asOf: Millis): IncidentDuty["due"] =>
  asOf >= notAfter ? "passed" : asOf < notBefore ? "not-yet" : "unknown";

type Found = Pick<IncidentDuty, "result" | "inTime" | "entries" | "words" | "claims">;

/** What is known of one party's duty: a body's statement decides; to report is also to have lodged a complaint of it. */
function fulfilment(
  o: CompiledObligation,
  party: string,
  told: readonly FulfilmentStatement[],
  opened: readonly CaseStep[],
  due: IncidentDuty["dueBetween"],
  asOf: Millis,
  compiled: CompiledAgreement,
): Found {
  const parties = new Set(compiled.parties);
  const own = told.filter((s) => s.party === party);
  const deciding = own.filter((s) => decides(s, verifiersOf(o), parties));
  const { last, differ, statement } = lastOf(deciding);
  const claims = own.filter((s) => parties.has(s.by)).map((s) => ({ by: s.by, progress: s.progress, entry: s.id }));
  const complaint = opened.find((s) => s.opens?.subject === "complaint" && s.by === party);
  if (last.length === 0 && complaint && o.obligation.kind === "report-by") return { ...byCase(complaint, due), claims };
  const { result, words } = resultOf(statement, differ, dueAt(due, asOf), due.notAfter, false);
  return {
    result,
    inTime: inTime(deciding, due.notBefore, due.notAfter),
    entries: last.map((s) => s.id),
    words:
      last.length === 0
        ? `no action recorded; ${anyOf(verifiersOf(o).length > 0 ? verifiersOf(o) : ["a body that is no party"])} could state whether it was done`
        : words,
    claims,
  };
}

/** Who may say that it was done: whom the text names to verify it, else those to whom it is to be reported. */
function verifiersOf({ obligation, clause }: CompiledObligation): readonly string[] {
  if (obligation.verifiedBy.length > 0) return obligation.verifiedBy;
  if (clause.verifiedBy.length > 0) return clause.verifiedBy;
  return obligation.kind === "report-by" ? obligation.to : [];
}

/** A case that names the incident: the entry itself shows that it was done, and when its author says that it was. */
function byCase(step: CaseStep | undefined, { notBefore, notAfter }: IncidentDuty["dueBetween"]): Found {
  if (!step) return { result: "unverifiable", inTime: "unknown", entries: [], words: "no action recorded", claims: [] };
  return {
    result: "fulfilled",
    inTime: step.stated <= notBefore ? true : step.stated > notAfter ? false : "unknown",
    entries: [step.id],
    words: `${step.by} opened a case of it (${step.opens?.subject ?? "case"})`,
    claims: [],
  };
}

function byIncident<T>(values: readonly T[], of: (v: T) => readonly string[]): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const v of values)
    for (const id of of(v)) {
      const known = map.get(id);
      if (known) known.push(v);
      else map.set(id, [v]);
    }
  return map;
}
