import type { QuietMoment } from "../agreement/agreement.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import { type Anchors, quietUntil } from "../agreement/moment.ts";
import { and, atLevel, or, type Truth } from "../certainty.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { ActId } from "../observation/taxonomy.ts";
import { prepareZone, probabilityInside } from "../place/zone.ts";
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

/** The incidents that break a quiet: those that certainly do, and with them those that may, each by when it ended. */
export function quietBreakers(
  quiet: QuietMoment,
  incidents: Iterable<Found>,
  compiled: CompiledAgreement,
): { readonly certain: readonly Millis[]; readonly possible: readonly Millis[] } {
  const zones = quiet.inside.map((id) => {
    const zone = compiled.agreement.zones.find((z) => z.id === id);
    if (!zone) throw new TypeError(`quietBreakers: no zone "${id}"`);
    return prepareZone(zone);
  });
  const acts = (quiet.resetsOn.length === 0 ? FIRE : quiet.resetsOn) as readonly ActId[];
  const certain: Millis[] = [];
  const possible: Millis[] = [];
  for (const { incident, facts } of incidents) {
    if (incident.status === "claimed") continue;
    const inside = (): Truth =>
      zones.length === 0
        ? true
        : or(
            zones.map((z) => {
              const said = facts.assertedZones.filter((a) => a.zone === z.zone.id).map((a) => a.relation === "inside");
              if (said.length > 0) return said.every((s) => s) ? true : said.some((s) => s) ? "unknown" : false;
              return atLevel(probabilityInside(facts.cloud ?? facts.place, z), compiled.level);
            }),
          );
    // An exercise, a test or a controlled explosion is fire all the same: the text speaks of quiet, not of fault.
    const act = actTest(facts.acts, facts.labelBasis, acts);
    if (act === false) continue;
    const breaks = and([act, inside()]);
    if (breaks === false) continue;
    const { time } = facts;
    // Where the moment itself is loose, its earliest end is certain to have broken the quiet, its latest may have.
    possible.push(millis(time.until));
    if (breaks === true) {
      const earliest = time.kind === "seen" ? time.until : time.from;
      certain.push(millis(earliest));
      possible.push(millis(earliest));
    }
  }
  return { certain, possible };
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
  const kept = new Map<QuietMoment, ReturnType<typeof quietBreakers>>();
  const breakers = (quiet: QuietMoment) => {
    let found = kept.get(quiet);
    if (!found) kept.set(quiet, (found = quietBreakers(quiet, incidents, compiled)));
    return found;
  };
  const count = (which: "certain" | "possible") => (quiet: QuietMoment, since: Millis) =>
    quietUntil(since, quiet.days, breakers(quiet)[which], compiled.missionZone, asOf);
  return { early: { done, quiet: count("certain") }, late: { done, quiet: count("possible") }, asOf };
}

/** The record's own newest moment: the latest end of what it tells of; `least` where it tells of nothing. */
export function newestOf(times: Iterable<number>, least: Millis): Millis {
  let newest: number = least;
  for (const t of times) if (t > newest) newest = t;
  return millis(newest);
}
