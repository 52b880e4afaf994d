import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { readReports } from "../../bench/fusion-accuracy.ts";
import { madeUpReports } from "../../bench/made-up-reports.ts";
import { temporaryFolder } from "../../test/cli/run.ts";
import { fuse } from "../incident/fuse.ts";
import { Problem } from "../problems.ts";
import { label } from "./label.ts";
import { cohensKappa, joinLabels, LABELS, type Label, type Labels } from "./label-join.ts";
import { drawPairs, shared } from "./label-sample.ts";
import { scoreLabels } from "./label-score.ts";
import { type FramePair, framePairs, isTogether } from "./label-strata.ts";
import { flushResults } from "./talk.ts";

/** Runs the command in this process. @returns what it wrote to stdout, as JSON */
async function run(args: readonly string[]): Promise<Record<string, unknown>> {
  const written: string[] = [];
  const [out, err] = [process.stdout.write, process.stderr.write];
  process.stdout.write = ((text: string) => written.push(text) > 0) as typeof out;
  process.stderr.write = (() => true) as typeof err;
  try {
    expect(await label(args)).toBe(0);
    await flushResults();
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
  return JSON.parse(written.join(""));
}

const folder = temporaryFolder();
const file = join(folder, "made-up.reports.csv");
const world = madeUpReports(5, 2, 1);
let pairs: FramePair[];
let truth: Map<string, string>;
beforeAll(async () => {
  writeFileSync(file, world.reports);
  writeFileSync(join(folder, "made-up.areas.geojson"), world.areas);
  const read = await readReports("made-up", new TextEncoder().encode(world.reports), world.areas);
  truth = read.truth;
  pairs = [...framePairs(read.observations, fuse(read.observations), { km: 10, hours: 3 })];
});

test("a sample is a function of the pairs and the seed, and every stratum of the frame is in it", () => {
  const once = drawPairs(pairs, 60, "1");
  expect(drawPairs([...pairs].reverse(), 60, "1")).toEqual(once);
  expect(drawPairs(pairs, 60, "2").set).not.toBe(once.set);
  expect(new Set(once.pairs.map((p) => p.stratum))).toEqual(new Set(pairs.map((p) => p.stratum)));
  for (const { stratum, population } of once.strata) {
    const weights = once.pairs.filter((p) => p.stratum === stratum).map((p) => p.weight);
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(population, 6);
    expect(population).toBe(pairs.filter((p) => p.stratum === stratum).length);
  }
});

test("shares add up to the total, one each at least, none above its limit", () => {
  const limits = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(limits, fc.integer({ min: 1, max: 400 }), (most, total) => {
      const given = shared(total, most, most);
      const sum = given.reduce((a, b) => a + b, 0);
      for (const [k, n] of given.entries()) expect(n >= 1 && n <= (most[k] as number)).toBe(true);
      expect(sum).toBe(
        Math.max(
          most.length,
          Math.min(
            total,
            most.reduce((a, b) => a + b, 0),
          ),
        ),
      );
    }),
  );
});

test("the frame misses few pairs that are truly one event", () => {
  const inFrame = new Set(pairs.map((p) => `${p.a.id} ${p.b.id}`));
  expect(inFrame.size).toBe(pairs.length);
  const ids = [...truth.keys()].sort();
  let [all, missed] = [0, 0];
  for (const [i, a] of ids.entries())
    for (const b of ids.slice(i + 1))
      if (truth.get(a) === truth.get(b)) {
        all++;
        if (!inFrame.has(`${a} ${b}`)) missed++;
      }
  expect(missed / all).toBeLessThan(0.02);
});

test("labels that are the truth give precision and recall within the interval that is stated", () => {
  const same = (p: FramePair): boolean => truth.get(p.a.id) === truth.get(p.b.id);
  const together = pairs.filter((p) => isTogether(p.stratum));
  const hits = together.filter(same).length;
  const [precision, recall] = [hits / together.length, hits / pairs.filter(same).length];
  let [held, narrow] = [0, 0];
  for (let seed = 0; seed < 20; seed++) {
    const sample = drawPairs(pairs, 150, String(seed));
    const found = scoreLabels(
      sample.pairs.map((p) => ({ ...p, label: same(p) ? "same" : "different", together: isTogether(p.stratum) })),
      new Map(sample.strata.map((s) => [s.stratum, s.population])),
    );
    for (const [figure, true_] of [
      [found.precision, precision],
      [found.recall, recall],
    ] as const) {
      const [low, high] = figure.interval as readonly [number, number];
      if (low <= true_ && true_ <= high) held++;
      if (figure === found.precision && high - low < 0.35) narrow++;
    }
  }
  expect(held).toBeGreaterThanOrEqual(36); // 95 % of 40 is 38
  expect(narrow).toBeGreaterThanOrEqual(18);
});

test("all pairs labelled: the estimate is the figure itself", () => {
  const all = drawPairs(pairs, pairs.length, "1");
  const same = (p: FramePair): boolean => truth.get(p.a.id) === truth.get(p.b.id);
  const found = scoreLabels(
    all.pairs.map((p) => ({ ...p, label: same(p) ? "same" : "different", together: isTogether(p.stratum) })),
    new Map(all.strata.map((s) => [s.stratum, s.population])),
  );
  const together = pairs.filter((p) => isTogether(p.stratum));
  expect(found.precision.estimate).toBeCloseTo(together.filter(same).length / together.length, 3);
  expect(found.strata.reduce((n, s) => n + s.labelled, 0)).toBe(pairs.length);
});

test("kappa of published tables", () => {
  // Fleiss, Cohen and Everitt 1969, table 1 (n = 200): kappa 0.429, standard error 0.05 or so.
  const found = cohensKappa([
    [106, 10, 4],
    [22, 28, 10],
    [2, 12, 6],
  ]);
  expect(found.kappa).toBeCloseTo(0.4286, 3);
  const [low, high] = found.interval as readonly [number, number];
  expect((high - low) / 2 / 1.96).toBeCloseTo(0.054, 2);
  expect(
    cohensKappa([
      [5, 0],
      [0, 5],
    ]),
  ).toMatchObject({ kappa: 1, interval: [1, 1] });
  expect(
    cohensKappa([
      [7, 0],
      [0, 0],
    ]),
  ).toMatchObject({ kappa: null, observed: 1 });
  expect(
    cohensKappa([
      [0, 0],
      [0, 0],
    ]),
  ).toMatchObject({ pairs: 0, kappa: null });
});

const of = (labeller: string, said: string, set = "s"): Labels => ({
  file: `${labeller}.csv`,
  set,
  labeller,
  of: new Map([...said].map((c, i) => [`p${i}`, LABELS["sdc".indexOf(c)] as Label])),
  seconds: [],
});

test("what both say enters the set; the rest waits for a third person", () => {
  const two = joinLabels(of("a", "ssddc"), of("b", "sdddc"));
  expect(two.labelled.map((l) => l.pair)).toEqual(["p0", "p2", "p3"]);
  expect(two.open).toEqual([
    { pair: "p1", first: "same", second: "different" },
    { pair: "p4", first: "cannot-tell", second: "cannot-tell" },
  ]);
  const three = joinLabels(of("a", "ssddc"), of("b", "sdddc"), of("c", "xscxc"));
  expect(three.labelled.find((l) => l.pair === "p1")).toEqual({ pair: "p1", label: "same", by: "adjudicated" });
  expect(three.open.map((o) => o.pair)).toEqual(["p4"]);
  expect(() => joinLabels(of("a", "s"), of("a", "s"))).toThrow(Problem);
  expect(() => joinLabels(of("a", "s"), of("b", "s", "t"))).toThrow(/two sets/);
});

test("from files to a score: the same bytes again, blind, and refusals that teach", async () => {
  const [out, again] = [join(folder, "one"), join(folder, "two")];
  const made = await run([file, "--out", out, "--pairs", "80"]);
  await run([file, "--out", again, "--pairs", "80"]);
  const read = (name: string, from = out): string => readFileSync(join(from, name), "utf8");
  for (const name of ["label.html", "pairs.csv", "strata.csv"]) expect(read(name, again)).toBe(read(name));
  expect(read("label.html")).not.toMatch(/together|truth_incident|stratum/);
  expect(read("pairs.csv")).not.toMatch(/together|apart/);

  const rows = read("pairs.csv")
    .trim()
    .split("\n")
    .slice(1)
    .map((l) => l.split(","));
  const say = (labeller: string, wrong: number): string => {
    const lines = rows.map(([set, pair, a, b], k) => {
      const one = (truth.get(a as string) === truth.get(b as string)) !== k % 10 < wrong;
      return [set, pair, one ? "same" : "different", labeller].join(",");
    });
    const path = join(folder, `${labeller}.csv`);
    writeFileSync(path, `set,pair,label,labeller\r\n${lines.join("\r\n")}\r\n`);
    return path;
  };
  const [heron, crane] = [say("heron", 0), say("crane", 1)];
  const joined = await run(["--join", heron, crane, "--out", join(folder, "joined")]);
  const open = Math.ceil(rows.length / 10);
  expect(joined).toMatchObject({ set: made.set, labellers: ["heron", "crane"], open, labelled: rows.length - open });
  const score = await run(["--score", join(folder, "joined/set.csv"), file, "--strata", join(out, "strata.csv")]);
  expect((score.precision as { estimate: number }).estimate).toBeGreaterThan(0.6);
  expect(score.labelled).toBe(rows.length - open);

  // A third person gets the open pairs alone, and decides them.
  const third = join(folder, "third");
  await run([file, "--only", join(folder, "joined/disagreements.csv"), "--out", third, "--pairs", "80"]);
  expect(readdirSync(third)).toEqual(["label.html"]);
  const shown = JSON.parse(/id="data">([^<]*)</.exec(read("label.html", third))?.[1] ?? "") as {
    pairs: { id: string }[];
  };
  expect(shown.pairs).toHaveLength(open);
  // As a spreadsheet saves it again.
  const owl = join(folder, "owl.csv");
  const decided = shown.pairs.map(({ id }, k) => `"${made.set}";"${id}";"same";"owl";"${20 + k}"`);
  writeFileSync(owl, `\ufeff"set";"pair";"label";"labeller";"seconds"\r\n${decided.join("\r\n")}\r\n`);
  const whole = await run(["--join", heron, crane, "--adjudicated", owl, "--out", join(folder, "whole")]);
  expect(whole).toMatchObject({ adjudicator: "owl", open: 0, labelled: rows.length, took: [null, null] });
  expect(await run(["--join", heron, owl, "--out", join(folder, "timed")])).toMatchObject({
    took: [null, { medianSeconds: 20 + (open >> 1) }],
    onlyFirst: rows.length - open,
  });
  const only = ["--only", join(folder, "joined/disagreements.csv"), "--out", join(folder, "y")];
  await expect(label([file, ...only, "--pairs", "60"])).rejects.toThrow(/give those of the first draw/);
  await expect(
    label([file, "--only", join(folder, "whole/disagreements.csv"), "--out", join(folder, "y"), "--pairs", "80"]),
  ).rejects.toThrow(/nothing is left to decide/);

  mkdirSync(join(folder, "kept"));
  writeFileSync(join(folder, "kept/notes.txt"), "");
  await expect(label([file, "--out", join(folder, "kept")])).rejects.toThrow(/notes.txt/);
  await expect(label(["--join", heron, heron, "--out", join(folder, "x")])).rejects.toThrow(/different people/);
  const odd = join(folder, "odd.csv");
  writeFileSync(odd, "set,pair,label,labeller\ns,p,perhaps,crane\n");
  await expect(label(["--join", heron, odd, "--out", join(folder, "x")])).rejects.toThrow(/perhaps/);
  writeFileSync(odd, "set pair label labeller\n");
  await expect(label(["--join", heron, odd, "--out", join(folder, "x")])).rejects.toThrow(/missing; saw set pair/);
  writeFileSync(odd, `set,pair,label,labeller\n${made.set},another,same,crane\n`);
  await expect(label(["--join", heron, odd, "--out", join(folder, "x")])).rejects.toThrow(
    /no pair is labelled in both/,
  );
  writeFileSync(odd, "set,pair,label,by\n");
  await expect(label(["--score", odd, file, "--strata", join(out, "strata.csv")])).rejects.toThrow(/nothing to score/);
});
