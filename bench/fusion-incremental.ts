// One late report into a mission of N observations, fusion alone.
// node --expose-gc --import tsx bench/fusion-incremental.ts [--n=100000,1000000] [--kind=quiet,dense,truth-dense] [--late=500]
import process from "node:process";
import { IncrementalFusion } from "../src/incident/incremental.ts";
import { observation, point, seen } from "../src/incident/samples.fixture.ts";
import type { Observation } from "../src/observation/observation.ts";

const flag = (name: string, otherwise: string): string =>
  process.argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;

/** A number in [0, 1) that looks random: the same for the same n in every run. */
const share = (n: number, salt: number): number => {
  let hash = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
};

/** Reports a day along a front of 160 km (quiet: of the truth set `test`; dense: of `dense`); 2.4 tell of one event. */
const PER_DAY: Readonly<Record<string, number>> = { quiet: 270, dense: 1550 };

/** The k-th report of event e: its own error of place and clock, every seventh from a source that spoke already. */
function report(id: string, e: number, k: number, days: number): Observation {
  const minute = share(e, 1) * days * 1440 + share(k, 4) * 2;
  return observation(id, {
    source: `post ${Math.floor(share(k, 5) * 40)}`,
    report: `report ${k}`,
    acts: share(e, 6) < 0.6 ? ["explosion.artillery"] : share(e, 6) < 0.8 ? ["explosion"] : ["fire.small-arms"],
    count: {
      min: 1 + Math.floor(share(e, 7) * 12),
      max: 1 + Math.floor(share(e, 7) * 12),
      unit: "explosion",
      form: "number",
    },
    time: seen(minute, minute + 2, 60),
    place: point(share(e, 2) * 160 + share(k, 8), share(e, 3) * 8 + share(k, 9), 500),
  });
}

const at = (times: readonly number[], p: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] as number) * 100) / 100;
};

const late = Number(flag("late", "500"));
for (const n of flag("n", "100000,1000000").split(",").map(Number))
  for (const kind of flag("kind", "quiet,dense").split(",")) {
    const days = n / (PER_DAY[kind] as number);
    const events = Math.floor(n / 2.4);
    const event = (k: number): number => Math.floor(share(k, 10) * events);
    const told = Array.from({ length: n }, (_, k) => report(`o${String(k).padStart(8, "0")}`, event(k), k, days));
    globalThis.gc?.();
    const heap = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const fusion = new IncrementalFusion();
    let start = performance.now();
    fusion.apply({ add: told });
    const first = performance.now() - start;
    globalThis.gc?.();
    const grown = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers - heap;
    const [times, work]: [number[], number[]] = [[], []];
    for (let k = n; k < n + late; k++) {
      const o = report(`late ${k}`, event(k), k, days);
      start = performance.now();
      const { weighed } = fusion.apply({ add: [o] });
      times.push(performance.now() - start);
      work.push(weighed);
    }
    const total = times.reduce((sum, t) => sum + t, 0);
    console.log(
      JSON.stringify({
        kind,
        observations: n,
        wholeSeconds: Math.round(first / 100) / 10,
        bytesEach: Math.round(grown / n),
        lateMs: { n: late, p50: at(times, 0.5), p99: at(times, 0.99), most: at(times, 1) },
        weighed: { p50: at(work, 0.5), p99: at(work, 0.99), most: at(work, 1) },
        reportsPerSecond: Math.round((1000 * late) / total),
      }),
    );
  }
