import type { Truth } from "../certainty.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { Cloud } from "../place/cloud.ts";
import { probabilityWithinOfLine } from "../place/line.ts";
import type { Position, UncertainPlace } from "../place/place.ts";
import type { Extent } from "../place/rings.ts";
import { cloudOver, extentOf } from "../place/shape.ts";
import { type PreparedZone, probabilityInside } from "../place/zone.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";
import type { ActorAssessment } from "./assessment.ts";

/** A standing decision that says who did it, by which standard. Decisions are people's; no test makes one. */
export interface Attribution {
  readonly incident: string;
  readonly actor: string;
  /** Id of the decision. */
  readonly decision: string;
  readonly standard: string;
  /** Members of the body who dissent. Never dropped. */
  readonly dissent?: readonly { readonly by: string; readonly words: string }[];
}

/** An assessment of who did one incident. */
export interface AssessedActor extends ActorAssessment {
  readonly incident: string;
}

/** A party says that an exception (self-defence) covered an incident, and perhaps a decision says whether it did. */
export interface Invocation {
  readonly incident: string;
  readonly clause: string;
  readonly exception: string;
  /** Who invokes it. */
  readonly by: string;
  readonly decided?: { readonly holds: boolean; readonly decision: string };
}

/** What the tests of one incident share; made once an incident. */
export interface Context {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly place: UncertainPlace | Cloud;
  /** Acts and basis of the label as one word: what an act test depends on. */
  readonly actKey: string;
  readonly attributions: readonly Attribution[];
  readonly invocations: readonly Invocation[];
  readonly actorAssessments: readonly AssessedActor[];
  readonly probabilities: Map<PreparedZone, number>;
  /** By line and distance, the probability that the place is nearer; several clauses ask the same. */
  nearLines?: Map<readonly Position[], Map<number, number>>;
  /** The box around the place, asked once; null where there is none. */
  extent?: Extent | null;
  samples?: Cloud;
  /** The zone of every time in words. */
  readonly clock: Clock;
}

/** Facts that recur over many incidents: a test of one of them alone is asked once for each value. */
export const SETS = ["acts", "activities", "weapons", "objects", "counts"] as const;
export type FactSet = (typeof SETS)[number];

/**
 * What a test depends on, so that it can be run over columns and not incident by incident (codes.ts); a test that says
 * nothing of it is asked of each incident. None of these holds of an incident with an attribution, an invocation or an
 * asserted zone: such a one is always asked.
 */
export type Over =
  | { readonly set: FactSet }
  /** True as `during` the window. */
  | { readonly window: Interval }
  /** Inside any of the zones; with `outside`, outside all of them. */
  | { readonly zones: readonly PreparedZone[]; readonly outside: boolean; readonly level: number }
  /** The same for every incident. */
  | { readonly always: Truth }
  /** False where the time is certainly outside each of the windows; else it has to be asked. */
  | { readonly onlyDuring: readonly Interval[] };

/** One test of a clause: what it asks, which fact would decide it, and its answer in words. */
export interface Question {
  readonly test: string;
  readonly over?: Over;
  readonly ask: (c: Context) => Truth;
  readonly fact: (c: Context) => string;
  readonly say: (c: Context, outcome: Truth) => string;
}

/** Positions drawn for a place, as many as `probabilityInside` draws. */
const SAMPLES = 256;

/**
 * The probability that the incident lies in the zone: what `probabilityInside` gives, with the box of the place and
 * the positions drawn over it made once an incident and not once a zone.
 */
export function probabilityIn(c: Context, zone: PreparedZone): number {
  let p = c.probabilities.get(zone);
  if (p === undefined) {
    p = askProbability(c, zone);
    c.probabilities.set(zone, p);
  }
  return p;
}

/** The probability that the incident lies nearer to a line than a distance in metres, asked once an incident. */
export function probabilityNear(c: Context, line: readonly Position[], distance: number): number {
  c.nearLines ??= new Map();
  const ofLine = c.nearLines.get(line) ?? new Map<number, number>();
  c.nearLines.set(line, ofLine);
  let p = ofLine.get(distance);
  if (p === undefined) {
    p = probabilityWithinOfLine(c.place, line, distance);
    ofLine.set(distance, p);
  }
  return p;
}

function askProbability(c: Context, zone: PreparedZone): number {
  const { place } = c;
  if (!("kind" in place)) return probabilityInside(place, zone);
  if (c.extent === undefined) c.extent = extentOf(place);
  if (c.extent === null) return Number.NaN;
  const [west, south, east, north] = c.extent;
  if (west <= east) {
    const z = zone.extent;
    if (west > z[2] || east < z[0] || south > z[3] || north < z[1]) return 0;
    if (!zone.edgeIn(c.extent)) return zone.contains((west + east) / 2, (south + north) / 2) ? 1 : 0;
    if (place.kind === "point" && !zone.edgeNear(place.lon, place.lat, place.radiusM, c.extent))
      return zone.contains(place.lon, place.lat) ? 1 : 0;
  }
  c.samples ??= cloudOver(place, SAMPLES);
  return probabilityInside(c.samples, zone);
}
