// One late report into fusion that holds N observations: worlds of the truth generator, of which some reports come late.
// node --expose-gc --import tsx bench/fusion-incremental.ts [--n=8000,100000] [--kind=quiet,dense] [--late=1000] [--check]
// Prints a list as JSON, a line for each. CPU is that of the whole process: what collects garbage and compiles meanwhile
// is in it, so that only medians and p99 of a thousand say something, and the maximum is read beside `weighed`.
import process from "node:process";
import { pathToFileURL } from "node:url";
import { canonical } from "../src/canonical.ts";
import { fuse } from "../src/incident/fuse.ts";
import { IncrementalFusion } from "../src/incident/incremental.ts";
import type { Observation } from "../src/observation/observation.ts";
import { drawsOf } from "./made-up-reports.ts";
import { reportsOf, type World } from "./made-up-worlds.ts";

/** Takes `count` of a list out of it, chosen by lot but the same in every run. */
export function held(all: Observation[], count: number): Observation[] {
  const { share } = drawsOf(1);
  return Array.from({ length: Math.min(count, all.length) }, () => {
    const at = Math.floor(share() * all.length);
    const [one] = all.splice(at, 1);
    return one as Observation;
  });
}

export const at = (times: readonly number[], p: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] as number) * 100) / 100;
};

/** Late reports before those that are measured: the compiler is done with most by then. */
const WARM_UP = 300;

export interface LateReports {
  readonly kind: World;
  readonly observations: number;
  readonly wholeSeconds: number;
  /** Heap and array buffers that fusion holds beside the observations themselves. */
  readonly bytesEach: number;
  readonly cpuMs: { readonly p50: number; readonly p99: number; readonly most: number };
  readonly weighed: { readonly p50: number; readonly p99: number; readonly most: number };
  readonly changed: { readonly p50: number; readonly p99: number; readonly most: number };
  readonly reportsPerSecond: number;
}

const held_ = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

export async function lateReports(kind: World, n: number, late: number, check = false): Promise<LateReports> {
  const told = await reportsOf(kind, n);
  const lately = held(told, late + WARM_UP);
  const before = held_();
  const fusion = new IncrementalFusion();
  const start = performance.now();
  fusion.apply({ add: told });
  const whole = performance.now() - start;
  const grown = held_() - before;
  const [cpu, work, moved]: [number[], number[], number[]] = [[], [], []];
  for (const o of lately.slice(0, WARM_UP)) fusion.apply({ add: [o] });
  const measured = lately.slice(WARM_UP);
  const begun = process.cpuUsage();
  for (const o of measured) {
    const was = process.cpuUsage();
    const { weighed, changed } = fusion.apply({ add: [o] });
    const { user, system } = process.cpuUsage(was);
    cpu.push((user + system) / 1000);
    work.push(weighed);
    moved.push(changed.length);
  }
  const { user, system } = process.cpuUsage(begun);
  if (check && canonical(fusion.incidents()) !== canonical(fuse([...told, ...lately])))
    throw new Error(`${kind}: the incidents are not those of a batch`);
  const three = (list: readonly number[]) => ({ p50: at(list, 0.5), p99: at(list, 0.99), most: at(list, 1) });
  return {
    kind,
    observations: told.length,
    wholeSeconds: Math.round(whole / 100) / 10,
    bytesEach: Math.round(grown / told.length),
    cpuMs: three(cpu),
    weighed: three(work),
    changed: three(moved),
    reportsPerSecond: Math.round((1e6 * measured.length) / (user + system)),
  };
}

const flag = (name: string, otherwise: string): string =>
  process.argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;

if (import.meta.url === pathToFileURL(process.argv[1] as string).href) {
  const [late, check] = [Number(flag("late", "1000")), process.argv.includes("--check")];
  const lines: string[] = [];
  for (const kind of flag("kind", "quiet,dense").split(",") as World[])
    for (const n of flag("n", "8000,100000").split(",").map(Number))
      lines.push(JSON.stringify(await lateReports(kind, n, late, check)));
  console.log(`[${lines.join(",\n")}]`);
}
