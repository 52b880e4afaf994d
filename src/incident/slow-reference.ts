import type { Observation } from "../observation/observation.ts";
import { byCodePoint, rounded } from "../units.ts";
import { Evidence } from "./evidence.ts";
import { MODEL } from "./model.ts";
import { apartOf, heldApart, seedsOf } from "./seeds.ts";
import { pairTie, tieKey } from "./tie.ts";
import { traitsOf } from "./traits.ts";

/**
 * The rounds of fusion.md 5.2 written plainly: every pair is scored, every round scores every pair of neighbouring
 * groups afresh; no grid, no bound, no memory. Clusters as lists of ids, claims last. Only for tests.
 */
export function slowly(observations: readonly Observation[]): string[][] {
  const sorted = observations.filter((o) => o.kind !== "aggregate").sort((a, b) => byCodePoint(a.id, b.id));
  const evidence = new Evidence(traitsOf(sorted, MODEL), MODEL);
  const claims = (i: number): boolean => sorted[i]?.kind === "claim";
  const apart = apartOf(sorted, []);
  const gain = (a: readonly number[], b: readonly number[]): number =>
    rounded(evidence.of([...a, ...b].sort((x, y) => x - y)) - evidence.of(a) - evidence.of(b));
  const linked = sorted.map((_, i) => sorted.map((_, j) => i !== j && placed(sorted, i, j) && gain([i], [j]) > 0));

  const keyOf = (g: readonly number[]): number => tieKey(sorted[g[0] as number]?.id as string);
  const rounds = (
    start: number[][],
    mayLink: (i: number, j: number) => boolean,
    never: (a: number[], b: number[]) => boolean,
  ): number[][] => {
    let groups = start.map((g) => [...g]);
    for (;;) {
      groups.sort((a, b) => (a[0] as number) - (b[0] as number));
      const best = groups.map((g) => {
        let [partner, most, tie] = [-1, 0, 0];
        for (const [h, other] of groups.entries()) {
          if (other === g || never(g, other)) continue;
          if (!g.some((i) => other.some((j) => mayLink(i, j) && linked[i]?.[j]))) continue;
          const value = gain(g, other);
          const rank = pairTie(keyOf(g), keyOf(other));
          if (value > most || (value === most && partner >= 0 && rank < tie)) [partner, most, tie] = [h, value, rank];
        }
        return partner;
      });
      const next = groups.flatMap((g, k): number[][] => {
        const partner = best[k] as number;
        if (partner < 0 || best[partner] !== k) return [g];
        return k < partner ? [[...g, ...(groups[partner] as number[])].sort((x, y) => x - y)] : [];
      });
      if (next.length === groups.length) return groups;
      groups = next;
    }
  };

  const seeds = seedsOf(sorted, (i) => !claims(i), [], apart);
  const recorded = rounds(
    seeds.groups.map((g) => [...g]),
    (i, j) => !claims(i) && !claims(j),
    () => false,
  );
  const claimSeeds = seedsOf(sorted, claims, [], apart);
  const all = rounds(
    [...recorded, ...claimSeeds.groups.map((g) => [...g])],
    (i, j) => claims(i) || claims(j),
    (a, b) => (a.some((i) => !claims(i)) && b.some((i) => !claims(i))) || heldApart(a, b, apart),
  );
  const beside = (group: readonly number[]): number[] =>
    [seeds, claimSeeds].flatMap((s) =>
      [...s.replaced].filter(([, g]) => group.includes(s.groups[g]?.[0] as number)).map(([older]) => older),
    );
  return all
    .map((g) => [...g, ...beside(g)].sort((x, y) => x - y))
    .map((g) => ({ g, key: g.find((i) => !claims(i)) ?? (g[0] as number) }))
    .sort((a, b) => a.key - b.key)
    .map(({ g }) => g.map((i) => (sorted[i] as Observation).id));
}

/** An observation without a place is linked by people and by its source's word, never by evidence. */
const placed = (sorted: readonly Observation[], i: number, j: number): boolean =>
  sorted[i]?.place.kind !== "unknown" && sorted[j]?.place.kind !== "unknown";
