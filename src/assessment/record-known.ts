import type { QuietMoment } from "../agreement/agreement.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import { type Anchors, addLength } from "../agreement/moment.ts";
import { and, atLevel, or, type Truth } from "../certainty.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { ActId } from "../observation/taxonomy.ts";
import { type PreparedZone, prepareZone, probabilityInside } from "../place/zone.ts";
import type { Zone } from "../time/zone.ts";
import { type Millis, millis } from "../units.ts";
import { actTest } from "./act-test.ts";

/**
 * What moments of an agreement need to know of the record. Quiet days are counted twice: `early` as if only certain
 * events broke the quiet, `late` as if every event that may have done so did.
 */
export interface RecordKnown {
  readonly early: Pick<Anchors, "done" | "quiet">;
  readonly late: Pick<Anchors, "done" | "quiet">;
  /** How far in time the record reaches: its own newest moment, never a clock. */
  readonly asOf: Millis;
}

type Found = { readonly incident: Incident; readonly facts: IncidentFacts };

/** What breaks a quiet where the agreement names nothing. */
const FIRE: readonly ActId[] = ["fire", "explosion"];

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
  const acts = (quiet.resetsOn.length === 0 ? FIRE : quiet.resetsOn) as readonly ActId[];
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

/**
 * When so many quiet days in a row were over: not before `early`, and not after `late`, whichever of the uncertain events
 * took place and at whatever moment each event was; null: not by `asOf`.
 * Early counts a certain event alone, by its first moment, and only where no moment of it is too early or too late to
 * have broken the quiet. Late counts every event, by the last moment at which it can have.
 */
export function quietBounds(
  since: Millis,
  days: number,
  breakers: readonly QuietBreaker[],
  zone: Zone,
  asOf: Millis,
): { readonly early: Millis | null; readonly late: Millis | null } {
  const over = (from: Millis): Millis => addLength(from, { months: 0, days, ms: 0 }, zone);
  const inOrder = [...breakers].sort((a, b) => a.until - b.until || a.from - b.from);
  const settle = (next: (end: Millis, b: QuietBreaker) => Millis): Millis => {
    let end = over(since);
    // An event that came too late for the quiet as it stood may be in time for the longer one.
    for (let moved = true; moved; ) {
      moved = false;
      for (const b of inOrder) {
        const later = next(end, b);
        if (later > end) [end, moved] = [later, true];
      }
    }
    return end;
  };
  const early = settle((end, b) => (b.certain && b.from >= since && b.until < end ? over(b.from) : end));
  const used = new Set<QuietBreaker>();
  const late = settle((end, b) => {
    // One event breaks the quiet once. Those that end first are taken first, so that none is spent before its time.
    if (used.has(b) || b.until < since || b.from >= end) return end;
    used.add(b);
    return over(millis(Math.min(b.until, end)));
  });
  return { early: early <= asOf ? early : null, late: late <= asOf ? late : null };
}

/**
 * @param asOf how far the record reaches; quiet days are complete only up to it
 * @param done when a decision or a body's statement found a clause fulfilled
 */
export function recordKnown(
  incidents: readonly Found[],
  compiled: CompiledAgreement,
  asOf: Millis,
  done: (clause: string) => Millis | null = () => null,
): RecordKnown {
  const kept = new Map<QuietMoment, readonly QuietBreaker[]>();
  const bounds = (quiet: QuietMoment, since: Millis) => {
    let found = kept.get(quiet);
    if (!found) kept.set(quiet, (found = quietBreakers(quiet, incidents, compiled)));
    return quietBounds(since, quiet.days, found, compiled.missionZone, asOf);
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
