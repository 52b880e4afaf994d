// Plain linking in space and time beside R's dbscan and scikit-learn's DBSCAN: same points, same predicate, one run.
// node --import tsx bench/linking.ts [POINTS] [RUNS]; prints JSON. What is not installed is said to be left out.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
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

interface Timed {
  readonly seconds: number;
  readonly components: number;
  readonly version: string;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function outside(command: string, script: string, args: readonly string[]): Timed | string {
  const ran = spawnSync(command, [here(script), ...args], { encoding: "utf8" });
  if (ran.status === 0) return JSON.parse(ran.stdout) as Timed;
  return `left out: ${ran.error?.message ?? ran.stderr.trim().split("\n").at(-1)}`;
}

function main(): void {
  const n = Number(process.argv[2] ?? 1_000_000);
  const runs = Number(process.argv[3] ?? 3);
  const folder = mkdtempSync(join(tmpdir(), "trucekeeper-bench-"));
  const { x, y, t } = points(n, 1);
  const file = join(folder, "points.f64");
  writeFileSync(file, Buffer.concat([x, y, t].map((column) => Buffer.from(column.buffer))));
  const ours: number[] = [];
  const theirs: Record<string, (Timed | string)[]> = { R: [], "scikit-learn": [] };
  let components = 0;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const labels = linkedWithin(x, y, t, REACH);
    ours.push((performance.now() - started) / 1000);
    components = labels.reduce((a, b) => Math.max(a, b), -1) + 1;
    const args = [file, String(n), String(REACH)];
    theirs.R?.push(outside("Rscript", "linking.R", args));
    theirs["scikit-learn"]?.push(outside("/usr/bin/python3", "linking.py", args));
  }
  rmSync(folder, { recursive: true });
  const seconds = median(ours);
  const beside = Object.entries(theirs).map(([name, found]) => {
    const timed = found.filter((f) => typeof f !== "string");
    if (timed.length === 0) return { name, leftOut: found[0] };
    const middle = median(timed.map((f) => f.seconds));
    if (timed.some((f) => f.components !== components))
      throw new Error(`${name} found ${timed[0]?.components} components, we ${components}`);
    return { name, version: timed[0]?.version, seconds: middle, ratio: Math.round((middle / seconds) * 10) / 10 };
  });
  const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ points: n, runs, components, seconds, maxRssMb, beside }, null, 2));
}

main();
