import fc from "fast-check";
import { expect, test } from "vitest";
import { readReports } from "../../bench/fusion-accuracy.ts";
import { madeUpReports } from "../../bench/made-up-reports.ts";
import { anyObservations } from "../../test/random-observations.ts";
import { canonical } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { millis } from "../units.ts";
import { fuse } from "./fuse.ts";
import { type FusionChange, IncrementalFusion } from "./incremental.ts";
import type { Judgement } from "./judgement.ts";
import { MODEL } from "./model.ts";
import { observation, point } from "./samples.fixture.ts";

/** Few enough that small sets are crowds too. */
const crowded = { ...MODEL, crowd: 6, beside: 2, neighbours: 3, linksEach: 4 };

const DAY = 86_400_000;

/** The same a number of days later: on other days other parts. */
const later = (o: Observation, days: number): Observation => ({
  ...o,
  time: { ...o.time, from: millis(o.time.from + days * DAY), until: millis(o.time.until + days * DAY) },
});

const judgement = fc
  .tuple(fc.constantFrom("same" as const, "different" as const, "pin" as const), fc.nat(11), fc.nat(11), fc.nat(11))
  .map(([kind, a, b, c]): Judgement => {
    const id = `${kind} ${a} ${b}`;
    return kind === "pin"
      ? { id: `${id} ${c}`, kind, observations: [...new Set([`o${a}`, `o${b}`, `o${c}`])] }
      : { id, kind, a: `o${a}`, b: `o${b}` };
  });

/** Some twenty to sixty that stand close together. */
const many = fc
  .array(anyObservations(12), { minLength: 8, maxLength: 8 })
  .map((lists) => lists.flat().map((o, k) => ({ ...o, id: `o${k}` })));

/** Changes of few observations that come under the same ids again and again, with other content. */
const history = (most: number, steps: number, told = anyObservations(most)): fc.Arbitrary<FusionChange[]> =>
  fc.array(
    fc
      .record({
        add: told,
        days: fc.nat(2),
        kept: fc.array(fc.boolean(), { minLength: most, maxLength: most }),
        remove: fc.array(
          fc.nat(most).map((n) => `o${n}`),
          { maxLength: 4 },
        ),
        judgements: fc.option(fc.array(judgement, { maxLength: 4 }), { nil: undefined, freq: 2 }),
      })
      .map(({ add, days, kept, remove, judgements }) => ({
        add: add.filter((_, k) => kept[k]).map((o, k) => later(o, k % 3 === 0 ? days : 0)),
        remove,
        ...(judgements && { judgements }),
      })),
    { maxLength: steps },
  );

function follow(changes: readonly FusionChange[], model = MODEL): void {
  const fusion = new IncrementalFusion({ model });
  const all = new Map<string, Observation>();
  const seen = new Map<string, string>();
  let judgements: readonly Judgement[] = [];
  for (const change of changes) {
    for (const id of change.remove ?? []) all.delete(id);
    for (const o of change.add ?? []) all.set(o.id, o);
    judgements = change.judgements ?? judgements;
    const { changed, gone } = fusion.apply(change);
    const batch = fuse([...all.values()], { model, judgements });
    const texts = new Map(batch.map((i) => [i.id, canonical(i)]));
    if (canonical(fusion.incidents()) !== canonical(batch)) expect(fusion.incidents()).toEqual(batch);
    for (const i of changed)
      if (seen.get(i.id) === canonical(i)) throw new Error(`told as changed, and is not: ${i.id}`);
    for (const id of gone) if (!seen.delete(id)) throw new Error(`told as gone, and was not there: ${id}`);
    for (const i of changed) seen.set(i.id, canonical(i));
    if (seen.size !== batch.length) expect([...seen.keys()].sort()).toEqual(batch.map((i) => i.id).sort());
    for (const [id, text] of texts) if (seen.get(id) !== text) throw new Error(`not told as changed: ${id}`);
  }
}

test("after any history the incidents are those of a batch, and the changes told add up to them", () => {
  fc.assert(
    fc.property(history(12, 6), (changes) => follow(changes)),
    { numRuns: 200 },
  );
});

test("10,000 short histories of few", () => {
  fc.assert(
    fc.property(history(4, 3), (changes) => follow(changes)),
    { numRuns: 10_000 },
  );
}, 300_000);

test("also of more that stand close together", () => {
  fc.assert(
    fc.property(history(60, 4, many), (changes) => follow(changes)),
    { numRuns: 60 },
  );
});

test("also in crowds, which are thinned", () => {
  fc.assert(
    fc.property(history(60, 4, many), (changes) => follow(changes, crowded)),
    { numRuns: 60 },
  );
});

test("reports of a made-up front that come late, one after another, and go again", async () => {
  const { reports, areas } = madeUpReports(54, 3, 1);
  const { observations: all } = await readReports("made-up", new TextEncoder().encode(reports), areas);
  const late = all.filter((_, k) => k % 2 === 1);
  const fusion = new IncrementalFusion();
  fusion.apply({ add: all.filter((_, k) => k % 2 !== 1) });
  for (const o of late) fusion.apply({ add: [o] });
  expect(canonical(fusion.incidents()) === canonical(fuse(all))).toBe(true);
  for (const { id } of late.slice(100)) fusion.apply({ remove: [id] });
  const gone = new Set(late.slice(100).map(({ id }) => id));
  expect(canonical(fusion.incidents()) === canonical(fuse(all.filter(({ id }) => !gone.has(id))))).toBe(true);
});

test("of two versions that revise a third one goes: the other stands without it", () => {
  const by = (id: string, said: Partial<Observation> = {}): Observation =>
    observation(id, { source: "post", report: id, ...said });
  const both = [by("o0", { revises: "o3" }), by("o3"), by("o7", { revises: "o3", place: point(60, 0) })];
  follow([{ add: both }, { add: [by("o7", { source: "other", place: point(60, 0) })] }]);
});

test("one late report weighs what stands near it, however much stands elsewhere", () => {
  const fusion = new IncrementalFusion();
  const told = Array.from({ length: 2000 }, (_, k) =>
    observation(`o${k}`, { place: point((k % 40) * 30, Math.floor(k / 80) * 30) }),
  );
  fusion.apply({ add: told });
  const { changed, weighed } = fusion.apply({ add: [observation("late", { place: point(0.1, 0) })] });
  expect(changed.map((i) => i.members.length)).toEqual([3]);
  expect(weighed).toBeLessThan(60);
});

test("it goes on from bytes as if it had never ended, and bytes of other observations or cut off are refused", () => {
  fc.assert(
    fc.property(history(12, 5), fc.nat(4), (changes, stop) => {
      let fusion = new IncrementalFusion();
      const all = new Map<string, Observation>();
      let judgements: readonly Judgement[] = [];
      for (const [step, change] of changes.entries()) {
        for (const id of change.remove ?? []) all.delete(id);
        for (const o of change.add ?? []) all.set(o.id, o);
        judgements = change.judgements ?? judgements;
        const told = fusion.apply(change);
        if (step !== stop) continue;
        const bytes = fusion.toBytes();
        const again = IncrementalFusion.fromBytes(bytes, all.values(), { judgements });
        expect(again.incidents()).toEqual(fusion.incidents());
        expect([...again.toBytes()].length).toBe(bytes.length);
        const next = changes[step + 1];
        if (next) {
          const [one, two] = [fusion.apply(next), again.apply(next)];
          expect([two.changed, two.gone]).toEqual([one.changed, one.gone]);
          fusion = IncrementalFusion.fromBytes(bytes, all.values(), { judgements });
        }
        expect(() => IncrementalFusion.fromBytes(bytes.subarray(0, bytes.length - 1), all.values())).toThrow(TypeError);
        const [first] = all.values();
        if (first && first.kind !== "aggregate") {
          all.delete(first.id);
          expect(() => IncrementalFusion.fromBytes(bytes, all.values(), { judgements })).toThrow(TypeError);
          all.set(first.id, first);
        }
        expect(told).toBeDefined();
      }
      expect(fusion.incidents()).toEqual(fuse([...all.values()], { judgements }));
    }),
    { numRuns: 200 },
  );
});
