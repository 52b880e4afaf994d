import type { Worker } from "node:worker_threads";
import { catalogue, problem } from "../problems.ts";
import { Calls } from "./calls.ts";
import type { Derivations, DerivedState, Table, View } from "./derivations.ts";
import { everyRow } from "./derived-read.ts";
import type { AskedOfFound, AskedOfView } from "./derived-reader.ts";
import type { IncidentFilter, Incidents } from "./found.ts";
import { openThread } from "./thread.ts";

/** Threads that read: one that goes through a whole mission leaves the other to those who ask little. */
const THREADS = 2;

interface Reader {
  readonly worker: Worker;
  readonly calls: Calls;
  /** Readings that are open in it. */
  open: number;
}

const ended = (why: string) =>
  problem(catalogue.store, { why: `the thread that reads ended: ${why}`, todo: "Ask again: another one is begun" });

/**
 * The same derived rows, read by threads of their own where they are read as of one moment (`still`): SQLite computes in
 * the thread that calls it, and who asks for a whole mission is not to hold up all others. One thread begins at once, so
 * that nobody waits for it; where one ends, the next reading begins another.
 * @param rest what is written, and read at once, here
 * @param path of derived.sqlite, made and brought to this version already
 */
export function readApart(
  rest: Derivations,
  path: string,
  threads = THREADS,
): Derivations & { close(): Promise<void> } {
  const readers = new Set<Reader>();
  let last = 0;
  const begin = (): Reader => {
    const worker = openThread({ reads: path });
    const reader: Reader = { worker, calls: new Calls(worker, {}), open: 0 };
    const gone = (why: string): void => {
      reader.calls.end(ended(why));
      readers.delete(reader);
    };
    worker.on("error", (error) => gone(error.message));
    worker.on("exit", (code) => gone(`exit ${code}`));
    readers.add(reader);
    return reader;
  };
  /** The one that has least to do; another one while there may be more and all have something. */
  const free = (): Reader => {
    const [least] = [...readers].sort((a, b) => a.open - b.open);
    return least && (least.open === 0 || readers.size >= threads) ? least : begin();
  };
  begin();
  return {
    ...rest,
    async still(mission, audience, work) {
      const reader = free();
      const handle = ++last;
      reader.open++;
      try {
        const state = await reader.calls.call<DerivedState | null>("open", handle, mission, audience);
        return state === null ? undefined : await work(viewOver(reader.calls, handle, state));
      } finally {
        reader.open--;
        reader.calls.call("done", handle).catch(() => undefined);
      }
    },
    async close() {
      for (const { worker, calls } of readers) {
        await calls.call("close").catch(() => undefined);
        await worker.terminate();
      }
    },
  };
}

/** A view whose every question is asked in the other thread. */
function viewOver(calls: Calls, handle: number, state: DerivedState): View {
  const ask = (method: AskedOfView) => (table: Table, asked?: unknown) =>
    calls.call<never>("ask", handle, method, table, asked);
  const page = ask("page") as View["page"];
  return {
    state,
    page,
    all: (table, query) => everyRow(page, table, query),
    one: ask("one"),
    ids: ask("ids"),
    count: ask("count"),
    incidents: (filter) => incidentsOver(calls, handle, filter),
  };
}

let iterators = 0;

function incidentsOver(calls: Calls, handle: number, filter: IncidentFilter): Incidents {
  const ask =
    (method: AskedOfFound) =>
    (...args: readonly unknown[]) =>
      calls.call<never>("found", handle, filter, method, args);
  return {
    page: ask("page"),
    count: ask("count"),
    placed: ask("placed"),
    totals: ask("totals"),
    sums: ask("sums"),
    sources: ask("sources"),
    span: ask("span"),
    bars: ask("bars"),
    latest: ask("latest"),
    tile: ask("tile"),
    grid: ask("grid"),
    nextRelease: ask("nextRelease"),
    async *states() {
      const number = ++iterators;
      for (;;) {
        const some = await calls.call<{ id: string; state: string }[]>("states", handle, filter, number);
        if (some.length === 0) return;
        yield* some;
      }
    },
  };
}
