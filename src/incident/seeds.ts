import type { Observation } from "../observation/observation.ts";
import type { Judgement } from "./judgement.ts";

/** What is joined before any evidence is weighed: by people, and by a source's own word. */
export interface Seeds {
  /** Current observations (indices, rising) that begin as one group; every current one is in exactly one. */
  readonly groups: readonly (readonly number[])[];
  /** For each observation that a later version replaces, the group that it stands beside. */
  readonly replaced: ReadonlyMap<number, number>;
}

/** Observations that people hold apart: index → indices. */
export type Apart = ReadonlyMap<number, ReadonlySet<number>>;

export function apartOf(observations: readonly Observation[], judgements: readonly Judgement[]): Apart {
  const index = new Map(observations.map((o, i) => [o.id, i]));
  const apart = new Map<number, Set<number>>();
  for (const j of judgements) {
    const [a, b] = [index.get(j.a), index.get(j.b)];
    if (j.kind !== "different" || a === undefined || b === undefined) continue;
    apart.set(a, (apart.get(a) ?? new Set()).add(b));
    apart.set(b, (apart.get(b) ?? new Set()).add(a));
  }
  return apart;
}

/** Whether people hold a member of one group apart from a member of the other. */
export function heldApart(a: readonly number[], b: readonly number[], apart: Apart): boolean {
  if (apart.size === 0) return false;
  return a.some((x) => {
    const others = apart.get(x);
    return others !== undefined && b.some((y) => others.has(y));
  });
}

/** Two ends of the same rounds lie no further apart in time than this, ms; a pair name used again later is another pair. */
const PAIR_GAP_MS = 3_600_000;

/**
 * @param observations sorted by id, none twice; indices are into this list
 * @param taken whether an observation takes part
 * @param judgements those in force
 */
export function seedsOf(
  observations: readonly Observation[],
  taken: (index: number) => boolean,
  judgements: readonly Judgement[],
  apart: Apart,
): Seeds {
  const index = new Map(observations.map((o, i) => [o.id, i]));
  const part = (id: string): number | undefined => {
    const i = index.get(id);
    return i !== undefined && taken(i) ? i : undefined;
  };
  const joins = new Joins(observations.length, apart);
  for (const j of judgements) {
    const [a, b] = [part(j.a), part(j.b)];
    if (j.kind === "same" && a !== undefined && b !== undefined) joins.join(a, b);
  }
  const replaced = new Set<number>();
  for (const [newer, older] of revisions(observations, part)) {
    joins.joinUnlessApart(newer, older);
    if (joins.of(newer) === joins.of(older)) replaced.add(older);
  }
  for (const [a, b] of pairs(observations, taken)) joins.joinUnlessApart(a, b);
  const groups = new Map<number, number[]>();
  for (let i = 0; i < observations.length; i++) {
    if (!taken(i) || replaced.has(i)) continue;
    const root = joins.of(i);
    const group = groups.get(root);
    if (group) group.push(i);
    else groups.set(root, [i]);
  }
  const order = [...groups.keys()];
  const at = new Map(order.map((root, g) => [root, g]));
  const beside = new Map<number, number>();
  for (const i of replaced) beside.set(i, at.get(joins.of(i)) as number);
  return { groups: [...groups.values()], replaced: beside };
}

/** Union–find that never joins two groups that people hold apart. */
class Joins {
  private readonly parent: Int32Array;
  private readonly members = new Map<number, number[]>();
  private readonly apart: Apart;
  constructor(n: number, apart: Apart) {
    this.apart = apart;
    this.parent = Int32Array.from({ length: n }, (_, i) => i);
  }
  of(i: number): number {
    let root = i;
    while (this.parent[root] !== root) root = this.parent[root] as number;
    while (this.parent[i] !== root) {
      const up = this.parent[i] as number;
      this.parent[i] = root;
      i = up;
    }
    return root;
  }
  join(a: number, b: number): void {
    const [x, y] = [this.of(a), this.of(b)];
    if (x === y) return;
    const [root, other] = x < y ? [x, y] : [y, x];
    this.parent[other] = root;
    this.members.set(root, [...this.membersOf(root), ...this.membersOf(other)]);
    this.members.delete(other);
  }
  joinUnlessApart(a: number, b: number): void {
    if (!heldApart(this.membersOf(this.of(a)), this.membersOf(this.of(b)), this.apart)) this.join(a, b);
  }
  private membersOf(root: number): readonly number[] {
    return this.members.get(root) ?? [root];
  }
}

/** [newer, older] of each revision, in order of index. Versions that revise each other in a ring are none. */
function revisions(observations: readonly Observation[], part: (id: string) => number | undefined): [number, number][] {
  const older = new Map<number, number>();
  for (const [i, o] of observations.entries()) {
    if (o.revises === undefined || part(o.id) === undefined) continue;
    const target = part(o.revises);
    if (target !== undefined && observations[target]?.source === o.source) older.set(i, target);
  }
  return [...older].filter(([newer]) => {
    let at = older.get(newer);
    for (let steps = 0; at !== undefined && steps <= older.size; steps++) {
      if (at === newer) return false;
      at = older.get(at);
    }
    return true;
  });
}

/** Neighbours in time among rows of one source with one pair name. */
function pairs(observations: readonly Observation[], taken: (index: number) => boolean): [number, number][] {
  const named = new Map<string, number[]>();
  for (const [i, o] of observations.entries()) {
    if (o.pair === undefined || !taken(i)) continue;
    const key = JSON.stringify([o.source, o.pair]);
    const rows = named.get(key);
    if (rows) rows.push(i);
    else named.set(key, [i]);
  }
  const joined: [number, number][] = [];
  for (const rows of named.values()) {
    const time = (i: number) => (observations[i] as Observation).time;
    rows.sort((x, y) => time(x).from - time(y).from || x - y);
    let [first, until] = [rows[0] as number, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      if (time(row).from - until <= PAIR_GAP_MS) joined.push([first, row]);
      else first = row;
      until = Math.max(until, time(row).until);
    }
  }
  return joined.filter(([a, b]) => a !== b);
}
