import { totalmem } from "node:os";
import process from "node:process";
import type { Worker } from "node:worker_threads";
import type { LiveSnapshot } from "../mission/live.ts";
import { Calls, threadEnded } from "./calls.ts";
import type { RowChange } from "./derived-changes.ts";
import type { Advanced, Deriving, RecordReader } from "./deriver.ts";
import type { MapZone } from "./map-views.ts";
import { openThread } from "./thread.ts";

/** Share of the memory there is that the state of one mission may take. */
const MEMORY = 0.6;

/** Megabytes there are: of a container where it is bound, else of the machine. */
function memoryMb(): number {
  // 0, or more than the machine has, says that there is no bound.
  const bound = process.constrainedMemory?.() || totalmem();
  return Math.min(bound, totalmem()) / 1_048_576;
}

/** Derivation in a worker thread. The record is read here, in the thread that has the store, and handed over. */
export class DeriveThread implements Deriving {
  private readonly worker: Worker;
  private readonly calls: Calls;

  constructor(record: RecordReader, zone: string) {
    this.worker = openThread({ zone }, Math.max(2_048, Math.floor(memoryMb() * MEMORY)));
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
  zones(): Promise<readonly MapZone[]> {
    return this.calls.call("zones");
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
