import type { QuietMoment } from "../agreement/agreement.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import { type Anchors, addLength } from "../agreement/moment.ts";
import { and, atLevel, or, type Truth } from "../certainty.ts";
import { without } from "../coverage/stretches.ts";
import { unwatched } from "../coverage/unwatched.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { CoverageWindow } from "../observation/coverage-window.ts";
import type { ActId } from "../observation/taxonomy.ts";
import { type PreparedZone, prepareZone, probabilityInside } from "../place/zone.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone } from "../time/zone.ts";
import { type Millis, millis } from "../units.ts";
import { actTest } from "./act-test.ts";

/**
 * What moments of an agreement need to know of the record. Quiet days are counted twice: `early` as if only certain
 * events broke the quiet, `late` as if every event that may have done so did, and as if it was broken wherever nobody
 * watched (docs/adr/0011-quiet-has-two-ends.md).
 */
export interface RecordKnown {
  readonly early: Pick<Anchors, "done" | "quiet">;
  readonly late: Pick<Anchors, "done" | "quiet">;
  /** How far in time the record reaches: its own newest moment, never a clock. */
  readonly asOf: Millis;
}

/** A body states that it was quiet, from one moment until another, where the moment of a clause asks for quiet. */
export interface QuietConfirmation {
  /** Id of the entry. */
  readonly id: string;
  readonly clause: string;
  /** Who confirms it. What a party confirms is a claim and decides nothing, unless the text names that party. */
  readonly by: string;
  readonly from: Millis;
  readonly until: Millis;
}

/** What says that a day without events was quiet. */
export interface Watch {
  readonly coverage: readonly CoverageWindow[];
  readonly confirmations: readonly QuietConfirmation[];
}

type Found = { readonly incident: Incident; readonly facts: IncidentFacts };

/** What breaks a quiet where the agreement names nothing. */
const FIRE: readonly ActId[] = ["fire", "explosion"];

const actsOf = (quiet: QuietMoment): readonly ActId[] =>
  quiet.resetsOn.length === 0 ? FIRE : (quiet.resetsOn as readonly ActId[]);

/** An event that breaks a quiet, or may: it ended at some moment of [from, until]. */
export interface QuietBreaker {
  readonly from: Millis;
  readonly until: Millis;
  readonly certain: boolean;
}

/** The incidents that break a quiet, or may, in the order given. */
export function quietBreakers(
  quiet: QuietMoment,
  incidents: Iterable<Found>,
  compiled: CompiledAgreement,
): QuietBreaker[] {
  const zones = quiet.inside.map((id) => {
    const zone = compiled.agreement.zones.find((z) => z.id === id);
    if (!zone) throw new TypeError(`quietBreakers: no zone "${id}"`);
    return prepareZone(zone);
  });
  const acts = actsOf(quiet);
  const breakers: QuietBreaker[] = [];
  for (const { incident, facts } of incidents) {
    if (incident.status === "claimed") continue;
    // An exercise, a test or a controlled explosion is fire all the same: the text speaks of quiet, not of fault.
    const act = actTest(facts.acts, facts.labelBasis, acts);
    if (act === false) continue;
    const breaks = and([act, insideAny(facts, zones, compiled.level)]);
    if (breaks === false) continue;
    const { time } = facts;
    const slack = 2 * time.sdMs;
    breakers.push({
      from: millis(Math.floor((time.kind === "seen" ? time.until : time.from) - slack)),
      until: millis(Math.ceil(time.until + slack)),
      certain: breaks === true,
    });
  }
  return breakers;
}

function insideAny(facts: IncidentFacts, zones: readonly PreparedZone[], level: number): Truth {
  if (zones.length === 0) return true;
  return or(
    zones.map((z) => {
      const said = facts.assertedZones.filter((a) => a.zone === z.zone.id).map((a) => a.relation === "inside");
      if (said.length > 0) return said.every((s) => s) ? true : said.some((s) => s) ? "unknown" : false;
      return atLevel(probabilityInside(facts.cloud ?? facts.place, z), level);
    }),
  );
}

/** What the end of quiet days is worked out from. */
export interface QuietQuestion {
  readonly since: Millis;
  readonly days: number;
  readonly breakers: readonly QuietBreaker[];
  /** Stretches in which nobody watched: what happened then is not known. */
  readonly gaps: readonly Interval[];
  /** Stretches that a body confirmed as quiet. */
  readonly confirmed: readonly Interval[];
  readonly zone: Zone;
  /** How far the record reaches. */
  readonly asOf: Millis;
}

/**
 * When so many quiet days in a row were over: not before `early`, and not after `late`, whichever of the uncertain events
 * took place and at whatever moment each event was, and whatever happened while nobody watched; null: not by `asOf`.
 * Early counts a certain event alone, by its first moment, and only where no moment of it is too early or too late to
 * have broken the quiet. Late counts every event, by the last moment at which it can have, and every gap by its end.
 * A body's confirmation settles what is uncertain and what nobody watched. Where a certain event speaks against it, early
 * believes the body and late the event: no rule says which of them is right.
 */
export function quietBounds(q: QuietQuestion): { readonly early: Millis | null; readonly late: Millis | null } {
  const { since, days, confirmed, asOf } = q;
  const over = (from: Millis): Millis => addLength(from, { months: 0, days, ms: 0 }, q.zone);
  const inOrder = [...q.breakers].sort((a, b) => a.until - b.until || a.from - b.from);
  // An event that came too late for the quiet as it stood may be in time for the longer one.
  const settle = <T>(things: readonly T[], next: (end: Millis, thing: T) => Millis): Millis => {
    let end = over(since);
    for (let moved = true; moved; ) {
      moved = false;
      for (const thing of things) {
        const later = next(end, thing);
        if (later > end) [end, moved] = [later, true];
      }
    }
    return end;
  };
  const touched = (b: QuietBreaker) => confirmed.some((c) => c.from <= b.until && b.from < c.until);
  const early = settle(
    inOrder.filter((b) => b.certain && !touched(b)),
    (end, b) => (b.from >= since && b.until < end ? over(b.from) : end),
  );
  const held = (b: QuietBreaker) => !b.certain && confirmed.some((c) => c.from <= b.from && b.until < c.until);
  const used = new Set<QuietBreaker>();
  const spoils = (end: Millis, b: QuietBreaker): Millis => {
    // One event breaks the quiet once. Those that end first are taken first, so that none is spent before its time.
    if (used.has(b) || b.until < since || b.from >= end) return end;
    used.add(b);
    return over(millis(Math.min(b.until, end)));
  };
  // A gap may hold any number of events, one after the other, up to its end.
  const lost = (end: Millis, g: Interval): Millis => (g.until <= since || g.from >= end ? end : over(g.until));
  const late = settle(
    [...inOrder.filter((b) => !held(b)), ...without(q.gaps, confirmed)],
    (end, thing: QuietBreaker | Interval) => ("certain" in thing ? spoils(end, thing) : lost(end, thing)),
  );
  return { early: early <= asOf ? early : null, late: late <= asOf ? late : null };
}

/** Every moment of quiet days in an agreement, with the clause in which it stands. */
function quietMoments({ agreement }: CompiledAgreement): Map<QuietMoment, string> {
  const found = new Map<QuietMoment, string>();
  for (const c of agreement.clauses) {
    const { obliges: o } = c;
    const moments = [c.when.starts, c.when.ends, ...c.except.flatMap((e) => [e.starts, e.ends])];
    if (o) moments.push(o.startBy, o.deadline, ...o.steps.map((s) => s.by));
    for (const m of moments) if (m?.kind === "quiet") found.set(m, c.id);
  }
  return found;
}

/** The stretches that those who may confirm the quiet of a moment have confirmed: whom the text names, else any body that is no party. */
function confirmedFor(
  quiet: QuietMoment,
  clause: string | undefined,
  { confirmations }: Watch,
  parties: readonly string[],
): QuietConfirmation[] {
  return confirmations.filter(
    (c) =>
      c.clause === clause && (quiet.confirmedBy === undefined ? !parties.includes(c.by) : c.by === quiet.confirmedBy),
  );
}

/**
 * @param asOf  how far the record reaches; quiet days are complete only up to it
 * @param watch what was watched, and what bodies confirmed: a day of which neither tells is not known to be quiet
 * @param done  when a decision or a body's statement found a clause fulfilled
 */
export function recordKnown(
  incidents: readonly Found[],
  compiled: CompiledAgreement,
  asOf: Millis,
  watch: Watch,
  done: (clause: string) => Millis | null = () => null,
): RecordKnown {
  const clauses = quietMoments(compiled);
  const kept = new Map<QuietMoment, Map<Millis, ReturnType<typeof quietBounds>>>();
  const broken = new Map<QuietMoment, readonly QuietBreaker[]>();
  const bounds = (quiet: QuietMoment, since: Millis) => {
    let known = kept.get(quiet);
    if (!known) kept.set(quiet, (known = new Map()));
    let found = known.get(since);
    if (found) return found;
    let breakers = broken.get(quiet);
    if (!breakers) broken.set(quiet, (breakers = quietBreakers(quiet, incidents, compiled)));
    const zones = quiet.inside.flatMap((id) => compiled.agreement.zones.find((z) => z.id === id) ?? []);
    found = quietBounds({
      since,
      days: quiet.days,
      breakers,
      gaps: unwatched(watch.coverage, zones, actsOf(quiet), { from: since, until: asOf }),
      confirmed: confirmedFor(quiet, clauses.get(quiet), watch, compiled.parties),
      zone: compiled.missionZone,
      asOf,
    });
    known.set(since, found);
    return found;
  };
  return {
    early: { done, quiet: (quiet, since) => bounds(quiet, since).early },
    late: { done, quiet: (quiet, since) => bounds(quiet, since).late },
    asOf,
  };
}

/** The record's own newest moment: the latest end of what it tells of; `least` where it tells of nothing. */
export function newestOf(times: Iterable<number>, least: Millis): Millis {
  let newest: number = least;
  for (const t of times) if (t > newest) newest = t;
  return millis(newest);
}
