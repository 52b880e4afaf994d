import type { Observation } from "../observation/observation.ts";
import { type Apart, heldApart } from "./apart.ts";
import { type Judgement, namesOf } from "./judgement.ts";

/** What is joined before any evidence is weighed: by people, and by a source's own word. */
export interface Seeds {
  /** Current observations (indices, rising) that begin as one group; every current one is in exactly one. */
  readonly groups: readonly (readonly number[])[];
  /** For each observation that a later version replaces, the group that it stands beside. */
  readonly replaced: ReadonlyMap<number, number>;
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
  let index: Map<string, number> | undefined;
  const part = (id: string): number | undefined => {
    index ??= new Map(observations.map((o, i) => [o.id, i]));
    const i = index.get(id);
    return i !== undefined && taken(i) ? i : undefined;
  };
  const joins = new Joins(observations.length, apart);
  for (const j of judgements) {
    if (j.kind === "different") continue;
    const [first, ...more] = namesOf(j).flatMap((id) => part(id) ?? []);
    if (first === undefined) continue;
    for (const i of more) joins.join(first, i);
    if (j.kind === "pin") joins.pin(first);
  }
  const replaced = new Set<number>();
  for (const [newer, older] of revisions(observations, part)) {
    // A report that its source puts right is the same report: no pin holds the newer version out (docs/adr/0035).
    if (!joins.isPinned(newer) || !joins.isPinned(older)) joins.joinUnlessApart(newer, older);
    if (joins.of(newer) === joins.of(older)) replaced.add(older);
  }
  for (const rows of pairs(observations, taken)) {
    const [first, ...more] = rows.filter((i) => !joins.isPinned(i));
    for (const i of more) joins.joinUnlessApart(first as number, i);
  }
  if (!joins.any)
    return {
      groups: Array.from(observations.keys())
        .filter(taken)
        .map((i) => [i]),
      replaced: new Map(),
    };
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
  /** Whether any two were joined. */
  any = false;
  private readonly parent: Int32Array;
  private readonly size: Int32Array;
  /** Of each group, the members that people hold apart from any other. */
  private readonly watched = new Map<number, number[]>();
  private readonly apart: Apart;
  private readonly pinned: Uint8Array;
  constructor(n: number, apart: Apart) {
    this.apart = apart;
    this.parent = Int32Array.from({ length: n }, (_, i) => i);
    this.size = new Int32Array(n).fill(1);
    this.pinned = new Uint8Array(n);
    for (const i of apart.keys()) this.watched.set(i, [i]);
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
    this.any = true;
    const [root, other] = (this.size[x] as number) >= (this.size[y] as number) ? [x, y] : [y, x];
    this.parent[other] = root;
    if (this.pinned[other] === 1) this.pinned[root] = 1;
    this.size[root] = (this.size[root] as number) + (this.size[other] as number);
    const watched = this.watched.get(other);
    if (!watched) return;
    this.watched.set(root, [...(this.watched.get(root) ?? []), ...watched]);
    this.watched.delete(other);
  }
  pin(i: number): void {
    this.pinned[this.of(i)] = 1;
  }
  isPinned(i: number): boolean {
    return this.pinned[this.of(i)] === 1;
  }
  joinUnlessApart(a: number, b: number): void {
    if (!heldApart(this.watchedOf(a), this.watchedOf(b), this.apart)) this.join(a, b);
  }
  private watchedOf(i: number): readonly number[] {
    return this.watched.get(this.of(i)) ?? [];
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
  const inRing = ringsOf(older);
  return [...older].filter(([newer]) => !inRing.has(newer));
}

/** Versions that come back to themselves when each is followed to the one it revises. */
function ringsOf(older: ReadonlyMap<number, number>): ReadonlySet<number> {
  const rings = new Set<number>();
  const walk = new Map<number, number>();
  for (const start of older.keys()) {
    const path: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined && !walk.has(at)) {
      walk.set(at, start);
      path.push(at);
      at = older.get(at);
    }
    if (at !== undefined && walk.get(at) === start) for (const i of path.slice(path.indexOf(at))) rings.add(i);
  }
  return rings;
}

/** Rows of one source with one pair name that are close in time, in order of it. */
function pairs(observations: readonly Observation[], taken: (index: number) => boolean): number[][] {
  const named = new Map<string, number[]>();
  for (const [i, o] of observations.entries()) {
    if (o.pair === undefined || !taken(i)) continue;
    const key = JSON.stringify([o.source, o.pair]);
    const rows = named.get(key);
    if (rows) rows.push(i);
    else named.set(key, [i]);
  }
  const joined: number[][] = [];
  for (const rows of named.values()) {
    const time = (i: number) => (observations[i] as Observation).time;
    rows.sort((x, y) => time(x).from - time(y).from || x - y);
    let [close, until]: [number[], number] = [[], Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      if (time(row).from - until <= PAIR_GAP_MS) close.push(row);
      else joined.push((close = [row]));
      until = Math.max(until, time(row).until);
    }
  }
  return joined.filter((rows) => rows.length > 1);
}
