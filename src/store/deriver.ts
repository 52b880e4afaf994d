import type { ReleaseTerms } from "../access/release-terms.ts";
import type { Agreement } from "../agreement/agreement.ts";
import { canonical } from "../canonical.ts";
import type { Envelope } from "../log/envelope.ts";
import { evidenceSources } from "../mission/evidence-sources.ts";
import { type Arrived, type Fusion, LiveMission, type LiveSnapshot, type MissionChange } from "../mission/live.ts";
import { type Recorded, recordedOf } from "../mission/recorded.ts";
import { findZone } from "../time/zone.ts";
import { changedRows, type RowChange } from "./derived-changes.ts";
import { impedimentRow, incidentRows, observationRows, windowRow } from "./derived-rows.ts";
import { type Filing, filingOf } from "./filing.ts";
import type { MapZone } from "./map-views.ts";

/** What derivation reads of a record; the entries as the store holds them. */
export interface RecordReader {
  /** Entries `[from, until)`, some at a time from the first; none where there are no more. */
  readonly entries: (
    from: number,
    until: number,
  ) => Promise<
    readonly { readonly envelope: Envelope | null; readonly content: { readonly payload: unknown } | null }[]
  >;
  /** Bytes of evidence, or undefined where they are not here. */
  readonly evidence: (sha256: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** What a step came to. */
export interface Advanced {
  readonly size: number;
  readonly whole: boolean;
  /** Observations and incidents that changed. */
  readonly touched: number;
}

/** A mission's derivation: the state in memory, and the rows that are to be written of it. All values can be cloned. */
export interface Deriving {
  /**
   * Brings the state in memory to a size of the log that is at least the one it has. The changes of this step are then
   * to be taken with `next` or passed over with `drain`, to their end.
   */
  advance(size: number): Promise<Advanced>;
  /** Begins to give every row of the state as it is. */
  begin(): Promise<void>;
  /** Some more rows, of one table after the other; none where there are no more. */
  next(most: number): Promise<readonly RowChange[]>;
  drain(): Promise<void>;
  /** The state's account as canonical JSON text. */
  account(): Promise<string>;
  /** The zones of the agreement in force. */
  zones(): Promise<readonly MapZone[]>;
  /** What `resume` goes on from; undefined where the state cannot be kept. Between two steps. */
  snapshot(): Promise<LiveSnapshot | undefined>;
  /**
   * In place of the first step: the state at this size of the log, from a snapshot that was made of it.
   * @returns false where the snapshot does not fit: the state is empty then, as at first
   */
  resume(size: number, snapshot: LiveSnapshot): Promise<boolean>;
}

/** Derivation in the thread that calls it. It computes at length: let a worker thread do it where others wait. */
export class Deriver implements Deriving {
  private readonly record: RecordReader;
  private readonly empty: () => LiveMission;
  private live: LiveMission;
  private size = 0;
  /** The step whose rows nobody has asked for yet. */
  private change: MissionChange | undefined;
  private rows: Iterator<RowChange> | undefined;
  private filed: { agreement: Agreement; release: ReleaseTerms; filing: Filing } | undefined;

  /**
   * @param zone   the mission's
   * @param fusion given only by a bench that measures all else
   */
  constructor(record: RecordReader, zone: string, fusion?: Fusion) {
    const found = findZone(zone);
    if (found === null) throw new Error(`zone ${zone} is not in the tables`);
    this.record = record;
    this.empty = () => new LiveMission(() => evidenceSources((sha256) => record.evidence(sha256)), found, fusion);
    this.live = this.empty();
  }

  async advance(size: number): Promise<Advanced> {
    const change = await this.live.apply(await this.arrived(size));
    this.size = size;
    this.change = change;
    this.rows = changedRows(change, this.filing());
    const touched = change.touched + change.observations.size + change.coverage.size + change.impediments.size;
    // Other terms of release may give any row another form.
    return { size, whole: change.whole || change.released, touched };
  }

  async zones(): Promise<readonly MapZone[]> {
    return this.live.terms.agreement.zones.map(({ id, name, polygons }) => ({ id, name, polygons }));
  }

  async snapshot(): Promise<LiveSnapshot | undefined> {
    return this.live.snapshot();
  }

  async resume(size: number, snapshot: LiveSnapshot): Promise<boolean> {
    try {
      await this.live.resume(await this.arrived(size), snapshot);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
      this.live = this.empty();
      return false;
    }
    this.size = size;
    return true;
  }

  /** Entries from where the state stands up to a size. */
  private async arrived(size: number): Promise<Arrived> {
    const entries: Recorded[] = [];
    const destroyed: string[] = [];
    const destroyedByOthers: string[] = [];
    for (let at = this.size; at < size; ) {
      const some = await this.record.entries(at, size);
      if (some.length === 0) throw new Error(`entry ${at} of ${size} is not there`);
      at += some.length;
      for (const { envelope, content } of some) {
        const recorded = recordedOf(envelope, content);
        if (!recorded) continue;
        entries.push(recorded);
        const { entry } = recorded;
        if (entry.kind !== "erasure") continue;
        const ordered = recorded.joined ? destroyedByOthers : destroyed;
        ordered.push(...entry.payload.body.entries.map((e) => e.commitment));
      }
    }
    return { entries, destroyed, destroyedByOthers };
  }

  async begin(): Promise<void> {
    this.change = undefined;
    this.rows = this.all();
  }

  async next(most: number): Promise<readonly RowChange[]> {
    const some: RowChange[] = [];
    this.change = undefined;
    while (some.length < most) {
      const step = this.rows?.next();
      if (!step || step.done) break;
      some.push(step.value);
    }
    return some;
  }

  async drain(): Promise<void> {
    // No rows are made of what nobody asked for: the incidents are gone through, for the account.
    if (this.change) for (const _ of this.change.incidents());
    else while (this.rows && !this.rows.next().done);
    this.change = undefined;
    this.rows = undefined;
  }

  async account(): Promise<string> {
    return canonical(this.live.account());
  }

  /** By the agreement in force and the terms of release: the same until either is another one, which changes all rows. */
  private filing(): Filing {
    const { agreement } = this.live.terms;
    const { release } = this.live;
    if (this.filed?.agreement !== agreement || this.filed.release !== release)
      this.filed = { agreement, release, filing: filingOf(agreement.zones, release, this.live.agreementMarking) };
    return this.filed.filing;
  }

  private *all(): Generator<RowChange> {
    const { observations, coverage, impediments } = this.live.filed();
    const filing = this.filing();
    for (const o of observations) for (const row of observationRows(o, filing)) yield { row };
    for (const one of this.live.incidents()) for (const row of incidentRows(one, filing)) yield { row };
    for (const w of coverage) yield { row: windowRow(w) };
    for (const i of impediments) yield { row: impedimentRow(i) };
  }
}
