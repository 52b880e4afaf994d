import { crosses } from "../mission/recorded.ts";
import { DERIVATION_VERSION } from "../mission/version.ts";
import { catalogue, problem } from "../problems.ts";
import type { DerivedState, Lease, RowKey, StateOf, TaggedRow } from "./derivations.ts";
import { DeriveThread } from "./derive-thread.ts";
import { Deriver, type Deriving, type RecordReader } from "./deriver.ts";
import { underLease, unlessAborted } from "./heartbeat.ts";
import { keptFromBytes, keptName, keptToBytes } from "./kept-state.ts";
import { rootAt } from "./mission-state.ts";
import type { Mission, Store, StoredEntry } from "./store.ts";

export interface DerivationOptions {
  /** Whether a worker thread computes, so that this one goes on. */
  readonly thread?: boolean;
}

/** Rows that are asked of the thread at once. */
const BATCH = 1_000;
/** Above so many observations and incidents a change is written as a whole state beside the one that is read. */
const LARGE = 20_000;
/** Entries that are handed over at once. */
const PAGE = 500;
/** Observations and incidents that change until the state in memory is worth keeping again. */
const KEEP = 5_000;
/**
 * So many that it is kept though reports still come: keeping a large state takes seconds in which none is derived, and
 * this many are what a late start makes anew.
 */
const KEEP_NOW = 20 * KEEP;

/** The state in memory, and where the log was when it was made. */
interface Held {
  readonly deriving: Deriving;
  readonly close: () => Promise<void>;
  size: number;
  root: string;
  /** Whether all that it changed is written. */
  written: boolean;
  /** How much changed since a snapshot of it was kept. */
  unkept: number;
}

/**
 * Derives a mission's state from its record and writes it under the lease. The first time the state in memory is made of
 * the record as the stored state knows it, or else the stored state is made anew beside the one that is read; from then
 * on a change costs what it changes.
 */
export class Derivation {
  private readonly store: Store;
  private readonly mission: Mission;
  private readonly thread: boolean;
  private held: Held | undefined;

  constructor(store: Store, mission: Mission, options: DerivationOptions = {}) {
    this.store = store;
    this.mission = mission;
    this.thread = options.thread ?? true;
  }

  /** Whether the state is in memory, so that the next change costs only what it changes. */
  get loaded(): boolean {
    return this.held !== undefined;
  }

  /** Whether the state that is read was made by this version of all entries that there are. */
  async isCurrent(): Promise<boolean> {
    const state = await this.store.derivations.state(this.mission.id);
    return state?.derivation === DERIVATION_VERSION && state.size === (await this.store.size(this.mission.id));
  }

  /**
   * Brings the state that is read up to the record as it is now, and the state in memory with it.
   * @throws Problem store/fenced where another process has taken over meanwhile: nothing of it is seen then
   */
  async run(
    lease: Lease,
    options: { readonly whole?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<DerivedState> {
    // It is ours still, unless somebody took it over.
    if (!(await this.store.derivations.renew(lease))) throw problem(catalogue.fenced, { mission: this.mission.id });
    try {
      return await underLease(
        this.store,
        lease,
        (signal) => this.bring(lease, options.whole === true, signal),
        options.signal,
      );
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /**
   * Keeps a snapshot of the state in memory, where enough has changed since the last: a later start goes on from it.
   * Only between two runs. The snapshot is a cache: where it cannot be written nothing is lost.
   * @param signal gives up at once; the state in memory is of no more use then
   * @param busy   reports may come at any moment: kept only where very much has changed, or nothing was kept yet
   */
  async keep(signal?: AbortSignal, busy = false): Promise<void> {
    const { held, store, mission } = this;
    if (!held?.written || held.unkept < (busy ? KEEP_NOW : KEEP)) return;
    const { size, root } = held;
    const snapshot = await unlessAborted(held.deriving.snapshot(), signal);
    if (!snapshot) return;
    const bytes = keptToBytes({ derivation: DERIVATION_VERSION, size, root, snapshot });
    held.unkept = 0;
    await store.snapshots.put(keptName(mission.id), bytes);
  }

  /** Ends the thread and gives up the state in memory. */
  async close(): Promise<void> {
    const { held } = this;
    this.held = undefined;
    await held?.close();
  }

  private async bring(lease: Lease, whole: boolean, signal: AbortSignal): Promise<DerivedState> {
    const { store, mission } = this;
    const size = await store.size(mission.id);
    const stored = await store.derivations.state(mission.id);
    const known = stored && (await this.isOfThisLog(stored, size)) ? stored : undefined;
    let held = this.held;
    if (held && known && held.written && held.size < known.size) await this.pass(held, known.size, signal);
    if (!held && known && !whole && !(await this.erasedSince(known.size, size))) {
      held = this.open();
      await this.resume(held, known, size);
      signal.throwIfAborted();
      if (held.size < known.size) await this.pass(held, known.size, signal);
      held.root = known.root;
      held.written = true;
    }
    const mine = !whole && held?.written === true && known?.size === held.size && known.root === held.root;
    const fresh = held === undefined;
    held ??= this.open();
    if (mine && known && held.size === size) return known;
    const advanced = await held.deriving.advance(size);
    signal.throwIfAborted();
    const root = await rootAt(store, mission.id, size);
    Object.assign(held, { size, root, written: false, unkept: held.unkept + advanced.touched });
    const of: StateOf = { derivation: DERIVATION_VERSION, size, root };
    let state: DerivedState;
    if (mine && !advanced.whole && advanced.touched <= LARGE) state = await this.change(lease, held, of, signal);
    else {
      // The changes of a first step are all rows that there are; those of a later one have to be passed over.
      if (!fresh) {
        await held.deriving.drain();
        await held.deriving.begin();
      }
      state = await this.replace(lease, held, of, signal);
      // Another agreement makes a whole state: only then are there other zones.
      if (store.maps) await store.maps.putZones(mission.id, await held.deriving.zones());
    }
    held.written = true;
    return state;
  }

  private open(): Held {
    const { store, mission } = this;
    const record: RecordReader = {
      entries: (from, until) => page(store, mission, from, Math.min(until, from + PAGE)),
      evidence: (sha256) => store.evidence(mission.id).get(sha256),
    };
    const made = this.thread ? new DeriveThread(record, mission.zone) : new Deriver(record, mission.zone);
    const close = async (): Promise<void> => ("close" in made ? made.close() : undefined);
    this.held = { deriving: made, close, size: 0, root: "", written: false, unkept: KEEP_NOW };
    return this.held;
  }

  /**
   * Goes on from the snapshot that was kept last, where it is of this version and of this very log, and nothing was
   * destroyed since. Any other is thrown away: the state is then made of the record.
   */
  private async resume(held: Held, known: DerivedState, size: number): Promise<void> {
    const { store, mission } = this;
    const bytes = await store.snapshots.get(keptName(mission.id));
    if (!bytes) return;
    const kept = keptFromBytes(bytes);
    const fits =
      kept?.derivation === DERIVATION_VERSION &&
      kept.size <= known.size &&
      kept.root === (await rootAt(store, mission.id, kept.size)) &&
      !(await this.erasedSince(kept.size, size)) &&
      (await held.deriving.resume(kept.size, kept.snapshot));
    if (fits) Object.assign(held, { size: kept.size, root: kept.root, unkept: 0 });
    else await store.snapshots.remove(keptName(mission.id));
  }

  /** Brings the state in memory to a size that is written already. */
  private async pass(held: Held, size: number, signal: AbortSignal): Promise<void> {
    held.unkept += (await held.deriving.advance(size)).touched;
    signal.throwIfAborted();
    await held.deriving.drain();
    signal.throwIfAborted();
    held.size = size;
    held.root = await rootAt(this.store, this.mission.id, size);
  }

  /** Whether a stored state was made by this version, of this very log. */
  private async isOfThisLog(state: DerivedState, size: number): Promise<boolean> {
    if (state.derivation !== DERIVATION_VERSION || state.size > size) return false;
    return state.root === (await rootAt(this.store, this.mission.id, state.size));
  }

  /** What was destroyed since cannot be made again, and so not be taken out of the rows one by one. */
  private async erasedSince(from: number, until: number): Promise<boolean> {
    for await (const { envelope } of this.store.entries(this.mission.id, { from, until }))
      if (envelope === null || envelope.kind === "erasure") return true;
    return false;
  }

  private async change(lease: Lease, held: Held, of: StateOf, signal: AbortSignal): Promise<DerivedState> {
    const rows: TaggedRow[] = [];
    const removed: RowKey[] = [];
    for (;;) {
      const some = await held.deriving.next(BATCH);
      signal.throwIfAborted();
      if (some.length === 0) break;
      for (const { row, removed: key } of some) {
        if (row) rows.push(row);
        else removed.push(key);
      }
    }
    const account = await held.deriving.account();
    return this.store.derivations.change(lease, { ...of, account }, rows, removed);
  }

  private replace(lease: Lease, held: Held, of: StateOf, signal: AbortSignal): Promise<DerivedState> {
    let account: string | undefined;
    async function* all(): AsyncGenerator<TaggedRow> {
      // The next rows are made while those before them are written.
      let coming = held.deriving.next(BATCH);
      for (;;) {
        const some = await coming;
        signal.throwIfAborted();
        if (some.length === 0) break;
        coming = held.deriving.next(BATCH);
        coming.catch(() => undefined);
        for (const { row } of some) if (row) yield row;
      }
      account = await held.deriving.account();
    }
    return this.store.derivations.replace(lease, of, all(), () => ({ ...(account !== undefined && { account }) }));
  }
}

/** Entries for derivation. What is of an exercise in a real mission, or the other way, is passed on as closed. */
async function page(store: Store, { id, exercise }: Mission, from: number, until: number) {
  const entries: Pick<StoredEntry, "envelope" | "content">[] = [];
  for await (const { envelope, content } of store.entries(id, { from, until })) {
    const counts = content !== null && !crosses(content.payload, exercise);
    entries.push({ envelope, content: counts ? { payload: content.payload, salt: content.salt } : null });
  }
  return entries;
}
