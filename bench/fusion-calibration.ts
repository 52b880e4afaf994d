import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { framePairs } from "../src/cli/label-strata.ts";
import { areaOf, STATED_SHARE } from "../src/incident/area.ts";
import { Evidence } from "../src/incident/evidence.ts";
import { factsOf } from "../src/incident/facts.ts";
import { fuse } from "../src/incident/fuse.ts";
import type { Incident } from "../src/incident/incident.ts";
import { intervalsOf } from "../src/incident/intervals.ts";
import { type FusionModel, MODEL } from "../src/incident/model.ts";
import { traitsOf } from "../src/incident/traits.ts";
import type { Observation } from "../src/observation/observation.ts";
import { distanceM } from "../src/place/geodesy.ts";
import { prepareZone } from "../src/place/zone.ts";
import { readReports } from "./fusion-accuracy.ts";
import { madeUpReports } from "./made-up-reports.ts";

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
  /** Share of 90 % areas, as they are published (`areaOf`), that hold the true place; `bySize`: incidents of one report, of two, of three or more. */
  readonly areas: Held;
  /** Share of 90 % intervals of the start and of the count, as they are published (`intervalsOf`). */
  readonly starts: Held;
  /** And share of fused count intervals (no confidence stated). */
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

/** Whether the published 90 % area of an incident holds a position; undefined where it has none, or a stated one. */
export function areaHolds(incident: Incident, lon: number, lat: number): boolean | undefined {
  const area = areaOf(incident);
  if (area?.share !== STATED_SHARE) return undefined;
  const { place } = area;
  if (place.kind === "point") return distanceM([place.lon, place.lat], [lon, lat]) <= place.radiusM;
  return prepareZone({ id: "area", name: "", polygons: place.polygons }).contains(lon, lat);
}

/** The true event of most recorded members, if it is known; of several the smallest by name. */
export function eventOf(incident: Incident, truth: ReadonlyMap<string, string>): string | undefined {
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
 */
export function calibration(
  observations: readonly Observation[],
  truth: ReadonlyMap<string, string>,
  events: ReadonlyMap<string, True>,
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
  const [areas, starts, counts, fused] = [new Tally(), new Tally(), new Tally(), new Tally()];
  for (const incident of incidents) {
    const event = events.get(eventOf(incident, truth) ?? "");
    if (!event) continue;
    const told = incident.members.filter((m) => incident.status === "claimed" || m.role !== "claims");
    const ranks = told.map((m) => rank.get(m.observation.id) as number);
    const size = ranks.length;
    const held = areaHolds(incident, event.lon, event.lat);
    if (held !== undefined) areas.add(size, held);
    const facts = factsOf(incident);
    const { start, counts: counted } = intervalsOf(incident);
    // The published ends are whole seconds.
    if (start) starts.add(size, event.at >= start.from - 500 && event.at <= start.until + 500);
    const number = counted[0];
    if (number) counts.add(size, event.count >= number.min && event.count <= number.max);
    const stated = facts.fused.find((c) => c.unit === "event" && c.form !== "not-stated");
    if (stated) fused.add(size, event.count >= stated.min && (stated.max === null || event.count <= stated.max));
  }
  return {
    model: model.version,
    pairs: shares(tenths).map(({ n, ...t }) => ({ pairs: n, ...t })),
    merges: shares(merges).map(({ n, ...t }) => ({ merges: n, ...t })),
    incidents: starts.held().of,
    areas: areas.held(),
    starts: starts.held(),
    counts: counts.held(),
    fusedCounts: fused.held(),
  };
}

/** The same on a made-up world: its seed, days and rate. */
export async function calibrationOfSeed(seed: number, days: number, rate: number): Promise<Calibration> {
  const made = madeUpReports(seed, days, rate);
  const { observations, truth } = await readReports("made up", new TextEncoder().encode(made.reports), made.areas);
  return calibration(observations, truth, new Map(made.truth.map((e) => [e.id, e])));
}

const USAGE = `usage: npm run bench:fusion-calibration -- --seed SEED DAYS RATE   (train: 11 30 1; test: 23 30 1; dense: 37 10 8)
       npm run bench:fusion-calibration -- PREFIX.reports.csv   (PREFIX.incidents.csv beside it)
`;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const [path, ...rest] = args;
  if (path === "--seed" && rest.length === 3) {
    const [seed, days, rate] = rest.map(Number) as [number, number, number];
    process.stdout.write(`${JSON.stringify(await calibrationOfSeed(seed, days, rate))}\n`);
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
  process.stdout.write(`${JSON.stringify(calibration(observations, truth, events))}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
