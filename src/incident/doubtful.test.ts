import fc from "fast-check";
import { expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import { doubtful } from "./doubtful.ts";
import { fuse } from "./fuse.ts";
import { observation, point, seen } from "./samples.fixture.ts";

/** Two reports that drift apart in time until they are two events. */
const drifting = (minutes: number) => [
  observation("a", { acts: ["explosion"] }),
  observation("b", { acts: ["explosion"], place: point(0.3, 0), time: seen(720 + minutes) }),
];

test("the most doubtful come first, and the sure ones not at all", () => {
  const queue = Array.from({ length: 60 }, (_, k) => doubtful(fuse(drifting(k / 10)))).flat();
  expect(queue.some((d) => d.kind === "joined" && d.gain > 0)).toBe(true);
  expect(queue.some((d) => d.kind === "apart" && d.gain <= 0)).toBe(true);
  for (const d of queue) expect(d).toMatchObject({ a: "a", b: "b" });
  expect(doubtful(fuse(drifting(0)))).toEqual([]);
  expect(doubtful(fuse(drifting(300)))).toEqual([]);
});

test("a judgement settles what it names: it is asked no more", () => {
  const close = Array.from({ length: 40 }, (_, k) => drifting(k / 10)).find((both) => doubtful(fuse(both)).length > 0);
  for (const kind of ["same", "different"] as const)
    expect(doubtful(fuse(close ?? [], { judgements: [{ id: "j", kind, a: "a", b: "b" }] }))).toEqual([]);
});

test("what a pin keeps apart is asked first, however sure it is, until a person says same", () => {
  const both = drifting(0);
  const pin = { id: "p", kind: "pin", observations: ["a"] } as const;
  const [held, ...more] = doubtful(
    fuse([...both, ...drifting(3).map((o) => ({ ...o, id: `late ${o.id}` }))], { judgements: [pin] }),
  );
  expect(held).toMatchObject({ kind: "pinned", a: "a" });
  for (const d of more) expect(d.kind !== "pinned" || d.gain <= (held?.gain ?? 0)).toBe(true);
  const [only] = doubtful(fuse(both, { judgements: [pin] }));
  expect(only).toMatchObject({ kind: "pinned", a: "a", b: "b" });
  expect(only?.gain).toBeGreaterThan(3);
  expect(doubtful(fuse(both, { judgements: [pin, { id: "s", kind: "same", a: "a", b: "b" }] }))).toEqual([]);
  expect(doubtful(fuse(both, { judgements: [pin, { id: "d", kind: "different", a: "a", b: "b" }] }))).toEqual([]);
  expect(doubtful(fuse(drifting(300), { judgements: [pin] }))).toEqual([]);
});

test("both sides are named by observations that a judgement can take: it parts, or joins, what was doubtful", () => {
  fc.assert(
    fc.property(anyObservations(25), (observations) => {
      const incidents = fuse(observations);
      const holder = new Map(incidents.flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)));
      for (const { kind, a, b } of doubtful(incidents)) {
        expect(holder.get(a) === holder.get(b)).toBe(kind === "joined");
      }
    }),
    { numRuns: 100 },
  );
});
