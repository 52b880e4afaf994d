import fc from "fast-check";
import { expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { CellNumbers } from "./cell-numbers.ts";
import { Evidence } from "./evidence.ts";
import { type FusionModel, MODEL } from "./model.ts";
import { cellsOf, Neighbourhoods, sideBySide } from "./neighbourhoods.ts";
import { type Reaches, reaches } from "./reaches.ts";
import { claim, observation, point, window } from "./samples.fixture.ts";
import { traitsOf } from "./traits.ts";

/** Pairs that may reach each other as "later earlier", by a list for each cell and no more. */
function plainly(r: Reaches, claims: Uint8Array, ties: Uint32Array, model: FusionModel): Set<string> {
  const pairs = new Set<string>();
  const pair = (a: number, b: number): void => {
    const meet = (r.from[a] as number) <= (r.until[b] as number) && (r.from[b] as number) <= (r.until[a] as number);
    if (a !== b && meet) pairs.add(`${Math.max(a, b)} ${Math.min(a, b)}`);
  };
  const reaching = [...r.km.keys()].filter((i) => (r.km[i] as number) > 0);
  const wide = reaching.filter((i) => !cellsOf(r, i));
  const cells = new Map<number, number[]>();
  for (const i of reaching) for (const key of cellsOf(r, i) ?? []) cells.set(key, [...(cells.get(key) ?? []), i]);
  const isClaim = (i: number): boolean => claims[i] === 1;
  const among = (crowd: readonly number[], list: readonly number[], ofIt: (a: number, b: number) => boolean): void => {
    const recorded = list.filter((i) => !isClaim(i));
    const all = (which: readonly number[], wanted: typeof ofIt): void => {
      for (const a of which) for (const b of which) if (wanted(a, b)) pair(a, b);
    };
    const beside = (which: readonly number[], wanted: typeof ofIt): void =>
      sideBySide(
        r,
        ties,
        which,
        model.beside,
        (a, b) => a - b,
        (a, b) => wanted(a, b) && pair(a, b),
      );
    const withClaim = (a: number, b: number): boolean => (isClaim(a) || isClaim(b)) && ofIt(a, b);
    if (crowd.filter((i) => !isClaim(i)).length > model.crowd) beside(recorded, ofIt);
    else all(recorded, ofIt);
    if (crowd.length <= model.crowd) all(list, withClaim);
    else if (crowd.some(isClaim)) beside(list, withClaim);
  };
  for (const list of cells.values()) among(list, list, () => true);
  among(wide, reaching, (a, b) => wide.includes(a) || wide.includes(b));
  return pairs;
}

function held(all: readonly Observation[], model: FusionModel): number {
  const sorted = [...all].sort((a, b) => byCodePoint(a.id, b.id));
  const evidence = new Evidence(traitsOf(sorted, model), model);
  const r = reaches(evidence);
  const claims = Uint8Array.from(sorted, (o) => (o.kind === "claim" ? 1 : 0));
  const found = new Set<string>();
  const neighbourhoods = new Neighbourhoods(r, claims, evidence.traits.tie, model);
  const meet = (i: number, j: number): boolean =>
    (r.from[i] as number) <= (r.until[j] as number) && (r.from[j] as number) <= (r.until[i] as number);
  for (const i of sorted.keys())
    neighbourhoods.each(i, (j) => {
      expect(j).toBeLessThan(i);
      // What crowds leave may be of another time: whoever weighs a pair asks that anyway.
      if (meet(i, j)) found.add(`${i} ${j}`);
    });
  const wanted = plainly(r, claims, evidence.traits.tie, model);
  expect([...found].sort(byCodePoint)).toEqual([...wanted].sort(byCodePoint));
  return found.size;
}

test("the pairs are those of a plain list for each cell, crowds, claims and wide reports among them", () => {
  fc.assert(
    fc.property(anyObservations(30), fc.constantFrom(2, 6, MODEL.crowd), (observations, crowd) => {
      held(
        observations.filter((o) => o.kind !== "aggregate"),
        { ...MODEL, crowd, beside: 2 },
      );
    }),
    { numRuns: 200 },
  );
  const strewn = Array.from({ length: 60 }, (_, i) =>
    (i % 5 === 0 ? claim : observation)(`o${i}`, {
      place: point(((i * 37) % 60) / 20, ((i * 61) % 60) / 20, i % 7 === 0 ? 40_000 : 500),
      time: i % 11 === 0 ? window(0, 90_000) : window(((i * 23) % 60) * 20, ((i * 23) % 60) * 20 + 60),
    }),
  );
  for (const crowd of [4, 20, MODEL.crowd]) expect(held(strewn, { ...MODEL, crowd, beside: 2 })).toBeGreaterThan(50);
});

test("cells are numbered as they are met, whatever their keys", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 52 }), { minLength: 1, maxLength: 3000 }), (keys) => {
      const known = new Map<number, number>();
      const numbers = new CellNumbers();
      for (const key of [...keys, 0, -1, ...keys]) {
        if (!known.has(key)) known.set(key, known.size);
        expect(numbers.of(key)).toBe(known.get(key));
      }
      expect(numbers.size).toBe(known.size);
    }),
    { numRuns: 30 },
  );
});
