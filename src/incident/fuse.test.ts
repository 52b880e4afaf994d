import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { fuse } from "./fuse.ts";
import { MODEL } from "./model.ts";
import { claim, count, observation, point, seen, window } from "./samples.fixture.ts";
import { slowly } from "./slow-reference.fixture.ts";
import { traitsOf } from "./traits.ts";

const partition = (incidents: ReturnType<typeof fuse>): string[][] =>
  incidents.map((i) => i.members.map((m) => m.observation.id));

const shuffled = <T>(list: readonly T[], seed: number): T[] => {
  const out = [...list];
  let state = seed * 2654435761 + 1;
  for (let i = out.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
};

describe("the outcome is a function of the set of observations", () => {
  test("any order, and any observation twice, gives the same incidents with all their evidence", () => {
    fc.assert(
      fc.property(anyObservations(40), fc.nat(), (observations, seed) => {
        const once = fuse(observations);
        expect(fuse(shuffled([...observations, ...observations.slice(0, 5)], seed))).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });

  test("the plain way (all pairs, no bounds, no grid) gives the same clusters", () => {
    fc.assert(
      fc.property(anyObservations(24), (observations) => {
        expect(partition(fuse(observations))).toEqual(slowly(observations));
      }),
      { numRuns: 150 },
    );
  });

  test("every observation but aggregates is in exactly one incident", () => {
    fc.assert(
      fc.property(anyObservations(30), (observations) => {
        const ids = fuse(observations).flatMap((i) => i.members.map((m) => m.observation.id));
        const expected = observations.filter((o) => o.kind !== "aggregate").map((o) => o.id);
        expect(ids.sort(byCodePoint)).toEqual(expected.sort(byCodePoint));
      }),
    );
  });
});

describe("what is one event and what is not", () => {
  const together = (...observations: Observation[]): string[][] => partition(fuse(observations));

  test("two posts that saw the same rounds", () => {
    expect(together(observation("a"), observation("b", { place: point(0.2, 0.1) }))).toEqual([["a", "b"]]);
  });
  test("the same place an hour later", () => {
    expect(together(observation("a"), observation("b", { time: seen(780) }))).toEqual([["a"], ["b"]]);
  });
  test("five kilometres away at the same time", () => {
    expect(together(observation("a"), observation("b", { place: point(5, 0) }))).toEqual([["a"], ["b"]]);
  });
  test("forty rounds and one round", () => {
    expect(together(observation("a", { count: count(40) }), observation("b", { count: count(1) }))).toHaveLength(2);
  });
  test("a mortar in place and fire from it: a weapon seen is no shelling", () => {
    const there = observation("b", { acts: ["presence.weapon"], count: count(3, 3, "weapon") });
    expect(together(observation("a"), there)).toEqual([["a"], ["b"]]);
  });
  test("a thermal anomaly of a square kilometre and a small-arms burst", () => {
    const hot = observation("b", {
      acts: ["thermal"],
      time: window(540, 720),
      sourceKind: "thermal",
      place: point(1, 0, 1000),
      count: count(1, 1, "detection"),
    });
    expect(together(observation("a", { acts: ["fire.small-arms"], count: count(30, 30, "shot") }), hot)).toHaveLength(
      2,
    );
  });
  test("a day-long machine label somewhere in a district joins nothing", () => {
    const vague = observation("b", {
      labelBasis: "machine",
      acts: ["explosion"],
      count: count(1, null),
      sourceKind: "media",
      time: window(0, 1440),
      place: point(10, 5, 40_000),
    });
    expect(together(observation("a"), vague)).toEqual([["a"], ["b"]]);
  });
  test("case 101: two events the same day in neighbouring towns", () => {
    const at = (id: string, east: number) =>
      observation(id, { sourceKind: "media", mode: "told", time: window(0, 1440), place: point(east, 0, 2500) });
    expect(together(at("a", 0), at("b", 30))).toEqual([["a"], ["b"]]);
  });
  test("case 103: a protest-like event of another kind absorbs no shelling", () => {
    const other = observation("b", { acts: ["movement.crossing"], place: point(0.1, 0), time: window(0, 1440) });
    expect(together(observation("a"), other)).toEqual([["a"], ["b"]]);
  });
  test("one report that names two places tells of two events", () => {
    const row = (id: string, east: number) =>
      observation(id, {
        source: "outlet",
        report: "r1",
        place: point(east, 0, 3000),
        sourceKind: "media",
        time: window(600, 780),
      });
    expect(together(row("a", 0), row("b", 1))).toEqual([["a"], ["b"]]);
  });
  test("an aggregate is no event", () => {
    expect(together(observation("a"), observation("b", { kind: "aggregate", count: count(612) }))).toEqual([["a"]]);
  });
});

test("a day of shelling is no chain: 200 events, each 1 km and 5 minutes from the last, stay 200", () => {
  const line = Array.from({ length: 200 }, (_, i) =>
    observation(String(i).padStart(3, "0"), { place: point(0, i), time: seen(60 + 5 * i) }),
  );
  expect(Math.max(...fuse(line).map((i) => i.members.length))).toBeLessThanOrEqual(2);
  expect(fuse(line).length).toBeGreaterThanOrEqual(190);
});

test("look-alikes of one second along nine kilometres of an empty cell are no one event", () => {
  const five = Array.from({ length: 5 }, (_, k) => observation(`o${k}`, { place: point(2.2 * k, 0, 1000) }));
  const largest = (model = MODEL): number => Math.max(...fuse(five, { model }).map((i) => i.members.length));
  expect(largest()).toBeLessThanOrEqual(3);
  // Neither the rate of a burst nor the bound on wrong places alone: without either bound they are one.
  expect(largest({ ...MODEL, wrongPlaces: 1 })).toBe(5);
});

test("the rate of a quiet cell is that of a burst for a sharp report, and its own for a vague one", () => {
  const rate = (said: Partial<Observation>): number => traitsOf([observation("a", said)], MODEL).lnRate[0] as number;
  const { incidents, km2h } = MODEL.burst;
  expect(rate({})).toBeCloseTo(Math.log(incidents / km2h), 9);
  const vague = rate({ time: window(0, 1440), place: point(0, 0, 5000) });
  expect(vague).toBeLessThan(-10);
});

test("gains that tie are settled by content, the same way in every order", () => {
  const tied = ["a", "b", "c", "d", "e"].map((id, i) => observation(id, { time: seen(720 + 2 * i) }));
  for (let seed = 0; seed < 20; seed++)
    expect(partition(fuse(shuffled(tied, seed)))).toEqual([["a", "b"], ["c", "d"], ["e"]]);
});

describe("claims add nothing", () => {
  test("adding or removing every claim changes no recorded incident", () => {
    fc.assert(
      fc.property(anyObservations(40), (observations) => {
        const withoutClaims = fuse(observations.filter((o) => o.kind !== "claim"));
        const recorded = fuse(observations)
          .filter((i) => i.status === "recorded")
          .map((i) => ({ ...i, members: i.members.filter((m) => m.role !== "claims") }));
        expect(recorded).toEqual(withoutClaims);
      }),
      { numRuns: 150 },
    );
  });
  test("a claim of what was recorded stands beside it", () => {
    const [incident, ...others] = fuse([observation("b"), claim("a")]);
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ id: "b", status: "recorded" });
    expect(incident?.members.map((m) => m.role)).toEqual(["claims", "supports"]);
  });
  test("claims of what nobody recorded are one claimed incident", () => {
    const both = [claim("a"), claim("b", { source: "other side", place: point(0.1, 0) })];
    expect(fuse(both)).toMatchObject([
      { id: "a", status: "claimed", members: [{ role: "claims" }, { role: "claims" }] },
    ]);
  });
  test("a claim between two recorded incidents joins at most one and never both together", () => {
    const recorded = [observation("a"), observation("b", { place: point(5, 0) })];
    const between = claim("c", { place: point(2.5, 0, 4000) });
    expect(fuse([...recorded, between]).filter((i) => i.status === "recorded")).toHaveLength(2);
  });
});
