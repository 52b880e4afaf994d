/**
 * What report.html carries for its script: columns of numbers and one dictionary of strings, so that 130 thousand
 * incidents stay a file that opens. Written by page-encoding.ts, read by page/record.ts; nothing else knows it.
 * Instants are whole seconds after `epoch`; `s` marks an index into `strings` (0 is the empty string).
 */
export interface PageData {
  readonly zone: string;
  /** [from ms, minutes east of UTC], first one first. */
  readonly offsets: readonly (readonly [number, number])[];
  readonly epoch: number;
  readonly readings: readonly {
    readonly id: string;
    readonly words: string;
    readonly from: number | null;
    readonly until: number | null;
  }[];
  readonly clauses: readonly {
    readonly id: string;
    readonly title: string;
  }[];
  readonly strings: readonly string[];
  /** Rings of [lon, lat, lon, lat, …] by area, each area a list of polygons of rings. */
  readonly areas: readonly (readonly (readonly (readonly number[])[])[])[];
  /** [0, lon, lat, radius m] · [1, lon, lat, from°, until°, min m, max m, 1 where the distance is assumed] · [2, area] · [3] */
  readonly places: readonly (readonly number[])[];
  /** Outcome 0 false, 1 true, 2 unknown; test and words are s. */
  readonly steps: readonly (readonly [test: number, outcome: 0 | 1 | 2, words: number])[];
  readonly traces: readonly {
    readonly steps: readonly number[];
    readonly decides?: number;
    readonly fact?: number;
    readonly actor?: number;
  }[];
  readonly incidents: IncidentColumns;
  readonly observations: ObservationColumns;
  readonly zones: readonly { readonly name: string; readonly area: number }[];
  readonly lines: readonly { readonly name: string; readonly points: readonly number[] }[];
  readonly boundary: { readonly name: string; readonly lines: readonly (readonly number[])[] } | null;
}

/** One entry an incident, in order of incident id. Digits are read by character. */
export interface IncidentColumns {
  readonly length: number;
  readonly from: readonly number[];
  readonly length_s: readonly number[];
  /** "1" a window, "0" seen. */
  readonly window: string;
  readonly place: readonly number[];
  /** s: ids of acts joined by a bar. */
  readonly acts: readonly number[];
  /** "1" claimed, "0" recorded. */
  readonly claimed: string;
  /** s: units of its counts joined by a bar. */
  readonly units: readonly number[];
  readonly heard: readonly number[];
  readonly fused: readonly number[];
  /** s: who is alleged and by whom, in words. */
  readonly alleged: readonly number[];
  readonly evidence: readonly number[];
  readonly alternative: readonly number[];
  readonly groups: readonly number[];
  /** "1" where no person put any label. */
  readonly machine: string;
  /** Incident × reading × clause, one digit: place in RESULTS, 5 where no row was given. */
  readonly results: string;
  /** Incident × reading: s, why the clauses that do not apply do not. */
  readonly because: readonly number[];
  /** Trace of each row that is not not-applicable, in the order of `results`. */
  readonly traces: readonly number[];
  /** Number of observations of each incident; they follow one another in `observations`. */
  readonly members: readonly number[];
}

/** One entry a member observation, incident by incident. Most columns are s. */
export interface ObservationColumns {
  /** First 16 hex digits of each id, one after the other. */
  readonly ids: string;
  readonly source: readonly number[];
  /** s: kind of source and mode, in words. */
  readonly kind: readonly number[];
  readonly stated: readonly number[];
  /** s: zone and whether stated or assumed. */
  readonly zone: readonly number[];
  readonly from: readonly number[];
  readonly length_s: readonly number[];
  readonly place: readonly number[];
  readonly name: readonly number[];
  readonly count: readonly number[];
  /** s: acts, role, weapon, object, activity in words. */
  readonly what: readonly number[];
  /** s: harm, grade and the rest, in words. */
  readonly more: readonly number[];
  /** s: whom the source names. Apart, so that no search can count incidents by it. */
  readonly alleged: readonly number[];
  /** "0" supports, "1" contradicts, "2" repeats, "3" claims. */
  readonly part: string;
  readonly marking: readonly number[];
}
