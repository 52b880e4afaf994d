import type { Length } from "../agreement/agreement.ts";
import type { CompiledAgreement, CompiledObligation, CompiledReading } from "../agreement/compile.ts";
import { EARLIEST, LATEST } from "../agreement/compile.ts";
import { addLength, anchorsOf, resolveMoment } from "../agreement/moment.ts";
import { and, not, or, type Truth } from "../certainty.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import { formatInstant } from "../time/day.ts";
import { during, type Interval, type UncertainTime } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { byCodePoint, HOUR, type Millis, millis } from "../units.ts";
import { actTest } from "./act-test.ts";
import type { TraceStep } from "./assessment.ts";
import type { FoundIncident } from "./columns.ts";
import type { Context } from "./context.ts";
import { type AssessOptions, contexts, readingsOf } from "./evaluate.ts";
import { clauseWindow, duringUncertain } from "./moments.ts";
import { sayProgress, sayStep } from "./obligation-words.ts";
import { insideOf } from "./scope-tests.ts";
import { countFindings, type FoundWeapon, type WeaponFindingTotals, weaponFinding } from "./weapon-finding.ts";
import { anyOf } from "./wording.ts";

/** Whether a duty was done (design.md section 4). */
export const FULFILMENTS = ["fulfilled", "partly", "not-fulfilled", "unverifiable"] as const;
export type Fulfilment = (typeof FULFILMENTS)[number];

/** What somebody states of how far an obligation has come. Who states it decides what it is worth. */
export interface FulfilmentStatement {
  /** Id of the entry. */
  readonly id: string;
  readonly clause: string;
  /** Whose duty it speaks of. */
  readonly party: string;
  /** A verification body; or a party, whose statement is a claim and decides nothing. */
  readonly by: string;
  readonly progress: "fulfilled" | "partly" | "not-fulfilled" | "cannot-verify";
  /** The moment that it speaks of. */
  readonly asOf: Millis;
  /** How much is done, 0 to 1, where it says so. */
  readonly share?: number;
  /** The incident that the duty follows; undefined: it speaks of the duty as a whole. */
  readonly incident?: string;
  readonly words: string;
}

/** One obligation of one party under one reading. It stands beside the rows of incident × clause. */
export interface ObligationResult {
  readonly clause: string;
  readonly reading: string;
  readonly party: string;
  readonly result: Fulfilment;
  /** Against the record's own as-of moment, never a clock. `unknown`: the deadline hangs on what is not known. */
  readonly due: "not-yet" | "passed" | "none" | "unknown";
  readonly deadline: Millis | null;
  /** Where the deadline hangs on quiet days of which the end is uncertain: not before, and not after (null: not by what is known). */
  readonly dueBetween?: { readonly notBefore: Millis; readonly notAfter: Millis | null };
  readonly asOf: Millis;
  /** Whether it was done by the deadline: a body's statement of it may speak of a later moment alone. */
  readonly inTime: Truth;
  readonly trace: readonly TraceStep[];
  /** For unverifiable: what would decide it, and what it would be either way. */
  readonly decides?: {
    readonly fact: string;
    readonly words: string;
    readonly ifTrue: Fulfilment;
    readonly ifFalse: Fulfilment;
  };
  /** Incidents after the deadline that speak against it: by this party by decision, and by whom is not decided. */
  readonly against: { readonly atLeast: number; readonly atMost: number };
  /** For a withdrawal: the three findings, kept apart. */
  readonly findings?: WeaponFindingTotals;
  /** What parties claim; it decided nothing. */
  readonly claims: readonly { readonly by: string; readonly progress: string; readonly entry: string }[];
}

/** What obligations are judged from. */
export interface ObligationInput {
  readonly incidents: readonly FoundIncident[];
  readonly statements: readonly FulfilmentStatement[];
  readonly coverage: readonly CoverageWindow[];
  readonly impediments: readonly Impediment[];
  /** How far the record reaches. */
  readonly asOf: Millis;
}

const SHOWN: ReadonlySet<string> = new Set(["withdraw-by", "refrain"]);

/** Every obligation × reading × party that it binds, in the order of the agreement. @throws Problem (no such reading) */
export function assessObligations(
  input: ObligationInput,
  compiled: CompiledAgreement,
  options: AssessOptions = {},
): ObligationResult[] {
  const contextOf = contexts(compiled, options);
  // Only withdrawals and what is to be refrained from show in incidents at all.
  const shows = compiled.obligations.some((o) => SHOWN.has(o.obligation.kind));
  const told = (shows ? input.incidents : [])
    .filter(({ incident }) => incident.status === "recorded")
    .map(({ incident, facts }) => contextOf(incident, facts));
  return compiled.obligations.flatMap((o) =>
    readingsOf(compiled, options.readings)
      .filter((r) => o.onlyUnder.length === 0 || o.onlyUnder.includes(r.reading.id))
      .flatMap((r) => o.clause.subject.map((party) => judge(o, r, party, told, input, compiled, options))),
  );
}

function judge(
  o: CompiledObligation,
  reading: CompiledReading,
  party: string,
  told: readonly Context[],
  input: ObligationInput,
  compiled: CompiledAgreement,
  options: AssessOptions,
): ObligationResult {
  const { asOf } = input;
  const clock = compiled.missionZone;
  const trace: TraceStep[] = [];
  const at = (t: Millis) => formatInstant(t, clock, "minute");
  const anchors = anchorsOf(compiled.agreement, reading.reading.from, options.record?.late ?? {});
  const { deadline, between, period, waitsFor } = deadlineOf(o, reading, options, input, compiled);
  const due = dueAt(o, deadline, between, asOf);
  const says = between
    ? `due not before ${at(between.notBefore)}, and ${between.notAfter === null ? "if the quiet was broken where nobody watched, not yet" : `not after ${at(between.notAfter)}`}; the record reaches to ${at(asOf)}`
    : deadline === null
      ? `the deadline hangs on ${waitsFor ?? "what is not known"}`
      : `due ${at(deadline)}; the record reaches to ${at(asOf)}: ${due === "passed" ? "the deadline has passed" : "not yet due"}`;
  trace.push({
    test: "deadline",
    outcome: due === "unknown" ? "unknown" : due === "passed",
    words: due === "none" ? "the clause gives no deadline" : says,
  });

  // Who may say whether it is done: the bodies that the text names, else any body that is no party.
  const parties = new Set(compiled.parties);
  const named = o.obligation.verifiedBy.length > 0 ? o.obligation.verifiedBy : o.clause.verifiedBy;
  const own = input.statements
    .filter((s) => s.clause === o.clause.id && s.party === party && s.asOf <= asOf && s.asOf > period)
    .filter((s) => s.incident === undefined)
    .sort(inOrder);
  const claims = own.filter((s) => parties.has(s.by));
  const deciding = own.filter((s) => decides(s, named, parties));
  for (const s of own)
    trace.push({
      test: parties.has(s.by) ? "claim" : deciding.includes(s) ? "statement" : "other-statement",
      outcome: s.progress === "fulfilled" ? true : s.progress === "cannot-verify" ? "unknown" : false,
      words: `${s.by} ${parties.has(s.by) ? "claims" : "states"} as of ${at(s.asOf)}: ${sayProgress(s)}${
        parties.has(s.by)
          ? "; a party's statement decides nothing"
          : deciding.includes(s)
            ? ""
            : `; the text names ${anyOf(named)} to verify it`
      } (entry ${s.id})`,
    });
  const { last, differ, statement } = lastOf(deciding);

  // What was recorded after the deadline, or after the last statement, and while the text was in force.
  const over = againstWindow(o, reading, { deadline, between, due, stated: statement?.asOf }, compiled, options);
  const against = { atLeast: 0, atMost: 0 };
  const findings: (FoundWeapon & { readonly unsure: boolean })[] = [];
  for (const c of told) {
    const speaks = speaksAgainst(o, c, over, compiled, findings);
    if (speaks === false) continue;
    const actors = new Set(c.attributions.map((a) => a.actor));
    if (actors.size === 1 && !actors.has(party)) continue;
    against.atMost++;
    if (speaks === true && actors.size === 1) against.atLeast++;
  }
  const { since, until } = over;
  if (until <= asOf)
    trace.push({
      test: "in-force",
      outcome: false,
      words: `in force under reading ${reading.reading.id} until ${at(until)}: what was seen since then does not count`,
    });
  if (against.atMost > 0)
    trace.push({
      test: "incidents",
      outcome: against.atLeast > 0 ? false : "unknown",
      words: `incidents since ${at(since)} that speak against it: at least ${against.atLeast} (attributed to ${party} by decision), at most ${against.atMost}`,
    });
  trace.push(...watched(o, input, { from: since, until }, compiled));
  trace.push(...o.obligation.steps.map((s) => sayStep(s, anchors, compiled, asOf, statement)));

  const outcome = resultOf(statement, differ, due, between ? between.notAfter : deadline, against.atLeast > 0);
  trace.push({
    test: "result",
    outcome: outcome.result === "fulfilled" ? true : outcome.result === "unverifiable" ? "unknown" : false,
    words: outcome.words,
  });
  return {
    clause: o.clause.id,
    reading: reading.reading.id,
    party,
    result: outcome.result,
    due,
    deadline,
    ...(between && { dueBetween: between }),
    asOf,
    inTime: inTime(deciding, between?.notBefore ?? deadline, between ? between.notAfter : deadline),
    trace,
    ...(outcome.result === "unverifiable" && {
      decides: {
        fact: differ ? "bodies-differ" : due === "unknown" && statement ? "event" : "statement",
        words: differ
          ? `${anyOf([...new Set(last.map((s) => s.by))], "and")} state different things as of ${at((last[0] as FulfilmentStatement).asOf)}; which of them holds`
          : `a statement by ${named.length > 0 ? anyOf(named) : "a body that is no party"} as of ${due === "passed" && deadline !== null ? `${at(deadline)} or later` : "the deadline"}: is it done?`,
        ifTrue: "fulfilled",
        ifFalse: "not-fulfilled",
      },
    }),
    against,
    ...(o.obligation.kind === "withdraw-by" && { findings: countFindings(findings) }),
    claims: claims.map((s) => ({ by: s.by, progress: s.progress, entry: s.id })),
  };
}

export const inOrder = (a: FulfilmentStatement, b: FulfilmentStatement): number =>
  a.asOf - b.asOf || byCodePoint(a.id, b.id);

/** Whether a statement decides: that of a body whom the text names, or of any where it names nobody; never a party's. */
export const decides = (s: FulfilmentStatement, named: readonly string[], parties: ReadonlySet<string>): boolean =>
  !parties.has(s.by) && (named.length === 0 || named.includes(s.by));

/** The last of deciding statements, given in order; those of one moment may differ, and then none of them counts. */
export function lastOf(deciding: readonly FulfilmentStatement[]): {
  readonly last: readonly FulfilmentStatement[];
  readonly differ: boolean;
  readonly statement: FulfilmentStatement | undefined;
} {
  const last = deciding.filter((s) => s.asOf === deciding.at(-1)?.asOf);
  const differ = new Set(last.map((s) => s.progress)).size > 1;
  return { last, differ, statement: differ ? undefined : last[0] };
}

interface Deadline {
  readonly deadline: Millis | null;
  readonly between?: ObligationResult["dueBetween"];
  /** The moment after which a statement speaks of this occurrence. */
  readonly period: number;
  readonly waitsFor?: string;
}

/** The deadline of a duty; both bounds where it hangs on quiet days that end somewhere between them. */
function deadlineOf(
  o: CompiledObligation,
  reading: CompiledReading,
  { record }: AssessOptions,
  { asOf }: ObligationInput,
  compiled: CompiledAgreement,
): Deadline {
  const { deadline: stated, every } = o.obligation;
  const clock = compiled.missionZone;
  const known = (which: "early" | "late") =>
    stated && resolveMoment(stated, anchorsOf(compiled.agreement, reading.reading.from, record?.[which] ?? {}), clock);
  const [early, late] = [known("early"), known("late")];
  const [first, last] = [early, late].map((m) => (m && "at" in m ? m.at : null));
  // Of a duty that comes back every occurrence hangs on the first.
  if (first != null && first !== last && every === null)
    return { deadline: null, between: { notBefore: first, notAfter: last ?? null }, period: Number.NEGATIVE_INFINITY };
  return {
    ...occurrence(first === last ? (last ?? null) : null, every, asOf, clock),
    ...(late && "waitsFor" in late && { waitsFor: late.waitsFor }),
  };
}

/** Whether the deadline has passed, by what is known and never by a clock. */
function dueAt(
  { obligation }: CompiledObligation,
  deadline: Millis | null,
  between: ObligationResult["dueBetween"],
  asOf: Millis,
): ObligationResult["due"] {
  if (obligation.deadline === null) return "none";
  if (deadline !== null) return asOf >= deadline ? "passed" : "not-yet";
  if (between && between.notAfter !== null && asOf >= between.notAfter) return "passed";
  return between && asOf < between.notBefore ? "not-yet" : "unknown";
}

/** Occurrences of a duty that comes back are looked at one at a time: a limit against a file that never ends. */
const MOST_OCCURRENCES = 100_000;

/**
 * A duty that comes back is judged by its last occurrence that has fallen due, or by the first where none has.
 * @returns its deadline, and the moment after which a statement speaks of it
 */
function occurrence(
  first: Millis | null,
  every: Length | null,
  asOf: Millis,
  zone: Clock,
): { readonly deadline: Millis | null; readonly period: number } {
  if (first === null || every === null) return { deadline: first, period: Number.NEGATIVE_INFINITY };
  let [deadline, before] = [first, Number.NEGATIVE_INFINITY];
  for (let n = 0; n < MOST_OCCURRENCES; n++) {
    const next = addLength(deadline, every, zone);
    if (next > asOf || next <= deadline) break;
    [before, deadline] = [deadline, next];
  }
  return { deadline, period: before };
}

/**
 * What statements and conduct come to.
 * @param deadline the latest that it can be; null: not known
 */
export function resultOf(
  statement: FulfilmentStatement | undefined,
  differ: boolean,
  due: ObligationResult["due"],
  deadline: Millis | null,
  against: boolean,
): { readonly result: Fulfilment; readonly words: string } {
  if (differ)
    return { result: "unverifiable", words: "bodies state different things of one moment, and no rule settles it" };
  if (!statement)
    return against
      ? {
          result: "not-fulfilled",
          words: "no body has verified any of it, and conduct attributed by decision shows that it is not done",
        }
      : { result: "unverifiable", words: "no body has stated whether it is done; silence says nothing" };
  switch (statement.progress) {
    case "fulfilled":
      return against
        ? { result: "partly", words: "it was stated as done, and conduct attributed by decision came after" }
        : { result: "fulfilled", words: "stated as done by the body that verifies it" };
    case "partly":
      return { result: "partly", words: "stated as done in part" };
    case "cannot-verify":
      return { result: "unverifiable", words: "the body that verifies it states that it cannot verify it" };
    case "not-fulfilled":
      return due === "passed" && deadline !== null && statement.asOf < deadline && !against
        ? {
            result: "unverifiable",
            words: "stated as not done before the deadline, and nothing was stated as of the deadline or later",
          }
        : {
            result: "not-fulfilled",
            words: due === "not-yet" ? "not done so far; it is not yet due" : "stated as not done",
          };
  }
}

/**
 * Done by the deadline: true by a statement of a moment up to it; false by one that it was not, at or after it.
 * @param earliest the deadline, or the earliest that it can be; null: not known
 */
export function inTime(
  deciding: readonly FulfilmentStatement[],
  earliest: Millis | null,
  latest: Millis | null,
): Truth {
  const answers = deciding.map((s): Truth => {
    if (s.progress === "fulfilled") return earliest !== null && s.asOf <= earliest ? true : "unknown";
    return s.progress !== "cannot-verify" && latest !== null && s.asOf >= latest ? false : "unknown";
  });
  const [yes, no] = [answers.includes(true), answers.includes(false)];
  return yes === no ? "unknown" : yes;
}

/** When an incident can speak against a duty. */
interface AgainstWindow {
  /** The first moment at which one may. */
  readonly since: Millis;
  /** The end of the text's being in force under the reading. */
  readonly until: Millis;
  readonly holds: (time: UncertainTime) => Truth;
}

/** After the deadline, wherever it lies, and after the last statement; while the reading and the clause's own window hold. */
function againstWindow(
  o: CompiledObligation,
  reading: CompiledReading,
  at: Pick<ObligationResult, "deadline" | "due"> & {
    readonly between: ObligationResult["dueBetween"];
    readonly stated: Millis | undefined;
  },
  compiled: CompiledAgreement,
  { record }: AssessOptions,
): AgainstWindow {
  const until = o.clause.when.always ? LATEST : reading.window.until;
  const stated = at.stated ?? EARLIEST;
  // A duty without a deadline binds from the beginning; one whose deadline is not known binds nobody for certain yet.
  const begins = at.deadline ?? (at.due === "none" ? reading.reading.from : (at.between?.notAfter ?? LATEST));
  const may = at.deadline ?? at.between?.notBefore ?? reading.reading.from;
  const [surely, perhaps] = [begins, may].map((m) => ({ from: millis(Math.max(m, stated)), until })) as [
    Interval,
    Interval,
  ];
  const own = clauseWindow(compiled, o, reading.reading, record);
  return {
    since: perhaps.from,
    until,
    holds: (time) => {
      const after = during(time, perhaps);
      if (after === false) return false;
      const certain = surely.from < until && during(time, surely) === true;
      return and([certain ? true : "unknown", own ? duringUncertain(time, own) : true]);
    },
  };
}

/** Whether an incident shows what the duty was to end. */
function speaksAgainst(
  o: CompiledObligation,
  c: Context,
  over: AgainstWindow,
  compiled: CompiledAgreement,
  findings: (FoundWeapon & { readonly unsure: boolean })[],
): Truth {
  const after = over.holds(c.facts.time);
  if (after === false) return false;
  const { obligation } = o;
  const inside = (): Truth => (o.zones.length === 0 ? true : or(o.zones.map((z) => insideOf(c, z, o.level))));
  switch (obligation.kind) {
    case "withdraw-by": {
      if (c.facts.weapons.length === 0) return false;
      const found = weaponFinding(
        c,
        {
          subject: o.clause.subject,
          weapons: obligation.weapons,
          level: o.level,
          from: o.zones,
          beyond: o.beyond,
          storage: o.storage,
        },
        compiled,
      );
      findings.push({ ...found, unsure: after !== true });
      const against: Truth =
        found.computed === "in-violation" ? true : found.computed === "indeterminate" ? "unknown" : false;
      return and([after, against]);
    }
    case "refrain": {
      const act: Truth =
        obligation.acts.length === 0 ? true : actTest(c.facts.acts, c.facts.labelBasis, obligation.acts);
      const activity: Truth =
        obligation.activities.length === 0
          ? true
          : c.facts.activities.every((a) => obligation.activities.includes(a))
            ? true
            : c.facts.activities.some((a) => a === "unknown" || obligation.activities.includes(a))
              ? "unknown"
              : false;
      return and([after, act, activity, inside()]);
    }
    default:
      return false;
  }
}

/** What was watched, and what was denied, where the duty lies: words for the trace; neither decides anything. */
function watched(
  o: CompiledObligation,
  { coverage, impediments, asOf }: ObligationInput,
  { from: since, until }: Interval,
  compiled: CompiledAgreement,
): TraceStep[] {
  const end = Math.min(until, asOf);
  if (since >= end) return [];
  const overlap = (w: { readonly from: number; readonly until: number }) =>
    Math.max(0, Math.min(w.until, end) - Math.max(w.from, since));
  const stations = coverage.filter((w) => w.state === "watching" && overlap(w) > 0);
  const hours = stations.reduce((sum, w) => sum + overlap(w), 0) / HOUR;
  const steps: TraceStep[] = [
    {
      test: "coverage",
      outcome: "unknown",
      words:
        stations.length === 0
          ? "nothing is known of what was watched since: silence means nothing"
          : `${String(Math.round(hours * 10) / 10)} station-hours were watched since; outside of them silence means nothing`,
    },
  ];
  if (o.obligation.kind === "grant-access") {
    const denied = impediments.filter((i) => not(overlap(i) > 0) === false);
    steps.push({
      test: "access",
      outcome: "unknown",
      words: `${denied.length} restriction${denied.length === 1 ? "" : "s"} of movement recorded since ${formatInstant(since, compiled.missionZone, "minute")}; by whom is as sources state`,
    });
  }
  return steps;
}
