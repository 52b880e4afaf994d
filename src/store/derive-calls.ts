import type { LiveSnapshot } from "../mission/live.ts";
import { Calls, type Channel } from "./calls.ts";
import { Deriver, type RecordReader } from "./deriver.ts";

/** Derives one mission for the other end. It reads the record through it and opens nothing itself. */
export function serveDeriver(channel: Channel, zone: string): void {
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
  const calls: Calls = new Calls(channel, {
    advance: (size: number) => deriver.advance(size),
    begin: () => deriver.begin(),
    next: (most: number) => deriver.next(most),
    drain: () => deriver.drain(),
    account: () => deriver.account(),
    zones: () => deriver.zones(),
    snapshot: () => deriver.snapshot(),
    resume: (size: number, snapshot: LiveSnapshot) => deriver.resume(size, snapshot),
  });
}
