import { sha256Hex } from "../canonical.ts";
import { pairTie, tieKey } from "../incident/tie.ts";
import { byCodePoint } from "../units.ts";
import { type FramePair, isBorder } from "./label-strata.ts";

export interface DrawnPair extends FramePair {
  /** Names the pair and says nothing of it; pairs are shown in its order. */
  readonly id: string;
  /** How many pairs of the frame it stands for. */
  readonly weight: number;
}

export interface Sample {
  /** By id. */
  readonly pairs: readonly DrawnPair[];
  /** Pairs of the frame in each stratum, and drawn of them; by name. */
  readonly strata: readonly { readonly stratum: string; readonly population: number; readonly drawn: number }[];
  /** Names this very set of pairs: labels of two people must be of one set. */
  readonly set: string;
}

interface Cell {
  population: number;
  /** The pairs that come first by key: as good as random, and the same in every run. */
  first: { readonly key: number; readonly pair: FramePair }[];
}

const byKey = (x: Cell["first"][0], y: Cell["first"][0]): number =>
  x.key - y.key || byCodePoint(x.pair.a.id, y.pair.a.id) || byCodePoint(x.pair.b.id, y.pair.b.id);

/** Shares `total` by weight, none above its limit, at least one each where there is one: largest remainders, in order. */
export function shared(total: number, weights: readonly number[], limits: readonly number[]): number[] {
  const given = limits.map((limit) => Math.min(limit, 1));
  let left = total - given.reduce((a, b) => a + b, 0);
  while (left > 0) {
    const open = weights.map((w, k) => ((given[k] as number) < (limits[k] as number) ? w : 0));
    const sum = open.reduce((a, b) => a + b, 0);
    if (sum === 0) break;
    // The one that is furthest behind its share gets the next.
    let [next, least] = [-1, Number.POSITIVE_INFINITY];
    for (const [k, w] of open.entries())
      if (w > 0 && ((given[k] as number) + 0.5) / w < least) [next, least] = [k, ((given[k] as number) + 0.5) / w];
    given[next] = (given[next] as number) + 1;
    left--;
  }
  return given;
}

const weightOf = (stratum: string): number => (isBorder(stratum) ? 2 : 1);

/**
 * Draws pairs by strata: equal numbers from each (twice as many at the border), and inside a stratum in proportion to
 * its cells. A function of the pairs and the seed, whatever their order; memory grows with `size`, not with the frame.
 * @param size how many pairs in all; every stratum and cell gives at least one, so few more may come
 */
export function drawPairs(pairs: Iterable<FramePair>, size: number, seed: string): Sample {
  const strata = new Map<string, Map<string, Cell>>();
  const keys = new Map<string, number>();
  const keyOf = (id: string): number => {
    let key = keys.get(id);
    if (key === undefined) keys.set(id, (key = tieKey(`${seed}\n${id}`)));
    return key;
  };
  for (const pair of pairs) {
    const cells = strata.get(pair.stratum) ?? new Map<string, Cell>();
    strata.set(pair.stratum, cells);
    const cell = cells.get(pair.cell) ?? { population: 0, first: [] };
    cells.set(pair.cell, cell);
    cell.population++;
    cell.first.push({ key: pairTie(keyOf(pair.a.id), keyOf(pair.b.id)), pair });
    if (cell.first.length > 4 * size) cell.first = cell.first.sort(byKey).slice(0, size);
  }
  const named = [...strata].sort(([x], [y]) => byCodePoint(x, y));
  const populations = named.map(([, cells]) => [...cells.values()].reduce((n, c) => n + c.population, 0));
  const shares = shared(
    size,
    named.map(([stratum]) => weightOf(stratum)),
    populations,
  );
  const drawn: DrawnPair[] = [];
  const account = named.map(([stratum, cells], k) => {
    const list = [...cells].sort(([x], [y]) => byCodePoint(x, y)).map(([, cell]) => cell);
    const limits = list.map((c) => c.population);
    const numbers = shared(shares[k] as number, limits, limits);
    for (const [c, cell] of list.entries())
      for (const { pair } of cell.first.sort(byKey).slice(0, numbers[c]))
        drawn.push({
          ...pair,
          id: sha256Hex(`${seed}\n${pair.a.id}\n${pair.b.id}`).slice(0, 12),
          weight: cell.population / (numbers[c] as number),
        });
    return { stratum, population: populations[k] as number, drawn: numbers.reduce((a, b) => a + b, 0) };
  });
  drawn.sort((x, y) => byCodePoint(x.id, y.id));
  return { pairs: drawn, strata: account, set: sha256Hex(drawn.map((p) => p.id).join("\n")).slice(0, 16) };
}
