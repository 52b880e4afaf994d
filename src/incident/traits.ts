import { COUNT_UNITS } from "../observation/count.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { actLikelihood } from "./act-evidence.ts";
import type { Mixture } from "./mixture.ts";
import type { FusionModel } from "./model.ts";
import { mixtureOf } from "./place-mixture.ts";
import { logRates } from "./rate.ts";
import { tieKey } from "./tie.ts";

const HOUR_MS = 3_600_000;

/**
 * What evidence needs of each observation, as numbers; index = rank of the observation's id.
 * Times in hours since 1970; −1 stands for "not stated" in every index.
 */
export interface Traits {
  readonly observations: readonly Observation[];
  readonly mixture: readonly (Mixture | undefined)[];
  /** 1 where the time is a bell (`mean`, `variance` of the start), 0 where it is a window [`from`, `until`). */
  readonly bell: Uint8Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly from: Float64Array;
  readonly until: Float64Array;
  /** Likelihoods over TRUTHS, shared by observations with the same words and kind of source. */
  readonly act: readonly Float64Array[];
  readonly unit: Int8Array;
  readonly lnCount: Float64Array;
  readonly countVariance: Float64Array;
  readonly actor: Int32Array;
  /** 0 outgoing, 1 impact or airburst, −1 neither. */
  readonly role: Int8Array;
  readonly source: Int32Array;
  readonly report: Int32Array;
  readonly site: Int32Array;
  readonly seen: Uint8Array;
  /** The source, where it says that each of its rows is an event of its own. */
  readonly parted: Int32Array;
  readonly tie: Uint32Array;
  /** ln of incidents per km² and hour where and when it lies, with the model's offset. */
  readonly lnRate: Float64Array;
}

/** Numbers texts in the order of their first appearance; only equality of the numbers is ever used. */
export class Numbering {
  private readonly seen = new Map<string, number>();
  of(text: string | undefined): number {
    if (text === undefined) return -1;
    const known = this.seen.get(text);
    if (known !== undefined) return known;
    this.seen.set(text, this.seen.size);
    return this.seen.size - 1;
  }
}

const siteOf = (o: Observation): string => {
  const p = o.place;
  if (p.kind === "point") return `${p.lon} ${p.lat}`;
  if (p.kind === "sector") return `${p.lon} ${p.lat} ${p.fromDeg} ${p.untilDeg} ${p.minM} ${p.maxM}`;
  return `${p.kind} ${p.name ?? ""}`;
};

/** Numbers what each source calls its reports: in maps of the source's own, so that no text is made for it. */
class Reports {
  private readonly ofSources = new Map<string, Map<string, number>>();
  private count = 0;

  of({ source, report }: Observation): number {
    let own = this.ofSources.get(source);
    if (!own) this.ofSources.set(source, (own = new Map()));
    const known = own.get(report);
    if (known !== undefined) return known;
    own.set(report, this.count);
    return this.count++;
  }
}

/** A place as it was stated, and what it is as a mixture under some radius or error of bearings. */
class Site {
  readonly number: number;
  private under = Number.NaN;
  private mixture: Mixture | undefined;
  private others: Map<number, Mixture> | undefined;

  constructor(number: number) {
    this.number = number;
  }

  /** @param make undefined where nothing is known of the place */
  as(under: number, make: () => Mixture | undefined): Mixture | undefined {
    if (this.under === under) return this.mixture;
    const known = this.others?.get(under);
    if (known) return known;
    const made = make();
    if (Number.isNaN(this.under)) [this.under, this.mixture] = [under, made];
    else if (made) (this.others ??= new Map()).set(under, made);
    return made;
  }
}

/** What observations have in common, numbered as they come. */
export class Shared {
  readonly actors = new Numbering();
  readonly sources = new Numbering();
  readonly reports = new Reports();
  readonly vectors = new Map<string, Float64Array>();
  private readonly sites = new Map<string, Site>();

  site(stated: string): Site {
    let site = this.sites.get(stated);
    if (!site) this.sites.set(stated, (site = new Site(this.sites.size)));
    return site;
  }
}

export type Writable = { -readonly [K in keyof Traits]: Traits[K] extends readonly (infer T)[] ? T[] : Traits[K] };

/** Room for the traits of `n` observations. */
export function noTraits(n: number): Writable {
  return {
    observations: [],
    mixture: [],
    bell: new Uint8Array(n),
    mean: new Float64Array(n),
    variance: new Float64Array(n),
    from: new Float64Array(n),
    until: new Float64Array(n),
    act: [],
    unit: new Int8Array(n),
    lnCount: new Float64Array(n),
    countVariance: new Float64Array(n),
    actor: new Int32Array(n),
    role: new Int8Array(n),
    source: new Int32Array(n),
    report: new Int32Array(n),
    site: new Int32Array(n),
    seen: new Uint8Array(n),
    parted: new Int32Array(n),
    tie: new Uint32Array(n),
    lnRate: new Float64Array(n),
  };
}

/** @param observations sorted by id, none twice */
export function traitsOf(observations: readonly Observation[], model: FusionModel): Traits {
  const traits = noTraits(observations.length);
  const shared = new Shared();
  for (const [i, o] of observations.entries()) setTraits(traits, i, o, model, shared);
  logRates(traits, model, traits.lnRate);
  return traits;
}

/** Those of some observations alone. */
export function traitsAt(traits: Traits, members: ArrayLike<number>): Traits {
  const some = noTraits(members.length);
  for (let k = 0; k < members.length; k++) {
    const i = members[k] as number;
    some.observations[k] = traits.observations[i] as Observation;
    some.mixture[k] = traits.mixture[i];
    some.act[k] = traits.act[i] as Float64Array;
  }
  for (const name of COLUMNS) {
    const [from, to] = [traits[name], some[name]];
    for (let k = 0; k < members.length; k++) to[k] = from[members[k] as number] as number;
  }
  return some;
}

const COLUMNS = [
  "bell",
  "mean",
  "variance",
  "from",
  "until",
  "unit",
  "lnCount",
  "countVariance",
  "actor",
  "role",
  "source",
  "report",
  "site",
  "seen",
  "parted",
  "tie",
  "lnRate",
] as const;

/** Writes all traits of one observation but its rate, which hangs on others. */
export function setTraits(traits: Writable, i: number, o: Observation, model: FusionModel, shared: Shared): void {
  const { vectors } = shared;
  const source = model.sources[o.sourceKind];
  const site = shared.site(siteOf(o));
  const make = (): Mixture | undefined => mixtureOf(o.place, source.bearingSdDeg, model);
  // Reports repeat places; an area is told by its name, which two areas may share, so areas are not kept.
  const under = o.place.kind === "point" ? o.place.radiusM : source.bearingSdDeg;
  const mixture = o.place.kind === "area" ? make() : site.as(under, make);
  traits.observations[i] = o;
  traits.mixture[i] = mixture;
  setTime(traits, i, o, model);
  const acts = o.acts.length === 1 ? (o.acts[0] as string) : [...new Set(o.acts)].sort(byCodePoint).join("|");
  const words = `${o.labelBasis} ${o.sourceKind} ${acts}`;
  let vector = vectors.get(words);
  if (!vector) vectors.set(words, (vector = actLikelihood(o, model)));
  traits.act[i] = vector;
  setCount(traits, i, o, model);
  traits.actor[i] = shared.actors.of(o.alleged?.actor);
  traits.role[i] = o.role === "outgoing" ? 0 : o.role === "impact" || o.role === "airburst" ? 1 : -1;
  traits.source[i] = shared.sources.of(o.source);
  traits.parted[i] = o.distinct ? (traits.source[i] as number) : -1;
  traits.report[i] = shared.reports.of(o);
  traits.site[i] = site.number;
  traits.seen[i] = o.time.kind === "seen" ? 1 : 0;
  traits.tie[i] = tieKey(o.id);
}

/** An episode's start is known to the clock error; a window of few clock errors is a bell around its middle. */
export function setTime(traits: Writable, i: number, o: Observation, model: FusionModel): void {
  const [from, until, sd] = [o.time.from / HOUR_MS, o.time.until / HOUR_MS, o.time.sdMs / HOUR_MS];
  const length = Math.max(until - from, 0);
  const start = model.startSdH * model.startSdH;
  traits.bell[i] = 0;
  if (o.time.kind === "seen") {
    traits.bell[i] = 1;
    traits.mean[i] = from;
    traits.variance[i] = sd * sd + start;
  } else if (length <= model.windowSds * sd) {
    traits.bell[i] = 1;
    traits.mean[i] = (from + until) / 2;
    traits.variance[i] = sd * sd + (length * length) / 12 + start;
  }
  traits.from[i] = from - sd;
  traits.until[i] = Math.max(until, from + 1 / 3600) + sd;
}

/** A number or range is a log-normal; an open, unstated or uncountable form says nothing of how many. */
export function setCount(traits: Writable, i: number, o: Observation, model: FusionModel): void {
  const { min, max, unit, form } = o.count;
  traits.unit[i] = -1;
  if (max === null || !(min >= 0.5) || !(form === "number" || form === "range" || form === "about")) return;
  const source = model.sources[o.sourceKind];
  const middle = Math.sqrt(min * max);
  const width = Math.log(max / min);
  const vague = form === "about" ? 0.04 : 0;
  traits.unit[i] = COUNT_UNITS.indexOf(unit);
  traits.lnCount[i] = Math.log(middle) - source.countBias;
  traits.countVariance[i] = source.countSd ** 2 + (width * width) / 12 + (0.3 / middle) ** 2 + vague;
}
