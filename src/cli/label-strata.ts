import { Evidence } from "../incident/evidence.ts";
import type { Incident } from "../incident/incident.ts";
import { centreOf, KM_PER_DEGREE, type Mixture, STRIDE, turn } from "../incident/mixture.ts";
import { MODEL } from "../incident/model.ts";
import { traitsOf } from "../incident/traits.ts";
import type { Observation } from "../observation/observation.ts";
import { mayBeKindOf } from "../observation/taxonomy.ts";
import { byCodePoint } from "../units.ts";

/** Which pairs stand for all: those whose times and places come so near. Pairs beyond are held to be different. */
export interface Frame {
  /** Between the edges of what was stated about place, in km. */
  readonly km: number;
  /** Between the ends of the stated times, in hours. */
  readonly hours: number;
}

/** A pair of the frame. `a` comes before `b` by id. */
export interface FramePair {
  readonly a: Observation;
  readonly b: Observation;
  /** The machine's answer and how sure it is of this pair alone: "together: -2 to 2" nats. */
  readonly stratum: string;
  /** Finer, inside the stratum: near or far, same act or not, same source or not. */
  readonly cell: string;
  /** Between the middles of both places, km. */
  readonly km: number;
  /** Hours between both stretches of time; 0 where they overlap. */
  readonly hours: number;
}

/** Borders of evidence, nats: odds of 1 to 7, to 400, and to 22,000. */
const BORDERS = [-10, -6, -2, 2, 6] as const;
const BANDS = ["below -10", "-10 to -6", "-6 to -2", "-2 to 2", "2 to 6", "above 6"] as const;

/** The stratum in which evidence hardly decides: it gets twice the pairs of the others. */
export const isBorder = (stratum: string): boolean => stratum.endsWith(BANDS[3]);

/**
 * Pairs that evidence rules out and fusion keeps apart: most of any frame. They are held to be different and enter no
 * figure (of the 9,387 true pairs of the set `test` none is among them); a sample of them is labelled as a check of that.
 */
export const isRuledOut = (stratum: string): boolean => stratum === `apart: ${BANDS[0]}`;

/** "together" or "apart", as the stratum's name begins. */
export const isTogether = (stratum: string): boolean => stratum.startsWith("together");

const band = (gain: number): string => BANDS[BORDERS.filter((b) => gain > b).length] as string;

/** Half the length of what is stated about a place, km: two standard deviations of its mixture at its widest. */
function reachOf(mixture: Mixture): number {
  const [lon, lat] = centreOf(mixture);
  let most = 0;
  // The last piece stands for places that are plainly wrong; it is no part of what was stated.
  const stated = mixture.length > STRIDE ? mixture.length - STRIDE : mixture.length;
  for (let k = 0; k < stated; k += STRIDE) {
    const east = turn((mixture[k + 1] as number) - lon) * KM_PER_DEGREE * (mixture[k + 3] as number);
    const north = ((mixture[k + 2] as number) - lat) * KM_PER_DEGREE;
    const sd = Math.sqrt(Math.max(mixture[k + 4] as number, mixture[k + 6] as number));
    most = Math.max(most, Math.hypot(east, north) + 2 * sd);
  }
  return most;
}

const sourcesOf = (a: Observation, b: Observation): string =>
  a.source === b.source
    ? "same source"
    : a.sourceKind === b.sourceKind
      ? "same kind of source"
      : "other kind of source";

/**
 * Every pair of the frame, in no promised order. Aggregates and reports without a place are in none.
 * Cost: all pairs of reports whose times come within the frame's hours of each other.
 * @param observations by id, none twice
 * @param incidents what fusion made of them
 */
export function* framePairs(
  observations: readonly Observation[],
  incidents: readonly Incident[],
  frame: Frame,
): Generator<FramePair> {
  const sorted = observations.filter((o) => o.kind !== "aggregate").sort((a, b) => byCodePoint(a.id, b.id));
  const home = new Map(incidents.flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)));
  const traits = traitsOf(sorted, MODEL);
  const evidence = new Evidence(traits, MODEL);
  const tallies = sorted.map((_, i) => evidence.one(i));
  const alone = tallies.map((t) => evidence.of(t));
  const spots = traits.mixture.map((m) => (m ? { centre: centreOf(m), reach: reachOf(m) } : undefined));
  const order = sorted
    .map((_, i) => i)
    .sort((i, j) => (traits.from[i] as number) - (traits.from[j] as number) || i - j);
  for (const [rank, i] of order.entries()) {
    const here = spots[i];
    if (!here) continue;
    for (let r = rank + 1; r < order.length; r++) {
      const j = order[r] as number;
      const hours = Math.max(0, (traits.from[j] as number) - (traits.until[i] as number));
      if ((traits.from[j] as number) - (traits.until[i] as number) > frame.hours) break;
      const there = spots[j];
      if (!there) continue;
      const north = (here.centre[1] - there.centre[1]) * KM_PER_DEGREE;
      const reach = here.reach + there.reach + frame.km;
      if (Math.abs(north) > reach) continue;
      const cos = Math.cos((((here.centre[1] + there.centre[1]) / 2) * Math.PI) / 180);
      const km = Math.hypot(turn(here.centre[0] - there.centre[0]) * KM_PER_DEGREE * cos, north);
      if (km > reach) continue;
      const [x, y] = i < j ? [i, j] : [j, i];
      const [a, b] = [sorted[x] as Observation, sorted[y] as Observation];
      const both = evidence.ofBoth(tallies[x] as (typeof tallies)[0], tallies[y] as (typeof tallies)[0]);
      const gain = both - (alone[x] as number) - (alone[y] as number);
      const answer = home.get(a.id) === home.get(b.id) ? "together" : "apart";
      const near = km <= 2 && hours <= 0.25 ? "near" : "far";
      const act = a.acts.some((s) => b.acts.some((t) => mayBeKindOf(s, t) || mayBeKindOf(t, s)))
        ? "act may agree"
        : "other act";
      const cell = `${near}; ${act}; ${sourcesOf(a, b)}`;
      yield { a, b, stratum: `${answer}: ${band(gain)}`, cell, km, hours };
    }
  }
}
