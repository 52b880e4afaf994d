import { fileURLToPath } from "node:url";
import { lnOverlap } from "../src/incident/mixture.ts";
import type { Observation } from "../src/observation/observation.ts";
import { fusionAccuracy, readReports } from "./fusion-accuracy.ts";
import { ERRORS, KNOWLEDGE, type Knowledge, type Known, KnownEvidence, type Row } from "./fusion-ceiling-evidence.ts";
import { type MadeUpReports, madeUpReports } from "./made-up-reports.ts";
import { type Scores, scores } from "./partition-scores.ts";

/** A later version by the same source says all but the number again: known to be one report. */
const sayingOf = (r: Row): string =>
  [
    r.source,
    r.t_start,
    r.t_end,
    r.lon,
    r.lat,
    r.area,
    r.bearing_deg,
    r.dist_min_m,
    r.dist_max_m,
    r.event_type,
    r.actor,
  ].join(" ");

const round = (x: number): number => Math.round(x * 1e6) / 1e6;

/**
 * Fusion by mutual-best rounds where all parameters of the generator are known: what a model of this kind can reach.
 * @returns the group of each report, by obs_id
 */
export function knownFusion(
  world: MadeUpReports,
  lengthsToo: boolean,
  without: ReadonlySet<Knowledge> = new Set(),
  told?: ReadonlyMap<string, Observation>,
): Map<string, string> {
  const evidence = new KnownEvidence(world, lengthsToo, without, told);
  const first = new Map<string, number>();
  const again = new Map<number, number[]>();
  const nodes: Known[] = [];
  for (const [i, r] of evidence.rows.entries()) {
    const known = first.get(sayingOf(r));
    if (known === undefined || without.has("one report a source")) {
      first.set(sayingOf(r), i);
      nodes.push(evidence.one(i));
    } else again.set(known, [...(again.get(known) ?? []), i]);
  }
  const groups: { known: Known; value: number; near: Map<number, number>; alive: boolean }[] = [];
  const add = (known: Known): number => {
    groups.push({ known, value: evidence.of(known), near: new Map(), alive: true });
    return groups.length - 1;
  };
  for (const n of nodes) add(n);
  const meet = (g: number, h: number): boolean => {
    const [a, b] = [groups[g], groups[h]] as [(typeof groups)[0], (typeof groups)[0]];
    const joint = evidence.joined(a.known, b.known);
    const gain = joint ? round(evidence.of(joint) - a.value - b.value) : Number.NEGATIVE_INFINITY;
    a.near.set(h, gain);
    b.near.set(g, gain);
    return gain > 0;
  };
  const stretch = nodes.map((n) => {
    const sd = n.weight > 0 ? 4 / Math.sqrt(n.weight) : 0;
    return n.bells > 0 ? [n.mean - sd, n.mean + sd] : [n.from, n.until];
  }) as [number, number][];
  const order = nodes
    .map((_, k) => k)
    .sort((x, y) => (stretch[x]?.[0] as number) - (stretch[y]?.[0] as number) || x - y);
  for (const [rank, g] of order.entries())
    for (let r = rank + 1; r < order.length; r++) {
      const h = order[r] as number;
      if ((stretch[h]?.[0] as number) > (stretch[g]?.[1] as number)) break;
      const [a, b] = [nodes[g] as Known, nodes[h] as Known];
      const times = Math.max(
        Math.min(stretch[g]?.[1] as number, stretch[h]?.[1] as number) - (stretch[h]?.[0] as number),
        60,
      );
      // A generous bound: the place alone, and the time as sharp as it can be, against the rate.
      if (lnOverlap(a.place, b.place) - Math.log(times) - Math.max(a.lnRate, b.lnRate) < -8) continue;
      if (!meet(g, h)) {
        groups[g]?.near.delete(h);
        groups[h]?.near.delete(g);
      }
    }
  for (let active = new Set(groups.keys()); active.size > 0; ) {
    const bestOf = (g: number): number => {
      let [best, most] = [-1, 0];
      for (const [h, gain] of (groups[g] as (typeof groups)[0]).near)
        if (gain > most || (gain === most && best >= 0 && (groups[h]?.known.key ?? 0) < (groups[best]?.known.key ?? 0)))
          [best, most] = [h, gain];
      return best;
    };
    const merges: [number, number][] = [];
    for (const g of active) {
      const h = bestOf(g);
      if (h >= 0 && bestOf(h) === g && (g < h || !active.has(h))) merges.push([g, h]);
    }
    active = new Set();
    for (const [g, h] of merges) {
      const [a, b] = [groups[g], groups[h]] as [(typeof groups)[0], (typeof groups)[0]];
      const z = add(evidence.joined(a.known, b.known) as Known);
      const near = new Set([...a.near.keys(), ...b.near.keys()]);
      near.delete(g);
      near.delete(h);
      a.alive = b.alive = false;
      for (const y of near) {
        const other = groups[y] as (typeof groups)[0];
        other.near.delete(g);
        other.near.delete(h);
        meet(z, y);
        active.add(y);
      }
      active.add(z);
    }
    for (const g of active) if (!groups[g]?.alive) active.delete(g);
  }
  const found = new Map<string, string>();
  const id = (i: number): string => evidence.rows[i]?.obs_id as string;
  for (const { known, alive } of groups)
    if (alive)
      for (const i of known.rows) for (const k of [i, ...(again.get(i) ?? [])]) found.set(id(k), id(known.key));
  return found;
}

const truthOf = (world: MadeUpReports): Map<string, string> => {
  const [header = "", ...lines] = world.reports.trimEnd().split("\n");
  const at = header.split(",").indexOf("truth_incident");
  return new Map(lines.map((l) => l.split(",")).map((c) => [c[0] as string, c[at] as string]));
};

export interface Ceiling {
  readonly world: string;
  readonly ours: Scores;
  /** Every parameter of the generator known, in the form that our model has. */
  readonly known: Scores;
  /** The same, and how long episodes took as each observer timed them. */
  readonly knownAndLengths: Scores;
}

export async function ceiling(world: string, seed: number, days: number, rate: number): Promise<Ceiling> {
  const made = madeUpReports(seed, days, rate);
  const ours = await fusionAccuracy(world, new TextEncoder().encode(made.reports), made.areas);
  const truth = truthOf(made);
  return {
    world,
    ours: ours.withClaims,
    known: scores(truth, knownFusion(made, false)),
    knownAndLengths: scores(truth, knownFusion(made, true)),
  };
}

/**
 * F1 where one thing that the ceiling knows is taken away, our model's own way in its place; where all that no report
 * carries are; and where how exactly sources err is taken away beside them.
 * @param errors only the last
 */
async function withoutEach(seed: number, days: number, rate: number, errors: boolean): Promise<Record<string, number>> {
  const made = madeUpReports(seed, days, rate);
  const truth = truthOf(made);
  const { observations } = await readReports("made-up", new TextEncoder().encode(made.reports), made.areas);
  const told = new Map(observations.map((o) => [o.report, o]));
  const f1 = (...without: Knowledge[]): number => scores(truth, knownFusion(made, false, new Set(without), told)).f1;
  const each = errors ? [] : KNOWLEDGE.map((k) => [`without ${k}`, f1(k)] as const);
  const five = errors ? [] : [["without all of these", f1(...KNOWLEDGE)] as const];
  const beside = ERRORS.map((k) => [`without all of these and ${k}`, f1(...KNOWLEDGE, k)] as const);
  const all = ["without all of these and all errors", f1(...KNOWLEDGE, ...ERRORS)] as const;
  return Object.fromEntries([...each, ...five, ...beside, all]);
}

/** F1 of the best baseline on either kind of world: supervised Fellegi–Sunter, average linkage (quoted). */
export const BEST_BASELINE = { quiet: 0.687, dense: 0.566 } as const;

async function main(): Promise<void> {
  if (process.argv.includes("--without")) {
    const errors = process.argv.includes("--errors");
    process.stdout.write(`${JSON.stringify({ world: "test", ...(await withoutEach(23, 30, 1, errors)) })}\n`);
    process.stdout.write(`${JSON.stringify({ world: "dense", ...(await withoutEach(37, 10, 8, errors)) })}\n`);
    return;
  }
  const quick = process.argv.includes("--quick");
  const range = /^(\d+)-(\d+)$/.exec(process.argv.find((a) => /^\d+-\d+$/.test(a)) ?? "301-310");
  const worlds: [name: string, seed: number, days: number, rate: number, kind: keyof typeof BEST_BASELINE][] = [
    ["test", 23, 30, 1, "quiet"],
    ["dense", 37, 10, 8, "dense"],
  ];
  const last = quick ? Number.NEGATIVE_INFINITY : Number(range?.[2]);
  for (let seed = Number(range?.[1]); seed <= last; seed++)
    worlds.push([`quiet ${seed}`, seed, 30, 1, "quiet"], [`dense ${seed}`, seed, 10, 8, "dense"]);
  const all: (Ceiling & { kind: keyof typeof BEST_BASELINE })[] = [];
  for (const [name, seed, days, rate, kind] of worlds) {
    const found = { ...(await ceiling(name, seed, days, rate)), kind };
    if (name.includes(" ")) all.push(found);
    const of = (s: Scores) => ({
      f1: s.f1,
      precision: s.precision,
      recall: s.recall,
      b3: s.b3,
      countError: s.countError,
    });
    process.stdout.write(
      `${JSON.stringify({ world: name, ours: of(found.ours), known: of(found.known), knownAndLengths: of(found.knownAndLengths) })}\n`,
    );
  }
  for (const kind of ["quiet", "dense"] as const) {
    const own = all.filter((c) => c.kind === kind);
    if (own.length === 0) continue;
    const mean = (of: (c: Ceiling) => number): number =>
      Math.round((own.reduce((s, c) => s + of(c), 0) / own.length) * 1e4) / 1e4;
    const [ours, known, lengths] = [mean((c) => c.ours.f1), mean((c) => c.known.f1), mean((c) => c.knownAndLengths.f1)];
    const line = { mean: kind, worlds: own.length, ours, known, knownAndLengths: lengths };
    process.stdout.write(
      `${JSON.stringify({ ...line, gapClosed: Math.round(((ours - BEST_BASELINE[kind]) / (known - BEST_BASELINE[kind])) * 1e3) / 1e3 })}\n`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
