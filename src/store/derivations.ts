import type { Conduct } from "../assessment/assessment.ts";
import type { Marking } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import type { Position } from "../place/place.ts";
import type { Interval } from "../time/interval.ts";
import type { Millis } from "../units.ts";
import type { Condition } from "./condition.ts";
import type { Facet } from "./facet.ts";
import type { IncidentFilter, Incidents } from "./found.ts";

/** The release profile of the mission's own staff: rows as they are, nothing delayed, nothing coarsened. */
export const FULL = "full";

/** Whoever reads derived rows: which release profile, up to which marking, and when (`Audience` of access). */
export interface Audience {
  readonly profile: string;
  /** TLP:RED reads everything of the profile, TLP:CLEAR only what is for all. */
  readonly upTo: Marking;
  /** The moment of reading: what is released later is not there yet. Not given: only what needs no release. */
  readonly at?: Millis;
}

/** What every derived row has. All of it is of its release profile: times, places and content as released. */
interface DerivedRow {
  readonly profile: string;
  readonly time: Interval;
  /** Position that stands for the place on maps and in boxes; null where the place is unknown. */
  readonly position: Position | null;
  readonly marking: Marking;
  /** Not there before this moment; absent: it always was. */
  readonly releasedFrom?: Millis;
  /** The row's value as canonical JSON text (`canonical`). Where it is written, large places may stand as references. */
  readonly content: string;
  /** The places that the content refers to, where it is written. A row that is read holds its places in full. */
  readonly places?: readonly SharedPlace[];
}

/** A place that many rows share, kept once. */
export interface SharedPlace {
  /** SHA-256 of its content, 64 hex digits. */
  readonly id: string;
  /** The place as canonical JSON text. */
  readonly content: string;
}

export interface ObservationRow extends DerivedRow {
  readonly id: string;
  readonly kind: "observation" | "claim" | "aggregate";
  readonly act: ActId;
  readonly source: string;
}

export interface IncidentRow extends DerivedRow {
  readonly id: string;
  readonly kind: "recorded" | "claimed";
  readonly act: ActId;
  /** What filters ask of it. Where it is written; a row that is read has none. */
  readonly facet?: Facet;
}

/** One incident under one clause and reading; time and position are the incident's. */
export interface AssessmentRow extends DerivedRow {
  readonly incident: string;
  /** "" for the one row of all clauses that do not apply to the incident. */
  readonly clause: string;
  readonly reading: string;
  readonly kind: Conduct;
}

export interface CoverageRow extends DerivedRow {
  readonly id: string;
  readonly kind: "window" | "impediment";
  readonly station: string;
}

/** Rows by table. One concept, one name: the tables are called so in SQL. */
export interface Rows {
  readonly observation: ObservationRow;
  readonly incident: IncidentRow;
  readonly assessment: AssessmentRow;
  readonly coverage: CoverageRow;
}
export type Table = keyof Rows;
export type TaggedRow = { [T in Table]: { readonly table: T; readonly row: Rows[T] } }[Table];
/** A row's key in its table: the id, or incident, clause and reading joined by a line feed. */
export type RowKey = { readonly table: Table; readonly profile: string; readonly id: string };

/** What a derived state was made of. */
export interface StateOf {
  /** Version of the derivation: code, readers, zone rules. */
  readonly derivation: string;
  /** The log's size and root (64 hex digits) that it covers. */
  readonly size: number;
  readonly root: string;
  /** Its figures and what is to be known beside them, as canonical JSON text (`Account` of mission/account.ts). */
  readonly account?: string;
}

export interface DerivedState extends StateOf {
  /** Grows with every change: an ETag. */
  readonly revision: number;
}

/** A projector's right to write a mission's derived state. */
export interface Lease {
  readonly mission: string;
  readonly holder: string;
  /** Grows with each new holder; a commit under an older fence is refused. */
  readonly fence: number;
  /** On the database's clock. */
  readonly until: Millis;
}

export interface Query<K extends string = string> {
  /** Rows whose time shares a moment with `[from, until)`. */
  readonly time?: Interval;
  /** [west, south, east, north] in degrees; west above east crosses the antimeridian. Rows without position are left out. */
  readonly bbox?: readonly [number, number, number, number];
  readonly kinds?: readonly K[];
  /** Rows at most; 100 where not said, 10,000 at most. */
  readonly limit?: number;
  /** As the page before gave it. */
  readonly after?: string;
  /** By begin of time, then id; newest first where said. */
  readonly order?: "oldest" | "newest";
  readonly markings?: readonly Marking[];
  /** Of observations alone. */
  readonly sources?: readonly string[];
  /** Of observations and incidents: an act stands for all below it as well. */
  readonly acts?: readonly string[];
  /** Rows of these ids. */
  readonly ids?: readonly string[];
  /** Of observations: fields id, kind, source, act, marking, from and until, and the position. */
  readonly where?: Condition;
}

export interface Page<R> {
  readonly rows: readonly R[];
  /** Cursor of the next page, absent on the last. */
  readonly next?: string;
}

/**
 * What an audience may see of a mission's derived state. `change` is seen as it comes; once `replace` has swapped in
 * another state this view's reads throw Problem store/refused, and it is to be asked for anew.
 */
export interface View {
  readonly state: DerivedState;
  page<T extends Table>(table: T, query?: Query<Rows[T]["kind"]>): Promise<Page<Rows[T]>>;
  /** All rows of a query, read in pages. */
  all<T extends Table>(table: T, query?: Query<Rows[T]["kind"]>): AsyncIterable<Rows[T]>;
  one<T extends Table>(table: T, id: string): Promise<Rows[T] | undefined>;
  /** Which of these ids are there. @param ids 1,000 at most */
  ids(table: Table, ids: readonly string[]): Promise<readonly string[]>;
  count<T extends Table>(table: T, query?: Query<Rows[T]["kind"]>): Promise<number>;
  /** Incidents by a filter: lists, counts, histograms, groups and tiles of the same rows. */
  incidents(filter: IncidentFilter): Incidents;
}

/** Derived rows. All of them can be thrown away and made again from the record. */
export interface Derivations {
  /** The state that reads are served from; undefined where none was made yet. */
  state(mission: string): Promise<DerivedState | undefined>;
  /** The only way to read derived rows. */
  visible(mission: string, audience: Audience): Promise<View | undefined>;
  /**
   * The same as of one moment: all that `work` reads of the view is of one state, whatever is written meanwhile.
   * @returns undefined where no state was made yet
   */
  still<R>(mission: string, audience: Audience, work: (view: View) => Promise<R>): Promise<R | undefined>;
  /**
   * Writes a whole state beside the one that is read, then swaps.
   * @param late what is known of the state only once all rows were asked for, such as its account
   * @throws Problem store/fenced where the lease is lost
   */
  replace(
    lease: Lease,
    state: StateOf,
    rows: AsyncIterable<TaggedRow> | Iterable<TaggedRow>,
    late?: () => Pick<StateOf, "account">,
  ): Promise<DerivedState>;
  /** Changes rows of the state that is read, in one transaction. @throws Problem store/fenced; store/refused without a state */
  change(lease: Lease, state: StateOf, rows: readonly TaggedRow[], removed: readonly RowKey[]): Promise<DerivedState>;

  /** Takes the lease of a mission's projector, or undefined while another holds it. Lapses after 6 s. */
  acquire(mission: string, holder: string): Promise<Lease | undefined>;
  /** Extends it to 6 s from now; undefined where another took it over. Call every 2 s. */
  renew(lease: Lease): Promise<Lease | undefined>;
  release(lease: Lease): Promise<void>;
}

/** Milliseconds that a lease holds, and after which it is to be renewed. */
export const LEASE = { lapses: 6_000, renew: 2_000 } as const;
