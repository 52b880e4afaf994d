import type { Observation } from "../observation/observation.ts";
import type { Judgement } from "./judgement.ts";
import type { Traits } from "./traits.ts";

/** Observations that people hold apart: index → indices. */
export type Apart = ReadonlyMap<number, ReadonlySet<number>>;

export function apartOf(observations: readonly Observation[], judgements: readonly Judgement[]): Apart {
  const index = new Map(observations.map((o, i) => [o.id, i]));
  const apart = new Map<number, Set<number>>();
  const hold = (a: number, b: number): void => {
    const others = apart.get(a);
    if (others) others.add(b);
    else apart.set(a, new Set([b]));
  };
  for (const j of judgements) {
    const [a, b] = [index.get(j.a), index.get(j.b)];
    if (j.kind !== "different" || a === undefined || b === undefined) continue;
    hold(a, b);
    hold(b, a);
  }
  return apart;
}

/** Whether people hold a member of one group apart from a member of the other. */
export function heldApart(a: readonly number[], b: readonly number[], apart: Apart): boolean {
  if (apart.size === 0 || a.length === 0 || b.length === 0) return false;
  const [fewer, more] = a.length <= b.length ? [a, b] : [b, a];
  const among = new Set(more);
  return fewer.some((x) => {
    const others = apart.get(x);
    if (!others) return false;
    for (const y of others) if (among.has(y)) return true;
    return false;
  });
}

/** What keeps a group from others, whatever evidence says. */
export interface Hold {
  readonly recorded: boolean;
  /** Members that people hold apart from any other. */
  readonly watched: readonly number[];
  /** Sources that part their own events and have a row here. */
  readonly parted: readonly number[];
}

/** What evidence may not join: what people hold apart, and two rows of a source that parts its own events. */
export class Holds {
  private readonly traits: Traits;
  private readonly apart: Apart;
  /** Whether two groups that hold what was recorded may join: not once claims are weighed. */
  private readonly amongRecorded: boolean;

  constructor(traits: Traits, apart: Apart, amongRecorded: boolean) {
    this.traits = traits;
    this.apart = apart;
    this.amongRecorded = amongRecorded;
  }

  of(members: readonly number[]): Hold {
    const { observations, parted } = this.traits;
    return {
      recorded: members.some((i) => observations[i]?.kind !== "claim"),
      watched: members.filter((i) => this.apart.has(i)),
      parted: [...new Set(members.map((i) => parted[i] as number))].filter((s) => s >= 0),
    };
  }

  union(a: Hold, b: Hold): Hold {
    return {
      recorded: a.recorded || b.recorded,
      watched: joined(a.watched, b.watched),
      parted: joined(a.parted, b.parted),
    };
  }

  never(a: Hold, b: Hold): boolean {
    if (!this.amongRecorded && a.recorded && b.recorded) return true;
    if (a.parted.some((source) => b.parted.includes(source))) return true;
    return heldApart(a.watched, b.watched, this.apart);
  }
}

const joined = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.length === 0 ? b : b.length === 0 ? a : [...a, ...b];
