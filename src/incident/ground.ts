import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { Evidence } from "./evidence.ts";
import { type Column, longer } from "./link-lists.ts";
import type { Mixture } from "./mixture.ts";
import type { FusionModel } from "./model.ts";
import { cellsOf, sideBySide } from "./neighbourhoods.ts";
import { countFor, logRate, rateCell } from "./rate.ts";
import { noReaches, type Reaches, setReach } from "./reaches.ts";
import { pairTie } from "./tie.ts";
import { noTraits, Shared, setTraits, type Writable } from "./traits.ts";

/** Those that touch one cell; `beside` of them are the pairs that a crowd leaves, once they are asked for. */
interface Crowd {
  readonly members: Set<number>;
  claims: number;
  beside?: ReadonlyMap<number, readonly number[]> | undefined;
}

/** Those of one rate cell and day, and the powers of two by which they go. */
interface RateCell {
  readonly members: Set<number>;
  claims: number;
  powers: string;
}

const FIRST_ROOM = 64;

/**
 * Observations in numbered places that are given out again, with their traits, rates and reaches, and which of them may
 * reach each other: at all times what `traitsOf`, `reaches` and `Neighbourhoods` say of the same set.
 */
export class Ground {
  readonly traits: Writable = noTraits(FIRST_ROOM);
  protected readonly model: FusionModel;
  protected readonly reaches: { -readonly [K in keyof Reaches]: Reaches[K] } = noReaches(FIRST_ROOM);
  readonly evidence: Evidence;
  private readonly shared = new Shared();
  private readonly rooms = new WeakMap<Mixture, number>();
  private readonly slots = new Map<string, number>();
  private readonly free: number[] = [];
  private readonly rateCells = new Map<string, RateCell>();
  private readonly rateCellOf: string[] = [];
  private readonly cells = new Map<number, Crowd>();
  private readonly keys: (readonly number[] | undefined)[] = [];
  private readonly wide: Crowd = { members: new Set(), claims: 0 };
  /** By observation, the beginning of its id as a number in the same order; NaN where that says nothing. */
  private leads = new Float64Array(FIRST_ROOM);
  /** By observation, the last look-up that came upon it. */
  private readonly stamps: number[] = [];
  private stamp = 0;
  private readonly reaching = new Set<number>();

  constructor(model: FusionModel) {
    this.model = model;
    this.evidence = new Evidence(this.traits, model, (i, j) => this.before(i, j));
  }

  /** Whether one observation comes before another in order of id. */
  before(i: number, j: number): boolean {
    const apart = (this.leads[i] as number) - (this.leads[j] as number);
    return apart < 0 || (!(apart > 0) && byCodePoint(this.id(i), this.id(j)) < 0);
  }

  at(id: string): number | undefined {
    return this.slots.get(id);
  }

  present(i: number): boolean {
    const o = this.traits.observations[i];
    return o !== undefined && this.slots.get(o.id) === i;
  }

  observation(i: number): Observation {
    return this.traits.observations[i] as Observation;
  }

  id(i: number): string {
    return this.observation(i).id;
  }

  isClaim(i: number): boolean {
    return this.observation(i).kind === "claim";
  }

  protected pairTie(i: number, j: number): number {
    return pairTie(this.traits.tie[i] as number, this.traits.tie[j] as number);
  }

  /** @returns those added, and all of which another rate, reach or crowd than before holds, those added among them */
  protected move(
    remove: readonly number[],
    add: readonly Observation[],
  ): { added: Set<number>; unsettled: Set<number> } {
    const crowds = new Set<Crowd>();
    const counted = new Set<string>();
    for (const i of remove) {
      this.leave(i, crowds);
      this.count(i, -1, counted);
      this.slots.delete(this.id(i));
      this.free.push(i);
    }
    const added = new Set<number>();
    for (const o of add) {
      const i = this.free.pop() ?? this.slots.size;
      this.room(i);
      this.slots.set(o.id, i);
      this.leads[i] = leadOf(o.id);
      setTraits(this.traits, i, o, this.model, this.shared);
      this.stamps[i] = 0;
      this.rateCellOf[i] = rateCell(this.traits, i, this.model);
      this.count(i, 1, counted);
      added.add(i);
    }
    const unsettled = new Set(added);
    for (const name of counted) {
      const cell = this.rateCells.get(name) as RateCell;
      const powers = this.powers(cell);
      // Most stand on the rate of a burst, which no cell moves.
      if (powers !== cell.powers) for (const i of cell.members) if (this.setRate(i)) unsettled.add(i);
      cell.powers = powers;
      if (cell.members.size === 0) this.rateCells.delete(name);
    }
    for (const i of unsettled) {
      if (added.has(i)) this.setRate(i);
      else this.leave(i, crowds);
      setReach(this.evidence, i, this.reaches);
      this.enter(i, crowds);
    }
    for (const crowd of crowds) {
      crowd.beside = undefined;
      // One that was a crowd and is none is noted by `leave`, before it lost any.
      for (const i of crowd === this.wide ? this.reaching : crowd.members) unsettled.add(i);
    }
    return { added, unsettled };
  }

  /** Every other that one may reach, once. */
  protected each(i: number, all: (j: number) => void): void {
    if (!((this.reaches.km[i] as number) > 0)) return;
    const keys = this.keys[i];
    const { stamps } = this;
    const stamp = ++this.stamp;
    const visit = (j: number): void => {
      if (stamps[j] === stamp) return;
      stamps[j] = stamp;
      all(j);
    };
    this.eachOf(this.wide, keys ? this.wide.members : this.reaching, i, visit);
    for (const key of keys ?? []) {
      const cell = this.cells.get(key) as Crowd;
      this.eachOf(cell, cell.members, i, visit);
    }
  }

  private eachOf(crowd: Crowd, list: Iterable<number>, i: number, visit: (j: number) => void): void {
    const all = crowd.members.size <= this.model.crowd;
    if (!all) {
      for (const j of this.besides(crowd).get(i) ?? []) visit(j);
      if (crowd.members.size - crowd.claims > this.model.crowd || this.isClaim(i)) return;
    }
    for (const j of list) if (j !== i && (all || !this.isClaim(j))) visit(j);
  }

  /** The pairs that a crowd leaves, as `Neighbourhoods` does. */
  private besides(crowd: Crowd): ReadonlyMap<number, readonly number[]> {
    if (crowd.beside) return crowd.beside;
    const pairs = new Map<number, number[]>();
    const put = (i: number, j: number): void => {
      const known = pairs.get(i);
      if (known) known.push(j);
      else pairs.set(i, [j]);
    };
    const wanted = (a: number, b: number): boolean => crowd !== this.wide || !this.keys[a] || !this.keys[b];
    const thin = (list: readonly number[], also: (a: number, b: number) => boolean): void => {
      const rank = (a: number, b: number): number => (a === b ? 0 : this.before(a, b) ? -1 : 1);
      sideBySide(this.reaches, this.traits.tie, list, this.model.beside, rank, (a, b) => {
        if (!wanted(a, b) || !also(a, b)) return;
        put(a, b);
        put(b, a);
      });
    };
    const list = [...(crowd === this.wide ? this.reaching : crowd.members)];
    if (crowd.members.size - crowd.claims > this.model.crowd)
      thin(
        list.filter((i) => !this.isClaim(i)),
        () => true,
      );
    if (crowd.claims > 0) thin(list, (a, b) => this.isClaim(a) || this.isClaim(b));
    crowd.beside = pairs;
    return pairs;
  }

  private enter(i: number, crowds: Set<Crowd>): void {
    this.keys[i] = undefined;
    if (!((this.reaches.km[i] as number) > 0)) return;
    this.reaching.add(i);
    const keys = cellsOf(this.reaches, i);
    this.keys[i] = keys;
    for (const crowd of keys ? keys.map((key) => this.cell(key)) : [this.wide]) {
      crowd.members.add(i);
      crowd.claims += this.isClaim(i) ? 1 : 0;
      this.note(crowd, crowds);
    }
    this.note(this.wide, crowds);
  }

  private leave(i: number, crowds: Set<Crowd>): void {
    if (!this.reaching.delete(i)) return;
    this.note(this.wide, crowds);
    const keys = this.keys[i];
    for (const crowd of keys ? keys.map((key) => this.cell(key)) : [this.wide]) {
      this.note(crowd, crowds);
      crowd.members.delete(i);
      crowd.claims -= this.isClaim(i) ? 1 : 0;
    }
    for (const key of keys ?? []) if (this.cells.get(key)?.members.size === 0) this.cells.delete(key);
  }

  private note(crowd: Crowd, crowds: Set<Crowd>): void {
    if (crowd.members.size > this.model.crowd) crowds.add(crowd);
  }

  private cell(key: number): Crowd {
    let cell = this.cells.get(key);
    if (!cell) this.cells.set(key, (cell = { members: new Set(), claims: 0 }));
    return cell;
  }

  private count(i: number, by: 1 | -1, counted: Set<string>): void {
    const name = this.rateCellOf[i] as string;
    // What has no place is in no cell: no other moves its rate.
    if (name === "") return;
    let cell = this.rateCells.get(name);
    if (!cell) this.rateCells.set(name, (cell = { members: new Set(), claims: 0, powers: "" }));
    if (by > 0) cell.members.add(i);
    else cell.members.delete(i);
    cell.claims += this.isClaim(i) ? by : 0;
    counted.add(name);
  }

  private powers({ members, claims }: RateCell): string {
    const power = (claim: boolean): number =>
      Math.round(Math.log2(countFor(claim, true, members.size - claims, claims) / this.model.reportsPerIncident));
    return `${power(false)} ${power(true)}`;
  }

  /** @returns whether it is another */
  private setRate(i: number): boolean {
    const { members, claims } = this.rateCells.get(this.rateCellOf[i] as string) ?? { members: new Set(), claims: 0 };
    const placed = this.traits.mixture[i] !== undefined;
    const count = countFor(this.isClaim(i), placed, members.size - claims, claims);
    const before = this.traits.lnRate[i];
    this.traits.lnRate[i] = logRate(this.traits, i, count, this.model, this.rooms);
    return this.traits.lnRate[i] !== before;
  }

  private room(i: number): void {
    const have = this.traits.bell.length;
    if (i < have) return;
    this.leads = longer(this.leads, have * 2);
    for (const columns of [this.traits, this.reaches] as unknown as Record<string, Column | readonly unknown[]>[])
      for (const [name, column] of Object.entries(columns)) {
        if (Array.isArray(column)) continue;
        columns[name] = longer(column as Column, have * 2);
      }
  }
}

/** The first three UTF-16 units of an id as a number; surrogates stand in another order than code points do. */
function leadOf(id: string): number {
  let lead = 0;
  for (let k = 0; k < 3; k++) {
    const unit = k < id.length ? id.charCodeAt(k) : 0;
    if (unit >= 0xd800 && unit <= 0xdfff) return Number.NaN;
    lead = lead * 0x10000 + unit;
  }
  return lead;
}
