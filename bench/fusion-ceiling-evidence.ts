import { KM_PER_DEGREE, type Mixture, Product, piece } from "../src/incident/mixture.ts";
import { MODEL } from "../src/incident/model.ts";
import { mixtureOf } from "../src/incident/place-mixture.ts";
import type { Observation } from "../src/observation/observation.ts";
import { ownTime, plainShare, plainWords } from "./fusion-ceiling-plain.ts";
import { dot, lifted } from "./fusion-ceiling-sums.ts";
import { ACTS, type MadeUpReports, type TrueEvent } from "./made-up-reports.ts";

const LON0 = 37.8;
const LAT0 = 48.2;
const KM_LON = KM_PER_DEGREE * Math.cos((LAT0 * Math.PI) / 180);
const branchOf = (act: string): string => act.split(".")[0] as string;

/** Grids over the true count and the true length: steps of some 12 and 20 %. */
const COUNTS = [...new Set(Array.from({ length: 56 }, (_, k) => Math.round(1.13 ** k)))];
const LENGTHS = [0, ...Array.from({ length: 32 }, (_, k) => 5 * 1.22 ** k)];

const erf = (x: number): number => {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - p * Math.exp(-x * x));
};
const cdf = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;
const bell = (x: number, sd: number): number => Math.exp(-0.5 * (x / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI));

/** What the ceiling knows and a model may not: each can be taken away to see what it is worth. */
export const KNOWLEDGE = ["engagements", "settlements", "one report a source", "silence", "count errors"] as const;
/** How exactly sources err, which a mission can learn in part: our own shapes and constants in their place. */
export const ERRORS = ["bearings and ranges", "clocks", "words"] as const;
export type Knowledge = (typeof KNOWLEDGE)[number] | (typeof ERRORS)[number];

/** ln of the chance that nobody reports an event, the same everywhere: best on `train` of −1, −2, −3. */
const SILENCE = -2;

/** A row of PREFIX.reports.csv. */
export type Row = Readonly<Record<string, string>>;

/** What a group of reports comes to under the generator's own distributions. */
export interface Known {
  /** Rank of the smallest member: settles ties. */
  readonly key: number;
  readonly rows: readonly number[];
  readonly place: Mixture;
  readonly lnPlace: number;
  /** Bells of the start: mean in s, weight, ln of what their product leaves; and the window that all share. */
  readonly mean: number;
  readonly weight: number;
  readonly lnBells: number;
  readonly bells: number;
  readonly from: number;
  readonly until: number;
  readonly lnWindows: number;
  readonly acts: Float64Array;
  readonly counts: Float64Array;
  readonly lengths: Float64Array;
  readonly actors: string;
  /** ln of events per km² and s where it lies: of the most precise member. */
  readonly lnRate: number;
  readonly spread: number;
  readonly silent: Float64Array;
  readonly sources: ReadonlySet<string>;
}

/**
 * Evidence with every parameter of the generator known: its shares, errors, undercounts and confusions, where posts and
 * settlements lie, how likely each post is to report, and where and when each engagement began. `lengths` uses how long
 * episodes took as well.
 */
export class KnownEvidence {
  readonly rows: readonly Row[];
  private readonly lengthsToo: boolean;
  private readonly without: ReadonlySet<Knowledge>;
  private readonly told: ReadonlyMap<string, Observation>;
  private readonly cells = new Map<string, number>();
  private readonly product = new Product();
  private readonly engagements: TrueEvent["engagement"][];
  private readonly posts: { readonly patrol: Map<string, number[]>; readonly camera: Map<string, number[]> };
  private readonly towns: Map<string, Mixture>;
  private readonly townAt: number[][];
  private readonly priorCounts: Float64Array[];
  private readonly priorLengths: Float64Array[];

  /** @param told reports as our reader gives them, by obs_id: where errors are taken away */
  constructor(
    world: MadeUpReports,
    lengthsToo: boolean,
    without: ReadonlySet<Knowledge> = new Set(),
    told: ReadonlyMap<string, Observation> = new Map(),
  ) {
    this.without = without;
    this.told = told;
    const [header = "", ...lines] = world.reports.trimEnd().split("\n");
    const columns = header.split(",");
    this.rows = lines.map((line) => Object.fromEntries(line.split(",").map((c, k) => [columns[k] as string, c])));
    this.lengthsToo = lengthsToo;
    this.engagements = [...new Map(world.truth.map((e) => [JSON.stringify(e.engagement), e.engagement])).values()].sort(
      (a, b) => a.at - b.at,
    );
    this.posts = { patrol: new Map(), camera: new Map() };
    const townAt = new Map<string, number[]>();
    for (const r of this.rows) {
      const at = [(Number(r.lon) - LON0) * KM_LON, (Number(r.lat) - LAT0) * KM_PER_DEGREE];
      const cell = cellOf(at[0] as number, at[1] as number, Date.parse(r.t_start as string) / 1000);
      this.cells.set(cell, (this.cells.get(cell) ?? 0) + 1);
      if (r.source_kind === "patrol" || r.source_kind === "camera")
        this.posts[r.source_kind].set(r.source as string, at);
      if ((r.source_kind === "party" || r.source_kind === "media") && r.loc_kind === "point")
        townAt.set(`${r.lon} ${r.lat}`, at);
    }
    this.townAt = [...townAt.values()];
    this.towns = this.regions(townAt, world.truth);
    this.priorCounts = ACTS.map(([, , , mean]) => {
      const p = COUNTS.map((n, k) => {
        const [low, high] = [((COUNTS[k - 1] ?? 0) + n) / 2, (n + (COUNTS[k + 1] ?? 1e9)) / 2];
        return Math.exp(-Math.max(0, low - 0.5) / mean) - Math.exp(-(high - 0.5) / mean);
      });
      return Float64Array.from(p, (x) => x / p.reduce((a, b) => a + b, 0));
    });
    this.priorLengths = ACTS.map(([act, , , mean]) => {
      const fire = act.startsWith("fire");
      const one = fire ? 0 : 1 - Math.exp(-1 / mean);
      const scale = fire ? 900 : 420;
      const p = LENGTHS.map((l, k) => {
        if (k === 0) return one;
        const [low, high] = [((LENGTHS[k - 1] as number) + l) / 2, (l + (LENGTHS[k + 1] ?? 1e9)) / 2];
        return (1 - one) * (Math.exp(-(k === 1 ? 0 : low) / scale) - Math.exp(-high / scale));
      });
      return Float64Array.from(p);
    });
  }

  /** Around each settlement the places that are nearest to it, as far as events happen there; km around the middle. */
  private regions(towns: ReadonlyMap<string, readonly number[]>, truth: readonly TrueEvent[]): Map<string, Mixture> {
    const near = new Map<string, number[][]>();
    // Places at which events happen, drawn out by a fixed grid of offsets so that each settlement gets enough of them.
    for (const { x, y } of truth)
      for (const [dx, dy] of [
        [0, 0],
        [1.5, 0],
        [-1.5, 0],
        [0, 1.5],
        [0, -1.5],
      ] as const) {
        let [best, least] = ["", 1e9];
        for (const [name, at] of towns) {
          const d = Math.hypot((at[0] as number) - x - dx, (at[1] as number) - y - dy);
          if (d < least) [best, least] = [name, d];
        }
        near.set(best, [...(near.get(best) ?? []), [x + dx, y + dy]]);
      }
    return new Map([...towns].map(([name, at]) => [name, around(near.get(name) ?? [at as number[]], at as number[])]));
  }

  private placeOf(r: Row): Mixture {
    const settlement = (r.source_kind === "party" || r.source_kind === "media") && r.loc_kind === "point";
    const o = this.told.get(r.obs_id as string);
    if (o && !settlement && this.without.has("bearings and ranges")) {
      const own = mixtureOf(o.place, MODEL.sources[o.sourceKind].bearingSdDeg, MODEL);
      if (own) return own;
    }
    const [x, y] = [(Number(r.lon) - LON0) * KM_LON, (Number(r.lat) - LAT0) * KM_PER_DEGREE];
    const round = (weight: number, sd: number, wrong = 0): number[] => gauss(weight, x, y, sd * sd, 0, sd * sd, wrong);
    switch (r.source_kind) {
      case "sensor":
        return Float64Array.from([...round(0.97, 0.15), ...round(0.03, 1.5)]);
      case "satellite":
        return Float64Array.from(round(1, 0.25));
      case "hotline":
        return Float64Array.from(round(1, 0.8));
      case "party":
      case "media": {
        if (r.loc_kind === "point" && this.without.has("settlements")) {
          const sd = (0.65 * Number(r.radius_m)) / 1000;
          return Float64Array.from([...round(0.92, sd), ...round(0.08, 4 * sd)]);
        }
        if (r.loc_kind === "point") return this.towns.get(`${r.lon} ${r.lat}`) as Mixture;
        const [column, row] = (r.area as string).slice(1).split("_").map(Number) as [number, number];
        return Float64Array.from(gauss(1, -45 + 30 * column, -75 + 30 * row, 36, 0, 75));
      }
    }
    const bearing = (Number(r.bearing_deg) * Math.PI) / 180;
    const pieces: number[] = [];
    const along = (weight: number, km: number, radial: number, degrees: number): void => {
      const across = Math.max(0.05, (km * degrees * Math.PI) / 180);
      const [e, n] = [Math.sin(bearing), Math.cos(bearing)];
      const [rr, tt] = [radial ** 2, across ** 2];
      pieces.push(
        ...gauss(weight, x + e * km, y + n * km, rr * e * e + tt * n * n, (rr - tt) * e * n, rr * n * n + tt * e * e),
      );
    };
    if (r.source_kind === "camera") {
      for (let k = 0; k < 6; k++) along((2 * k + 1) / 36, k + 0.5, 0.4, 2);
      return Float64Array.from(pieces);
    }
    const [near, far] = [Number(r.dist_min_m) / 1000, Number(r.dist_max_m) / 1000];
    const unknown = near === 0.3 && far > 2;
    const estimate = near <= 0.3 ? far / 1.5 : (near / 0.8 + far / 1.25) / 2;
    const rose = Math.hypot(11.25 / Math.sqrt(3), 9);
    const steps: [number, number, number][] = unknown
      ? Array.from({ length: 5 }, (_, k) => [0.2, (far * (k + 0.5)) / 5.5, far / 16] as [number, number, number])
      : [-1.1, 0, 1.1].map(
          (z) =>
            [z === 0 ? 0.4 : 0.3, estimate * Math.exp(0.28 * z), Math.max(0.2, estimate * 0.17)] as [
              number,
              number,
              number,
            ],
        );
    for (const [weight, km, radial] of steps) {
      along(0.95 * weight, km, radial, rose);
      along(0.05 * weight, km, radial, 40);
    }
    return Float64Array.from(pieces);
  }

  /** ln of events per km² and s around a report: of the engagements that are known, widened by its own vagueness. */
  private lnRate(x: number, y: number, variance: number, from: number, until: number): number {
    if (this.without.has("engagements")) {
      const cell = (this.cells.get(cellOf(x, y, from)) ?? 1) / 2.4 / (400 * 86_400);
      return Math.log(Math.max(cell, Math.exp(-7) / 3600)) - 0.5;
    }
    let rate = 1e-12;
    const scale = 5400;
    for (const e of this.engagements) {
      const begins = e.at / 1000;
      if (begins > until) break;
      if (from - begins > 12 * scale) continue;
      const v = 1.6 ** 2 + variance;
      const place = Math.exp(-((x - e.x) ** 2 + (y - e.y) ** 2) / (2 * v)) / (2 * Math.PI * v);
      const time =
        (Math.exp(-Math.max(0, from - begins) / scale) - Math.exp(-(until - begins) / scale)) /
        Math.max(60, until - Math.max(from, begins));
      rate += e.events * place * Math.min(1 / scale, time);
    }
    return Math.log(rate);
  }

  one(i: number): Known {
    const r = this.rows[i] as Row;
    const place = this.placeOf(r);
    const [start, end] = [Date.parse(r.t_start as string) / 1000, Date.parse(r.t_end as string) / 1000];
    const kind = r.source_kind as string;
    const said = r.event_type as string;
    let time: { readonly mean: number; readonly sd: number } | undefined;
    if (kind === "patrol") time = { mean: start, sd: Math.hypot(60, 17) };
    else if (kind === "camera") time = { mean: start, sd: 4 };
    else if (kind === "sensor") time = { mean: start, sd: 2 };
    else if (kind === "party") time = { mean: start, sd: Math.hypot(480, (end - start) / Math.sqrt(12)) };
    else if (kind === "hotline") time = { mean: start + 300, sd: Math.hypot(700, 87) };
    const o = this.told.get(r.obs_id as string);
    const own = o && this.without.has("clocks") ? ownTime(o) : undefined;
    if (own) time = own.bell;
    const plain = o && this.without.has("words");
    const acts = Float64Array.from(ACTS, ([truth]) =>
      Math.log(Math.max(1e-9, plain ? plainWords(said, truth, o) : shareOf(said, truth, kind))),
    );
    const counts = new Float64Array(COUNTS.length);
    const [low, high] = [Number(r.count_min), Number(r.count_max)];
    if (kind !== "satellite")
      for (const [k, n] of COUNTS.entries())
        counts[k] = Math.log(
          this.without.has("count errors") ? plainShare(kind, low, high, n) : countShare(kind, low, high, n),
        );
    const lengths = new Float64Array(LENGTHS.length);
    if (this.lengthsToo && ["patrol", "camera", "sensor"].includes(kind))
      for (const [k, l] of LENGTHS.entries()) lengths[k] = Math.log(lengthShare(kind, end - start, l));
    const [x, y, variance] = middle(place);
    const [begin, done] = own?.window ?? [start, end];
    const [from, until] = time ? [time.mean - time.sd, time.mean + time.sd] : [begin, done];
    return {
      key: i,
      rows: [i],
      place,
      lnPlace: 0,
      mean: time?.mean ?? 0,
      weight: time ? 1 / time.sd ** 2 : 0,
      lnBells: 0,
      bells: time ? 1 : 0,
      from: time ? Number.NEGATIVE_INFINITY : begin,
      until: time ? Number.POSITIVE_INFINITY : done,
      lnWindows: time ? 0 : -Math.log(done - begin),
      acts,
      counts,
      lengths,
      actors: r.actor ?? "",
      lnRate: this.lnRate(x, y, variance, from, until),
      spread: variance * (until - from),
      silent: this.lnSilent(x, y, ((start / 3600) % 24) + 0),
      sources: new Set(kind === "media" ? [] : [r.source as string]),
    };
  }

  /** ln of the chance that nobody reports an event of each act at a place and hour. */
  private lnSilent(x: number, y: number, hour: number): Float64Array {
    if (this.without.has("silence")) return new Float64Array(ACTS.length).fill(SILENCE);
    const town = Math.min(...this.townAt.map((at) => Math.hypot((at[0] as number) - x, (at[1] as number) - y)));
    return Float64Array.from(ACTS, ([act, , range, mean]) => {
      const explosion = act.startsWith("explosion");
      let ln = Math.log(0.6);
      if (explosion && y > -50) ln += Math.log(0.25);
      if (town < 4) ln += Math.log(0.78);
      if (!act.startsWith("movement")) {
        ln += Math.log(explosion && mean > 6 ? 0.75 : 0.9);
        for (const at of this.posts.patrol.values()) {
          const km = Math.hypot((at[0] as number) - x, (at[1] as number) - y);
          if (km < range * 1.3) ln += Math.log(1 - 0.8 * Math.exp(-((km / range) ** 2)) * 0.75);
        }
      }
      if (explosion)
        for (const at of this.posts.camera.values())
          if (Math.hypot((at[0] as number) - x, (at[1] as number) - y) < 6)
            ln += Math.log(hour < 5 || hour > 20 ? 0.15 : 0.5);
      return ln;
    });
  }

  /** Two groups as one; undefined where one source would have told of one event twice. */
  joined(a: Known, b: Known): Known | undefined {
    const [few, many] = a.sources.size < b.sources.size ? [a, b] : [b, a];
    for (const s of few.sources) if (many.sources.has(s) && !this.without.has("one report a source")) return undefined;
    const from = Math.max(a.from, b.from);
    const until = Math.min(a.until, b.until);
    if (until <= from) return undefined;
    this.product.begin(a.place);
    this.product.times(b.place, 8);
    const weight = a.weight + b.weight;
    const apart = b.mean - a.mean;
    const both = a.bells > 0 && b.bells > 0;
    const pair = both ? 1 / a.weight + 1 / b.weight : 1;
    const add = (p: Float64Array, q: Float64Array): Float64Array => p.map((v, k) => v + (q[k] as number));
    const precise = a.spread <= b.spread ? a : b;
    return {
      key: Math.min(a.key, b.key),
      rows: [...a.rows, ...b.rows],
      place: this.product.taken(),
      lnPlace: this.product.lnIntegral(),
      mean: both ? (a.mean * a.weight + b.mean * b.weight) / weight : a.bells > 0 ? a.mean : b.mean,
      weight,
      lnBells: a.lnBells + b.lnBells + (both ? -0.5 * (apart ** 2 / pair + Math.log(2 * Math.PI * pair)) : 0),
      bells: a.bells + b.bells,
      from,
      until,
      lnWindows: a.lnWindows + b.lnWindows,
      acts: add(a.acts, b.acts),
      counts: add(a.counts, b.counts),
      lengths: add(a.lengths, b.lengths),
      actors: a.actors + b.actors,
      lnRate: precise.lnRate,
      spread: precise.spread,
      silent: precise.silent,
      sources: new Set([...a.sources, ...b.sources]),
    };
  }

  of(k: Known): number {
    let time = k.lnBells + k.lnWindows;
    if (k.bells === 0) time += Math.log(k.until - k.from);
    else if (k.from > Number.NEGATIVE_INFINITY) {
      const sd = 1 / Math.sqrt(k.weight);
      time += Math.log(Math.max(1e-12, cdf((k.until - k.mean) / sd) - cdf((k.from - k.mean) / sd)));
    }
    const counts = lifted(k.counts);
    const lengths = lifted(k.lengths);
    let sum = 0;
    let top = Number.NEGATIVE_INFINITY;
    for (const a of k.acts) top = Math.max(top, a);
    for (const [t, [, share]] of ACTS.entries()) {
      const [n, l] = [
        dot(this.priorCounts[t] as Float64Array, counts.shares),
        dot(this.priorLengths[t] as Float64Array, lengths.shares),
      ];
      sum += share * Math.exp((k.acts[t] as number) - top + (k.silent[t] as number)) * n * l;
    }
    // Parties and media name the actor rightly wherever they name one.
    const named = new Set(k.actors).size;
    const actor = k.actors === "" ? 0 : named > 1 ? -50 : Math.log(0.5);
    const repeats = this.without.has("one report a source")
      ? -1.5 * (k.rows.length - new Set(k.rows.map((i) => this.rows[i]?.source)).size)
      : 0;
    return (
      repeats + k.lnRate + k.lnPlace + time + Math.log(Math.max(1e-300, sum)) + top + counts.top + lengths.top + actor
    );
  }
}

const cellOf = (x: number, y: number, s: number): string =>
  `${Math.floor(x / 20)} ${Math.floor(y / 20)} ${Math.floor(s / 86_400)}`;

const gauss = (weight: number, x: number, y: number, ee: number, en: number, nn: number, wrong = 0): number[] =>
  piece(weight, LON0 + x / KM_LON, LAT0 + y / KM_PER_DEGREE, ee, en, nn, wrong);

/** Places around a settlement as at most four pieces, and a twentieth beyond. */
function around(points: readonly (readonly number[])[], at: readonly number[]): Mixture {
  const quarters: (readonly number[])[][] = [[], [], [], []];
  for (const p of points)
    (
      quarters[
        ((p[0] as number) > (at[0] as number) ? 1 : 0) + ((p[1] as number) > (at[1] as number) ? 2 : 0)
      ] as (readonly number[])[]
    ).push(p);
  const pieces: number[] = [];
  for (const q of quarters) {
    if (q.length === 0) continue;
    const mean = (k: number): number => q.reduce((s, p) => s + (p[k] as number), 0) / q.length;
    const [mx, my] = [mean(0), mean(1)];
    const cov = (k: number, l: number): number =>
      q.reduce((s, p) => s + ((p[k] as number) - (k ? my : mx)) * ((p[l] as number) - (l ? my : mx)), 0) / q.length;
    pieces.push(...gauss((0.97 * q.length) / points.length, mx, my, cov(0, 0) + 0.5, cov(0, 1), cov(1, 1) + 0.5));
  }
  pieces.push(...gauss(0.03, at[0] as number, at[1] as number, 16, 0, 16));
  return Float64Array.from(pieces);
}

function middle(m: Mixture): [number, number, number] {
  let [x, y, w] = [0, 0, 0];
  const at = (k: number): [number, number] => [
    ((m[k + 1] as number) - LON0) * KM_LON,
    ((m[k + 2] as number) - LAT0) * KM_PER_DEGREE,
  ];
  for (let k = 0; k < m.length; k += 8) {
    const weight = Math.exp(m[k] as number);
    const [px, py] = at(k);
    [x, y, w] = [x + weight * px, y + weight * py, w + weight];
  }
  let variance = 0;
  for (let k = 0; k < m.length; k += 8) {
    const [px, py] = at(k);
    variance +=
      (Math.exp(m[k] as number) / w) *
      (((px - x / w) ** 2 + (py - y / w) ** 2 + (m[k + 4] as number) + (m[k + 6] as number)) / 2);
  }
  return [x / w, y / w, variance];
}

/** Share of reports of a kind of source that name `said` where it truly was `truth`. */
function shareOf(said: string, truth: string, kind: string): number {
  const branch = branchOf(truth);
  const explosion = branch === "explosion";
  const exact =
    { patrol: 0.55, camera: 0.3, sensor: 0.7, party: 0.8, media: 0.45, hotline: 0.3, satellite: 0 }[kind] ?? 0;
  let share = said === truth ? exact : 0;
  if (kind === "patrol") {
    if (said === branch) share += 0.3;
    if (explosion && (said === "explosion.mortar" || said === "explosion.artillery")) share += 0.03;
    if (said === "undetermined") share += explosion ? 0.09 : 0.15;
  } else if (kind === "party") {
    if (explosion && (said === "explosion.artillery" || said === "explosion.mlrs")) share += 0.1;
    if (!explosion && said === truth) share += 0.2;
  } else if (kind === "hotline") {
    if (said === branch) share += 0.49;
    if (said === "undetermined") share += 0.21;
  } else if (said === branch) share += 1 - exact;
  return share;
}

/** Chance of the count that was stated, where n is the true one: as each kind of source miscounts. */
function countShare(kind: string, low: number, high: number, n: number): number {
  const flat = (from: number, to: number, said: number): number => {
    const [a, b] = [from * n, to * n];
    const inside = Math.min(b, said + 0.5) - Math.max(a, said <= 1 ? 0 : said - 0.5);
    return Math.max(0, inside) / Math.max(0.02, b - a);
  };
  const log = (said: number, shift: number, sd: number): number =>
    cdf((Math.log((said + 0.5) / n) - shift) / sd) -
    cdf((Math.log(Math.max(1e-9, said <= 1 ? 0 : said - 0.5) / n) - shift) / sd);
  // One in 25 is told again with another number, and the grid is coarse: nothing is quite excluded.
  const slack = 0.02 * bell(Math.log(low / n), 0.5) * (1 / Math.max(1, low));
  switch (kind) {
    case "patrol":
      return flat(0.62, 1.08, low) + slack;
    case "camera":
      return flat(0.48, 1.03, low) + slack;
    case "sensor":
      return flat(0.81, 1.09, low) + slack;
    case "party":
      return log(low, 0.2, 0.4) + slack;
    case "media":
      return log(Math.max(1, Math.round((low + (high - 1)) / 2)), 0, 0.35) + slack;
    default:
      return flat(0.38, 1.25, Math.max(1, high - 3)) + slack;
  }
}

/** Chance of a stated length in s where l is the true one, to some 20 %: no observer's watch is the event's own. */
function lengthShare(kind: string, said: number, l: number): number {
  if (kind === "patrol") {
    const [a, b] = [0.55 * l, 1.15 * l + 1];
    return (
      Math.max(0, Math.min(b, said - 60) - Math.max(a, said - 120)) / (b - a) + (l === 0 && said <= 60 ? 1 : 0) + 0.002
    );
  }
  return bell(said - l, Math.max(3, 0.1 * l)) + 1e-6;
}
