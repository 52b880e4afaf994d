// The rules that a user would pick instead of fusion, on the same reports: node --import tsx bench/fusion-baselines.ts PREFIX.reports.csv
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Observation } from "../src/observation/observation.ts";
import { destination, localPlane } from "../src/place/geodesy.ts";
import { type Position, type UncertainPlace } from "../src/place/place.ts";
import { samplePoints } from "../src/place/shape.ts";
import { DAY, MINUTE } from "../src/units.ts";
import { readReports } from "./fusion-accuracy.ts";
import { type Scores, scores } from "./partition-scores.ts";
import { linkedWithin } from "./space-time-linking.ts";

/** Where a user would put the pin: a point as it is, a sector at the middle of its range, an area at its middle. */
function pin(place: UncertainPlace): Position {
  if (place.kind === "point") return [place.lon, place.lat];
  if (place.kind === "sector") {
    const middle = place.fromDeg + ((place.untilDeg - place.fromDeg + 360) % 360 || 360) / 2;
    return destination([place.lon, place.lat], middle % 360, (place.minM + place.maxM) / 2);
  }
  const points = samplePoints(place);
  const mean = (of: (p: Position) => number) => points.reduce((sum, p) => sum + p.weight * of([p.lon, p.lat]), 0);
  return [mean((p) => p[0]), mean((p) => p[1])];
}

/** Reports as rows of a table: metres east and north, the middle of the time, type, day. */
export interface Row {
  readonly x: number;
  readonly y: number;
  readonly at: number;
  readonly act: string;
  readonly day: number;
}

/** Reports as such a user would have them. */
export function rowsOf(observations: readonly Observation[]): Row[] {
  const pins = observations.map((o) => pin(o.place));
  const [lon, lat] = [0, 1].map((k) => pins.reduce((sum, p) => sum + (p[k] as number), 0) / pins.length);
  const plane = localPlane(lon as number, lat as number);
  return observations.map((o, i) => {
    const [x, y] = plane.toPlane(...(pins[i] as [number, number]));
    const at = (o.time.from + o.time.until) / 2;
    return { x, y, at, act: o.acts.join(" "), day: Math.floor(at / DAY) };
  });
}

/** Groups within one key are the components of what lies no further apart than `reachM`. */
function within(rows: readonly Row[], reachM: number, key: (r: Row) => string): string[] {
  const groups = new Map<string, number[]>();
  rows.forEach((r, i) => {
    const k = key(r);
    groups.set(k, [...(groups.get(k) ?? []), i]);
  });
  const found = rows.map(() => "");
  for (const [k, of] of groups) {
    const labels = spaceTime(
      of.map((i) => rows[i] as Row),
      reachM,
      () => 0,
    );
    of.forEach((i, j) => {
      found[i] = `${k} ${labels[j]}`;
    });
  }
  return found;
}

const spaceTime = (rows: readonly Row[], reachM: number, t: (r: Row) => number): Int32Array =>
  linkedWithin(
    Float64Array.from(rows, (r) => r.x),
    Float64Array.from(rows, (r) => r.y),
    Float64Array.from(rows, t),
    reachM,
    "cylinder",
  );

/** DBSCAN in space and time with one report to a core: within `reachM` of place and `reachMs` of time. */
const dbscan = (reachM: number, reachMs: number) => (rows: readonly Row[]) =>
  [...spaceTime(rows, reachM, (r) => (r.at / reachMs) * reachM)].map(String);

export const BASELINES: Readonly<Record<string, (rows: readonly Row[]) => string[]>> = {
  "each report alone": (rows) => rows.map((_, i) => String(i)),
  "the same place to 100 m, minute and type": (rows) =>
    rows.map((r) => `${Math.round(r.x / 100)} ${Math.round(r.y / 100)} ${Math.floor(r.at / MINUTE)} ${r.act}`),
  "same type, same day, within 1 km": (rows) => within(rows, 1_000, (r) => `${r.act} ${r.day}`),
  "one per day and place, within 1 km": (rows) => within(rows, 1_000, (r) => String(r.day)),
  "DBSCAN in space and time, 6 km and 2 min": dbscan(6_000, 2 * MINUTE),
  "DBSCAN in space and time, 5 km and 60 min": dbscan(5_000, 60 * MINUTE),
};

/** How well each rule does on reports whose incidents are known. Arguments as of `readReports`. */
export async function baselineScores(
  name: string,
  reports: Uint8Array,
  areas?: string,
): Promise<Record<string, Scores>> {
  const { observations, truth } = await readReports(name, reports, areas);
  const rows = rowsOf(observations);
  return Object.fromEntries(
    Object.entries(BASELINES).map(([rule, group]) => {
      const groups = group(rows);
      return [rule, scores(truth, new Map(observations.map((o, i) => [o.id, groups[i] as string])))];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error("usage: node --import tsx bench/fusion-baselines.ts PREFIX.reports.csv");
  const areas = path.replace(/\.reports\.csv$/, ".areas.geojson");
  const known = existsSync(areas) ? readFileSync(areas, "utf8") : undefined;
  for (const [rule, s] of Object.entries(await baselineScores(basename(path), readFileSync(path), known)))
    process.stdout.write(`${JSON.stringify({ rule, ...s })}\n`);
}
