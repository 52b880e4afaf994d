import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import type { Observation } from "../observation/observation.ts";
import type { UncertainPlace } from "../place/place.ts";
import { samplePoints } from "../place/shape.ts";
import { latitude, longitude } from "../units.ts";
import { Evidence } from "./evidence.ts";
import { fuse } from "./fuse.ts";
import { centreOf, lnOverlap, Product } from "./mixture.ts";
import { MODEL } from "./model.ts";
import { mixtureOf } from "./place-mixture.ts";
import { count, observation, point, sector, seen, window } from "./samples.fixture.ts";
import { densityAt } from "./slow-density.fixture.ts";
import { PlainEvidence } from "./slow-evidence.fixture.ts";
import { normalCdf } from "./time-evidence.ts";
import { traitsOf } from "./traits.ts";

/** Gain of joining two observations, where their cell's rate is that of two reports whatever else is said. */
const gain = (a: Observation, b: Observation): number => {
  const evidence = new Evidence(traitsOf([a, b], MODEL), MODEL);
  const [one, other] = [evidence.one(0), evidence.one(1)];
  return evidence.ofBoth(one, other) - evidence.of(one) - evidence.of(other);
};

describe("the gain of a pair", () => {
  const said = fc.record({
    place: fc.integer({ min: 0, max: 50 }).map((e) => point(e / 10, 1)),
    time: fc.integer({ min: 0, max: 40 }).map((m) => seen(720 + m / 10)),
    count: fc.integer({ min: 1, max: 30 }).map((n) => count(n)),
  });
  test("is the same both ways", () => {
    fc.assert(
      fc.property(said, said, (x, y) => {
        expect(gain(observation("a", x), observation("b", y))).toBeCloseTo(
          gain(observation("a", y), observation("b", x)),
          9,
        );
      }),
    );
  });
  const falls = (name: string, of: (step: number) => Partial<Observation>): void =>
    test(`falls with ${name}`, () => {
      const gains = Array.from({ length: 8 }, (_, k) => gain(observation("a", of(0)), observation("b", of(k))));
      for (let k = 1; k < gains.length; k++) expect(gains[k]).toBeLessThan(gains[k - 1] as number);
    });
  // All within one cell of the rate.
  falls("distance", (k) => ({ place: point(0.3 * k, 1) }));
  falls("time apart", (k) => ({ time: seen(720 + k) }));
  falls("the ratio of counts", (k) => ({ count: count(3 * 2 ** k) }));
  test("is higher for the same act than for its branch, for that than for a sibling, for that than for another kind", () => {
    const with_ = (act: Observation["acts"][number]) => gain(observation("a"), observation("b", { acts: [act] }));
    const order = [
      with_("explosion.mortar"),
      with_("explosion"),
      with_("explosion.artillery"),
      with_("fire.small-arms"),
      with_("presence.weapon"),
    ];
    expect([...order].sort((x, y) => y - x)).toEqual(order);
  });
  test("outgoing and impact, and two named actors, speak against one event", () => {
    const plain = gain(observation("a"), observation("b"));
    expect(gain(observation("a", { role: "outgoing" }), observation("b", { role: "impact" }))).toBeLessThan(plain);
    const named = (actor: string) => ({ alleged: { actor, by: "post" } });
    expect(gain(observation("a", named("A")), observation("b", named("B")))).toBeLessThan(plain);
    expect(gain(observation("a", named("A")), observation("b", named("A")))).toBeGreaterThan(plain);
  });
  test("is lower for the same source again, and lower still for rows that one report tells apart", () => {
    const from = (source: string, report: string, east = 0) =>
      gain(
        observation("a", { source: "post", report: "r1" }),
        observation("b", { source, report, place: point(east, 0) }),
      );
    expect(from("post", "r2")).toBeLessThan(from("other", "r1"));
    expect(from("post", "r1")).toBeLessThan(from("post", "r2"));
    expect(from("post", "r1", 0.1)).toBeLessThan(from("post", "r1"));
  });
  test("is lower where much is reported: closeness counts for less", () => {
    const pair = [observation("a"), observation("b", { place: point(0.5, 0) })];
    // On the morning of the same day: many in the cell, none that could be of the pair's event.
    const crowd = Array.from({ length: 200 }, (_, k) =>
      observation(`x${k}`, { place: point(k % 8, 1), time: seen(k * 3) }),
    );
    const alone = fuse(pair).find((i) => i.id === "a");
    const crowded = fuse([...pair, ...crowd]).find((i) => i.id === "a");
    const rate = (i: typeof alone) => i?.evidence.find((p) => p.term === "rate")?.nats as number;
    expect(crowded?.members).toEqual(alone?.members);
    expect(rate(crowded)).toBeLessThan(rate(alone));
  });
  test("a window that holds the episode gains by its length; one that does not excludes it", () => {
    const at = (from: number, until: number) => gain(observation("a"), observation("b", { time: window(from, until) }));
    expect(at(700, 760)).toBeGreaterThan(at(600, 860));
    expect(at(0, 600)).toBeLessThan(-900);
  });
});

describe("places as mixtures", () => {
  const places = fc.oneof(
    fc
      .record({ e: fc.integer({ min: -20, max: 20 }), r: fc.constantFrom(200, 1500, 9000) })
      .map(({ e, r }) => point(e / 10, 0, r)),
    fc
      .record({ b: fc.integer({ min: 0, max: 359 }), w: fc.constantFrom(4, 11.25, 45, 90, 180) })
      .map(({ b, w }) => sector(0, 0, b, w, 500, 6000)),
  );
  const mixture = (place: UncertainPlace) => mixtureOf(place, 5, MODEL) as Float64Array;

  test("are densities: they integrate to 1 over the plane", () => {
    fc.assert(
      fc.property(places, (place) => {
        let sum = 0;
        for (let e = -60; e <= 60; e += 0.5)
          for (let n = -60; n <= 60; n += 0.5) {
            const p = point(e, n);
            sum += densityAt(mixture(place), p.lon, p.lat) * 0.25;
          }
        // A point of 200 m and a sector of 8° are narrower than the grid.
        const wide =
          place.kind === "point" ? place.radiusM >= 1500 : (place.untilDeg - place.fromDeg + 360) % 360 !== 8;
        if (wide) expect(sum).toBeCloseTo(1, 1);
      }),
      { numRuns: 8 },
    );
  });
  test("the overlap of two is the integral of their product, and symmetric", () => {
    fc.assert(
      fc.property(places, places, (a, b) => {
        const product = new Product();
        product.begin(mixture(a));
        product.times(mixture(b), 1000);
        expect(lnOverlap(mixture(a), mixture(b))).toBeCloseTo(product.lnIntegral(), 6);
        expect(lnOverlap(mixture(a), mixture(b))).toBeCloseTo(lnOverlap(mixture(b), mixture(a)), 9);
      }),
    );
  });
  test("the product of three is the same in any order", () => {
    fc.assert(
      fc.property(places, places, places, (a, b, c) => {
        const of = (...list: UncertainPlace[]): number => {
          const product = new Product();
          for (const [k, place] of list.entries())
            if (k === 0) product.begin(mixture(place));
            else product.times(mixture(place), 1000);
          return product.lnIntegral();
        };
        fc.pre(mixture(a).length * mixture(b).length * mixture(c).length <= 500 * 343);
        expect(of(b, c, a)).toBeCloseTo(of(a, b, c), 2);
        expect(of(c, b, a)).toBeCloseTo(of(a, b, c), 2);
      }),
    );
  });
  test("lie where the stated shape lies", () => {
    fc.assert(
      fc.property(places, (place) => {
        const [lon, lat] = centreOf(mixture(place));
        const points = samplePoints(place, 256);
        const mean = (of: (p: { lon: number; lat: number }) => number) =>
          points.reduce((s, p) => s + of(p) * p.weight, 0);
        expect(Math.abs(lon - mean((p) => p.lon)) * 74).toBeLessThan(1.2);
        expect(Math.abs(lat - mean((p) => p.lat)) * 111).toBeLessThan(1.2);
      }),
    );
  });
  test("an area's moments are those of its polygon, less its hole", () => {
    const square = (half: number) =>
      [
        [-half, -half],
        [half, -half],
        [half, half],
        [-half, half],
        [-half, -half],
      ].map(([e, n]) => {
        const p = point(e as number, n as number);
        return [longitude(p.lon), latitude(p.lat)] as const;
      });
    const whole = mixture({ kind: "area", name: "A", polygons: [[square(10)]] });
    expect(whole[4]).toBeCloseTo(400 / 12, 0);
    const ring = mixture({ kind: "area", name: "B", polygons: [[square(10), square(5)]] });
    expect(ring[4]).toBeCloseTo((400 / 12) * ((1 - 1 / 16) / (1 - 1 / 4)), 0);
  });
  test("distances hold across the antimeridian and in high latitudes", () => {
    const at = (lon: number, lat: number): UncertainPlace => ({ kind: "point", lon, lat, radiusM: 1000 });
    const near = lnOverlap(mixture(at(10, 70)), mixture(at(10.04, 70)));
    expect(lnOverlap(mixture(at(179.98, 70)), mixture(at(-179.98, 70)))).toBeCloseTo(near, 6);
    expect(
      fuse([observation("a", { place: at(179.999, 10) }), observation("b", { place: at(-179.999, 10) })]),
    ).toHaveLength(1);
  });
});

test("a group's tally weighs the same as its members one by one", () => {
  fc.assert(
    fc.property(anyObservations(14), (observations) => {
      const told = observations.filter((o) => o.kind !== "aggregate");
      fc.pre(told.length > 0);
      const traits = traitsOf(told, MODEL);
      const [evidence, plain] = [new Evidence(traits, MODEL), new PlainEvidence(traits, MODEL)];
      const group = told.map((_, i) => i);
      const close = (x: number, y: number): void => {
        // Times that exclude each other by a hair may be told apart differently: there both are far below nothing.
        if (x > -500 || y > -500) expect(x).toBeCloseTo(y, 6);
      };
      close(evidence.of(evidence.tallyOf(group)), plain.of(group));
      for (const cut of [1, Math.floor(group.length / 2)]) {
        const [head, tail] = [group.slice(0, cut), group.slice(cut)];
        if (head.length === 0 || tail.length === 0) continue;
        const both = evidence.ofBoth(evidence.tallyOf(tail), evidence.tallyOf(head));
        const parts = [...evidence.parts];
        // Places keep their heaviest pieces in another order; all else is the same however the group came together.
        const whole = plain.of(group);
        close(both - (parts[1] as number), whole - (plain.parts[1] as number));
      }
    }),
    { numRuns: 300 },
  );
});

test("the normal distribution function, against published values", () => {
  for (const [x, p] of [
    [0, 0.5],
    [1, 0.8413447],
    [-1, 0.1586553],
    [2.5, 0.9937903],
    [-3, 0.0013499],
  ] as const)
    expect(normalCdf(x)).toBeCloseTo(p, 6);
});

test("an incident says why it is one, and which was the nearest that it was not joined with, and why not", () => {
  const incidents = fuse([
    observation("a"),
    observation("b", { place: point(0.1, 0) }),
    observation("c", { place: point(0.5, 0), acts: ["fire.small-arms"], count: count(60) }),
  ]);
  for (const { evidence, alternative } of incidents) {
    if (evidence.length > 0) expect(evidence.reduce((s, p) => s + p.nats, 0)).toBeGreaterThan(0);
    if (alternative) expect(alternative.parts.reduce((s, p) => s + p.nats, 0)).toBeCloseTo(alternative.gain, 4);
  }
  expect(incidents).toHaveLength(2);
  expect(incidents[1]?.alternative).toMatchObject({ incident: "a" });
  expect(incidents[1]?.alternative?.gain).toBeLessThanOrEqual(0);
});
