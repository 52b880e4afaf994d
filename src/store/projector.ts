import { remembered } from "../mission/evidence-sources.ts";
import type { Sources } from "../mission/record.ts";
import { DERIVATION_VERSION } from "../mission/version.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { type DerivedState, LEASE, type Lease, type RowKey, type StateOf, type TaggedRow } from "./derivations.ts";
import { idOf } from "./derived-row.ts";
import { derivedRows } from "./derived-rows.ts";
import { deriveMission, missionSources, rootAt } from "./mission-state.ts";
import type { Mission, Store } from "./store.ts";

/** The rows of a state that this process wrote, by table, profile and id. */
type Written = Map<string, TaggedRow>;

const keyOf = (tagged: TaggedRow): string => `${tagged.table} ${tagged.row.profile} ${idOf(tagged)}`;

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
    const rows: Written = new Map();
    for (const row of derivedRows(derived)) rows.set(keyOf(row), row);
    const of: StateOf = { derivation: DERIVATION_VERSION, size, root: await rootAt(store, mission.id, size) };
    // Deriving may have taken longer than a lease holds. It is ours still, unless somebody took it over.
    const held = await store.derivations.renew(lease);
    if (!held) throw problem(catalogue.fenced, { mission: mission.id });
    const now = await store.derivations.state(mission.id);
    const before = this.written;
    const mine = before !== undefined && now?.revision === before.state.revision && now.root === before.state.root;
    const state =
      mine && options.whole !== true
        ? await store.derivations.change(held, of, ...difference(before.rows, rows))
        : await store.derivations.replace(held, of, kept(rows, store, held));
    this.written = { rows, state };
    return state;
  }
}

/** Rows in turn, while the lease is renewed as often as it has to be. */
async function* kept(rows: Written, store: Store, lease: Lease): AsyncGenerator<TaggedRow> {
  let at = 0;
  for (const row of rows.values()) {
    if (++at % 10_000 === 0 && !(await store.derivations.renew(lease)))
      throw problem(catalogue.fenced, { mission: lease.mission });
    yield row;
  }
}

function difference(before: Written, now: Written): [changed: TaggedRow[], removed: RowKey[]] {
  const changed: TaggedRow[] = [];
  const removed: RowKey[] = [];
  for (const [key, row] of now) if (!same(before.get(key), row)) changed.push(row);
  for (const [key, row] of before)
    if (!now.has(key)) removed.push({ table: row.table, profile: row.row.profile, id: idOf(row) });
  return [changed, removed];
}

/** What the columns beside the content hold follows from the content, but for a marking that its members give it. */
const same = (a: TaggedRow | undefined, b: TaggedRow): boolean =>
  a !== undefined &&
  a.row.content === b.row.content &&
  a.row.marking === b.row.marking &&
  a.row.time.from === b.row.time.from &&
  a.row.time.until === b.row.time.until &&
  a.row.position?.[0] === b.row.position?.[0] &&
  a.row.position?.[1] === b.row.position?.[1];

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
