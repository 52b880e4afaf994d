// Plain linking in space and time beside R's dbscan and scikit-learn's DBSCAN: same points, same predicate, one run.
// node --import tsx bench/linking.ts [POINTS] [RUNS] [--tenfold]; prints JSON. --tenfold links ten times as many too. What is not installed is said to be left out.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { outside, type Timed } from "./linking-outside.ts";
import { SecondThread, shared } from "./linking-strips.ts";
import { median } from "./measured.ts";
import { seeded } from "./seeded.ts";
import { linkedWithin } from "./space-time-linking.ts";

/** 2 km; an hour counts as much. */
const REACH = 2_000;
const HOUR_AS_M = 2_000;
const HOURS = 730 * 24;
const WIDE = 1_300_000;
const HIGH = 890_000;

/**
 * Points over two years: most around spots that drift along a line and flare up by the day, some in towns, some
 * anywhere; one exchange of fire holds several events, each reported a few times with an error in place and time; shuffled.
 */
function points(n: number, seed: number): { x: Float64Array; y: Float64Array; t: Float64Array } {
  const random = seeded(seed);
  const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const spots = Array.from({ length: 40 }, () => ({ at: random(), drift: bell() * 0.02 }));
  const towns = Array.from({ length: 15 }, () => [random() * WIDE, random() * HIGH] as const);
  const [x, y, t] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; ) {
    const hour = random() * HOURS;
    const kind = random();
    let [east, north] = [random() * WIDE, random() * HIGH];
    if (kind < 0.8) {
      const spot = spots[Math.floor(random() ** 2 * spots.length)] as (typeof spots)[number];
      const along = kind < 0.7 ? spot.at + (spot.drift * hour) / HOURS + bell() * 0.01 : random();
      east = WIDE * (0.6 + 0.3 * along) + bell() * 4_000;
      north = HIGH * (0.15 + 0.7 * along) + bell() * 4_000;
    } else if (kind < 0.93) {
      const town = towns[Math.floor(random() * towns.length)] as (typeof towns)[number];
      [east, north] = [town[0] + bell() * 5_000, town[1] + bell() * 5_000];
    }
    for (let events = 1 + Math.floor(random() ** 3 * 12); events > 0; events--) {
      const [atX, atY, atHour] = [east + bell() * 1_500, north + bell() * 1_500, hour + bell() * 0.7];
      for (let k = 1 + Math.floor(random() * 4); k > 0 && i < n; k--, i++) {
        x[i] = atX + bell() * (100 + 1_900 * random());
        y[i] = atY + bell() * (100 + 1_900 * random());
        t[i] = (atHour + (bell() * (0.5 + 29.5 * random())) / 60) * HOUR_AS_M;
      }
    }
  }
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    for (const column of [x, y, t]) [column[i], column[j]] = [column[j] as number, column[i] as number];
  }
  return { x, y, t };
}

interface Ours {
  readonly seconds: number;
  /** With a second thread, which stood ready; and what it took to get it ready. */
  readonly secondsOnTwo: number;
  readonly startSeconds: number;
  readonly components: number;
}

type Columns = ReturnType<typeof points>;

const timed = async (work: () => Int32Array | Promise<Int32Array>): Promise<[seconds: number, labels: Int32Array]> => {
  const started = performance.now();
  const labels = await work();
  return [(performance.now() - started) / 1000, labels];
};

const componentsOf = (labels: Int32Array): number => labels.reduce((a, b) => Math.max(a, b), -1) + 1;

/** Ours in a process that has linked before, as the others' compiled code is warm; on one thread and on two. */
async function ours({ x, y, t }: Columns): Promise<Ours> {
  const [seconds, one] = await timed(() => linkedWithin(x, y, t, REACH));
  const columns = [x, y, t].map(shared) as [Float64Array, Float64Array, Float64Array];
  const begun = performance.now();
  const second = await SecondThread.start();
  const startSeconds = (performance.now() - begun) / 1000;
  const small = points(20_000, 2);
  await second.linkedWithin(shared(small.x), shared(small.y), shared(small.t), REACH);
  const [secondsOnTwo, two] = await timed(() => second.linkedWithin(...columns, REACH));
  await second.close();
  if (one.some((label, i) => label !== two[i])) throw new Error("two threads found other components than one");
  return { seconds, secondsOnTwo, startSeconds, components: componentsOf(one) };
}

const middle = (all: readonly Ours[], of: (o: Ours) => number): number => Math.round(median(all.map(of)) * 1e3) / 1e3;

async function main(): Promise<void> {
  const n = Number(process.argv[2] ?? 1_000_000);
  const runs = Number(process.argv[3] ?? 3);
  const folder = mkdtempSync(join(tmpdir(), "trucekeeper-bench-"));
  const columns = points(n, 1);
  const file = join(folder, "points.f64");
  writeFileSync(file, Buffer.concat([columns.x, columns.y, columns.t].map((column) => Buffer.from(column.buffer))));
  for (let warm = 0; warm < 3; warm++) linkedWithin(columns.x, columns.y, columns.t, REACH);
  const found: Ours[] = [];
  const theirs: Record<string, (Timed | string)[]> = { R: [], "scikit-learn": [] };
  for (let run = 0; run < runs; run++) {
    found.push(await ours(columns));
    const args = [file, String(n), String(REACH)];
    theirs.R?.push(outside("Rscript", "linking.R", args));
    theirs["scikit-learn"]?.push(outside("/usr/bin/python3", "linking.py", args));
  }
  rmSync(folder, { recursive: true });
  const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const components = found[0]?.components as number;
  const seconds = middle(found, (o) => o.seconds);
  const beside = Object.entries(theirs).map(([name, all]) => {
    const ran = all.filter((f) => typeof f !== "string");
    if (ran.length === 0) return { name, leftOut: all[0] };
    const middleOf = median(ran.map((f) => f.seconds));
    if (ran.some((f) => f.components !== components))
      throw new Error(`${name} found ${ran[0]?.components} components, we ${components}`);
    return { name, version: ran[0]?.version, seconds: middleOf, ratio: Math.round((middleOf / seconds) * 10) / 10 };
  });
  const many: Ours[] = [];
  const tenfold = process.argv[4] === "--tenfold" ? points(10 * n, 1) : undefined;
  if (tenfold) for (let run = 0; run < runs; run++) many.push(await ours(tenfold));
  const secondsOnTwo = middle(found, (o) => o.secondsOnTwo);
  const ten = tenfold && {
    points: 10 * n,
    components: many[0]?.components,
    seconds: middle(many, (o) => o.seconds),
    secondsOnTwo: middle(many, (o) => o.secondsOnTwo),
    timesAsLong: Math.round((middle(many, (o) => o.seconds) / seconds) * 10) / 10,
    timesAsLongOnTwo: Math.round((middle(many, (o) => o.secondsOnTwo) / secondsOnTwo) * 10) / 10,
    maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  const startSeconds = middle(found, (o) => o.startSeconds);
  const one = { points: n, runs, components, seconds, secondsOnTwo, startSeconds, maxRssMb, beside };
  console.log(JSON.stringify({ ...one, ...(ten && { tenfold: ten }) }, null, 2));
}

await main();
