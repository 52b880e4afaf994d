import type { Links } from "./candidates.ts";
import { listed } from "./cluster.ts";
import { type Judgement, namesOf } from "./judgement.ts";
import { type Traits, traitsAt } from "./traits.ts";

/** Observations of a batch are not fewer than this, but in the last: some 2 MB of what is made of them. */
const LEAST = 2_000;

/** Some observations, and all that fusing them asks for. */
export interface Batch {
  readonly traits: Traits;
  readonly links: Links;
  /** Those that speak of one of these. */
  readonly judgements: readonly Judgement[];
}

/**
 * Observations in batches that fusion may take one after the other, in memory that a batch leaves to the next: what a
 * link, a near miss, a judgement, a revision or a name of a pair joins is in one batch, so that its incidents are those
 * of the whole. What happened at one time is mostly in one.
 * @param judgements those in force
 * @param least      how many observations there are in each but the last
 */
export function* batchesOf(
  traits: Traits,
  links: Links,
  judgements: readonly Judgement[],
  least = LEAST,
): Generator<Batch> {
  const n = traits.observations.length;
  const spoken = spokenOf(traits, judgements);
  const batchOf = new Int32Array(n);
  const count = number(traits, partsOf(traits, links, spoken), least, batchOf);
  const members = listed(count, n, (i) => batchOf[i] as number);
  const linked = listed(count, links.a.length, (k) => batchOf[links.a[k] as number] as number);
  const judged = listed(count, judgements.length, (k) => batchOf[spoken[k]?.[0] ?? -1] ?? -1);
  const rank = new Int32Array(n);
  for (let b = 0; b < count; b++) {
    const some = members(b);
    for (let k = 0; k < some.length; k++) rank[some[k] as number] = k;
    const at = (i: number): number => (i < 0 ? -1 : (rank[i] as number));
    const own = linked(b);
    yield {
      traits: traitsAt(traits, some),
      links: {
        a: Array.from(own, (k) => at(links.a[k] as number)),
        b: Array.from(own, (k) => at(links.b[k] as number)),
        gain: Array.from(own, (k) => links.gain[k] as number),
        missed: some.map((i) => at(links.missed[i] as number)),
        alone: Float64Array.from(some, (i) => links.alone[i] as number),
      },
      judgements: Array.from(judged(b), (k) => judgements[k] as Judgement),
    };
  }
}

/** Of each judgement the observations that it speaks of and that are here. */
function spokenOf({ observations }: Traits, judgements: readonly Judgement[]): number[][] {
  if (judgements.length === 0) return [];
  const at = new Map(observations.map((o, i) => [o.id, i]));
  return judgements.map((j) => namesOf(j).flatMap((id) => at.get(id) ?? []));
}

/** For each observation one that stands for all that it is joined to. */
function partsOf({ observations }: Traits, links: Links, spoken: readonly (readonly number[])[]): Int32Array {
  const up = Int32Array.from(observations, (_, i) => i);
  const top = (i: number): number => {
    let at = i;
    while (up[at] !== at) at = up[at] = up[up[at] as number] as number;
    return at;
  };
  const join = (i: number, j: number): void => {
    const [x, y] = [top(i), top(j)];
    up[Math.max(x, y)] = Math.min(x, y);
  };
  for (let k = 0; k < links.a.length; k++) join(links.a[k] as number, links.b[k] as number);
  for (const [i, j] of links.missed.entries()) if (j >= 0) join(i, j);
  for (const some of spoken) for (const i of some) join(some[0] as number, i);
  const pairs = new Map<string, number>();
  const older = new Map<string, number[]>();
  for (const [i, o] of observations.entries()) {
    if (o.pair !== undefined) {
      const key = `${o.source}\n${o.pair}`;
      join(pairs.get(key) ?? i, i);
      pairs.set(key, i);
    }
    if (o.revises !== undefined) older.set(o.revises, [...(older.get(o.revises) ?? []), i]);
  }
  if (older.size > 0) for (const [i, o] of observations.entries()) for (const j of older.get(o.id) ?? []) join(i, j);
  return up.map((_, i) => top(i));
}

/** Numbers parts in order of time, as many as make a batch with one number. @returns how many numbers there are */
function number({ from, until }: Traits, part: Int32Array, least: number, batchOf: Int32Array): number {
  const n = part.length;
  const sizes = new Int32Array(n);
  for (const top of part) (sizes[top] as number)++;
  const order = Float64Array.from(part, (_, i) => (from[i] as number) + (until[i] as number));
  const byTime = Int32Array.from(part, (_, i) => i).sort(
    (i, j) => (order[i] as number) - (order[j] as number) || i - j,
  );
  const known = new Int32Array(n).fill(-1);
  let [batch, size] = [0, 0];
  for (const i of byTime) {
    const top = part[i] as number;
    if (known[top] !== -1) continue;
    if (size >= least) {
      batch++;
      size = 0;
    }
    known[top] = batch;
    size += sizes[top] as number;
  }
  for (let i = 0; i < n; i++) batchOf[i] = known[part[i] as number] as number;
  return n === 0 ? 0 : batch + 1;
}
