import type { Observation } from "../observation/observation.ts";
import { byCodePoint, rounded } from "../units.ts";
import { apartOf, Holds, pinnedOf, standingApart, standingIn } from "./apart.ts";
import { Evidence } from "./evidence.ts";
import { type Judgement, namesOf } from "./judgement.ts";
import { MODEL } from "./model.ts";
import { seedsOf } from "./seeds.ts";
import type { Tally } from "./tally.ts";
import { pairTie, tieKey } from "./tie.ts";
import { traitsOf } from "./traits.ts";

/**
 * The rounds of fusion.md 5.2 written plainly: every pair is scored, every round scores every pair of neighbouring
 * groups afresh; no grid, no bound, no memory. Clusters as lists of ids, claims last. Only for tests.
 * @param judgements those in force
 */
export function slowly(observations: readonly Observation[], judgements: readonly Judgement[] = []): string[][] {
  const sorted = observations.filter((o) => o.kind !== "aggregate").sort((a, b) => byCodePoint(a.id, b.id));
  const evidence = new Evidence(traitsOf(sorted, MODEL), MODEL);
  const claims = (i: number): boolean => sorted[i]?.kind === "claim";
  const apart = apartOf(sorted, judgements);
  const gain = (a: Tree, b: Tree): number =>
    rounded(
      evidence.of(evidence.union(grown(evidence, a), grown(evidence, b))) -
        evidence.of(grown(evidence, a)) -
        evidence.of(grown(evidence, b)),
    );
  // Links are before judgements.
  const may = new Holds(evidence.traits, new Map(), true);
  const linked = sorted.map((_, i) =>
    sorted.map((_, j) => i !== j && placed(sorted, i, j) && !may.never(may.of([i]), may.of([j])) && gain(i, j) > 0),
  );

  const keyOf = (g: Tree): number => tieKey(sorted[leaves(g)[0] as number]?.id as string);
  const rounds = (start: readonly Tree[], mayLink: (i: number, j: number) => boolean, holds: Holds): Tree[] => {
    let groups = [...start];
    for (;;) {
      groups.sort((a, b) => (leaves(a)[0] as number) - (leaves(b)[0] as number));
      const best = groups.map((g) => {
        let [partner, most, tie] = [-1, 0, 0];
        for (const [h, other] of groups.entries()) {
          if (other === g || holds.never(holds.of(leaves(g)), holds.of(leaves(other)))) continue;
          if (!leaves(g).some((i) => leaves(other).some((j) => mayLink(i, j) && linked[i]?.[j]))) continue;
          const value = gain(g, other);
          const rank = pairTie(keyOf(g), keyOf(other));
          if (value > most || (value === most && partner >= 0 && rank < tie)) [partner, most, tie] = [h, value, rank];
        }
        return partner;
      });
      const next = groups.flatMap((g, k): Tree[] => {
        const partner = best[k] as number;
        if (partner < 0 || best[partner] !== k) return [g];
        return k < partner ? [[g, groups[partner] as Tree]] : [];
      });
      if (next.length === groups.length) return groups;
      groups = next;
    }
  };

  const seeds = seedsOf(sorted, (i) => !claims(i), judgements, apart);
  const recorded = rounds(
    seeds.groups.map(together),
    (i, j) => !claims(i) && !claims(j),
    new Holds(evidence.traits, standingApart(apart, standingIn(seeds)), true, pinnedOf(sorted, judgements, seeds)),
  );
  const claimSeeds = seedsOf(sorted, claims, judgements, apart);
  const said = (i: number, j: number): boolean =>
    judgements.some((x) => x.kind !== "different" && [i, j].every((k) => namesOf(x).includes(sorted[k]?.id as string)));
  const begun = recorded.map(leaves);
  const beside = (group: readonly number[]): number[] =>
    [seeds, claimSeeds].flatMap((s) =>
      [...s.replaced].filter(([, g]) => group.includes(s.groups[g]?.[0] as number)).map(([older]) => older),
    );
  const free = claimSeeds.groups.filter((claim) => {
    const versions = (group: readonly number[]): number[] => [...group, ...beside(group)];
    const hosts = [...recorded.keys()].filter((r) =>
      versions(leaves(recorded[r] as Tree)).some((i) => versions(claim).some((c) => said(i, c))),
    );
    const host = hosts.length === 1 ? begun[hosts[0] as number] : undefined;
    host?.push(...claim);
    return host === undefined;
  });
  const all = rounds(
    [...begun, ...free].map((g) => together([...g].sort((x, y) => x - y))),
    (i, j) => claims(i) || claims(j),
    new Holds(evidence.traits, standingApart(apart, standingIn(seeds, claimSeeds)), false),
  );
  return all
    .map((g) => [...leaves(g), ...beside(leaves(g))].sort((x, y) => x - y))
    .map((g) => ({ g, key: g.find((i) => !claims(i)) ?? (g[0] as number) }))
    .sort((a, b) => a.key - b.key)
    .map(({ g }) => g.map((i) => (sorted[i] as Observation).id));
}

/** How a group came together: places keep their heaviest pieces at each step. */
type Tree = number | readonly [Tree, Tree];

const leaves = (tree: Tree): number[] =>
  typeof tree === "number" ? [tree] : [...leaves(tree[0]), ...leaves(tree[1])].sort((x, y) => x - y);

/** A group that begins as one: its members taken in one after another. */
const together = (members: readonly number[]): Tree =>
  members.slice(1).reduce<Tree>((tree, i) => [tree, i], members[0] as number);

const grown = (evidence: Evidence, tree: Tree): Tally =>
  typeof tree === "number" ? evidence.one(tree) : evidence.union(grown(evidence, tree[0]), grown(evidence, tree[1]));

/** An observation without a place is linked by people and by its source's word, never by evidence. */
const placed = (sorted: readonly Observation[], i: number, j: number): boolean =>
  sorted[i]?.place.kind !== "unknown" && sorted[j]?.place.kind !== "unknown";
