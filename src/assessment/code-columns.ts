import type { PreparedZone } from "../place/zone.ts";
import { FALSE, TRUE, UNKNOWN, ZoneTruths } from "../place/zone-truths.ts";
import type { Interval } from "../time/interval.ts";
import type { IncidentColumns } from "./columns.ts";

/** A byte that stands for no answer yet. */
export const NOT_ASKED = 255;

/** Names in the order in which they were met first; a code is kept for as many as a byte can hold. */
export class Names {
  readonly list: string[] = [];
  private readonly codes = new Map<string, number>();
  private readonly most: number;
  constructor(most: number) {
    this.most = most;
  }
  code(name: string): number {
    let code = this.codes.get(name);
    if (code === undefined) {
      code = this.list.length;
      if (code >= this.most) throw new RangeError(`codes: more than ${this.most} names of tests or facts`);
      this.codes.set(name, code);
      this.list.push(name);
    }
    return code;
  }
}

/** The windows of all clauses, each once; the answers for one incident, each asked at most once. */
export class Windows {
  readonly from: number[] = [];
  readonly until: number[] = [];
  private readonly known = new Map<string, number>();
  private answers = new Uint8Array(0);
  private columns: IncidentColumns;
  private row = -1;
  constructor(columns: IncidentColumns) {
    this.columns = columns;
  }
  add({ from, until }: Interval): number {
    const key = `${from} ${until}`;
    let index = this.known.get(key);
    if (index === undefined) {
      index = this.from.length;
      this.known.set(key, index);
      this.from.push(from);
      this.until.push(until);
      this.answers = new Uint8Array(index + 1);
    }
    return index;
  }
  /** What `during` says (time/interval.ts), on columns. */
  ask(row: number, index: number): number {
    if (row !== this.row) {
      this.row = row;
      this.answers.fill(NOT_ASKED);
    }
    const kept = this.answers[index] as number;
    if (kept !== NOT_ASKED) return kept;
    const c = this.columns;
    const [start, end] = [this.from[index] as number, this.until[index] as number];
    const slack = 2 * (c.sdMs[row] as number);
    const from = c.from[row] as number;
    let answer: number;
    if (c.seen[row] === 0) {
      const until = c.until[row] as number;
      if (from - slack >= start && until + slack <= end) answer = TRUE;
      else answer = until + slack <= start || from - slack >= end ? FALSE : UNKNOWN;
    } else {
      const until = Math.max(c.until[row] as number, from + 1);
      if (until + slack <= start || from - slack >= end) answer = FALSE;
      else if (from + slack < until - slack) answer = from + slack < end && until - slack > start ? TRUE : UNKNOWN;
      else answer = from - slack >= start && until + slack <= end ? TRUE : UNKNOWN;
    }
    this.answers[index] = answer;
    return answer;
  }
}

/** Degrees of latitude in a metre, more than at any latitude (there are 110,574 m or more in one). */
const DEGREES = 1 / 110_000;
const RAD = Math.PI / 180;
/** Zones of which each box is looked at by itself. */
const FEW = 12;

/** The zones of all clauses, each once; the answers for one incident, asked when the first clause needs them. */
export class ZonesOf {
  readonly zones: PreparedZone[] = [];
  private readonly index = new Map<PreparedZone, number>();
  private truths: ZoneTruths | undefined;
  private readonly columns: IncidentColumns;
  private readonly level: number;
  private row = -1;
  constructor(columns: IncidentColumns, level: number) {
    this.columns = columns;
    this.level = level;
  }
  add(zones: readonly PreparedZone[]): number[] {
    return zones.map((zone) => {
      const known = this.index.get(zone);
      if (known !== undefined) return known;
      this.index.set(zone, this.zones.length);
      return this.zones.push(zone) - 1;
    });
  }
  /** Whether the box of a zone of the list may touch the disc of a row; true where the place is no disc. */
  private mayTouch(row: number, list: Int32Array): boolean {
    const { columns, zones } = this;
    const radius = columns.radiusM[row] as number;
    if (radius === 0) return true;
    const [lon, lat] = [columns.lon[row] as number, columns.lat[row] as number];
    const high = radius * DEGREES;
    const reach = Math.abs(lat) + high;
    if (reach >= 89) return true;
    const wide = (high / Math.cos(reach * RAD)) * 1.01;
    if (Math.abs(lon) + wide >= 180) return true;
    for (let i = 0; i < list.length; i++) {
      const [west, south, east, north] = (zones[list[i] as number] as PreparedZone).extent;
      if (lat + high >= south && lat - high <= north && lon + wide >= west && lon - wide <= east) return true;
    }
    return false;
  }

  /** The greatest answer among the zones that `member` marks. */
  any(row: number, list: Int32Array, member: Uint8Array): number {
    // Of a few zones the boxes are looked at first: most incidents are nowhere near.
    if (row !== this.row && list.length <= FEW && !this.mayTouch(row, list)) return FALSE;
    this.truths ??= new ZoneTruths(this.zones, this.level);
    const { truths, columns } = this;
    if (row !== this.row) {
      this.row = row;
      const radius = columns.radiusM[row] as number;
      if (radius > 0) truths.disc(columns.lon[row] as number, columns.lat[row] as number, radius);
      else truths.ask(columns.place(row));
    }
    let most = FALSE;
    if (list.length <= truths.count)
      for (let i = 0; i < list.length; i++) most = Math.max(most, truths.answers[list[i] as number] as number);
    else
      for (let i = 0; i < truths.count; i++) {
        const zone = truths.touched[i] as number;
        if (member[zone] === 1) most = Math.max(most, truths.answers[zone] as number);
      }
    return most;
  }
}
