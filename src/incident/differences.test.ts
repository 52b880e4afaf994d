import fc from "fast-check";
import { expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import { type Difference, differencesOf } from "./differences.ts";
import { factsOf } from "./facts.ts";
import { fuse } from "./fuse.ts";
import type { Incident } from "./incident.ts";
import type { Judgement } from "./judgement.ts";
import { claim, count, observation, point, seen } from "./samples.fixture.ts";

const of = (incident: Incident): readonly Difference[] =>
  differencesOf(incident.members.map((m) => ({ role: m.role, told: m.observation })));
const together = (...observations: ReturnType<typeof observation>[]): Incident => {
  const same = observations
    .slice(1)
    .map(({ id }): Judgement => ({ id, kind: "same", a: observations[0]?.id ?? "", b: id }));
  return fuse(observations, { judgements: same })[0] as Incident;
};

test("reports that agree differ in nothing; one report cannot", () => {
  expect(of(together(observation("a")))).toEqual([]);
  expect(of(together(observation("a"), observation("b", { place: point(0.1, 0) })))).toEqual([]);
});

test("what they say stands beside each other as intervals, and no average of it", () => {
  const a = observation("a", { count: count(2, 3) });
  const b = observation("b", { count: count(8, 9), time: seen(900), place: point(20, 0), acts: ["fire.small-arms"] });
  const found = of(together(a, b));
  expect(found.map((d) => d.what)).toEqual(["time", "act", "count", "place"]);
  const [time, act, number, place] = found;
  expect(time).toMatchObject({
    from: a.time.from,
    until: b.time.until,
    says: [{ from: a.time.from }, { from: b.time.from }],
  });
  expect(act).toMatchObject({
    says: [
      { observation: "a", acts: a.acts },
      { observation: "b", acts: ["fire.small-arms"] },
    ],
  });
  expect(number).toEqual({
    what: "count",
    unit: a.count.unit,
    min: 2,
    max: 9,
    says: [
      { observation: "a", min: 2, max: 3 },
      { observation: "b", min: 8, max: 9 },
    ],
  });
  expect(place).toMatchObject({ says: [{ observation: "a" }, { observation: "b" }] });
  if (place?.what !== "place") throw new Error("no place");
  expect(place.atLeastM).toBeGreaterThan(18_000);
  expect(place.atLeastM).toBeLessThanOrEqual(20_000);
  expect(place.atMostM).toBeGreaterThanOrEqual(20_000);
});

test("a party's claim contradicts nothing that was recorded; a source that repeats itself is asked once", () => {
  const a = observation("a", { source: "post", count: count(2, 3) });
  const said = claim("c", { count: count(40, 40) });
  const incident = fuse([a, said], { judgements: [{ id: "s", kind: "same", a: "a", b: "c" }] })[0] as Incident;
  expect(incident.members).toHaveLength(2);
  expect(of(incident)).toEqual([]);
  const again = observation("b", { source: "post", report: "later", count: count(7, 7) });
  const twice = together(a, again);
  expect(twice.members.map((m) => m.role)).toContain("repeats");
  expect(of(twice)).toEqual([]);
});

test("by the rules of the facts, whatever is told: contradictory facts are the hull that is named", () => {
  fc.assert(
    fc.property(anyObservations(14), fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 6 }), (all, pairs) => {
      const judgements = pairs.map(([a, b], i): Judgement => ({ id: `j${i}`, kind: "same", a: `o${a}`, b: `o${b}` }));
      for (const incident of fuse(all, { judgements })) {
        const facts = factsOf(incident);
        const found = of(incident);
        const time = found.find((d) => d.what === "time");
        expect(time !== undefined).toBe(facts.time.stated.includes("contradict"));
        if (time) expect([time.from, time.until]).toEqual([facts.time.from, facts.time.until]);
        for (const d of found) {
          if (d.what === "act") expect(facts.acts).toEqual([...new Set(d.says.flatMap((s) => s.acts))].sort());
          if (d.what === "count")
            expect(facts.fused).toContainEqual(expect.objectContaining({ unit: d.unit, min: d.min, max: d.max }));
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("what a reader may not have is not compared", () => {
  const a = { id: "a", count: count(2, 3) };
  const b = { id: "b", count: count(8, 9) };
  const told = (t: object) => ({ role: "supports" as const, told: t as typeof a });
  expect(differencesOf([told(a), told(b)]).map((d) => d.what)).toEqual(["count"]);
  expect(differencesOf([told({ id: "a" }), told(b)])).toEqual([]);
});
