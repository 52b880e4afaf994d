import type { Worker } from "node:worker_threads";
import { Calls, threadEnded } from "./calls.ts";
import type { Derivations, StateOf } from "./derivations.ts";
import type { Some } from "./derived-writer.ts";
import { openThread } from "./thread.ts";

/** Rows or keys that are handed over at once. */
const BATCH = 1_000;

type Values = AsyncIterable<unknown> | Iterable<unknown>;

/** Values as they are asked for, and what their iterator threw. */
interface Given {
  readonly values: AsyncIterator<unknown> | Iterator<unknown>;
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
    async some(handle: number): Promise<Some<unknown>> {
      const of = given.get(handle);
      if (!of) throw threadEnded("these rows are asked for no more");
      const some: unknown[] = [];
      try {
        while (some.length < BATCH) {
          const step = await of.values.next();
          if (step.done) break;
          some.push(step.value);
        }
        return some.length > 0 ? { some } : { some, late: of.late() };
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
  /** Gives values to a call by handles, some at a time: one message of all of them would hold this thread up. */
  async function handing<R>(
    all: readonly (readonly [values: Values, late?: Given["late"] | undefined])[],
    call: (...handles: number[]) => Promise<R>,
  ): Promise<R> {
    const handed = all.map(([values, late = () => ({})]) => {
      const of: Given = {
        values: Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator](),
        late,
      };
      given.set(++last, of);
      return { handle: last, of };
    });
    try {
      return await call(...handed.map((h) => h.handle));
    } catch (error) {
      // What went wrong on this side, and not its copy that came back.
      throw handed.find((h) => h.of.failure !== undefined)?.of.failure ?? error;
    } finally {
      for (const { handle, of } of handed) {
        given.delete(handle);
        await of.values.return?.();
      }
    }
  }
  return {
    ...reads,
    replace: (lease, state, rows, late) =>
      handing([[rows, late]], (handle) => calls().call("replace", lease, state, handle)),
    change: (lease, state, rows, removed) =>
      handing([[rows], [removed]], (...handles) => calls().call("change", lease, state, ...handles)),
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
