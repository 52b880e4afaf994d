// Whole fusion of many reports beside R's dbscan on the same points, which weighs nothing but place and time.
// npm run bench:fusion-volume -- [REPORTS] [RUNS]; prints JSON. R that is not installed is said to be left out.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fuseCounted } from "../src/incident/fuse.ts";
import type { Observation } from "../src/observation/observation.ts";
import { HOUR } from "../src/units.ts";
import { readReports } from "./fusion-accuracy.ts";
import { rowsOf } from "./fusion-baselines.ts";
import { outside, type Timed } from "./linking-outside.ts";
import { madeUpReports } from "./made-up-reports.ts";
import { median } from "./measured.ts";

/** Days of one made-up world. Of more days there are several, one after the other: a world is made as one text. */
const DAYS = 100;
/** Reports of a quiet world in one day, about. */
const A_DAY = 270;
const REACH_M = 2_000;

/** Quiet worlds of the truth generator, one after the other in time, until there are enough reports. */
async function reports(n: number): Promise<Observation[]> {
  const all: Observation[] = [];
  for (let part = 0; all.length < n; part++) {
    const days = Math.min(DAYS, Math.ceil(((n - all.length) / A_DAY) * 1.05));
    const { reports: text, areas } = madeUpReports(500 + part, days, 1);
    const read = await readReports(`part ${part}`, new TextEncoder().encode(text), areas);
    const later = part * DAYS * 24 * HOUR;
    for (const o of read.observations) {
      if (all.length === n) break;
      const time = { ...o.time, from: o.time.from + later, until: o.time.until + later };
      all.push({ ...o, id: `${String(part).padStart(4, "0")}${o.id}`.slice(0, 64), time } as Observation);
    }
  }
  return all;
}

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

const n = Number(process.argv[2] ?? 100_000);
const runs = Number(process.argv[3] ?? 1);
const observations = await reports(n);
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
  ? { version: timed[0].version, seconds: round(r), times: round(seconds / r) }
  : { leftOut: theirs[0] };
const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
const found = {
  reports: n,
  runs,
  incidents,
  seconds: round(seconds),
  cpuSeconds: round(median(cpu)),
  maxRssMb,
  beside,
};
console.log(JSON.stringify(found, null, 2));
