import fc from "fast-check";
import { expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { findLinks } from "./candidates.ts";
import { doubtful } from "./doubtful.ts";
import { Evidence } from "./evidence.ts";
import { fuse } from "./fuse.ts";
import { MODEL } from "./model.ts";
import { gainOfPair } from "./pair-weighing.ts";
import { observation, point, seen } from "./samples.fixture.ts";
import { traitsOf } from "./traits.ts";

/** Holds the nearest miss of each against all pairs; @returns how many have one that lacks up to `doubtNats`. */
function heldAgainstAllPairs(observations: readonly Observation[]): number {
  const sorted = [...observations].sort((a, b) => byCodePoint(a.id, b.id));
  const evidence = new Evidence(traitsOf(sorted, MODEL), MODEL);
  const alone = Float64Array.from(sorted, (_, i) => evidence.ofOne(i));
  const { missed } = findLinks(evidence);
  let short = 0;
  for (const [i] of sorted.entries()) {
    let [nearest, most] = [-1, -MODEL.doubtNats];
    for (const [j] of sorted.entries()) {
      if (j === i) continue;
      const gain = gainOfPair(evidence, alone, Math.max(i, j), Math.min(i, j));
      if (gain <= 0 && gain > most) [nearest, most] = [j, gain];
    }
    if (nearest === -1) continue;
    short++;
    expect(missed[i]).toBe(nearest);
  }
  return short;
}

test("of all pairs that lack up to three nats, each observation keeps the one that lacks least", () => {
  fc.assert(
    fc.property(anyObservations(24), (all) => {
      heldAgainstAllPairs(all.filter((o) => o.kind === "observation" && !o.distinct && o.place.kind !== "unknown"));
    }),
  );
  const strewn = Array.from({ length: 80 }, (_, i) =>
    observation(`o${i}`, {
      place: point(((i * 37) % 80) / 20, ((i * 61) % 80) / 20, 500),
      time: seen(600 + ((i * 23) % 80) / 2),
    }),
  );
  expect(heldAgainstAllPairs(strewn)).toBeGreaterThan(20);
});

test("two reports that drift apart name each other as the alternative until they lack three nats", () => {
  const drifting = (twentieths: number) => [
    observation("a", { acts: ["explosion"] }),
    observation("b", { acts: ["explosion"], place: point(0.3, 0), time: seen(720 + twentieths / 20) }),
  ];
  const gains: number[] = [];
  for (let twentieths = 0; twentieths < 400; twentieths++) {
    const incidents = fuse(drifting(twentieths));
    if (incidents.length === 1) {
      expect(gains).toEqual([]);
      continue;
    }
    const [first, second] = incidents.map((i) => i.alternative);
    if (!first) {
      expect(gains.at(-1)).toBeLessThan(0.5 - MODEL.doubtNats);
      break;
    }
    expect(first).toMatchObject({ incident: "b" });
    expect(second).toMatchObject({ incident: "a", gain: first.gain });
    expect(first.parts.find((p) => p.term === "time")?.nats).toBeLessThan(0);
    expect(doubtful(incidents).length).toBe(first.gain >= -MODEL.doubtNats ? 1 : 0);
    gains.push(first.gain);
  }
  expect(gains.length).toBeGreaterThan(5);
  expect(gains).toEqual([...gains].sort((x, y) => y - x));
});
