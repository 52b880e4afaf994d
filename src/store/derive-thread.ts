import { createRequire } from "node:module";
import { totalmem } from "node:os";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { LiveSnapshot } from "../mission/live.ts";
import { Calls, threadEnded } from "./calls.ts";
import type { RowChange } from "./derived-changes.ts";
import type { Advanced, Deriving, RecordReader } from "./deriver.ts";

/** Share of the machine's memory that the state of one mission may take. */
const MEMORY = 0.6;

/** The worker's file: beside the bundle; where the source is run, the source, with what reads it. */
function open(zone: string): Worker {
  const heap = Math.max(2_048, Math.floor((totalmem() / 1_048_576) * MEMORY));
  const options = { workerData: { zone }, resourceLimits: { maxOldGenerationSizeMb: heap } };
  if (!import.meta.url.endsWith(".ts"))
    // What the process was started with is not for this file: --input-type, say.
    return new Worker(new URL("./derive-worker.mjs", import.meta.url), { ...options, execArgv: [] });
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/package.json"));
  const loader = new URL("./dist/esm/api/index.mjs", tsx).href;
  const file = new URL("./derive-worker.ts", import.meta.url).href;
  const code = `import(${JSON.stringify(loader)}).then((t) => { t.register(); return import(${JSON.stringify(file)}); });`;
  return new Worker(code, { ...options, eval: true, execArgv: [] });
}

/** Derivation in a worker thread. The record is read here, in the thread that has the store, and handed over. */
export class DeriveThread implements Deriving {
  private readonly worker: Worker;
  private readonly calls: Calls;

  constructor(record: RecordReader, zone: string) {
    this.worker = open(zone);
    // A process that has nothing else to do may end.
    this.worker.unref();
    const reading = new Map<number, AsyncIterator<Uint8Array>>();
    let last = 0;
    this.calls = new Calls(this.worker, {
      entries: (from: number, until: number) => record.entries(from, until),
      async open(sha256: string) {
        const bytes = await record.evidence(sha256);
        if (!bytes) return null;
        reading.set(++last, bytes[Symbol.asyncIterator]());
        return last;
      },
      async read(handle: number) {
        const step = await reading.get(handle)?.next();
        // Node pools small buffers: what is handed over is a copy of its own bytes.
        return !step || step.done ? null : new Uint8Array(step.value);
      },
      async shut(handle: number) {
        await reading.get(handle)?.return?.();
        reading.delete(handle);
      },
    });
    this.worker.on("error", (error) => this.calls.end(threadEnded(error.message)));
    this.worker.on("exit", (code) => this.calls.end(threadEnded(`exit ${code}`)));
  }

  advance(size: number): Promise<Advanced> {
    return this.calls.call("advance", size);
  }
  begin(): Promise<void> {
    return this.calls.call("begin");
  }
  next(most: number): Promise<readonly RowChange[]> {
    return this.calls.call("next", most);
  }
  drain(): Promise<void> {
    return this.calls.call("drain");
  }
  account(): Promise<string> {
    return this.calls.call("account");
  }
  snapshot(): Promise<LiveSnapshot | undefined> {
    return this.calls.call("snapshot");
  }
  resume(size: number, snapshot: LiveSnapshot): Promise<boolean> {
    return this.calls.call("resume", size, snapshot);
  }

  /** Stops it, whatever it is at. */
  async close(): Promise<void> {
    this.calls.end(threadEnded("it was stopped"));
    await this.worker.terminate();
  }
}
