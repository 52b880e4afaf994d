import { Calls, type Channel } from "./calls.ts";
import type { Lease, RowKey, StateOf, TaggedRow } from "./derivations.ts";
import { derivedStore } from "./derived-store.ts";
import { sqliteEngine } from "./sqlite-engine.ts";
import type { DerivedTables } from "./tables.ts";

/** Rows or keys that are handed over at once. */
export interface Some<T> {
  readonly some: readonly T[];
  /** With the last of them, what is known of a whole state only then. */
  readonly late?: Pick<StateOf, "account">;
}

/**
 * Writes derived rows for the other end, by connections of its own to the same file.
 * @param path of derived.sqlite, made and brought to this version already
 */
export function serveWriter(channel: Channel, path: string): void {
  const engine = sqliteEngine<DerivedTables>(path, false);
  const store = derivedStore(engine);
  /** What the other end gives, some at a time; the next are fetched while those before them are used. */
  async function* handedOver<T>(handle: number, last?: (late: Pick<StateOf, "account">) => void): AsyncGenerator<T> {
    let coming = calls.call<Some<T>>("some", handle);
    for (;;) {
      const { some, late } = await coming;
      if (late) {
        last?.(late);
        return;
      }
      coming = calls.call<Some<T>>("some", handle);
      coming.catch(() => undefined);
      yield* some;
    }
  }
  const calls: Calls = new Calls(channel, {
    async replace(lease: Lease, state: StateOf, handle: number) {
      let late: Pick<StateOf, "account"> = {};
      const rows = handedOver<TaggedRow>(handle, (known) => {
        late = known;
      });
      return store.replace(lease, state, rows, () => late);
    },
    async change(lease: Lease, state: StateOf, rowsHandle: number, removedHandle: number) {
      const rows: TaggedRow[] = [];
      for await (const row of handedOver<TaggedRow>(rowsHandle)) rows.push(row);
      const removed: RowKey[] = [];
      for await (const key of handedOver<RowKey>(removedHandle)) removed.push(key);
      return store.change(lease, state, rows, removed);
    },
    acquire: (mission: string, holder: string) => store.acquire(mission, holder),
    renew: (lease: Lease) => store.renew(lease),
    release: (lease: Lease) => store.release(lease),
    close: () => engine.close(),
  });
}
