import fc from "fast-check";
import { expect, test } from "vitest";
import { baselineScores } from "../../bench/fusion-baselines.ts";
import { SecondThread, shared } from "../../bench/linking-strips.ts";
import { madeUpReports } from "../../bench/made-up-reports.ts";
import { linkedWithin } from "../../bench/space-time-linking.ts";

/** Every pair looked at, components by relabelling: slow and plain. */
function slowly(points: readonly (readonly [number, number, number])[], reach: number, ball: boolean): number[] {
  const labels = points.map((_, i) => i);
  for (const [i, p] of points.entries())
    for (const [j, q] of points.entries()) {
      const [dx, dy, dt] = p.map((v, k) => v - (q[k] as number)) as [number, number, number];
      const near = ball ? dx * dx + dy * dy + dt * dt <= reach * reach : dx * dx + dy * dy <= reach * reach;
      if (!near || Math.abs(dt) > reach) continue;
      const [a, b] = [labels[i] as number, labels[j] as number];
      for (const [k, l] of labels.entries()) if (l === Math.max(a, b)) labels[k] = Math.min(a, b);
    }
  const seen = [...new Set(labels)];
  return labels.map((l) => seen.indexOf(l));
}

/** Points on a coarse lattice, so that many lie exactly at the reach; in some worlds all in one slab of time. */
const world = fc
  .record({
    points: fc.array(
      fc.tuple(...([1, 2, 3].map(() => fc.integer({ min: -40, max: 40 })) as [Lattice, Lattice, Lattice])),
      {
        minLength: 1,
        maxLength: 60,
      },
    ),
    spread: fc.constantFrom([1, 1, 1], [1, 1, 0], [0, 1, 1], [1, 0, 5]),
    reach: fc.integer({ min: 1, max: 12 }).map((n) => n / 2),
    ball: fc.boolean(),
  })
  .map(({ points, spread, ...rest }) => ({
    points: points.map((p) => p.map((v, k) => (v / 4) * (spread[k] as number)) as [number, number, number]),
    ...rest,
  }));
type Lattice = fc.Arbitrary<number>;

test("linking by slabs finds the components that looking at every pair finds, on one thread and on two", async () => {
  const second = await SecondThread.start();
  try {
    await fc.assert(
      fc.asyncProperty(world, async ({ points, reach, ball }) => {
        const column = (k: 0 | 1 | 2) => Float64Array.from(points, (p) => p[k]);
        const expected = slowly(points, reach, ball);
        const within = ball ? "ball" : "cylinder";
        expect([...linkedWithin(column(0), column(1), column(2), reach, within)]).toEqual(expected);
        const [x, y, t] = [shared(column(0)), shared(column(1)), shared(column(2))];
        expect([...(await second.linkedWithin(x, y, t, reach, within))]).toEqual(expected);
      }),
    );
  } finally {
    await second.close();
  }
});

test("no rule of a user comes near: F1 of each on a small world", async () => {
  const world = madeUpReports(5, 3, 1);
  const found = await baselineScores("made up", new TextEncoder().encode(world.reports), world.areas);
  for (const [rule, { f1 }] of Object.entries(found)) expect(f1, rule).toBeLessThan(0.6);
});
