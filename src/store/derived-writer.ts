import { Calls, type Channel } from "./calls.ts";
import type { Lease, RowKey, StateOf, TaggedRow } from "./derivations.ts";
import { derivedStore } from "./derived-store.ts";
import { sqliteEngine } from "./sqlite-engine.ts";
import type { DerivedTables } from "./tables.ts";

/** Rows of a whole state that are handed over at once; with the last of them what is known of the state only then. */
export interface SomeRows {
  readonly rows: readonly TaggedRow[];
  readonly late?: Pick<StateOf, "account">;
}

/**
 * Writes derived rows for the other end, by connections of its own to the same file.
 * @param path of derived.sqlite, made and brought to this version already
 */
export function serveWriter(channel: Channel, path: string): void {
  const engine = sqliteEngine<DerivedTables>(path, false);
  const store = derivedStore(engine);
  const calls: Calls = new Calls(channel, {
    replace(lease: Lease, state: StateOf, handle: number) {
      let late: Pick<StateOf, "account"> = {};
      async function* rows(): AsyncGenerator<TaggedRow> {
        // The next rows are fetched while those before them are written.
        let coming = calls.call<SomeRows>("rows", handle);
        for (;;) {
          const some = await coming;
          if (some.late) {
            late = some.late;
            return;
          }
          coming = calls.call<SomeRows>("rows", handle);
          coming.catch(() => undefined);
          yield* some.rows;
        }
      }
      return store.replace(lease, state, rows(), () => late);
    },
    change: (lease: Lease, state: StateOf, rows: readonly TaggedRow[], removed: readonly RowKey[]) =>
      store.change(lease, state, rows, removed),
    acquire: (mission: string, holder: string) => store.acquire(mission, holder),
    renew: (lease: Lease) => store.renew(lease),
    release: (lease: Lease) => store.release(lease),
    close: () => engine.close(),
  });
}
