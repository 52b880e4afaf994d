import { expect, test } from "vitest";
import { crashMdAccuracy } from "../../bench/crash-md.ts";
import { type FusionAccuracy, fusionAccuracy, readReports } from "../../bench/fusion-accuracy.ts";
import { madeUpReports } from "../../bench/made-up-reports.ts";
import { scores } from "../../bench/partition-scores.ts";
import { describeShared, sharedBytes } from "../../test/shared.ts";
import { fuse } from "./fuse.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const made = (seed: number, days: number, rate: number) => {
  const { reports, areas } = madeUpReports(seed, days, rate);
  return { reports: bytes(reports), areas };
};

test("a quiet front: pairs and counts near the truth", async () => {
  const { reports, areas } = made(11, 3, 1);
  const found = await fusionAccuracy("quiet", reports, areas);
  expect(found.f1).toBeGreaterThanOrEqual(0.78);
  expect(found.withoutClaims.f1).toBeGreaterThanOrEqual(0.78);
  expect(Math.abs(found.countError)).toBeLessThanOrEqual(0.1);
});

test("a day of heavy shelling makes no chain", async () => {
  const { reports, areas } = made(5, 1, 8);
  const found = await fusionAccuracy("dense", reports, areas);
  expect(found.largestCluster).toBeLessThanOrEqual(15);
  expect(found.f1).toBeGreaterThanOrEqual(0.7);
});

test("a day of heavy shelling gives one partition over 20 shuffles and groupings", async () => {
  const { reports, areas } = made(5, 1, 8);
  const { observations } = await readReports("dense", reports, areas);
  const once = JSON.stringify(fuse(observations));
  let state = 1;
  const draw = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  for (let run = 0; run < 20; run++) {
    const shuffled = [...observations];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = draw(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j] as (typeof shuffled)[0], shuffled[i] as (typeof shuffled)[0]];
    }
    // As files that overlap: a part of them is given twice.
    const cut = draw(shuffled.length);
    expect(
      JSON.stringify(fuse([...shuffled.slice(cut), ...shuffled.slice(0, cut), ...shuffled.slice(0, draw(300))])),
    ).toBe(once);
  }
});

test("scores of a partition, by hand", () => {
  const of = (groups: string) => new Map([..."abcd"].map((r, i) => [r, groups[i] as string]));
  expect(scores(of("1122"), of("1122"))).toMatchObject({
    f1: 1,
    b3: 1,
    ari: 1,
    exact: 1,
    countError: 0,
    overMerged: 0,
    overSplit: 0,
  });
  // {a b c} {d} against {a b} {c d}: one pair of three is right, one of two found; B³ P (3·2/3 … ) by the definition.
  expect(scores(of("1122"), of("1112"))).toMatchObject({
    precision: 0.3333,
    recall: 0.5,
    f1: 0.4,
    largestCluster: 3,
    ari: 0,
    overMerged: 0.5,
    overSplit: 0.5,
  });
  expect(scores(of("1111"), of("1234"))).toMatchObject({ precision: 1, recall: 0, f1: 0, incidents: 4, countError: 3 });
});

describeShared("the sets of the study", () => {
  const set = async (name: string): Promise<FusionAccuracy> => {
    const areas = new TextDecoder().decode(sharedBytes(`fusion/${name}.areas.geojson`));
    return fusionAccuracy(name, sharedBytes(`fusion/${name}.reports.csv`), areas);
  };
  test("test: a world that no constant was fitted on", async () => {
    const found = await set("test");
    expect(found.f1).toBeGreaterThanOrEqual(0.84);
    expect(found.b3).toBeGreaterThanOrEqual(0.91);
    expect(Math.abs(found.countError)).toBeLessThanOrEqual(0.04);
  });
  test("dense: ten days of heavy shelling", async () => {
    const found = await set("dense");
    expect(found.f1).toBeGreaterThanOrEqual(0.765);
    expect(found.b3).toBeGreaterThanOrEqual(0.865);
    expect(Math.abs(found.countError)).toBeLessThanOrEqual(0.07);
    expect(found.largestCluster).toBeLessThanOrEqual(15);
  });
  test("crashes of MELTT's package, at every stated error", () => {
    const csv = new TextDecoder().decode(sharedBytes("fusion/crashMD_truth.csv"));
    for (const { scores } of crashMdAccuracy(csv)) expect(scores.f1).toBeGreaterThanOrEqual(0.975);
  });
  test("our generator gives their bytes", () => {
    const { reports, areas } = madeUpReports(11, 30, 1);
    expect(bytes(reports)).toEqual(new Uint8Array(sharedBytes("fusion/train.reports.csv")));
    expect(bytes(areas)).toEqual(new Uint8Array(sharedBytes("fusion/train.areas.geojson")));
  });
});
