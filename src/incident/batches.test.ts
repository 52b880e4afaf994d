import fc from "fast-check";
import { expect, test } from "vitest";
import { readReports } from "../../bench/fusion-accuracy.ts";
import { madeUpReports } from "../../bench/made-up-reports.ts";
import { anyObservations } from "../../test/random-observations.ts";
import { canonical } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint, millis } from "../units.ts";
import { batchesOf } from "./batches.ts";
import { findLinks } from "./candidates.ts";
import { Evidence } from "./evidence.ts";
import { fuse } from "./fuse.ts";
import { fuseLinked } from "./fuse-linked.ts";
import type { Incident } from "./incident.ts";
import { IncrementalFusion } from "./incremental.ts";
import { inForce, type Judgement } from "./judgement.ts";
import { MODEL } from "./model.ts";
import { traitsOf } from "./traits.ts";

const evidenceOf = (all: readonly Observation[]): Evidence => {
  const told = all.filter((o) => o.kind !== "aggregate");
  return new Evidence(
    traitsOf(
      told.sort((a, b) => byCodePoint(a.id, b.id)),
      MODEL,
    ),
    MODEL,
  );
};

const byId = (incidents: readonly Incident[]): string =>
  canonical([...incidents].sort((a, b) => byCodePoint(a.id, b.id)));

const judgement = fc
  .tuple(fc.constantFrom("same" as const, "different" as const, "pin" as const), fc.nat(23), fc.nat(23))
  .map(([kind, a, b]): Judgement => {
    const id = `${kind} ${a} ${b}`;
    return kind === "pin"
      ? { id, kind, observations: [...new Set([`o${a}`, `o${b}`])] }
      : { id, kind, a: `o${a}`, b: `o${b}` };
  });

test("fused a part at a time, observations give the incidents of the whole, whatever people say", () => {
  let several = 0;
  const some = fc.array(anyObservations(8), { minLength: 3, maxLength: 3 }).map((lists) =>
    lists
      .flatMap((list, day) =>
        list.map((o) => ({
          ...o,
          time: { ...o.time, from: millis(o.time.from + day * 4e8), until: millis(o.time.until + day * 4e8) },
        })),
      )
      .map((o, k) => ({ ...o, id: `o${k}` })),
  );
  fc.assert(
    fc.property(some, fc.array(judgement, { maxLength: 5 }), (all, said) => {
      const evidence = evidenceOf(all);
      const links = findLinks(evidence);
      const judgements = inForce(said);
      const batches = [...batchesOf(evidence.traits, links, judgements, 1)];
      if (batches.length > 1) several++;
      const apart = batches.flatMap((b) => fuseLinked(evidence.over(b.traits), b.links, b.judgements));
      expect(byId(apart)).toBe(byId(fuseLinked(evidence, links, judgements)));
    }),
    { numRuns: 150 },
  );
  expect(several).toBeGreaterThan(50);
});

test("of eight fronts in eight months: all at once, batch by batch and kept up to date are the same", async () => {
  const { reports, areas } = madeUpReports(61, 5, 1);
  const { observations: one } = await readReports("made-up", new TextEncoder().encode(reports), areas);
  const observations = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((month) =>
    one.map((o): Observation => {
      const time = {
        ...o.time,
        from: millis(o.time.from + month * 2.6e9),
        until: millis(o.time.until + month * 2.6e9),
      };
      return { ...o, id: `${o.id.slice(0, -1)}${month}`, time };
    }),
  );
  const evidence = evidenceOf(observations);
  const links = findLinks(evidence);
  expect([...batchesOf(evidence.traits, links, [])].length).toBeGreaterThan(1);
  const whole = byId(fuseLinked(evidence, links, []));
  expect(byId(fuse(observations)) === whole).toBe(true);
  const kept = new IncrementalFusion();
  kept.apply({ add: observations });
  expect(byId(kept.incidents()) === whole).toBe(true);
});
