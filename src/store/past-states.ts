import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { catalogue, problem } from "../problems.ts";
import { Derivation } from "./derivation.ts";
import type { Derivations, Lease } from "./derivations.ts";
import { DERIVED_MIGRATIONS } from "./derived-schema.ts";
import { derivedStore } from "./derived-store.ts";
import { queue } from "./engine.ts";
import { readApart } from "./read-apart.ts";
import { migrate } from "./schema.ts";
import { sqliteEngine } from "./sqlite-engine.ts";
import type { Mission, Store } from "./store.ts";
import type { DerivedTables } from "./tables.ts";
import { writtenApart } from "./written-apart.ts";

/** What of earlier states is kept and computed at most. */
export interface PastLimits {
  /** States that are kept; the one that was asked for longest ago goes first. */
  readonly kept: number;
  /** States that wait to be derived, beside the one that is. */
  readonly waiting: number;
  /** How long whoever asks waits for one, in milliseconds. */
  readonly patienceMs: number;
  /** Whether threads of their own derive and write, so that this one goes on. */
  readonly threads: boolean;
}

/** How often it is looked whether something was destroyed. */
const TIDY_MS = 10_000;
const LIMITS: PastLimits = { kept: 4, waiting: 4, patienceMs: 20_000, threads: true };
/** Folders of earlier states begin so, with the process whose they are. */
const FOLDER = "trucekeeper-past-";

interface Past {
  readonly made: Promise<Derivations>;
  done: boolean;
  close(): Promise<void>;
}

/**
 * States of missions as they were known at an earlier size of their log: derived whole, off this thread, one at a time,
 * into files of their own that nothing outlives. Rows are read from them as from the state of today.
 */
export class PastStates {
  private readonly store: Store;
  private readonly limits: PastLimits;
  private readonly inTurn = queue();
  private readonly kept = new Map<string, Past>();
  /** By mission, up to where its log was looked through for erasures. */
  private readonly looked = new Map<string, number>();
  private tidying: NodeJS.Timeout | undefined;

  constructor(store: Store, limits: PastLimits = LIMITS) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * The rows of a mission as known at a size of its log.
   * @param size 1 to the log's
   * @throws Problem http/busy while it is being made for longer than anybody waits; it goes on, and is there later
   */
  async at(mission: Mission, size: number): Promise<Derivations> {
    await this.forgetErased(mission.id);
    const key = `${mission.id} ${size}`;
    let past = this.kept.get(key);
    if (past) this.kept.delete(key);
    else {
      const under = [...this.kept.values()].filter((p) => !p.done).length;
      if (under > this.limits.waiting) throw problem(catalogue.busy, { why: `${under} earlier states are being made` });
      past = this.derive(mission, size);
      const { made } = past;
      made.catch(() => void this.drop(key));
    }
    this.kept.set(key, past);
    await this.evict();
    // An erasure has its effect also where nobody asks any more.
    this.tidying ??= setInterval(() => void this.tidy().catch(() => undefined), TIDY_MS).unref();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      const why = `The state as known at ${size} entries is being made; it will be there when you ask again`;
      timer = setTimeout(() => fail(problem(catalogue.busy, { why })), this.limits.patienceMs);
    });
    return Promise.race([past.made, late]).finally(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    clearInterval(this.tidying);
    await Promise.all([...this.kept.keys()].map((key) => this.drop(key)));
  }

  private async tidy(): Promise<void> {
    for (const mission of new Set([...this.kept.keys()].map((key) => key.split(" ")[0] as string)))
      await this.forgetErased(mission);
  }

  /** What was destroyed must not be left in a state that was made before. */
  private async forgetErased(mission: string): Promise<void> {
    const size = await this.store.size(mission);
    const from = this.looked.get(mission) ?? size;
    this.looked.set(mission, size);
    for await (const _ of this.store.entries(mission, { kinds: ["erasure"], from, until: size }))
      for (const key of this.kept.keys()) if (key.startsWith(`${mission} `)) await this.drop(key);
  }

  private async evict(): Promise<void> {
    const old = [...this.kept].filter(([, p]) => p.done).map(([key]) => key);
    for (const key of old.slice(0, Math.max(0, this.kept.size - this.limits.kept))) await this.drop(key);
  }

  private async drop(key: string): Promise<void> {
    const past = this.kept.get(key);
    this.kept.delete(key);
    await past?.close();
  }

  private derive(mission: Mission, size: number): Past {
    const closing: (() => Promise<void>)[] = [];
    const stop = new AbortController();
    const made = this.inTurn(async () => {
      stop.signal.throwIfAborted();
      const folder = await pastFolder();
      closing.push(() => rm(folder, { recursive: true, force: true }));
      const path = join(folder, "derived.sqlite");
      const engine = sqliteEngine<DerivedTables>(path, false);
      closing.push(() => engine.close());
      await migrate(engine, "derived", DERIVED_MIGRATIONS, path);
      const { threads } = this.limits;
      const here = derivedStore(engine);
      if (!threads) {
        await fill(this.store, { mission, size, derivations: here, thread: false }, stop.signal);
        return here;
      }
      const written = writtenApart(here, path);
      closing.push(() => written.close());
      await fill(this.store, { mission, size, derivations: written, thread: true }, stop.signal);
      const read = readApart(written, path, 1);
      closing.push(() => read.close());
      return read;
    });
    const past: Past = {
      made,
      done: false,
      async close() {
        stop.abort();
        await made.catch(() => undefined);
        for (const one of closing.reverse()) await one();
      },
    };
    const end = (): void => void (past.done = true);
    made.then(end, end);
    return past;
  }
}

interface Filled {
  readonly mission: Mission;
  readonly size: number;
  readonly derivations: Derivations;
  readonly thread: boolean;
}

/** Derives a mission of which the first so many entries are known, and no snapshot of anything later. */
async function fill(store: Store, of: Filled, signal: AbortSignal): Promise<void> {
  const { mission, size, derivations, thread } = of;
  const { maps: _maps, ...today } = store;
  const earlier: Store = {
    ...today,
    derivations,
    size: async () => size,
    snapshots: {
      put: async () => undefined,
      get: async () => undefined,
      list: async () => [],
      remove: async () => undefined,
    },
  };
  const lease = (await derivations.acquire(mission.id, "past")) as Lease;
  const derivation = new Derivation(earlier, mission, { thread });
  try {
    await derivation.run(lease, { whole: true, signal });
  } finally {
    await derivation.close();
  }
}

let cleared = false;

/** A folder for this process alone; those of processes that ended without a word go first. */
async function pastFolder(): Promise<string> {
  const own = join(tmpdir(), `${FOLDER}${process.pid}`);
  if (!cleared) {
    cleared = true;
    for (const name of readdirSync(tmpdir())) {
      const pid = name.startsWith(FOLDER) ? Number(name.slice(FOLDER.length)) : 0;
      if (pid > 0 && (pid === process.pid || !isAlive(pid)))
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
    process.once("exit", () => rmSync(own, { recursive: true, force: true }));
  }
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return mkdtemp(join(own, "state-"));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
