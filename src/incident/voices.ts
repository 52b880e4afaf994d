import type { Traits } from "./traits.ts";

/** Who speaks in a group of several, in which reports, and who is alleged. */
export interface Voices {
  readonly sources: Set<number>;
  /** Rows of each report; of each report at each site; and of those the ones that were seen. */
  readonly rows: Map<number, number>;
  readonly sites: Map<number, number>;
  readonly seen: Map<number, number>;
  readonly actors: Map<number, number>;
}

/** One observation by its index, or the voices of several. */
export type Speaking = number | Voices;

/** What two groups have in common that speaks against, or for, their being one event. */
export interface Common {
  sources: number;
  /** Pairs of rows that one report puts at different sites, and pairs at one site that its observer counted apart. */
  elsewhere: number;
  countedApart: number;
  /** For each actor whom both name: how often by the first and by the second. */
  actors: number[];
}

const SITES = 2 ** 26;

const siteKey = (traits: Traits, i: number): number =>
  (traits.report[i] as number) * SITES + (traits.site[i] as number);

const add = (counts: Map<number, number>, key: number, n: number): void =>
  void counts.set(key, (counts.get(key) ?? 0) + n);

/** The voices of two groups as one, in the memory of the larger: neither is to be used afterwards. */
export function joinVoices(traits: Traits, a: Speaking, b: Speaking): Voices {
  const [more, fewer] = sizeOf(a) >= sizeOf(b) ? [a, b] : [b, a];
  const whole = typeof more === "number" ? alone(traits, more) : more;
  const part = typeof fewer === "number" ? alone(traits, fewer) : fewer;
  for (const source of part.sources) whole.sources.add(source);
  for (const [key, n] of part.rows) add(whole.rows, key, n);
  for (const [key, n] of part.sites) add(whole.sites, key, n);
  for (const [key, n] of part.seen) add(whole.seen, key, n);
  for (const [key, n] of part.actors) add(whole.actors, key, n);
  return whole;
}

function alone(traits: Traits, i: number): Voices {
  const actor = traits.actor[i] as number;
  return {
    sources: new Set([traits.source[i] as number]),
    rows: new Map([[traits.report[i] as number, 1]]),
    sites: new Map([[siteKey(traits, i), 1]]),
    seen: new Map(traits.seen[i] ? [[siteKey(traits, i), 1]] : []),
    actors: new Map(actor < 0 ? [] : [[actor, 1]]),
  };
}

const sizeOf = (s: Speaking): number => (typeof s === "number" ? 0 : s.sites.size);

/** Costs as much as the smaller group has sources, reports and actors. */
export function inCommon(traits: Traits, a: Speaking, b: Speaking, out: Common): void {
  out.sources = 0;
  out.elsewhere = 0;
  out.countedApart = 0;
  out.actors.length = 0;
  if (typeof a === "number" && typeof b === "number") two(traits, a, b, out);
  else if (typeof a === "number") one(traits, a, b as Voices, out, true);
  else if (typeof b === "number") one(traits, b, a, out, false);
  else several(a, b, out);
}

function two(traits: Traits, i: number, j: number, out: Common): void {
  const { source, report, site, seen, actor } = traits;
  if (source[i] === source[j]) out.sources = 1;
  if (report[i] === report[j]) {
    if (site[i] !== site[j]) out.elsewhere = 1;
    else if (seen[i] && seen[j]) out.countedApart = 1;
  }
  if (actor[i] === actor[j] && (actor[i] as number) >= 0) out.actors.push(1, 1);
}

function one(traits: Traits, i: number, voices: Voices, out: Common, first: boolean): void {
  if (voices.sources.has(traits.source[i] as number)) out.sources = 1;
  const rows = voices.rows.get(traits.report[i] as number);
  if (rows !== undefined) {
    const key = siteKey(traits, i);
    out.elsewhere = rows - (voices.sites.get(key) ?? 0);
    if (traits.seen[i]) out.countedApart = voices.seen.get(key) ?? 0;
  }
  const named = voices.actors.get(traits.actor[i] as number);
  if (named !== undefined) out.actors.push(first ? 1 : named, first ? named : 1);
}

function several(a: Voices, b: Voices, out: Common): void {
  const [few, many] = a.sources.size <= b.sources.size ? [a.sources, b.sources] : [b.sources, a.sources];
  for (const source of few) if (many.has(source)) out.sources++;
  const sameSite = products(a.sites, b.sites);
  out.elsewhere = products(a.rows, b.rows) - sameSite;
  out.countedApart = products(a.seen, b.seen);
  const [fewer, more] = a.actors.size <= b.actors.size ? [a.actors, b.actors] : [b.actors, a.actors];
  for (const [actor, n] of fewer) {
    const m = more.get(actor);
    if (m !== undefined) out.actors.push(fewer === a.actors ? n : m, fewer === a.actors ? m : n);
  }
}

function products(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [key, n] of fewer) sum += n * (more.get(key) ?? 0);
  return sum;
}
