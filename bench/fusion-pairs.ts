import { fuse } from "../src/incident/fuse.ts";
import type { Observation } from "../src/observation/observation.ts";
import { distanceM } from "../src/place/geodesy.ts";
import { readReports } from "./fusion-accuracy.ts";
import { madeUpReports } from "./made-up-reports.ts";

/**
 * Which pairs of reports fusion gets wrong on a training world, by the kinds of their sources, and how many reported
 * incidents a vague report could tell of: those within its window and one and a half times its radius.
 *
 *     npx tsx bench/fusion-pairs.ts          (seed 11, 30 days: `train`)
 */
const VAGUE: ReadonlySet<string> = new Set(["media", "party", "hotline"]);

const made = madeUpReports(11, 30, 1);
const { observations, truth } = await readReports("train", new TextEncoder().encode(made.reports), made.areas);
const home = new Map(fuse(observations).flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)));

type Of = (o: Observation) => string | undefined;
const trueOf: Of = (o) => truth.get(o.id);
const foundOf: Of = (o) => home.get(o.id);

/** Pairs that are together by one account and apart by the other. */
function* pairs(together: Of, apart: Of | undefined): Generator<readonly [Observation, Observation]> {
  const groups = new Map<string, Observation[]>();
  for (const o of observations) {
    const key = together(o) ?? "";
    groups.set(key, [...(groups.get(key) ?? []), o]);
  }
  for (const group of groups.values())
    for (const [k, a] of group.entries())
      for (const b of group.slice(k + 1)) if (!apart || apart(a) !== apart(b)) yield [a, b];
}

const isVague = (o: Observation): boolean => VAGUE.has(o.sourceKind);
const share = (some: number, of: number): number => Math.round((some / of) * 1e3) / 1e3;

function account(list: Iterable<readonly [Observation, Observation]>): object {
  const by = new Map<string, number>();
  let [all, vague] = [0, 0];
  for (const [a, b] of list) {
    all++;
    if (isVague(a) || isVague(b)) vague++;
    const kinds = [a.sourceKind, b.sourceKind].sort((x, y) => (x < y ? -1 : 1)).join(" and ");
    by.set(kinds, (by.get(kinds) ?? 0) + 1);
  }
  const most = [...by].sort(([, x], [, y]) => y - x).slice(0, 8);
  return { pairs: all, withVague: share(vague, all), most: Object.fromEntries(most) };
}

const told = new Set(truth.values());
const events = made.truth.filter((e) => told.has(e.id));
const rivals: number[] = [];
for (const { sourceKind, place, time } of observations) {
  if (!VAGUE.has(sourceKind) || place.kind !== "point") continue;
  const [from, until] = [time.from - 2 * time.sdMs, time.until + 2 * time.sdMs];
  rivals.push(
    events.filter(
      (e) => e.at >= from && e.at <= until && distanceM([place.lon, place.lat], [e.lon, e.lat]) <= 1.5 * place.radiusM,
    ).length,
  );
}
process.stdout.write(
  `${JSON.stringify({
    reports: observations.length,
    trulySame: account(pairs(trueOf, undefined)),
    missed: account(pairs(trueOf, foundOf)),
    joinedWrongly: account(pairs(foundOf, trueOf)),
    vagueReports: rivals.length,
    incidentsThatFit: Math.round((rivals.reduce((a, b) => a + b, 0) / rivals.length) * 100) / 100,
    twoOrMore: share(rivals.filter((n) => n > 1).length, rivals.length),
  })}\n`,
);
