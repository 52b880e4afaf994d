import { createHash } from "node:crypto";
import { canonical } from "../canonical.ts";
import { remembered } from "../mission/evidence-sources.ts";
import type { Sources } from "../mission/record.ts";
import { DERIVATION_VERSION } from "../mission/version.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { type DerivedState, LEASE, type Lease, type RowKey, type StateOf, type TaggedRow } from "./derivations.ts";
import { idOf } from "./derived-row.ts";
import { derivedRows } from "./derived-rows.ts";
import { deriveMission, missionSources, rootAt } from "./mission-state.ts";
import type { Mission, Store } from "./store.ts";

/** What this process wrote: of every row its key, and a hash of all that it holds. */
type Written = Map<string, { readonly key: RowKey; readonly hash: string }>;

function noted(tagged: TaggedRow, written: Written): { readonly at: string; readonly hash: string } {
  const key = { table: tagged.table, profile: tagged.row.profile, id: idOf(tagged) };
  const at = `${key.table} ${key.profile} ${key.id}`;
  const hash = createHash("sha256").update(canonical(tagged.row)).digest("base64");
  written.set(at, { key, hash });
  return { at, hash };
}

/**
 * Derives a mission's state from its record and writes it under the lease: the first time whole, beside the state that
 * is read, and then what changed. Every state is derived from the whole record, so it does not depend on how many
 * entries came between two of them.
 */
export class Derivation {
  private readonly store: Store;
  private readonly mission: Mission;
  private readonly sources: Sources;
  private written: { readonly rows: Written; readonly state: DerivedState } | undefined;

  constructor(store: Store, mission: Mission) {
    this.store = store;
    this.mission = mission;
    this.sources = remembered(missionSources(store, mission.id));
  }

  /** Whether the state that is read was made by this version of all entries that there are. */
  async isCurrent(): Promise<boolean> {
    const state = await this.store.derivations.state(this.mission.id);
    return state?.derivation === DERIVATION_VERSION && state.size === (await this.store.size(this.mission.id));
  }

  /**
   * Brings the state that is read up to the record as it is now.
   * @throws Problem store/fenced where another process has taken over meanwhile: nothing of it is seen then
   */
  async run(lease: Lease, options: { readonly whole?: boolean } = {}): Promise<DerivedState> {
    const { store, mission } = this;
    const size = await store.size(mission.id);
    const { derived } = await deriveMission(store, mission, { size, sources: this.sources });
    const of: StateOf = { derivation: DERIVATION_VERSION, size, root: await rootAt(store, mission.id, size) };
    // Deriving may have taken longer than a lease holds. It is ours still, unless somebody took it over.
    const held = await store.derivations.renew(lease);
    if (!held) throw problem(catalogue.fenced, { mission: mission.id });
    const now = await store.derivations.state(mission.id);
    const before = this.written;
    const mine = before !== undefined && now?.revision === before.state.revision && now.root === before.state.root;
    const rows: Written = new Map();
    const state =
      mine && options.whole !== true
        ? await store.derivations.change(held, of, ...difference(before.rows, derivedRows(derived), rows))
        : await store.derivations.replace(held, of, kept(derivedRows(derived), rows, store, held));
    this.written = { rows, state };
    return state;
  }
}

/** Rows in turn, noted, while the lease is renewed as often as it has to be. */
async function* kept(
  rows: Iterable<TaggedRow>,
  written: Written,
  store: Store,
  lease: Lease,
): AsyncGenerator<TaggedRow> {
  let at = 0;
  for (const row of rows) {
    if (++at % 5_000 === 0 && !(await store.derivations.renew(lease)))
      throw problem(catalogue.fenced, { mission: lease.mission });
    noted(row, written);
    yield row;
  }
}

/** The rows that are not as they were, and the keys of those that are gone. */
function difference(
  before: Written,
  rows: Iterable<TaggedRow>,
  written: Written,
): [changed: TaggedRow[], removed: RowKey[]] {
  const changed: TaggedRow[] = [];
  for (const row of rows) {
    const { at, hash } = noted(row, written);
    if (before.get(at)?.hash !== hash) changed.push(row);
  }
  return [changed, [...before].filter(([at]) => !written.has(at)).map(([, { key }]) => key)];
}

export interface ProjectorOptions {
  /** What tells this process from others. */
  readonly holder: string;
  /** Milliseconds between two looks at the record. */
  readonly poll?: number;
  /** Told of every state written, and of every failure; the projector goes on. */
  readonly onState?: (state: DerivedState) => void;
  readonly onFailure?: (failure: unknown) => void;
}

/**
 * Keeps a mission's derived state up with its record, in one of several processes at a time: whoever has the lease.
 * A holder that stops without a word is taken over when its lease has lapsed, after 6 s.
 */
export class Projector {
  private stopped = false;
  private wake: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private lease: Lease | undefined;
  private readonly derivation: Derivation;
  private readonly store: Store;
  private readonly mission: string;
  private readonly options: ProjectorOptions;

  constructor(store: Store, mission: Mission, options: ProjectorOptions) {
    this.store = store;
    this.mission = mission.id;
    this.options = options;
    this.derivation = new Derivation(store, mission);
  }

  start(): void {
    this.running ??= this.loop();
  }

  /** Looks at the record at once: something was appended. */
  hint(): void {
    this.wake?.();
  }

  /** Ends after what is being written, and gives the lease back. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.running;
    if (this.lease) await this.store.derivations.release(this.lease);
    this.lease = undefined;
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.turn();
      } catch (error) {
        if (error instanceof Problem && error.code === "store/fenced") this.lease = undefined;
        this.options.onFailure?.(error);
      }
      if (!this.stopped) await this.pause();
    }
  }

  private async turn(): Promise<void> {
    const { derivations } = this.store;
    this.lease = this.lease
      ? await derivations.renew(this.lease)
      : await derivations.acquire(this.mission, this.options.holder);
    if (!this.lease) return;
    while (!this.stopped && !(await this.derivation.isCurrent())) {
      const state = await this.derivation.run(this.lease);
      this.options.onState?.(state);
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), Math.min(this.options.poll ?? 500, LEASE.renew));
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
    });
  }
}
