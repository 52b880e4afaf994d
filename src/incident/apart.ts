import type { Observation } from "../observation/observation.ts";
import { type Judgement, pinnedNames } from "./judgement.ts";
import type { Traits } from "./traits.ts";

/** Observations that people hold apart: index → indices. */
export type Apart = ReadonlyMap<number, ReadonlySet<number>>;

/** Whether an observation, or a version that it replaces, is pinned. Undefined where nothing is. */
export type Pinned = ((index: number) => boolean) | undefined;

/** @param replaced for each version that a later one replaces, the group that it stands beside */
export function pinnedOf(
  observations: readonly Observation[],
  judgements: readonly Judgement[],
  {
    groups,
    replaced,
  }: { readonly groups: readonly (readonly number[])[]; readonly replaced: ReadonlyMap<number, number> },
): Pinned {
  const pins = pinnedNames(judgements);
  if (pins.size === 0) return undefined;
  const named = (i: number): boolean => pins.has((observations[i] as Observation).id);
  const newer = new Set([...replaced].filter(([i]) => named(i)).map(([, group]) => groups[group]?.[0]));
  return (i) => named(i) || newer.has(i);
}

export function apartOf(observations: readonly Observation[], judgements: readonly Judgement[]): Apart {
  const apart = new Map<number, Set<number>>();
  if (!judgements.some((j) => j.kind === "different")) return apart;
  const index = new Map(observations.map((o, i) => [o.id, i]));
  const hold = (a: number, b: number): void => {
    const others = apart.get(a);
    if (others) others.add(b);
    else apart.set(a, new Set([b]));
  };
  for (const j of judgements) {
    if (j.kind !== "different") continue;
    const [a, b] = [index.get(j.a), index.get(j.b)];
    if (a === undefined || b === undefined) continue;
    hold(a, b);
    hold(b, a);
  }
  return apart;
}

/**
 * What people hold apart once versions are replaced: what they said of one holds for the group that it stands beside.
 * @param standing the first of that group for a version that is replaced, else itself
 */
export function standingApart(apart: Apart, standing: (i: number) => number): Apart {
  if (apart.size === 0) return apart;
  const found = new Map<number, Set<number>>();
  for (const [i, others] of apart)
    for (const j of others) {
      const [x, y] = [standing(i), standing(j)];
      if (x !== y) found.set(x, (found.get(x) ?? new Set()).add(y));
    }
  return found;
}

/** From a version that is replaced to the first of the group that it stands beside; others to themselves. */
export const standingIn =
  (
    ...all: readonly {
      readonly groups: readonly (readonly number[])[];
      readonly replaced: ReadonlyMap<number, number>;
    }[]
  ) =>
  (i: number): number => {
    for (const { groups, replaced } of all) {
      const group = replaced.get(i);
      if (group !== undefined) return groups[group]?.[0] ?? i;
    }
    return i;
  };

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
  /** Whether people pinned it: evidence lets nothing in that was recorded. */
  readonly pinned: boolean;
  /** Members that people hold apart from any other. */
  readonly watched: readonly number[];
  /** Sources that part their own events and have a row here. */
  readonly parted: readonly number[];
}

/** Of most observations: nothing keeps them from others but what they are. */
const RECORDED: Hold = { recorded: true, pinned: false, watched: [], parted: [] };
const CLAIM: Hold = { ...RECORDED, recorded: false };

/** What evidence may not join: what people hold apart or pinned, and two rows of a source that parts its own events. */
export class Holds {
  private readonly traits: Traits;
  private readonly apart: Apart;
  /** Whether two groups that hold what was recorded may join: not once claims are weighed. */
  private readonly amongRecorded: boolean;
  private readonly pinned: Pinned;

  /** @param pinned of what was recorded; claims add nothing, so that no pin holds them out */
  constructor(traits: Traits, apart: Apart, amongRecorded: boolean, pinned?: Pinned) {
    this.traits = traits;
    this.apart = apart;
    this.amongRecorded = amongRecorded;
    this.pinned = amongRecorded ? pinned : undefined;
  }

  of(members: readonly number[]): Hold {
    const { observations, parted } = this.traits;
    const only = members.length === 1 ? (members[0] as number) : -1;
    if (only >= 0 && this.pinned === undefined && this.apart.size === 0 && parted[only] === -1)
      return observations[only]?.kind === "claim" ? CLAIM : RECORDED;
    return {
      recorded: members.some((i) => observations[i]?.kind !== "claim"),
      pinned: this.pinned !== undefined && members.some(this.pinned),
      watched: members.filter((i) => this.apart.has(i)),
      parted: [...new Set(members.map((i) => parted[i] as number))].filter((s) => s >= 0),
    };
  }

  union(a: Hold, b: Hold): Hold {
    if (a === b && (a === RECORDED || a === CLAIM)) return a;
    return {
      recorded: a.recorded || b.recorded,
      pinned: a.pinned || b.pinned,
      watched: joined(a.watched, b.watched),
      parted: joined(a.parted, b.parted),
    };
  }

  never(a: Hold, b: Hold): boolean {
    return a.pinned || b.pinned || this.neverUnpinned(a, b);
  }

  /** Whether they may not join even if nobody had pinned them. */
  neverUnpinned(a: Hold, b: Hold): boolean {
    if (!this.amongRecorded && a.recorded && b.recorded) return true;
    if (a.parted.some((source) => b.parted.includes(source))) return true;
    return heldApart(a.watched, b.watched, this.apart);
  }
}

const joined = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.length === 0 ? b : b.length === 0 ? a : [...a, ...b];
