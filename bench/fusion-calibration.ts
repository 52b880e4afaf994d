import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { framePairs } from "../src/cli/label-strata.ts";
import { Evidence } from "../src/incident/evidence.ts";
import { factsOf } from "../src/incident/facts.ts";
import { fuse } from "../src/incident/fuse.ts";
import type { Incident } from "../src/incident/incident.ts";
import { densityAt, KM_PER_DEGREE, type Mixture, Product, STRIDE } from "../src/incident/mixture.ts";
import { type FusionModel, MODEL } from "../src/incident/model.ts";
import { traitsOf } from "../src/incident/traits.ts";
import type { Observation } from "../src/observation/observation.ts";
import { readReports } from "./fusion-accuracy.ts";
import { drawsOf, madeUpReports } from "./made-up-reports.ts";

/** What truly happened: degrees, ms since 1970, how many. */
export interface True {
  readonly lon: number;
  readonly lat: number;
  readonly at: number;
  readonly count: number;
}

/** How often what was said with a certain confidence was so. */
export interface Calibration {
  readonly model: string;
  /** Pairs of the frame (10 km, 3 h) by the model's probability that both are of one event. */
  readonly pairs: readonly {
    readonly p: string;
    readonly pairs: number;
    readonly meanP: number;
    readonly same: number;
  }[];
  /** The weakest merge of each incident by its own probability: whether the two sides it names are of one event. */
  readonly merges: readonly {
    readonly p: string;
    readonly merges: number;
    readonly meanP: number;
    readonly same: number;
  }[];
  /** Incidents of which the true event is that of most of their recorded members. */
  readonly incidents: number;
  /** Share of 90 % areas that hold the true place; `bySize`: incidents of one report, of two, of three or more. */
  readonly areas: Held;
  /** The same with every variance of the area multiplied by `factor`, where one is given. */
  readonly areasScaled?: Held & { readonly factor: number };
  /** Share of 90 % intervals of the start: as the facts state it (±1.645 clock errors; a window as it is). */
  readonly starts: Held;
  /** Share of 90 % intervals of the count by the model, and share of fused count intervals (no confidence stated). */
  readonly counts: Held;
  readonly fusedCounts: Held;
}

export interface Held {
  readonly held: number;
  readonly of: number;
  readonly bySize: readonly [number, number, number];
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4;

class Tally {
  private readonly all: [held: number, of: number][] = [
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  add(size: number, held: boolean): void {
    const row = this.all[Math.min(size, 3) - 1] as [number, number];
    row[1]++;
    if (held) row[0]++;
  }
  held(): Held {
    const [held, of] = this.all.reduce(([h, n], [a, b]) => [h + a, n + b], [0, 0]) as [number, number];
    const share = ([h, n]: [number, number]): number => round(n === 0 ? 0 : h / n);
    return { held: share([held, of]), of, bySize: this.all.map(share) as [number, number, number] };
  }
}

/** A mixture with every variance multiplied. */
function widened(mixture: Mixture, factor: number): Mixture {
  const wide = Float64Array.from(mixture);
  for (let k = 0; k < wide.length; k += STRIDE)
    for (const v of [4, 5, 6]) wide[k + v] = (wide[k + v] as number) * factor;
  return wide;
}

/** The share of a mixture where it is denser than at a position: 0 at its peak, near 1 far out. By 400 draws. */
export function shareDenser(mixture: Mixture, lon: number, lat: number): number {
  const { share, normal } = drawsOf(7);
  let total = 0;
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < mixture.length; k += STRIDE) top = Math.max(top, mixture[k] as number);
  for (let k = 0; k < mixture.length; k += STRIDE) total += Math.exp((mixture[k] as number) - top);
  const here = densityAt(mixture, lon, lat);
  let denser = 0;
  for (let n = 0; n < 400; n++) {
    let [u, k] = [share() * total, 0];
    for (; k + STRIDE < mixture.length; k += STRIDE) {
      u -= Math.exp((mixture[k] as number) - top);
      if (u <= 0) break;
    }
    const [ee, en, nn] = [mixture[k + 4] as number, mixture[k + 5] as number, mixture[k + 6] as number];
    const a = Math.sqrt(ee);
    const b = en / a;
    const [z, w] = [normal(), normal()];
    const east = a * z;
    const north = b * z + Math.sqrt(Math.max(0, nn - b * b)) * w;
    const x = (mixture[k + 1] as number) + east / (KM_PER_DEGREE * (mixture[k + 3] as number));
    if (densityAt(mixture, x, (mixture[k + 2] as number) + north / KM_PER_DEGREE) > here) denser++;
  }
  return denser / 400;
}

/** The true event of most recorded members, if it is known; of several the smallest by name. */
function eventOf(incident: Incident, truth: ReadonlyMap<string, string>): string | undefined {
  const counts = new Map<string, number>();
  for (const { observation, role } of incident.members) {
    if (role === "claims" && incident.status === "recorded") continue;
    const event = truth.get(observation.id) as string;
    counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}

const shares = (rows: readonly { readonly n: number; readonly p: number; readonly same: number }[]) =>
  rows.map((t, k) => ({
    p: `${k / 10}–${(k + 1) / 10}`,
    n: t.n,
    meanP: round(t.n === 0 ? 0 : t.p / t.n),
    same: round(t.n === 0 ? 0 : t.same / t.n),
  }));

/**
 * Calibration of fusion on reports with known events.
 * @param truth event of each observation, by id
 * @param events what each event truly was, by its name
 * @param areaFactor multiplies the variances of areas, to try one
 */
export function calibration(
  observations: readonly Observation[],
  truth: ReadonlyMap<string, string>,
  events: ReadonlyMap<string, True>,
  areaFactor?: number,
  model: FusionModel = MODEL,
): Calibration {
  const incidents = fuse(observations, { model });
  const sorted = [...observations].sort((a, b) => (a.id < b.id ? -1 : 1));
  const evidence = new Evidence(traitsOf(sorted, model), model);
  const rank = new Map(sorted.map((o, i) => [o.id, i]));
  const empty = () => Array.from({ length: 10 }, () => ({ n: 0, p: 0, same: 0 }));
  const [tenths, merges] = [empty(), empty()];
  const note = (rows: ReturnType<typeof empty>, gain: number, a: string, b: string): void => {
    const p = 1 / (1 + Math.exp(-gain));
    const row = rows[Math.min(9, Math.floor(p * 10))] as (typeof rows)[0];
    row.n++;
    row.p += p;
    if (truth.get(a) === truth.get(b)) row.same++;
  };
  for (const { a, b } of framePairs(sorted, incidents, { km: 10, hours: 3 })) {
    const [x, y] = [evidence.one(rank.get(a.id) as number), evidence.one(rank.get(b.id) as number)];
    const gain = evidence.ofBoth(x, y) - evidence.of(x) - evidence.of(y);
    note(tenths, gain, a.id, b.id);
  }
  for (const { weakest } of incidents) if (weakest) note(merges, weakest.gain, weakest.a, weakest.b);
  const [areas, scaled, starts, counts, fused] = [new Tally(), new Tally(), new Tally(), new Tally(), new Tally()];
  const product = new Product();
  for (const incident of incidents) {
    const event = events.get(eventOf(incident, truth) ?? "");
    if (!event) continue;
    const told = incident.members.filter((m) => incident.status === "claimed" || m.role !== "claims");
    const ranks = told.map((m) => rank.get(m.observation.id) as number);
    const size = ranks.length;
    const placed = ranks.flatMap((i) => evidence.traits.mixture[i] ?? []);
    if (placed.length > 0) {
      const held = (factor: number): boolean => {
        product.begin(widened(placed[0] as Mixture, factor));
        for (const m of placed.slice(1)) product.times(widened(m, factor), model.pieces);
        return shareDenser(product.taken(), event.lon, event.lat) <= 0.9;
      };
      areas.add(size, held(1));
      if (areaFactor !== undefined) scaled.add(size, held(areaFactor));
    }
    const facts = factsOf(incident);
    const { time } = facts;
    const slack = 1.645 * time.sdMs;
    const until = time.kind === "seen" ? time.from : time.until;
    starts.add(size, event.at >= time.from - slack && event.at <= until + slack);
    const tally = evidence.tallyOf(ranks).counts[0];
    if (tally) {
      const half = 1.645 / Math.sqrt(tally.weight);
      counts.add(size, Math.abs(Math.log(event.count) - tally.mean) <= half);
    }
    const stated = facts.fused.find((c) => c.unit === "event" && c.form !== "not-stated");
    if (stated) fused.add(size, event.count >= stated.min && (stated.max === null || event.count <= stated.max));
  }
  return {
    model: model.version,
    pairs: shares(tenths).map(({ n, ...t }) => ({ pairs: n, ...t })),
    merges: shares(merges).map(({ n, ...t }) => ({ merges: n, ...t })),
    incidents: areas.held().of,
    areas: areas.held(),
    ...(areaFactor === undefined ? {} : { areasScaled: { ...scaled.held(), factor: areaFactor } }),
    starts: starts.held(),
    counts: counts.held(),
    fusedCounts: fused.held(),
  };
}

const USAGE = `usage: node --import tsx bench/fusion-calibration.ts --seed SEED DAYS RATE [--factor F]   (train: 11 30 1; test: 23 30 1; dense: 37 10 8)
       node --import tsx bench/fusion-calibration.ts PREFIX.reports.csv [--factor F]   (PREFIX.incidents.csv beside it)
`;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const at = args.indexOf("--factor");
  const factor = at < 0 ? undefined : Number(args.splice(at, 2)[1]);
  const [path, ...rest] = args;
  if (path === "--seed" && rest.length === 3) {
    const [seed, days, rate] = rest.map(Number) as [number, number, number];
    const made = madeUpReports(seed, days, rate);
    const { observations, truth } = await readReports("made up", new TextEncoder().encode(made.reports), made.areas);
    const events = new Map(made.truth.map((e) => [e.id, e]));
    process.stdout.write(`${JSON.stringify(calibration(observations, truth, events, factor))}\n`);
    return;
  }
  if (path === undefined || rest.length > 0 || !path.endsWith(".reports.csv")) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const beside = (name: string): string => path.replace(/\.reports\.csv$/, name);
  const areas = existsSync(beside(".areas.geojson")) ? readFileSync(beside(".areas.geojson"), "utf8") : undefined;
  const { observations, truth } = await readReports(basename(path), readFileSync(path), areas);
  const [header = "", ...lines] = readFileSync(beside(".incidents.csv"), "utf8").trimEnd().split("\n");
  const columns = header.split(",");
  const events = new Map(
    lines.map((line) => {
      const cells = Object.fromEntries(line.split(",").map((c, k) => [columns[k] as string, c])) as Record<
        string,
        string
      >;
      const event = {
        lon: Number(cells.lon),
        lat: Number(cells.lat),
        at: Date.parse(cells.t as string),
        count: Number(cells.count),
      };
      return [cells.incident as string, event] as const;
    }),
  );
  process.stdout.write(`${JSON.stringify(calibration(observations, truth, events, factor))}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
