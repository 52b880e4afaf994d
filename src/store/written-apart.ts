import type { Worker } from "node:worker_threads";
import { Calls, threadEnded } from "./calls.ts";
import type { Derivations, StateOf, TaggedRow } from "./derivations.ts";
import type { SomeRows } from "./derived-writer.ts";
import { openThread } from "./thread.ts";

/** Rows that are handed over at once. */
const BATCH = 1_000;

type Rows = AsyncIterable<TaggedRow> | Iterable<TaggedRow>;

/** Rows of a state as they are asked for, and what its iterator threw. */
interface Given {
  readonly rows: AsyncIterator<TaggedRow> | Iterator<TaggedRow>;
  readonly late: () => Pick<StateOf, "account">;
  failure?: unknown;
}

/**
 * The same derived rows, written by a thread of its own: SQLite waits for its disk and its locks in the thread that
 * calls it, and nobody who reads is to wait with it. The thread begins with the first write; where it ends, the next
 * write begins another.
 * @param reads what is read here
 * @param path  of derived.sqlite, made and brought to this version already
 */
export function writtenApart(reads: Derivations, path: string): Derivations & { close(): Promise<void> } {
  const given = new Map<number, Given>();
  let last = 0;
  let running: { readonly worker: Worker; readonly calls: Calls } | undefined;
  const handlers = {
    async rows(handle: number): Promise<SomeRows> {
      const of = given.get(handle);
      if (!of) throw threadEnded("these rows are asked for no more");
      const rows: TaggedRow[] = [];
      try {
        while (rows.length < BATCH) {
          const step = await of.rows.next();
          if (step.done) break;
          rows.push(step.value);
        }
        return rows.length > 0 ? { rows } : { rows, late: of.late() };
      } catch (error) {
        of.failure = error;
        throw error;
      }
    },
  };
  const calls = (): Calls => {
    if (running) return running.calls;
    const worker = openThread({ derived: path });
    const made = new Calls(worker, handlers);
    const ended = (why: string): void => {
      made.end(threadEnded(why));
      if (running?.worker === worker) running = undefined;
    };
    worker.on("error", (error) => ended(error.message));
    worker.on("exit", (code) => ended(`exit ${code}`));
    running = { worker, calls: made };
    return made;
  };
  return {
    ...reads,
    async replace(lease, state, rows: Rows, late = () => ({})) {
      const handle = ++last;
      const of: Given = {
        rows: Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator](),
        late,
      };
      given.set(handle, of);
      try {
        return await calls().call("replace", lease, state, handle);
      } catch (error) {
        // What went wrong on this side, and not its copy that came back.
        throw of.failure ?? error;
      } finally {
        given.delete(handle);
        await of.rows.return?.();
      }
    },
    change: (lease, state, rows, removed) => calls().call("change", lease, state, rows, removed),
    acquire: (mission, holder) => calls().call("acquire", mission, holder),
    renew: (lease) => calls().call("renew", lease),
    release: (lease) => calls().call("release", lease),
    async close() {
      const { worker, calls: made } = running ?? {};
      await made?.call("close").catch(() => undefined);
      await worker?.terminate();
    },
  };
}
