import { type CountTally, NO_COUNTS } from "./count-evidence.ts";
import type { Mixture } from "./mixture.ts";
import { noTime, type TimeTally } from "./time-evidence.ts";
import type { Speaking } from "./voices.ts";

/**
 * What the evidence of a group rests on, as sums and products over its members: the evidence of two groups as one
 * follows from their tallies, whatever their size. It depends on how the group came together (places keep their
 * heaviest pieces at each step), and so is a function of the set only where the merges are.
 */
export interface Tally {
  /** Smallest trait index: the order in which two groups are multiplied. */
  key: number;
  size: number;
  /** ln of incidents per km² and hour: the least of the members'. */
  rate: number;
  placed: number;
  place: Mixture;
  /** ln of the integral of the product of places, where two or more are placed. */
  lnPlace: number;
  time: TimeTally;
  /** Under each act, the product of the likelihoods of all that was said, up to `lnActs`. */
  acts: Float64Array;
  lnActs: number;
  outgoing: number;
  impact: number;
  counts: readonly CountTally[];
  named: number;
  actors: number;
  /** ln Σ over the actors named of (right ÷ wrong)^(times named). */
  lnActors: number;
  /** Reports by a source that the group already holds, and nats for rows that one report tells apart. */
  repeats: number;
  rowsApart: number;
  speaking: Speaking;
}

export const NOWHERE: Mixture = new Float64Array(0);

export const emptyTally = (acts: Float64Array): Tally => ({
  key: -1,
  size: 0,
  rate: 0,
  placed: 0,
  place: NOWHERE,
  lnPlace: 0,
  time: noTime(),
  acts,
  lnActs: 0,
  outgoing: 0,
  impact: 0,
  counts: NO_COUNTS,
  named: 0,
  actors: 0,
  lnActors: Number.NEGATIVE_INFINITY,
  repeats: 0,
  rowsApart: 0,
  speaking: -1,
});
