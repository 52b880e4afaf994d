import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { CellLists } from "./cell-lists.ts";
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
  /** Their list. */
  readonly list: number;
  claims: number;
  beside?: ReadonlyMap<number, readonly number[]> | undefined;
}

/** Those of one rate cell and day, and the powers of two by which they go. */
interface RateCell {
  readonly name: number;
  readonly list: number;
  claims: number;
  powers: string;
}

/** How an observation can be reached: not, through cells, or held against all. */
const [OUT, IN_CELLS, WIDE] = [0, 1, 2];

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
  private readonly rateCells = new Map<number, RateCell>();
  private readonly rateCellOf: (RateCell | undefined)[] = [];
  private readonly lists = new CellLists();
  private readonly cells = new Map<number, Crowd>();
  private readonly wide: Crowd = { list: this.lists.make(), claims: 0 };
  private kinds = new Uint8Array(FIRST_ROOM);
  /** By observation, the beginning of its id as a number in the same order; NaN where that says nothing. */
  private leads = new Float64Array(FIRST_ROOM);
  /** By observation, the last look-up that came upon it. */
  private stamps = new Int32Array(FIRST_ROOM);
  private stamp = 0;

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
    const counted = new Set<RateCell>();
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
      this.kinds[i] = OUT;
      this.rateCellOf[i] = this.rateCell(rateCell(this.traits, i, this.model));
      this.count(i, 1, counted);
      added.add(i);
    }
    const unsettled = new Set(added);
    for (const cell of counted) {
      const powers = this.powers(cell);
      // Most stand on the rate of a burst, which no cell moves.
      if (powers !== cell.powers) for (const i of this.lists.of(cell.list)) if (this.setRate(i)) unsettled.add(i);
      cell.powers = powers;
      if (this.lists.sizeOf(cell.list) > 0) continue;
      this.lists.giveUp(cell.list);
      this.rateCells.delete(cell.name);
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
      for (const i of crowd === this.wide ? this.reaching() : this.lists.of(crowd.list)) unsettled.add(i);
    }
    return { added, unsettled };
  }

  /** Every other that one may reach, once. */
  protected each(i: number, all: (j: number) => void): void {
    const kind = this.kinds[i];
    if (kind === OUT) return;
    const { stamps } = this;
    if (this.stamp === 2 ** 31 - 1) this.stamp = stamps.fill(0)[0] as number;
    const stamp = ++this.stamp;
    stamps[i] = stamp;
    const visit = (j: number): void => {
      if (stamps[j] === stamp) return;
      stamps[j] = stamp;
      all(j);
    };
    if (kind === WIDE) {
      this.eachOf(this.wide, i, visit, true);
      return;
    }
    if (this.sizeOf(this.wide) > 0) this.eachOf(this.wide, i, visit);
    for (const key of cellsOf(this.reaches, i) ?? []) this.eachOf(this.cells.get(key) as Crowd, i, visit);
  }

  /** @param reaching whether all that reach anything are asked for, and not only those of the crowd */
  private eachOf(crowd: Crowd, i: number, visit: (j: number) => void, reaching = false): void {
    const size = this.sizeOf(crowd);
    const all = size <= this.model.crowd;
    if (!all) {
      for (const j of this.besides(crowd).get(i) ?? []) visit(j);
      if (size - crowd.claims > this.model.crowd || this.isClaim(i)) return;
    }
    const some = all
      ? visit
      : (j: number): void => {
          if (!this.isClaim(j)) visit(j);
        };
    if (reaching) for (const j of this.reaching()) some(j);
    else this.lists.within(crowd.list, this.reaches.from[i] as number, this.reaches.until[i] as number, some);
  }

  private sizeOf(crowd: Crowd): number {
    return this.lists.sizeOf(crowd.list);
  }

  /** All that may link to anything. */
  private *reaching(): Generator<number> {
    for (let i = 0; i < this.kinds.length; i++) if (this.kinds[i] !== OUT) yield i;
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
    const wanted = (a: number, b: number): boolean =>
      crowd !== this.wide || this.kinds[a] === WIDE || this.kinds[b] === WIDE;
    const thin = (list: readonly number[], also: (a: number, b: number) => boolean): void => {
      const rank = (a: number, b: number): number => (a === b ? 0 : this.before(a, b) ? -1 : 1);
      sideBySide(this.reaches, this.traits.tie, list, this.model.beside, rank, (a, b) => {
        if (!wanted(a, b) || !also(a, b)) return;
        put(a, b);
        put(b, a);
      });
    };
    const list = [...(crowd === this.wide ? this.reaching() : this.lists.of(crowd.list))];
    if (this.sizeOf(crowd) - crowd.claims > this.model.crowd)
      thin(
        list.filter((i) => !this.isClaim(i)),
        () => true,
      );
    if (crowd.claims > 0) thin(list, (a, b) => this.isClaim(a) || this.isClaim(b));
    crowd.beside = pairs;
    return pairs;
  }

  private enter(i: number, crowds: Set<Crowd>): void {
    const { reaches } = this;
    this.kinds[i] = OUT;
    if (!((reaches.km[i] as number) > 0)) return;
    const keys = cellsOf(reaches, i);
    this.kinds[i] = keys ? IN_CELLS : WIDE;
    for (const crowd of keys ? keys.map((key) => this.cell(key)) : [this.wide]) {
      this.lists.put(crowd.list, i, reaches.from[i] as number, reaches.until[i] as number);
      crowd.claims += this.isClaim(i) ? 1 : 0;
      this.note(crowd, crowds);
    }
    this.note(this.wide, crowds);
  }

  /** As it entered: its reach is still that of then. */
  private leave(i: number, crowds: Set<Crowd>): void {
    if (this.kinds[i] === OUT) return;
    this.note(this.wide, crowds);
    const keys = this.kinds[i] === IN_CELLS ? cellsOf(this.reaches, i) : undefined;
    this.kinds[i] = OUT;
    for (const crowd of keys ? keys.map((key) => this.cell(key)) : [this.wide]) {
      this.note(crowd, crowds);
      this.lists.drop(crowd.list, i);
      crowd.claims -= this.isClaim(i) ? 1 : 0;
    }
    for (const key of keys ?? []) {
      const cell = this.cells.get(key);
      if (!cell || this.sizeOf(cell) > 0) continue;
      this.lists.giveUp(cell.list);
      this.cells.delete(key);
      crowds.delete(cell);
    }
  }

  private note(crowd: Crowd, crowds: Set<Crowd>): void {
    if (this.sizeOf(crowd) > this.model.crowd) crowds.add(crowd);
  }

  private cell(key: number): Crowd {
    let cell = this.cells.get(key);
    if (!cell) this.cells.set(key, (cell = { list: this.lists.make(), claims: 0 }));
    return cell;
  }

  /** What has no place is in no cell: no other moves its rate. */
  private rateCell(name: number): RateCell | undefined {
    if (name < 0) return undefined;
    let cell = this.rateCells.get(name);
    if (!cell) this.rateCells.set(name, (cell = { name, list: this.lists.make(), claims: 0, powers: "" }));
    return cell;
  }

  private count(i: number, by: 1 | -1, counted: Set<RateCell>): void {
    const cell = this.rateCellOf[i];
    if (!cell) return;
    if (by > 0) this.lists.put(cell.list, i, 0, 0);
    else this.lists.drop(cell.list, i);
    cell.claims += this.isClaim(i) ? by : 0;
    counted.add(cell);
  }

  private powers({ list, claims }: RateCell): string {
    const recorded = this.lists.sizeOf(list) - claims;
    const power = (claim: boolean): number =>
      Math.round(Math.log2(countFor(claim, true, recorded, claims) / this.model.reportsPerIncident));
    return `${power(false)} ${power(true)}`;
  }

  /** @returns whether it is another */
  private setRate(i: number): boolean {
    const cell = this.rateCellOf[i];
    const claims = cell?.claims ?? 0;
    const recorded = cell ? this.lists.sizeOf(cell.list) - claims : 0;
    const count = countFor(this.isClaim(i), this.traits.mixture[i] !== undefined, recorded, claims);
    const before = this.traits.lnRate[i];
    this.traits.lnRate[i] = logRate(this.traits, i, count, this.model, this.rooms);
    return this.traits.lnRate[i] !== before;
  }

  private room(i: number): void {
    const have = this.traits.bell.length;
    if (i < have) return;
    this.leads = longer(this.leads, have * 2);
    this.kinds = longer(this.kinds, have * 2);
    this.stamps = longer(this.stamps, have * 2);
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
