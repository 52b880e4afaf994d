// As many reports of the truth generator as a bench asks for.
import type { Observation } from "../src/observation/observation.ts";
import { HOUR, millis } from "../src/units.ts";
import { readReports } from "./fusion-accuracy.ts";
import { madeUpReports } from "./made-up-reports.ts";

/** Of a world: its seed and rate (those of the sets `test` and `dense`), and about how many reports a day it has. */
const WORLDS = {
  quiet: { seed: 23, rate: 1, perDay: 268 },
  dense: { seed: 37, rate: 8, perDay: 1547 },
} as const;
export type World = keyof typeof WORLDS;

/** Reports of one world that is made as one text. */
const MOST = 25_000;
/** Worlds that are made; after these they come again. */
const APART = 4;

/**
 * About `n` reports of a world, as they stand in its file. Of more than 25,000 there are several worlds, one after the
 * other in time; after four they come again, later and some metres further east: nothing in one reaches into another,
 * and no two have a place in common but areas.
 */
export async function reportsOf(kind: World, n: number): Promise<Observation[]> {
  const { seed, rate, perDay } = WORLDS[kind];
  const days = Math.max(1, Math.round(Math.min(n, MOST) / perDay));
  if (n <= MOST) return made(kind, seed, days, rate);
  const worlds: Observation[][] = [];
  for (let k = 0; k < APART && k * MOST < n; k++) worlds.push(await made(kind, seed + 1000 * k, days, rate));
  const all: Observation[] = [];
  for (let part = 0; all.length < n; part++)
    for (const o of worlds[part % worlds.length] as Observation[]) {
      if (all.length === n) break;
      all.push(part === 0 ? o : moved(o, part, days));
    }
  return all;
}

async function made(kind: World, seed: number, days: number, rate: number): Promise<Observation[]> {
  const { reports, areas } = madeUpReports(seed, days, rate);
  return [...(await readReports(`${kind}.reports.csv`, new TextEncoder().encode(reports), areas)).observations];
}

function moved(o: Observation, part: number, days: number): Observation {
  const later = part * (days + 3) * 24 * HOUR;
  const named = (id: string): string => `${id.slice(0, -4)}${String(part).padStart(4, "0")}`;
  const place =
    o.place.kind === "point" || o.place.kind === "sector" ? { ...o.place, lon: o.place.lon + part / 10_000 } : o.place;
  return {
    ...o,
    id: named(o.id),
    ...(o.revises !== undefined && { revises: named(o.revises) }),
    place,
    time: { ...o.time, from: millis(o.time.from + later), until: millis(o.time.until + later) },
  };
}
