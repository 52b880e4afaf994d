import { Problem } from "../problems.ts";
import { Derivation, type DerivationOptions } from "./derivation.ts";
import { type DerivedState, LEASE, type Lease } from "./derivations.ts";
import { underLease } from "./heartbeat.ts";
import type { Mission, Store } from "./store.ts";

export interface ProjectorOptions extends DerivationOptions {
  /** What tells this process from others. */
  readonly holder: string;
  /** Milliseconds between two looks at the record. */
  readonly poll?: number;
  /** Told of every state written, and of every failure; the projector goes on. */
  readonly onState?: (state: DerivedState) => void;
  readonly onFailure?: (failure: unknown) => void;
}

/** After so long without a change a mission is quiet: the state in memory is kept then, and no report waits for it. */
const QUIET_MS = 30_000;
/** The longest pause, in milliseconds: a database or a worker that is there again is found within it. */
const LONGEST_PAUSE = 10_000;

/**
 * Milliseconds until the next look at the record: beginning a derivation that fails at once costs a second of a core, and
 * after each failure in a row the pause is doubled. The lease lapses meanwhile, so that another process may try.
 */
export const pauseAfter = (failures: number, poll = 500): number =>
  failures === 0
    ? Math.min(poll, LEASE.renew)
    : Math.min(LONGEST_PAUSE, Math.min(poll, LEASE.renew) * 2 ** Math.min(failures, 20));

/**
 * Keeps a mission's derived state up with its record, in one of several processes at a time: whoever has the lease.
 * A holder that stops without a word is taken over when its lease has lapsed, after 6 s.
 */
export class Projector {
  private stopped = false;
  private wake: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private lease: Lease | undefined;
  /** When something was derived last, on this process's clock. */
  private derived = 0;
  /** How many turns failed since one that did not. */
  private failures = 0;
  /** Told in the middle of a turn, which may have looked already: the next begins without a pause. */
  private hinted = false;
  private readonly ending = new AbortController();
  private readonly derivation: Derivation;
  private readonly store: Store;
  private readonly mission: string;
  private readonly options: ProjectorOptions;

  constructor(store: Store, mission: Mission, options: ProjectorOptions) {
    this.store = store;
    this.mission = mission.id;
    this.options = options;
    this.derivation = new Derivation(store, mission, options);
  }

  start(): void {
    this.running ??= this.loop();
  }

  /** Looks at the record at once: something was appended. After a failure the pause is kept all the same. */
  hint(): void {
    if (this.failures > 0) return;
    this.hinted = true;
    this.wake?.();
  }

  /** Ends at once, whatever is being derived, and gives the lease back: with it goes the right to write the rest. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    this.ending.abort(new Error("the projector was stopped"));
    await this.running;
    if (this.lease) await this.store.derivations.release(this.lease);
    this.lease = undefined;
    await this.derivation.close();
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      this.hinted = false;
      try {
        await this.turn();
        this.failures = 0;
      } catch (error) {
        if (this.stopped) return;
        if (error instanceof Problem && error.code === "store/fenced") this.lease = undefined;
        else this.failures++;
        this.options.onFailure?.(error);
      }
      if (!this.stopped && (!this.hinted || this.failures > 0)) await this.pause();
    }
  }

  private async turn(): Promise<void> {
    const { derivations } = this.store;
    this.lease = this.lease
      ? await derivations.renew(this.lease)
      : await derivations.acquire(this.mission, this.options.holder);
    if (!this.lease) return;
    // The state in memory is made also where the stored one is up to date: the next report is not to wait for it.
    while (!this.stopped && !(this.derivation.loaded && (await this.derivation.isCurrent()))) {
      const before = await this.store.derivations.state(this.mission);
      const state = await this.derivation.run(this.lease, { signal: this.ending.signal });
      if (state.revision === before?.revision) continue;
      this.derived = performance.now();
      this.options.onState?.(state);
    }
    const busy = performance.now() - this.derived < QUIET_MS;
    if (this.stopped) return;
    // Keeping a large state takes longer than a lease holds.
    await underLease(this.store, this.lease, (signal) => this.derivation.keep(signal, busy), this.ending.signal);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), pauseAfter(this.failures, this.options.poll));
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
    });
  }
}
