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

/** One observation by its index, a few as a list, or the voices of several. */
export type Speaking = number | readonly number[] | Voices;

/** Groups of no more are lists of their members: most are, and five maps for each would cost more than to look twice. */
const FEW = 6;

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
export function joinVoices(traits: Traits, a: Speaking, b: Speaking): Speaking {
  const [more, fewer] = sizeOf(traits, a) >= sizeOf(traits, b) ? [a, b] : [b, a];
  if (isFew(more) && isFew(fewer)) {
    const [x, y] = [listOf(more), listOf(fewer)];
    // In this order actors come as they do in the maps of larger groups.
    if (x.length + y.length <= FEW) return [...x, ...y];
  }
  const whole = voicesOf(traits, more);
  const part = voicesOf(traits, fewer);
  for (const source of part.sources) whole.sources.add(source);
  for (const [key, n] of part.rows) add(whole.rows, key, n);
  for (const [key, n] of part.sites) add(whole.sites, key, n);
  for (const [key, n] of part.seen) add(whole.seen, key, n);
  for (const [key, n] of part.actors) add(whole.actors, key, n);
  return whole;
}

const isFew = (s: Speaking): s is number | readonly number[] => typeof s === "number" || Array.isArray(s);

const listOf = (s: number | readonly number[]): readonly number[] => (typeof s === "number" ? [s] : s);

function voicesOf(traits: Traits, s: Speaking): Voices {
  if (!isFew(s)) return s;
  const voices: Voices = { sources: new Set(), rows: new Map(), sites: new Map(), seen: new Map(), actors: new Map() };
  for (const i of listOf(s)) {
    const actor = traits.actor[i] as number;
    voices.sources.add(traits.source[i] as number);
    add(voices.rows, traits.report[i] as number, 1);
    add(voices.sites, siteKey(traits, i), 1);
    if (traits.seen[i]) add(voices.seen, siteKey(traits, i), 1);
    if (actor >= 0) add(voices.actors, actor, 1);
  }
  return voices;
}

/** How many sites, report by report, a group names; 0 for one observation. */
function sizeOf(traits: Traits, s: Speaking): number {
  if (typeof s === "number") return 0;
  if (!isFew(s)) return s.sites.size;
  let sites = 0;
  for (let k = 0; k < s.length; k++) {
    let known = false;
    for (let n = 0; n < k && !known; n++) known = sameSite(traits, s[n] as number, s[k] as number);
    if (!known) sites++;
  }
  return sites;
}

const sameSite = ({ report, site }: Traits, i: number, j: number): boolean =>
  report[i] === report[j] && site[i] === site[j];

/** Costs as much as the smaller group has sources, reports and actors. */
export function inCommon(traits: Traits, a: Speaking, b: Speaking, out: Common): void {
  out.sources = 0;
  out.elsewhere = 0;
  out.countedApart = 0;
  out.actors.length = 0;
  if (typeof a === "number" && typeof b === "number") two(traits, a, b, out);
  else if (isFew(a) && isFew(b)) few(traits, listOf(a), listOf(b), out);
  else if (typeof a === "number") one(traits, a, b as Voices, out, true);
  else if (typeof b === "number") one(traits, b, a as Voices, out, false);
  else several(voicesOf(traits, a), voicesOf(traits, b), out);
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

function few(traits: Traits, a: readonly number[], b: readonly number[], out: Common): void {
  const { source, report, site, seen, actor } = traits;
  for (let x = 0; x < a.length; x++) {
    const i = a[x] as number;
    if (firstWith(source, a, x) && countWith(source, b, source[i] as number) > 0) out.sources++;
    for (const j of b) {
      if (report[i] !== report[j]) continue;
      if (site[i] !== site[j]) out.elsewhere++;
      else if (seen[i] && seen[j]) out.countedApart++;
    }
  }
  const [fewer, more] = actorsOf(traits, a) <= actorsOf(traits, b) ? [a, b] : [b, a];
  for (let k = 0; k < fewer.length; k++) {
    const named = actor[fewer[k] as number] as number;
    if (named < 0 || !firstWith(actor, fewer, k)) continue;
    const [n, m] = [countWith(actor, fewer, named), countWith(actor, more, named)];
    if (m > 0) out.actors.push(fewer === a ? n : m, fewer === a ? m : n);
  }
}

/** Whether no earlier one of a list has the same in a column as its k-th. */
function firstWith(column: Int32Array, list: readonly number[], k: number): boolean {
  for (let n = 0; n < k; n++) if (column[list[n] as number] === column[list[k] as number]) return false;
  return true;
}

function countWith(column: Int32Array, list: readonly number[], value: number): number {
  let count = 0;
  for (const i of list) if (column[i] === value) count++;
  return count;
}

function actorsOf({ actor }: Traits, list: readonly number[]): number {
  let count = 0;
  for (let k = 0; k < list.length; k++)
    if ((actor[list[k] as number] as number) >= 0 && firstWith(actor, list, k)) count++;
  return count;
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
