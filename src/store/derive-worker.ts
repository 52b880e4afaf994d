import { parentPort, workerData } from "node:worker_threads";
import type { LiveSnapshot } from "../mission/live.ts";
import { Calls, type Channel } from "./calls.ts";
import { Deriver, type RecordReader } from "./deriver.ts";

/** The thread that derives one mission. It reads the record through its parent and opens nothing itself. */
const { zone } = workerData as { readonly zone: string };
const record: RecordReader = {
  entries: (from, until) => calls.call("entries", from, until),
  async evidence(sha256) {
    const handle = await calls.call<number | null>("open", sha256);
    return handle === null ? undefined : chunks(handle);
  },
};

async function* chunks(handle: number): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const chunk = await calls.call<Uint8Array | null>("read", handle);
      if (chunk === null) return;
      yield chunk;
    }
  } finally {
    await calls.call("shut", handle);
  }
}

const deriver = new Deriver(record, zone);
const calls: Calls = new Calls(parentPort as Channel, {
  advance: (size: number) => deriver.advance(size),
  begin: () => deriver.begin(),
  next: (most: number) => deriver.next(most),
  drain: () => deriver.drain(),
  account: () => deriver.account(),
  snapshot: () => deriver.snapshot(),
  resume: (size: number, snapshot: LiveSnapshot) => deriver.resume(size, snapshot),
});
