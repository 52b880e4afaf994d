import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CROWDS, crowdOf } from "../../bench/crowds.ts";
import { anyObservations } from "../../test/random-observations.ts";
import type { Observation } from "../observation/observation.ts";
import { fuse, fuseCounted } from "./fuse.ts";
import { MODEL } from "./model.ts";
import { claim, observation, point, window } from "./samples.fixture.ts";

const partition = (observations: readonly Observation[], model = MODEL): string[][] =>
  fuse(observations, { model }).map((i) => i.members.map((m) => m.observation.id));

/** Few enough that small sets are crowds too. */
const crowded = { ...MODEL, crowd: 6, beside: 2, neighbours: 3, linksEach: 4 };

describe("a file that piles everything on one spot costs what any file of its length does", () => {
  // At most the pairs of a full cell, and twice the neighbours of a group for each merge.
  const limit = MODEL.crowd / 2 + 2 * MODEL.beside + 4 * MODEL.neighbours;
  for (const what of Object.keys(CROWDS))
    test(what, () => {
      const work = [1200, 2400].map((n) => fuseCounted(crowdOf(what, n)).weighed / n);
      for (const each of work) expect(each).toBeLessThanOrEqual(limit);
      // Twice the reports are at most half as dear again, each.
      expect(work[1] as number).toBeLessThanOrEqual(1.5 * (work[0] as number));
    });
});

describe("what crowds leave out is a function of the set", () => {
  test("any order gives the same incidents with all their evidence", () => {
    fc.assert(
      fc.property(anyObservations(40), (observations) => {
        const once = fuse(observations, { model: crowded });
        expect(fuse([...observations].reverse(), { model: crowded })).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });
  test("adding or removing every claim changes no recorded incident", () => {
    fc.assert(
      fc.property(anyObservations(40), (observations) => {
        const recorded = observations.filter((o) => o.kind !== "claim");
        const ids = new Set(recorded.map((o) => o.id));
        const beside = partition(observations, crowded).map((group) => group.filter((id) => ids.has(id)));
        expect(beside.filter((group) => group.length > 0)).toEqual(partition(recorded, crowded));
      }),
      { numRuns: 150 },
    );
  });
  test("a crowd of claims takes no link from what was recorded", () => {
    const pair = [observation("a"), observation("z", { place: point(0.2, 0) })];
    const claims = Array.from({ length: 90 }, (_, i) => claim(`m${i}`));
    expect(
      fuse([...pair, ...claims])
        .find((i) => i.id === "a")
        ?.members.map((m) => m.observation.id),
    ).toContain("z");
  });
});

describe("a source that parts its own events", () => {
  const row = (id: string, said: Partial<Observation> = {}): Observation =>
    observation(id, { source: "coded", sourceKind: "dataset", distinct: true, time: window(0, 1440), ...said });

  test("its rows are never one incident by evidence, however alike", () => {
    expect(partition([row("a"), row("b"), row("c")])).toEqual([["a"], ["b"], ["c"]]);
    expect(partition(Array.from({ length: 40 }, (_, i) => row(`r${i}`)))).toHaveLength(40);
  });
  test("nor by way of another source's report of the same", () => {
    const groups = partition([row("a"), row("b"), observation("other", { time: window(0, 1440) })]);
    expect(groups.filter((g) => g.includes("a") && g.includes("b"))).toEqual([]);
    expect(groups.some((g) => g.length === 2 && g.includes("other"))).toBe(true);
  });
  test("two such sources meet row by row", () => {
    const rows = ["a", "b"].flatMap((id) => [row(`${id}1`), row(`${id}2`, { source: "coded elsewhere" })]);
    expect(partition(rows).map((g) => g.length)).toEqual([2, 2]);
  });
  test("but by a person's judgement, a revision or a pair they are", () => {
    const same = [{ id: "j", kind: "same" as const, a: "a", b: "b" }];
    expect(fuse([row("a"), row("b")], { judgements: same })).toHaveLength(1);
    expect(partition([row("a"), row("b", { revises: "a" })])).toEqual([["a", "b"]]);
    expect(partition([row("a", { pair: "p" }), row("b", { pair: "p" })])).toEqual([["a", "b"]]);
  });
});
