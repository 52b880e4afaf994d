// Whole fusion of many reports beside R's dbscan on the same points, which weighs nothing but place and time.
// npm run bench:fusion-volume -- [REPORTS] [RUNS]; prints JSON. R that is not installed is said to be left out.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fuseCounted } from "../src/incident/fuse.ts";
import type { Observation } from "../src/observation/observation.ts";
import { HOUR } from "../src/units.ts";
import { rowsOf } from "./fusion-baselines.ts";
import { outside, type Timed } from "./linking-outside.ts";
import { reportsOf } from "./made-up-worlds.ts";
import { median } from "./measured.ts";

const REACH_M = 2_000;

/** R's dbscan over the pins of the reports: 2 km, an hour counting as much. */
function besideR(observations: readonly Observation[]): Timed | string {
  const rows = rowsOf(observations);
  const folder = mkdtempSync(join(tmpdir(), "trucekeeper-bench-"));
  const file = join(folder, "points.f64");
  const columns = [
    (r: (typeof rows)[0]) => r.x,
    (r: (typeof rows)[0]) => r.y,
    (r: (typeof rows)[0]) => (r.at / HOUR) * REACH_M,
  ];
  writeFileSync(file, Buffer.concat(columns.map((of) => Buffer.from(Float64Array.from(rows, of).buffer))));
  const found = outside("Rscript", "linking.R", [file, String(rows.length), String(REACH_M)]);
  rmSync(folder, { recursive: true });
  return found;
}

export interface FusionVolume {
  readonly reports: number;
  readonly runs: number;
  readonly incidents: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly maxRssMb: number;
  /** Of R: seconds, and how many times as long ours took, by the clock and by CPU. */
  readonly beside:
    | { readonly version: string; readonly seconds: number; readonly times: number; readonly timesByCpu: number }
    | { readonly leftOut: string };
}

const n = Number(process.argv[2] ?? 100_000);
const runs = Number(process.argv[3] ?? 1);
const observations = await reportsOf("quiet", n);
const ours: number[] = [];
const cpu: number[] = [];
const theirs: (Timed | string)[] = [];
let incidents = 0;
for (let run = 0; run < runs; run++) {
  const [started, spent] = [performance.now(), process.cpuUsage()];
  incidents = fuseCounted(observations).incidents.length;
  ours.push((performance.now() - started) / 1000);
  const { user, system } = process.cpuUsage(spent);
  cpu.push((user + system) / 1e6);
  theirs.push(besideR(observations));
}
const round = (x: number): number => Math.round(x * 100) / 100;
const timed = theirs.filter((t) => typeof t !== "string");
const [seconds, r] = [median(ours), median(timed.map((t) => t.seconds))];
const beside = timed[0]
  ? {
      version: timed[0].version,
      seconds: round(r),
      times: round(seconds / r),
      timesByCpu: round(median(cpu) / median(timed.map((t) => t.cpuSeconds ?? t.seconds))),
    }
  : { leftOut: String(theirs[0]) };
const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
const found: FusionVolume = {
  reports: n,
  runs,
  incidents,
  seconds: round(seconds),
  cpuSeconds: round(median(cpu)),
  maxRssMb,
  beside,
};
console.log(JSON.stringify(found, null, 2));
