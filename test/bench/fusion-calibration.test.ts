import { expect, test } from "vitest";
import { readReports } from "../../bench/fusion-accuracy.ts";
import { groupScores } from "../../bench/fusion-accuracy-groups.ts";
import { calibration } from "../../bench/fusion-calibration.ts";
import { knownFusion } from "../../bench/fusion-ceiling.ts";
import { madeUpReports } from "../../bench/made-up-reports.ts";
import { scores } from "../../bench/partition-scores.ts";

const world = madeUpReports(5, 3, 1);
const read = () => readReports("made up", new TextEncoder().encode(world.reports), world.areas);

test("calibration counts every incident once", async () => {
  const { observations, truth } = await read();
  const events = new Map(world.truth.map((e) => [e.id, e]));
  const found = calibration(observations, truth, events);
  expect(found.areas.held).toBeGreaterThan(0.75);
  expect(found.starts.of).toBe(found.incidents);
  const meanP = found.pairs.filter((t) => t.pairs > 0).map((t) => t.meanP);
  expect(meanP).toEqual([...meanP].sort((a, b) => a - b));
});

test("knowing the generator's parameters is worth more than any model of ours", async () => {
  const { observations, truth } = await read();
  const known = knownFusion(world, false);
  const byReport = new Map(observations.map((o) => [o.report, truth.get(o.id) as string]));
  expect(scores(byReport, known).f1).toBeGreaterThan(0.88);
  expect(known.size).toBe(observations.length);
});

test("B-cubed by groups, by hand", () => {
  const of = (groups: string) => new Map([..."abcd"].map((r, i) => [r, groups[i] as string]));
  // Truth {a b} {c d}, found {a b c} {d}: a has precision 2/3 and recall 1, d precision 1 and recall 1/2.
  expect(groupScores(of("1122"), of("1112"), of("xxxy"))).toEqual({
    x: { reports: 3, precision: 0.5556, recall: 0.8333, f: 0.6667 },
    y: { reports: 1, precision: 1, recall: 0.5, f: 0.6667 },
  });
});
