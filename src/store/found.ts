import type { Conduct } from "../assessment/assessment.ts";
import type { Marking } from "../observation/observation.ts";
import type { Position } from "../place/place.ts";
import type { Interval } from "../time/interval.ts";
import type { Millis } from "../units.ts";
import type { Condition } from "./condition.ts";
import type { ClauseResult } from "./facet.ts";

/** West, south, east, north in degrees; west above east crosses the antimeridian. */
/** Offsets of clocks from UTC in milliseconds, each from an instant on; the first holds before it, too. */
export type Clock = readonly (readonly [from: number, offset: number])[];

export type Box = readonly [west: number, south: number, east: number, north: number];

/**
 * What a filter asks of incidents. The values of a list are alternatives; of what is given all has to hold. All of it is
 * asked of the released row: a box or a zone finds the cell, never the place in it.
 */
export interface IncidentFilter {
  /** Incidents that are certainly over before `from`, or certainly begin at `until` or later, are left out. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  /** Boxes each of which has to hold the position. */
  readonly within?: readonly Box[] | undefined;
  readonly zones?: readonly string[] | undefined;
  readonly clauses?: readonly string[] | undefined;
  readonly reading?: string | undefined;
  readonly results?: readonly Conduct[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  /** An act stands for all below it as well. */
  readonly acts?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly markings?: readonly Marking[] | undefined;
  readonly ids?: readonly string[] | undefined;
  /** Part of an id, an act, a source or a name. */
  readonly text?: string | undefined;
  /** Of fields id, status, act, result, marking, from and until, of the lists source and zone, and of the position. */
  readonly where?: Condition | undefined;
}

/** An incident that a filter left, with the results that the filter left of it. */
export interface Found {
  readonly id: string;
  readonly status: string;
  readonly act: string;
  readonly time: Interval;
  readonly position: Position | null;
  readonly marking: Marking;
  readonly releasedFrom: Millis;
  readonly results: readonly ClauseResult[];
  /** The gravest of them. */
  readonly result: Conduct;
}

/** What a filter left, in short. */
export interface FoundTotals {
  readonly total: number;
  readonly recorded: number;
  readonly placed: number;
  /** The strictest marking; null where nothing was left. */
  readonly marking: Marking | null;
  readonly period: Interval | null;
  readonly box: Box | null;
}

/** Incidents of one cell of a grid. */
export interface FoundGroup {
  readonly count: number;
  readonly result: Conduct;
  /** The middle of their positions. */
  readonly position: Position;
  /** Where it is one alone. */
  readonly only?: Pick<Found, "id" | "act" | "status"> & { readonly from: number };
}

/** What results and counts the incidents have that a filter left; what is the same comes once, with its number. */
export interface FoundSums {
  readonly results: readonly {
    readonly status: string;
    readonly results: readonly ClauseResult[];
    readonly n: number;
  }[];
  readonly counts: readonly { readonly counts: string; readonly n: number }[];
}

export interface Place {
  readonly at: number;
  readonly id: string;
}

/** The one question behind list, counts, histogram, map, tiles and feeds: all answers are of the same rows. */
export interface Incidents {
  /** In order of time and id, behind `after`. @param limit one more is read, to tell whether there are more */
  page(asks: {
    readonly limit: number;
    readonly order: "oldest" | "newest";
    readonly after?: Place | undefined;
    /** Whether the row of `after` itself is part of the page. */
    readonly inclusive?: boolean;
    /** How many there are, where that is known: a few are found sooner by looking at all than in their order. */
    readonly total?: number;
  }): Promise<{ readonly rows: readonly Found[]; readonly more: boolean }>;
  /** How many there are: `total` of the totals, at a fraction of their cost. */
  count(): Promise<number>;
  /** How many of them have a position: `placed` of the totals, at a fraction of their cost. */
  placed(): Promise<number>;
  totals(): Promise<FoundTotals>;
  sums(): Promise<FoundSums>;
  /** Distinct sources, in code point order. */
  sources(): Promise<readonly string[]>;
  /** The first and the last begin; null where nothing was left. */
  span(): Promise<readonly [first: number, last: number] | null>;
  /**
   * By begin of time, in steps of so many milliseconds that divide 10^8 days.
   * @param clock offsets in milliseconds that hold from an instant on, first one first; UTC where there is none
   * @returns `from` as that clock shows the step's begin, in milliseconds as if it showed UTC
   */
  bars(
    stepMs: number,
    clock?: Clock,
  ): Promise<readonly { readonly from: number; readonly result: Conduct; readonly n: number }[]>;
  /** Those that became readable last: when they were over, or when they were released. */
  latest(most: number): Promise<readonly (Found & { readonly since: number })[]>;
  /** Of a tile, in groups of the cells of a finer zoom; `cells` null: each by itself. */
  tile(z: number, x: number, y: number, cells: number | null, most: number): Promise<readonly FoundGroup[]>;
  /** In groups of a grid of so many degrees. */
  grid(degrees: number): Promise<readonly FoundGroup[]>;
  /** When the next of the rows that wait is released; null where none waits. The filter says nothing here. */
  nextRelease(): Promise<number | null>;
  /** Everything, id by id, with a hash of what its reader sees. */
  states(): AsyncIterable<{ readonly id: string; readonly state: string }>;
}
